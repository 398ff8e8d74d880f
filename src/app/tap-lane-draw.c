/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "tap-report.h"

#define TRACK 16.0   /* px: the height of the track, in the middle of the lane */
#define HEAD 22.0    /* the tick at which the answer's head came */
#define END 5.0      /* the radius of the shape at the end */
#define MIN_LABEL 44.0

static const TapReportStyle plain = { .utf8 = TRUE };

static void
look_up (GtkStyleContext *context, const char *name, const char *fallback, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (context, name, colour))
    gdk_rgba_parse (colour, fallback);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
void
tap_lane_colours_load (TapLaneColours *self, GtkWidget *widget)
{
  static const struct
  {
    TapEventKind kind;
    const char *name;
    const char *fallback;
  } kinds[] = {
    { TAP_EVENT_OTHER, "light_5", "#9a9996" },   { TAP_EVENT_START, "blue_3", "#3584e4" },
    { TAP_EVENT_TEXT, "green_4", "#2ec27e" },    { TAP_EVENT_THINKING, "purple_3", "#9141ac" },
    { TAP_EVENT_TOOL, "orange_3", "#ff7800" },   { TAP_EVENT_STOP, "blue_3", "#3584e4" },
    { TAP_EVENT_PING, "dark_1", "#77767b" },     { TAP_EVENT_COMMENT, "dark_1", "#77767b" },
    { TAP_EVENT_ERROR, "red_3", "#e01b24" },
  };
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  gtk_style_context_get_color (context, &self->text);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    look_up (context, kinds[i].name, kinds[i].fallback, &self->kinds[kinds[i].kind]);
  look_up (context, "blue_3", "#3584e4", &self->severities[TAP_SEVERITY_NOTE]);
  look_up (context, "yellow_5", "#e5a50a", &self->severities[TAP_SEVERITY_WARNING]);
  look_up (context, "red_3", "#e01b24", &self->severities[TAP_SEVERITY_ERROR]);
  look_up (context, "yellow_4", "#f5c211", &self->silence);
  look_up (context, "green_4", "#2ec27e", &self->good);
  look_up (context, "red_3", "#e01b24", &self->bad);
  look_up (context, "accent_color", "#1c71d8", &self->chosen);
}
G_GNUC_END_IGNORE_DEPRECATIONS

static GdkRGBA
fade (const GdkRGBA *colour, double alpha)
{
  GdkRGBA faded = *colour;

  faded.alpha *= (float) alpha;
  return faded;
}

static void
fill (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double width,
      double height)
{
  gtk_snapshot_append_color (
      snapshot, colour,
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
fill_round (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double width,
            double height)
{
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (
      &box, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height), 3);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  fill (snapshot, colour, x, y, width, height);
  gtk_snapshot_pop (snapshot);
}

static void
outline (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double width,
         double height)
{
  GskRoundedRect box;
  const float widths[] = { 1, 1, 1, 1 };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };

  gsk_rounded_rect_init_from_rect (
      &box, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height), 3);
  gtk_snapshot_append_border (snapshot, &box, widths, colours);
}

/* In the middle of @x … @x + @width, or not at all. */
static void
label (GtkSnapshot *snapshot, PangoLayout *layout, const char *text, const GdkRGBA *colour,
       double x, double width, double height)
{
  int text_width;
  int text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (text_width + 8 > width)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) floor (x + (width - text_width) / 2),
                                      (float) floor ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_track (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
            PangoLayout *layout, double height)
{
  double y = floor ((height - TRACK) / 2);
  double from = MAX (scene->begin, -4);
  double to = MIN (scene->end, scene->width + 4);
  GdkRGBA track = fade (&colours->text, 0.08);
  GdkRGBA waiting = fade (&colours->text, 0.06);
  GdkRGBA dim = fade (&colours->text, 0.6);
  double answered = scene->answered >= scene->begin ? scene->answered : scene->end;

  if (to < from)
    return;
  fill_round (snapshot, &track, from, y, MAX (to - from, 2), TRACK);
  if (scene->asked >= scene->begin && answered - MAX (scene->asked, 0) > MIN_LABEL)
    {
      g_autofree char *length = tap_report_time (scene->waited, &plain);
      /* Translators: for the first byte of an answer, so long */
      g_autofree char *text = g_strdup_printf (_ ("waiting %s"), length);
      double left = MAX (scene->asked, 0);
      double right = MIN (answered, scene->width);

      fill (snapshot, &waiting, left, y, MAX (right - left, 0), TRACK);
      label (snapshot, layout, text, &dim, left, right - left, height);
    }
  if (scene->answered >= scene->begin)
    {
      double head = floor ((height - HEAD) / 2);

      fill (snapshot, &colours->kinds[TAP_EVENT_START], floor (scene->answered), head, 2, HEAD);
    }
}

