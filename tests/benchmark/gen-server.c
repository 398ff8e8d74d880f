/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "gen-server.h"

#include "bench-clock.h"
#include "bench-event.h"
#include "bench-stream.h"
#include "gen-answer.h"
#include "gen-request.h"
#include "gen-timers.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BATCH 256
#define MAX_PIECES 16               /* of one connection before the others have their turn */
#define BARRIER_DELAY 20000000u     /* ns from the last stream's arrival to the first event */
#define GOLDEN 0.61803398874989485  /* spreads any number of streams over the interval */

typedef enum
{
  KIND_LISTENER,
  KIND_TIMER,
  KIND_SIGNAL,
  KIND_CONNECTION,
} Kind;

/* What an epoll event points to. */
typedef struct
{
  Kind kind;
  int fd;
  gnutls_certificate_credentials_t credentials;
} Source;

typedef struct
{
  Source source;
  GenTimer timer; /* the next paced event, or the opening of the barrier */
  BenchStream stream;
  GString *request;
  GenAnswer answer;
  gsize piece_at; /* how much of the answer's piece went out */
  gboolean answering;
  guint64 due; /* of the next event by the schedule; ns */
  guint32 watched;
  gboolean gone;
} Connection;

struct _GenServer
{
  int epoll;
  Source timer;
  Source signals;
  GPtrArray *listeners; /* of Source */
  GPtrArray *held;      /* of Connection: those that wait at the barrier */
  GPtrArray *gone;      /* of Connection: freed after the batch of events */
  GenTimers timers;
  guint64 armed; /* what the timer is set to; 0: nothing */
  guint64 answers;
  guint64 body_bytes; /* of connections that are over */
  guint64 open;
};

static void
watch (GenServer *self, Source *source, int operation, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = source };

  if (epoll_ctl (self->epoll, operation, source->fd, &event) != 0)
    g_error ("epoll_ctl: %s", g_strerror (errno));
}

static void
connection_watch (GenServer *self, Connection *connection, guint32 events)
{
  if (connection->watched == events)
    return;
  connection->watched = events;
  watch (self, &connection->source, EPOLL_CTL_MOD, events);
}

static void
connection_close (GenServer *self, Connection *connection)
{
  if (connection->gone)
    return;
  connection->gone = TRUE;
  gen_timers_unset (&self->timers, &connection->timer);
  g_ptr_array_remove (self->held, connection);
  bench_stream_close (&connection->stream);
  self->body_bytes += connection->answer.sent;
  connection->answer.sent = 0;
  self->open--;
  g_ptr_array_add (self->gone, connection);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  gen_answer_clear (&connection->answer);
  g_string_free (connection->request, TRUE);
  g_free (connection);
}

/* Opens the barrier when enough streams wait at it. */
static void
hold (GenServer *self, Connection *connection)
{
  guint64 start = bench_now () + BARRIER_DELAY;

  g_ptr_array_add (self->held, connection);
  if (self->held->len < connection->answer.plan.wait)
    return;
  for (guint i = 0; i < self->held->len; i++)
    {
      Connection *each = g_ptr_array_index (self->held, i);
      double phase = (i * GOLDEN) - (double) (guint64) (i * GOLDEN);

      each->due = start + (guint64) (phase * (double) each->answer.plan.interval_us * 1000.0);
      gen_timers_set (&self->timers, &each->timer, each->due);
    }
  g_ptr_array_set_size (self->held, 0);
}

static const char *
whole_text (GenServer *self, Connection *connection, char *buffer, gsize size)
{
  gsize length;

  switch (connection->answer.plan.kind)
    {
    case GEN_SMALL:
      return bench_small_answer (&length);
    case GEN_STATS:
      snprintf (buffer, size,
                "{\"open\":%" G_GUINT64_FORMAT ",\"answers\":%" G_GUINT64_FORMAT
                ",\"body_bytes\":%" G_GUINT64_FORMAT ",\"cpu_ns\":%" G_GUINT64_FORMAT "}\n",
                self->open - 1, self->answers, self->body_bytes, bench_cpu ());
      return buffer;
    case GEN_UNKNOWN:
      return "{\"error\":\"no such path\"}\n";
    case GEN_STREAM:
    default:
      return NULL;
    }
}

