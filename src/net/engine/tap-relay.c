/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-relay.h"

#include "tap-clock.h"
#include "tap-link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ACCEPT_RETRY 50000 /* µs, when no descriptor is free */

struct _TapRelay
{
  TapLinkShared shared;
  TapTlsTrust *trust;
  const TapUpstream *wanted; /* by another thread; atomic */
  GPtrArray *origins;        /* of TapOrigin: those of earlier upstreams still have links */
  GThread *thread;
  GMainContext *context;
  GMainLoop *main_loop;
  TapWatch listener;
  TapTimer accept_timer;
  int listener_fd;
  clockid_t cpu_clock;
};

static void
free_origin (gpointer data)
{
  TapOrigin *origin = data;

  origin->free (origin);
}

static void
use_upstream (TapRelay *self, const TapUpstream *upstream)
{
  self->shared.upstream = upstream;
  self->shared.origin = tap_origin_network_new (upstream, self->trust);
  g_ptr_array_add (self->origins, self->shared.origin);
}

/* Takes over what another thread asked for; on the relay thread. */
static void
adopt (TapRelay *self)
{
  const TapUpstream *upstream = __atomic_load_n (&self->wanted, __ATOMIC_ACQUIRE);

  if (upstream != self->shared.upstream)
    {
      use_upstream (self, upstream);
      tap_link_note_shared (&self->shared, "upstream", upstream->origin);
    }
  tap_link_check_recording (&self->shared);
}

static gboolean
adopt_cb (gpointer data)
{
  adopt (data);
  return G_SOURCE_REMOVE;
}

static void
describe (const struct sockaddr_storage *address, char *text, gsize size)
{
  char host[INET6_ADDRSTRLEN] = "";

  if (address->ss_family == AF_INET6)
    {
      const struct sockaddr_in6 *in6 = (const void *) address;

      inet_ntop (AF_INET6, &in6->sin6_addr, host, sizeof host);
      g_snprintf (text, size, "[%s]:%u", host, ntohs (in6->sin6_port));
    }
  else
    {
      const struct sockaddr_in *in = (const void *) address;

      inet_ntop (AF_INET, &in->sin_addr, host, sizeof host);
      g_snprintf (text, size, "%s:%u", host, ntohs (in->sin_port));
    }
}

static void
accept_all (TapRelay *self)
{
  while (self->listener.fd >= 0)
    {
      struct sockaddr_storage address = { 0 };
      socklen_t size = sizeof address;
      char text[INET6_ADDRSTRLEN + 16];
      int fd = accept4 (self->listener.fd, (struct sockaddr *) &address, &size,
                        SOCK_NONBLOCK | SOCK_CLOEXEC);

      if (fd < 0)
        {
          if (errno == EINTR || errno == ECONNABORTED)
            continue;
          /* Out of descriptors: the agents wait in the backlog until links have ended. */
          if (errno != EAGAIN && errno != EWOULDBLOCK)
            tap_loop_set_timer (self->shared.loop, &self->accept_timer,
                                tap_clock_now () + ACCEPT_RETRY);
          return;
        }
      adopt (self); /* whoever was told of it before it connected gets it */
      describe (&address, text, sizeof text);
      tap_link_new (&self->shared, fd, text);
    }
}

static void
listener_cb (TapWatch *watch, guint32 events)
{
  accept_all (watch->user_data);
}

static void
accept_timer_cb (TapTimer *timer, gint64 now)
{
  accept_all (timer->user_data);
}

TapRelay *
tap_relay_new (int listener, const TapUpstream *upstream, TapTlsTrust *trust, TapRing *ring,
               gint64 began)
{
  TapRelay *self = g_new0 (TapRelay, 1);

  self->listener_fd = listener;
  self->trust = trust;
  self->shared.ring = ring;
  self->shared.upstream = upstream;
  self->wanted = upstream;
  self->shared.recording = self->shared.noted = TRUE;
  self->shared.began = began;
  self->shared.links = g_hash_table_new (NULL, NULL);
  self->shared.braked = g_ptr_array_new ();
  self->shared.brake_timer.func = tap_link_release_brake;
  self->shared.brake_timer.user_data = &self->shared;
  self->shared.buffer = g_malloc (TAP_LINK_READ);
  self->shared.fields = g_string_new (NULL);
  self->context = g_main_context_new ();
  self->main_loop = g_main_loop_new (self->context, FALSE);
  return self;
}

