/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-log-reader.h"

#include "tap-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (256 * 1024)

struct _TapLogReader
{
  int fd;
  char *path;
  guint8 *buffer;     /* grows with the longest line */
  gsize allocated;
  gsize start;        /* of what was not returned yet, in the buffer */
  gsize end;
  gsize searched;     /* from start: no line feed up to here */
  gboolean skipping;  /* inside a line that is too long to be one */
  int read_errno;
  guint64 offset;     /* in the file, of buffer[start] */
  guint64 record_offset;
  guint64 line;       /* from 1, of the line last returned */
  gboolean begun;     /* the session line was seen */
};

static gboolean
is_foreign (const TapRecord *first)
{
  return first == NULL || tap_record_get_kind (first) != TAP_RECORD_SESSION
         || tap_record_get_string (first, "format") == NULL;
}

/* Judges the first line; nothing else is known to be right before. */
static gboolean
check_first (TapLogReader *self, const TapRecord *first, GError **error)
{
  const char *format, *version;
  guint64 major;

  if (is_foreign (first))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                   _ ("%s is no Tapline trace: its first line is not the session's"), self->path);
      return FALSE;
    }
  format = tap_record_get_string (first, "format");
  version = tap_record_get_string (first, "version");
  major = g_ascii_strtoull (format, NULL, 10);
  if (major > TAP_RECORD_FORMAT_MAJOR)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_NEWER,
                   _ ("%s was written by a newer Tapline (%s, format %s): open it with that one"),
                   self->path, version != NULL ? version : "?", format);
      return FALSE;
    }
  if (major < TAP_RECORD_FORMAT_MAJOR)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT, _ ("%s has a format that never was (%s)"),
                   self->path, format);
      return FALSE;
    }
  self->begun = TRUE;
  return TRUE;
}

/* More of the file into the buffer. FALSE if there is none now. */
static gboolean
fill (TapLogReader *self)
{
  gssize n;

  if (self->start > 0 && self->end - self->start < self->allocated / 2)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
    }
  if (self->allocated - self->end < BLOCK)
    {
      self->allocated = MAX (self->allocated * 2, 2 * BLOCK);
      self->buffer = g_realloc (self->buffer, self->allocated);
    }
  do
    n = read (self->fd, self->buffer + self->end, self->allocated - self->end);
  while (n < 0 && errno == EINTR);
  self->read_errno = n < 0 ? errno : 0;
  if (n <= 0)
    return FALSE;
  self->end += n;
  return TRUE;
}

/* The next whole line with its line feed; NULL if there is none yet. @too_long: (out): only its
 * end is there. */
static const char *
next_line (TapLogReader *self, gsize *length, gboolean *too_long)
{
  for (;;)
    {
      const guint8 *line = self->buffer + self->start;
      const guint8 *feed = NULL;

      if (self->end - self->start > self->searched)
        feed = memchr (line + self->searched, '\n', self->end - self->start - self->searched);
      if (feed != NULL)
        {
          *length = feed + 1 - line;
          *too_long = self->skipping;
          self->record_offset = self->offset;
          self->offset += *length;
          self->start += *length;
          self->searched = 0;
          self->skipping = FALSE;
          self->line++;
          return (const char *) line;
        }
      self->searched = self->end - self->start;
      if (self->searched > TAP_LOG_READER_MAX_LINE)
        {
          self->skipping = TRUE;
          self->offset += self->searched;
          self->start = self->end = self->searched = 0;
        }
      if (!fill (self))
        return NULL;
    }
}

