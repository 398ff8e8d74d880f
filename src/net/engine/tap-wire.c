/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-wire.h"

#include "tap-clock.h"

#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define ASK_IDLE 30     /* s */
#define ASK_INTERVAL 10 /* s */
#define RESET_POLL 500 /* µs between looks at whether all was taken before a reset */

struct _TapWire
{
  TapWatch watch;
  TapLoop *loop;
  TapTls *tls;
  TapWireFunc func;
  gpointer user_data;
  GByteArray *out;      /* what the socket did not take, NULL as long as it took all */
  gsize out_done;       /* of it */
  TapTimer reset_timer;
  gint64 reset_before;  /* on the monotonic clock; 0: no matter when */
  TapWireEnd read_end;
  guint readable : 1;
  guint writable : 1;
  guint hung_up : 1;    /* an end or a fault is to be read, after what came before it */
  guint shaking : 1;
  guint reset : 1;
  guint shut_wanted : 1;
  guint shut_done : 1;
  guint resetting : 1;
};

static void flush (TapWire *self);
static void try_reset (TapWire *self);

static void
shake (TapWire *self)
{
  switch (tap_tls_handshake (self->tls))
    {
    case TAP_TLS_OK:
      self->shaking = FALSE;
      self->readable = TRUE;
      self->writable = TRUE;
      break;
    case TAP_TLS_AGAIN:
      break;
    case TAP_TLS_RESET:
      self->shaking = FALSE;
      self->reset = TRUE;
      self->read_end = TAP_WIRE_RESET;
      break;
    case TAP_TLS_END:
    case TAP_TLS_CUT:
      self->shaking = FALSE;
      self->read_end = TAP_WIRE_CUT;
      break;
    case TAP_TLS_FAILED:
    default:
      self->shaking = FALSE;
      self->read_end = TAP_WIRE_FAILED;
      break;
    }
}

static void
wire_cb (TapWatch *watch, guint32 events)
{
  TapWire *self = watch->user_data;

  if (events & EPOLLIN)
    self->readable = TRUE;
  if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    self->readable = self->hung_up = TRUE;
  if (events & EPOLLERR)
    {
      int code = 0;
      socklen_t size = sizeof code;

      /* Taken from the socket here, so that a reset is known even while nobody reads. */
      if (getsockopt (watch->fd, SOL_SOCKET, SO_ERROR, &code, &size) == 0 && code != 0)
        self->reset = TRUE;
    }
  if (events & EPOLLOUT)
    self->writable = TRUE;

  if (self->resetting)
    {
      try_reset (self);
      return;
    }
  if (self->shaking)
    {
      shake (self);
      if (self->shaking)
        return;
    }
  if (self->writable)
    flush (self);
  if (self->func != NULL)
    self->func (self, self->user_data);
}

TapWire *
tap_wire_new (TapLoop *loop, int fd, TapTls *tls)
{
  TapWire *self = g_new0 (TapWire, 1);
  int one = 1;

  self->loop = loop;
  self->tls = tls;
  self->watch.func = wire_cb;
  self->watch.user_data = self;
  self->watch.fd = -1;
  self->writable = TRUE;
  self->shaking = tls != NULL;
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (!tap_loop_add (loop, &self->watch, fd))
    {
      close (fd);
      self->reset = TRUE;
      self->read_end = TAP_WIRE_RESET;
    }
  return self;
}

void
tap_wire_set_func (TapWire *self, TapWireFunc func, gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;
}

static void
wire_finalize (gpointer data)
{
  TapWire *self = data;

  tap_tls_free (self->tls);
  if (self->out != NULL)
    g_byte_array_unref (self->out);
  g_free (self);
}

void
tap_wire_free (TapWire *self)
{
  int fd;

  if (self == NULL)
    return;
  fd = self->watch.fd;
  if (self->resetting)
    tap_loop_disown (self->loop, self);
  tap_loop_unset_timer (self->loop, &self->reset_timer);
  tap_loop_remove (self->loop, &self->watch);
  if (fd >= 0)
    close (fd);
  tap_loop_later (self->loop, wire_finalize, self);
}

