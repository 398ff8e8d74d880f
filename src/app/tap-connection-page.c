/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-connection-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tap-end-words.h"
#include "tap-report.h"

typedef enum
{
  ROW_ROUTE,
  ROW_CONNECT,
  ROW_BEGAN,
  ROW_ASKED,
  ROW_ANSWERED,
  ROW_FIRST,
  ROW_LAST,
  ROW_ENDED,
  ROW_BYTES,
  N_ROWS,
} Row;

static const char *const titles[N_ROWS] = {
  [ROW_ROUTE] = N_ ("Gateway"),
  [ROW_CONNECT] = N_ ("Connection"),
  [ROW_BEGAN] = N_ ("Request began"),
  [ROW_ASKED] = N_ ("Request sent"),
  [ROW_ANSWERED] = N_ ("Answer’s head"),
  [ROW_FIRST] = N_ ("First byte of the body"),
  [ROW_LAST] = N_ ("Last byte"),
  [ROW_ENDED] = N_ ("End"),
  [ROW_BYTES] = N_ ("Bytes"),
};

struct _TapConnectionPage
{
  GtkWidget parent_instance;

  TapSession *session;     /* (nullable) */
  TapExchangeItem *item;   /* (nullable) */
  TapContent *content;     /* (nullable) borrowed */
  gulong changed;

  GtkWidget *scroller;
  GtkWidget *rows[N_ROWS];
};

G_DEFINE_FINAL_TYPE (TapConnectionPage, tap_connection_page, GTK_TYPE_WIDGET)

static const TapReportStyle plain = { .utf8 = TRUE };

/* "412 ms · 14:02:33.412" */
static char *
dup_moment (TapConnectionPage *self, gint64 at)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  gint64 started = tap_session_get_started (self->session);
  g_autofree char *relative = NULL;
  g_autofree char *clock = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (at < 0)
    return g_strdup ("—");
  relative = tap_report_time (MAX (at - facts->began, 0), &plain);
  if (started <= 0)
    return g_steal_pointer (&relative);
  time = g_date_time_new_from_unix_local ((started + at) / G_USEC_PER_SEC);
  clock = g_date_time_format (time, "%H:%M:%S");
  return g_strdup_printf ("%s · %s.%03d", relative, clock,
                          (int) ((started + at) % G_USEC_PER_SEC / 1000));
}

static void
append_time (GString *out, const char *what, gint64 us)
{
  g_autofree char *time = NULL;

  if (us < 0)
    return;
  time = tap_report_time (us, &plain);
  g_string_append_printf (out, "%s%s %s", out->len > 0 ? " · " : "", what, time);
}

static char *
dup_connect (TapConnectionPage *self)
{
  TapConnectionFacts connection;
  GString *out = g_string_new (NULL);

  tap_content_get_connection (self->content, &connection);
  append_time (out, _ ("name look-up"), connection.resolved);
  append_time (out, _ ("connect"), connection.connected);
  append_time (out, _ ("TLS"), connection.secured);
  if (connection.tls != NULL)
    g_string_append_printf (out, " · %s", connection.tls);
  if (connection.gateway != NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", connection.gateway);
  if (connection.reused && out->len == 0)
    g_string_append (out, _ ("kept from the exchange before it"));
  else if (out->len == 0)
    g_string_append (out, _ ("none was made"));
  tap_connection_facts_clear (&connection);
  return g_string_free (out, FALSE);
}

static void
set_row (TapConnectionPage *self, Row row, char *text)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[row]), text);
  g_free (text);
}

static void
refresh (TapConnectionPage *self)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self->item);
  g_autofree char *up = g_format_size (facts->bytes_up);
  g_autofree char *down = g_format_size (facts->bytes_in);
  g_autofree char *lost = g_format_size (facts->bytes_lost);
  g_autofree char *end = tap_end_words (facts);
  g_autofree char *ended = dup_moment (self, facts->ended);

  set_row (self, ROW_ROUTE, g_strdup (facts->upstream != NULL ? facts->upstream : "—"));
  set_row (self, ROW_CONNECT, dup_connect (self));
  set_row (self, ROW_BEGAN, dup_moment (self, facts->began));
  set_row (self, ROW_ASKED, dup_moment (self, facts->asked));
  set_row (self, ROW_ANSWERED, dup_moment (self, facts->answered));
  set_row (self, ROW_FIRST, dup_moment (self, facts->first_byte));
  set_row (self, ROW_LAST, dup_moment (self, facts->last_byte));
  set_row (self, ROW_ENDED,
           facts->ended >= 0 ? g_strdup_printf ("%s · %s", ended, end) : g_strdup ("—"));
  set_row (self, ROW_BYTES,
           facts->bytes_lost > 0
               ? g_strdup_printf (_ ("%s up · %s down · %s not recorded"), up, down, lost)
               : g_strdup_printf (_ ("%s up · %s down"), up, down));
}

void
tap_connection_page_content_changed (TapConnectionPage *self)
{
  g_return_if_fail (TAP_IS_CONNECTION_PAGE (self));

  if (self->item != NULL && self->content != NULL)
    refresh (self);
}

void
tap_connection_page_show (TapConnectionPage *self, TapSession *session, TapExchangeItem *item,
                          TapContent *content)
{
  g_return_if_fail (TAP_IS_CONNECTION_PAGE (self));

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed, self->item);
  g_set_object (&self->session, session);
  if (content == NULL)
    item = NULL;
  g_set_object (&self->item, item);
  self->content = content;
  if (self->item == NULL)
    return;
  self->changed = g_signal_connect_swapped (item, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

static void
tap_connection_page_dispose (GObject *object)
{
  TapConnectionPage *self = TAP_CONNECTION_PAGE (object);

  tap_connection_page_show (self, NULL, NULL, NULL);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (tap_connection_page_parent_class)->dispose (object);
}

static void
tap_connection_page_class_init (TapConnectionPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tap_connection_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tap_connection_page_init (TapConnectionPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < N_ROWS; i++)
    {
      self->rows[i] = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _ (titles[i]));
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->rows[i]), FALSE);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->rows[i]), 3);
      gtk_widget_add_css_class (self->rows[i], "property");
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->rows[i]);
    }
  gtk_widget_add_css_class (group, "connection");
  adw_clamp_set_child (ADW_CLAMP (clamp), group);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
tap_connection_page_new (void)
{
  return g_object_new (TAP_TYPE_CONNECTION_PAGE, NULL);
}
