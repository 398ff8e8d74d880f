/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The panel with verdicts of the test's own making. */

#include "config.h"

#include <adwaita.h>

#include "log-writer.h"
#include "tap-finding-step.h"
#include "tap-verdict-panel.h"
#include "tap-verdict-text.h"

typedef struct
{
  LogWriter log;
  TapSession *session;
  TapSelection *selection;
  TapVerdictPanel *panel;
  GtkWidget *window;
  const char *wanted;
} Fixture;

static guint asked;           /* how often a chain was asked for */
static const char *sentence;  /* of the first verdict */

static void
evidence_free (gpointer data)
{
  g_free (((TapEvidence *) data)->text);
  g_free (data);
}

static TapVerdict *
new_verdict (guint64 exchange, TapCause cause, TapTone tone, const char *text)
{
  TapVerdict *verdict = g_new0 (TapVerdict, 1);

  verdict->exchange = exchange;
  verdict->cause = cause;
  verdict->tone = tone;
  verdict->sentence = g_strdup (text);
  verdict->evidence = g_ptr_array_new_with_free_func (evidence_free);
  verdict->cures = g_ptr_array_new ();
  verdict->effects = g_ptr_array_new ();
  return verdict;
}

static void
add_evidence (TapVerdict *verdict, guint64 exchange, guint event, gint64 at, const char *text)
{
  TapEvidence *evidence = g_new0 (TapEvidence, 1);

  *evidence = (TapEvidence){ exchange, event, at, g_strdup (text) };
  g_ptr_array_add (verdict->evidence, evidence);
}

static GPtrArray *
make_chain (const TapTrace *trace, const TapExchange *exchange)
{
  static const TapEffect effects[] = {
    { .rule = TAP_RULE_IDLE_GAP, .client = TAP_CLIENT_CLAUDE_CODE, .versions = "up to 2.0",
      .effect = TAP_EFFECT_STOPS, .shows = "API <message>", .sure = TAP_SURE_RUN },
    { .rule = TAP_RULE_IDLE_GAP, .client = TAP_CLIENT_CODEX, .effect = TAP_EFFECT_LOSES,
      .sure = TAP_SURE_SOURCE },
    { .rule = TAP_RULE_IDLE_GAP, .client = TAP_CLIENT_OPENCODE, .effect = TAP_EFFECT_TOLERATES,
      .sure = TAP_SURE_GUESS },
  };
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_verdict_free);
  TapVerdict *first
      = new_verdict (1, TAP_CAUSE_GATEWAY_IDLE_LIMIT, TAP_TONE_ERROR, sentence);
  TapVerdict *second = new_verdict (2, TAP_CAUSE_COMPLETE, TAP_TONE_GOOD, "Then it went well.");

  asked++;
  first->is_guess = TRUE;
  first->error.message = g_strdup ("<Error>");
  add_evidence (first, 1, 2, 3000, "The model was <silent>.");
  add_evidence (first, 2, 1, -1, "The agent asked again.");
  g_ptr_array_add (first->cures, (gpointer) tap_cure_find ("keepalive-ping"));
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    g_ptr_array_add (first->effects, (gpointer) &effects[i]);
  g_ptr_array_add (chain, first);
  g_ptr_array_add (chain, second);
  return chain;
}

static GtkWidget *
find_words (GtkWidget *widget, const char *part)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, part);
  return found;
}

static gboolean
is_said (gpointer user_data)
{
  Fixture *self = user_data;

  return find_words (GTK_WIDGET (self->panel), self->wanted) != NULL;
}

static void
wait_for (Fixture *self, const char *words)
{
  self->wanted = words;
  g_test_message ("waits for: %s", words);
  log_writer_wait (is_said, self);
}

