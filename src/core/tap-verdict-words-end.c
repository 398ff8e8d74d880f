/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONG_WAIT (10 * G_USEC_PER_SEC)

/* Sentences about how an answer ended, and who ended it. */

void
tap_say_what_came (const TapCase *c, GString *out)
{
  if (c->n_events > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE, "%u event had come.", "%u events had come.",
                               c->n_events),
             c->n_events);
}

static void
say_unfinished (const TapCase *c, GString *out)
{
  const char *reason = c->dialect == TAP_DIALECT_CHAT ? "finish_reason" : "finishReason";
  g_autofree char *tool = tap_utf8_quote (c->progress->tool);

  if (c->progress->tool != NULL)
    tap_say (out, _ ("A tool call (%s) was being written, and no %s came."), tool, reason);
  else if (c->progress->kind == TAP_EVENT_THINKING)
    tap_say (out, _ ("Thinking was being written, and no %s came."), reason);
  else if (c->progress->kind == TAP_EVENT_TEXT)
    tap_say (out, _ ("Text was being written, and no %s came."), reason);
  else
    tap_say (out, _ ("No %s came."), reason);
}

/* What is missing of an answer that broke off. */
void
tap_say_open_part (const TapCase *c, GString *out)
{
  g_autofree char *tool = tap_utf8_quote (c->progress->tool);

  if (!c->progress->in_part)
    return;
  /* Their choices have no end but the reason for it. */
  if (c->dialect == TAP_DIALECT_CHAT || c->dialect == TAP_DIALECT_GEMINI)
    say_unfinished (c, out);
  else if (c->progress->tool != NULL)
    tap_say (out, _ ("The input of a tool call (%s) was still open."), tool);
  else if (c->progress->kind == TAP_EVENT_THINKING)
    tap_say (out, _ ("A block of thinking was still open."));
  else if (c->progress->kind == TAP_EVENT_TEXT)
    tap_say (out, _ ("A block of text was still open."));
  else
    tap_say (out, _ ("A block of the answer was still open."));
}

/* A silence before what happened, that is not its cause as far as can be told. */
void
tap_say_wait_before (const TapCase *c, GString *out)
{
  g_autofree char *gap = tap_verdict_seconds (c->gap_length);
  g_autofree char *event_gap = tap_verdict_seconds (c->event_gap);

  if (c->event_gap > c->gap_length && c->event_gap >= LONG_WAIT)
    tap_say (out, _ ("For %s before that nothing but pings or comments had come."), event_gap);
  else if (c->has_gap)
    tap_say (out, _ ("Nothing had come for %s before that."), gap);
}

static gint64
longest_stall (const TapCase *c)
{
  gint64 longest = 0;

  for (guint i = 0; i < tap_exchange_count_stalls (c->exchange); i++)
    {
      const TapStall *stall = tap_exchange_get_stall (c->exchange, i);

      longest = MAX (longest, (stall->to >= 0 ? stall->to : c->over) - stall->from);
    }
  return longest;
}

void
tap_say_not_reading (const TapCase *c, GString *out)
{
  const TapFinding *finding = c->first[TAP_SIGN_NOT_READING];
  g_autofree char *at = tap_verdict_seconds (finding->at - MAX (c->began, 0));
  gint64 longest = longest_stall (c);
  g_autofree char *length = tap_verdict_seconds (longest);

  if (longest > 0)
    /* Translators: when it began, and how long it lasted. */
    tap_say (out, _ ("From %s on the agent did not read for %s what had come for it, so the gateway had "
                     "to wait."),
             at, length);
  else
    tap_say (out, _ ("From %s on the agent did not read what had come for it, so the gateway had to "
                     "wait."),
             at);
  if (c->ended && c->ending != TAP_ENDING_COMPLETE)
    tap_say (out, _ ("The answer then broke off."));
}

void
tap_say_agent_limit (const TapCase *c, GString *out)
{
  const TapLimit *limit = tap_case_agent_limit (c);
  gint64 wait = tap_case_agent_wait (c);
  g_autofree char *length = tap_verdict_seconds (wait);

  if (wait > tap_case_last_wait (c))
    tap_say (out, _ ("For %s the agent waited for an event, and nothing came but pings or comments, which "
                     "it does not count. It then closed its connection."),
             length);
  else if (c->status == 0)
    tap_say (out, _ ("The agent waited %s for an answer and then closed its connection."), length);
  else
    tap_say (out, _ ("After %s of silence the agent closed its connection."), length);
  if (limit != NULL)
    {
      g_autofree char *fits = tap_limit_describe (limit, wait);

      tap_say (out, _ ("The silence %s."), fits);
    }
  else if (tap_case_is_said_limit (c))
    tap_say (out, _ ("Its request says that it waits no longer."));
  else
    tap_say (out, _ ("So round a time is probably a limit that was set in the agent."));
  tap_say_what_came (c, out);
}

