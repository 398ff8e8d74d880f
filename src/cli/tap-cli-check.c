/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-cli.h"

#include "tap-cli-input.h"
#include "tap-cli-text.h"
#include "tap-har.h"
#include "tap-log-reader.h"
#include "tap-report.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  gboolean json;
  gint64 gap; /* µs */
  const TapGrammar *grammar;
  TapReportStyle style;
  guint counts[TAP_SEVERITY_ERROR + 1];
  guint n_files;
  guint n_exchanges; /* a bare body counts as one */
  gboolean after_line; /* what was printed last was a line, so that more may follow it closely */
  gboolean failed;   /* a file was not read, or not whole */
} Check;

static void
print (const Check *self, GString *text)
{
  g_autofree char *encoded = self->json ? NULL : tap_cli_encode (text->str);

  fputs (encoded != NULL ? encoded : text->str, stdout);
  g_string_truncate (text, 0);
}

static void
count (Check *self, TapFindings *findings)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    self->counts[i] += tap_findings_count_severity (findings, i);
  self->n_exchanges++;
}

static char *
dup_when (const TapTrace *trace, const TapExchange *exchange)
{
  gint64 started = tap_trace_get_started (trace);

  return started > 0 ? tap_cli_clock_ms (started + MAX (tap_exchange_get_began (exchange), 0)) : NULL;
}

/* @numbered: else it stands for a bare body. @calls: (nullable) */
static void
print_exchange (Check *self, GString *out, TapInput *input, const TapTrace *trace,
                const TapExchange *exchange, gboolean numbered, TapReportCalls *calls)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);
  const char *name = tap_input_get_name (input);
  guint64 number = numbered ? tap_exchange_get_id (exchange) : 0;

  count (self, findings);
  if (self->json)
    {
      tap_report_append_verdict_json (out, name, number, trace, exchange);
      tap_report_append_json (out, name, number, findings);
    }
  else
    {
      g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, exchange);
      g_autoptr (GString) entry = g_string_new (NULL);
      g_autofree char *when = dup_when (trace, exchange);
      gboolean is_long = tap_report_append_entry (entry, trace, exchange, verdict, when, numbered,
                                                  &self->style);

      /* Those that went well stand together. */
      if (numbered && (is_long || !self->after_line))
        g_string_append_c (out, '\n');
      g_string_append (out, entry->str);
      self->after_line = !is_long;
      if (calls != NULL)
        tap_report_calls_add (calls, exchange, verdict);
    }
  print (self, out);
}

static void
print_title (Check *self, GString *out, const char *title)
{
  g_string_append (out, self->style.colour ? "\033[1m" : "");
  tap_report_append_clean (out, title);
  g_string_append (out, self->style.colour ? "\033[0m" : "");
}

/* --- A bare body: no times, no request, no framing. It is judged as the answer that it is, in a trace
 * that says no more than that. */

#define BODY_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define BODY_EXCHANGE 1

static void
push (TapTrace *trace, TapRecordKind kind, const void *bytes, gsize length, JsonObject *fields)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);
  g_autoptr (TapRecord) record = tap_record_new (0, BODY_EXCHANGE, -1, kind, copy, fields);

  tap_trace_push (trace, record);
}

static TapTrace *
read_body (Check *self, TapInput *input, GError **error)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, self->gap);
  g_autoptr (JsonObject) end = json_object_new ();
  guint8 bytes[65536];
  gssize n;

  tap_trace_set_grammar (trace, self->grammar);
  push (trace, TAP_RECORD_RESPONSE, BODY_HEAD, strlen (BODY_HEAD), NULL);
  while ((n = tap_input_read (input, bytes, sizeof bytes, error)) > 0)
    push (trace, TAP_RECORD_IN, bytes, (gsize) n, NULL);
  if (n < 0)
    return NULL;
  json_object_set_string_member (end, "how", "complete");
  push (trace, TAP_RECORD_END, NULL, 0, end);
  tap_trace_finish (trace);
  return g_steal_pointer (&trace);
}

static void
print_body_title (Check *self, GString *out, const char *title, const TapExchange *exchange)
{
  const TapGrammar *grammar = tap_exchange_get_grammar (exchange);
  guint events = tap_exchange_count_events (exchange);
  guint64 bytes = tap_exchange_get_bytes_in (exchange);

  print_title (self, out, title);
  g_string_append_printf (out, "\n    %s%s",
                          grammar != NULL ? grammar->title : _ ("unknown protocol"),
                          self->style.utf8 ? " · " : ", ");
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", events),
                          events);
  g_string_append_printf (out,
                          g_dngettext (GETTEXT_PACKAGE, " in %ju byte\n", " in %ju bytes\n",
                                       (gulong) bytes),
                          bytes);
}

