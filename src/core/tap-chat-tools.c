/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-chat.h"

#include <glib/gi18n-lib.h>

/* An index beyond this is none that a client could use. */
#define MAX_INDEX (G_MAXINT32 - 1)

static void
call_free (gpointer item)
{
  TapChatCall *self = item;

  g_free (self->id);
  g_free (self->name);
  if (self->arguments != NULL)
    g_string_free (self->arguments, TRUE);
  g_free (self);
}

void
tap_chat_calls_clear (TapChatChoice *choice)
{
  g_clear_pointer (&choice->by_index, g_hash_table_unref);
  g_clear_pointer (&choice->calls, g_ptr_array_unref);
}

static TapChatCall *
begin_call (TapChatChoice *choice, gint64 index)
{
  TapChatCall *call = g_new0 (TapChatCall, 1);

  if (choice->calls == NULL)
    {
      choice->calls = g_ptr_array_new_with_free_func (call_free);
      choice->by_index = g_hash_table_new (g_int64_hash, g_int64_equal);
    }
  call->index = index;
  g_ptr_array_add (choice->calls, call);
  g_hash_table_insert (choice->by_index, &call->index, call);
  choice->next_call = MAX (choice->next_call, index + 1);

  return call;
}

/* A piece without an index: clients cannot tell whose it is. A new id or name begins a call. */
static TapChatCall *
find_without_index (TapChatChoice *choice, const TapGrammarEvent *event, guint32 piece,
                    gboolean *begins)
{
  guint32 id = tap_json_member (event->json, piece, "id");
  guint32 function = tap_json_member (event->json, piece, "function");
  guint32 name = tap_json_member (event->json, function, "name");
  guint n = choice->calls != NULL ? choice->calls->len : 0;
  TapChatCall *last = n > 0 ? g_ptr_array_index (choice->calls, n - 1) : NULL;

  if (last != NULL && tap_grammar_has_text (event->json, id))
    *begins = last->id == NULL || !tap_json_equals (event->json, id, last->id);
  else
    *begins = last == NULL || tap_grammar_has_text (event->json, name);

  if (*begins)
    tap_grammar_report (event, TAP_RULE_CHAT_TOOL_INDEX_GAP, _ ("A tool call has no index."));

  return *begins ? begin_call (choice, choice->next_call) : last;
}

static TapChatCall *
find_call (TapChatChoice *choice, const TapGrammarEvent *event, guint32 piece, gboolean *begins)
{
  TapChatCall *call;
  gint64 index;

  *begins = FALSE;
  if (!tap_json_int64 (event->json, tap_json_member (event->json, piece, "index"), &index)
      || index < 0 || index > MAX_INDEX)
    return find_without_index (choice, event, piece, begins);

  call = choice->by_index != NULL ? g_hash_table_lookup (choice->by_index, &index) : NULL;
  if (call != NULL)
    return call;

  if (index > choice->next_call)
    tap_grammar_report (event, TAP_RULE_CHAT_TOOL_INDEX_GAP,
                        _ ("Choice %d begins tool call %d where call %d was to be expected."),
                        (int) choice->index, (int) index, (int) choice->next_call);
  *begins = TRUE;

  return begin_call (choice, index);
}

/* The part with name and arguments. A tool of another kind than function has its own, whose text
 * need not be JSON. */
static guint32
find_function (const TapJson *json, guint32 piece, gboolean *custom)
{
  guint32 function = tap_json_member (json, piece, "function");

  *custom = FALSE;
  if (!tap_json_is (json, function, TAP_JSON_OBJECT)
      && tap_json_is (json, tap_json_member (json, piece, "custom"), TAP_JSON_OBJECT))
    {
      *custom = TRUE;
      return tap_json_member (json, piece, "custom");
    }

  return function;
}

static void
judge_beginning (const TapChatCall *call, const TapGrammarEvent *event, guint32 id, guint32 name)
{
  if (!tap_grammar_has_text (event->json, id))
    tap_grammar_report (event, TAP_RULE_CHAT_TOOL_MISSING_ID,
                        _ ("The first piece of tool call %d has no id."), (int) call->index);
  if (!tap_grammar_has_text (event->json, name))
    tap_grammar_report (event, TAP_RULE_CHAT_TOOL_MISSING_NAME,
                        _ ("The first piece of tool call %d has no name."), (int) call->index);
}

static void
add_arguments (TapChatCall *call, const TapGrammarEvent *event, guint32 node)
{
  if (call->too_large || !tap_json_is (event->json, node, TAP_JSON_STRING))
    return;

  if (call->arguments == NULL)
    call->arguments = g_string_sized_new (64);
  tap_json_append_string (event->json, node, call->arguments);

  if (call->arguments->len > TAP_SSE_MAX_BLOCK)
    {
      call->too_large = TRUE;
      g_string_free (call->arguments, TRUE);
      call->arguments = NULL;
      tap_grammar_report (event, TAP_RULE_OVERSIZE_EVENT,
                          _ ("The tool's input grew too large to be judged."));
    }
}

