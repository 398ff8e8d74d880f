/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-content.h"

#include <string.h>

#include "tap-body-spool.h"
#include "tap-log-reader.h"
#include "tap-record.h"

#define POLL_MS 50
#define TELL_MS 50
#define BATCH 512 /* records between two publications */

struct _TapContent
{
  guint64 exchange;
  TapContentFunc changed;
  gpointer user_data;
  GMainContext *owner;
  GThread *thread;
  TapSpool *spools[TAP_N_CONTENTS];

  /* The thread's own. */
  GMainContext *context;
  TapLogReader *reader;
  TapBodySpool sides[TAP_CONTENT_WIRE]; /* request and answer */
  char *method;
  guint64 wire;           /* bytes of it so far */
  GArray *new_reads;      /* of TapRead, not published yet */
  gboolean ended;

  gint grows;             /* atomic */
  gint abandoned;         /* atomic */

  GMutex mutex;           /* guards what follows */
  guint64 sizes[TAP_N_CONTENTS];
  char *faults[TAP_CONTENT_WIRE];
  GArray *reads;          /* of TapRead */
  TapConnectionFacts facts;
  gboolean complete;
  gboolean told_once;
  GSource *telling;
};

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
  for (guint i = 0; i < TAP_CONTENT_WIRE; i++)
    {
      if (self->faults[i] == NULL)
        self->faults[i] = g_strdup (self->sides[i].fault);
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

static void
take_request (TapContent *self, const TapRecord *record, const char *bytes, gsize length)
{
  g_auto (TapHead) head = { NULL };
  TapHeadFault fault = tap_head_parse_request (&head, bytes, length);
  guint64 body_length = 0;

  g_mutex_lock (&self->mutex);
  self->facts.reused = tap_record_get_boolean (record, "reused");
  g_mutex_unlock (&self->mutex);
  if (fault != TAP_HEAD_OK)
    return;
  g_free (self->method);
  self->method = g_strndup (bytes, head.method_length);
  tap_body_spool_begin (&self->sides[TAP_CONTENT_REQUEST], &head,
                        tap_head_request_framing (&head, &body_length), body_length, TRUE);
}

static void
take_response (TapContent *self, const char *bytes, gsize length)
{
  g_auto (TapHead) head = { NULL };
  TapHeadFault fault = tap_head_parse_response (&head, bytes, length);
  TapBodySpool *side = &self->sides[TAP_CONTENT_ANSWER];
  TapFraming framing = TAP_FRAMING_CLOSE;
  guint64 body_length = 0;

  if (head.status >= 100 && head.status < 200 && head.status != 101)
    return;
  if (fault != TAP_HEAD_INCOMPLETE && fault != TAP_HEAD_TOO_LARGE)
    {
      framing = tap_head_response_framing (&head, self->method,
                                           self->method != NULL ? strlen (self->method) : 0,
                                           &body_length);
      tap_body_spool_begin (side, &head, framing, body_length, FALSE);
    }
  else
    {
      tap_body_spool_begin (side, NULL, framing, 0, FALSE);
    }
}

static gint64
get_time (const TapRecord *record, const char *field)
{
  JsonObject *fields = tap_record_get_fields (record);

  return fields != NULL && json_object_has_member (fields, field)
             ? tap_record_get_int (record, field)
             : -1;
}

static void
take_connection (TapContent *self, const TapRecord *record)
{
  TapConnectionFacts *facts = &self->facts;

  if (g_strcmp0 (tap_record_get_string (record, "side"), "gateway") != 0)
    return;
  g_mutex_lock (&self->mutex);
  g_free (facts->gateway);
  g_free (facts->tls);
  facts->gateway = g_strdup (tap_record_get_string (record, "address"));
  facts->tls = g_strdup (tap_record_get_string (record, "protocol"));
  facts->resolved = get_time (record, "resolved");
  facts->connected = get_time (record, "connected");
  facts->secured = get_time (record, "tls");
  g_mutex_unlock (&self->mutex);
}

static void
take_wire (TapContent *self, const TapRecord *record, const guint8 *bytes, gsize length)
{
  TapRead read = {
    .at = tap_record_get_at (record),
    .offset = self->wire,
    .length = (guint32) MIN (length, G_MAXUINT32),
    .kind = (guint8) tap_record_get_kind (record),
  };

  tap_spool_append (self->spools[TAP_CONTENT_WIRE], bytes, length);
  self->wire += length;
  g_array_append_val (self->new_reads, read);
}

static void
take_record (TapContent *self, const TapRecord *record)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (tap_record_get_bytes (record), &length);

  if (bytes == NULL)
    bytes = (const guint8 *) "";
  switch (tap_record_get_kind (record))
    {
    case TAP_RECORD_CONNECTION:
      take_connection (self, record);
      return;

    case TAP_RECORD_REQUEST:
      take_request (self, record, (const char *) bytes, length);
      break;

    case TAP_RECORD_RESPONSE:
      take_response (self, (const char *) bytes, length);
      break;

    case TAP_RECORD_UP:
      tap_body_spool_push (&self->sides[TAP_CONTENT_REQUEST], bytes, length);
      break;

    case TAP_RECORD_IN:
      tap_body_spool_push (&self->sides[TAP_CONTENT_ANSWER], bytes, length);
      break;

    case TAP_RECORD_UP_OUT:
    case TAP_RECORD_OUT:
      break;

    case TAP_RECORD_END:
      self->ended = TRUE;
      return;

    case TAP_RECORD_SESSION:
    case TAP_RECORD_SENT:
    case TAP_RECORD_NOTE:
    case TAP_RECORD_LOST:
    default:
      return;
    }
  take_wire (self, record, bytes, length);
}

