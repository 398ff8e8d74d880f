/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <gtk/gtk.h>

#include "tap-lane-draw.h"

#define S G_USEC_PER_SEC
#define HEIGHT 40

/* What is drawn, as text; the same lane gives the same text. */

typedef struct
{
  TapTrack track;
  TapLaneScene scene;
  TapLaneStyle style;
  TapLaneView view;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->track = (TapTrack){
    .silences = g_array_new (FALSE, FALSE, sizeof (TapSilence)),
    .marks = g_array_new (FALSE, FALSE, sizeof (TapTrackMark)),
    .silent = { .from = -1 },
    .waiting = { .from = -1 },
    .asked = 100000,
    .answered = 1 * S,
    .ended = 8 * S,
    .end = TAP_TRACK_COMPLETE,
    .status = 200,
  };
  self->view = (TapLaneView){ .scale = 1e-4, .width = 1000, .now = 9 * S };
  tap_lane_scene_init (&self->scene);
  tap_lane_style_load_plain (&self->style, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tap_track_clear (&self->track);
  tap_lane_scene_clear (&self->scene);
  tap_lane_style_clear (&self->style);
}

/* One space for any white space. */
static char *
draw_scene (Fixture *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *raw;
  gsize length;

  tap_lane_draw (snapshot, &self->scene, &self->style);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return g_strdup ("");
  bytes = gsk_render_node_serialize (node);
  raw = g_bytes_get_data (bytes, &length);
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (raw[i]))
        g_string_append_c (text, raw[i]);
      else if (text->len > 0 && text->str[text->len - 1] != ' ')
        g_string_append_c (text, ' ');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
draw (Fixture *self)
{
  tap_lane_scene_build (&self->scene, &self->track, &self->view, HEIGHT);
  return draw_scene (self);
}

static void
assert_drawn (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in: %s", part, text);
}

static void
assert_not_drawn (const char *text, const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in: %s", part, text);
}

/* A rectangle of a colour. */
static char *
rectangle (double x, double y, double width, double height, const GdkRGBA *colour)
{
  g_autofree char *name = gdk_rgba_to_string (colour);

  return g_strdup_printf ("color { bounds: %g %g %g %g; color: %s; }", x, y, width, height, name);
}

static void
assert_rectangle (const char *text, double x, double y, double width, double height,
                  const GdkRGBA *colour)
{
  g_autofree char *part = rectangle (x, y, width, height, colour);

  assert_drawn (text, part);
}

/* Each looks like no other, and the same each time. */
static void
test_ends (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (TapTrackEnd end = TAP_TRACK_OPEN; end <= TAP_TRACK_STOPPED; end++)
    {
      g_autofree char *once = NULL;
      g_autofree char *again = NULL;

      self->track.end = end;
      once = draw (self);
      again = draw (self);
      g_assert_cmpstr (once, ==, again);
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&once)));
    }
}

static void
test_end_shapes (Fixture *self, gconstpointer data)
{
  g_autofree char *complete = draw (self);
  g_autofree char *cut = NULL;
  g_autofree char *left = NULL;
  g_autofree char *open = NULL;

  /* A disc behind the end. */
  assert_drawn (complete, "clip: 803.5 16.5 11 11 / 5.5");
  assert_rectangle (complete, 803.5, 16.5, 11, 11, &self->style.good);
  assert_not_drawn (complete, "linear-gradient { bounds: 800");

  self->track.end = TAP_TRACK_CUT;
  cut = draw (self);
  assert_drawn (cut, "clip: 803.5 16.5 5.5 11;");
  assert_rectangle (cut, 803.5, 16.5, 11, 11, &self->style.bad);
  assert_drawn (cut, "outline: 803.5 16.5 11 11 / 5.5; widths: 1.5;");

  self->track.end = TAP_TRACK_LEFT;
  left = draw (self);
  assert_drawn (left, "outline: 803.5 16.5 11 11 / 5.5");

  /* What is open goes on until now, and has a soft edge. */
  self->track.end = TAP_TRACK_OPEN;
  self->track.ended = -1;
  open = draw (self);
  assert_drawn (open, "linear-gradient { bounds: 900 14 16 16;");
  assert_not_drawn (open, "/ 5.5");
}

static void
test_kinds (Fixture *self, gconstpointer data)
{
  static const struct
  {
    TapEventKind kind;
    double y, height;
  } kinds[] = {
    { TAP_EVENT_OTHER, 14, 16 },    { TAP_EVENT_START, 12, 20 }, { TAP_EVENT_TEXT, 14, 16 },
    { TAP_EVENT_THINKING, 14, 16 }, { TAP_EVENT_TOOL, 13, 18 },  { TAP_EVENT_STOP, 12, 20 },
    { TAP_EVENT_PING, 19, 6 },      { TAP_EVENT_COMMENT, 19, 6 }, { TAP_EVENT_ERROR, 12, 20 },
  };
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    tap_bins_add (&self->track.bins, 2 * S + i * 100000, kinds[i].kind);
  text = draw (self);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    assert_rectangle (text, 200 + 10 * i, kinds[i].y, 2, kinds[i].height,
                      &self->style.kinds[kinds[i].kind]);
}

