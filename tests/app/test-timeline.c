/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tap-timeline.h"
#include "timeline-log.h"

#define S G_USEC_PER_SEC
#define WIDTH 900
#define HEIGHT 300
#define WAIT_MS 10000 /* until something that must come is given up */

/* The widgets in a window, with a session that is read from a log. */
typedef struct
{
  char *folder;
  char *path;
  TapSession *session;
  TapAxis *axis;
  TapSelection *selection;
  TapRuler *ruler;
  TapLane *lanes[2];
  TapOverview *overview;
  GtkWidget *window;
} Fixture;

static gboolean
expired_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (Fixture *self);

#define wait_for(self, condition) wait_at (self, condition, #condition, __LINE__)

static void
wait_at (Fixture *self, Condition condition, const char *name, int line)
{
  gboolean expired = FALSE;
  guint source = g_timeout_add (WAIT_MS, expired_cb, &expired);

  while (!condition (self))
    {
      if (expired)
        g_error ("line %d: %s did not come", line, name);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
}

static gboolean
is_loaded (Fixture *self)
{
  GListModel *items = tap_session_get_items (self->session);
  g_autoptr (TapExchangeItem) item = g_list_model_get_item (items, 1);

  return item != NULL && tap_exchange_item_get_facts (item)->state == TAP_EXCHANGE_ENDED;
}

static void
write_log (const char *path)
{
  TimelineLog *log = timeline_log_new (path);

  /* One with a silence and two findings far apart, reset … */
  timeline_log_request (log, 1, 1 * S);
  timeline_log_answer (log, 1, 2 * S, 200);
  timeline_log_message_start (log, 1, 2 * S);
  timeline_log_event (log, 1, 2 * S, TAP_EVENT_START);
  for (guint i = 0; i < 20; i++)
    timeline_log_event (log, 1, 3 * S + i * 100000, TAP_EVENT_TEXT);
  timeline_log_event (log, 1, 30 * S, TAP_EVENT_ERROR);
  timeline_log_end (log, 1, 40 * S, "gateway", "rst");
  /* … and, after an hour, one that is whole. */
  timeline_log_request (log, 2, 3600 * (gint64) S);
  timeline_log_answer (log, 2, 3601 * (gint64) S, 200);
  timeline_log_message_start (log, 2, 3601 * (gint64) S);
  timeline_log_end (log, 2, 3620 * (gint64) S, "gateway", "complete");
  timeline_log_free (log);
}

/* A frame with all in its place. */
static void
draw (Fixture *self)
{
  gtk_test_widget_wait_for_draw (self->window);
  gtk_test_widget_wait_for_draw (self->window);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GError) error = NULL;
  TapSpan spans[2];

  self->folder = g_dir_make_tmp ("tap-timeline-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "log.tapline", NULL);
  write_log (self->path);
  self->session = tap_session_new (self->path, FALSE, 10 * S, &error);
  g_assert_no_error (error);
  wait_for (self, is_loaded);

  self->axis = tap_axis_new ();
  self->selection = tap_selection_new ();
  self->ruler = tap_ruler_new (self->axis);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->ruler));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TapExchangeItem) item
        = g_list_model_get_item (tap_session_get_items (self->session), i);
      const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);

      spans[i] = (TapSpan){ facts->began, facts->ended };
      self->lanes[i] = tap_lane_new (self->axis, self->selection);
      tap_lane_set_item (self->lanes[i], self->session, item);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->lanes[i]));
    }
  self->overview = tap_overview_new (self->axis);
  tap_overview_set_session (self->overview, self->session);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->overview));
  tap_axis_set_busy (self->axis, spans, 2, spans[1].to);
  tap_timeline_attach_gestures (box, self->axis, 0);

  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  adw_window_set_content (ADW_WINDOW (self->window), box);
  gtk_window_present (GTK_WINDOW (self->window));
  draw (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->axis);
  g_object_unref (self->selection);
  g_object_unref (self->session);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static GtkWidget *
find_button (TapLane *lane, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (lane)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *mismatch = NULL;

      if (!GTK_IS_BUTTON (child) || !gtk_widget_get_child_visible (child))
        continue;
      mismatch = gtk_test_accessible_check_property (
        GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      if (mismatch == NULL)
        return child;
    }
  return NULL;
}

static guint
count_buttons (TapLane *lane)
{
  guint count = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (lane)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += GTK_IS_BUTTON (child) && gtk_widget_get_child_visible (child) ? 1 : 0;
  return count;
}

static double
get_left (Fixture *self, GtkWidget *widget, GtkWidget *of)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, of, &bounds));
  return bounds.origin.x + bounds.size.width / 2;
}