/* Not g_main_context_invoke, which would run it here if the thread has not begun yet. */
static void
post (TapRelay *self, GSourceFunc func, gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, self->context);
}

void
tap_relay_set_recording (TapRelay *self, gboolean recording)
{
  __atomic_store_n (&self->shared.recording, recording, __ATOMIC_RELAXED);
  post (self, adopt_cb, self);
}

void
tap_relay_set_upstream (TapRelay *self, const TapUpstream *upstream, TapTlsTrust *trust)
{
  /* Read by the relay thread after it saw what is stored below. */
  if (self->trust == NULL)
    self->trust = trust;
  __atomic_store_n (&self->wanted, upstream, __ATOMIC_RELEASE);
  post (self, adopt_cb, self);
}

static gpointer
relay_thread (gpointer data)
{
  TapRelay *self = data;
  g_autoptr (GList) links = NULL;

  pthread_getcpuclockid (pthread_self (), &self->cpu_clock);
  g_main_context_push_thread_default (self->context);
  self->shared.loop = tap_loop_new (self->context);
  self->origins = g_ptr_array_new_with_free_func (free_origin);
  use_upstream (self, self->shared.upstream);
  self->listener.func = listener_cb;
  self->listener.user_data = self;
  self->accept_timer.func = accept_timer_cb;
  self->accept_timer.user_data = self;
  tap_loop_add (self->shared.loop, &self->listener, self->listener_fd);

  g_main_loop_run (self->main_loop);

  tap_loop_unset_timer (self->shared.loop, &self->accept_timer);
  tap_loop_unset_timer (self->shared.loop, &self->shared.brake_timer);
  tap_loop_remove (self->shared.loop, &self->listener);
  links = g_hash_table_get_keys (self->shared.links);
  for (GList *l = links; l != NULL; l = l->next)
    tap_link_stop (l->data);
  g_ptr_array_unref (self->origins);
  tap_loop_free (self->shared.loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

void
tap_relay_start (TapRelay *self)
{
  self->thread = g_thread_new ("tap-relay", relay_thread, self);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
tap_relay_stop (TapRelay *self)
{
  if (self->thread == NULL)
    return;
  post (self, quit_cb, self->main_loop);
  g_thread_join (g_steal_pointer (&self->thread));
  tap_ring_close (self->shared.ring);
}

void
tap_relay_free (TapRelay *self)
{
  if (self == NULL)
    return;
  tap_relay_stop (self);
  close (self->listener_fd);
  g_hash_table_unref (self->shared.links);
  g_ptr_array_unref (self->shared.braked);
  g_free (self->shared.buffer);
  tap_head_clear (&self->shared.head);
  g_string_free (self->shared.fields, TRUE);
  g_main_loop_unref (self->main_loop);
  g_main_context_unref (self->context);
  g_free (self);
}

static guint64
load (guint64 *counter)
{
  return __atomic_load_n (counter, __ATOMIC_RELAXED);
}

void
tap_relay_get_counts (TapRelay *self, TapRelayCounts *counts)
{
  counts->agents_open = load (&self->shared.agents_open);
  counts->exchanges_open = load (&self->shared.exchanges_open);
  counts->exchanges_ended = load (&self->shared.exchanges_ended);
  counts->bytes_up = load (&self->shared.bytes_up);
  counts->bytes_down = load (&self->shared.bytes_down);
}

guint64
tap_relay_get_cpu (TapRelay *self)
{
  struct timespec spec = { 0 };

  if (self->thread == NULL || clock_gettime (self->cpu_clock, &spec) < 0)
    return 0;
  return spec.tv_sec * (guint64) G_USEC_PER_SEC + spec.tv_nsec / 1000;
}
