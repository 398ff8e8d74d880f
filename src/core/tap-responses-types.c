/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-responses.h"

static const TapResponsesItemType item_types[] = {
  { "message", NULL, FALSE, FALSE },
  { "reasoning", NULL, FALSE, FALSE },
  { "function_call", "arguments", TRUE, TRUE },
  { "custom_tool_call", "input", TRUE, FALSE },
  { "mcp_call", "arguments", FALSE, TRUE },
  { "code_interpreter_call", "code", FALSE, FALSE },
  { "web_search_call", NULL, FALSE, FALSE },
  { "file_search_call", NULL, FALSE, FALSE },
  { "image_generation_call", NULL, FALSE, FALSE },
  { "computer_call", NULL, FALSE, FALSE },
  { "local_shell_call", NULL, FALSE, FALSE },
  { "shell_call", NULL, FALSE, FALSE },
  { "shell_call_output", NULL, FALSE, FALSE },
  { "apply_patch_call", NULL, FALSE, FALSE },
  { "apply_patch_call_output", NULL, FALSE, FALSE },
  { "tool_search_call", NULL, FALSE, FALSE },
  { "tool_search_output", NULL, FALSE, FALSE },
  { "mcp_list_tools", NULL, FALSE, FALSE },
  { "mcp_approval_request", NULL, FALSE, FALSE },
  { "program", NULL, FALSE, FALSE },
  { "program_output", NULL, FALSE, FALSE },
  { "compaction", NULL, FALSE, FALSE },
};

static const char *const part_types[]
  = { "output_text", "refusal", "reasoning_text", "summary_text" };

#define PART_DELTA(event, part, needs) \
  { event ".delta", TAP_RESPONSES_TEXT_DELTA, part, FALSE, needs }, \
  { event ".done", TAP_RESPONSES_TEXT_DONE, part, FALSE, needs }
#define INPUT(event, item) \
  { event ".delta", TAP_RESPONSES_INPUT_DELTA, item, FALSE, FALSE }, \
  { event ".done", TAP_RESPONSES_INPUT_DONE, item, FALSE, FALSE }
#define STATE(event) { event, TAP_RESPONSES_STATE, NULL, FALSE, FALSE }

/* The events within an item; those most met come first. */
static const TapResponsesFill fills[] = {
  PART_DELTA ("response.output_text", "output_text", TRUE),
  INPUT ("response.function_call_arguments", "function_call"),
  { "response.reasoning_summary_text.delta", TAP_RESPONSES_TEXT_DELTA, "summary_text", TRUE,
    FALSE },
  { "response.reasoning_summary_text.done", TAP_RESPONSES_TEXT_DONE, "summary_text", TRUE, FALSE },
  PART_DELTA ("response.reasoning_text", "reasoning_text", FALSE),
  INPUT ("response.custom_tool_call_input", "custom_tool_call"),
  { "response.content_part.added", TAP_RESPONSES_PART_ADDED, NULL, FALSE, FALSE },
  { "response.content_part.done", TAP_RESPONSES_PART_DONE, NULL, FALSE, FALSE },
  { "response.reasoning_summary_part.added", TAP_RESPONSES_PART_ADDED, NULL, TRUE, FALSE },
  { "response.reasoning_summary_part.done", TAP_RESPONSES_PART_DONE, NULL, TRUE, FALSE },
  { "response.output_text.annotation.added", TAP_RESPONSES_TEXT_DONE, "output_text", FALSE, TRUE },
  PART_DELTA ("response.refusal", "refusal", TRUE),
  INPUT ("response.mcp_call_arguments", "mcp_call"),
  INPUT ("response.code_interpreter_call_code", "code_interpreter_call"),
  STATE ("response.apply_patch_call_operation_diff.delta"),
  STATE ("response.apply_patch_call_operation_diff.done"),
  STATE ("response.shell_call_command.added"),
  STATE ("response.shell_call_command.delta"),
  STATE ("response.shell_call_command.done"),
  STATE ("response.shell_call_output_content.delta"),
  STATE ("response.shell_call_output_content.done"),
  STATE ("response.web_search_call.in_progress"),
  STATE ("response.web_search_call.searching"),
  STATE ("response.web_search_call.completed"),
  STATE ("response.file_search_call.in_progress"),
  STATE ("response.file_search_call.searching"),
  STATE ("response.file_search_call.completed"),
  STATE ("response.code_interpreter_call.in_progress"),
  STATE ("response.code_interpreter_call.interpreting"),
  STATE ("response.code_interpreter_call.completed"),
  STATE ("response.image_generation_call.in_progress"),
  STATE ("response.image_generation_call.generating"),
  STATE ("response.image_generation_call.partial_image"),
  STATE ("response.image_generation_call.completed"),
  STATE ("response.mcp_call.in_progress"),
  STATE ("response.mcp_call.completed"),
  STATE ("response.mcp_call.failed"),
  STATE ("response.mcp_list_tools.in_progress"),
  STATE ("response.mcp_list_tools.completed"),
  STATE ("response.mcp_list_tools.failed"),
};

const TapResponsesFill *
tap_responses_fill (const TapJson *json, guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (fills); i++)
    {
      if (tap_json_equals (json, type, fills[i].name))
        return &fills[i];
    }

  return NULL;
}

const TapResponsesItemType *
tap_responses_item_type (const TapJson *json, guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (item_types); i++)
    {
      if (tap_json_equals (json, type, item_types[i].name))
        return &item_types[i];
    }

  return NULL;
}

const char *
tap_responses_part_type (const TapJson *json, guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (part_types); i++)
    {
      if (tap_json_equals (json, type, part_types[i]))
        return part_types[i];
    }

  return NULL;
}
