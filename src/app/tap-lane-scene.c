/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-scene.h"

#include <math.h>

#define FULL 6.0 /* events that make a column full */

void
tap_lane_scene_clear (TapLaneScene *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->gaps, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
}

static void
empty (TapLaneScene *self)
{
  if (self->columns == NULL)
    {
      self->columns = g_array_new (FALSE, FALSE, sizeof (TapLaneColumn));
      self->gaps = g_array_new (FALSE, FALSE, sizeof (TapLaneGap));
      self->marks = g_array_new (FALSE, FALSE, sizeof (TapLaneMark));
    }
  g_array_set_size (self->columns, 0);
  g_array_set_size (self->gaps, 0);
  g_array_set_size (self->marks, 0);
}

static double
to_x (const TapLaneView *view, gint64 at)
{
  return view->x0 + (double) (at - view->t0) * view->scale;
}

static gint64
to_time (const TapLaneView *view, double x)
{
  return view->t0 + (gint64) ((x - view->x0) / view->scale);
}

static const struct
{
  const char *how;
  TapLaneEnd end;
} ends[] = {
  { "fin", TAP_LANE_EARLY },          { "cut", TAP_LANE_CUT },
  { "rst", TAP_LANE_CUT },            { "refused", TAP_LANE_NEVER },
  { "no-such-name", TAP_LANE_NEVER }, { "bad-certificate", TAP_LANE_NEVER },
  { "tls", TAP_LANE_NEVER },          { "unreachable", TAP_LANE_NEVER },
  { "bad-request", TAP_LANE_NEVER },  { "stopped", TAP_LANE_STOPPED },
};

TapLaneEnd
tap_lane_end_of (TapExchange *exchange)
{
  const char *how = tap_exchange_get_end_how (exchange);

  if (tap_exchange_get_state (exchange) != TAP_EXCHANGE_ENDED)
    return TAP_LANE_OPEN;
  if (how == NULL)
    return TAP_LANE_STOPPED;
  if (g_str_equal (how, "complete"))
    {
      TapFindings *findings = tap_exchange_get_findings (exchange);

      if (tap_exchange_get_status (exchange) >= 400)
        return TAP_LANE_STATUS;
      /* A framing that ends as it should may hold a stream that does not. */
      for (guint i = 0; i < tap_findings_count (findings); i++)
        {
          if (tap_findings_get (findings, i)->rule == TAP_RULE_MISSING_MESSAGE_STOP)
            return TAP_LANE_EARLY;
        }
      return TAP_LANE_COMPLETE;
    }
  if (g_strcmp0 (tap_exchange_get_end_by (exchange), "agent") == 0)
    return TAP_LANE_LEFT;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (g_str_equal (how, ends[i].how))
        return ends[i].end;
    }
  return TAP_LANE_CUT;
}

static void
build_columns (TapLaneScene *self, const TapLaneView *view, TapExchange *exchange, TapBins *bins)
{
  guint count = tap_exchange_count_blocks (exchange);
  guint i = tap_bins_find (exchange, 0, to_time (view, 0));

  tap_bins_update (bins, exchange);
  while (i < count)
    {
      double x = to_x (view, tap_exchange_get_block (exchange, i)->last_at);
      double column = floor (x / TAP_LANE_COLUMN);
      TapLaneColumn drawn;
      guint next;

      if (x > view->width)
        break;
      next = tap_bins_find (exchange, i + 1, to_time (view, (column + 1) * TAP_LANE_COLUMN));
      next = MAX (next, i + 1);
      drawn.x = (float) (column * TAP_LANE_COLUMN);
      drawn.width = TAP_LANE_COLUMN;
      drawn.share = (float) MIN (1.0, log2 (1 + (double) (next - i)) / log2 (1 + FULL));
      drawn.kind = (guint8) tap_bins_foremost (tap_bins_kinds (bins, exchange, i, next));
      g_array_append_val (self->columns, drawn);
      i = next;
    }
}

static void
add_gap (TapLaneScene *self, const TapLaneView *view, const TapSilence *silence, gboolean open)
{
  TapLaneGap gap = { to_x (view, silence->from), to_x (view, silence->to), *silence, open };

  if (gap.to >= 0 && gap.from <= view->width)
    g_array_append_val (self->gaps, gap);
}

static void
build_gaps (TapLaneScene *self, const TapLaneView *view, TapExchange *exchange, gint64 least)
{
  TapSilence silence;

  for (guint i = 0; i < tap_exchange_count_silences (exchange); i++)
    add_gap (self, view, tap_exchange_get_silence (exchange, i), FALSE);
  if (self->how == TAP_LANE_OPEN
      && tap_exchange_get_open_silence (exchange, view->now, TRUE, &silence)
      && silence.to - silence.from >= least)
    add_gap (self, view, &silence, TRUE);
}

/* Marks that would overlap are one; the first of the worst speaks for them. */
static void
build_marks (TapLaneScene *self, const TapLaneView *view, TapExchange *exchange)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);
      TapLaneMark mark = { 0, finding->severity, 1, finding->event, finding->at, finding->rule };
      TapLaneMark *last = NULL;

      if (finding->at < 0)
        mark.at = tap_exchange_get_ended (exchange) >= 0 ? tap_exchange_get_ended (exchange)
                                                         : tap_exchange_get_began (exchange);
      mark.x = to_x (view, mark.at);
      if (mark.x < -TAP_LANE_MARK || mark.x > view->width + TAP_LANE_MARK)
        continue;
      if (self->marks->len > 0)
        last = &g_array_index (self->marks, TapLaneMark, self->marks->len - 1);
      if (last == NULL || fabs (mark.x - last->x) >= TAP_LANE_MARK)
        {
          g_array_append_val (self->marks, mark);
          continue;
        }
      mark.count = last->count + 1;
      mark.x = last->x;
      if (mark.severity > last->severity)
        *last = mark;
      last->count = mark.count;
    }
}

void
tap_lane_scene_build (TapLaneScene *self, const TapLaneView *view, TapExchange *exchange,
                      TapBins *bins)
{
  gint64 began = tap_exchange_get_began (exchange);
  gint64 asked = tap_exchange_get_asked (exchange);
  gint64 answered = tap_exchange_get_answered (exchange);
  gint64 ended = tap_exchange_get_ended (exchange);
  TapFindings *findings = tap_exchange_get_findings (exchange);

  empty (self);
  self->width = view->width;
  self->how = tap_lane_end_of (exchange);
  self->status = tap_exchange_get_status (exchange);
  self->broken = tap_findings_count_severity (findings, TAP_SEVERITY_ERROR) > 0;
  if (ended < 0)
    ended = MAX (view->now, began);
  self->begin = to_x (view, began);
  self->asked = asked >= 0 ? to_x (view, asked) : self->begin - 1;
  self->answered = answered >= 0 ? to_x (view, answered) : self->begin - 1;
  self->end = to_x (view, ended);
  self->waited = asked >= 0 ? (answered >= 0 ? answered : ended) - asked : 0;
  if (view->scale <= 0)
    return;
  build_columns (self, view, exchange, bins);
  build_gaps (self, view, exchange, 2 * G_USEC_PER_SEC);
  build_marks (self, view, exchange);
}
