/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-messages-block.h"

static const TapDeltaType delta_types[] = {
  { "text_delta", TAP_DELTA_TEXT, "text", TAP_JSON_STRING },
  { "input_json_delta", TAP_DELTA_INPUT, "partial_json", TAP_JSON_STRING },
  { "thinking_delta", TAP_DELTA_THINKING, "thinking", TAP_JSON_STRING },
  { "signature_delta", TAP_DELTA_SIGNATURE, "signature", TAP_JSON_STRING },
  { "citations_delta", TAP_DELTA_CITATIONS, "citation", TAP_JSON_OBJECT },
  { "compaction_delta", TAP_DELTA_COMPACTION, NULL, TAP_JSON_NULL },
};

static const TapBlockType block_types[] = {
  { "text", TAP_BLOCK_TEXT, TAP_DELTA_TEXT | TAP_DELTA_CITATIONS },
  { "thinking", TAP_BLOCK_THINKING, TAP_DELTA_THINKING | TAP_DELTA_SIGNATURE },
  { "redacted_thinking", TAP_BLOCK_REDACTED, 0 },
  { "tool_use", TAP_BLOCK_TOOL, TAP_DELTA_INPUT },
  { "server_tool_use", TAP_BLOCK_SERVER_TOOL, TAP_DELTA_INPUT },
  { "mcp_tool_use", TAP_BLOCK_SERVER_TOOL, TAP_DELTA_INPUT },
  { "compaction", TAP_BLOCK_OTHER, TAP_DELTA_COMPACTION },
  { "fallback", TAP_BLOCK_OTHER, 0 },
  { "web_search_tool_result", TAP_BLOCK_OTHER, 0 },
  { "web_fetch_tool_result", TAP_BLOCK_OTHER, 0 },
  { "code_execution_tool_result", TAP_BLOCK_OTHER, 0 },
  { "bash_code_execution_tool_result", TAP_BLOCK_OTHER, 0 },
  { "text_editor_code_execution_tool_result", TAP_BLOCK_OTHER, 0 },
  { "tool_search_tool_result", TAP_BLOCK_OTHER, 0 },
  { "advisor_tool_result", TAP_BLOCK_OTHER, 0 },
  { "mcp_tool_result", TAP_BLOCK_OTHER, 0 },
  { "mcp_tool_listing", TAP_BLOCK_OTHER, 0 },
  { "container_upload", TAP_BLOCK_OTHER, 0 },
};

const TapDeltaType *
tap_messages_delta_type (const TapJson *json, guint32 node)
{
  for (guint i = 0; i < G_N_ELEMENTS (delta_types); i++)
    {
      if (tap_json_equals (json, node, delta_types[i].name))
        return &delta_types[i];
    }

  return NULL;
}

const TapBlockType *
tap_messages_block_type (const TapJson *json, guint32 node)
{
  for (guint i = 0; i < G_N_ELEMENTS (block_types); i++)
    {
      if (tap_json_equals (json, node, block_types[i].name))
        return &block_types[i];
    }

  return NULL;
}