/* What is due goes out; then the connection is watched for what it waits for. */
static void
connection_write (GenServer *self, Connection *connection)
{
  GenAnswer *answer = &connection->answer;
  guint64 now = bench_now ();
  char buffer[200];

  for (int pieces = 0; pieces < MAX_PIECES;)
    {
      gssize sent;

      if (connection->piece_at == answer->length)
        {
          gboolean paced = answer->state == GEN_ANSWER_EVENTS && answer->plan.interval_us > 0;

          if (paced && connection->due > now)
            {
              gen_timers_set (&self->timers, &connection->timer, connection->due);
              connection_watch (self, connection, EPOLLIN);
              return;
            }
          if (pieces > 0)
            now = bench_now ();
          if (!gen_answer_next (answer, now, whole_text (self, connection, buffer, sizeof buffer)))
            break;
          if (answer->state == GEN_ANSWER_EVENTS && connection->due == 0)
            connection->due = now;
          else if (paced)
            connection->due += answer->plan.interval_us * 1000;
          connection->piece_at = 0;
          pieces++;
        }
      sent = bench_stream_send (&connection->stream, answer->piece + connection->piece_at,
                                answer->length - connection->piece_at);
      if (sent < 0 && errno == EAGAIN)
        {
          connection_watch (self, connection, EPOLLIN | EPOLLOUT);
          return;
        }
      if (sent < 0)
        {
          connection_close (self, connection);
          return;
        }
      connection->piece_at += (gsize) sent;
    }

  if (answer->state == GEN_ANSWER_CUT)
    connection_close (self, connection);
  else if (answer->state == GEN_ANSWER_HELD && connection->timer.place == 0)
    {
      connection_watch (self, connection, EPOLLIN);
      hold (self, connection);
    }
  else if (answer->state == GEN_ANSWER_OVER && connection->piece_at == answer->length)
    {
      self->body_bytes += answer->sent;
      answer->sent = 0;
      connection->answering = FALSE;
      connection_watch (self, connection, EPOLLIN);
    }
  else
    connection_watch (self, connection, EPOLLIN | EPOLLOUT);
}

/* Starts the answer to the next request, if it came and nothing is being answered. */
static void
connection_answer (GenServer *self, Connection *connection)
{
  GenPlan plan;
  gssize length;

  if (connection->answering || connection->gone || connection->request->len == 0)
    return;
  length = gen_request_find (connection->request, &plan);
  if (length < 0)
    connection_close (self, connection);
  if (length <= 0)
    return;
  g_string_erase (connection->request, 0, length);
  if (plan.kind != GEN_STATS)
    self->answers++;
  connection->answering = TRUE;
  connection->piece_at = 0;
  connection->due = 0;
  gen_answer_start (&connection->answer, &plan);
  connection_write (self, connection);
}

static void
connection_read (GenServer *self, Connection *connection)
{
  char buffer[16384];
  gssize got;

  do
    {
      got = bench_stream_recv (&connection->stream, buffer, sizeof buffer);
      if (got == 0 || (got < 0 && errno != EAGAIN))
        {
          connection_close (self, connection);
          return;
        }
      if (got > 0)
        g_string_append_len (connection->request, buffer, got);
    }
  while (got == sizeof buffer || (got > 0 && connection->stream.tls != NULL));
  connection_answer (self, connection);
}

static void
connection_ready (GenServer *self, Connection *connection, guint32 events)
{
  int shaken;

  if (connection->gone)
    return;
  if (connection->stream.shaking)
    {
      shaken = bench_stream_handshake (&connection->stream);
      if (shaken < 0)
        connection_close (self, connection);
      else if (shaken == 0)
        connection_watch (self, connection,
                          bench_stream_wants_room (&connection->stream) ? EPOLLOUT : EPOLLIN);
      if (shaken <= 0)
        return;
      connection_watch (self, connection, EPOLLIN);
      events |= EPOLLIN;
    }
  if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
    connection_read (self, connection);
  if ((events & EPOLLOUT) && connection->answering && !connection->gone)
    {
      connection_write (self, connection);
      connection_answer (self, connection);
    }
}

