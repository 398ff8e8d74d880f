/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-axis-feed.h"

#include "tap-busy.h"

struct _TapAxisFeed
{
  TapAxis *axis;
  TapSession *session; /* (nullable) */
  TapBusy *busy;
  GArray *spans;       /* of TapSpan: what the axis is told of it */
};

TapAxisFeed *
tap_axis_feed_new (TapAxis *axis)
{
  TapAxisFeed *self = g_new0 (TapAxisFeed, 1);

  self->axis = g_object_ref (axis);
  self->busy = tap_busy_new ();
  self->spans = g_array_new (FALSE, FALSE, sizeof (TapSpan));
  return self;
}

void
tap_axis_feed_free (TapAxisFeed *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->session);
  g_object_unref (self->axis);
  tap_busy_free (self->busy);
  g_array_unref (self->spans);
  g_free (self);
}

static void
note (TapAxisFeed *self, TapExchangeItem *item)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);

  tap_busy_update (self->busy, facts->index, facts->began, facts->ended);
}

void
tap_axis_feed_set_session (TapAxisFeed *self, TapSession *session)
{
  GListModel *items = session != NULL ? tap_session_get_items (session) : NULL;
  guint n_items = items != NULL ? g_list_model_get_n_items (items) : 0;

  g_set_object (&self->session, session);
  tap_busy_clear (self->busy);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, i);

      note (self, item);
    }
}

void
tap_axis_feed_take_changed (TapAxisFeed *self)
{
  GPtrArray *changed = tap_session_get_changed (self->session);

  for (guint i = 0; i < changed->len; i++)
    note (self, g_ptr_array_index (changed, i));
}

gboolean
tap_axis_feed_update (TapAxisFeed *self, gint64 frame_time)
{
  gboolean open = tap_busy_get_open (self->busy);
  gboolean live;
  gint64 now;
  guint n_spans;
  const TapSpan *spans;

  if (self->session == NULL)
    return FALSE;
  /* While nothing can be written, nothing is known of what is open since. */
  live = tap_session_get_live (self->session) && !tap_session_get_held (self->session);
  now = tap_session_get_now (self->session, frame_time);
  spans = tap_busy_get (self->busy, live ? TAP_SPAN_OPEN : now, &n_spans);
  tap_busy_join_short (spans, n_spans, now, self->spans);
  /* A session that rests does not stretch its axis. */
  tap_axis_set_busy (self->axis, (const TapSpan *) (gpointer) self->spans->data,
                     self->spans->len, open ? now : tap_busy_get_last (self->busy));
  return open && live;
}