/* Marks and silences are buttons, where they are drawn, and said in words. */
static void
test_buttons (Fixture *self, gconstpointer data)
{
  GtkWidget *error = find_button (
    self->lanes[0], "3 findings: Error error-event at event 23, 29.00 s…");
  GtkWidget *silence = find_button (self->lanes[0], "25.10 s of silence after event 22");
  GtkWidget *last = find_button (self->lanes[0], "10.00 s of silence after event 23");

  if (error == NULL)
    error = find_button (self->lanes[0],
                         "2 findings: Error error-event at event 23, 29.00 s…");
  g_assert_nonnull (error);
  g_assert_nonnull (silence);
  g_assert_nonnull (last);
  g_assert_cmpfloat_with_epsilon (get_left (self, error, GTK_WIDGET (self->lanes[0])),
                                  tap_axis_to_x (self->axis, 30 * S), 1.5);
  g_assert_cmpfloat_with_epsilon (
    get_left (self, silence, GTK_WIDGET (self->lanes[0])),
    (tap_axis_to_x (self->axis, 4900000) + tap_axis_to_x (self->axis, 30 * S)) / 2, 1.5);
}

static void
test_description (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self->lanes[0])), ==,
                   GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->lanes[0]),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline of the exchange");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (self->overview),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Visible part of the session");
}

static void
test_button_selects (Fixture *self, gconstpointer data)
{
  GtkWidget *silence = find_button (self->lanes[0], "25.10 s of silence after event 22");
  GtkWidget *end;

  g_assert_nonnull (silence);
  g_signal_emit_by_name (silence, "clicked");
  g_assert_cmpuint (tap_exchange_item_get_facts (tap_selection_get_item (self->selection))->id,
                    ==, 1);
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 22);

  /* What stands at no event selects the end. */
  end = find_button (self->lanes[1], "2 findings: Error missing-message-stop at the end, 20.00 s…");
  g_assert_nonnull (end);
  g_signal_emit_by_name (end, "clicked");
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, TAP_SELECTION_END);
}

static gboolean
has_event (Fixture *self)
{
  return tap_selection_get_event (self->selection) > 0;
}

static gboolean is_done;

static void
exited_cb (GPid pid, int status, gpointer user_data)
{
  g_spawn_close_pid (pid);
  is_done = TRUE;
}

static gboolean
is_over (Fixture *self)
{
  return is_done;
}

/* To its end, since two of them at once would press their keys together. */
static void
run (Fixture *self, const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GError) error = NULL;
  GPid pid;

  is_done = FALSE;
  g_spawn_async (NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                 &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, exited_cb, NULL);
  wait_for (self, is_over);
}

/* A real pointer. The window has no manager, so that it is where the screen begins. */
static void
point (Fixture *self, GtkWidget *widget, double x, double y, const char *then)
{
  g_autofree char *command = NULL;
  graphene_point_t place;
  double frame_x, frame_y;

  gtk_native_get_surface_transform (GTK_NATIVE (self->window), &frame_x, &frame_y);
  g_assert_true (gtk_widget_compute_point (widget, self->window,
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y), &place));
  command = g_strdup_printf ("xdotool mousemove %d %d sleep 0.1 %s", (int) floor (place.x + frame_x + .5),
                             (int) floor (place.y + frame_y + .5), then);
  run (self, command);
}

static void
test_click (Fixture *self, gconstpointer data)
{
  /* The fifth text, which is the seventh event. */
  point (self, GTK_WIDGET (self->lanes[0]), tap_axis_to_x (self->axis, 3400000), 20, "click 1");
  wait_for (self, has_event);
  g_assert_cmpint (ABS ((int) tap_selection_get_event (self->selection) - 7), <=, 1);
  g_assert_true (tap_selection_get_item (self->selection) != NULL);
}

static double scale_before;

static gboolean
is_zoomed (Fixture *self)
{
  return tap_axis_get_scale (self->axis) > scale_before * 1.5;
}

static void
test_wheel (Fixture *self, gconstpointer data)
{
  double x = 333;
  gint64 at = tap_axis_to_time (self->axis, x);

  scale_before = tap_axis_get_scale (self->axis);
  point (self, GTK_WIDGET (self->lanes[0]), x, 20,
         "keydown ctrl click 4 click 4 click 4 keyup ctrl");
  wait_for (self, is_zoomed);
  g_assert_cmpfloat_with_epsilon (tap_axis_to_x (self->axis, at), x, 1.5);
}

static gint64 from_before;

