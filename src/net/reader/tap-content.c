/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-content.h"

#include <string.h>

#include "tap-content-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define POLL_MS 50
#define TELL_MS 50
#define BATCH 512                     /* records between two publications … */
#define BATCH_BYTES (4 * 1024 * 1024) /* … or so much of the log, mostly of other exchanges */

static gboolean
tell_cb (gpointer user_data)
{
  TapContent *self = user_data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->telling, g_source_unref);
  g_mutex_unlock (&self->mutex);
  self->changed (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
publish (TapContent *self, gboolean complete)
{
  guint64 sizes[TAP_N_CONTENTS];

  for (guint i = 0; i < TAP_N_CONTENTS; i++)
    sizes[i] = tap_spool_flush (self->spools[i]);

  g_mutex_lock (&self->mutex);
  memcpy (self->sizes, sizes, sizeof sizes);
  g_array_append_vals (self->reads, self->new_reads->data, self->new_reads->len);
  g_array_set_size (self->new_reads, 0);
  for (guint i = 0; i < TAP_N_CONTENTS; i++)
    {
      if (self->faults[i] == NULL && i < TAP_CONTENT_WIRE)
        self->faults[i] = g_strdup (self->sides[i].fault);
      if (self->faults[i] == NULL && tap_spool_get_errno (self->spools[i]) != 0)
        self->faults[i] = g_strdup_printf (_ ("The cache folder takes no more (%s)."),
                                           g_strerror (tap_spool_get_errno (self->spools[i])));
    }
  self->complete = complete;
  if (self->telling == NULL)
    {
      self->telling = g_timeout_source_new (self->told_once ? TELL_MS : 0);
      self->told_once = TRUE;
      g_source_set_callback (self->telling, tell_cb, self, NULL);
      g_source_attach (self->telling, self->owner);
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
read_on_cb (gpointer user_data)
{
  TapContent *self = user_data;
  guint64 published_at = tap_log_reader_get_offset (self->reader);
  guint taken = 0;

  while (!self->ended && !g_atomic_int_get (&self->abandoned))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapRecord) record = tap_log_reader_next (self->reader, &error);

      if (record == NULL && error == NULL)
        break;
      /* A broken line is passed over; the trace tells of it. */
      if (record != NULL && tap_record_get_exchange (record) == self->exchange)
        {
          tap_content_take_record (self, record);
          taken++;
        }
      if (taken >= BATCH
          || (taken > 0
              && tap_log_reader_get_offset (self->reader) >= published_at + BATCH_BYTES))
        {
          publish (self, FALSE);
          published_at = tap_log_reader_get_offset (self->reader);
          taken = 0;
        }
    }
  if (taken > 0)
    publish (self, FALSE);
  return G_SOURCE_CONTINUE;
}

/* A connection's record stands before those of the exchanges that use it. */
static void
read_connection (TapContent *self, guint64 offset)
{
  g_autoptr (TapRecord) record = NULL;

  if (offset == TAP_CONTENT_NOWHERE || !tap_log_reader_seek (self->reader, offset, NULL))
    return;
  record = tap_log_reader_next (self->reader, NULL);
  if (record != NULL && tap_record_get_kind (record) == TAP_RECORD_CONNECTION)
    tap_content_take_connection (self, record);
}

static gpointer
thread_main (gpointer user_data)
{
  TapContent *self = user_data;
  g_autoptr (GSource) watch = NULL;

  g_main_context_push_thread_default (self->context);
  read_connection (self, self->places.agent);
  read_connection (self, self->places.gateway);
  self->ended = !tap_log_reader_seek (self->reader, self->places.first, NULL);
  watch = tap_log_reader_watch (self->reader, POLL_MS);
  g_source_set_callback (watch, read_on_cb, self, NULL);
  g_source_attach (watch, self->context);
  read_on_cb (self);
  while (!self->ended && g_atomic_int_get (&self->grows)
         && !g_atomic_int_get (&self->abandoned))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (watch);
  read_on_cb (self);
  if (!g_atomic_int_get (&self->abandoned))
    publish (self, TRUE);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

void
tap_content_finish (TapContent *self)
{
  g_atomic_int_set (&self->grows, FALSE);
  g_main_context_wakeup (self->context);
}

TapContent *
tap_content_new (const char *path, guint64 exchange, const TapContentPlaces *places,
                 gboolean grows, TapContentFunc changed, gpointer user_data, GError **error)
{
  g_autoptr (TapContent) self = g_new0 (TapContent, 1);

  g_return_val_if_fail (path != NULL && places != NULL, NULL);
  g_return_val_if_fail (changed != NULL, NULL);

  g_mutex_init (&self->mutex);
  self->exchange = exchange;
  self->changed = changed;
  self->user_data = user_data;
  self->places = *places;
  self->grows = grows;
  self->owner = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->reads = g_array_new (FALSE, FALSE, sizeof (TapRead));
  self->new_reads = g_array_new (FALSE, FALSE, sizeof (TapRead));
  self->facts.resolved = self->facts.connected = self->facts.secured = -1;
  for (guint i = 0; i < TAP_N_CONTENTS; i++)
    {
      self->spools[i] = tap_spool_new (error);
      if (self->spools[i] == NULL)
        return NULL;
      if (i < TAP_CONTENT_WIRE)
        self->sides[i].spool = self->spools[i];
    }
  self->reader = tap_log_reader_open (path, error);
  if (self->reader == NULL)
    return NULL;
  self->thread = g_thread_new ("tap-content", thread_main, self);
  return g_steal_pointer (&self);
}

void
tap_content_free (TapContent *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->abandoned, TRUE);
  g_main_context_wakeup (self->context);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  if (self->telling != NULL)
    {
      g_source_destroy (self->telling);
      g_source_unref (self->telling);
    }
  for (guint i = 0; i < TAP_N_CONTENTS; i++)
    {
      tap_spool_free (self->spools[i]);
      g_free (self->faults[i]);
    }
  for (guint i = 0; i < TAP_CONTENT_WIRE; i++)
    tap_body_spool_clear (&self->sides[i]);
  tap_connection_facts_clear (&self->facts);
  tap_log_reader_free (self->reader);
  g_array_unref (self->reads);
  g_array_unref (self->new_reads);
  g_free (self->method);
  g_main_context_unref (self->context);
  g_main_context_unref (self->owner);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint64
tap_content_get_size (TapContent *self, TapContentPart part)
{
  guint64 size;

  g_return_val_if_fail (part < TAP_N_CONTENTS, 0);

  g_mutex_lock (&self->mutex);
  size = self->sizes[part];
  g_mutex_unlock (&self->mutex);
  return size;
}

gboolean
tap_content_is_complete (TapContent *self)
{
  gboolean complete;

  g_mutex_lock (&self->mutex);
  complete = self->complete;
  g_mutex_unlock (&self->mutex);
  return complete;
}

char *
tap_content_dup_fault (TapContent *self, TapContentPart part)
{
  char *fault;

  g_return_val_if_fail (part < TAP_N_CONTENTS, NULL);

  g_mutex_lock (&self->mutex);
  fault = g_strdup (self->faults[part]);
  g_mutex_unlock (&self->mutex);
  return fault;
}

gsize
tap_content_read (TapContent *self, TapContentPart part, guint64 offset, guint8 *buffer,
                  gsize length)
{
  guint64 size = tap_content_get_size (self, part);

  if (offset >= size)
    return 0;
  return tap_spool_read (self->spools[part], offset, buffer, MIN (length, size - offset));
}

GBytes *
tap_content_dup_bytes (TapContent *self, TapContentPart part, guint64 offset, gsize length)
{
  guint64 size = tap_content_get_size (self, part);
  guint8 *buffer;

  length = offset < size ? MIN (length, size - offset) : 0;
  buffer = g_malloc (MAX (length, 1));
  length = tap_spool_read (self->spools[part], offset, buffer, length);
  return g_bytes_new_take (buffer, length);
}

guint
tap_content_count_reads (TapContent *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->reads->len;
  g_mutex_unlock (&self->mutex);
  return count;
}

gboolean
tap_content_get_read (TapContent *self, guint index, TapRead *read)
{
  gboolean found;

  g_mutex_lock (&self->mutex);
  found = index < self->reads->len;
  if (found)
    *read = g_array_index (self->reads, TapRead, index);
  g_mutex_unlock (&self->mutex);
  return found;
}

void
tap_content_get_connection (TapContent *self, TapConnectionFacts *facts)
{
  g_mutex_lock (&self->mutex);
  *facts = self->facts;
  facts->agent = g_strdup (self->facts.agent);
  facts->gateway = g_strdup (self->facts.gateway);
  facts->tls = g_strdup (self->facts.tls);
  g_mutex_unlock (&self->mutex);
}

void
tap_connection_facts_clear (TapConnectionFacts *facts)
{
  g_clear_pointer (&facts->agent, g_free);
  g_clear_pointer (&facts->gateway, g_free);
  g_clear_pointer (&facts->tls, g_free);
}
