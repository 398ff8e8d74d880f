/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-report.h"
#include "tap-verdict-text.h"

struct _TapExchangeRow
{
  GtkWidget parent_instance;

  const TapRowContext *context;
  TapRow *row;           /* (nullable) */
  TapExchangeItem *item; /* (nullable) the row's */
  gulong changed;        /* of the item, or of the heading */
  gboolean compact;
  const char *pill_style;

  GtkWidget *heading;
  GtkWidget *heading_text;
  GtkWidget *heading_count;
  GtkWidget *body;
  GtkWidget *text;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *pin;
  GtkWidget *pill;
  TapLane *lane;
};

G_DEFINE_FINAL_TYPE (TapExchangeRow, tap_exchange_row, GTK_TYPE_WIDGET)

#define DATE 9 /* "-20250929" */

static const TapReportStyle plain = { .utf8 = TRUE };

static void
append_part (GString *out, const char *part)
{
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append (out, part);
}

/* Without the date that the names of snapshots end with: the tooltip has room for it. */
static gsize
get_model_length (const char *model)
{
  gsize length = strlen (model);

  if (length <= DATE || model[length - DATE] != '-')
    return length;
  for (gsize i = length - DATE + 1; i < length; i++)
    {
      if (!g_ascii_isdigit (model[i]))
        return length;
    }
  return length - DATE;
}

/* What is not the conversation itself is marked; where the path says it already, that is enough. */
static void
append_class (GString *out, const TapExchangeFacts *facts)
{
  switch (facts->ask_class)
    {
    case TAP_ASK_SUBAGENT:
      append_part (out, tap_ask_class_name (facts->ask_class));
      if (facts->agent_type != NULL)
        g_string_append_printf (out, " %s", facts->agent_type);
      break;

    case TAP_ASK_SIDE:
    case TAP_ASK_COMPACTION:
    case TAP_ASK_WARMUP:
    case TAP_ASK_PROBE:
      append_part (out, tap_ask_class_name (facts->ask_class));
      break;

    case TAP_ASK_UNKNOWN:
    case TAP_ASK_MAIN:
    case TAP_ASK_COUNT_TOKENS:
    case TAP_ASK_MODELS:
    default:
      break;
    }
}

/* "“why it stalls” · side request · 3.1 s · 31 events · gap 1.2 s · claude-opus-4" */
static char *
dup_subtitle (TapExchangeItem *item, gint64 now)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);
  const char *comment = tap_exchange_item_get_comment (item);
  g_autofree char *took = tap_report_time (tap_exchange_item_get_duration (item, now), &plain);
  GString *out = g_string_new (NULL);

  if (comment != NULL && *comment != '\0')
    g_string_append_printf (out, "“%s”", comment);
  append_class (out, facts);
  append_part (out, took);
  if (facts->events > 0)
    {
      g_autofree char *events = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", facts->events), facts->events);

      append_part (out, events);
    }
  if (tap_exchange_item_get_gap (item, now) >= G_USEC_PER_SEC)
    {
      g_autofree char *gap = tap_report_time (tap_exchange_item_get_gap (item, now), &plain);
      /* Translators: the longest silence within an exchange */
      g_autofree char *silence = g_strdup_printf (_ ("gap %s"), gap);

      append_part (out, silence);
    }
  if (facts->model != NULL)
    {
      append_part (out, facts->model);
      g_string_truncate (out, out->len - strlen (facts->model) + get_model_length (facts->model));
    }
  return g_string_free (out, FALSE);
}

static void
show_pill (TapExchangeRow *self, const char *text, const char *style)
{
  gtk_label_set_text (GTK_LABEL (self->pill), text);
  if (self->pill_style == style)
    return;
  if (self->pill_style != NULL)
    gtk_widget_remove_css_class (self->pill, self->pill_style);
  self->pill_style = style;
  if (style != NULL)
    gtk_widget_add_css_class (self->pill, style);
}

/* What has no room in the row. */
static char *
dup_about (TapExchangeItem *item)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);
  const char *comment = tap_exchange_item_get_comment (item);
  GString *about = g_string_new (facts->method);

  if (facts->target != NULL)
    g_string_append_printf (about, " %s", facts->target);
  if (facts->model != NULL)
    g_string_append_printf (about, "\n%s", facts->model);
  if (comment != NULL)
    g_string_append_printf (about, "\n\n%s", comment);
  return g_string_free (about, FALSE);
}

static gboolean
is_aside (TapAskClass ask_class)
{
  return ask_class > TAP_ASK_MAIN;
}

static void
set_class (TapExchangeRow *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (self->text, name);
  else
    gtk_widget_remove_css_class (self->text, name);
}

static void
show_item (TapExchangeRow *self, gint64 now)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  const char *style = NULL;
  g_autofree char *verdict = tap_exchange_item_dup_verdict (self->item, &style);
  g_autofree char *attempt = tap_verdict_text_attempt (facts);
  g_autofree char *request = g_strdup_printf ("%s %s", facts->method != NULL ? facts->method : "?",
                                              facts->path != NULL ? facts->path : "?");
  g_autofree char *details = dup_subtitle (self->item, now);
  gboolean under = attempt != NULL && !self->context->apart;
  g_autofree char *subtitle = attempt != NULL && !under
                                  ? g_strdup_printf ("%s · %s", attempt, details)
                                  : g_strdup (details);
  g_autofree char *name = attempt != NULL
                              ? g_strdup_printf ("%s, %s, %s, %s", attempt, request, verdict,
                                                 details)
                              : g_strdup_printf ("%s, %s, %s", request, verdict, details);
  g_autofree char *about = dup_about (self->item);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_inscription_set_text (GTK_INSCRIPTION (self->title),
                            under ? attempt : request);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->subtitle), subtitle);
  gtk_widget_set_tooltip_text (self->text, about);
  gtk_widget_set_visible (self->pin, tap_exchange_item_get_pinned (self->item));
  show_pill (self, verdict, style);
  set_class (self, "attempt", under);
  set_class (self, "aside", is_aside (facts->ask_class));

  /* What the list puts around a row has no name of its own. */
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

