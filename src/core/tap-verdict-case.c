/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <string.h>

/* A silence and what ended it: that long may lie between them. */
#define AT_ONCE (2 * G_USEC_PER_SEC)

static const struct
{
  const char *part; /* of the grammar's name */
  TapDialect dialect;
} dialects[] = {
  { "messages", TAP_DIALECT_MESSAGES },
  { "chat", TAP_DIALECT_CHAT },
  { "responses", TAP_DIALECT_RESPONSES },
  { "gemini", TAP_DIALECT_GEMINI },
};

static TapDialect
find_dialect (const TapExchange *exchange)
{
  const TapGrammar *grammar = tap_exchange_get_grammar (exchange);

  for (guint i = 0; grammar != NULL && i < G_N_ELEMENTS (dialects); i++)
    {
      if (strstr (grammar->name, dialects[i].part) != NULL)
        return dialects[i].dialect;
    }
  return TAP_DIALECT_OTHER;
}

/* A fault that this agent does not mind is no cause of what came later. */
static gboolean
is_tolerated (const TapCase *self, TapRule rule)
{
  return self->identity->client != TAP_CLIENT_UNKNOWN
         && tap_effects_are_tolerated (rule, self->identity);
}

/* Of two at the same place the one from which the other follows. */
static guint
depth_of (TapRule rule)
{
  static const TapSign deep[] = { TAP_SIGN_NOT_HTTP, TAP_SIGN_CODING, TAP_SIGN_NAMES };
  TapSign sign = tap_sign_of (rule);
  guint depth = 0;

  while (depth < G_N_ELEMENTS (deep) && deep[depth] != sign)
    depth++;
  return depth;
}

/* The list is in the order of events, so the first is also the first in time; what stands at no
 * event comes last. */
static void
gather_findings (TapCase *self)
{
  guint n = tap_findings_count (self->findings);
  const TapFinding *spared = NULL;
  TapRule tolerated = TAP_N_RULES; /* one body can break it in each event */

  for (guint i = 0; i < n; i++)
    {
      const TapFinding *finding = tap_findings_get (self->findings, i);
      TapSign sign = tap_sign_of (finding->rule);
      const TapFinding *known = self->first[sign];

      self->count[sign]++;
      if (known == NULL || finding->severity > known->severity)
        self->first[sign] = finding;
      if (finding->severity > TAP_SEVERITY_NOTE && self->n_flaws++ == 0)
        self->flaw = finding;
      if (finding->severity == TAP_SEVERITY_ERROR && sign <= TAP_SIGN_LAST_DEVIATION)
        {
          if (spared == NULL)
            spared = finding;
          if (self->lead != NULL && finding->event == self->lead->event
              && depth_of (finding->rule) < depth_of (self->lead->rule))
            self->lead = finding;
          if (self->lead == NULL && finding->rule != tolerated)
            {
              if (is_tolerated (self, finding->rule))
                tolerated = finding->rule;
              else
                self->lead = finding;
            }
        }
    }
  if (self->lead == NULL && !(self->ended && self->terminal_missing))
    self->lead = spared;
  if (self->lead != NULL)
    self->lead_sign = tap_sign_of (self->lead->rule);
}

/* The silence before what went wrong, if there was one. */
static void
gather_gap (TapCase *self)
{
  gint64 wrong_at = self->lead != NULL && self->lead->at >= 0 ? self->lead->at : self->over;
  guint n = tap_exchange_count_silences (self->exchange);

  for (guint i = n; i > 0 && !self->has_gap; i--)
    {
      const TapSilence *silence = tap_exchange_get_silence (self->exchange, i - 1);

      if (!silence->bytes || silence->to > wrong_at + 1 || wrong_at - silence->to > AT_ONCE)
        continue;
      self->has_gap = TRUE;
      self->gap = *silence;
      self->gap_length = silence->to - silence->from;
    }
  for (guint i = n; i > 0; i--)
    {
      const TapSilence *silence = tap_exchange_get_silence (self->exchange, i - 1);

      if (self->over - silence->to <= AT_ONCE)
        self->event_gap = MAX (self->event_gap, silence->to - silence->from);
    }
  self->event_gap = MAX (self->event_gap, self->gap_length);
}

/* More than that are not looked at. */
#define MAX_ALIKE 8

static guint
count_alike (const TapCase *self, const TapTrace *trace)
{
  guint64 id = self->attempt->first;
  const TapExchange *other = id != 0 ? tap_trace_find (trace, id) : NULL;
  guint n = 0;

  if (!self->ended)
    return 0;
  for (guint i = 0; other != NULL && i < MAX_ALIKE; i++)
    {
      guint64 next = tap_exchange_get_attempt (other)->next;

      if (tap_exchange_get_state (other) == TAP_EXCHANGE_ENDED && other->ending == self->ending
          && other->terminal_missing == self->terminal_missing
          && tap_exchange_get_status (other) == self->status
          && g_strcmp0 (tap_exchange_get_end_how (other), tap_exchange_get_end_how (self->exchange)) == 0)
        n++;
      other = next > id ? tap_trace_find (trace, next) : NULL;
      id = next;
    }
  return n;
}

void
tap_case_gather (TapCase *self, const TapTrace *trace, const TapExchange *exchange)
{
  *self = (TapCase){
    .exchange = exchange,
    .now = tap_trace_get_now (trace),
    .dialect = find_dialect (exchange),
    .ended = tap_exchange_get_state (exchange) == TAP_EXCHANGE_ENDED,
    .status = tap_exchange_get_status (exchange),
    .ending = exchange->ending,
    .how = tap_exchange_get_end_how (exchange),
    .terminal_missing = exchange->terminal_missing,
    .began = tap_exchange_get_began (exchange),
    .identity = tap_exchange_get_identity (exchange),
    .attempt = tap_exchange_get_attempt (exchange),
    .error = tap_exchange_get_error (exchange),
    .progress = tap_exchange_get_progress (exchange),
    .n_events = tap_exchange_count_events (exchange),
    .findings = tap_exchange_get_findings (exchange),
  };
  if (self->how == NULL)
    self->how = "";
  self->over = self->ended ? tap_exchange_get_ended (exchange) : self->now;
  self->is_2xx = self->status >= 200 && self->status < 300;
  self->is_call = self->dialect != TAP_DIALECT_OTHER && exchange->is_endpoint;
  self->length = self->began >= 0 ? MAX (0, self->over - self->began) : -1;
  self->n_alike = count_alike (self, trace);
  gather_findings (self);
  gather_gap (self);
}
