/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-route-bar.h"

#include <glib/gi18n-lib.h>

#include "tap-copy.h"
#include "tap-gateway-url.h"

#define SPACING 6
#define NARROW_CHARS 12
#define WIDE_CHARS 26

struct _TapRouteBar
{
  GtkWidget parent_instance;

  GtkButton *agent;
  GtkLabel *url;
  GtkWidget *arrow;
  GtkWidget *gateway;
  GtkEntry *entry;
  GtkWidget *apply;
  GtkMenuButton *menu;
  GtkStack *status_stack;
  GtkImage *status_icon;
  GtkSpinner *status_spinner;
  GtkPopover *popover;
  GtkLabel *sentence;
  GtkWidget *check;
  GtkWidget *earlier;
  GtkListBox *history;

  GSettings *settings;
  GCancellable *asking;
  char *agent_url;
  char *holds; /* the gateway that holds; "" before there is one */
  TapProbeVerdict verdict;
  gboolean editable;
};

enum
{
  CHECKED,
  GATEWAY_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapRouteBar, tap_route_bar, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *style; /* colour beside the shape */
} looks[] = {
  [TAP_PROBE_NONE] = { "network-transmit-receive-symbolic", NULL },
  [TAP_PROBE_ASKING] = { "network-transmit-receive-symbolic", NULL },
  [TAP_PROBE_GOOD] = { "emblem-ok-symbolic", "success" },
  [TAP_PROBE_DOUBTFUL] = { "dialog-warning-symbolic", "warning" },
  [TAP_PROBE_UNREACHABLE] = { "dialog-error-symbolic", "error" },
};

static void
show_verdict (TapRouteBar *self, TapProbeVerdict verdict, const char *sentence)
{
  GtkWidget *icon = GTK_WIDGET (self->status_icon);
  g_autofree char *label = g_strdup_printf (_ ("Gateway Check and Earlier Gateways: %s"), sentence);

  if (looks[self->verdict].style != NULL)
    gtk_widget_remove_css_class (icon, looks[self->verdict].style);
  self->verdict = verdict;
  if (looks[verdict].style != NULL)
    gtk_widget_add_css_class (icon, looks[verdict].style);
  gtk_image_set_from_icon_name (self->status_icon, looks[verdict].icon);
  gtk_stack_set_visible_child (self->status_stack, verdict == TAP_PROBE_ASKING
                                                     ? GTK_WIDGET (self->status_spinner)
                                                     : icon);
  gtk_spinner_set_spinning (self->status_spinner, verdict == TAP_PROBE_ASKING);
  gtk_widget_set_sensitive (self->check, verdict != TAP_PROBE_ASKING && *self->holds != '\0');
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_emit (self, signals[CHECKED], 0);
}

static void
forget_verdict (TapRouteBar *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  show_verdict (self, TAP_PROBE_NONE, _ ("Not checked yet"));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TapRouteBar) self = user_data;
  g_autofree char *sentence = NULL;
  TapProbeVerdict verdict = tap_probe_finish (result, &sentence, NULL);

  if (verdict == TAP_PROBE_NONE)
    return; /* cancelled: another is asked, or nobody */
  g_clear_object (&self->asking);
  show_verdict (self, verdict, sentence);
}

void
tap_route_bar_check (TapRouteBar *self)
{
  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  if (*self->holds == '\0')
    return;
  forget_verdict (self);
  self->asking = g_cancellable_new ();
  show_verdict (self, TAP_PROBE_ASKING, _ ("Asking the gateway…"));
  tap_probe_async (self->holds, self->asking, asked_cb, g_object_ref (self));
}

static void
set_error (TapRouteBar *self, const char *what)
{
  GtkWidget *entry = GTK_WIDGET (self->entry);

  if (what != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_widget_set_tooltip_text (entry, what != NULL ? what
                                                   : _ ("Gateway that requests are passed on to"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               what != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                            : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  what != NULL ? what : "", -1);
}

static void
text_cb (TapRouteBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  set_error (self, NULL);
  gtk_widget_set_visible (self->apply, self->editable && *text != '\0'
                                         && !g_str_equal (text, self->holds));
}

static void
choose (TapRouteBar *self, const char *url)
{
  g_auto (GStrv) before = g_settings_get_strv (self->settings, "upstream-history");
  g_auto (GStrv) after = tap_gateway_history_add ((const char *const *) before, url);
  gboolean same = g_str_equal (self->holds, url);

  g_settings_set_strv (self->settings, "upstream-history", (const char *const *) after);
  g_free (self->holds);
  self->holds = g_strdup (url);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), url);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), 0);
  text_cb (self);
  if (!same)
    g_signal_emit (self, signals[GATEWAY_CHOSEN], 0, url);
  tap_route_bar_check (self);
}

static void
apply_cb (TapRouteBar *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  if (!self->editable)
    return;
  url = tap_gateway_url_normalize (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &error);
  if (url != NULL)
    choose (self, url);
  else
    set_error (self, error->message);
}

static void
take_back (TapRouteBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->holds);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), 0);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        TapRouteBar *self)
{
  if (key != GDK_KEY_Escape
      || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->holds))
    return GDK_EVENT_PROPAGATE;
  take_back (self);
  return GDK_EVENT_STOP;
}

static void
copy_cb (GtkButton *button, TapRouteBar *self)
{
  if (self->agent_url != NULL)
    tap_copy_text (GTK_WIDGET (self), self->agent_url);
}

