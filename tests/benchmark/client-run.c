/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "client-run.h"

#include "bench-clock.h"
#include "bench-event.h"
#include "bench-reader.h"
#include "bench-stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH 256
#define BUFFER 262144
#define MAX_OPENING 64 /* connections without an answer's first byte yet */

typedef enum
{
  CLIENT_CONNECTING,
  CLIENT_SHAKING,
  CLIENT_OPENING, /* asked, nothing came */
  CLIENT_READING,
  CLIENT_OVER,
} ClientState;

typedef struct
{
  ClientState state;
  BenchStream stream;
  BenchReader reader;
  guint64 asked;  /* ns */
  guint64 events; /* as the reader had them when it was last looked at */
} Client;

typedef struct
{
  const ClientPlan *plan;
  ClientResult *result;
  BenchTally tally;
  int epoll;
  char *request;
  gsize request_length;
  char *buffer;
  Client *clients;
  guint started;
  guint opening;
  guint over;
  guint with_events;
  guint64 begin;
  guint64 last; /* when the last byte came */
} Run;

static char *
make_request (const ClientPlan *plan)
{
  gsize length;
  /* A small answer is no stream: to ask for one would make each of them a failure to be explained. */
  const char *body = bench_request_body (!g_str_has_prefix (plan->target, "/small"), &length);

  return g_strdup_printf ("POST %s HTTP/1.1\r\n"
                          "Host: %s\r\n"
                          "User-Agent: tapline-benchmark\r\n"
                          "Accept: text/event-stream, application/json\r\n"
                          "x-api-key: sk-ant-benchmark-not-a-key-000000000000\r\n"
                          "anthropic-version: 2023-06-01\r\n"
                          "Content-Type: application/json\r\n"
                          "Content-Length: %zu\r\n"
                          "\r\n"
                          "%s",
                          plan->target, plan->host, length, body);
}

static void
client_over (Run *run, Client *client, const char *failure)
{
  if (client->state == CLIENT_OVER)
    return;
  if (client->state < CLIENT_READING)
    run->opening--;
  client->state = CLIENT_OVER;
  bench_stream_close (&client->stream);
  run->over++;
  if (failure == NULL)
    return;
  run->result->failed++;
  if (run->result->failure == NULL)
    run->result->failure = failure;
}

static void
client_watch (Run *run, Client *client, int operation, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = client };

  epoll_ctl (run->epoll, operation, client->stream.fd, &event);
}

/* The request is small: the socket's buffer takes it whole. */
static void
client_ask (Run *run, Client *client)
{
  client->asked = bench_now ();
  if (bench_stream_send (&client->stream, run->request, run->request_length)
      != (gssize) run->request_length)
    client_over (run, client, "the request could not be sent");
}

static void
client_start (Run *run, Client *client)
{
  const ClientPlan *plan = run->plan;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    g_error ("socket: %s", g_strerror (errno));
  bench_stream_open (&client->stream, fd, plan->credentials, FALSE);
  bench_reader_init (&client->reader, &run->tally);
  client->state = CLIENT_CONNECTING;
  run->opening++;
  if (connect (fd, (const struct sockaddr *) &plan->address, sizeof plan->address) != 0
      && errno != EINPROGRESS)
    client_over (run, client, "the connection was refused");
  else
    client_watch (run, client, EPOLL_CTL_ADD, EPOLLOUT);
}

/* An answer is whole: the connection is done or asks again. */
static void
client_answered (Run *run, Client *client, guint64 now)
{
  run->result->answers++;
  if (run->plan->duration == 0 || now - run->begin >= run->plan->duration)
    {
      client_over (run, client, NULL);
      return;
    }
  bench_reader_reset (&client->reader);
  client_ask (run, client);
}

static void
client_took (Run *run, Client *client, gsize length, guint64 now)
{
  BenchReader *reader = &client->reader;

  if (client->state == CLIENT_OPENING)
    {
      client->state = CLIENT_READING;
      run->opening--;
    }
  run->last = now;
  if (!bench_reader_push (reader, run->buffer, length, now))
    {
      client_over (run, client, reader->failure);
      return;
    }
  if (client->events == 0 && reader->got > 0)
    {
      client->events = reader->got;
      if (++run->with_events == run->plan->connections && run->plan->tell_ready)
        {
          puts ("ready");
          fflush (stdout);
        }
    }
  if (reader->state != BENCH_READER_DONE)
    return;
  if (run->plan->duration > 0 && run->tally.latencies != NULL && reader->got == 0)
    {
      guint32 latency = (guint32) MIN (now - client->asked, G_MAXUINT32);

      g_array_append_val (run->tally.latencies, latency);
    }
  client_answered (run, client, now);
}

