/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "soup-body.h"

#include <string.h>

struct _SoupPeerBody
{
  GInputStream parent_instance;
  GByteArray *queue;
  gboolean finished;
  GPtrArray *sources; /* that wait until it can be read */
  SoupPeerBodyFunc drained;
  gpointer user_data;
};

static void soup_peer_body_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SoupPeerBody, soup_peer_body, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      soup_peer_body_pollable_init))

static gboolean
is_readable (GPollableInputStream *stream)
{
  SoupPeerBody *self = SOUP_PEER_BODY (stream);

  return self->queue->len > 0 || self->finished;
}

static void
wake (SoupPeerBody *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    g_source_set_ready_time (self->sources->pdata[i], 0);
  g_ptr_array_set_size (self->sources, 0);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback ? callback (user_data) : G_SOURCE_REMOVE;
}

static GSource *
create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  SoupPeerBody *self = SOUP_PEER_BODY (stream);
  g_autoptr (GSource) base = g_source_new (&funcs, sizeof (GSource));

  if (is_readable (stream))
    g_source_set_ready_time (base, 0);
  else
    g_ptr_array_add (self->sources, g_source_ref (base));
  return g_pollable_source_new_full (stream, base, cancellable);
}

static gssize
read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  SoupPeerBody *self = SOUP_PEER_BODY (stream);
  gsize length = MIN (count, self->queue->len);

  if (!is_readable (stream))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "Nothing to read yet");
      return -1;
    }
  memcpy (buffer, self->queue->data, length);
  if (length > 0)
    g_byte_array_remove_range (self->queue, 0, (guint) length);
  if (self->queue->len == 0 && !self->finished)
    self->drained (self->user_data);
  return (gssize) length;
}

static gssize
read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
         GError **error)
{
  return read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, count, error);
}

static void
finalize (GObject *object)
{
  SoupPeerBody *self = SOUP_PEER_BODY (object);

  g_byte_array_unref (self->queue);
  g_ptr_array_unref (self->sources);
  G_OBJECT_CLASS (soup_peer_body_parent_class)->finalize (object);
}

static void
soup_peer_body_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = is_readable;
  iface->create_source = create_source;
  iface->read_nonblocking = read_nonblocking;
}

static void
soup_peer_body_class_init (SoupPeerBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = read_fn;
}

static void
soup_peer_body_init (SoupPeerBody *self)
{
  self->queue = g_byte_array_new ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);
}

SoupPeerBody *
soup_peer_body_new (SoupPeerBodyFunc drained, gpointer user_data)
{
  SoupPeerBody *self = g_object_new (SOUP_PEER_TYPE_BODY, NULL);

  self->drained = drained;
  self->user_data = user_data;
  return self;
}

gsize
soup_peer_body_push (SoupPeerBody *self, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  g_byte_array_append (self->queue, data, (guint) length);
  wake (self);
  return self->queue->len;
}

void
soup_peer_body_finish (SoupPeerBody *self)
{
  self->finished = TRUE;
  wake (self);
}