void
tap_say_cancelled (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);
  g_autofree char *wait = tap_verdict_seconds (tap_case_last_wait (c));

  if (c->status == 0)
    tap_say (out, _ ("The agent closed its connection after %s, before an answer came."), length);
  else if (tap_case_last_wait (c) >= 2 * G_USEC_PER_SEC)
    tap_say (out, _ ("The agent closed its connection after %s, %s after the last byte had come."),
             length, wait);
  else
    tap_say (out, _ ("The agent closed its connection after %s, while the answer was coming."), length);
  if (c->attempt->next != 0)
    tap_say (out, _ ("The agent gave it up itself, for it then asked for the same again."));
  else if (tap_case_last_wait (c) >= 10 * G_USEC_PER_SEC)
    tap_say (out, _ ("Either somebody cancelled it, or it has a limit that is not known here."));
  else
    tap_say (out, _ ("Probably it was cancelled: nothing was wrong until then."));
}

void
tap_say_dropped (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);
  gboolean reset = g_str_equal (c->how, "rst");

  if (c->status == 0)
    tap_say (out, reset ? _ ("The gateway reset the connection %s after the request, without an answer.")
                        : _ ("The gateway closed the connection %s after the request, without an answer."),
             length);
  else if (c->n_events == 0 && tap_exchange_asked_stream (c->exchange))
    tap_say (out, reset ? _ ("The gateway reset the connection after %s, before the first event.")
                        : _ ("The gateway dropped the connection after %s, before the first event."),
             length);
  else
    tap_say (out, reset ? _ ("The gateway reset the connection after %s, in the middle of the answer.")
                        : _ ("The gateway dropped the connection after %s, in the middle of the answer."),
             length);
  tap_say_what_came (c, out);
  tap_say_open_part (c, out);
  tap_say_wait_before (c, out);
}

void
tap_say_dropped_after_end (const TapCase *c, GString *out)
{
  tap_say (out, _ ("The last event came, but then the connection broke before the body’s own end."));
  tap_say (out, _ ("The answer is whole; some clients report an error all the same."));
}

void
tap_say_ended_early (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);
  const TapFinding *ended = c->first[TAP_SIGN_ENDED];

  if (c->length < 0)
    tap_say (out, _ ("The stream ends as if it were complete, but its last events are missing."));
  else
    tap_say (out, _ ("The gateway ended the stream after %s as if it were complete, but its last "
                     "events are missing."),
             length);
  tap_say_what_came (c, out);
  tap_say_open_part (c, out);
  if (ended != NULL && !c->progress->in_part)
    tap_say (out, "%s", tap_rule_meaning (ended->rule));
  tap_say_wait_before (c, out);
}

void
tap_say_empty (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);

  if (c->n_events > 0)
    tap_say (out, g_dngettext (GETTEXT_PACKAGE,
                               "The gateway answered with status %u and ended the answer with nothing in "
                               "it but %u ping or unknown event.",
                               "The gateway answered with status %u and ended the answer with nothing in "
                               "it but %u pings or unknown events.",
                               c->n_events),
             c->status, c->n_events);
  else if (c->length < 0)
    tap_say (out, _ ("The answer ended without a single event."));
  else
    tap_say (out, _ ("The gateway answered with status %u and ended the answer after %s without a "
                     "single event."),
             c->status, length);
}

void
tap_say_capture (const TapCase *c, GString *out)
{
  g_autofree char *length = tap_verdict_seconds (c->length);

  tap_say (out, _ ("The capture ended %s after the request, before the exchange did."), length);
  tap_say_what_came (c, out);
}

void
tap_say_lost (const TapCase *c, GString *out)
{
  tap_say (out, _ ("Part of the exchange was not recorded, so nobody can say whether it was in "
                   "order."));
  tap_say_detail (out, c->first[TAP_SIGN_LOST]);
}
