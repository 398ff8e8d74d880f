/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-session-private.h"

/* How time goes on in a session, with what is open in it, and when it stands still. */

static void
update_open (TapSession *self)
{
  gint64 now = tap_session_clock_get (&self->clock, 0);
  TapTrace *trace = tap_live_trace_lock (self->trace);

  for (guint i = self->open->len; i > 0; i--)
    {
      TapExchangeItem *item = g_ptr_array_index (self->open, i - 1);

      tap_session_update_item (self, item, trace, now);
    }
  tap_live_trace_unlock (self->trace);
  tap_session_tell_changed (self);
}

static gboolean
goes_on (TapSession *self)
{
  return self->open->len > 0 && self->clock.live && self->clock.held_at < 0;
}

/* What is silent has no records, and is longer silent all the same. */
static gboolean
second_cb (gpointer user_data)
{
  g_autoptr (TapSession) self = g_object_ref (user_data);

  if (!goes_on (self))
    {
      self->second = 0;
      return G_SOURCE_REMOVE;
    }
  update_open (self);
  return self->trace != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
watch_open (TapSession *self)
{
  if (self->second == 0 && goes_on (self))
    self->second = g_timeout_add_seconds (1, second_cb, self);
}

/* What came while nothing could be written is in the log, and read. */
static void
release_if_read (TapSession *self)
{
  TapLiveProgress progress;

  /* While more is to be taken over, this is asked again behind it. */
  if (self->clock.held_at < 0 || !self->all_written || self->update != 0)
    return;
  tap_live_trace_get_progress (self->trace, &progress);
  g_free (progress.problem);
  if (progress.read < self->written)
    return;
  tap_session_clock_hold (&self->clock, -1);
  watch_open (self);
  update_open (self);
}

void
tap_session_time_changed (TapSession *self, gint64 newest)
{
  if (self->trace == NULL)
    return;
  watch_open (self);
  release_if_read (self);
  if (self->trace != NULL && self->clock.held_at >= 0 && self->clock.newest != newest)
    update_open (self);
}

gboolean
tap_session_get_live (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), FALSE);

  return self->clock.live;
}

void
tap_session_finish (TapSession *self, gint64 until)
{
  g_return_if_fail (TAP_IS_SESSION (self));

  if (!self->clock.live)
    return;
  self->until = tap_session_clock_finish (&self->clock, until);
  tap_live_trace_finish (self->trace, self->until);
}

void
tap_session_set_held (TapSession *self, gint64 held_at, guint64 written)
{
  g_return_if_fail (TAP_IS_SESSION (self));

  if (!self->clock.live)
    return;
  self->all_written = held_at < 0;
  self->written = written;
  if (held_at < 0)
    {
      release_if_read (self);
    }
  else if (held_at != self->clock.held_at)
    {
      tap_session_clock_hold (&self->clock, held_at);
      update_open (self);
    }
}

gboolean
tap_session_get_held (TapSession *self)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), FALSE);

  return self->clock.held_at >= 0;
}

gint64
tap_session_get_now (TapSession *self, gint64 frame_time)
{
  g_return_val_if_fail (TAP_IS_SESSION (self), 0);

  return tap_session_clock_get (&self->clock, frame_time);
}

TapSession *
tap_session_read_again (TapSession *self, gint64 gap, GError **error)
{
  g_autoptr (TapSession) again = NULL;

  g_return_val_if_fail (TAP_IS_SESSION (self), NULL);

  again = tap_session_new (self->path, self->opened_live, gap, error);
  if (again == NULL)
    return NULL;
  if (!self->clock.live)
    tap_session_finish (again, self->until);
  else if (self->clock.held_at >= 0)
    tap_session_set_held (again, self->clock.held_at, 0);
  if (self->all_written)
    tap_session_set_held (again, -1, self->written);
  return g_steal_pointer (&again);
}
