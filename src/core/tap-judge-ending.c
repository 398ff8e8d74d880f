/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How an exchange ended, and whose doing that was. */

#define ANY NULL

/* The first row that fits. A gateway that was not reached and one that closed too early differ by
 * whether an answer had begun, which is asked afterwards. */
static const struct
{
  const char *by;
  const char *how;
  TapEnding ending;
} endings[] = {
  { "gateway", "complete", TAP_ENDING_COMPLETE },
  { "agent", ANY, TAP_ENDING_LEFT },
  { ANY, "stopped", TAP_ENDING_STOPPED },
  { "tapline", "bad-request", TAP_ENDING_REFUSED },
  { "tapline", "refused", TAP_ENDING_REFUSED },
  { ANY, "refused", TAP_ENDING_UNREACHABLE },
  { ANY, "no-such-name", TAP_ENDING_UNREACHABLE },
  { ANY, "bad-certificate", TAP_ENDING_UNREACHABLE },
  { ANY, "unreachable", TAP_ENDING_UNREACHABLE },
  { "gateway", "tls", TAP_ENDING_UNREACHABLE },
  { "gateway", ANY, TAP_ENDING_CUT },
  { ANY, "complete", TAP_ENDING_COMPLETE },
  { ANY, ANY, TAP_ENDING_STOPPED },
};

static const struct
{
  const char *how;
  const char *says;
} unreachable[] = {
  { "refused", N_ ("the gateway refused the connection") },
  { "no-such-name", N_ ("no address is known for the gateway's name") },
  { "bad-certificate", N_ ("the gateway's certificate was not accepted") },
  { "tls", N_ ("no TLS session came about with the gateway") },
};

static const struct
{
  const char *how;
  const char *says;
} cuts[] = {
  { "fin", N_ ("the gateway closed the connection") },
  { "rst", N_ ("the gateway reset the connection") },
  { "cut", N_ ("the connection ended without the end that TLS gives it") },
  { "timeout", N_ ("the connection timed out") },
  { "tls", N_ ("the TLS session broke") },
  { "fault", N_ ("the connection failed") },
};

TapEnding
tap_judge_find_ending (TapExchange *self)
{
  guint i;

  /* Of a protocol that is not HTTP any end is right. */
  if (self->answer.begun && self->answer.body.framing == TAP_FRAMING_TUNNEL)
    return TAP_ENDING_COMPLETE;
  if (self->end_how == NULL)
    return self->answer.begun && self->answer.complete ? TAP_ENDING_COMPLETE : TAP_ENDING_STOPPED;
  for (i = 0; i < G_N_ELEMENTS (endings) - 1; i++)
    {
      if ((endings[i].by == ANY || g_strcmp0 (endings[i].by, self->end_by) == 0)
          && (endings[i].how == ANY || g_str_equal (endings[i].how, self->end_how)))
        break;
    }

  switch (endings[i].ending)
    {
    case TAP_ENDING_UNREACHABLE:
      /* The one word that both a first and a later failure have. */
      return self->answer.begun && g_str_equal (self->end_how, "tls") ? TAP_ENDING_CUT
                                                                      : TAP_ENDING_UNREACHABLE;
    case TAP_ENDING_CUT:
      /* Of a body without a length a proper end is "complete"; what followed a head that is no
       * head is measured by nothing, and that was told. */
      if (self->answer.begun && self->own != NULL
          && tap_judge_has (self->own, TAP_RULE_MALFORMED_RESPONSE)
          && tap_body_may_end (&self->answer.body))
        return TAP_ENDING_COMPLETE;
      break;

    case TAP_ENDING_LEFT:
    case TAP_ENDING_STOPPED:
      break;

    default:
      return endings[i].ending;
    }
  return self->answer.begun && self->answer.complete ? TAP_ENDING_COMPLETE : endings[i].ending;
}

/* What happened and where. @position: (nullable). @detail: (nullable) what was known of it besides,
 * which may hold the position. */
static char *
describe_cut (const char *how, const char *detail, const char *position)
{
  const char *says = _ ("the gateway's side ended");

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      if (g_str_equal (cuts[i].how, how))
        says = _ (cuts[i].says);
    }
  if (detail != NULL && *detail != '\0')
    return g_strdup_printf ("%s (%s)", says, detail);
  return position != NULL ? g_strdup_printf ("%s %s", says, _ (position)) : g_strdup (says);
}

