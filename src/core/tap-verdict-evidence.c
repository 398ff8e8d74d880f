/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_OTHERS 6 /* findings besides the one that leads */

/* @rule: (nullable). @text: (transfer full) */
static void
add (GPtrArray *evidence, const TapCase *c, TapPlace place, guint event, gint64 at, const char *rule,
     char *text)
{
  TapEvidence *row;

  for (guint i = 0; i < evidence->len; i++)
    {
      const TapEvidence *other = g_ptr_array_index (evidence, i);

      if (other->event == event && strcmp (other->text, text) == 0)
        {
          g_free (text);
          return;
        }
    }
  row = g_new (TapEvidence, 1);
  *row = (TapEvidence){
    .exchange = tap_exchange_get_id (c->exchange),
    .place = place,
    .event = event,
    .rule = rule,
    .at = MAX (at, -1),
    .text = text,
  };
  g_ptr_array_add (evidence, row);
}

/* What is told of no event is told of the end, or of the request when it came. */
static TapPlace
place_of (const TapCase *c, const TapFinding *finding)
{
  return finding->at >= 0 && finding->at <= c->began && c->over > c->began ? TAP_PLACE_REQUEST
                                                                           : TAP_PLACE_END;
}

/* Details end with a period, but for those that quote what came. */
static void
add_finding (GPtrArray *evidence, const TapCase *c, const TapFinding *finding)
{
  const char *end = g_str_has_suffix (finding->detail, ".") ? "" : ".";

  /* Translators: the id of a rule, and what was seen. */
  add (evidence, c, finding->event > 0 ? TAP_PLACE_EVENT : place_of (c, finding), finding->event,
       finding->at, tap_rule_id (finding->rule),
       g_strdup_printf (_ ("%s: %s%s"), tap_rule_id (finding->rule), finding->detail, end));
}

static void
show_request (GPtrArray *evidence, const TapCase *c)
{
  const char *method = tap_exchange_get_method (c->exchange);
  g_autofree char *target = tap_utf8_quote (tap_exchange_get_target (c->exchange));

  if (method != NULL)
    add (evidence, c, TAP_PLACE_REQUEST, 0, c->began, NULL,
         g_strdup_printf (_ ("The agent asked: %s %s."), method, target));
}

static const char *
rule_of (const TapCase *c, TapSign sign)
{
  return c->first[sign] != NULL ? tap_rule_id (c->first[sign]->rule) : NULL;
}

static void
show_head (GPtrArray *evidence, const TapCase *c)
{
  gint64 at = tap_exchange_get_answered (c->exchange);
  const char *type = tap_exchange_get_content_type (c->exchange);
  g_autofree char *quoted = tap_utf8_quote (type);

  if (at < 0 || c->status == 0)
    return;
  add (evidence, c, TAP_PLACE_HEAD, 0, at, c->status >= 400 ? rule_of (c, TAP_SIGN_END) : NULL,
       type != NULL ? g_strdup_printf (_ ("Status %u (%s) came."), c->status, quoted)
                    : g_strdup_printf (_ ("Status %u came."), c->status));
}

static void
show_gap (GPtrArray *evidence, const TapCase *c)
{
  g_autofree char *length = tap_verdict_seconds (c->gap_length);

  if (!c->has_gap)
    return;
  add (evidence, c, c->gap.after_event > 0 ? TAP_PLACE_EVENT : TAP_PLACE_HEAD, c->gap.after_event,
       c->gap.from, tap_rule_id (TAP_RULE_IDLE_GAP),
       c->gap.after_event > 0
         ? g_strdup_printf (_ ("After event %u not a byte came for %s."), c->gap.after_event, length)
         : g_strdup_printf (_ ("Before the first event not a byte came for %s."), length));
}

