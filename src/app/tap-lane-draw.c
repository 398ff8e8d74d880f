/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-lane-shapes.h"
#include "tap-lane-words.h"

#define OUTSIDE 24.0    /* px: nothing is drawn farther away than this */
#define CORNER 3.0
#define END_RADIUS 5.5
#define END_DISTANCE 9.0 /* from the end to the middle of its shape */
#define SOFT_EDGE 16.0
#define PADDING 6.0     /* around a label */
#define MIN_LABEL 20.0  /* px: not even "1 s" has room in less */
#define MARK_REACH 7.0  /* px from the middle of a mark to what is beside it */

typedef struct
{
  GtkSnapshot *snapshot;
  const TapLaneScene *scene;
  TapLaneStyle *style;
  double top;       /* of the track */
  double thickness;
} Drawing;

void
tap_lane_draw_get_track (double height, double *top, double *thickness)
{
  *thickness = CLAMP (floor (height * 0.45), 12, 16);
  *top = floor ((height - *thickness) / 2) + (height >= 28 ? 2 : 1);
}

double
tap_lane_draw_mark_x (const TapLaneScene *scene, const TapLaneMark *mark)
{
  double half = TAP_LANE_MARK / 2;

  return scene->width > TAP_LANE_MARK ? CLAMP (mark->x, half, scene->width - half) : mark->x;
}

/* The part of it that can be seen; FALSE: none. NAN is nowhere. */
static gboolean
clip (const Drawing *self, double *from, double *to)
{
  if (!(*to >= -OUTSIDE && *from <= self->scene->width + OUTSIDE))
    return FALSE;
  *from = MAX (*from, -OUTSIDE);
  *to = MIN (*to, self->scene->width + OUTSIDE);
  return *to > *from;
}

static void
fill (const Drawing *self, double x, double y, double width, double height, const GdkRGBA *colour)
{
  gtk_snapshot_append_color (self->snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                  (float) height));
}

static void
fill_line (const Drawing *self, double x, double over, double width, const GdkRGBA *colour)
{
  if (x >= -OUTSIDE && x <= self->scene->width + OUTSIDE)
    fill (self, floor (x), self->top - over, width, self->thickness + 2 * over, colour);
}

static void
push_round (const Drawing *self, double from, double to, double inset)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (
    &shape,
    &GRAPHENE_RECT_INIT ((float) from, (float) (self->top + inset), (float) (to - from),
                         (float) (self->thickness - 2 * inset)),
    CORNER);
  gtk_snapshot_push_rounded_clip (self->snapshot, &shape);
}

static void
hatch (const Drawing *self, double from, double to, const GdkRGBA *colour)
{
  tap_shape_hatch (self->snapshot,
                   &GRAPHENE_RECT_INIT ((float) from, (float) self->top, (float) (to - from),
                                        (float) self->thickness),
                   colour);
}

/* The first of two texts that fits, in the middle of what is seen of it. */
static gboolean
draw_label (const Drawing *self, double from, double to, const char *text, const char *shorter,
            const GdkRGBA *colour)
{
  int width, height;

  from = MAX (from, 0);
  to = MIN (to, self->scene->width);
  if (tap_lane_style_get_layout (self->style, text, &width, &height) == NULL)
    return FALSE;
  if (width + 2 * PADDING > to - from)
    return shorter != NULL && draw_label (self, from, to, shorter, NULL, colour);
  tap_lane_style_draw_text (self->style, self->snapshot, text, floor ((from + to - width) / 2),
                            floor (self->top + (self->thickness - height) / 2), colour);
  return TRUE;
}

/* Time that is left out is no place like others: a band through all lanes. */
static void
draw_folds (const Drawing *self)
{
  for (guint i = 0; i < self->scene->folds->len; i++)
    {
      const TapLaneFold *fold = &g_array_index (self->scene->folds, TapLaneFold, i);

      fill (self, floor (fold->x), 0, ceil (fold->width), self->scene->height,
            &self->style->track);
    }
}

static void
draw_grid (const Drawing *self)
{
  for (guint i = 0; i < self->scene->grid->len; i++)
    fill (self, floor (g_array_index (self->scene->grid, double, i)), 0, 1, self->scene->height,
          &self->style->grid);
}

/* What is still open has no border yet. */
static void
draw_soft_edge (const Drawing *self, double from, double to)
{
  const GdkRGBA *track = &self->style->track;
  const GskColorStop stops[] = { { 0, *track },
                                 { 1, { track->red, track->green, track->blue, 0 } } };

  gtk_snapshot_append_linear_gradient (
    self->snapshot,
    &GRAPHENE_RECT_INIT ((float) from, (float) self->top, (float) (to - from),
                         (float) self->thickness),
    &GRAPHENE_POINT_INIT ((float) from, 0), &GRAPHENE_POINT_INIT ((float) to, 0), stops,
    G_N_ELEMENTS (stops));
}

