/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine.h"

#include "tap-clock.h"
#include "tap-fields.h"
#include "tap-journal.h"
#include "tap-log-file.h"
#include "tap-relay.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define DEFAULT_LISTEN "127.0.0.1:4747"
#define STOP_PATIENCE_MS 3000 /* for a disk that is slow, before what is left is given up */

struct _TapEngine
{
  GPtrArray *upstreams;  /* of TapUpstream: the last one is for agents that connect now */
  char **resolve;
  char *upstream_ca;
  TapTlsTrust *trust;
  TapRing *ring;
  TapJournal *journal;
  TapRelay *relay;
  char *url;
  char *output;
  int log_fd;
  gint64 wall;
  gint64 began;
  gboolean running;
  gboolean recording;
  gboolean incomplete;
};

/* Agents and gateways take two descriptors an exchange; the soft limit is often 1024. */
static void
raise_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

/* How many bytes were written; 0: none could be. */
static gsize
write_session (TapEngine *self, GError **error)
{
  g_autoptr (GString) fields = g_string_new (NULL);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *format = g_strdup_printf ("%d.%d", TAP_RECORD_FORMAT_MAJOR,
                                             TAP_RECORD_FORMAT_MINOR);

  tap_fields_add_string (fields, "format", format, -1);
  tap_fields_add_string (fields, "version", PACKAGE_VERSION, -1);
  tap_fields_add_int (fields, "started", self->wall);
  /* For who follows on the same machine: what time it is in the log, also when nothing comes. */
  tap_fields_add_int (fields, "monotonic", self->began);
  g_string_append (fields, ",\"listeners\":[{");
  {
    g_autoptr (GString) listener = g_string_new (NULL);
    const TapUpstream *upstream = g_ptr_array_index (self->upstreams, 0);

    tap_fields_add_string (listener, "url", self->url, -1);
    /* Without its path, in which there may be a key. */
    tap_fields_add_string (listener, "upstream", upstream->origin, -1);
    g_string_append (fields, listener->str);
  }
  g_string_append (fields, "}]");
  tap_record_append_line_raw (line, 0, 0, 0, TAP_RECORD_SESSION, NULL, 0, FALSE, fields->str);

  if (write (self->log_fd, line->str, line->len) != (gssize) line->len)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                   _ ("%s cannot be written (%s): make room, or choose another place with --output"),
                   self->output, g_strerror (errno));
      return 0;
    }
  return line->len;
}

static void
free_upstream (gpointer data)
{
  tap_upstream_free (data);
}

/* A gateway that is this engine itself would send each request round and round. FALSE, and an
 * error, then. */
static gboolean
check_not_self (TapEngine *self, const TapUpstream *upstream, GError **error)
{
  g_autofree char *host = NULL;
  guint16 port;

  if (self->url == NULL || !tap_split_host_port (strstr (self->url, "//") + 2, &host, &port)
      || upstream->dial_port != port || !tap_host_is_loopback (upstream->dial_host))
    return TRUE;
  g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
               _ ("%s is where Tapline itself listens; give the gateway's address"),
               upstream->origin);
  return FALSE;
}

/* NULL, and nothing has changed, if it cannot be one. */
static const TapUpstream *
add_upstream (TapEngine *self, const char *url, GError **error)
{
  g_autoptr (TapUpstream) upstream = tap_upstream_new (url, (const char *const *) self->resolve,
                                                       error);

  if (upstream == NULL || !check_not_self (self, upstream, error))
    return NULL;
  /* It takes milliseconds to load, so only where it is needed; a wrong file is said at once. */
  if (self->trust == NULL && (upstream->tls || self->upstream_ca != NULL))
    {
      self->trust = tap_tls_trust_new (self->upstream_ca, error);
      if (self->trust == NULL)
        return NULL;
    }
  g_ptr_array_add (self->upstreams, upstream);
  return g_steal_pointer (&upstream);
}

