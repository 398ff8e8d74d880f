/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-chat.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  TapChatFinish finish;
} finish_reasons[] = {
  { "stop", TAP_FINISH_STOP },
  { "length", TAP_FINISH_LENGTH },
  { "tool_calls", TAP_FINISH_TOOL_CALLS },
  { "function_call", TAP_FINISH_FUNCTION_CALL },
  { "content_filter", TAP_FINISH_OTHER },
  { "error", TAP_FINISH_ERROR }, /* OpenRouter's */
};

/* Where a delta carries what the model said, beside its tool calls. */
static const char *const text_members[] = {
  "content", "refusal", "reasoning_content", "reasoning",
};

static void
choice_free (gpointer item)
{
  TapChatChoice *self = item;

  tap_tool_text_clear (&self->text);
  tap_chat_calls_clear (self);
  g_free (self);
}

void
tap_chat_choices_clear (TapChat *self)
{
  g_clear_pointer (&self->by_index, g_hash_table_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  self->newest = NULL;
}

void
tap_chat_end_text (const TapChat *self, TapChatChoice *choice, TapFindings *findings)
{
  tap_grammar_end_text (findings, self->request, &choice->text, _ ("Text of choice"), choice->index);
}

static TapChatChoice *
find_choice (TapChat *self, const TapGrammarEvent *event, gint64 index)
{
  TapChatChoice *choice;

  if (self->newest != NULL && self->newest->index == index)
    return self->newest;

  if (self->choices == NULL)
    {
      self->choices = g_ptr_array_new_with_free_func (choice_free);
      self->by_index = g_hash_table_new (g_int64_hash, g_int64_equal);
    }

  choice = g_hash_table_lookup (self->by_index, &index);
  if (choice == NULL)
    {
      choice = g_new0 (TapChatChoice, 1);
      choice->index = index;
      choice->first_event = event->block->number;
      choice->first_at = event->block->last_at;
      g_ptr_array_add (self->choices, choice);
      g_hash_table_insert (self->by_index, &choice->index, choice);
    }
  self->newest = choice;

  return choice;
}

/* Content is a text, or with some providers a list of parts with texts. */
static void
scan_content (const TapChat *self, TapChatChoice *choice, const TapGrammarEvent *event,
              guint32 content)
{
  const TapJson *json = event->json;

  tap_grammar_scan_text (event, self->request, &choice->text, content, _ ("Text of choice"),
                         choice->index);
  if (!tap_json_is (json, content, TAP_JSON_ARRAY))
    return;

  for (guint32 part = tap_json_first (json, content); part != TAP_JSON_NONE;
       part = tap_json_next (json, content, part))
    tap_grammar_scan_text (event, self->request, &choice->text,
                           tap_json_member (json, part, "text"), _ ("Text of choice"), choice->index);
}

static gboolean
has_content (const TapGrammarEvent *event, guint32 delta)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_members); i++)
    {
      if (tap_grammar_has_text (event->json, tap_json_member (event->json, delta, text_members[i])))
        return TRUE;
    }

  return tap_chat_has_calls (event, delta);
}

static TapChatFinish
read_finish (const TapGrammarEvent *event, guint32 node)
{
  g_autofree char *quoted = NULL;

  if (!tap_chat_is_truthy (event->json, node))
    return TAP_FINISH_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (finish_reasons); i++)
    {
      if (tap_json_equals (event->json, node, finish_reasons[i].name))
        return finish_reasons[i].finish;
    }

  quoted = tap_grammar_quote (event->json, node);
  tap_grammar_report (event, TAP_RULE_UNKNOWN_STOP_REASON, _ ("The finish reason is “%s”."),
                      quoted);

  return TAP_FINISH_OTHER;
}

/* What comes for a choice that was finished before (Z.11). */
static void
judge_late (const TapChatChoice *choice, const TapGrammarEvent *event, guint32 delta,
            TapChatFinish finish)
{
  if (has_content (event, delta))
    tap_grammar_report (event, TAP_RULE_CHAT_CONTENT_AFTER_FINISH,
                        _ ("More came for choice %d after its finish reason."),
                        (int) choice->index);
  else if (finish != TAP_FINISH_NONE)
    tap_grammar_report (event, TAP_RULE_CHAT_MULTIPLE_FINISH,
                        _ ("Choice %d was finished before."), (int) choice->index);
}

void
tap_chat_take_choice (TapChat *self, const TapGrammarEvent *event, guint32 node, gint64 position)
{
  const TapJson *json = event->json;
  guint32 delta = tap_json_member (json, node, "delta");
  TapChatFinish finish = read_finish (event, tap_json_member (json, node, "finish_reason"));
  TapChatChoice *choice;
  gint64 index;

  if (!tap_json_is (json, node, TAP_JSON_OBJECT))
    return;

  if (!tap_json_int64 (json, tap_json_member (json, node, "index"), &index))
    index = position;
  choice = find_choice (self, event, index);
  if (tap_grammar_has_text (json, tap_json_member (json, delta, "role")))
    choice->has_role = TRUE;

  if (choice->finish != TAP_FINISH_NONE)
    {
      judge_late (choice, event, delta, finish);
      return;
    }

  scan_content (self, choice, event, tap_json_member (json, delta, "content"));
  tap_chat_take_calls (choice, event, delta);
  if (finish == TAP_FINISH_NONE)
    return;

  choice->finish = finish;
  tap_chat_end_text (self, choice, event->findings);
  if (finish != TAP_FINISH_ERROR)
    tap_chat_judge_calls (choice, event, !self->unread);
}
