/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-responses.h"

#include <glib/gi18n-lib.h>

/* How a response begins and ends. */

static void
begin_anew (TapResponses *self, TapFindings *findings)
{
  tap_responses_items_end (self, findings);
  tap_responses_settle (self, findings);
  tap_responses_items_clear (self);
  g_clear_pointer (&self->id, g_free);
  self->phase = TAP_RESPONSES_OPEN;
  self->next_index = 0;
  self->missed = self->cut = self->after_reported = FALSE;
}

void
tap_responses_take_created (TapResponses *self, const TapGrammarEvent *event)
{
  guint32 id = event->json != NULL
                 ? tap_json_member (event->json, tap_json_member (event->json, 0, "response"), "id")
                 : TAP_JSON_NONE;
  gboolean again = self->phase == TAP_RESPONSES_OPEN && !self->missed && self->id != NULL;
  gboolean same = again && event->json != NULL && tap_json_equals (event->json, id, self->id);
  g_autofree char *quoted = event->json != NULL ? tap_grammar_quote (event->json, id) : NULL;

  if (self->phase == TAP_RESPONSES_DONE || self->phase == TAP_RESPONSES_FAILED)
    tap_grammar_report (event, TAP_RULE_RESPONSES_CREATED_AGAIN,
                        _ ("Response “%s” began after %s."), quoted != NULL ? quoted : "",
                        self->ended_by);
  else if (same)
    tap_grammar_report_as (event, TAP_RULE_RESPONSES_CREATED_AGAIN, TAP_SEVERITY_WARNING,
                           _ ("Response “%s” began again while it was still open."), quoted);
  else if (again)
    tap_grammar_report (event, TAP_RULE_RESPONSES_CREATED_AGAIN,
                        _ ("Response “%s” began while another was still open."),
                        quoted != NULL ? quoted : "");

  if (same)
    return;
  self->anew = again || self->phase == TAP_RESPONSES_DONE || self->phase == TAP_RESPONSES_FAILED;
  begin_anew (self, event->findings);
  if (event->json != NULL && tap_grammar_has_text (event->json, id))
    self->id = tap_json_dup_string (event->json, id);
}

static void
end (TapResponses *self, const TapGrammarEvent *event, const char *name)
{
  tap_responses_items_end (self, event->findings);
  tap_responses_settle (self, event->findings);
  self->phase = TAP_RESPONSES_DONE;
  self->ended_by = name;
}

void
tap_responses_take_completed (TapResponses *self, const TapGrammarEvent *event)
{
  if (!self->missed && self->phase == TAP_RESPONSES_OPEN)
    tap_responses_items_missing (self, event);
  end (self, event, "response.completed");
}

/* {code, message}, or {error: {type, code, message}}, or an error in a response. */
static char *
describe_error (const TapJson *json, guint32 error)
{
  static const char *const kinds[] = { "code", "type" };
  guint32 message = tap_json_member (json, error, "message");
  g_autofree char *quoted = tap_grammar_quote (json, message);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint32 kind = tap_json_member (json, error, kinds[i]);
      g_autofree char *said = tap_grammar_quote (json, kind);

      if (*said != '\0' && !g_str_equal (said, "error"))
        return g_strdup_printf ("%s: %s", said, *quoted != '\0' ? quoted : _ ("without a message"));
    }
  if (*quoted != '\0')
    return g_steal_pointer (&quoted);
  g_free (quoted);
  quoted = tap_grammar_quote (json, error);
  return *quoted != '\0' ? g_steal_pointer (&quoted) : g_strdup (_ ("It has no message."));
}

void
tap_responses_take_failed (TapResponses *self, const TapGrammarEvent *event)
{
  g_autofree char *says = NULL;

  if (event->json != NULL)
    {
      guint32 response = tap_json_member (event->json, 0, "response");

      says = describe_error (event->json, tap_json_member (event->json, response, "error"));
    }
  tap_grammar_report (event, TAP_RULE_RESPONSES_FAILED, "%s",
                      says != NULL ? says : _ ("It could not be read."));
  end (self, event, "response.failed");
}

void
tap_responses_take_incomplete (TapResponses *self, const TapGrammarEvent *event)
{
  g_autofree char *reason = NULL;

  if (event->json != NULL)
    {
      guint32 response = tap_json_member (event->json, 0, "response");
      guint32 details = tap_json_member (event->json, response, "incomplete_details");

      reason = tap_grammar_quote (event->json, tap_json_member (event->json, details, "reason"));
    }
  tap_grammar_report (event, TAP_RULE_RESPONSES_INCOMPLETE,
                      reason != NULL && *reason != '\0' ? _ ("Its reason is “%s”.")
                                                        : _ ("It says no reason."),
                      reason);
  self->cut = TRUE;
  end (self, event, "response.incomplete");
}

/* After it clients have given up, though response.failed may follow. */
void
tap_responses_take_error (TapResponses *self, const TapGrammarEvent *event)
{
  g_autofree char *says = NULL;

  if (event->json != NULL)
    says = describe_error (event->json, tap_grammar_has_error (event->json)
                                          ? tap_json_member (event->json, 0, "error")
                                          : 0);
  tap_grammar_report (event, TAP_RULE_RESPONSES_ERROR_EVENT, "%s",
                      says != NULL ? says : _ ("It could not be read."));
  if (self->phase == TAP_RESPONSES_DONE || self->phase == TAP_RESPONSES_FAILED)
    return;
  end (self, event, "error");
  self->phase = TAP_RESPONSES_FAILED;
}

gboolean
tap_responses_enter (TapResponses *self, const TapGrammarEvent *event, const char *name,
                     gboolean is_end)
{
  gint64 number = 0;

  switch (self->phase)
    {
    case TAP_RESPONSES_DONE:
    case TAP_RESPONSES_FAILED:
      if (self->phase == TAP_RESPONSES_FAILED && is_end)
        return TRUE;
      if (!self->after_reported)
        tap_grammar_report (event, TAP_RULE_RESPONSES_EVENT_AFTER_TERMINAL,
                            _ ("%s came after %s."), name, self->ended_by);
      self->after_reported = TRUE;
      return FALSE;

    case TAP_RESPONSES_WAITING:
      self->phase = TAP_RESPONSES_OPEN;
      if (self->resumed || self->missed)
        return TRUE;
      self->next_index = 0;
      /* The rest of an answer that was asked for again begins so; who asked for it is not known. */
      if (event->json != NULL)
        tap_json_int64 (event->json, tap_json_member (event->json, 0, "sequence_number"), &number);
      if (self->request == NULL && !self->numbered && number > 0)
        {
          self->resumed = TRUE;
          self->next_index = -1;
          tap_grammar_report_as (event, TAP_RULE_RESPONSES_MISSING_CREATED, TAP_SEVERITY_WARNING,
                                 _ ("The stream begins with %s, number %jd"
                                    ": probably the rest of a response that was resumed."),
                                 name, number);
        }
      else
        tap_grammar_report (event, TAP_RULE_RESPONSES_MISSING_CREATED,
                            _ ("%s came before response.created."), name);
      return TRUE;

    case TAP_RESPONSES_OPEN:
    default:
      return TRUE;
    }
}