static gboolean
is_moved (Fixture *self)
{
  return tap_axis_get_from (self->axis) > from_before;
}

static void
test_drag (Fixture *self, gconstpointer data)
{
  tap_axis_zoom (self->axis, 8, 100);
  draw (self);
  from_before = tap_axis_get_from (self->axis);
  point (self, GTK_WIDGET (self->lanes[0]), 600, 20,
         "mousedown 1 mousemove_relative -- -40 0 sleep 0.05 mousemove_relative -- -60 0 mouseup 1");
  wait_for (self, is_moved);
  /* A drag is no click. */
  g_assert_null (tap_selection_get_item (self->selection));
}

static gboolean
is_at_end (Fixture *self)
{
  return tap_axis_get_to (self->axis) >= tap_axis_get_end (self->axis);
}

static gboolean
is_fitting (Fixture *self)
{
  return tap_axis_get_fitting (self->axis);
}

static gboolean
is_not_fitting (Fixture *self)
{
  return !tap_axis_get_fitting (self->axis);
}

static void
press (Fixture *self, const char *keys)
{
  g_autofree char *command = g_strdup_printf ("xdotool key %s", keys);

  run (self, command);
}

static gboolean
is_active (Fixture *self)
{
  return gtk_window_is_active (GTK_WINDOW (self->window));
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_autofree char *command
    = g_strdup_printf ("xdotool windowfocus %lu", gdk_x11_surface_get_xid (surface));

  run (self, command);
  wait_for (self, is_active);
  gtk_widget_grab_focus (GTK_WIDGET (self->overview));
  press (self, "plus");
  wait_for (self, is_not_fitting);
  press (self, "End");
  wait_for (self, is_at_end);
  press (self, "0");
  wait_for (self, is_fitting);

  /* The same with a mark that has the focus. */
  gtk_widget_grab_focus (find_button (self->lanes[0], "25.10 s of silence after event 22"));
  press (self, "plus");
  wait_for (self, is_not_fitting);
  press (self, "0");
  wait_for (self, is_fitting);
}

/* What the table selects is brought into sight. */
static void
test_reveal (Fixture *self, gconstpointer data)
{
  g_autoptr (TapExchangeItem) item
    = g_list_model_get_item (tap_session_get_items (self->session), 0);
  double x;

  tap_axis_show (self->axis, 3600 * (gint64) S, 3610 * (gint64) S);
  g_assert_cmpfloat (tap_axis_to_x (self->axis, 30 * S), <, 0);
  tap_selection_set (self->selection, item, 23);
  x = tap_axis_to_x (self->axis, 30 * S);
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat (x, <, tap_axis_get_width (self->axis));
}

/* A recycled row shows the other exchange, or none. */
static void
test_recycled (Fixture *self, gconstpointer data)
{
  g_autoptr (TapExchangeItem) item
    = g_list_model_get_item (tap_session_get_items (self->session), 1);

  g_assert_cmpuint (count_buttons (self->lanes[0]), >, 0);
  tap_lane_set_item (self->lanes[0], self->session, item);
  draw (self);
  g_assert_null (find_button (self->lanes[0], "25.10 s of silence after event 22"));
  tap_lane_set_item (self->lanes[0], NULL, NULL);
  draw (self);
  g_assert_cmpuint (count_buttons (self->lanes[0]), ==, 0);
}

/* In a narrow window a lane is its exchange from end to end, whatever the axis shows. */
static void
test_compact (Fixture *self, gconstpointer data)
{
  GtkWidget *silence;
  double x;

  tap_lane_set_compact (self->lanes[0], TRUE);
  tap_axis_show (self->axis, 3600 * (gint64) S, 3610 * (gint64) S);
  draw (self);
  silence = find_button (self->lanes[0], "25.10 s of silence after event 22");
  g_assert_nonnull (silence);
  x = get_left (self, silence, GTK_WIDGET (self->lanes[0]));
  g_assert_cmpfloat (fabs (x / WIDTH - (17.45 - 1) / 39), <, 0.03);
}

/* The application would load it by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/tapline/Tapline/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/timeline/buttons", test_buttons);
  ADD ("/timeline/description", test_description);
  ADD ("/timeline/button-selects", test_button_selects);
  ADD ("/timeline/click", test_click);
  ADD ("/timeline/wheel", test_wheel);
  ADD ("/timeline/drag", test_drag);
  ADD ("/timeline/keys", test_keys);
  ADD ("/timeline/reveal", test_reveal);
  ADD ("/timeline/recycled", test_recycled);
  ADD ("/timeline/compact", test_compact);
#undef ADD
  return g_test_run ();
}
