/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli-input.h"

#include "tap-error.h"
#include "tap-har.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEEK 65536

struct _TapInput
{
  char *name;
  char *title;
  char *spool;    /* (nullable) a copy of what came through a pipe, deleted with this */
  int fd;
  gboolean is_file;
  TapInputKind kind;
  char peeked[PEEK];
  gsize n_peeked;
  gsize n_taken;  /* of the peeked bytes */
};

void
tap_input_free (TapInput *self)
{
  if (self == NULL)
    return;
  if (self->fd > STDERR_FILENO)
    close (self->fd);
  if (self->spool != NULL)
    g_unlink (self->spool);
  g_free (self->spool);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

TapInputKind
tap_input_get_kind (const TapInput *self)
{
  return self->kind;
}

const char *
tap_input_get_name (const TapInput *self)
{
  return self->name;
}

const char *
tap_input_get_title (const TapInput *self)
{
  return self->title;
}

static gssize
read_some (TapInput *self, void *bytes, gsize length, GError **error)
{
  gssize n;

  do
    n = read (self->fd, bytes, length);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("“%s” cannot be read: %s."), self->title,
                 g_strerror (errno));
  return n;
}

static gboolean
open_file (TapInput *self, GError **error)
{
  struct stat status;

  self->fd = g_str_equal (self->name, "-") ? STDIN_FILENO
                                           : g_open (self->name, O_RDONLY | O_CLOEXEC, 0);
  if (self->fd < 0 || fstat (self->fd, &status) < 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("“%s” cannot be opened: %s."), self->title,
                   g_strerror (errno));
      return FALSE;
    }
  if (S_ISDIR (status.st_mode))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("“%s” is a folder; name the files in it."),
                   self->title);
      return FALSE;
    }
  self->is_file = S_ISREG (status.st_mode) && self->fd != STDIN_FILENO;
  return TRUE;
}

static gboolean
peek (TapInput *self, GError **error)
{
  while (self->n_peeked < PEEK)
    {
      gssize n = read_some (self, self->peeked + self->n_peeked, PEEK - self->n_peeked, error);

      if (n < 0)
        return FALSE;
      if (n == 0)
        break;
      self->n_peeked += (gsize) n;
    }
  return TRUE;
}

/* --- What it is. The first row that fits decides. */

static gboolean
begins (const TapInput *self, const char *with)
{
  return self->n_peeked >= strlen (with) && memcmp (self->peeked, with, strlen (with)) == 0;
}

static gboolean
is_named (const TapInput *self, const char *ending)
{
  return g_str_has_suffix (self->name, ending);
}

static gboolean
is_bundle (const TapInput *self)
{
  return begins (self, "PK\003\004");
}

static gboolean
is_trace (const TapInput *self)
{
  const char *end = memchr (self->peeked, '\n', self->n_peeked);
  gsize first_line = end != NULL ? (gsize) (end - self->peeked) : self->n_peeked;

  return begins (self, "{\"seq\":") || (self->n_peeked == 0 && is_named (self, ".jsonl"))
         || (begins (self, "{")
             && memmem (self->peeked, first_line, "\"kind\":\"session\"", 16) != NULL);
}

static gboolean
is_har (const TapInput *self)
{
  return is_named (self, ".har") || tap_har_looks_like (self->peeked, self->n_peeked);
}

static gboolean
is_named_body (const TapInput *self)
{
  return g_str_equal (self->name, "-") || is_named (self, ".sse") || is_named (self, ".txt");
}

static gboolean
is_foreign_log (const TapInput *self)
{
  return is_named (self, ".jsonl") || is_named (self, ".zip");
}

/* An event stream's first line is a field or a comment. A JSON text is the whole body that came
 * where a stream was wanted. */
