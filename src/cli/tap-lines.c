/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lines.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define LAST_WAIT_MS 1000

struct _TapLines
{
  int fd;
  GString *pending;
  guint64 missed;
  gboolean closed;
  GSource *writable;
};

TapLines *
tap_lines_new (int fd)
{
  TapLines *self = g_new0 (TapLines, 1);

  self->fd = fd;
  self->pending = g_string_new (NULL);
  return self;
}

static void
drop_source (TapLines *self)
{
  if (self->writable != NULL)
    g_source_destroy (self->writable);
  g_clear_pointer (&self->writable, g_source_unref);
}

static gboolean
is_writable (TapLines *self, int timeout)
{
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLOUT };

  return poll (&poll_fd, 1, timeout) > 0;
}

/* The descriptor stays as it is, for it may be shared: it is asked before each write, and a pipe
 * that is writable takes PIPE_BUF bytes. */
static void
write_on (TapLines *self, int timeout)
{
  while (!self->closed && (self->pending->len > 0 || self->missed > 0)
         && is_writable (self, timeout))
    {
      gssize n;

      if (self->pending->len == 0)
        {
          g_string_append_printf (self->pending, _ ("… %ju lines left out\n"),
                                  self->missed);
          self->missed = 0;
        }
      n = write (self->fd, self->pending->str, MIN (self->pending->len, PIPE_BUF));
      if (n > 0)
        g_string_erase (self->pending, 0, n);
      else if (n < 0 && errno != EINTR && errno != EAGAIN)
        self->closed = TRUE;
    }
  if (self->closed)
    g_string_truncate (self->pending, 0);
}

static gboolean
writable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  TapLines *self = user_data;

  write_on (self, 0);
  if (!self->closed && (self->pending->len > 0 || self->missed > 0))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->writable, g_source_unref);
  return G_SOURCE_REMOVE;
}

void
tap_lines_add (TapLines *self, const char *line)
{
  if (self->closed)
    return;
  if (self->missed > 0 || self->pending->len + strlen (line) > TAP_LINES_MAX)
    {
      self->missed++;
    }
  else
    {
      g_string_append (self->pending, line);
      g_string_append_c (self->pending, '\n');
    }

  /* Lines that come together are written together, as soon as the context is asked next. */
  if (self->pending->len >= PIPE_BUF)
    write_on (self, 0);
  if ((self->pending->len > 0 || self->missed > 0) && !self->closed && self->writable == NULL)
    {
      self->writable = g_unix_fd_source_new (self->fd, G_IO_OUT | G_IO_ERR | G_IO_HUP);
      g_source_set_callback (self->writable, G_SOURCE_FUNC (writable_cb), self, NULL);
      g_source_attach (self->writable, g_main_context_get_thread_default ());
    }
}

void
tap_lines_free (TapLines *self)
{
  if (self == NULL)
    return;
  drop_source (self);
  write_on (self, LAST_WAIT_MS);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

gboolean
tap_lines_is_closed (const TapLines *self)
{
  return self->closed;
}