static void
draw_columns (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
              double height)
{
  double y = floor ((height - TRACK) / 2);

  for (guint i = 0; i < scene->columns->len;)
    {
      const TapLaneColumn *first = &g_array_index (scene->columns, TapLaneColumn, i);
      GdkRGBA colour = fade (&colours->kinds[first->kind], 0.55 + 0.45 * first->share);
      double inset = floor ((1 - first->share) * 3);
      float end = first->x + first->width;
      guint next = i + 1;

      /* Neighbours that look alike are one rectangle. */
      for (; next < scene->columns->len; next++)
        {
          const TapLaneColumn *other = &g_array_index (scene->columns, TapLaneColumn, next);

          if (other->kind != first->kind || other->share != first->share || other->x > end)
            break;
          end = other->x + other->width;
        }
      fill (snapshot, &colour, first->x, y + inset, end - first->x, TRACK - 2 * inset);
      i = next;
    }
}

char *
tap_lane_gap_text (const TapLaneGap *gap)
{
  g_autofree char *length = tap_report_time (gap->silence.to - gap->silence.from, &plain);

  if (gap->silence.bytes)
    return g_strdup_printf (_ ("%s of silence"), length);
  return g_strdup_printf (_ ("%s of pings alone"), length);
}

/* Event silence says nothing more where byte silence is most of it. */
static gboolean
is_covered (const TapLaneScene *scene, const TapLaneGap *gap)
{
  for (guint i = 0; !gap->silence.bytes && i < scene->gaps->len; i++)
    {
      const TapLaneGap *other = &g_array_index (scene->gaps, TapLaneGap, i);

      if (other->silence.bytes
          && MIN (other->to, gap->to) - MAX (other->from, gap->from) > (gap->to - gap->from) / 2)
        return TRUE;
    }
  return FALSE;
}

static void
draw_gaps (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
           PangoLayout *layout, double height)
{
  double y = floor ((height - TRACK) / 2) - 1;

  for (guint i = 0; i < scene->gaps->len; i++)
    {
      const TapLaneGap *gap = &g_array_index (scene->gaps, TapLaneGap, i);
      double from = MAX (gap->from + 2, -4);
      double width = MIN (gap->to, scene->width + 4) - from - 2;
      g_autofree char *text = tap_lane_gap_text (gap);
      GdkRGBA colour = fade (&colours->silence, gap->silence.bytes ? 0.45 : 0.12);

      if (width < 2 || is_covered (scene, gap))
        continue;
      fill_round (snapshot, &colour, from, y, width, TRACK + 2);
      outline (snapshot, &colours->silence, from, y, width, TRACK + 2);
      label (snapshot, layout, text, &colours->text, MAX (from, 0),
             MIN (from + width, scene->width) - MAX (from, 0), height);
    }
}

static void
trace_mark (cairo_t *cr, TapSeverity severity, double x, double y)
{
  switch (severity)
    {
    case TAP_SEVERITY_ERROR:
      cairo_move_to (cr, x, y - 6);
      cairo_line_to (cr, x + 6, y);
      cairo_line_to (cr, x, y + 6);
      cairo_line_to (cr, x - 6, y);
      break;

    case TAP_SEVERITY_WARNING:
      cairo_move_to (cr, x, y - 5);
      cairo_line_to (cr, x + 6, y + 5);
      cairo_line_to (cr, x - 6, y + 5);
      break;

    case TAP_SEVERITY_NOTE:
    default:
      cairo_arc (cr, x, y, 3, 0, 2 * G_PI);
      break;
    }
  cairo_close_path (cr);
}