static void
row_cb (GtkListBox *list, GtkListBoxRow *row, TapRouteBar *self)
{
  g_autofree char *url = g_strdup (g_object_get_data (G_OBJECT (row), "tap-url"));

  gtk_popover_popdown (self->popover);
  choose (self, url);
}

static void
add_earlier (TapRouteBar *self, const char *url)
{
  GtkWidget *label = gtk_label_new (url);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_widget_add_css_class (label, "route-earlier");
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 10);
  gtk_widget_set_margin_bottom (label, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_widget_set_tooltip_text (row, url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, url, -1);
  g_object_set_data_full (G_OBJECT (row), "tap-url", g_strdup (url), g_free);
  gtk_list_box_append (self->history, row);
}

static void
shown_cb (TapRouteBar *self)
{
  g_auto (GStrv) urls = g_settings_get_strv (self->settings, "upstream-history");
  GtkWidget *row;

  /* It says the same, and would lie on it. */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->menu), FALSE);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->history))) != NULL)
    gtk_list_box_remove (self->history, row);
  for (guint i = 0; urls[i] != NULL; i++)
    if (!g_str_equal (urls[i], self->holds))
      add_earlier (self, urls[i]);
  gtk_widget_set_visible (self->earlier,
                          self->editable
                            && gtk_widget_get_first_child (GTK_WIDGET (self->history)) != NULL);
}

static void
closed_cb (TapRouteBar *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->menu), TRUE);
}

static void
tap_route_bar_dispose (GObject *object)
{
  TapRouteBar *self = TAP_ROUTE_BAR (object);
  GtkWidget *child;

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tap_route_bar_parent_class)->dispose (object);
}

static void
tap_route_bar_finalize (GObject *object)
{
  TapRouteBar *self = TAP_ROUTE_BAR (object);

  g_free (self->agent_url);
  g_free (self->holds);
  G_OBJECT_CLASS (tap_route_bar_parent_class)->finalize (object);
}

static void
tap_route_bar_class_init (TapRouteBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_route_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = tap_route_bar_finalize;
  signals[CHECKED] = g_signal_new ("checked", TAP_TYPE_ROUTE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[GATEWAY_CHOSEN] = g_signal_new ("gateway-chosen", TAP_TYPE_ROUTE_BAR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/tapline/Tapline/tap-route-bar.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, TapRouteBar, name)
  BIND (agent);
  BIND (url);
  BIND (arrow);
  BIND (gateway);
  BIND (entry);
  BIND (apply);
  BIND (menu);
  BIND (status_stack);
  BIND (status_icon);
  BIND (status_spinner);
  BIND (popover);
  BIND (sentence);
  BIND (check);
  BIND (earlier);
  BIND (history);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_cb);
  gtk_widget_class_bind_template_callback (widget_class, tap_route_bar_check);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "routebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tap_route_bar_init (TapRouteBar *self)
{
  self->holds = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Agent and Gateway"), -1);
  tap_route_bar_set_narrow (self, FALSE);
  tap_route_bar_set_url (self, NULL);
  forget_verdict (self);
}

TapRouteBar *
tap_route_bar_new (GSettings *settings)
{
  TapRouteBar *self = g_object_new (TAP_TYPE_ROUTE_BAR, NULL);

  self->settings = g_object_ref (settings);
  return self;
}

void
tap_route_bar_set_url (TapRouteBar *self, const char *url)
{
  g_autofree char *label = NULL;

  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  if (url != self->agent_url)
    {
      g_free (self->agent_url);
      self->agent_url = g_strdup (url);
    }
  gtk_label_set_label (self->url, url != NULL ? url : _ ("not running"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->agent), url != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->agent),
                               url != NULL ? _ ("Copy the URL to Point the Agent At") : NULL);
  label = url != NULL ? g_strdup_printf (_ ("Copy Agent URL %s"), url)
                      : g_strdup (_ ("Agent URL: not running"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->agent), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
tap_route_bar_set_gateway (TapRouteBar *self, const char *url, gboolean editable)
{
  gboolean typing;

  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  typing = !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->holds)
           && self->editable && editable;
  self->editable = editable;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  if (g_strcmp0 (url, self->holds) != 0)
    {
      g_free (self->holds);
      self->holds = g_strdup (url != NULL ? url : "");
      forget_verdict (self);
    }
  if (!typing)
    take_back (self);
  text_cb (self);
}

void
tap_route_bar_set_narrow (TapRouteBar *self, gboolean narrow)
{
  GtkLayoutManager *layout;

  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), narrow ? GTK_ORIENTATION_VERTICAL
                                                                  : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
  gtk_widget_set_visible (self->arrow, !narrow);
  gtk_label_set_ellipsize (self->url, narrow ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), narrow ? NARROW_CHARS : WIDE_CHARS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->agent), narrow);
  gtk_widget_set_hexpand (self->gateway, narrow);
}

TapProbeVerdict
tap_route_bar_get_verdict (TapRouteBar *self)
{
  g_return_val_if_fail (TAP_IS_ROUTE_BAR (self), TAP_PROBE_NONE);

  return self->verdict;
}

const char *
tap_route_bar_get_sentence (TapRouteBar *self)
{
  g_return_val_if_fail (TAP_IS_ROUTE_BAR (self), NULL);

  return gtk_label_get_label (self->sentence);
}

void
tap_route_bar_edit_gateway (TapRouteBar *self)
{
  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
