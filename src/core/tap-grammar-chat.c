/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-chat.h"

#include "tap-chat.h"
#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
matches (const TapGrammarHint *hint)
{
  g_auto (TapJson) json = { 0 };
  guint32 object;

  if (hint->path != NULL && g_str_has_suffix (hint->path, "/chat/completions"))
    return 100;

  if (hint->first_data == NULL
      || !tap_json_parse (&json, hint->first_data, strlen (hint->first_data), NULL))
    return 0;

  object = tap_json_member (&json, 0, "object");
  if (tap_json_equals (&json, object, "chat.completion.chunk"))
    return 90;
  if (tap_json_equals (&json, object, "error"))
    return 40;

  /* Azure's first chunk and some providers' name no object; a completion's is another. */
  return tap_json_is (&json, tap_json_member (&json, 0, "choices"), TAP_JSON_ARRAY)
             && tap_json_member (&json, 0, "type") == TAP_JSON_NONE
             && !tap_grammar_has_text (&json, object)
           ? 70
           : 0;
}

static void
init (gpointer state, const TapGrammarRequest *request)
{
  TapChat *self = state;

  self->request = request;
}

static void
clear (gpointer state)
{
  TapChat *self = state;

  tap_chat_choices_clear (self);
  g_clear_pointer (&self->id, g_free);
}

static guint
n_choices (const TapChat *self)
{
  return self->choices != NULL ? self->choices->len : 0;
}

static void
end_texts (TapChat *self, TapFindings *findings)
{
  for (guint i = 0; i < n_choices (self); i++)
    tap_chat_end_text (self, g_ptr_array_index (self->choices, i), findings);
}

static void
judge_id (TapChat *self, const TapGrammarEvent *event)
{
  guint32 id = tap_json_member (event->json, 0, "id");

  if (self->id_changed || !tap_grammar_has_text (event->json, id))
    return;

  if (self->id == NULL)
    self->id = tap_json_dup_string (event->json, id);
  else if (!tap_json_equals (event->json, id, self->id))
    {
      g_autofree char *quoted = tap_grammar_quote (event->json, id);
      g_autofree char *before = tap_utf8_quote (self->id);

      self->id_changed = TRUE;
      tap_grammar_report (event, TAP_RULE_CHAT_ID_CHANGED,
                          _ ("The id is “%s” from here on, and was “%s” before."), quoted,
                          before);
    }
}

static void
judge_model (TapChat *self, const TapGrammarEvent *event)
{
  guint32 model = tap_json_member (event->json, 0, "model");

  if (self->has_model || !tap_grammar_has_text (event->json, model))
    return;

  self->has_model = TRUE;
  tap_grammar_compare_models (event, self->request, model);
}

/* Events of other dialects follow one another: the first of them is told. */
static void
report_no_choices (TapChat *self, const TapGrammarEvent *event)
{
  guint32 type = tap_json_member (event->json, 0, "type");
  const char *name = tap_grammar_name (event->block);
  g_autofree char *quoted = NULL;

  if (tap_grammar_has_text (event->json, type) || name != NULL)
    {
      if (!self->other_dialect)
        {
          quoted = tap_grammar_has_text (event->json, type) ? tap_grammar_quote (event->json, type)
                                                            : tap_utf8_quote (name);
          tap_grammar_report (event, TAP_RULE_CHAT_CHOICES_MISSING,
                              _ ("It is no chunk, but an event of type “%s”."), quoted);
        }
      self->other_dialect = TRUE;
      return;
    }

  quoted = tap_chat_quote_json (event->json, 0);
  tap_grammar_report (event, TAP_RULE_CHAT_CHOICES_MISSING, _ ("It says %s"), quoted);
}

static void
take_chunk (TapChat *self, const TapGrammarEvent *event)
{
  const TapJson *json = event->json;
  guint32 choices = tap_json_member (json, 0, "choices");
  guint32 error = tap_chat_find_error (event);
  gint64 position = 0;

  if (error == TAP_JSON_NONE && !tap_json_is (json, choices, TAP_JSON_ARRAY))
    {
      report_no_choices (self, event);
      return;
    }

  self->phase = TAP_CHAT_OPEN;
  if (tap_json_is (json, tap_json_member (json, 0, "usage"), TAP_JSON_OBJECT))
    self->has_usage = TRUE;
  if (error == TAP_JSON_NONE)
    {
      judge_id (self, event);
      judge_model (self, event);
    }

  for (guint32 choice = tap_json_is (json, choices, TAP_JSON_ARRAY) ? tap_json_first (json, choices)
                                                                    : TAP_JSON_NONE;
       choice != TAP_JSON_NONE; choice = tap_json_next (json, choices, choice))
    {
      tap_chat_take_choice (self, event, choice, position++);
      if (error == TAP_JSON_NONE)
        error = tap_chat_find_choice_error (event, choice);
    }

  if (error != TAP_JSON_NONE)
    {
      tap_chat_report_error (event, error);
      end_texts (self, event->findings);
      self->phase = TAP_CHAT_FAILED;
    }
}