/* The more in a column, the higher it is. */
static void
test_dense (Fixture *self, gconstpointer data)
{
  static const guint counts[] = { 400, 40, 10, 1 };
  g_autofree char *text = NULL;
  double height = 99;

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      for (guint k = 0; k < counts[i]; k++)
        tap_bins_add (&self->track.bins, 2 * S + i * 80000, TAP_EVENT_TEXT);
    }
  text = draw (self);
  g_assert_cmpuint (self->scene.columns->len, ==, 4);
  for (guint i = 0; i < self->scene.columns->len; i++)
    {
      const TapLaneColumn *column = &g_array_index (self->scene.columns, TapLaneColumn, i);

      g_assert_cmpfloat (column->share, <, height);
      height = column->share;
    }
  g_assert_nonnull (strstr (text, "color { bounds: 200 14 2 16;"));
}

static void
test_silence (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *pings = NULL;

  g_array_append_val (self->track.silences, ((TapSilence){ 2 * S, 5 * S, TRUE, 3 }));
  bytes = draw (self);
  assert_rectangle (bytes, 201, 14, 298, 16, &self->style.silence);
  assert_drawn (bytes, "outline: 201 14 298 16 / 3");

  /* Not filled, but hatched. */
  g_array_index (self->track.silences, TapSilence, 0).bytes = FALSE;
  pings = draw (self);
  assert_drawn (pings, "repeating-linear-gradient { bounds: 201 14 298 16;");
  assert_drawn (pings, "outline: 201 14 298 16 / 3");
  g_assert_cmpstr (bytes, !=, pings);
}

static void
test_phases (Fixture *self, gconstpointer data)
{
  g_autofree char *text = draw (self);

  assert_rectangle (text, 0, 14, 10, 16, &self->style.request);
  assert_drawn (text, "repeating-linear-gradient { bounds: 10 14 90 16;");
  assert_rectangle (text, 100, 11, 2, 22, &self->style.kinds[TAP_EVENT_START]);
}

static void
test_marks (Fixture *self, gconstpointer data)
{
  g_autofree char *texts[TAP_SEVERITY_ERROR + 1] = { NULL };

  for (TapSeverity severity = TAP_SEVERITY_NOTE; severity <= TAP_SEVERITY_ERROR; severity++)
    {
      g_autofree char *colour = gdk_rgba_to_string (&self->style.marks[severity]);

      g_array_set_size (self->track.marks, 0);
      g_array_append_val (self->track.marks, ((TapTrackMark){ 3 * S, 7, 0, severity }));
      texts[severity] = draw (self);
      assert_drawn (texts[severity], colour);
    }
  assert_drawn (texts[TAP_SEVERITY_ERROR], "rotate(45)");
  assert_rectangle (texts[TAP_SEVERITY_ERROR], 299, 12, 2, 20,
                    &self->style.marks[TAP_SEVERITY_ERROR]);
  assert_drawn (texts[TAP_SEVERITY_NOTE], "297 9 6 6 / 3");
  assert_not_drawn (texts[TAP_SEVERITY_NOTE], "rotate");
}

static void
test_lines (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  double line = 250.4;

  tap_lane_scene_build (&self->scene, &self->track, &self->view, HEIGHT);
  self->scene.now = 950;
  self->scene.chosen = 400;
  g_array_append_val (self->scene.grid, line);
  text = draw_scene (self);
  assert_rectangle (text, 950, 0, 1, HEIGHT, &self->style.bad);
  assert_rectangle (text, 400, 0, 2, HEIGHT, &self->style.accent);
  assert_rectangle (text, 250, 0, 1, HEIGHT, &self->style.grid);
}

/* However far one zooms in, nothing is drawn far outside. */
static void
test_far (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  const char *at;

  g_array_append_val (self->track.silences, ((TapSilence){ 2 * S, 7 * S, TRUE, 3 }));
  self->view.scale = 1;
  self->view.x0 = -3e6;
  self->view.now = 100000 * (gint64) S;
  text = draw (self);
  g_assert_nonnull (strstr (text, "color {"));
  for (at = text; (at = strstr (at, "bounds: ")) != NULL; at++)
    {
      double x = g_ascii_strtod (at + strlen ("bounds: "), NULL);

      g_assert_cmpfloat (fabs (x), <, 1100);
    }
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autofree char *text = draw_scene (self);

  g_assert_cmpstr (text, ==, "");
}

/* The same at any height that a row may have: within the lane. */
static void
test_heights (Fixture *self, gconstpointer data)
{
  for (double height = 28; height <= 60; height++)
    {
      double top, thickness;

      tap_lane_draw_get_track (height, &top, &thickness);
      g_assert_cmpfloat (top - 2 - 7.5, >=, 0);
      g_assert_cmpfloat (top + thickness + 3, <=, height);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/lane-draw/ends", test_ends);
  ADD ("/lane-draw/end-shapes", test_end_shapes);
  ADD ("/lane-draw/kinds", test_kinds);
  ADD ("/lane-draw/dense", test_dense);
  ADD ("/lane-draw/silence", test_silence);
  ADD ("/lane-draw/phases", test_phases);
  ADD ("/lane-draw/marks", test_marks);
  ADD ("/lane-draw/lines", test_lines);
  ADD ("/lane-draw/far", test_far);
  ADD ("/lane-draw/empty", test_empty);
  ADD ("/lane-draw/heights", test_heights);
#undef ADD
  return g_test_run ();
}