static void
show_provider (GPtrArray *evidence, const TapCase *c)
{
  g_autofree char *message = NULL;
  g_autofree char *type = NULL;

  if (c->error == NULL)
    return;
  message = tap_utf8_quote (c->error->message);
  type = tap_utf8_quote (c->error->type != NULL ? c->error->type : c->error->code);
  add (evidence, c, TAP_PLACE_EVENT, c->error->event,
       c->error->at, c->error->event > 0 ? rule_of (c, TAP_SIGN_ERROR) : rule_of (c, TAP_SIGN_WRONG_BODY),
       c->error->is_page ? g_strdup_printf (_ ("The body is a page titled “%s”."), message)
       : c->error->type != NULL || c->error->code != NULL
         ? g_strdup_printf (_ ("The error says %s: “%s”."), type, message)
         : g_strdup_printf (_ ("The error says “%s”."), message));
}

/* Without the row's end: any other way. */
static const struct
{
  const char *by;
  const char *how;
  const char *says;
} enders[] = {
  { "gateway", "fin", N_ ("The gateway closed its connection.") },
  { "gateway", "rst", N_ ("The gateway reset its connection.") },
  { "gateway", "cut", N_ ("The gateway closed its connection without the end that TLS gives it.") },
  { "gateway", "timeout", N_ ("The connection to the gateway timed out.") },
  { "gateway", "refused", N_ ("The gateway refused the connection.") },
  { "gateway", NULL, N_ ("The gateway’s side failed.") },
  { "agent", "fin", N_ ("The agent closed its connection.") },
  { "agent", "rst", N_ ("The agent reset its connection.") },
  { "agent", NULL, N_ ("The agent’s side ended.") },
  { "tapline", "stopped", N_ ("The capture was stopped.") },
  { "tapline", NULL, N_ ("Tapline ended it.") },
};

static const char *const terminals[TAP_N_DIALECTS] = {
  [TAP_DIALECT_MESSAGES] = "message_stop",
  [TAP_DIALECT_CHAT] = "finish_reason",
  [TAP_DIALECT_RESPONSES] = "response.completed",
  [TAP_DIALECT_GEMINI] = "finishReason",
};

/* Two ends that people take for one: that of the HTTP body, and that of the answer in it. */
static char *
describe_complete (const TapCase *c)
{
  static const char *const how[] = {
    [TAP_FRAMING_NONE] = N_ ("no body"),
    [TAP_FRAMING_LENGTH] = N_ ("its whole length came"),
    [TAP_FRAMING_CHUNKED] = N_ ("its last chunk came"),
    [TAP_FRAMING_CLOSE] = N_ ("with its connection"),
    [TAP_FRAMING_TUNNEL] = N_ ("with its connection"),
  };
  const char *proper = _ (how[c->exchange->answer.body.framing]);
  const char *terminal = terminals[c->dialect];

  if (c->n_events == 0 || terminal == NULL || !c->is_2xx)
    return g_strdup_printf (_ ("The HTTP body ended properly (%s)."), proper);
  if (c->first[TAP_SIGN_ERROR] != NULL && c->progress->stop_reason == NULL)
    return g_strdup_printf (_ ("The HTTP body ended properly (%s), after the error."), proper);
  return g_strdup_printf (c->terminal_missing
                            /* Translators: how, and "message_stop". */
                            ? _ ("The HTTP body ended properly (%s), but the answer in it did not: "
                                 "%s never came.")
                            : _ ("The HTTP body ended properly (%s), and so did the answer in it (%s)."),
                          proper, terminal);
}

static void
show_end (GPtrArray *evidence, const TapCase *c)
{
  const char *by = tap_exchange_get_end_by (c->exchange);

  /* A body alone is complete because there is no more of it. */
  if (!c->ended || (by == NULL && g_str_equal (c->how, "complete")))
    return;
  if (g_str_equal (c->how, "complete") && g_strcmp0 (by, "agent") != 0)
    {
      add (evidence, c, TAP_PLACE_END, 0, c->over, NULL, describe_complete (c));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (enders); i++)
    {
      if (g_strcmp0 (enders[i].by, by) == 0
          && (enders[i].how == NULL || g_str_equal (enders[i].how, c->how)))
        {
          add (evidence, c, TAP_PLACE_END, 0, c->over,
               c->ending == TAP_ENDING_LEFT ? rule_of (c, TAP_SIGN_END) : NULL,
               g_strdup (_ (enders[i].says)));
          return;
        }
    }
  add (evidence, c, TAP_PLACE_END, 0, c->over, rule_of (c, TAP_SIGN_END),
       g_strdup (_ ("The capture of it ended.")));
}