static gboolean
has_both (gpointer user_data)
{
  Fixture *self = user_data;

  return tap_session_get_progress (self->session) == 1
         && tap_session_find (self->session, 2) != NULL;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  asked = 0;
  sentence = "The model was silent for 125.1 s.";
  log_writer_init (&self->log);
  log_writer_begin (&self->log, 1, "a", NULL);
  log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
  log_writer_event (&self->log, 1, "x", "{\"nonsense");
  log_writer_begin (&self->log, 2, "a", NULL);
  self->session = tap_session_new (self->log.path, TRUE, TAP_TRACE_GAP, &error);
  g_assert_no_error (error);
  log_writer_wait (has_both, self);
  self->selection = tap_selection_new ();
  self->panel = TAP_VERDICT_PANEL (tap_verdict_panel_new (self->selection));
  tap_verdict_panel_set_chain_func (self->panel, make_chain);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->panel));
  gtk_window_present (GTK_WINDOW (self->window));
  tap_selection_set (self->selection, tap_session_find (self->session, 1), 0);
  tap_verdict_panel_show (self->panel, self->session, tap_session_find (self->session, 1));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->session);
  g_clear_object (&self->selection);
  log_writer_clear (&self->log);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  static const char *const words[] = {
    "Gateway gave up during silence", "a guess", "The model was silent for 125.1 s.",
    "The model was <silent>.", "event 2 · ", "exchange 2 · event 1", "Who breaks on it",
    "Claude Code up to 2.0 gives up on this stream, showing “API <Error>”", "seen in a run",
    "Codex loses text",
    "opencode does not mind", "What would cure it", "keepalive-ping", "First attempt",
    "Then it went well.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    wait_for (self, words[i]);
  g_assert_cmpint (tap_verdict_panel_get_verdict (self->panel)->cause, ==,
                   TAP_CAUSE_GATEWAY_IDLE_LIMIT);
  tap_verdict_panel_show (self->panel, self->session, tap_session_find (self->session, 2));
  g_assert_cmpint (tap_verdict_panel_get_verdict (self->panel)->cause, ==, TAP_CAUSE_COMPLETE);
  tap_verdict_panel_show (self->panel, self->session, NULL);
  g_assert_null (tap_verdict_panel_get_verdict (self->panel));
  g_assert_null (find_words (GTK_WIDGET (self->panel), "Gateway gave up"));
}

static void
activate_row (Fixture *self, const char *words)
{
  GtkWidget *row = find_words (GTK_WIDGET (self->panel), words);

  row = gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX_ROW);
  g_assert_true (gtk_widget_activate (row));
}

static void
test_jump (Fixture *self, gconstpointer data)
{
  wait_for (self, "The model was <silent>.");
  activate_row (self, "The model was <silent>.");
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 2);
  activate_row (self, "The agent asked again.");
  g_assert_true (tap_selection_get_item (self->selection)
                 == tap_session_find (self->session, 2));
  g_assert_cmpuint (tap_selection_get_event (self->selection), ==, 1);
}