TapLogReader *
tap_log_reader_open (const char *path, GError **error)
{
  g_autoptr (TapLogReader) self = g_new0 (TapLogReader, 1);
  g_autoptr (TapRecord) first = NULL;
  g_autoptr (GError) problem = NULL;
  struct stat status;
  gboolean too_long;
  gsize length;
  const char *line;

  self->path = g_filename_display_name (path);
  self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("%s cannot be read (%s)"), self->path,
                   g_strerror (errno));
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("%s is no file that can be read as a trace"), self->path);
      return NULL;
    }

  /* Some other large file need not be searched for the end of a line. */
  if (fill (self) && self->buffer[0] != '{')
    {
      check_first (self, NULL, error);
      return NULL;
    }
  if (self->read_errno != 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("%s cannot be read (%s)"), self->path,
                   g_strerror (self->read_errno));
      return NULL;
    }

  line = next_line (self, &length, &too_long);
  if (line == NULL && !self->skipping)
    {
      /* Nothing yet, or the beginning of a first line that is still being written. */
      static const char begin[] = "{\"seq\":";
      gsize have = MIN (self->end - self->start, strlen (begin));

      if (have > 0 && memcmp (self->buffer + self->start, begin, have) != 0)
        {
          check_first (self, NULL, error);
          return NULL;
        }
      return g_steal_pointer (&self);
    }
  if (line == NULL || too_long)
    {
      check_first (self, NULL, error);
      return NULL;
    }
  first = tap_record_parse_line (line, length, &problem);
  if (!check_first (self, first, error))
    return NULL;
  /* It is a record like any other: the next call returns it. */
  self->start -= length;
  self->offset -= length;
  self->line--;
  return g_steal_pointer (&self);
}

void
tap_log_reader_free (TapLogReader *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->buffer);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_time_possible (const TapRecord *record)
{
  gint64 at = tap_record_get_at (record);

  return at >= -TAP_LOG_READER_MAX_AT && at <= TAP_LOG_READER_MAX_AT;
}

TapRecord *
tap_log_reader_next (TapLogReader *self, GError **error)
{
  g_autoptr (TapRecord) record = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean too_long;
  gsize length;
  const char *line = next_line (self, &length, &too_long);

  if (line == NULL)
    return NULL;
  if (too_long)
    g_set_error_literal (&problem, TAP_ERROR, TAP_ERROR_FORMAT, _ ("the line is too long"));
  else
    record = tap_record_parse_line (line, length, &problem);
  if (record != NULL && !is_time_possible (record))
    {
      g_clear_pointer (&record, tap_record_unref);
      g_set_error_literal (&problem, TAP_ERROR, TAP_ERROR_FORMAT,
                           _ ("its time is one that no capture has"));
    }
  if (!self->begun && !check_first (self, record, error))
    return NULL;
  if (record == NULL)
    g_set_error (error, TAP_ERROR, problem->code, _ ("%s, line %" PRIu64 ": %s"),
                 self->path, self->line, problem->message);
  return g_steal_pointer (&record);
}

gboolean
tap_log_reader_seek (TapLogReader *self, guint64 offset, GError **error)
{
  if (lseek (self->fd, (off_t) offset, SEEK_SET) < 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("%s cannot be read (%s)"), self->path,
                   g_strerror (errno));
      return FALSE;
    }
  self->offset = offset;
  self->start = self->end = self->searched = 0;
  self->skipping = FALSE;
  return TRUE;
}

guint64
tap_log_reader_get_offset (const TapLogReader *self)
{
  return self->record_offset;
}

guint64
tap_log_reader_get_size (const TapLogReader *self)
{
  struct stat status;

  return fstat (self->fd, &status) == 0 ? (guint64) status.st_size : 0;
}

gboolean
tap_log_reader_has_rest (const TapLogReader *self)
{
  return self->end > self->start || self->skipping;
}

/* A source that is ready whenever the file is longer than what was read of it. A file on a disk
 * gives no events worth their name to poll(2), and inotify counts watches and knows no network
 * file systems; asking for its size costs a microsecond. */
typedef struct
{
  GSource source;
  TapLogReader *reader;
  gint64 interval;
} Watch;

static gboolean
watch_is_ready (Watch *self)
{
  return tap_log_reader_get_size (self->reader)
         > self->reader->offset + (self->reader->end - self->reader->start);
}

static gboolean
watch_dispatch (GSource *source, GSourceFunc func, gpointer user_data)
{
  Watch *self = (Watch *) source;

  g_source_set_ready_time (source, g_source_get_time (source) + self->interval);
  if (!watch_is_ready (self) || func == NULL)
    return G_SOURCE_CONTINUE;
  return func (user_data);
}

static GSourceFuncs watch_funcs = { NULL, NULL, watch_dispatch, NULL, NULL, NULL };

GSource *
tap_log_reader_watch (TapLogReader *self, guint interval_ms)
{
  GSource *source = g_source_new (&watch_funcs, sizeof (Watch));

  ((Watch *) source)->reader = self;
  ((Watch *) source)->interval = interval_ms * (gint64) 1000;
  g_source_set_ready_time (source, 0);
  return source;
}
