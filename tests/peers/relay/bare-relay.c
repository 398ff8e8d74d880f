/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A relay of bytes that knows no HTTP: the least that standing between two sockets can cost, and
 * so the base line of the benchmark; and the neutrality suite's own test, whose cases about mere
 * bytes it must pass.
 *
 *   bare-relay --upstream http://HOST:PORT --listen HOST:PORT
 *
 * All sockets are edge-triggered: whatever happens on one of a pair, both directions are moved
 * as far as they go. */

#include "config.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/sockios.h>

enum { AGENT, GATEWAY, N_SIDES };

/* What came from side i and is still to go to the other. */
typedef struct
{
  char *owed;
  size_t length;
  bool ended; /* a FIN was read, and passed on once nothing is owed */
  bool told;
} Flow;

typedef struct _Pair Pair;
struct _Pair
{
  int fd[N_SIDES];
  Flow flow[N_SIDES];
  int reset_by; /* the side that reset its connection, or -1 */
  bool dying;   /* waits until the other side has what came before the reset */
  Pair *next;   /* in the list of the dead, or of the dying */
};

static int epoll_fd;
static struct addrinfo *upstream;
static Pair *dead, *dying;
static char scratch[256 * 1024];

static struct addrinfo *
resolve (const char *text, bool passive)
{
  struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = passive ? AI_PASSIVE : 0 };
  struct addrinfo *result = NULL;
  const char *scheme = strstr (text, "://");
  char host[256] = "";
  char port[16] = "80";

  if (sscanf (scheme ? scheme + 3 : text, "%255[^:/]:%15[0-9]", host, port) < 1
      || getaddrinfo (host, port, &hints, &result) != 0)
    {
      fprintf (stderr, "bare-relay: %s cannot be resolved\n", text);
      exit (2);
    }
  return result;
}

