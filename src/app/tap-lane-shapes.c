/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-shapes.h"

#define CORNER 3.0f
#define HATCH 7.0

static graphene_rect_t
around (double x, double y, double half_width, double half_height)
{
  return GRAPHENE_RECT_INIT ((float) (x - half_width), (float) (y - half_height),
                             (float) (2 * half_width), (float) (2 * half_height));
}

void
tap_shape_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  graphene_rect_t bounds = around (x, y, radius, radius);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &bounds, (float) radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  gtk_snapshot_pop (snapshot);
}

void
tap_shape_ring (GtkSnapshot *snapshot, double x, double y, double radius, double line,
                const GdkRGBA *colour)
{
  graphene_rect_t bounds = around (x, y, radius, radius);
  float width = (float) line;
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (&ring, &bounds, (float) radius);
  gtk_snapshot_append_border (snapshot, &ring, (float[]){ width, width, width, width },
                              (GdkRGBA[]){ *colour, *colour, *colour, *colour });
}

static void
turned (GtkSnapshot *snapshot, double x, double y, double half_width, double half_height,
        float angle, const GdkRGBA *colour)
{
  graphene_rect_t bounds = around (0, 0, half_width, half_height);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (snapshot, angle);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  gtk_snapshot_restore (snapshot);
}

void
tap_shape_diamond (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  turned (snapshot, x, y, radius * G_SQRT2 / 2, radius * G_SQRT2 / 2, 45, colour);
}

/* The upper half of a diamond that is twice as high. */
void
tap_shape_triangle (GtkSnapshot *snapshot, double x, double y, double radius,
                    const GdkRGBA *colour)
{
  graphene_rect_t upper = GRAPHENE_RECT_INIT ((float) (x - radius * 1.1), (float) (y - radius),
                                              (float) (radius * 2.2), (float) (radius * 1.7));

  gtk_snapshot_push_clip (snapshot, &upper);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) x, (float) (y + radius * 0.7)));
  gtk_snapshot_scale (snapshot, 1.1f / 1.7f, 1);
  tap_shape_diamond (snapshot, 0, 0, radius * 1.7, colour);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
tap_shape_hatch (GtkSnapshot *snapshot, const graphene_rect_t *bounds, const GdkRGBA *colour)
{
  const GdkRGBA nothing = { colour->red, colour->green, colour->blue, 0 };
  const GskColorStop stops[] = {
    { 0, *colour }, { 0.35f, *colour }, { 0.35f, nothing }, { 1, nothing },
  };

  gtk_snapshot_append_repeating_linear_gradient (
    snapshot, bounds, &GRAPHENE_POINT_INIT (0, 0),
    &GRAPHENE_POINT_INIT ((float) HATCH / 2, (float) HATCH / 2), stops, G_N_ELEMENTS (stops));
}

void
tap_shape_band (GtkSnapshot *snapshot, const TapLaneStyle *style, const graphene_rect_t *bounds,
                gboolean silent)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, bounds, CORNER);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  if (silent)
    gtk_snapshot_append_color (snapshot, &style->silence, bounds);
  else
    tap_shape_hatch (snapshot, bounds, &style->silence);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &shape, (float[]){ 1, 1, 1, 1 },
                              (GdkRGBA[]){ style->silence_edge, style->silence_edge,
                                           style->silence_edge, style->silence_edge });
}

static void
half_disc (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  graphene_rect_t half = GRAPHENE_RECT_INIT ((float) (x - radius), (float) (y - radius),
                                             (float) radius, (float) (2 * radius));

  gtk_snapshot_push_clip (snapshot, &half);
  tap_shape_disc (snapshot, x, y, radius, colour);
  gtk_snapshot_pop (snapshot);
  tap_shape_ring (snapshot, x, y, radius, 1.5, colour);
}

static void
cross (GtkSnapshot *snapshot, double x, double y, double radius, const GdkRGBA *colour)
{
  turned (snapshot, x, y, radius * 1.15, 1.5, 45, colour);
  turned (snapshot, x, y, radius * 1.15, 1.5, -45, colour);
}

void
tap_shape_end (GtkSnapshot *snapshot, const TapLaneStyle *style, TapTrackEnd end, guint status,
               gboolean faulty, double x, double y, double radius)
{
  switch (end)
    {
    case TAP_TRACK_COMPLETE:
      tap_shape_disc (snapshot, x, y, radius,
                      faulty || status >= 500 ? &style->bad
                      : status >= 400         ? &style->doubtful
                                              : &style->good);
      break;

    case TAP_TRACK_CUT:
      half_disc (snapshot, x, y, radius, &style->bad);
      break;

    case TAP_TRACK_RESET:
      cross (snapshot, x, y, radius, &style->bad);
      break;

    case TAP_TRACK_LEFT:
      tap_shape_ring (snapshot, x, y, radius, 2, &style->left);
      break;

    case TAP_TRACK_UNREACHED:
      tap_shape_ring (snapshot, x, y, radius, 2, &style->bad);
      turned (snapshot, x, y, radius, 1, -45, &style->bad);
      break;

    case TAP_TRACK_STOPPED:
    case TAP_TRACK_UNRECORDED:
      {
        graphene_rect_t square = around (x, y, radius - 1, radius - 1);

        gtk_snapshot_append_color (snapshot, &style->faint, &square);
      }
      break;

    case TAP_TRACK_OPEN:
    default:
      break;
    }
}

void
tap_shape_mark (GtkSnapshot *snapshot, const TapLaneStyle *style, TapSeverity severity, double x,
                double y)
{
  static void (*const draw[]) (GtkSnapshot *, double, double, double, const GdkRGBA *) = {
    [TAP_SEVERITY_NOTE] = tap_shape_disc,
    [TAP_SEVERITY_WARNING] = tap_shape_triangle,
    [TAP_SEVERITY_ERROR] = tap_shape_diamond,
  };
  static const double radii[] = {
    [TAP_SEVERITY_NOTE] = 3,
    [TAP_SEVERITY_WARNING] = 5.5,
    [TAP_SEVERITY_ERROR] = 6,
  };

  /* A rim of what is behind keeps it apart from the events. */
  draw[severity](snapshot, x, y, radii[severity] + 1.5, &style->surface);
  draw[severity](snapshot, x, y, radii[severity], &style->marks[severity]);
}