static gboolean
check_body (Check *self, TapInput *input, GError **error)
{
  g_autoptr (TapTrace) trace = read_body (self, input, error);
  g_autoptr (GString) out = g_string_new (NULL);
  TapExchange *exchange;

  if (trace == NULL)
    return FALSE;
  exchange = tap_trace_find (trace, BODY_EXCHANGE);
  if (!self->json)
    print_body_title (self, out, tap_input_get_title (input), exchange);
  print_exchange (self, out, input, trace, exchange, FALSE, NULL);
  g_string_append (out, self->json ? "" : "\n");
  print (self, out);
  return TRUE;
}

/* --- A trace. */

static TapTrace *
read_trace (Check *self, TapInput *input, GError **error)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, self->gap);
  g_autoptr (TapLogReader) reader = NULL;
  const char *path = tap_input_get_path (input, error);
  const char *title = tap_input_get_title (input);
  guint n_broken = 0;

  tap_trace_set_grammar (trace, self->grammar);
  reader = path != NULL ? tap_log_reader_open (path, error) : NULL;
  if (reader == NULL)
    {
      g_prefix_error (error, "%s: ", title);
      return NULL;
    }

  while (TRUE)
    {
      g_autoptr (GError) broken = NULL;
      g_autoptr (TapRecord) record = tap_log_reader_next (reader, &broken);

      if (record != NULL)
        tap_trace_push (trace, record);
      else if (broken == NULL)
        break;
      else if (n_broken++ == 0)
        tap_cli_fail (_ ("%s: %s; the other lines are read all the same."), title, broken->message);
    }
  tap_trace_finish (trace);

  if (n_broken > 0)
    {
      if (n_broken > 1)
        tap_cli_fail (_ ("%s: %u lines are broken."), title, n_broken);
      self->failed = TRUE;
    }
  if (tap_log_reader_has_rest (reader))
    tap_cli_fail (_ ("%s: the last line is cut off; all before it was read."), title);
  return g_steal_pointer (&trace);
}

static TapTrace *
read_har (Check *self, TapInput *input, GError **error)
{
  g_autoptr (TapTrace) trace = tap_trace_new (0, self->gap);
  g_autoptr (GBytes) bytes = tap_input_read_all (input, TAP_HAR_MAX, error);
  g_auto (TapHarNotes) notes = { 0 };
  const char *title = tap_input_get_title (input);
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  tap_trace_set_grammar (trace, self->grammar);
  if (!tap_har_load (text != NULL ? text : "", length, trace, &notes, error))
    {
      g_prefix_error (error, "%s: ", title);
      return NULL;
    }
  if (notes.n_skipped > 0)
    {
      tap_cli_fail (g_dngettext (GETTEXT_PACKAGE,
                                 "%s: %u of %u entries cannot be read: of entry %u, %s.",
                                 "%s: %u of %u entries cannot be read; the first is entry %u: %s.",
                                 notes.n_skipped),
                    title, notes.n_skipped, notes.n_entries, notes.first_skipped, notes.why);
      self->failed = TRUE;
    }
  return g_steal_pointer (&trace);
}

static void
print_trace_title (Check *self, GString *out, const char *title, const TapTrace *trace)
{
  guint n = tap_trace_count (trace);

  print_title (self, out, title);
  g_string_append (out, "\n    ");
  if (tap_trace_get_started (trace) > 0)
    {
      g_autofree char *when = tap_cli_date_and_clock (tap_trace_get_started (trace));

      g_string_append_printf (out, _ ("captured %s"), when);
      g_string_append (out, self->style.utf8 ? " · " : ", ");
    }
  g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u exchange", "%u exchanges", n), n);
  g_string_append_c (out, '\n');
}

