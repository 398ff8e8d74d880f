/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* All findings of an exchange as one list: the body's, the exchange's own, and those that follow
 * from numbers kept anyway (silences, losses), which change until the end and so are made anew
 * when somebody asks. */

/* Whether the end of the body was the gateway's doing, all of it was seen and could be decoded, and
 * so the rules about ends may speak. What lies behind a fault in the coding nobody knows. */
static gboolean
may_judge_end (const TapExchange *self)
{
  return (self->ending == TAP_ENDING_COMPLETE || self->ending == TAP_ENDING_CUT)
         && !self->answer.blind && tap_answer_decode_fault (&self->answer) == NULL;
}

static void
add_checked (TapExchange *self, TapFindings *to)
{
  TapFindings *checked = tap_answer_findings (&self->answer);
  guint n = checked != NULL ? tap_findings_count (checked) : 0;
  gboolean all = self->state != TAP_EXCHANGE_ENDED || may_judge_end (self);
  guint n_at_end = 0;
  guint kept[TAP_SEVERITY_ERROR + 1] = { 0 };

  for (guint i = 0; i < n; i++)
    {
      const TapFinding *finding = tap_findings_get (checked, i);

      if (finding->event > 0 || all || n_at_end++ < self->n_before_end)
        tap_findings_add_copy (to, finding);
      kept[finding->severity]++;
    }
  for (guint severity = 0; n > 0 && severity < G_N_ELEMENTS (kept); severity++)
    tap_findings_add_dropped (to, severity,
                              tap_findings_count_severity (checked, severity) - kept[severity]);
}

static void
add_label (TapExchange *self, TapFindings *to)
{
  g_autofree char *type = tap_utf8_quote (self->content_type);

  if (self->n_events > 0 && self->head_read && !self->answer.is_sse)
    tap_findings_add (to, TAP_RULE_SSE_MISLABELLED, 0, self->first_byte,
                      self->content_type != NULL ? _ ("Its content type is “%s”.")
                                                 : _ ("It has no content type."),
                      type);
}

static void
add_lost (TapFindings *to, gint64 at, guint64 bytes, guint64 records)
{
  tap_findings_add (to, TAP_RULE_LOG_INCOMPLETE, 0, at,
                    g_dngettext (GETTEXT_PACKAGE,
                                 "%ju bytes in %ju"
                                 " record could not be written; what followed was not judged.",
                                 "%ju bytes in %ju"
                                 " records could not be written; what followed was not judged.",
                                 (gulong) records),
                    bytes, records);
}

/* A finding may lose weight when the stream is judged as a whole, so the marks are made anew. */
static void
mark_events (TapExchange *self)
{
  for (guint i = 0; i < self->events.count; i++)
    tap_event_store_get (&self->events, i)->severity = 0;
  for (guint i = 0; i < tap_findings_count (self->merged); i++)
    {
      const TapFinding *finding = tap_findings_get (self->merged, i);

      tap_event_store_mark (&self->events, finding->event, (guint8) (finding->severity + 1));
    }
}

/* How many events matter for the list: those up to the one that the last silence waited for, which
 * has a number once it is there. Else a long stream would be looked at anew with each event. */
static guint64
seen_events (const TapExchange *self)
{
  guint n = tap_exchange_count_silences (self);
  guint awaited = 1;

  for (guint i = 0; i < n; i++)
    awaited = MAX (awaited, tap_exchange_get_silence (self, i)->after_event + 1);
  return ((guint64) n << 32) | MIN (self->n_events, awaited);
}

TapFindings *
tap_judge_findings (TapExchange *self)
{
  TapFindings *checked = tap_answer_findings (&self->answer);
  const guint64 from[] = {
    checked != NULL ? tap_findings_count (checked) : 0,
    self->own != NULL ? tap_findings_count (self->own) : 0,
    seen_events (self),
    self->lost_at >= 0 ? self->bytes_lost + self->records_lost + 1 : 0,
  };

  G_STATIC_ASSERT (sizeof from == sizeof self->merged_from);
  if (self->settled
      || (self->merged != NULL && memcmp (from, self->merged_from, sizeof from) == 0))
    return self->merged;

  g_clear_pointer (&self->merged, tap_findings_free);
  self->merged = tap_findings_new ();
  memcpy (self->merged_from, from, sizeof from);
  self->settled = self->state == TAP_EXCHANGE_ENDED;
  add_checked (self, self->merged);
  for (guint i = 0; self->own != NULL && i < tap_findings_count (self->own); i++)
    tap_findings_add_copy (self->merged, tap_findings_get (self->own, i));
  tap_judge_silences (self, self->merged);
  add_label (self, self->merged);
  if (self->lost_at >= 0 && self->lost_why != NULL)
    tap_findings_add (self->merged, TAP_RULE_LOG_INCOMPLETE, 0, self->lost_at, "%s",
                      self->lost_why);
  else if (self->lost_at >= 0)
    add_lost (self->merged, self->lost_at, self->bytes_lost, self->records_lost);
  mark_events (self);
  return self->merged;
}

void
tap_judge_tell (TapExchange *self, TapRule rule, TapSeverity severity, gint64 at,
                const char *format, ...)
{
  g_autofree char *detail = NULL;
  va_list args;

  va_start (args, format);
  detail = g_strdup_vprintf (format, args);
  va_end (args);
  tap_findings_add_as (self->settled ? self->merged : tap_judge_own (self), rule, severity, 0, at,
                       "%s", detail);
}

void
tap_judge_lost (TapExchange *self, gint64 at, guint64 bytes, guint64 records)
{
  if (self->settled)
    add_lost (self->merged, at, bytes, records);
}