TapEngine *
tap_engine_new (const TapEngineOptions *options, GError **error)
{
  g_autoptr (TapEngine) self = g_new0 (TapEngine, 1);
  const TapUpstream *upstream;
  gsize written;
  int listener;

  self->log_fd = -1;
  self->recording = TRUE;
  self->upstreams = g_ptr_array_new_with_free_func (free_upstream);
  self->resolve = g_strdupv ((char **) options->resolve);
  self->upstream_ca = g_strdup (options->upstream_ca);
  upstream = add_upstream (self, options->upstream, error);
  if (upstream == NULL)
    return NULL;

  raise_limit ();
  listener = tap_relay_listen (options->listen != NULL ? options->listen : DEFAULT_LISTEN,
                               &self->url, error);
  if (listener < 0)
    return NULL;
  if (!check_not_self (self, upstream, error))
    {
      close (listener);
      return NULL;
    }
  self->wall = tap_clock_wall ();
  self->began = tap_clock_now ();
  self->ring = tap_ring_new (TAP_RING_LIMIT);
  self->relay = tap_relay_new (listener, upstream, self->trust, self->ring, self->began);

  self->log_fd = tap_log_file_create (options->output, self->wall, &self->output, error);
  written = self->log_fd >= 0 ? write_session (self, error) : 0;
  if (written == 0)
    return NULL;
  self->journal = tap_journal_new (self->ring, self->log_fd, written);
  return g_steal_pointer (&self);
}

void
tap_engine_start (TapEngine *self)
{
  self->running = TRUE;
  tap_journal_start (self->journal);
  tap_relay_start (self->relay);
}

void
tap_engine_set_recording (TapEngine *self, gboolean recording)
{
  self->recording = !!recording;
  if (self->running)
    tap_relay_set_recording (self->relay, self->recording);
}

gboolean
tap_engine_get_recording (TapEngine *self)
{
  return self->recording;
}

gboolean
tap_engine_set_upstream (TapEngine *self, const char *url, GError **error)
{
  const char *before = tap_engine_get_upstream (self);
  const TapUpstream *upstream = add_upstream (self, url, error);

  if (upstream == NULL)
    return FALSE;
  if (self->running && strcmp (before, upstream->url) != 0)
    tap_relay_set_upstream (self->relay, upstream, self->trust);
  return TRUE;
}

gboolean
tap_engine_stop (TapEngine *self, char **unwritten)
{
  if (unwritten != NULL)
    *unwritten = NULL;
  if (!self->running)
    return !self->incomplete;
  self->running = FALSE;
  tap_relay_stop (self->relay);
  self->incomplete = !tap_journal_finish (self->journal, STOP_PATIENCE_MS);
  if (self->incomplete && unwritten != NULL)
    *unwritten = tap_journal_describe_unwritten (self->journal);
  return !self->incomplete;
}

void
tap_engine_free (TapEngine *self)
{
  if (self == NULL)
    return;
  tap_engine_stop (self, NULL);
  tap_relay_free (self->relay);
  /* A journal that hangs on its disk still holds these; the process is about to end. */
  if (!self->incomplete)
    {
      tap_journal_free (self->journal);
      tap_ring_free (self->ring);
      if (self->log_fd >= 0)
        close (self->log_fd);
    }
  tap_tls_trust_free (self->trust);
  g_ptr_array_unref (self->upstreams);
  g_strfreev (self->resolve);
  g_free (self->upstream_ca);
  g_free (self->url);
  g_free (self->output);
  g_free (self);
}

const char *
tap_engine_get_url (TapEngine *self)
{
  return self->url;
}

const char *
tap_engine_get_upstream (TapEngine *self)
{
  const TapUpstream *upstream = g_ptr_array_index (self->upstreams, self->upstreams->len - 1);

  return upstream->url;
}

const char *
tap_engine_get_output (TapEngine *self)
{
  return self->output;
}

void
tap_engine_get_status (TapEngine *self, TapEngineStatus *status)
{
  TapRelayCounts counts;

  tap_relay_get_counts (self->relay, &counts);
  status->started = self->wall;
  status->now = tap_clock_now () - self->began;
  status->agents_open = counts.agents_open;
  status->exchanges_open = counts.exchanges_open;
  status->exchanges_ended = counts.exchanges_ended;
  status->bytes_up = counts.bytes_up;
  status->bytes_down = counts.bytes_down;
  /* First: of what was held back all is then in the bytes. */
  status->log_held_at = tap_journal_get_held (self->journal);
  status->log_bytes = tap_journal_get_bytes (self->journal);
  status->log_errno = tap_journal_get_errno (self->journal);
  status->ring_bytes = tap_ring_get_bytes (self->ring);
  tap_ring_get_lost (self->ring, &status->lost_bytes, &status->lost_records);
}

guint64
tap_engine_get_relay_cpu (TapEngine *self)
{
  return tap_relay_get_cpu (self->relay);
}
