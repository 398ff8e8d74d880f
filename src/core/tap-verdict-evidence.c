/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_OTHERS 6 /* findings besides the one that leads */

static void
add (GPtrArray *evidence, const TapCase *c, guint event, gint64 at, char *text)
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
    .event = event,
    .at = MAX (at, -1),
    .text = text,
  };
  g_ptr_array_add (evidence, row);
}

/* Details end with a period, but for those that quote what came. */
static void
add_finding (GPtrArray *evidence, const TapCase *c, const TapFinding *finding)
{
  const char *end = g_str_has_suffix (finding->detail, ".") ? "" : ".";

  /* Translators: the id of a rule, and what was seen. */
  add (evidence, c, finding->event, finding->at,
       g_strdup_printf (_ ("%s: %s%s"), tap_rule_id (finding->rule), finding->detail, end));
}

static void
show_request (GPtrArray *evidence, const TapCase *c)
{
  const char *method = tap_exchange_get_method (c->exchange);
  g_autofree char *target = tap_utf8_quote (tap_exchange_get_target (c->exchange));

  if (method != NULL)
    add (evidence, c, 0, c->began, g_strdup_printf (_ ("The agent asked: %s %s."), method, target));
}

static void
show_head (GPtrArray *evidence, const TapCase *c)
{
  gint64 at = tap_exchange_get_answered (c->exchange);
  const char *type = tap_exchange_get_content_type (c->exchange);
  g_autofree char *wait = NULL;
  g_autofree char *quoted = tap_utf8_quote (type);

  if (at < 0 || c->status == 0)
    return;
  wait = tap_verdict_seconds (at - MAX (c->began, 0));
  add (evidence, c, 0, at,
       type != NULL ? g_strdup_printf (_ ("Status %u (%s) came after %s."), c->status, quoted, wait)
                    : g_strdup_printf (_ ("Status %u came after %s."), c->status, wait));
}

static void
show_gap (GPtrArray *evidence, const TapCase *c)
{
  g_autofree char *length = tap_verdict_seconds (c->gap_length);

  if (!c->has_gap)
    return;
  add (evidence, c, c->gap.after_event, c->gap.from,
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
  add (evidence, c, c->error->event, c->error->at,
       c->error->type != NULL || c->error->code != NULL
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
  { "gateway", "complete", N_ ("The answer came to its own end.") },
  { "gateway", "fin", N_ ("The gateway closed its connection.") },
  { "gateway", "rst", N_ ("The gateway reset its connection.") },
  { "gateway", "cut", N_ ("The gateway closed its connection without the end that TLS gives it.") },
  { "gateway", "timeout", N_ ("The connection to the gateway timed out.") },
  { "gateway", "refused", N_ ("The gateway refused the connection.") },
  { "gateway", NULL, N_ ("The gateway’s side failed.") },
  { "agent", "fin", N_ ("The agent closed its connection.") },
  { "agent", "rst", N_ ("The agent reset its connection.") },
  { "agent", NULL, N_ ("The agent’s side ended.") },
  { "tapline", "complete", N_ ("The answer came to its own end.") },
  { "tapline", "stopped", N_ ("The capture was stopped.") },
  { "tapline", NULL, N_ ("Tapline ended it.") },
};

static void
show_end (GPtrArray *evidence, const TapCase *c)
{
  const char *by = tap_exchange_get_end_by (c->exchange);

  /* A body alone is complete because there is no more of it. */
  if (!c->ended || (by == NULL && g_str_equal (c->how, "complete")))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (enders); i++)
    {
      if (g_strcmp0 (enders[i].by, by) == 0
          && (enders[i].how == NULL || g_str_equal (enders[i].how, c->how)))
        {
          add (evidence, c, 0, c->over, g_strdup (_ (enders[i].says)));
          return;
        }
    }
  add (evidence, c, 0, c->over, g_strdup (_ ("The capture of it ended.")));
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

/* Where it stands if its time is not known: an event behind the head, the rest at the end. */
static gint64
order_of (const TapEvidence *row, const TapCase *c)
{
  if (row->at >= 0)
    return row->at;
  return row->event > 0 ? tap_exchange_get_answered (c->exchange) : c->over;
}

static int
by_time (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TapEvidence *one = *(const TapEvidence *const *) a;
  const TapEvidence *other = *(const TapEvidence *const *) b;
  gint64 order = order_of (one, user_data), order_of_other = order_of (other, user_data);

  if (order != order_of_other)
    return order < order_of_other ? -1 : 1;
  return one->event < other->event ? -1 : one->event > other->event;
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
  if (show & TAP_SHOW_END)
    show_end (evidence, c);
  g_ptr_array_sort_with_data (evidence, by_time, (gpointer) c);
}