gboolean
tap_wire_is_shaking (TapWire *self)
{
  return self->shaking;
}

static gsize
end_read (TapWire *self, TapWireEnd end)
{
  self->readable = FALSE;
  self->read_end = end;
  if (end == TAP_WIRE_RESET)
    self->reset = TRUE;
  return 0;
}

static gsize
read_tls (TapWire *self, void *buffer, gsize length)
{
  gsize n;

  switch (tap_tls_read (self->tls, buffer, length, &n))
    {
    case TAP_TLS_OK:
      return n;
    case TAP_TLS_AGAIN:
      if (tap_tls_has_more (self->tls))
        {
          /* No edge will tell of what lies in the socket already. */
          tap_wire_again (self);
          return 0;
        }
      self->readable = FALSE;
      return self->reset ? end_read (self, TAP_WIRE_RESET) : 0;
    case TAP_TLS_END:
      return end_read (self, TAP_WIRE_END);
    case TAP_TLS_CUT:
      /* The kernel tells a reset once; if the watch took it, what is left looks like an end. */
      return end_read (self, self->reset ? TAP_WIRE_RESET : TAP_WIRE_CUT);
    case TAP_TLS_RESET:
      return end_read (self, TAP_WIRE_RESET);
    case TAP_TLS_FAILED:
    default:
      return end_read (self, TAP_WIRE_FAILED);
    }
}

gsize
tap_wire_read (TapWire *self, void *buffer, gsize length)
{
  gssize n;

  if (!self->readable || self->read_end != TAP_WIRE_OPEN || self->watch.fd < 0)
    return 0;
  if (self->tls != NULL)
    return read_tls (self, buffer, length);

  do
    n = recv (self->watch.fd, buffer, length, 0);
  while (n < 0 && errno == EINTR);

  if (n > 0)
    {
      /* A stream socket that gave less than was asked for is empty (epoll(7)), unless its end
       * is waiting behind. */
      if ((gsize) n < length && !self->hung_up)
        self->readable = FALSE;
      return n;
    }
  if (n == 0)
    return end_read (self, self->reset ? TAP_WIRE_RESET : TAP_WIRE_END);
  if (errno == EAGAIN || errno == EWOULDBLOCK)
    {
      self->readable = FALSE;
      return self->reset ? end_read (self, TAP_WIRE_RESET) : 0;
    }
  return end_read (self, TAP_WIRE_RESET);
}

gboolean
tap_wire_is_readable (TapWire *self)
{
  return self->readable && self->read_end == TAP_WIRE_OPEN;
}

gboolean
tap_wire_is_hung_up (TapWire *self)
{
  return self->hung_up;
}

TapWireEnd
tap_wire_get_read_end (TapWire *self)
{
  return self->read_end;
}

/* How much the socket took. A socket that is broken takes everything: what became of it shows in
 * the reset. */
static gsize
send_some (TapWire *self, const guint8 *bytes, gsize length)
{
  gssize n;

  if (self->tls != NULL)
    {
      gsize done;

      switch (tap_tls_write (self->tls, bytes, length, &done))
        {
        case TAP_TLS_OK:
          return length;
        case TAP_TLS_AGAIN:
          self->writable = FALSE;
          return done;
        default:
          self->reset = TRUE;
          return length;
        }
    }

  do
    n = send (self->watch.fd, bytes, length, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n >= 0)
    return n;
  if (errno == EAGAIN || errno == EWOULDBLOCK)
    {
      self->writable = FALSE;
      return 0;
    }
  self->reset = TRUE;
  return length;
}

static void
finish_shutdown (TapWire *self)
{
  if (self->tls != NULL && tap_tls_bye (self->tls) == TAP_TLS_AGAIN)
    {
      self->writable = FALSE;
      return;
    }
  shutdown (self->watch.fd, SHUT_WR);
  self->shut_done = TRUE;
}