static void
watch (int fd, Pair *pair)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                               .data.ptr = pair };
  int on = 1;

  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_ctl (epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

/* Closes both sides now; the memory goes after the events of this round, which may name it. */
static void
bury (Pair *pair)
{
  for (int side = 0; side < N_SIDES; side++)
    {
      if (pair->reset_by == 1 - side)
        {
          struct linger linger = { .l_onoff = 1, .l_linger = 0 };

          setsockopt (pair->fd[side], SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        }
      close (pair->fd[side]);
      pair->fd[side] = -1;
    }
  pair->next = dead;
  dead = pair;
}

/* Sends as much as goes; false if the receiving side is gone. */
static bool
deliver (Pair *pair, int from, const char *bytes, size_t length)
{
  Flow *flow = &pair->flow[from];
  size_t done = 0;

  while (done < length)
    {
      ssize_t n = send (pair->fd[1 - from], bytes + done, length - done, MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno != EAGAIN)
        return false;
      if (n < 0)
        break;
      done += (size_t) n;
    }
  if (done < length && bytes != flow->owed)
    flow->owed = malloc (length - done);
  if (done < length)
    memmove (flow->owed, bytes + done, length - done);
  flow->length = length - done;
  if (flow->length == 0 && flow->owed)
    {
      free (flow->owed);
      flow->owed = NULL;
    }
  return true;
}

/* Moves one direction as far as it goes. A side that cannot be read or written any more was
 * reset. */
static void
move (Pair *pair, int from)
{
  Flow *flow = &pair->flow[from];

  if (flow->length > 0 && !deliver (pair, from, flow->owed, flow->length))
    pair->reset_by = 1 - from;
  while (flow->length == 0 && !flow->ended && pair->reset_by < 0)
    {
      ssize_t n = recv (pair->fd[from], scratch, sizeof scratch, 0);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        break;
      if (n < 0)
        pair->reset_by = from;
      else if (n == 0)
        flow->ended = true;
      else if (!deliver (pair, from, scratch, (size_t) n))
        pair->reset_by = 1 - from;
    }
  if (flow->ended && flow->length == 0 && !flow->told && pair->reset_by < 0)
    {
      shutdown (pair->fd[1 - from], SHUT_WR);
      flow->told = true;
    }
}

/* A reset throws away what the kernel still has to send: it waits until that is taken. */
static bool
has_delivered (Pair *pair)
{
  int queued = 0;
  int other = 1 - pair->reset_by;

  return pair->flow[pair->reset_by].length == 0
         && (ioctl (pair->fd[other], SIOCOUTQ, &queued) < 0 || queued == 0);
}

static void
move_both (Pair *pair)
{
  if (pair->fd[AGENT] < 0)
    return;
  if (pair->dying)
    {
      Flow *flow = &pair->flow[pair->reset_by];

      if (flow->length > 0 && !deliver (pair, pair->reset_by, flow->owed, flow->length))
        flow->length = 0;
      return;
    }
  move (pair, AGENT);
  if (pair->reset_by < 0)
    move (pair, GATEWAY);
  if (pair->reset_by >= 0)
    {
      pair->dying = true;
      pair->next = dying;
      dying = pair;
    }
  else if (pair->flow[AGENT].told && pair->flow[GATEWAY].told)
    bury (pair);
}

static void
bury_the_dying (void)
{
  Pair **link = &dying;

  while (*link)
    {
      Pair *pair = *link;

      if (!has_delivered (pair))
        {
          link = &pair->next;
          continue;
        }
      *link = pair->next;
      bury (pair);
    }
  while (dead)
    {
      Pair *pair = dead;

      dead = pair->next;
      free (pair->flow[AGENT].owed);
      free (pair->flow[GATEWAY].owed);
      free (pair);
    }
}

static void
accept_all (int listener)
{
  int fd;

  while ((fd = accept4 (listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    {
      Pair *pair = calloc (1, sizeof *pair);

      pair->reset_by = -1;
      pair->fd[AGENT] = fd;
      pair->fd[GATEWAY] = socket (upstream->ai_family,
                                  SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      connect (pair->fd[GATEWAY], upstream->ai_addr, upstream->ai_addrlen);
      watch (pair->fd[GATEWAY], pair);
      watch (fd, pair);
    }
}

static int
start_listening (const char *where)
{
  struct addrinfo *info = resolve (where, true);
  int fd = socket (info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int on = 1;
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  char host[64], port[16];

  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, info->ai_addr, info->ai_addrlen) < 0 || listen (fd, SOMAXCONN) < 0
      || getsockname (fd, (struct sockaddr *) &address, &length) < 0)
    {
      fprintf (stderr, "bare-relay: %s: %s\n", where, strerror (errno));
      exit (2);
    }
  freeaddrinfo (info);
  getnameinfo ((struct sockaddr *) &address, length, host, sizeof host, port, sizeof port,
               NI_NUMERICHOST | NI_NUMERICSERV);
  printf ("http://%s:%s\n", host, port);
  fflush (stdout);
  return fd;
}

static void
stop (int signal_number)
{
  _exit (0);
}

int
main (int argc, char **argv)
{
  const char *where = "127.0.0.1:0";
  struct epoll_event events[256];
  struct epoll_event accepting = { .events = EPOLLIN, .data.ptr = NULL };
  struct rlimit limit;
  int listener;

  for (int i = 1; i + 1 < argc; i += 2)
    if (strcmp (argv[i], "--upstream") == 0)
      upstream = resolve (argv[i + 1], false);
    else if (strcmp (argv[i], "--listen") == 0)
      where = argv[i + 1];
  if (!upstream)
    {
      fprintf (stderr, "usage: bare-relay --upstream http://HOST:PORT [--listen HOST:PORT]\n");
      return 2;
    }
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  signal (SIGINT, stop);
  signal (SIGTERM, stop);
  epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  listener = start_listening (where);
  epoll_ctl (epoll_fd, EPOLL_CTL_ADD, listener, &accepting);

  for (;;)
    {
      int n = epoll_wait (epoll_fd, events, 256, dying ? 2 : -1);

      for (int i = 0; i < n; i++)
        if (events[i].data.ptr)
          move_both (events[i].data.ptr);
        else
          accept_all (listener);
      bury_the_dying ();
    }
}