static gboolean
check_trace (Check *self, TapInput *input, GError **error)
{
  const char *title = tap_input_get_title (input);
  g_autoptr (TapTrace) trace = tap_input_get_kind (input) == TAP_INPUT_HAR
                                 ? read_har (self, input, error)
                                 : read_trace (self, input, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (TapReportCalls) calls = tap_report_calls_new ();

  if (trace == NULL)
    return FALSE;
  self->after_line = FALSE;
  if (!self->json)
    print_trace_title (self, out, title, trace);
  for (guint i = 0; i < tap_trace_count (trace); i++)
    print_exchange (self, out, input, trace, tap_trace_get (trace, i), TRUE, calls);
  if (!self->json)
    {
      g_string_append_c (out, '\n');
      if (tap_trace_count (trace) > 1)
        tap_report_calls_append (calls, out, &self->style);
    }
  print (self, out);
  return TRUE;
}

static void
check_file (Check *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapInput) input = tap_input_open (name, &error);
  gboolean read = input != NULL
                  && (tap_input_get_kind (input) == TAP_INPUT_BODY
                        ? check_body (self, input, &error)
                        : check_trace (self, input, &error));

  self->n_files++;
  if (!read)
    {
      tap_cli_fail ("%s", error->message);
      self->failed = TRUE;
    }
}

static void
print_sum (Check *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  tap_report_append_counts (out, self->counts, &self->style);
  if (self->n_exchanges > 1)
    g_string_append_printf (out,
                            g_dngettext (GETTEXT_PACKAGE, " in %u exchange", " in %u exchanges",
                                         self->n_exchanges),
                            self->n_exchanges);
  g_string_append_c (out, '\n');
  print (self, out);
}

static gboolean
choose_protocol (Check *self, const char *name)
{
  g_autoptr (GString) names = g_string_new ("auto");

  if (name == NULL || g_str_equal (name, "auto"))
    return TRUE;
  self->grammar = tap_grammar_by_name (name);
  if (self->grammar != NULL)
    return TRUE;
  for (const TapGrammar *const *each = tap_grammar_all (); *each != NULL; each++)
    g_string_append_printf (names, ", %s", (*each)->name);
  tap_cli_fail (_ ("there is no protocol “%s”; there is: %s."), name, names->str);
  return FALSE;
}

int
tap_cli_check (int argc, char **argv)
{
  Check self = { 0 };
  g_autofree char *protocol = NULL;
  g_autofree char *format = NULL;
  double gap = (double) TAP_TRACE_GAP / G_USEC_PER_SEC;
  const GOptionEntry entries[] = {
    { "protocol", 'p', 0, G_OPTION_ARG_STRING, &protocol,
      N_ ("The streams' protocol; “auto” lets them tell it"), N_ ("NAME") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, &format,
      N_ ("“text” for people, or “json”: one object a line"), N_ ("text|json") },
    { "gap", 'g', 0, G_OPTION_ARG_DOUBLE, &gap,
      N_ ("The shortest silence to tell as an idle gap (10)"), N_ ("SECONDS") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self.style.verbose,
      N_ ("All findings in full, also of what went well"), NULL },
    { NULL },
  };

  if (!tap_cli_parse (N_ ("FILE…"),
                      _ ("Prints what went wrong in traces, HTTP archives (HAR) and bare bodies (.sse,\n"
                         ".txt, or “-” for standard input), and which rules were broken. The exit\n"
                         "status is 0 if no error was found, 1 if one was, and 2 if a file could not\n"
                         "be read."),
                      entries, &argc, &argv))
    return TAP_EXIT_USAGE;
  if (argc < 2)
    return tap_cli_fail (_ ("no file was given; name a trace, an HTTP archive, a body or “-”."));
  if (format != NULL && !g_str_equal (format, "text") && !g_str_equal (format, "json"))
    return tap_cli_fail (_ ("there is no format “%s”; there is: text, json."), format);
  if (!(gap > 0 && gap < G_MAXINT))
    return tap_cli_fail (_ ("a gap is a number of seconds above 0."));
  if (!choose_protocol (&self, protocol))
    return TAP_EXIT_USAGE;

  self.json = g_strcmp0 (format, "json") == 0;
  self.gap = (gint64) (gap * G_USEC_PER_SEC);
  self.style.utf8 = tap_cli_has_unicode ();
  self.style.colour = tap_cli_has_colour ();
  self.style.width = TAP_CLI_WIDTH;
  for (int i = 1; i < argc; i++)
    check_file (&self, argv[i]);
  if (!self.json && self.n_exchanges > 0)
    print_sum (&self);

  if (fflush (stdout) != 0 || ferror (stdout))
    return tap_cli_fail (_ ("the findings could not be written: %s."), g_strerror (errno));
  if (self.failed)
    return TAP_EXIT_USAGE;
  return self.counts[TAP_SEVERITY_ERROR] > 0 ? TAP_EXIT_FOUND : TAP_EXIT_OK;
}
