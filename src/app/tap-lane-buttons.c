/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-buttons.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#include "tap-lane-draw.h"
#include "tap-lane-words.h"
#include "tap-selection.h"

#define BESIDE 3.0 /* px that a button is higher than the track, on both sides */

typedef struct
{
  GtkWidget *button;
  guint event;
  int mark;          /* index in the scene; below 0: it is a gap */
  guint key[4];      /* what its words were made of */
} Slot;

struct _TapLaneButtons
{
  GtkWidget *lane;   /* borrowed: its parent */
  TapLaneButtonFunc clicked;
  const TapLaneScene *scene; /* borrowed, and the track too: of what is placed */
  const TapTrack *track;
  Slot slots[TAP_LANE_MAX_BUTTONS];
  guint n_slots;
  guint n_used;
};

TapLaneButtons *
tap_lane_buttons_new (GtkWidget *lane, TapLaneButtonFunc clicked)
{
  TapLaneButtons *self = g_new0 (TapLaneButtons, 1);

  self->lane = lane;
  self->clicked = clicked;
  return self;
}

void
tap_lane_buttons_free (TapLaneButtons *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_slots; i++)
    gtk_widget_unparent (self->slots[i].button);
  g_free (self);
}

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  TapLaneButtons *self = user_data;

  for (guint i = 0; i < self->n_used; i++)
    {
      if (self->slots[i].button == GTK_WIDGET (button))
        {
          self->clicked (self->lane, self->slots[i].event);
          return;
        }
    }
}

/* A tooltip that is set asks the X server at once where the pointer is, which is too slow for each
 * step of a zoom; one that is made when it is wanted does not. */
static gboolean
query_tooltip_cb (GtkWidget *button, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
                  gpointer user_data)
{
  TapLaneButtons *self = user_data;

  for (guint i = 0; i < self->n_used; i++)
    {
      const Slot *slot = &self->slots[i];
      g_autofree char *lines = NULL;

      if (slot->button != button)
        continue;
      if (slot->mark >= 0)
        lines = tap_lane_words_mark_lines (
          self->track, &g_array_index (self->scene->marks, TapLaneMark, (guint) slot->mark));
      else
        lines = tap_lane_words_gap_place (
          &g_array_index (self->scene->gaps, TapLaneGap, (guint) (-1 - slot->mark)));
      gtk_tooltip_set_text (tooltip, lines);
      return TRUE;
    }
  return FALSE;
}