static void
judge_cut (TapExchange *self)
{
  const TapBody *body = &self->answer.body;
  gboolean seen = self->answer.begun && !self->answer.blind;
  gboolean is_short = seen && body->framing == TAP_FRAMING_LENGTH
                      && g_str_equal (self->end_how, "fin");
  const char *position = seen ? tap_body_position (body) : NULL;
  gboolean is_bare = g_strcmp0 (self->end_detail, position) == 0;
  g_autofree char *says = describe_cut (self->end_how, is_bare ? NULL : self->end_detail,
                                        is_short ? NULL : position);

  if (!self->answer.begun && (self->first_byte >= 0 || self->answer.blind))
    return; /* bytes that were no answer, which was told already; or it is not in the log */
  else if (!self->answer.begun)
    tap_findings_add (tap_judge_own (self), TAP_RULE_NO_ANSWER, 0, self->ended,
                      /* Translators: %s: fin, rst; then what happened. */
                      _ ("%s: %s before an answer began."), self->end_how, says);
  else if (self->answer.broken)
    return; /* what broke it was told already */
  else if (!seen)
    tap_findings_add (tap_judge_own (self), TAP_RULE_TRUNCATED_BODY, 0, self->ended, "%s: %s.",
                      self->end_how, says);
  else if (is_short)
    tap_findings_add (tap_judge_own (self), TAP_RULE_TRUNCATED_BODY, 0, self->ended,
                      self->n_events > 0
                        ? _ ("short length: %s after %ju of %ju bytes, after event %u.")
                        : _ ("short length: %s after %ju of %ju bytes, before the first event."),
                      says, body->payload, body->payload + body->left, self->n_events);
  else
    tap_findings_add (tap_judge_own (self), TAP_RULE_TRUNCATED_BODY, 0, self->ended,
                      self->n_events > 0 ? _ ("%s: %s, after %ju bytes and event %u.")
                                         : _ ("%s: %s, after %ju bytes, before the first event."),
                      self->end_how, says, body->payload, self->n_events);
}

static void
judge_left (TapExchange *self)
{
  const char *how = g_str_equal (self->end_how, "rst") ? _ ("reset its connection")
                                                       : _ ("closed its connection");

  if (self->answer.blind)
    tap_findings_add (tap_judge_own (self), TAP_RULE_AGENT_LEFT, 0, self->ended,
                      _ ("The agent %s before the end."), how);
  else if (!self->answer.begun && self->first_byte < 0)
    tap_findings_add (tap_judge_own (self), TAP_RULE_AGENT_LEFT, 0, self->ended,
                      _ ("The agent %s before an answer began."), how);
  else
    /* Who has the last event need not wait for the end of the framing. */
    tap_findings_add_as (tap_judge_own (self), TAP_RULE_AGENT_LEFT,
                         self->answer.checker != NULL && !self->terminal_missing
                           ? TAP_SEVERITY_NOTE
                           : TAP_SEVERITY_WARNING,
                         0, self->ended,
                         self->n_events > 0 ? _ ("The agent %s after event %u, before the end.")
                                            : _ ("The agent %s before the first event."),
                         how,
                         self->n_events);
}

static void
judge_unreachable (TapExchange *self)
{
  const char *says = _ ("there is no way to the gateway");
  g_autofree char *detail = g_strdup (self->end_detail);

  for (gsize n = detail != NULL ? strlen (detail) : 0; n > 0 && detail[n - 1] == '.'; n--)
    detail[n - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (unreachable); i++)
    {
      if (g_str_equal (unreachable[i].how, self->end_how))
        says = _ (unreachable[i].says);
    }
  /* One that names the gateway says all of it. */
  if (detail != NULL && strstr (detail, "://") != NULL)
    tap_findings_add (tap_judge_own (self), TAP_RULE_UPSTREAM_UNREACHABLE, 0, self->ended, "%s.",
                      detail);
  else
    tap_findings_add (tap_judge_own (self), TAP_RULE_UPSTREAM_UNREACHABLE, 0, self->ended,
                      detail != NULL ? "%s (%s)." : "%s.", says, detail);
}

void
tap_judge_ending (TapExchange *self, gint64 at)
{
  switch (self->ending)
    {
    case TAP_ENDING_CUT:
      judge_cut (self);
      break;

    case TAP_ENDING_LEFT:
      judge_left (self);
      break;

    case TAP_ENDING_UNREACHABLE:
      judge_unreachable (self);
      break;

    case TAP_ENDING_REFUSED:
      tap_findings_add (tap_judge_own (self), TAP_RULE_REQUEST_REFUSED, 0, self->ended, "%s",
                        self->end_detail != NULL ? self->end_detail
                                                 : tap_rule_meaning (TAP_RULE_REQUEST_REFUSED));
      break;

    case TAP_ENDING_STOPPED:
      tap_findings_add (tap_judge_own (self), TAP_RULE_CAPTURE_ENDED, 0, at, "%s",
                        tap_rule_meaning (TAP_RULE_CAPTURE_ENDED));
      break;

    default:
      break;
    }
}