/* What another row says already. */
static gboolean
is_told (const TapCase *c, guint show, const TapFinding *finding)
{
  TapSign sign = tap_sign_of (finding->rule);

  return ((show & TAP_SHOW_GAP) != 0 && finding->rule == TAP_RULE_IDLE_GAP && c->has_gap
          && finding->at == c->gap.to)
         || ((show & TAP_SHOW_PROVIDER) != 0 && sign == TAP_SIGN_ERROR && c->error != NULL
             && finding->event == c->error->event);
}

static void
show_findings (GPtrArray *evidence, const TapCase *c, guint show, TapSign sign)
{
  TapSeverity least = show & TAP_SHOW_FLAWS ? TAP_SEVERITY_WARNING : TAP_SEVERITY_ERROR;
  guint shown = 0;

  if (show & TAP_SHOW_LEAD)
    {
      const TapFinding *lead = sign != TAP_SIGN_NONE ? c->first[sign] : c->lead;

      if (lead != NULL && !is_told (c, show, lead))
        add_finding (evidence, c, lead);
    }
  if (!(show & (TAP_SHOW_ERRORS | TAP_SHOW_FLAWS)))
    return;
  for (guint i = 0; i < tap_findings_count (c->findings) && shown < MAX_OTHERS; i++)
    {
      const TapFinding *finding = tap_findings_get (c->findings, i);

      if (finding->severity >= least && !is_told (c, show, finding))
        {
          add_finding (evidence, c, finding);
          shown++;
        }
    }
}

static gboolean
is_cut (const TapEvidence *row)
{
  return g_strcmp0 (row->rule, tap_rule_id (TAP_RULE_TRUNCATED_BODY)) == 0
         || g_strcmp0 (row->rule, tap_rule_id (TAP_RULE_NO_ANSWER)) == 0;
}

/* Where it stands if its time is not known: an event behind the head, the rest at the end. */
static gint64
order_of (const TapEvidence *row, const TapCase *c)
{
  if (row->at >= 0)
    return row->at;
  return row->place < TAP_PLACE_END ? tap_exchange_get_answered (c->exchange) : c->over;
}

static int
by_time (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TapEvidence *one = *(const TapEvidence *const *) a;
  const TapEvidence *other = *(const TapEvidence *const *) b;
  gint64 order = order_of (one, user_data), order_of_other = order_of (other, user_data);

  if (order != order_of_other)
    return order < order_of_other ? -1 : 1;
  if (one->place != other->place)
    return one->place < other->place ? -1 : 1;
  if (one->event != other->event)
    return one->event < other->event ? -1 : 1;
  /* What was cut comes before what it lacks; how it ended is told last. */
  if (is_cut (one) != is_cut (other))
    return is_cut (one) ? -1 : 1;
  return (one->rule == NULL) - (other->rule == NULL);
}

static gboolean
tells_of_end (const GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (evidence, i);

      if (is_cut (row) || g_strcmp0 (row->rule, tap_rule_id (TAP_RULE_AGENT_LEFT)) == 0)
        return TRUE;
    }
  return FALSE;
}

void
tap_verdict_show (GPtrArray *evidence, const TapCase *c, guint show, TapSign sign)
{
  if (show & TAP_SHOW_REQUEST)
    show_request (evidence, c);
  if (show & TAP_SHOW_HEAD)
    show_head (evidence, c);
  if (show & TAP_SHOW_GAP)
    show_gap (evidence, c);
  show_findings (evidence, c, show, sign);
  if (show & TAP_SHOW_PROVIDER)
    show_provider (evidence, c);
  /* Whoever cut it is told there. */
  if ((show & TAP_SHOW_END) && !tells_of_end (evidence))
    show_end (evidence, c);
  g_ptr_array_sort_with_data (evidence, by_time, (gpointer) c);
}