/* Of a live session time has gone on since its newest record, and must not be seen to go back. */
static gint64
get_now (TapExchangeRow *self)
{
  TapSession *session = self->context->session;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (session == NULL || !tap_session_get_live (session))
    return 0;
  return tap_session_get_now (session, clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0);
}

static void
changed_cb (TapExchangeItem *item, gpointer user_data)
{
  show_item (user_data, get_now (user_data));
}

static void
show_heading (TapExchangeRow *self)
{
  guint n = tap_row_get_count (self->row);
  g_autofree char *count
      = g_strdup_printf (self->compact ? "%u"
                                       : g_dngettext (GETTEXT_PACKAGE, "%u exchange",
                                                      "%u exchanges", n), n);
  const char *heading = tap_row_get_heading (self->row);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_inscription_set_text (GTK_INSCRIPTION (self->heading_text), heading);
  gtk_label_set_text (GTK_LABEL (self->heading_count), count);
  if (parent != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    heading, -1);
}

static void
heading_changed_cb (TapRow *row, gpointer user_data)
{
  show_heading (user_data);
}

static void
disconnect (TapExchangeRow *self)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->changed, self->item);
  else if (self->row != NULL)
    g_clear_signal_handler (&self->changed, self->row);
}

static void
arrange (TapExchangeRow *self)
{
  self->compact = self->context->compact;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body),
                                  self->compact ? GTK_ORIENTATION_VERTICAL
                                                : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->text, self->compact ? -1 : TAP_ROW_TEXT_WIDTH, -1);
  gtk_widget_set_hexpand (self->text, self->compact);
  tap_lane_set_compact (self->lane, self->compact);
  if (self->compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

void
tap_exchange_row_set_row (TapExchangeRow *self, TapRow *row)
{
  TapExchangeItem *item = row != NULL ? tap_row_get_item (row) : NULL;

  g_return_if_fail (TAP_IS_EXCHANGE_ROW (self));

  disconnect (self);
  g_set_object (&self->row, row);
  g_set_object (&self->item, item);

  gtk_widget_set_visible (self->heading, row != NULL && item == NULL);
  gtk_widget_set_visible (self->body, item != NULL);
  tap_lane_set_item (self->lane, self->context->session, item);
  if (self->compact != self->context->compact)
    arrange (self);
  if (item != NULL)
    {
      self->changed = g_signal_connect (item, "changed", G_CALLBACK (changed_cb), self);
      show_item (self, get_now (self));
    }
  else if (row != NULL)
    {
      self->changed = g_signal_connect (row, "changed", G_CALLBACK (heading_changed_cb), self);
      show_heading (self);
    }
}

TapExchangeItem *
tap_exchange_row_get_item (TapExchangeRow *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ROW (self), NULL);

  return self->item;
}

void
tap_exchange_row_set_now (TapExchangeRow *self, gint64 now)
{
  g_return_if_fail (TAP_IS_EXCHANGE_ROW (self));

  if (self->item != NULL
      && tap_exchange_item_get_facts (self->item)->state != TAP_EXCHANGE_ENDED)
    show_item (self, now);
}

static void
tap_exchange_row_dispose (GObject *object)
{
  TapExchangeRow *self = TAP_EXCHANGE_ROW (object);

  disconnect (self);
  g_clear_object (&self->item);
  g_clear_object (&self->row);
  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->body, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_exchange_row_parent_class)->dispose (object);
}

static void
tap_exchange_row_class_init (TapExchangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tap_exchange_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "exchange");
}

static GtkWidget *
new_inscription (const char *style)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), 4);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (inscription, TRUE);
  gtk_widget_add_css_class (inscription, style);
  return inscription;
}

static void
tap_exchange_row_init (TapExchangeRow *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
      GTK_ORIENTATION_VERTICAL);

  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->heading_text = new_inscription ("heading-text");
  self->heading_count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->heading_count, "dim-label");
  gtk_widget_add_css_class (self->heading_count, "numeric");
  gtk_widget_add_css_class (self->heading, "group");
  gtk_box_append (GTK_BOX (self->heading), self->heading_text);
  gtk_box_append (GTK_BOX (self->heading), self->heading_count);
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));

  self->title = new_inscription ("title");
  self->subtitle = new_inscription ("subtitle");
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->subtitle);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);

  self->pin = gtk_image_new_from_icon_name ("view-pin-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pinned"), -1);
  self->pill = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->pill, "pill-label");
  gtk_widget_set_valign (self->pill, GTK_ALIGN_CENTER);

  self->text = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->text, "text");
  gtk_box_append (GTK_BOX (self->text), lines);
  gtk_box_append (GTK_BOX (self->text), self->pin);
  gtk_box_append (GTK_BOX (self->text), self->pill);

  self->body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (self->body), self->text);
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
}

GtkWidget *
tap_exchange_row_new (const TapRowContext *context)
{
  TapExchangeRow *self = g_object_new (TAP_TYPE_EXCHANGE_ROW, NULL);

  self->context = context;
  self->lane = tap_lane_new (context->axis, context->selection);
  gtk_widget_set_hexpand (GTK_WIDGET (self->lane), TRUE);
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->lane));
  arrange (self);
  return GTK_WIDGET (self);
}