/* It follows what comes, a few times a second, and makes nothing anew that stays as it was. */
static void
test_live (Fixture *self, gconstpointer data)
{
  GtkWidget *evidence;
  guint before;
  gint64 began = g_get_monotonic_time ();

  wait_for (self, "The model was <silent>.");
  evidence = find_words (GTK_WIDGET (self->panel), "The model was <silent>.");
  g_object_add_weak_pointer (G_OBJECT (evidence), (gpointer *) &evidence);
  before = asked;
  while (asked == before)
    {
      log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
      for (guint i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
    }
  while (asked < before + 3)
    {
      log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
      for (guint i = 0; i < 20; i++)
        g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 2 * G_USEC_PER_SEC / 4);
  g_assert_nonnull (evidence);
  g_object_remove_weak_pointer (G_OBJECT (evidence), (gpointer *) &evidence);

  sentence = "The model was silent for 126 s.";
  log_writer_event (&self->log, 1, "ping", "{\"type\":\"ping\"}");
  wait_for (self, "126 s");
}

static GPtrArray *
make_joined_chain (const TapTrace *trace, const TapExchange *exchange)
{
  GPtrArray *chain = make_chain (trace, exchange);
  TapVerdict *last
      = new_verdict (9, TAP_CAUSE_OVERLOADED, TAP_TONE_ERROR, "Then it tried 3 more times.");
  const guint64 ids[] = { 2, 3, 9 };

  g_ptr_array_remove_index (chain, 1);
  last->attempts = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_vals (last->attempts, ids, G_N_ELEMENTS (ids));
  g_ptr_array_add (chain, last);
  return chain;
}

/* An attempt that is told together with others has a card of its own while it is looked at. */
static void
test_joined (Fixture *self, gconstpointer data)
{
  TapExchangeItem *second = tap_session_find (self->session, 2);
  GtkWidget *step;

  tap_verdict_panel_set_chain_func (self->panel, make_joined_chain);
  tap_verdict_panel_show (self->panel, self->session, tap_session_find (self->session, 1));
  wait_for (self, "↳ 3 attempts");
  step = gtk_widget_get_ancestor (find_words (GTK_WIDGET (self->panel), "↳ 3 attempts"),
                                  GTK_TYPE_BUTTON);
  gtk_test_accessible_assert_property (step, GTK_ACCESSIBLE_PROPERTY_LABEL, "↳ 3 attempts");
  g_assert_cmpint (tap_verdict_panel_get_verdict (self->panel)->cause, ==,
                   TAP_CAUSE_GATEWAY_IDLE_LIMIT);
  tap_selection_set (self->selection, second, 0);
  tap_verdict_panel_show (self->panel, self->session, second);
  g_assert_cmpuint (tap_verdict_panel_get_verdict (self->panel)->exchange, ==, 2);
  wait_for (self, tap_verdict_panel_get_verdict (self->panel)->sentence);
  wait_for (self, "↳ 3 attempts");
}

static void
test_report (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) chain = make_chain (NULL, NULL);
  g_autofree char *text
      = tap_verdict_text_report (self->session, g_ptr_array_index (chain, 0));

  g_assert_true (g_str_has_prefix (text, "Gateway gave up during silence (gateway-idle-limit)\n"
                                         "Exchange 1: POST /v1/messages"));
  g_assert_nonnull (strstr (text, "\nEvidence:\n- The model was <silent>. (event 2 · "));
  g_assert_nonnull (strstr (text, "- The agent asked again. (exchange 2 · event 1)\n"));
  g_assert_nonnull (strstr (text, "- Claude Code up to 2.0 gives up on this stream, "
                                  "showing “API <Error>” "
                                  "(seen in a run; idle-gap)\n"));
  g_assert_nonnull (strstr (text, "(keepalive-ping)\n"));
}

static void
test_steps (void)
{
  g_autoptr (TapFindings) findings = tap_findings_new ();

  tap_findings_add (findings, TAP_RULE_IDLE_GAP, 4, 0, "%s", "");
  tap_findings_add (findings, TAP_RULE_ERROR_EVENT, 4, 0, "%s", "");
  tap_findings_add (findings, TAP_RULE_TRUNCATED_BODY, 0, 9, "%s", "");
  g_assert_cmpint (tap_finding_step (findings, 0, -1, 1), ==, 0);
  g_assert_cmpint (tap_finding_step (findings, 0, -1, -1), ==, 2);
  g_assert_cmpint (tap_finding_step (findings, 4, 0, 1), ==, 1);
  g_assert_cmpint (tap_finding_step (findings, 4, 1, 1), ==, 2);
  g_assert_cmpint (tap_finding_step (findings, TAP_SELECTION_END, 2, 1), ==, -1);
  g_assert_cmpint (tap_finding_step (findings, TAP_SELECTION_END, -1, -1), ==, 1);
  g_assert_cmpint (tap_finding_step (findings, 4, 0, -1), ==, -1);
  g_assert_cmpint (tap_finding_step (findings, 2, -1, 1), ==, 0);
  g_assert_cmpint (tap_finding_step (findings, 2, -1, -1), ==, -1);
  g_assert_cmpint (tap_finding_step (findings, 7, 0, 1), ==, 2);
  g_assert_cmpint (tap_finding_step (findings, 7, 0, -1), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/verdict-panel/text", test_text },
    { "/verdict-panel/jump", test_jump },
    { "/verdict-panel/joined", test_joined },
    { "/verdict-panel/live", test_live },
    { "/verdict-panel/report", test_report },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/verdict-panel/steps", test_steps);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