static gboolean
read_on_cb (gpointer user_data)
{
  TapContent *self = user_data;
  guint taken = 0;

  while (!self->ended && !g_atomic_int_get (&self->abandoned))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapRecord) record = tap_log_reader_next (self->reader, &error);

      if (record == NULL)
        {
          if (error != NULL)
            continue; /* a broken line; the trace tells of it */
          break;
        }
      if (tap_record_get_exchange (record) != self->exchange)
        continue;
      take_record (self, record);
      if (++taken % BATCH == 0)
        publish (self, FALSE);
    }
  if (taken % BATCH != 0)
    publish (self, FALSE);
  return G_SOURCE_CONTINUE;
}

static gpointer
thread_main (gpointer user_data)
{
  TapContent *self = user_data;
  g_autoptr (GSource) watch = NULL;

  g_main_context_push_thread_default (self->context);
  watch = tap_log_reader_watch (self->reader, POLL_MS);
  g_source_set_callback (watch, read_on_cb, self, NULL);
  g_source_attach (watch, self->context);
  read_on_cb (self);
  while (!self->ended && g_atomic_int_get (&self->grows)
         && !g_atomic_int_get (&self->abandoned))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (watch);
  if (!g_atomic_int_get (&self->abandoned))
    publish (self, TRUE);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

TapContent *
tap_content_new (const char *path, guint64 exchange, guint64 offset, gboolean grows,
                 TapContentFunc changed, gpointer user_data, GError **error)
{
  g_autoptr (TapContent) self = g_new0 (TapContent, 1);

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (changed != NULL, NULL);

  g_mutex_init (&self->mutex);
  self->exchange = exchange;
  self->changed = changed;
  self->user_data = user_data;
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
  if (self->reader == NULL || !tap_log_reader_seek (self->reader, offset, error))
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
    tap_spool_free (self->spools[i]);
  for (guint i = 0; i < TAP_CONTENT_WIRE; i++)
    {
      tap_body_spool_clear (&self->sides[i]);
      g_free (self->faults[i]);
    }
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
  char *fault = NULL;

  g_mutex_lock (&self->mutex);
  if (part < TAP_CONTENT_WIRE)
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