static gboolean
looks_like_body (const TapInput *self)
{
  static const char *const beginnings[] = { "event:", "data:", "id:", "retry:", ":", "{", "[" };
  gsize skip = begins (self, "\xef\xbb\xbf") ? 3 : 0;

  while (skip < self->n_peeked && strchr (" \t\r\n", self->peeked[skip]) != NULL
         && self->peeked[skip] != '\0')
    skip++;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      gsize length = strlen (beginnings[i]);

      if (self->n_peeked - skip >= length
          && memcmp (self->peeked + skip, beginnings[i], length) == 0)
        return TRUE;
    }
  return self->n_peeked == 0;
}

static const struct
{
  gboolean (*is) (const TapInput *self);
  TapInputKind kind;
  const char *refusal; /* with %s for its name */
} kinds[] = {
  { is_bundle, 0, N_ ("“%s” is a bundle or another zip, which this version cannot read yet; "
                      "unpack it and give the trace.jsonl in it.") },
  { is_trace, TAP_INPUT_TRACE, NULL },
  { is_har, TAP_INPUT_HAR, NULL },
  { is_named_body, TAP_INPUT_BODY, NULL },
  { is_foreign_log, 0, N_ ("“%s” is not a trace that Tapline wrote.") },
  { looks_like_body, TAP_INPUT_BODY, NULL },
};

static gboolean
find_kind (TapInput *self, GError **error)
{
  const char *refusal = N_ ("“%s” is neither a trace, an HTTP archive nor an event stream; if it is the body of an "
                            "answer, give it a name that ends in .sse.");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (!kinds[i].is (self))
        continue;
      self->kind = kinds[i].kind;
      if (kinds[i].refusal == NULL)
        return TRUE;
      refusal = kinds[i].refusal;
      break;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT, _ (refusal), self->title);
#pragma GCC diagnostic pop
  return FALSE;
}

TapInput *
tap_input_open (const char *name, GError **error)
{
  g_autoptr (TapInput) self = g_new0 (TapInput, 1);

  self->name = g_strdup (name);
  self->title = g_str_equal (name, "-") ? g_strdup (_ ("standard input"))
                                        : g_filename_display_name (name);
  self->fd = -1;
  if (!open_file (self, error) || !peek (self, error) || !find_kind (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* A pipe can be read only once and its reader wants a file. */
static gboolean
spool (TapInput *self, GError **error)
{
  guint8 bytes[PEEK];
  gssize n;
  int fd = g_file_open_tmp ("tapline-XXXXXX", &self->spool, error);

  if (fd < 0)
    return FALSE;
  while ((n = tap_input_read (self, bytes, sizeof bytes, error)) > 0)
    {
      for (gssize done = 0, step; done < n; done += step)
        {
          step = write (fd, bytes + done, (gsize) (n - done));
          if (step < 0)
            {
              g_set_error (error, TAP_ERROR, TAP_ERROR_IO, _ ("“%s” cannot be written: %s."),
                           self->spool, g_strerror (errno));
              close (fd);
              return FALSE;
            }
        }
    }
  close (fd);
  return n == 0;
}

const char *
tap_input_get_path (TapInput *self, GError **error)
{
  if (self->is_file)
    return self->name;
  if (self->spool == NULL && !spool (self, error))
    return NULL;
  return self->spool;
}

gssize
tap_input_read (TapInput *self, guint8 *bytes, gsize length, GError **error)
{
  gsize left = self->n_peeked - self->n_taken;

  if (left == 0)
    return read_some (self, bytes, length, error);
  length = MIN (length, left);
  memcpy (bytes, self->peeked + self->n_taken, length);
  self->n_taken += length;
  return (gssize) length;
}

GBytes *
tap_input_read_all (TapInput *self, gsize most, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 bytes[PEEK];
  gssize n;

  while ((n = tap_input_read (self, bytes, sizeof bytes, error)) > 0)
    {
      g_byte_array_append (all, bytes, (guint) n);
      if (all->len <= most)
        continue;
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT, _ ("“%s” is larger than %lu MiB."),
                   self->title, (gulong) (most / 1024 / 1024));
      return NULL;
    }
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&all));
}
