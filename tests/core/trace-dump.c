/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "trace-dump.h"

#include "tap-verdict.h"

static const char *const states[] = { "requesting", "waiting", "answering", "ended" };
static const char *const kinds[] = {
  [TAP_EVENT_OTHER] = "other",       [TAP_EVENT_START] = "start", [TAP_EVENT_TEXT] = "text",
  [TAP_EVENT_THINKING] = "thinking", [TAP_EVENT_TOOL] = "tool",   [TAP_EVENT_STOP] = "stop",
  [TAP_EVENT_PING] = "ping",         [TAP_EVENT_COMMENT] = "comment", [TAP_EVENT_ERROR] = "error",
};

static void
dump_field (GString *out, const char *name, const char *value)
{
  if (value != NULL)
    g_string_append_printf (out, " %s=%s", name, value);
}

static const char *const attempts[] = { "first", "retry", "fallback", "repeat" };
static const char *const causes[] = { "gateway", "agent", "held" };

/* Lines for what is known alone, so that a transcript shows what it is about. */
static void
dump_identity (GString *out, const TapExchange *exchange)
{
  const TapIdentity *identity = tap_exchange_get_identity (exchange);

  if (identity->client == TAP_CLIENT_UNKNOWN && identity->session == NULL)
    return;
  g_string_append_printf (out, "  asked by %s", tap_client_name (identity->client));
  dump_field (out, "version", identity->client_version);
  dump_field (out, "session", identity->session);
  dump_field (out, "from", identity->session_from);
  dump_field (out, "agent", identity->agent);
  dump_field (out, "parent", identity->parent_agent);
  dump_field (out, "type", identity->agent_type);
  dump_field (out, "turn", identity->turn);
  g_string_append_printf (out, " class=%s%s%s retry=%d timeout=%" G_GINT64_FORMAT "\n",
                          tap_ask_class_name (identity->ask_class),
                          identity->class_is_guess ? "?" : "", identity->helper ? " helper" : "",
                          identity->retry_count, identity->timeout);
}

static void
dump_attempt (GString *out, const TapExchange *exchange)
{
  const TapAttempt *attempt = tap_exchange_get_attempt (exchange);

  if (attempt->number <= 1 && attempt->next == 0)
    return;
  g_string_append_printf (out,
                          "  attempt %u %s of=%" G_GUINT64_FORMAT " first=%" G_GUINT64_FORMAT
                          " next=%" G_GUINT64_FORMAT " wait=%" G_GINT64_FORMAT "%s\n",
                          attempt->number, attempts[attempt->kind], attempt->of, attempt->first,
                          attempt->next, attempt->wait, attempt->is_guess ? " guess" : "");
}

static void
dump_outcome (GString *out, const TapExchange *exchange)
{
  const TapProviderError *error = tap_exchange_get_error (exchange);
  const TapProgress *progress = tap_exchange_get_progress (exchange);

  if (error != NULL)
    g_string_append_printf (out, "  error event %u at %" G_GINT64_FORMAT " type=%s code=%s%s: %s\n",
                            error->event, error->at, error->type != NULL ? error->type : "-",
                            error->code != NULL ? error->code : "-",
                            error->is_page ? " page" : "", error->message);
  if (progress->kind == TAP_EVENT_OTHER && progress->stop_reason == NULL)
    return;
  g_string_append_printf (out, "  at %s%s content=%u", kinds[progress->kind],
                          progress->in_part ? " open" : "", progress->content_events);
  dump_field (out, "tool", progress->tool);
  dump_field (out, "stop", progress->stop_reason);
  g_string_append_c (out, '\n');
}

static void
dump_blocks (GString *out, const TapExchange *exchange)
{
  for (guint i = 0; i < tap_exchange_count_blocks (exchange); i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);

      if (event == NULL) /* they are not kept */
        return;
      g_string_append_printf (out, "  block %u %s %s %" G_GUINT64_FORMAT "+%u at %" G_GINT64_FORMAT
                              "..%" G_GINT64_FORMAT "%s%s\n",
                              event->number, kinds[event->kind],
                              event->name != 0 ? g_quark_to_string (event->name) : "-",
                              event->offset, event->length, event->first_at, event->last_at,
                              event->severity > 0 ? " " : "",
                              event->severity > 0 ? tap_severity_name (event->severity - 1) : "");
    }
}

static void
dump_findings (GString *out, const TapExchange *exchange)
{
  TapFindings *findings = tap_exchange_get_findings (exchange);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      g_string_append_printf (out, "  %s %s event %u at %" G_GINT64_FORMAT,
                              tap_severity_name (finding->severity), tap_rule_id (finding->rule),
                              finding->event, finding->at);
      /* What is said of a stream is the grammar's, of a coding the decoder's, and tested there. */
      if (tap_rule_is_of_exchange (finding->rule) && finding->rule != TAP_RULE_BODY_NOT_DECODABLE)
        g_string_append_printf (out, ": %s", finding->detail);
      g_string_append_c (out, '\n');
    }
}