static void
take_piece (TapChatChoice *choice, const TapGrammarEvent *event, guint32 piece)
{
  guint32 id = tap_json_member (event->json, piece, "id");
  gboolean begins, custom;
  TapChatCall *call = find_call (choice, event, piece, &begins);
  guint32 function = find_function (event->json, piece, &custom);
  guint32 name = tap_json_member (event->json, function, "name");

  if (begins)
    judge_beginning (call, event, id, name);

  call->custom |= custom;
  if (call->id == NULL && tap_grammar_has_text (event->json, id))
    call->id = tap_json_dup_string (event->json, id);
  if (call->name == NULL && tap_grammar_has_text (event->json, name))
    call->name = tap_grammar_quote (event->json, name);
  add_arguments (call, event, tap_json_member (event->json, function, "arguments"));
}

gboolean
tap_chat_take_calls (TapChatChoice *choice, const TapGrammarEvent *event, guint32 delta)
{
  guint32 pieces = tap_json_member (event->json, delta, "tool_calls");

  if (tap_json_is (event->json, tap_json_member (event->json, delta, "function_call"),
                   TAP_JSON_OBJECT))
    choice->has_function = TRUE;
  if (!tap_json_is (event->json, pieces, TAP_JSON_ARRAY))
    return FALSE;

  for (guint32 piece = tap_json_first (event->json, pieces); piece != TAP_JSON_NONE;
       piece = tap_json_next (event->json, pieces, piece))
    {
      if (tap_json_is (event->json, piece, TAP_JSON_OBJECT))
        take_piece (choice, event, piece);
    }

  return TRUE;
}

static gboolean
says_anything (const TapJson *json, guint32 function)
{
  return tap_grammar_has_text (json, tap_json_member (json, function, "name"))
         || tap_grammar_has_text (json, tap_json_member (json, function, "arguments"))
         || tap_grammar_has_text (json, tap_json_member (json, function, "input"));
}

gboolean
tap_chat_has_calls (const TapGrammarEvent *event, guint32 delta)
{
  const TapJson *json = event->json;
  guint32 pieces = tap_json_member (json, delta, "tool_calls");

  if (says_anything (json, tap_json_member (json, delta, "function_call")))
    return TRUE;
  if (!tap_json_is (json, pieces, TAP_JSON_ARRAY))
    return FALSE;

  for (guint32 piece = tap_json_first (json, pieces); piece != TAP_JSON_NONE;
       piece = tap_json_next (json, pieces, piece))
    {
      gboolean custom;

      if (says_anything (json, find_function (json, piece, &custom)))
        return TRUE;
    }

  return FALSE;
}

static void
judge_arguments (const TapChatChoice *choice, const TapChatCall *call,
                 const TapGrammarEvent *event)
{
  g_auto (TapJson) json = { 0 };
  TapJsonFault fault = { 0 };
  const char *name = call->name != NULL ? call->name : "?";
  gboolean cut = choice->finish == TAP_FINISH_LENGTH;

  if (call->arguments == NULL || call->arguments->len == 0)
    {
      tap_grammar_report_as (event, TAP_RULE_CHAT_TOOL_ARGUMENTS_NOT_JSON, TAP_SEVERITY_NOTE,
                             _ ("The arguments of tool “%s” are empty."), name);
      return;
    }

  if (tap_json_parse (&json, call->arguments->str, call->arguments->len, &fault))
    {
      if (!tap_json_is (&json, 0, TAP_JSON_OBJECT))
        tap_grammar_report (event, TAP_RULE_CHAT_TOOL_ARGUMENTS_NOT_JSON,
                            _ ("The arguments of tool “%s” are JSON, but no object."), name);
    }
  else if (fault.too_deep)
    tap_grammar_report (event, TAP_RULE_JSON_TOO_DEEP,
                        _ ("The arguments of tool “%s” are nested too deep."), name);
  else
    tap_grammar_report (event,
                        cut ? TAP_RULE_CHAT_TOOL_ARGUMENTS_TRUNCATED
                            : TAP_RULE_CHAT_TOOL_ARGUMENTS_NOT_JSON,
                        _ ("The arguments of tool “%s” stop being JSON at byte %zu of %zu: %s."),
                        name, fault.offset, call->arguments->len, fault.reason);
}

void
tap_chat_judge_calls (const TapChatChoice *choice, const TapGrammarEvent *event, gboolean certain)
{
  guint n = choice->calls != NULL ? choice->calls->len : 0;
  gboolean asked = choice->finish == TAP_FINISH_TOOL_CALLS
                   || choice->finish == TAP_FINISH_FUNCTION_CALL;
  gboolean any = n > 0 || choice->has_function;

  for (guint i = 0; i < n; i++)
    {
      const TapChatCall *call = g_ptr_array_index (choice->calls, i);

      if (!call->custom && !call->too_large)
        judge_arguments (choice, call, event);
    }

  if (asked && !any && certain)
    tap_grammar_report (event, TAP_RULE_CHAT_FINISH_TOOL_CALLS_MISMATCH,
                        _ ("Choice %d is finished with %s, but has no tool call."),
                        (int) choice->index,
                        choice->finish == TAP_FINISH_TOOL_CALLS ? "tool_calls" : "function_call");
  else if (any && choice->finish == TAP_FINISH_STOP)
    tap_grammar_report_as (event, TAP_RULE_CHAT_FINISH_TOOL_CALLS_MISMATCH, TAP_SEVERITY_WARNING,
                           _ ("Choice %d has %u tool calls, but is finished with stop."),
                           (int) choice->index, MAX (n, 1));
}
