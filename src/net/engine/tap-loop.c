/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-loop.h"

#include "tap-clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BATCH 256

typedef struct
{
  GDestroyNotify func;
  gpointer data;
} Later;

typedef struct
{
  GSource source;
  TapLoop *loop;
} LoopSource;

struct _TapLoop
{
  GSource *source;
  gpointer tag;
  int epoll_fd;
  TapWatch timer_watch;
  GList *timers;       /* of TapTimer, the next one first */
  GPtrArray *again;    /* of TapWatch */
  GPtrArray *again_now;
  GArray *later;       /* of Later */
  GHashTable *orphans; /* what was adopted -> Later */
};

static void
arm (TapLoop *self)
{
  struct itimerspec spec = { 0 };

  if (self->timers != NULL)
    {
      TapTimer *timer = self->timers->data;

      spec.it_value.tv_sec = timer->at / G_USEC_PER_SEC;
      spec.it_value.tv_nsec = timer->at % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (self->timer_watch.fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

static void
timers_cb (TapWatch *watch, guint32 events)
{
  TapLoop *self = watch->user_data;
  gint64 now = tap_clock_now ();
  guint64 count;
  gssize n = read (watch->fd, &count, sizeof count);

  (void) n;
  while (self->timers != NULL)
    {
      TapTimer *timer = self->timers->data;

      if (timer->at > now)
        break;
      self->timers = g_list_delete_link (self->timers, self->timers);
      timer->at = 0;
      timer->func (timer, now);
    }
  arm (self);
}

static void
run_again (TapLoop *self)
{
  GPtrArray *now = self->again;

  if (now->len == 0)
    return;
  /* Who asks again while it runs gets its turn in the next round. */
  self->again = self->again_now;
  self->again_now = now;
  for (guint i = 0; i < now->len; i++)
    {
      TapWatch *watch = g_ptr_array_index (now, i);

      if (watch != NULL)
        watch->func (watch, 0);
    }
  g_ptr_array_set_size (now, 0);
}

static void
run_later (TapLoop *self)
{
  /* What runs may add more. */
  for (guint i = 0; i < self->later->len; i++)
    {
      Later later = g_array_index (self->later, Later, i);

      later.func (later.data);
    }
  g_array_set_size (self->later, 0);
}

static gboolean
prepare (GSource *source, int *timeout)
{
  TapLoop *self = ((LoopSource *) source)->loop;

  *timeout = -1;
  return self->again->len > 0;
}

static gboolean
check (GSource *source)
{
  TapLoop *self = ((LoopSource *) source)->loop;

  return self->again->len > 0 || g_source_query_unix_fd (source, self->tag) != 0;
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer user_data)
{
  TapLoop *self = ((LoopSource *) source)->loop;
  struct epoll_event events[BATCH];
  int n;

  n = epoll_wait (self->epoll_fd, events, BATCH, 0);
  for (int i = 0; i < n; i++)
    {
      TapWatch *watch = events[i].data.ptr;

      if (watch->fd >= 0)
        watch->func (watch, events[i].events);
    }
  run_again (self);
  run_later (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { prepare, check, dispatch, NULL, NULL, NULL };

TapLoop *
tap_loop_new (GMainContext *context)
{
  TapLoop *self = g_new0 (TapLoop, 1);
  int timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  g_assert (self->epoll_fd >= 0 && timer_fd >= 0);
  self->again = g_ptr_array_new ();
  self->again_now = g_ptr_array_new ();
  self->later = g_array_new (FALSE, FALSE, sizeof (Later));
  self->orphans = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->timer_watch.func = timers_cb;
  self->timer_watch.user_data = self;
  tap_loop_add (self, &self->timer_watch, timer_fd);

  self->source = g_source_new (&source_funcs, sizeof (LoopSource));
  ((LoopSource *) self->source)->loop = self;
  /* Nothing iterates this context from a callback. But a source that may not recurse is taken out
   * of GLib's poll set for each dispatch and put back, each time with a write to the context's
   * wake-up descriptor: five system calls for one event. */
  g_source_set_can_recurse (self->source, TRUE);
  g_source_set_static_name (self->source, "tap-loop");
  self->tag = g_source_add_unix_fd (self->source, self->epoll_fd, G_IO_IN);
  g_source_attach (self->source, context);
  return self;
}

void
tap_loop_free (TapLoop *self)
{
  int timer_fd = self->timer_watch.fd;
  GHashTableIter iter;
  Later *orphan;

  while (g_hash_table_iter_init (&iter, self->orphans),
         g_hash_table_iter_next (&iter, NULL, (gpointer *) &orphan))
    {
      Later last = *orphan;

      g_hash_table_iter_remove (&iter);
      last.func (last.data);
    }
  g_hash_table_unref (self->orphans);
  self->orphans = NULL;
  run_later (self);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  tap_loop_remove (self, &self->timer_watch);
  close (timer_fd);
  close (self->epoll_fd);
  g_list_free (self->timers);
  g_ptr_array_unref (self->again);
  g_ptr_array_unref (self->again_now);
  g_array_unref (self->later);
  g_free (self);
}

gboolean
tap_loop_add (TapLoop *self, TapWatch *watch, int fd)
{
  struct epoll_event event = {
    .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
    .data.ptr = watch,
  };

  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
    return FALSE;
  watch->fd = fd;
  return TRUE;
}

void
tap_loop_remove (TapLoop *self, TapWatch *watch)
{
  if (watch->fd < 0)
    return;
  epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, watch->fd, NULL);
  watch->fd = -1;
  g_ptr_array_remove (self->again, watch);
  for (guint i = 0; i < self->again_now->len; i++)
    if (g_ptr_array_index (self->again_now, i) == watch)
      g_ptr_array_index (self->again_now, i) = NULL;
}

void
tap_loop_again (TapLoop *self, TapWatch *watch)
{
  if (watch->fd >= 0 && !g_ptr_array_find (self->again, watch, NULL))
    g_ptr_array_add (self->again, watch);
}

void
tap_loop_later (TapLoop *self, GDestroyNotify func, gpointer data)
{
  Later later = { func, data };

  g_array_append_val (self->later, later);
  if (self->again->len == 0)
    g_main_context_wakeup (g_source_get_context (self->source));
}

void
tap_loop_adopt (TapLoop *self, gpointer orphan, GDestroyNotify func)
{
  Later last = { func, orphan };

  g_hash_table_insert (self->orphans, orphan, g_memdup2 (&last, sizeof last));
}

void
tap_loop_disown (TapLoop *self, gpointer orphan)
{
  g_hash_table_remove (self->orphans, orphan);
}

static int
compare_timers (gconstpointer a, gconstpointer b)
{
  const TapTimer *x = a, *y = b;

  return (x->at > y->at) - (x->at < y->at);
}

void
tap_loop_set_timer (TapLoop *self, TapTimer *timer, gint64 at)
{
  if (timer->at != 0)
    self->timers = g_list_remove (self->timers, timer);
  timer->at = MAX (at, 1);
  self->timers = g_list_insert_sorted (self->timers, timer, compare_timers);
  if (self->timers->data == timer)
    arm (self);
}

void
tap_loop_unset_timer (TapLoop *self, TapTimer *timer)
{
  if (timer->at == 0)
    return;
  self->timers = g_list_remove (self->timers, timer);
  timer->at = 0;
}