static void
flush (TapWire *self)
{
  if (self->shaking || self->watch.fd < 0)
    return;
  while (self->out != NULL && self->writable)
    {
      gsize length = self->out->len - self->out_done;
      gsize n = send_some (self, self->out->data + self->out_done, length);

      self->out_done += n;
      if (n == length)
        {
          g_clear_pointer (&self->out, g_byte_array_unref);
          self->out_done = 0;
        }
    }
  if (self->shut_wanted && !self->shut_done && self->out == NULL)
    finish_shutdown (self);
}

gboolean
tap_wire_send (TapWire *self, const void *bytes, gsize length)
{
  gsize n = 0;

  if (self->reset || self->watch.fd < 0 || self->shut_wanted)
    return TRUE;
  if (self->out == NULL && self->writable && !self->shaking)
    {
      /* A plain socket that takes less than it was given is full; asking again would only tell
       * so. */
      n = send_some (self, bytes, length);
      if (n == length)
        return TRUE;
    }
  if (self->out == NULL)
    {
      self->out = g_byte_array_sized_new (length - n);
      self->out_done = 0;
    }
  g_byte_array_append (self->out, (const guint8 *) bytes + n, length - n);
  if (self->writable && !self->shaking)
    flush (self);
  return self->out == NULL;
}

gsize
tap_wire_get_pending (TapWire *self)
{
  return self->out == NULL ? 0 : self->out->len - self->out_done;
}

gboolean
tap_wire_is_reset (TapWire *self)
{
  return self->reset;
}

void
tap_wire_shutdown (TapWire *self)
{
  if (self->shut_wanted || self->watch.fd < 0)
    return;
  self->shut_wanted = TRUE;
  flush (self);
}

gboolean
tap_wire_is_shut (TapWire *self)
{
  return self->shut_done || self->reset || self->watch.fd < 0;
}

gboolean
tap_wire_is_shutting (TapWire *self)
{
  return self->shut_wanted;
}

static void
free_wire (gpointer data)
{
  tap_wire_free (data);
}

static void
reset_timer_cb (TapTimer *timer, gint64 now)
{
  try_reset (timer->user_data);
}

static void
try_reset (TapWire *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  gboolean patient = self->reset_before == 0 || tap_clock_now () < self->reset_before;

  if (self->writable)
    flush (self);
  if (!self->reset && patient && (self->out != NULL || tap_wire_get_queued (self) > 0))
    {
      tap_loop_set_timer (self->loop, &self->reset_timer, tap_clock_now () + RESET_POLL);
      return;
    }
  if (self->watch.fd >= 0)
    setsockopt (self->watch.fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  tap_wire_free (self);
}

void
tap_wire_reset (TapWire *self, gint64 patience)
{
  if (self->resetting)
    return;
  self->reset_before = patience > 0 ? tap_clock_now () + patience : 0;
  self->resetting = TRUE;
  tap_loop_adopt (self->loop, self, free_wire);
  self->shut_wanted = FALSE;
  self->reset_timer.func = reset_timer_cb;
  self->reset_timer.user_data = self;
  try_reset (self);
}

void
tap_wire_ask_after (TapWire *self)
{
  int one = 1, idle = ASK_IDLE, interval = ASK_INTERVAL;

  if (self->watch.fd < 0)
    return;
  setsockopt (self->watch.fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  setsockopt (self->watch.fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  setsockopt (self->watch.fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
}

guint
tap_wire_get_queued (TapWire *self)
{
  int queued = 0;

  if (self->watch.fd < 0 || ioctl (self->watch.fd, SIOCOUTQ, &queued) < 0)
    return 0;
  return queued;
}

const char *
tap_wire_get_fault (TapWire *self)
{
  return self->tls != NULL ? tap_tls_get_fault (self->tls) : NULL;
}

TapTls *
tap_wire_get_tls (TapWire *self)
{
  return self->tls;
}

void
tap_wire_again (TapWire *self)
{
  tap_loop_again (self->loop, &self->watch);
}