static void
draw_track (const Drawing *self)
{
  const TapLaneScene *scene = self->scene;
  double from = scene->began, to = MAX (scene->ended, scene->began + 2);
  double request_from = scene->began, request_to = MAX (scene->asked, scene->began + 2);

  if (!clip (self, &from, &to))
    return;
  if (scene->end == TAP_TRACK_OPEN)
    draw_soft_edge (self, to, to + SOFT_EDGE);
  push_round (self, from, to, 0);
  fill (self, from, self->top, to - from, self->thickness, &self->style->track);
  if (clip (self, &request_from, &request_to))
    fill (self, request_from, self->top, request_to - request_from, self->thickness,
          &self->style->request);
  gtk_snapshot_pop (self->snapshot);
}

static void
draw_waiting (const Drawing *self)
{
  const TapLaneScene *scene = self->scene;
  double from = MAX (scene->asked, scene->began + 2);
  double to = isnan (scene->answered) ? scene->ended : scene->answered;
  g_autofree char *text = NULL;
  g_autofree char *length = NULL;

  if (scene->waited <= 0 || !clip (self, &from, &to))
    return;
  hatch (self, from, to, &self->style->hatch);
  length = tap_lane_words_length (scene->waited);
  text = g_strdup_printf (_ ("waiting %s"), length);
  draw_label (self, from, to, text, length, &self->style->faint);
}

static void
draw_gap (const Drawing *self, const TapLaneGap *gap)
{
  double from = gap->from + 1, to = gap->to - 1;

  if (!clip (self, &from, &to))
    return;
  if (gap->young)
    hatch (self, from, to, &self->style->hatch);
  else
    tap_shape_band (self->snapshot, self->style,
                    &GRAPHENE_RECT_INIT ((float) from, (float) self->top, (float) (to - from),
                                         (float) self->thickness),
                    gap->silence.bytes && !gap->waiting);
}

/* What of it is not under the silences that lie above it. */
static void
find_free (const Drawing *self, guint index, double *from, double *to)
{
  const TapLaneGap *gaps = (const TapLaneGap *) (gpointer) self->scene->gaps->data;
  double at = MAX (gaps[index].from, 0), end = MIN (gaps[index].to, self->scene->width);

  *from = *to = at;
  for (guint i = index + 1; i <= self->scene->gaps->len; i++)
    {
      gboolean last = i == self->scene->gaps->len;
      double next = last ? end : MIN (gaps[i].from, end);

      if (next - at > *to - *from)
        {
          *from = at;
          *to = next;
        }
      if (!last && gaps[i].to > at)
        at = gaps[i].to;
    }
}

/* Labels come last, because pings lie in the gaps that they do not end. */
static void
draw_gap_label (const Drawing *self, guint index)
{
  const TapLaneGap *gap = &g_array_index (self->scene->gaps, TapLaneGap, index);
  g_autofree char *text = NULL;
  g_autofree char *length = NULL;
  double from = gap->from, to = gap->to;
  int width, height;

  if (to - from < MIN_LABEL)
    return;
  text = tap_lane_words_gap (gap);
  length = tap_lane_words_length (gap->silence.to - gap->silence.from);
  if (gap->silence.bytes)
    {
      draw_label (self, from, to, text, length,
                  gap->young ? &self->style->faint : &self->style->silence_text);
      return;
    }
  find_free (self, index, &from, &to);
  if (tap_lane_style_get_layout (self->style, text, &width, &height) == NULL
      || width + 2 * PADDING > to - from)
    return;
  /* Over pings the text needs a ground. */
  push_round (self, floor ((from + to - width) / 2) - 4, floor ((from + to + width) / 2) + 4, 1);
  fill (self, from, self->top, to - from, self->thickness, &self->style->surface);
  gtk_snapshot_pop (self->snapshot);
  draw_label (self, from, to, text, NULL, &self->style->silence_text);
}

/* How far a kind reaches above and below the track; below 0: it keeps inside. */
static double
get_reach (TapEventKind kind, double thickness)
{
  switch (kind)
    {
    case TAP_EVENT_START:
    case TAP_EVENT_STOP:
    case TAP_EVENT_ERROR:
      return 2;

    case TAP_EVENT_TOOL:
      return 1;

    case TAP_EVENT_PING:
    case TAP_EVENT_COMMENT:
      return -floor (thickness / 3);

    case TAP_EVENT_TEXT:
    case TAP_EVENT_THINKING:
    case TAP_EVENT_OTHER:
    default:
      return 0;
    }
}

