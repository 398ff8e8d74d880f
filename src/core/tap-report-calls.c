/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report-private.h"

#include "tap-exchange-private.h"

#include <glib/gi18n-lib.h>

#define MAX_NAMED 8 /* calls of one outcome */

typedef enum
{
  OUTCOME_FAILED,
  OUTCOME_RECOVERED,
  OUTCOME_FLAWED,
  OUTCOME_FINE,
  OUTCOME_LEFT,
  OUTCOME_OPEN,
  N_OUTCOMES
} Outcome;

typedef struct
{
  guint64 first;
  guint64 last;
  guint n;
  TapTone tone;     /* of the last attempt */
  gboolean failed;  /* an attempt before it did */
  TapAskClass ask_class;
} Call;

struct _TapReportCalls
{
  GArray *calls;     /* of Call, in the order of their beginning */
  GHashTable *by_id; /* guint64 of a first exchange -> index + 1 */
};

TapReportCalls *
tap_report_calls_new (void)
{
  TapReportCalls *self = g_new0 (TapReportCalls, 1);

  self->calls = g_array_new (FALSE, TRUE, sizeof (Call));
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
tap_report_calls_free (TapReportCalls *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->calls);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

/* A fault that this very agent does not mind, in an answer that came to its end, failed nothing. */
static TapTone
tone_of (const TapExchange *exchange, const TapVerdict *verdict)
{
  TapClient client = tap_exchange_get_identity (exchange)->client;
  const TapEffect *effect = verdict->effects->len > 0 ? g_ptr_array_index (verdict->effects, 0) : NULL;

  return verdict->tone == TAP_TONE_ERROR && effect != NULL && client != TAP_CLIENT_UNKNOWN
             && effect->client == client && effect->effect == TAP_EFFECT_TOLERATES
             && !exchange->terminal_missing
           ? TAP_TONE_WARNING
           : verdict->tone;
}

void
tap_report_calls_add (TapReportCalls *self, const TapExchange *exchange, const TapVerdict *verdict)
{
  guint64 id = tap_exchange_get_id (exchange);
  guint64 first = tap_exchange_get_attempt (exchange)->first;
  gpointer found;
  Call *call;

  if (first == 0)
    first = id;
  found = g_hash_table_lookup (self->by_id, &first);
  if (found == NULL)
    {
      g_array_set_size (self->calls, self->calls->len + 1);
      found = GUINT_TO_POINTER (self->calls->len);
      g_hash_table_insert (self->by_id, g_memdup2 (&first, sizeof first), found);
    }
  call = &g_array_index (self->calls, Call, GPOINTER_TO_UINT (found) - 1);
  if (call->n++ == 0)
    {
      call->first = id;
      call->ask_class = tap_exchange_get_identity (exchange)->ask_class;
    }
  else
    {
      call->failed = call->failed || call->tone == TAP_TONE_ERROR;
    }
  call->last = id;
  call->tone = tone_of (exchange, verdict);
}

static Outcome
outcome_of (const Call *call)
{
  switch (call->tone)
    {
    case TAP_TONE_ERROR:
      return OUTCOME_FAILED;

    case TAP_TONE_WARNING:
      return call->failed ? OUTCOME_RECOVERED : OUTCOME_FLAWED;

    case TAP_TONE_NEUTRAL:
      return OUTCOME_LEFT;

    case TAP_TONE_OPEN:
      return OUTCOME_OPEN;

    case TAP_TONE_GOOD:
    default:
      return call->failed ? OUTCOME_RECOVERED : OUTCOME_FINE;
    }
}

static const char *const outcomes[N_OUTCOMES] = {
  /* Translators: so many calls, and then which. */
  [OUTCOME_FAILED] = N_ ("%u failed:"),       [OUTCOME_RECOVERED] = N_ ("%u recovered:"),
  [OUTCOME_FLAWED] = N_ ("%u with flaws:"),   [OUTCOME_FINE] = N_ ("%u fine:"),
  [OUTCOME_LEFT] = N_ ("%u broken off by nobody’s fault:"), [OUTCOME_OPEN] = N_ ("%u still open:"),
};

static void
append_call (GString *text, const Call *call, gboolean follows)
{
  g_string_append_printf (text, "%s #%" G_GUINT64_FORMAT, follows ? "," : "", call->first);
  if (call->n > 1 && outcome_of (call) == OUTCOME_RECOVERED)
    g_string_append_printf (text, _ (" in #%ju"), call->last);
  else if (call->n > 1)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " (%u attempt, the last #%ju)",
                                               " (%u attempts, the last #%ju)", call->n),
                            call->n, call->last);
  if (tap_report_is_aside (call->ask_class))
    g_string_append_printf (text, " (%s)", tap_ask_class_name (call->ask_class));
}

static void
append_outcome (GString *text, const TapReportCalls *self, Outcome outcome, guint n)
{
  guint named = 0;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, _ (outcomes[outcome]), n);
#pragma GCC diagnostic pop
  for (guint i = 0; i < self->calls->len && named < MAX_NAMED; i++)
    {
      const Call *call = &g_array_index (self->calls, Call, i);

      if (outcome_of (call) == outcome)
        append_call (text, call, named++ > 0);
    }
  if (n > named)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", n - named),
                            n - named);
}

void
tap_report_calls_append (const TapReportCalls *self, GString *out, const TapReportStyle *style)
{
  const char *label = _ ("calls");
  guint counts[N_OUTCOMES] = { 0 };

  for (guint i = 0; i < self->calls->len; i++)
    counts[outcome_of (&g_array_index (self->calls, Call, i))]++;
  for (guint i = 0; i < N_OUTCOMES; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      if (counts[i] == 0)
        continue;
      append_outcome (text, self, i, counts[i]);
      tap_report_append_row (out, &label, text->str, style);
    }
}