void
tap_lane_buttons_reserve (TapLaneButtons *self, guint count)
{
  while (self->n_slots < MIN (count, TAP_LANE_MAX_BUTTONS))
    {
      GtkWidget *button = gtk_button_new ();

      /* So that it never is without a name, whoever looks. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Mark"), -1);

      gtk_widget_add_css_class (button, "handle");
      gtk_widget_set_child_visible (button, FALSE);
      gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_widget_set_parent (button, self->lane);
      gtk_widget_set_has_tooltip (button, TRUE);
      g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
      g_signal_connect (button, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);
      self->slots[self->n_slots++] = (Slot){ .button = button };
    }
}

/* What is not in use is nowhere, for a screen reader too. */
static void
set_shown (Slot *slot, gboolean shown)
{
  if (gtk_widget_get_child_visible (slot->button) == shown)
    return;
  gtk_widget_set_child_visible (slot->button, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (slot->button), GTK_ACCESSIBLE_STATE_HIDDEN, !shown,
                               -1);
}

/* The next one, at its place. NULL: there is none left. @words: its name is to be set anew. */
static Slot *
use_slot (TapLaneButtons *self, const TapLaneScene *scene, double from, double to, gboolean above,
          const guint key[4], gboolean *words)
{
  GtkAllocation place;
  double top, thickness;
  int least_width, least_height;
  Slot *slot;

  if (self->n_used == self->n_slots)
    return NULL;
  slot = &self->slots[self->n_used++];
  *words = memcmp (slot->key, key, sizeof slot->key) != 0;
  memcpy (slot->key, key, sizeof slot->key);
  set_shown (slot, TRUE);

  tap_lane_draw_get_track (scene->height, &top, &thickness);
  top = above ? 0 : top - BESIDE;
  thickness = above ? scene->height : thickness + 2 * BESIDE;
  gtk_widget_measure (slot->button, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL,
                      NULL);
  place.width = MAX ((int) ceil (to - from), least_width);
  place.x = (int) floor ((from + to - place.width) / 2);
  gtk_widget_measure (slot->button, GTK_ORIENTATION_VERTICAL, place.width, &least_height, NULL,
                      NULL, NULL);
  place.y = (int) top;
  place.height = MAX ((int) thickness, least_height);
  gtk_widget_size_allocate (slot->button, &place, -1);
  return slot;
}

static void
set_words (Slot *slot, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (slot->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* Bits of a place and a length, so that a recycled button is not mistaken. */
static guint
hash_time (gint64 at)
{
  return (guint) ((guint64) at ^ ((guint64) at >> 32));
}

static void
place_gap (TapLaneButtons *self, const TapLaneScene *scene, guint index)
{
  const TapLaneGap *gap = &g_array_index (scene->gaps, TapLaneGap, index);
  const guint key[4] = {
    1u | (gap->open ? 2u : 0) | (gap->waiting ? 4u : 0) | (gap->silence.bytes ? 8u : 0),
    gap->silence.after_event,
    hash_time (gap->silence.from),
    /* Of one that lasts a new word each second is enough. */
    gap->open ? (guint) ((gap->silence.to - gap->silence.from) / G_USEC_PER_SEC)
              : hash_time (gap->silence.to),
  };
  gboolean words;
  Slot *slot = use_slot (self, scene, MAX (gap->from, 0), MIN (gap->to, scene->width), FALSE, key,
                         &words);

  if (slot == NULL)
    return;
  slot->event = gap->silence.after_event;
  slot->mark = -1 - (int) index;
  if (words)
    {
      g_autofree char *text = tap_lane_words_gap_place (gap);

      set_words (slot, text);
    }
}

static void
place_mark (TapLaneButtons *self, const TapLaneScene *scene, const TapTrack *track,
            guint index)
{
  const TapLaneMark *mark = &g_array_index (scene->marks, TapLaneMark, index);
  const TapTrackMark *speaker = &g_array_index (track->marks, TapTrackMark, mark->speaker);
  const guint key[4] = {
    (mark->count << 4),
    speaker->event,
    hash_time (speaker->at) ^ hash_time (track->began),
    ((guint) speaker->rule << 2) | (guint) speaker->severity,
  };
  double x = tap_lane_draw_mark_x (scene, mark);
  gboolean words;
  Slot *slot = use_slot (self, scene, x - TAP_LANE_MARK / 2, x + TAP_LANE_MARK / 2, TRUE, key,
                         &words);

  if (slot == NULL)
    return;
  slot->event = speaker->event > 0 ? speaker->event : TAP_SELECTION_END;
  slot->mark = (int) index;
  if (words)
    {
      g_autofree char *label = tap_lane_words_mark (track, mark);

      set_words (slot, label);
    }
}

void
tap_lane_buttons_place (TapLaneButtons *self, const TapLaneScene *scene, const TapTrack *track)
{
  self->n_used = 0;
  self->scene = scene;
  self->track = track;
  for (guint i = 0; i < scene->gaps->len; i++)
    {
      const TapLaneGap *gap = &g_array_index (scene->gaps, TapLaneGap, i);

      if (self->n_used + scene->marks->len < TAP_LANE_MAX_BUTTONS
          && MIN (gap->to, scene->width) - MAX (gap->from, 0) >= TAP_LANE_MIN_GAP)
        place_gap (self, scene, i);
    }
  for (guint i = 0; i < scene->marks->len; i++)
    place_mark (self, scene, track, i);
  for (guint i = self->n_used; i < self->n_slots; i++)
    set_shown (&self->slots[i], FALSE);
}

void
tap_lane_buttons_hide (TapLaneButtons *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    set_shown (&self->slots[i], FALSE);
  self->n_used = 0;
}

void
tap_lane_buttons_snapshot (TapLaneButtons *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->n_used; i++)
    gtk_widget_snapshot_child (self->lane, self->slots[i].button, snapshot);
}