static void
take_unread (TapChat *self, const TapGrammarEvent *event, const TapJsonFault *fault)
{
  const char *name = tap_grammar_name (event->block);
  g_autofree char *quoted = tap_utf8_quote (name);

  tap_grammar_judge_unread (event, name != NULL ? quoted : _ ("the chunk"), fault);
  self->unread = TRUE;
  self->phase = TAP_CHAT_OPEN;
}

static void
feed (gpointer state, const TapSseBlock *block, const TapJson *json, const TapJsonFault *fault,
      TapFindings *findings)
{
  TapChat *self = state;
  TapGrammarEvent event = { block, json, findings };
  gboolean done;

  if ((block->flags & TAP_SSE_EVENT) == 0)
    return;

  done = json == NULL && tap_grammar_is_done (block);
  if (self->phase == TAP_CHAT_DONE)
    tap_grammar_report (&event, TAP_RULE_CHAT_EVENT_AFTER_DONE,
                        done ? _ ("[DONE] came again.") : _ ("An event came after [DONE]."));
  else if (self->phase == TAP_CHAT_FAILED)
    {
      if (!done)
        tap_grammar_report (&event, TAP_RULE_EVENT_AFTER_ERROR,
                            _ ("Clients gave up at the error."));
    }
  else if (done)
    {
      end_texts (self, findings);
      self->has_chunk = self->phase == TAP_CHAT_OPEN;
      self->phase = TAP_CHAT_DONE;
    }
  else if (json != NULL)
    take_chunk (self, &event);
  else
    take_unread (self, &event, fault);
}

/* TRUE if all choices have their finish reason. */
static gboolean
judge_choices (const TapChat *self, gint64 at, TapFindings *findings)
{
  gboolean finished = n_choices (self) > 0;

  for (guint i = 0; i < n_choices (self); i++)
    {
      const TapChatChoice *choice = g_ptr_array_index (self->choices, i);

      if (!choice->has_role && !self->unread)
        tap_findings_add (findings, TAP_RULE_CHAT_MISSING_ROLE, choice->first_event,
                          choice->first_at, _ ("Choice %d begins here, without a role."),
                          (int) choice->index);
      if (choice->finish != TAP_FINISH_NONE)
        continue;

      finished = FALSE;
      tap_findings_add (findings, TAP_RULE_CHAT_MISSING_FINISH_REASON, 0, at,
                        _ ("Choice %d has no finish_reason."), (int) choice->index);
    }

  if (n_choices (self) == 0)
    tap_findings_add (findings, TAP_RULE_CHAT_MISSING_FINISH_REASON, 0, at,
                      _ ("No choice came at all."));

  return finished;
}

static void
finish (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings)
{
  TapChat *self = state;

  if (self->phase == TAP_CHAT_FAILED)
    return;

  end_texts (self, findings);
  if (self->phase == TAP_CHAT_WAITING || (self->phase == TAP_CHAT_DONE && !self->has_chunk))
    {
      if (!self->other_dialect)
        tap_findings_add (findings, TAP_RULE_EMPTY_STREAM, 0, at,
                          _ ("No chunk of an answer came."));
      return;
    }

  if (!judge_choices (self, at, findings))
    return;
  if (self->phase != TAP_CHAT_DONE)
    tap_findings_add (findings, TAP_RULE_CHAT_MISSING_DONE, 0, at,
                      _ ("All choices are finished, but [DONE] did not come."));
  if (self->request != NULL && self->request->include_usage && !self->has_usage && !self->unread)
    tap_findings_add (findings, TAP_RULE_CHAT_USAGE_MISSING, 0, at,
                      _ ("The request has include_usage, but no chunk has usage."));
}

const TapGrammar tap_grammar_chat = {
  .name = "openai-chat",
  .title = "OpenAI Chat Completions",
  .state_size = sizeof (TapChat),
  .openai = TRUE,
  .matches = matches,
  .init = init,
  .feed = feed,
  .finish = finish,
  .clear = clear,
};
