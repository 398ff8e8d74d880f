/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-scenes.h"

#include <glib/gi18n-lib.h>

/* Shaped like the vendor's own streams: named events, a ping after the first block's start, the
 * usage cumulative. */
#define EVENT(name, members) "event: " name "\ndata: {\"type\":\"" name "\"" members "}\n\n"
#define MESSAGE_START(id, input)                                                                  \
  EVENT ("message_start",                                                                         \
         ",\"message\":{\"id\":\"" id "\",\"type\":\"message\",\"role\":\"assistant\","           \
         "\"model\":\"" TAP_DEMO_MODEL "\",\"content\":[],\"stop_reason\":null,"                  \
         "\"stop_sequence\":null,\"usage\":{\"input_tokens\":" #input ","                         \
         "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"                       \
         "\"output_tokens\":3,\"service_tier\":\"standard\"}}")
#define TEXT_START(index)                                                                         \
  EVENT ("content_block_start",                                                                   \
         ",\"index\":" #index ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
#define TOOL_START(index, id, name)                                                               \
  EVENT ("content_block_start",                                                                   \
         ",\"index\":" #index ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"" id "\","      \
         "\"name\":\"" name "\",\"input\":{}}")
#define DELTA(index, members) EVENT ("content_block_delta", ",\"index\":" #index ",\"delta\":" members)
#define TEXT(index, text) DELTA (index, "{\"type\":\"text_delta\",\"text\":\"" text "\"}")
#define INPUT(index, json) DELTA (index, "{\"type\":\"input_json_delta\",\"partial_json\":\"" json "\"}")
#define BLOCK_STOP(index) EVENT ("content_block_stop", ",\"index\":" #index)
#define MESSAGE_DELTA(reason, output)                                                             \
  EVENT ("message_delta",                                                                         \
         ",\"delta\":{\"stop_reason\":\"" reason "\",\"stop_sequence\":null},"                    \
         "\"usage\":{\"output_tokens\":" #output "}")
#define MESSAGE_STOP EVENT ("message_stop", "")
#define PING "event: ping\ndata: {\"type\": \"ping\"}\n\n"
#define SSE "text/event-stream; charset=utf-8"

static const TapDemoPiece good_pieces[] = {
  { 90, MESSAGE_START ("msg_demo01Kc7yQ", 1204) },
  { 5, TEXT_START (0) },
  { 0, PING },
  { 40, TEXT (0, "I'll run") },
  { 35, TEXT (0, " the test") },
  { 30, TEXT (0, " suite first") },
  { 35, TEXT (0, ", then look") },
  { 40, TEXT (0, " at what fails.") },
  { 20, BLOCK_STOP (0) },
  { 45, TOOL_START (1, "toolu_demo01Vn4dR", "Bash") },
  { 0, INPUT (1, "") },
  { 40, INPUT (1, "{\\\"command\\\": \\\"npm") },
  { 30, INPUT (1, " test\\\", \\\"timeout\\\":") },
  { 30, INPUT (1, " 120000}") },
  { 20, BLOCK_STOP (1) },
  { 15, MESSAGE_DELTA ("tool_use", 71) },
  { 0, MESSAGE_STOP },
  { 0, NULL },
};
static const TapDemoAnswer good_answer = { 200, SSE, good_pieces, { NULL } };

/* As a gateway does that opens the stream by itself and then passes the model's own start on. */
static const TapDemoPiece twice_pieces[] = {
  { 30, MESSAGE_START ("msg_demo02Tw1ce", 1391) },
  { 80, MESSAGE_START ("msg_demo02Tw1ce", 1391) },
  { 10, TEXT_START (0) },
  { 35, TEXT (0, "Two tests") },
  { 35, TEXT (0, " fail, both") },
  { 35, TEXT (0, " in the parser.") },
  { 20, BLOCK_STOP (0) },
  { 15, MESSAGE_DELTA ("end_turn", 19) },
  { 0, MESSAGE_STOP },
  { 0, NULL },
};
static const TapDemoAnswer twice_answer = { 200, SSE, twice_pieces, { "duplicate-message-start" } };

static const TapDemoPiece silence_pieces[] = {
  { 80, MESSAGE_START ("msg_demo03S1lnt", 1420) },
  { 5, TEXT_START (0) },
  { 0, PING },
  { 40, TEXT (0, "I'll write") },
  { 35, TEXT (0, " the whole") },
  { 35, TEXT (0, " module anew:") },
  { TAP_DEMO_SILENCE, "data: {\"error\":{\"message\":\"Network connection lost.\"}}\n\n" },
  { 0, NULL },
};
static const TapDemoAnswer silence_answer = {
  200, SSE, silence_pieces, { "error-object-in-data", "idle-gap" },
};

static const TapDemoPiece early_pieces[] = {
  { 80, MESSAGE_START ("msg_demo04Ear1y", 1433) },
  { 5, TEXT_START (0) },
  { 0, PING },
  { 40, TEXT (0, "The fix is") },
  { 35, TEXT (0, " in three") },
  { 35, TEXT (0, " places. First,") },
  { 40, NULL },
};
static const TapDemoAnswer early_answer = { 200, SSE, early_pieces, { "missing-message-stop" } };

static const TapDemoPiece text_pieces[] = {
  { 80, MESSAGE_START ("msg_demo05T3xtC", 1450) },
  { 5, TEXT_START (0) },
  { 0, PING },
  { 40, TEXT (0, "Now I'll run the tests again.\\n\\n") },
  { 35, TEXT (0, "<tool") },
  { 35, TEXT (0, "_call>\\n{\\\"name\\\": \\\"Bash\\\",") },
  { 35, TEXT (0, " \\\"arguments\\\": {\\\"command\\\": \\\"npm test\\\"}}\\n") },
  { 35, TEXT (0, "</tool_call>") },
  { 20, BLOCK_STOP (0) },
  { 15, MESSAGE_DELTA ("end_turn", 44) },
  { 0, MESSAGE_STOP },
  { 0, NULL },
};
static const TapDemoAnswer text_answer = { 200, SSE, text_pieces, { "tool-call-as-text" } };

static const TapDemoPiece bad_gateway_pieces[] = {
  { 60, "<!doctype html>\n<html><head><title>502 Bad Gateway</title></head>\n"
        "<body><h1>Bad Gateway</h1><p>No upstream is available.</p></body></html>\n" },
  { 0, NULL },
};
static const TapDemoAnswer bad_gateway_answer = {
  502, "text/html; charset=utf-8", bad_gateway_pieces, { "upstream-5xx" },
};

static const TapDemoPiece recovered_pieces[] = {
  { 80, MESSAGE_START ("msg_demo06Aga1n", 1478) },
  { 5, TEXT_START (0) },
  { 0, PING },
  { 40, TEXT (0, "All 42 tests") },
  { 35, TEXT (0, " pass now.") },
  { 20, BLOCK_STOP (0) },
  { 15, MESSAGE_DELTA ("end_turn", 12) },
  { 0, MESSAGE_STOP },
  { 0, NULL },
};
static const TapDemoAnswer recovered_answer = { 200, SSE, recovered_pieces, { NULL } };

const TapDemoScene tap_demo_scenes[TAP_DEMO_SCENES] = {
  {
    N_ ("A good answer that ends in a tool call"),
    "Run the tests and tell me what is broken.",
    { &good_answer },
    N_ ("The agent runs the tool and goes on."),
    NULL,
  },
  {
    N_ ("The gateway begins the message twice"),
    "Which tests fail?",
    { &twice_answer },
    N_ ("Many agents stop with “Unexpected event order, got message_start …” and ask a second "
        "time without streaming, which is billed again."),
    N_ ("The gateway sends a start of its own besides the model's: update it, or report this log "
        "to its makers."),
  },
  {
    N_ ("Silence, and then an error inside a good answer"),
    "Rewrite the parser module.",
    { &silence_answer },
    N_ ("Agents pass over an error that comes without “event: error”, and report a lost "
        "connection without its cause."),
    N_ ("Whatever stands behind the gateway cut an idle connection: look for its inactivity limit, "
        "and ask for a lower max_tokens or finer streaming."),
  },
  {
    N_ ("The answer ends early, but cleanly"),
    "Show me the fix.",
    { &early_answer },
    N_ ("Some agents take the half answer for a whole one and say nothing."),
    N_ ("The gateway lost its upstream and closed the stream as if all were well: its own log for "
        "this second says why."),
  },
  {
    N_ ("A tool call that arrives as text"),
    "Run the tests again.",
    { &text_answer },
    N_ ("The user sees markup, the tool is not run, and the agent stops."),
    N_ ("The gateway does not know this model's tool format: switch on its tool parser for the "
        "model, or choose another model."),
  },
  {
    N_ ("A bad gateway at first, success at the second attempt"),
    "And now?",
    { &bad_gateway_answer, &recovered_answer },
    N_ ("The agent waits, tries again and succeeds; the user sees a short delay."),
    N_ ("Nothing, if it is rare. If it is not, each such line costs a retry: see what the gateway "
        "has behind it."),
  },
};

guint
tap_demo_count_answers (void)
{
  guint n = 0;

  while (tap_demo_get_answer (n, NULL) != NULL)
    n++;
  return n;
}

const TapDemoAnswer *
tap_demo_get_answer (guint index, guint *scene)
{
  for (guint i = 0; i < TAP_DEMO_SCENES; i++)
    {
      for (guint j = 0; tap_demo_scenes[i].answers[j] != NULL; j++)
        {
          if (index-- > 0)
            continue;
          if (scene != NULL)
            *scene = i;
          return tap_demo_scenes[i].answers[j];
        }
    }
  return NULL;
}
