/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "log-writer.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define STEP 1000 /* µs */
#define PATIENCE 20 /* seconds until a test gives up */

static void
put (LogWriter *self, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (self->fd, bytes, length);

      g_assert_cmpint (n, >, 0);
      bytes += n;
      length -= (gsize) n;
      self->written += (guint64) n;
    }
}

void
log_writer_init (LogWriter *self)
{
  g_autoptr (GError) error = NULL;

  *self = (LogWriter){ .folder = g_dir_make_tmp ("tapline-test-XXXXXX", &error) };
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "a.tapline.jsonl", NULL);
  self->fd = open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_assert_cmpint (self->fd, >=, 0);
  log_writer_add (self, 0, TAP_RECORD_SESSION, NULL, 0,
                  "\"format\":\"1.0\",\"version\":\"0\",\"started\":1700000000000000");
}

void
log_writer_clear (LogWriter *self)
{
  GDir *folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_dir_close (folder);
  g_rmdir (self->folder);
  close (self->fd);
  g_free (self->folder);
  g_free (self->path);
}

void
log_writer_add (LogWriter *self, guint64 exchange, TapRecordKind kind, const void *bytes,
                gssize length, const char *fields)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (length < 0)
    length = (gssize) strlen (bytes);
  tap_record_append_line_raw (line, ++self->seq, exchange, self->at, kind, bytes, (gsize) length,
                              bytes != NULL, fields);
  self->at += STEP;
  put (self, line->str, line->len);
}

void
log_writer_add_raw (LogWriter *self, const char *text)
{
  put (self, text, strlen (text));
}

void
log_writer_begin (LogWriter *self, guint64 exchange, const char *user_agent, const char *coding)
{
  g_autofree char *request
      = g_strdup_printf ("POST /v1/messages?beta=true HTTP/1.1\r\nHost: a\r\nUser-Agent: %s\r\n"
                         "Content-Length: 0\r\n\r\n",
                         user_agent);
  g_autofree char *response
      = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n%s%s%s"
                         "Transfer-Encoding: chunked\r\n\r\n",
                         coding != NULL ? "Content-Encoding: " : "",
                         coding != NULL ? coding : "", coding != NULL ? "\r\n" : "");

  log_writer_add (self, exchange, TAP_RECORD_REQUEST, request, -1, "\"reused\":false");
  log_writer_add (self, exchange, TAP_RECORD_RESPONSE, response, -1, NULL);
}

void
log_writer_event (LogWriter *self, guint64 exchange, const char *name, const char *data)
{
  g_autofree char *event = g_strdup_printf ("event: %s\ndata: %s\n\n", name, data);
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n", strlen (event), event);

  log_writer_add (self, exchange, TAP_RECORD_IN, chunk, -1, NULL);
}

void
log_writer_end (LogWriter *self, guint64 exchange, const char *by, const char *how)
{
  g_autofree char *fields = g_strdup_printf ("\"by\":\"%s\",\"how\":\"%s\"", by, how);

  if (g_str_equal (how, "complete"))
    log_writer_add (self, exchange, TAP_RECORD_IN, "0\r\n\r\n", -1, NULL);
  log_writer_add (self, exchange, TAP_RECORD_END, NULL, 0, fields);
}

static gboolean G_GNUC_NORETURN
give_up (gpointer user_data)
{
  g_error ("nothing came within %d s", PATIENCE);
}

void
log_writer_wait (gboolean (*done) (gpointer user_data), gpointer user_data)
{
  guint guard = g_timeout_add_seconds (PATIENCE, give_up, NULL);

  while (!done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);
}