static void
client_read (Run *run, Client *client)
{
  while (client->state != CLIENT_OVER)
    {
      gssize got = bench_stream_recv (&client->stream, run->buffer, BUFFER);
      guint64 now = bench_now ();

      if (got > 0)
        client_took (run, client, (gsize) got, now);
      else if (got < 0 && errno == EAGAIN)
        return;
      else if (got == 0 && bench_reader_finish (&client->reader))
        {
          run->result->answers++;
          client_over (run, client, NULL);
        }
      else
        client_over (run, client, got == 0 ? client->reader.failure : "the connection was reset");
      /* A plain socket says by itself that more is there; TLS may keep some back. */
      if (client->state == CLIENT_OVER || client->stream.tls == NULL)
        return;
    }
}

static void
client_connected (Run *run, Client *client)
{
  int error = 0;
  socklen_t length = sizeof error;

  getsockopt (client->stream.fd, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0)
    client_over (run, client, "the connection was refused");
  else
    client->state = CLIENT_SHAKING;
}

static void
client_ready (Run *run, Client *client)
{
  int shaken;

  if (client->state == CLIENT_CONNECTING)
    client_connected (run, client);
  if (client->state == CLIENT_SHAKING)
    {
      shaken = bench_stream_handshake (&client->stream);
      if (shaken < 0)
        client_over (run, client, "the TLS handshake failed");
      else if (shaken == 0)
        client_watch (run, client, EPOLL_CTL_MOD,
                      bench_stream_wants_room (&client->stream) ? EPOLLOUT : EPOLLIN);
      if (shaken <= 0)
        return;
      client->state = CLIENT_OPENING;
      client_watch (run, client, EPOLL_CTL_MOD, EPOLLIN);
      client_ask (run, client);
      if (client->stream.tls == NULL)
        return;
    }
  client_read (run, client);
}

static int
compare_latencies (const void *a, const void *b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

void
client_run (const ClientPlan *plan, guint64 timeout, ClientResult *result)
{
  struct epoll_event events[BATCH];
  Run run = { .plan = plan, .result = result };
  guint64 first;

  memset (result, 0, sizeof *result);
  result->latencies = g_array_new (FALSE, FALSE, sizeof (guint32));
  run.tally.first_stamp = G_MAXUINT64;
  run.tally.latencies = plan->latencies ? result->latencies : NULL;
  run.epoll = epoll_create1 (EPOLL_CLOEXEC);
  run.request = make_request (plan);
  run.request_length = strlen (run.request);
  run.buffer = g_malloc (BUFFER);
  run.clients = g_new0 (Client, plan->connections);
  run.begin = bench_now ();

  while (run.over < plan->connections)
    {
      int count;

      while (run.started < plan->connections && run.opening < MAX_OPENING)
        client_start (&run, &run.clients[run.started++]);
      count = epoll_wait (run.epoll, events, BATCH, 1000);
      for (int i = 0; i < count; i++)
        client_ready (&run, events[i].data.ptr);
      if (bench_now () - run.begin > timeout)
        for (guint i = 0; i < run.started; i++)
          client_over (&run, &run.clients[i], "it took too long");
    }

  first = run.tally.first_stamp == G_MAXUINT64 ? run.begin : run.tally.first_stamp;
  result->seconds = run.last > first ? (double) (run.last - first) / 1e9 : 0.0;
  result->events = run.tally.events;
  result->body_bytes = run.tally.body_bytes;
  if (result->latencies->len > 0) /* an array that never grew has no data */
    qsort (result->latencies->data, result->latencies->len, sizeof (guint32), compare_latencies);

  for (guint i = 0; i < plan->connections; i++)
    bench_reader_clear (&run.clients[i].reader);
  close (run.epoll);
  g_free (run.clients);
  g_free (run.buffer);
  g_free (run.request);
}

void
client_result_clear (ClientResult *result)
{
  g_clear_pointer (&result->latencies, g_array_unref);
}