static void
draw_columns (const Drawing *self)
{
  /* By share: of the height. */
  static const double heights[TAP_LANE_SHARES + 1] = { 0, 0.4, 0.6, 0.8, 1 };

  for (guint i = 0; i < self->scene->columns->len; i++)
    {
      const TapLaneColumn *column = &g_array_index (self->scene->columns, TapLaneColumn, i);
      double reach = get_reach (column->kind, self->thickness);
      double height = self->thickness + 2 * reach;
      double inset = floor (height * (1 - heights[column->share]) / 2);

      fill (self, column->x, self->top - reach + inset, column->width, height - 2 * inset,
            &self->style->kinds[column->kind]);
    }
}

static void
draw_end (const Drawing *self)
{
  const TapLaneScene *scene = self->scene;
  double x = scene->ended + END_DISTANCE;
  double y = self->top + self->thickness / 2;

  if (scene->end == TAP_TRACK_OPEN || !(x >= -OUTSIDE && x <= scene->width + OUTSIDE))
    return;
  tap_shape_end (self->snapshot, self->style, scene->end, scene->status, scene->faulty, x, y,
                 END_RADIUS);
  if (scene->status >= 400)
    {
      char text[12];
      int width, height;

      g_snprintf (text, sizeof text, "%u", scene->status);
      if (tap_lane_style_get_layout (self->style, text, &width, &height) != NULL)
        tap_lane_style_draw_text (self->style, self->snapshot, text, x + END_RADIUS + 3,
                                  floor (y - height / 2.0), &self->style->text);
    }
}

/* Beside the mark, where neither its neighbours nor the end's shape are. */
static gboolean
find_count_place (const TapLaneScene *scene, guint index, int width, double *at)
{
  const TapLaneMark *marks = (const TapLaneMark *) (gpointer) scene->marks->data;
  double x = tap_lane_draw_mark_x (scene, &marks[index]);
  double left = index > 0 ? tap_lane_draw_mark_x (scene, &marks[index - 1]) + MARK_REACH : 0;
  double right = index + 1 < scene->marks->len
                   ? tap_lane_draw_mark_x (scene, &marks[index + 1]) - MARK_REACH
                   : scene->width;
  double end = scene->ended + END_DISTANCE - END_RADIUS;

  if (scene->end != TAP_TRACK_OPEN && end > x)
    right = MIN (right, end);
  *at = x + MARK_REACH;
  if (*at + width <= right)
    return TRUE;
  *at = x - MARK_REACH - width;
  return *at >= left;
}

static void
draw_mark (const Drawing *self, guint index)
{
  const TapLaneMark *mark = &g_array_index (self->scene->marks, TapLaneMark, index);
  double x = tap_lane_draw_mark_x (self->scene, mark);
  double y = self->top - 2;
  char text[16];
  int width, height;

  if (mark->severity == TAP_SEVERITY_ERROR)
    fill (self, floor (x) - 1, y, 2, self->thickness + 4, &self->style->marks[mark->severity]);
  tap_shape_mark (self->snapshot, self->style, mark->severity, floor (x), y);
  if (mark->count == 1)
    return;
  g_snprintf (text, sizeof text, "×%u", mark->count);
  if (tap_lane_style_get_layout (self->style, text, &width, &height) != NULL
      && find_count_place (self->scene, index, width, &x))
    tap_lane_style_draw_text (self->style, self->snapshot, text, x, floor (y - height / 2.0) - 1,
                              &self->style->text);
}

static void
draw_exchange (const Drawing *self)
{
  const TapLaneScene *scene = self->scene;

  draw_track (self);
  draw_waiting (self);
  for (guint i = 0; i < scene->gaps->len; i++)
    draw_gap (self, &g_array_index (scene->gaps, TapLaneGap, i));
  draw_columns (self);
  if (!isnan (scene->answered))
    fill_line (self, scene->answered, 3, 2, &self->style->kinds[TAP_EVENT_START]);
  for (guint i = 0; i < scene->gaps->len; i++)
    draw_gap_label (self, i);
  draw_end (self);
  if (!isnan (scene->chosen) && scene->chosen >= 0 && scene->chosen <= scene->width)
    fill (self, floor (scene->chosen), 0, 2, scene->height, &self->style->accent);
  for (guint i = 0; i < scene->marks->len; i++)
    draw_mark (self, i);
}

void
tap_lane_draw (GtkSnapshot *snapshot, const TapLaneScene *scene, TapLaneStyle *style)
{
  Drawing self = { snapshot, scene, style, 0, 0 };

  tap_lane_draw_get_track (scene->height, &self.top, &self.thickness);
  draw_folds (&self);
  draw_grid (&self);
  if (!isnan (scene->began))
    draw_exchange (&self);
  if (!isnan (scene->now) && scene->now >= 0 && scene->now <= scene->width)
    fill (&self, floor (scene->now), 0, 1, scene->height, &style->bad);
}
