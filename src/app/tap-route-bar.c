/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-route-bar.h"

#include <glib/gi18n-lib.h>

#include "tap-copy.h"
#include "tap-gateway-check.h"
#include "tap-gateway-url.h"
#include "tap-route-history.h"

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
  GtkPopover *refusal;
  GtkLabel *refusal_label;

  GSettings *settings;
  TapGatewayCheck *known; /* of the gateway that holds */
  char *agent_url;
  char *holds;            /* the gateway that holds; "" before there is one */
  char *refused;          /* why what is typed can be none; NULL: it can, or was not tried */
  const char *style;      /* of the icon */
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

/* What was typed and does not hold yet. */
static gboolean
is_typing (TapRouteBar *self)
{
  return self->editable
         && !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->holds);
}

/* What is known of the gateway that holds says nothing of what is typed. */
static void
show_verdict (TapRouteBar *self)
{
  GtkWidget *icon = GTK_WIDGET (self->status_icon);
  TapProbeVerdict verdict = tap_gateway_check_get_verdict (self->known, self->holds);
  const char *sentence = tap_gateway_check_get_sentence (self->known, self->holds);
  g_autofree char *label = NULL;

  if (self->refused != NULL)
    {
      verdict = TAP_PROBE_UNREACHABLE;
      sentence = self->refused;
    }
  else if (is_typing (self))
    {
      verdict = TAP_PROBE_NONE;
      sentence = _ ("Not in use yet. Press Enter to use this gateway.");
    }
  if (self->style != NULL)
    gtk_widget_remove_css_class (icon, self->style);
  self->style = looks[verdict].style;
  if (self->style != NULL)
    gtk_widget_add_css_class (icon, self->style);
  gtk_image_set_from_icon_name (self->status_icon, looks[verdict].icon);
  gtk_stack_set_visible_child (self->status_stack, verdict == TAP_PROBE_ASKING
                                                     ? GTK_WIDGET (self->status_spinner)
                                                     : icon);
  gtk_spinner_set_spinning (self->status_spinner, verdict == TAP_PROBE_ASKING);
  gtk_widget_set_sensitive (self->check, verdict != TAP_PROBE_ASKING && *self->holds != '\0'
                                           && !is_typing (self));
  gtk_label_set_label (self->sentence, sentence);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), sentence);
  label = g_strdup_printf (_ ("Gateway Check and Earlier Gateways: %s"), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
known_cb (gpointer user_data)
{
  TapRouteBar *self = user_data;

  show_verdict (self);
  g_signal_emit (self, signals[CHECKED], 0);
}

void
tap_route_bar_check (TapRouteBar *self)
{
  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  if (*self->holds != '\0')
    tap_gateway_check_ask (self->known, self->holds);
}

void
tap_route_bar_note_answer (TapRouteBar *self)
{
  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  tap_gateway_check_note_answer (self->known, self->holds);
}

/* In words at the field while it has the focus, and behind its icon as long as it is so. */
static void
set_refused (TapRouteBar *self, const char *why)
{
  GtkWidget *entry = GTK_WIDGET (self->entry);

  g_free (self->refused);
  self->refused = g_strdup (why);
  if (why != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_widget_set_tooltip_text (entry, why != NULL ? why
                                                  : _ ("Gateway that requests are passed on to"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               why != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                           : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  why != NULL ? why : "", -1);
  gtk_label_set_label (self->refusal_label, why != NULL ? why : "");
  if (why != NULL && gtk_widget_get_mapped (entry))
    {
      graphene_rect_t at;

      if (gtk_widget_compute_bounds (entry, GTK_WIDGET (self), &at))
        gtk_popover_set_pointing_to (self->refusal,
                                     &(GdkRectangle){ at.origin.x, at.origin.y, at.size.width,
                                                      at.size.height });
      gtk_popover_popup (self->refusal);
    }
  else
    {
      gtk_popover_popdown (self->refusal);
    }
}

static void
left_cb (TapRouteBar *self)
{
  gtk_popover_popdown (self->refusal);
}

static void
text_cb (TapRouteBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  set_refused (self, NULL);
  gtk_widget_set_visible (self->apply, is_typing (self) && *text != '\0');
  show_verdict (self);
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
take_back (TapRouteBar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->holds);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), 0);
}

static gboolean
is_empty (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

static void
apply_cb (TapRouteBar *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  if (!self->editable)
    return;
  if (is_empty (gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    {
      take_back (self);
      return;
    }
  url = tap_gateway_url_normalize (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &error);
  if (url != NULL)
    choose (self, url);
  else
    {
      set_refused (self, error->message);
      show_verdict (self);
    }
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
  g_autofree char *url = g_strdup (tap_route_history_get_url (row));

  gtk_popover_popdown (self->popover);
  choose (self, url);
}

static void
shown_cb (TapRouteBar *self)
{
  g_auto (GStrv) urls = g_settings_get_strv (self->settings, "upstream-history");

  /* It says the same, and would lie on it. */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->menu), FALSE);
  tap_route_history_fill (self->history, (const char *const *) urls, self->holds);
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

  g_clear_pointer (&self->known, tap_gateway_check_free);
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
  g_free (self->refused);
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
  BIND (refusal);
  BIND (refusal_label);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
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
  self->known = tap_gateway_check_new (known_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Agent and Gateway"), -1);
  tap_route_bar_set_narrow (self, FALSE);
  tap_route_bar_set_url (self, NULL);
  show_verdict (self);
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

  typing = is_typing (self) && editable;
  self->editable = editable;
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  g_free (self->holds);
  self->holds = g_strdup (url != NULL ? url : "");
  if (!typing)
    take_back (self);
  /* What was refused stays so while nothing else is typed. */
  if (!typing || self->refused == NULL)
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
  gtk_popover_popdown (self->refusal);
}

TapProbeVerdict
tap_route_bar_get_verdict (TapRouteBar *self)
{
  g_return_val_if_fail (TAP_IS_ROUTE_BAR (self), TAP_PROBE_NONE);

  return tap_gateway_check_get_verdict (self->known, self->holds);
}

const char *
tap_route_bar_get_sentence (TapRouteBar *self)
{
  g_return_val_if_fail (TAP_IS_ROUTE_BAR (self), NULL);

  return tap_gateway_check_get_sentence (self->known, self->holds);
}

const char *
tap_route_bar_get_trouble (TapRouteBar *self)
{
  g_return_val_if_fail (TAP_IS_ROUTE_BAR (self), NULL);

  return tap_gateway_check_get_trouble (self->known, self->holds);
}

void
tap_route_bar_edit_gateway (TapRouteBar *self)
{
  g_return_if_fail (TAP_IS_ROUTE_BAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