static void
draw_marks (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
            double height)
{
  double y = floor ((height - TRACK) / 2) - 1;

  for (guint i = 0; i < scene->marks->len; i++)
    {
      const TapLaneMark *mark = &g_array_index (scene->marks, TapLaneMark, i);
      double x = CLAMP (mark->x, 7, scene->width - 7);
      cairo_t *cr = gtk_snapshot_append_cairo (
          snapshot, &GRAPHENE_RECT_INIT ((float) x - 8, (float) y - 8, 16, (float) height - (float) y + 8));

      gdk_cairo_set_source_rgba (cr, &colours->severities[mark->severity]);
      if (mark->severity == TAP_SEVERITY_ERROR)
        {
          cairo_rectangle (cr, floor (x), y, 1, TRACK + 2);
          cairo_fill (cr);
        }
      trace_mark (cr, mark->severity, x + 0.5, y);
      cairo_fill (cr);
      cairo_destroy (cr);
    }
}

static void
draw_end (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
          PangoLayout *layout, double height)
{
  double y = height / 2;
  double x = MIN (scene->end + END, scene->width - END - 1);
  GdkRGBA dim = fade (&colours->text, 0.6);
  const GdkRGBA *colour = scene->broken ? &colours->bad : &colours->good;
  cairo_t *cr;

  if (scene->end < -2 * END || scene->end > scene->width + END || scene->how == TAP_LANE_OPEN)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) (x - 2 * END), (float) (y - 2 * END),
                                     (float) (4 * END), (float) (4 * END)));
  cairo_set_line_width (cr, 2);
  switch (scene->how)
    {
    case TAP_LANE_COMPLETE:
      gdk_cairo_set_source_rgba (cr, colour);
      cairo_arc (cr, x, y, END, 0, 2 * G_PI);
      cairo_fill (cr);
      break;

    case TAP_LANE_STATUS:
      gdk_cairo_set_source_rgba (cr, scene->status >= 500
                                         ? &colours->bad
                                         : &colours->severities[TAP_SEVERITY_WARNING]);
      cairo_rectangle (cr, x - END + 1, y - END + 1, 2 * END - 2, 2 * END - 2);
      cairo_fill (cr);
      break;

    case TAP_LANE_EARLY: /* half a disc: it is not whole */
      gdk_cairo_set_source_rgba (cr, &colours->bad);
      cairo_arc (cr, x, y, END, G_PI / 2, 3 * G_PI / 2);
      cairo_fill (cr);
      cairo_arc (cr, x, y, END - 1, 3 * G_PI / 2, G_PI / 2);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      break;

    case TAP_LANE_CUT:
    case TAP_LANE_NEVER:
      gdk_cairo_set_source_rgba (cr, &colours->bad);
      cairo_move_to (cr, x - END + 1, y - END + 1);
      cairo_line_to (cr, x + END - 1, y + END - 1);
      cairo_move_to (cr, x + END - 1, y - END + 1);
      cairo_line_to (cr, x - END + 1, y + END - 1);
      cairo_stroke (cr);
      break;

    case TAP_LANE_LEFT:
    case TAP_LANE_STOPPED:
    case TAP_LANE_OPEN:
    default:
      gdk_cairo_set_source_rgba (cr, scene->how == TAP_LANE_LEFT ? &colours->kinds[TAP_EVENT_START]
                                                                 : &dim);
      cairo_arc (cr, x, y, END - 1, 0, 2 * G_PI);
      cairo_stroke (cr);
      break;
    }
  cairo_destroy (cr);
  if (scene->how == TAP_LANE_STATUS)
    {
      g_autofree char *text = g_strdup_printf ("%u", scene->status);

      label (snapshot, layout, text, &dim, x + END, MIN (60, scene->width - x - END), height);
    }
}

void
tap_lane_draw (GtkSnapshot *snapshot, const TapLaneScene *scene, const TapLaneColours *colours,
               PangoLayout *layout, double height, double chosen, const GArray *grid)
{
  GdkRGBA line = fade (&colours->text, 0.06);

  for (guint i = 0; grid != NULL && i < grid->len; i++)
    fill (snapshot, &line, floor (g_array_index (grid, double, i)), 0, 1, height);
  if (scene->end < -20 || scene->begin > scene->width + 20)
    return;
  draw_track (snapshot, scene, colours, layout, height);
  draw_gaps (snapshot, scene, colours, layout, height);
  draw_columns (snapshot, scene, colours, height);
  draw_end (snapshot, scene, colours, layout, height);
  draw_marks (snapshot, scene, colours, height);
  if (chosen >= 0 && chosen <= scene->width)
    fill (snapshot, &colours->chosen, floor (chosen), 0, 2, height);
}
