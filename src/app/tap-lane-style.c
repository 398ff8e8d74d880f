/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-style.h"

#include <adwaita.h>

#define TEXT_SCALE 0.82
#define MAX_LAYOUTS 64 /* lengths that grow make new texts all the time */

typedef struct
{
  const char *light; /* names of libadwaita's palette */
  const char *dark;
  const char *plain;
} Colour;

static const Colour kind_colours[] = {
  [TAP_EVENT_OTHER] = { "dark_1", "light_4", "#77767b" },
  [TAP_EVENT_START] = { "blue_3", "blue_2", "#3584e4" },
  [TAP_EVENT_TEXT] = { "green_4", "green_4", "#2ec27e" },
  [TAP_EVENT_THINKING] = { "purple_3", "purple_2", "#9141ac" },
  [TAP_EVENT_TOOL] = { "orange_4", "orange_3", "#e66100" },
  [TAP_EVENT_STOP] = { "blue_3", "blue_2", "#3584e4" },
  [TAP_EVENT_PING] = { "light_5", "dark_1", "#9a9996" },
  [TAP_EVENT_COMMENT] = { "light_5", "dark_1", "#9a9996" },
  [TAP_EVENT_ERROR] = { "red_3", "red_2", "#e01b24" },
};

static const Colour mark_colours[] = {
  [TAP_SEVERITY_NOTE] = { "blue_4", "blue_2", "#1c71d8" },
  [TAP_SEVERITY_WARNING] = { "yellow_5", "yellow_4", "#e5a50a" },
  [TAP_SEVERITY_ERROR] = { "red_3", "red_2", "#e01b24" },
};

static const Colour silence = { "yellow_3", "yellow_5", "#f6d32d" };
static const Colour silence_text = { "warning_color", "warning_color", "#9c6e03" };
static const Colour good = { "green_4", "green_4", "#2ec27e" };
static const Colour doubtful = { "yellow_5", "yellow_4", "#e5a50a" };
static const Colour bad = { "red_3", "red_2", "#e01b24" };
static const Colour left = { "blue_4", "blue_2", "#1c71d8" };
static const Colour accent = { "accent_color", "accent_color", "#1c71d8" };
static const Colour surface = { "view_bg_color", "view_bg_color", "#ffffff" };

static GdkRGBA
get_colour (const Colour *colour, GtkStyleContext *context, gboolean dark)
{
  GdkRGBA found;

  if (context == NULL
      || !gtk_style_context_lookup_color (context, dark ? colour->dark : colour->light, &found))
    gdk_rgba_parse (&found, colour->plain);
  return found;
}

static GdkRGBA
fade (GdkRGBA colour, float alpha)
{
  colour.alpha *= alpha;
  return colour;
}

static GdkRGBA
mix (GdkRGBA one, GdkRGBA other, float share)
{
  return (GdkRGBA){ one.red + (other.red - one.red) * share,
                    one.green + (other.green - one.green) * share,
                    one.blue + (other.blue - one.blue) * share, 1 };
}

static void
load (TapLaneStyle *self, GtkStyleContext *context, gboolean dark, gboolean contrast)
{
  self->faint = fade (self->text, contrast ? 0.9f : 0.65f);
  self->track = fade (self->text, contrast ? 0.18f : 0.08f);
  self->request = fade (self->text, contrast ? 0.5f : 0.25f);
  self->hatch = fade (self->text, contrast ? 0.35f : 0.13f);
  self->grid = fade (self->text, contrast ? 0.2f : 0.07f);
  for (guint i = 0; i < G_N_ELEMENTS (kind_colours); i++)
    self->kinds[i] = get_colour (&kind_colours[i], context, dark);
  for (guint i = 0; i < G_N_ELEMENTS (mark_colours); i++)
    self->marks[i] = get_colour (&mark_colours[i], context, dark);
  self->silence = fade (get_colour (&silence, context, dark), dark ? 0.35f : 0.42f);
  self->silence_edge = fade (get_colour (&doubtful, context, dark), contrast ? 1 : 0.55f);
  /* On its band the warning's own colour would be too light to be read with ease. */
  self->silence_text = mix (get_colour (&silence_text, context, dark), self->text,
                            contrast ? 1 : dark ? 0 : 0.35f);
  self->good = get_colour (&good, context, dark);
  self->bad = get_colour (&bad, context, dark);
  self->doubtful = get_colour (&doubtful, context, dark);
  self->left = get_colour (&left, context, dark);
  self->accent = get_colour (&accent, context, dark);
  self->surface = get_colour (&surface, context, dark);
}

static void
set_context (TapLaneStyle *self, PangoContext *context)
{
  g_clear_object (&self->context);
  g_clear_pointer (&self->layouts, g_hash_table_unref);
  if (context == NULL)
    return;
  self->context = g_object_ref (context);
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

void
tap_lane_style_load (TapLaneStyle *self, GtkWidget *widget)
{
  AdwStyleManager *manager
    = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  PangoContext *pango = gtk_widget_create_pango_context (widget);

  gtk_style_context_get_color (context, &self->text);
  load (self, context, adw_style_manager_get_dark (manager),
        adw_style_manager_get_high_contrast (manager));
  set_context (self, pango);
  g_object_unref (pango);
}

void
tap_lane_style_load_plain (TapLaneStyle *self, PangoContext *context)
{
  self->text = (GdkRGBA){ 0, 0, 0, 1 };
  load (self, NULL, FALSE, FALSE);
  set_context (self, context);
}

void
tap_lane_style_clear (TapLaneStyle *self)
{
  set_context (self, NULL);
}

PangoLayout *
tap_lane_style_get_layout (TapLaneStyle *self, const char *text, int *width, int *height)
{
  PangoLayout *layout;

  *width = *height = 0;
  if (self->context == NULL)
    return NULL;
  layout = g_hash_table_lookup (self->layouts, text);
  if (layout == NULL)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      if (g_hash_table_size (self->layouts) >= MAX_LAYOUTS)
        g_hash_table_remove_all (self->layouts);
      layout = pango_layout_new (self->context);
      pango_attr_list_insert (attributes, pango_attr_scale_new (TEXT_SCALE));
      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_MEDIUM));
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_layout_set_text (layout, text, -1);
      g_hash_table_insert (self->layouts, g_strdup (text), layout);
    }
  pango_layout_get_pixel_size (layout, width, height);
  return layout;
}

void
tap_lane_style_draw_text (TapLaneStyle *self, GtkSnapshot *snapshot, const char *text, double x,
                          double y, const GdkRGBA *colour)
{
  int width, height;
  PangoLayout *layout = tap_lane_style_get_layout (self, text, &width, &height);

  if (layout == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}