static void
dump_exchange (GString *out, const TapExchange *exchange)
{
  const TapGrammar *grammar = tap_exchange_get_grammar (exchange);

  g_string_append_printf (out, "#%" G_GUINT64_FORMAT " %s", tap_exchange_get_id (exchange),
                          states[tap_exchange_get_state (exchange)]);
  dump_field (out, "method", tap_exchange_get_method (exchange));
  dump_field (out, "target", tap_exchange_get_target (exchange));
  dump_field (out, "client", tap_exchange_get_client (exchange));
  dump_field (out, "model", tap_exchange_get_model (exchange));
  dump_field (out, "upstream", tap_exchange_get_upstream (exchange));
  g_string_append_printf (out, "\n  status=%u", tap_exchange_get_status (exchange));
  dump_field (out, "reason", tap_exchange_get_reason (exchange));
  dump_field (out, "type", tap_exchange_get_content_type (exchange));
  dump_field (out, "grammar", grammar != NULL ? grammar->name : NULL);
  dump_field (out, "by", tap_exchange_get_end_by (exchange));
  dump_field (out, "how", tap_exchange_get_end_how (exchange));
  g_string_append_printf (
    out,
    "\n  began=%" G_GINT64_FORMAT " asked=%" G_GINT64_FORMAT " answered=%" G_GINT64_FORMAT
    " first=%" G_GINT64_FORMAT " last=%" G_GINT64_FORMAT " ended=%" G_GINT64_FORMAT
    " up=%" G_GUINT64_FORMAT " in=%" G_GUINT64_FORMAT " lost=%" G_GUINT64_FORMAT
    " events=%u gap=%" G_GINT64_FORMAT "\n",
    tap_exchange_get_began (exchange), tap_exchange_get_asked (exchange),
    tap_exchange_get_answered (exchange), tap_exchange_get_first_byte (exchange),
    tap_exchange_get_last_byte (exchange), tap_exchange_get_ended (exchange),
    tap_exchange_get_bytes_up (exchange), tap_exchange_get_bytes_in (exchange),
    tap_exchange_get_bytes_lost (exchange), tap_exchange_count_events (exchange),
    tap_exchange_get_longest_gap (exchange, 0));
  dump_identity (out, exchange);
  dump_attempt (out, exchange);
  dump_outcome (out, exchange);
  dump_blocks (out, exchange);
  for (guint i = 0; i < tap_exchange_count_silences (exchange); i++)
    {
      const TapSilence *silence = tap_exchange_get_silence (exchange, i);

      g_string_append_printf (out, "  silence of %s %" G_GINT64_FORMAT "..%" G_GINT64_FORMAT
                              " after %u during %s because %s\n",
                              silence->bytes ? "bytes" : "events", silence->from, silence->to,
                              silence->after_event, kinds[silence->during],
                              causes[silence->because]);
    }
  for (guint i = 0; i < tap_exchange_count_stalls (exchange); i++)
    {
      const TapStall *stall = tap_exchange_get_stall (exchange, i);

      g_string_append_printf (out, "  stall %" G_GINT64_FORMAT "..%" G_GINT64_FORMAT "\n",
                              stall->from, stall->to);
    }
  dump_findings (out, exchange);
}

char *
trace_dump (const TapTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < tap_trace_count (trace); i++)
    dump_exchange (out, tap_trace_get (trace, i));
  return g_string_free (out, FALSE);
}

char *
trace_dump_verdicts (const TapTrace *trace)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < tap_trace_count (trace); i++)
    {
      g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, tap_trace_get (trace, i));
      g_autoptr (GPtrArray) chain = tap_verdict_chain (trace, tap_trace_get (trace, i));

      g_string_append_printf (out, "#%" G_GUINT64_FORMAT " %s\n", verdict->exchange,
                              verdict->sentence);
      for (guint k = 0; k < verdict->evidence->len; k++)
        {
          const TapEvidence *row = g_ptr_array_index (verdict->evidence, k);

          g_string_append_printf (out, "  event %u at %" G_GINT64_FORMAT ": %s\n", row->event,
                                  row->at, row->text);
        }
      for (guint k = 0; k < verdict->cures->len; k++)
        g_string_append_printf (out, "  cure %s\n",
                                ((const TapCure *) g_ptr_array_index (verdict->cures, k))->id);
      for (guint k = 1; k < chain->len; k++)
        g_string_append_printf (out, "  then %s\n",
                                ((const TapVerdict *) g_ptr_array_index (chain, k))->sentence);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
