/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-hover.h"

#include <math.h>

#include "tap-lane-words.h"

#define NEAR 5.0  /* px around an event that mean it */
#define END_FROM 2.0 /* px behind the end where its shape begins … */
#define END_TO 16.0  /* … and ends */

static TapExchange *
get_exchange (TapTrace *trace, TapExchangeItem *item)
{
  return tap_trace_get (trace, tap_exchange_item_get_facts (item)->index);
}

/* Every event within reach of the pointer may be meant; the nearest is. */
static gboolean
find_block (const TapTrack *track, const TapLaneView *view, double x, guint *index)
{
  gint64 at = tap_lane_view_to_time (view, x);

  return tap_bins_nearest (&track->bins, at, index)
         && fabs (tap_lane_view_to_x (view, tap_bins_get_time (&track->bins, *index)) - x)
              <= NEAR;
}

static gboolean
is_at_end (double ended, double x)
{
  return x >= ended + END_FROM && x <= ended + END_TO;
}

static char *
dup_event_words (TapSession *session, TapExchangeItem *item, const TapTrack *track, guint index)
{
  TapExchange *exchange = get_exchange (tap_session_lock (session), item);
  const TapEvent *event = tap_exchange_get_block (exchange, index);
  const TapEvent *before = index > 0 ? tap_exchange_get_block (exchange, index - 1) : NULL;
  char *words = event != NULL ? tap_lane_words_event (track, event, before) : NULL;

  tap_session_unlock (session);
  return words;
}

char *
tap_lane_hover_words (TapSession *session, TapExchangeItem *item, const TapTrack *track,
                      const TapLaneView *view, const TapLaneScene *scene, double x)
{
  guint index;

  if (is_at_end (scene->ended, x))
    return tap_lane_words_end (track);
  if (find_block (track, view, x, &index))
    return dup_event_words (session, item, track, index);
  /* The last one lies above the others. */
  for (guint i = scene->gaps->len; i > 0; i--)
    {
      const TapLaneGap *gap = &g_array_index (scene->gaps, TapLaneGap, i - 1);

      if (x >= gap->from && x <= gap->to)
        return tap_lane_words_gap_place (gap);
    }
  return tap_lane_words_phase (track, tap_lane_view_to_time (view, x), view->now);
}

guint
tap_lane_hover_find_event (TapSession *session, TapExchangeItem *item, const TapTrack *track,
                           const TapLaneView *view, double x)
{
  const TapEvent *event;
  guint number, index;

  if (track->end != TAP_TRACK_OPEN && is_at_end (tap_lane_view_to_x (view, track->ended), x))
    return TAP_SELECTION_END;
  if (!find_block (track, view, x, &index))
    return 0;
  event = tap_exchange_get_block (get_exchange (tap_session_lock (session), item), index);
  number = event != NULL ? event->number : 0;
  tap_session_unlock (session);
  return number;
}

/* Comments have no number, so that an event lies behind its number's place, by their count. */
static const TapEvent *
find_number (const TapExchange *exchange, guint number)
{
  guint count = tap_exchange_count_blocks (exchange);
  guint index = number - 1;

  while (index < count)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, index);

      if (event == NULL || event->number > number)
        return NULL;
      if (event->number == number)
        return event;
      index += event->number > 0 ? number - event->number : 1;
    }
  return NULL;
}

gint64
tap_lane_hover_find_time (TapSession *session, TapExchangeItem *item, guint number)
{
  const TapExchange *exchange;
  const TapEvent *event;
  gint64 at;

  if (number == 0)
    return -1;
  exchange = get_exchange (tap_session_lock (session), item);
  event = number != TAP_SELECTION_END ? find_number (exchange, number) : NULL;
  at = event != NULL                 ? event->last_at
       : number == TAP_SELECTION_END ? tap_exchange_get_ended (exchange)
                                     : -1;
  tap_session_unlock (session);
  return at;
}