static void
accept_all (GenServer *self, Source *listener)
{
  int fd;

  while ((fd = accept4 (listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->source.kind = KIND_CONNECTION;
      connection->source.fd = fd;
      connection->request = g_string_new (NULL);
      connection->watched = EPOLLIN;
      bench_stream_open (&connection->stream, fd, listener->credentials, TRUE);
      watch (self, &connection->source, EPOLL_CTL_ADD, EPOLLIN);
      self->open++;
    }
}

static void
fire_timers (GenServer *self)
{
  guint64 now = bench_now ();
  GenTimer *first;
  guint64 expirations;

  if (read (self->timer.fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
    g_error ("timer: %s", g_strerror (errno));
  self->armed = 0;
  while ((first = gen_timers_first (&self->timers)) != NULL && first->due <= now)
    {
      Connection *connection
          = (Connection *) (void *) ((char *) first - G_STRUCT_OFFSET (Connection, timer));

      gen_timers_unset (&self->timers, first);
      gen_answer_release (&connection->answer);
      connection_write (self, connection);
      connection_answer (self, connection);
    }
}

static void
arm_timer (GenServer *self)
{
  GenTimer *first = gen_timers_first (&self->timers);
  guint64 due = first != NULL ? MAX (first->due, 1) : 0;
  struct itimerspec spec = { 0 };

  if (due == self->armed)
    return;
  self->armed = due;
  spec.it_value.tv_sec = (time_t) (due / 1000000000u);
  spec.it_value.tv_nsec = (long) (due % 1000000000u);
  timerfd_settime (self->timer.fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

GenServer *
gen_server_new (void)
{
  GenServer *self = g_new0 (GenServer, 1);
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  signal (SIGPIPE, SIG_IGN);

  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->listeners = g_ptr_array_new_with_free_func (g_free);
  self->held = g_ptr_array_new ();
  self->gone = g_ptr_array_new_with_free_func (connection_free);
  gen_timers_init (&self->timers);
  self->timer.kind = KIND_TIMER;
  self->timer.fd = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  watch (self, &self->timer, EPOLL_CTL_ADD, EPOLLIN);
  self->signals.kind = KIND_SIGNAL;
  self->signals.fd = signalfd (-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
  watch (self, &self->signals, EPOLL_CTL_ADD, EPOLLIN);
  return self;
}

guint16
gen_server_listen (GenServer *self, gnutls_certificate_credentials_t credentials)
{
  Source *listener = g_new0 (Source, 1);
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  listener->kind = KIND_LISTENER;
  listener->credentials = credentials;
  listener->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind (listener->fd, (struct sockaddr *) &address, length) != 0
      || listen (listener->fd, SOMAXCONN) != 0
      || getsockname (listener->fd, (struct sockaddr *) &address, &length) != 0)
    g_error ("listen: %s", g_strerror (errno));
  watch (self, listener, EPOLL_CTL_ADD, EPOLLIN);
  g_ptr_array_add (self->listeners, listener);
  return ntohs (address.sin_port);
}

void
gen_server_run (GenServer *self)
{
  struct epoll_event events[BATCH];

  for (;;)
    {
      int count = epoll_wait (self->epoll, events, BATCH, -1);

      for (int i = 0; i < count; i++)
        {
          Source *source = events[i].data.ptr;

          switch (source->kind)
            {
            case KIND_LISTENER:
              accept_all (self, source);
              break;
            case KIND_TIMER:
              fire_timers (self);
              break;
            case KIND_SIGNAL:
              return;
            case KIND_CONNECTION:
            default:
              connection_ready (self, (Connection *) source, events[i].events);
              break;
            }
        }
      arm_timer (self);
      g_ptr_array_set_size (self->gone, 0);
    }
}

void
gen_server_free (GenServer *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    close (((Source *) g_ptr_array_index (self->listeners, i))->fd);
  g_ptr_array_unref (self->listeners);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->gone);
  gen_timers_clear (&self->timers);
  close (self->timer.fd);
  close (self->signals.fd);
  close (self->epoll);
  g_free (self);
}
