/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message.h"

#include <string.h>

#define START "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\"," \
              "\"usage\":{\"input_tokens\":9,\"cache_read_input_tokens\":4,\"output_tokens\":1}}}"
#define BLOCK(index, block) "{\"type\":\"content_block_start\",\"index\":" #index \
                            ",\"content_block\":" block "}"
#define DELTA(index, delta) "{\"type\":\"content_block_delta\",\"index\":" #index \
                            ",\"delta\":" delta "}"
#define STOP(index) "{\"type\":\"content_block_stop\",\"index\":" #index "}"
#define TEXT "{\"type\":\"text\",\"text\":\"\"}"
#define END "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}," \
            "\"usage\":{\"output_tokens\":30}}", "{\"type\":\"message_stop\"}"

#define CHAT(choices) "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[" choices "]}"
#define CHOICE(index, delta, reason) \
  "{\"index\":" #index ",\"delta\":" delta ",\"finish_reason\":" reason "}"
#define SAY(delta) CHAT (CHOICE (0, delta, "null"))
#define CHAT_END(reason) CHAT (CHOICE (0, "{}", "\"" reason "\""))
#define CHAT_USAGE "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":13," \
                   "\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens\":30}}"
#define GEMINI(candidate) "{\"candidates\":[" candidate "],\"modelVersion\":\"m\"," \
                          "\"responseId\":\"r1\"}"
#define PARTS(parts) GEMINI ("{\"content\":{\"parts\":[" parts "]}}")
#define GEMINI_END "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{" \
                   "\"promptTokenCount\":13,\"cachedContentTokenCount\":4," \
                   "\"candidatesTokenCount\":10,\"thoughtsTokenCount\":20}}"

#define R_CREATED "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"m\"," \
                  "\"status\":\"in_progress\",\"error\":null,\"usage\":null}}"
#define R_ITEM(what, i, item) "{\"type\":\"response.output_item." what "\",\"output_index\":" #i \
                              ",\"item\":" item "}"
#define R_PART(what, i, part) "{\"type\":\"response.content_part." what "\",\"output_index\":" #i \
                              ",\"content_index\":0,\"part\":" part "}"
#define R_GROW(what, i, member) "{\"type\":\"response." what "\",\"output_index\":" #i "," member "}"
#define R_MESSAGE "{\"type\":\"message\",\"id\":\"msg_1\",\"content\":[]}"
#define R_TEXT "{\"type\":\"output_text\",\"text\":\"\"}"
#define R_CALL(args) "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\"," \
                     "\"name\":\"look\",\"arguments\":\"" args "\"}"
#define R_DONE "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":" \
               "{\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":4}," \
               "\"output_tokens\":30}}}"

#define UNKNOWN ((const TapGrammar *) NULL)
static const TapGrammar messages = { .name = "anthropic-messages" };
static const TapGrammar chat = { .name = "openai-chat" };
static const TapGrammar gemini = { .name = "google-gemini" };
static const TapGrammar responses = { .name = "openai-responses" };
static const TapGrammar strange = { .name = "strange" };

static const char *const part_names[] = {
  [TAP_PART_TEXT] = "text",          [TAP_PART_THINKING] = "thinking",
  [TAP_PART_TOOL_CALL] = "tool",     [TAP_PART_TOOL_RESULT] = "result",
  [TAP_PART_ERROR] = "error",        [TAP_PART_OTHER] = "other",
};

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

/* kind [name] #id first-last text, "…" where it has no end; a line a part; then what is said of
 * the whole. */
static char *
dump (const TapMessage *message)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < tap_message_count (message); i++)
    {
      const TapPart *part = tap_message_get (message, i);

      g_string_append (out, part_names[part->kind]);
      if (part->name != NULL)
        g_string_append_printf (out, " [%s]", part->name);
      if (part->id != NULL)
        g_string_append_printf (out, " #%s", part->id);
      g_string_append_printf (out, " %u-%u %s%s\n", part->first_event, part->last_event,
                              part->text->str, part->complete ? "" : "…");
      g_assert_true (g_utf8_validate_len (part->text->str, part->text->len, NULL));
    }
  g_string_append_printf (out, "%s %s %s %d/%d/%d%s",
                          or_dash (tap_message_get_id (message)),
                          or_dash (tap_message_get_model (message)),
                          or_dash (tap_message_get_stop_reason (message)),
                          (int) tap_message_get_input_tokens (message),
                          (int) tap_message_get_cached_tokens (message),
                          (int) tap_message_get_output_tokens (message),
                          tap_message_is_complete (message) ? " complete" : "");
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *title;
  const TapGrammar *grammar;
  const char *events[10];
  const char *wanted;
} streams[] = {
  { "text", &messages,
    { START, BLOCK (0, TEXT), DELTA (0, "{\"text\":\"Hel\"}"), DELTA (0, "{\"text\":\"lo\"}"),
      STOP (0), END },
    "text 2-5 Hello\nmsg_1 m end_turn 9/4/30 complete" },
  { "thinking with its signature", &messages,
    { START, BLOCK (0, "{\"type\":\"thinking\",\"thinking\":\"\"}"),
      DELTA (0, "{\"thinking\":\"Hm\"}"), DELTA (0, "{\"signature\":\"c2ln\"}"), STOP (0) },
    "thinking 2-5 Hm\nmsg_1 m - 9/4/1" },
  { "tool", &messages,
    { START, BLOCK (0, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Bash\",\"input\":{}}"),
      DELTA (0, "{\"partial_json\":\"{\\\"a\\\":\"}"), DELTA (0, "{\"partial_json\":\"1}\"}"),
      STOP (0), END },
    "tool [Bash] #t1 2-5 {\"a\":1}\nmsg_1 m end_turn 9/4/30 complete" },
  { "tool with all its input at once", &messages,
    { START, BLOCK (0, "{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{\"a\":[1]}}"), STOP (0) },
    "tool [f] 2-3 {\"a\":[1]}\nmsg_1 m - 9/4/1" },
  { "broken off within a block", &messages,
    { START, BLOCK (0, TEXT), DELTA (0, "{\"text\":\"Hel\"}") },
    "text 2-3 Hel…\nmsg_1 m - 9/4/1" },
  { "two blocks, interleaved", &messages,
    { START, BLOCK (0, TEXT), BLOCK (1, TEXT), DELTA (1, "{\"text\":\"b\"}"),
      DELTA (0, "{\"text\":\"a\"}"), STOP (1), STOP (0) },
    "text 2-7 a\ntext 3-6 b\nmsg_1 m - 9/4/1" },
  { "a second message, while the first is open", &messages,
    { START, BLOCK (0, TEXT), DELTA (0, "{\"text\":\"a\"}"), START, BLOCK (0, TEXT),
      DELTA (0, "{\"text\":\"b\"}"), STOP (0), END },
    "text 2-3 a…\ntext 5-7 b\nmsg_1 m end_turn 9/4/30 complete" },
  { "a block begins twice", &messages,
    { BLOCK (0, TEXT), DELTA (0, "{\"text\":\"a\"}"), BLOCK (0, TEXT), STOP (0) },
    "text 1-2 a…\ntext 3-4 \n- - - -1/-1/-1" },
  { "deltas without a start", &messages,
    { DELTA (0, "{\"text\":\"a\"}"), DELTA (1, "{\"partial_json\":\"{\"}"), STOP (1), STOP (7) },
    "text 1-1 a…\ntool 2-3 {\n- - - -1/-1/-1" },
  { "error", &messages,
    { START, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy\"}}" },
    "error [overloaded_error] 2-2 Busy\nmsg_1 m - 9/4/1" },
  { "error of another shape", &messages, { "{\"error\":{\"code\":7}}" },
    "error 1-1 {\"code\":7}\n- - - -1/-1/-1" },
  { "a server's tool", &messages,
    { BLOCK (0, "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"x\",\"content\":[]}"),
      STOP (0) },
    "result [web_search_tool_result] 1-2 {\"type\":\"web_search_tool_result\","
    "\"tool_use_id\":\"x\",\"content\":[]}\n- - - -1/-1/-1" },
  { "a block of an unknown type", &messages, { BLOCK (0, "{\"type\":\"new\",\"x\":1}"), STOP (0) },
    "other [new] 1-2 {\"type\":\"new\",\"x\":1}\n- - - -1/-1/-1" },
  { "pings are no part", &messages, { "{\"type\":\"ping\"}", "{\"type\":\"ping\"}" },
    "- - - -1/-1/-1" },
  { "unknown and broken events", &messages, { "{\"type\":\"new\"}", "nonsense", "7" },
    "other 1-1 {\"type\":\"new\"}\nother 2-2 nonsense\nother 3-3 7\n- - - -1/-1/-1" },
  { "wrong types", &messages,
    { "{\"type\":\"message_start\",\"message\":7}", BLOCK (0, "[]"), DELTA (0, "\"x\""),
      DELTA (0, "{\"text\":7}"), "{\"type\":\"content_block_stop\"}" },
    "other 2-2 []…\n- - - -1/-1/-1" },
  { "chat", &chat,
    { SAY ("{\"role\":\"assistant\",\"content\":\"\"}"), SAY ("{\"content\":\"Hel\"}"),
      SAY ("{\"content\":\"lo\"}"), CHAT_END ("stop"), CHAT_USAGE, "[DONE]" },
    "text 2-3 Hello\nc1 m stop 9/4/30 complete" },
  { "chat, thinking in both ways, and thinking again", &chat,
    { SAY ("{\"reasoning_content\":\"H\"}"), SAY ("{\"reasoning\":\"m\",\"content\":\"\"}"),
      SAY ("{\"content\":\"a\"}"), SAY ("{\"reasoning\":\"x\"}") },
    "thinking 1-3 Hm\ntext 3-3 a…\nthinking 4-4 x…\nc1 m - -1/-1/-1" },
  { "chat, tools", &chat,
    { SAY ("{\"content\":\"a\"}"),
      SAY ("{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"\"}}]}"),
      SAY ("{\"tool_calls\":[{\"index\":1,\"id\":\"t2\",\"function\":{\"name\":\"g\","
           "\"arguments\":\"{}\"}},{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\","
           "\"arguments\":\"{\\\"a\\\":\"}}]}"),
      SAY ("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}"),
      CHAT_END ("tool_calls") },
    "text 1-2 a\ntool [f] #t1 2-4 {\"a\":1}\ntool [g] #t2 3-3 {}\nc1 m tool_calls -1/-1/-1 complete" },
  { "chat, broken off within a tool", &chat,
    { SAY ("{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"f\","
           "\"arguments\":\"{\"}}]}") },
    "tool [f] #t1 1-1 {…\nc1 m - -1/-1/-1" },
  { "chat, a function of the old way, a custom tool", &chat,
    { SAY ("{\"function_call\":{\"name\":\"f\",\"arguments\":\"{\"}}"),
      SAY ("{\"function_call\":{\"arguments\":\"}\"}}"),
      SAY ("{\"tool_calls\":[{\"id\":\"t\",\"custom\":{\"name\":\"p\",\"input\":\"x\"}}]}"),
      CHAT_END ("function_call") },
    "tool [f] 1-2 {}\ntool [p] #t 3-3 x\nc1 m function_call -1/-1/-1 complete" },
  { "chat, several choices", &chat,
    { SAY ("{\"content\":\"a\"}"), CHAT (CHOICE (1, "{\"content\":\"b\"}", "null")),
      SAY ("{\"content\":\"c\"}"), CHAT (CHOICE (1, "{}", "\"length\"")),
      CHAT_END ("stop") },
    "text 1-3 ac\ntext [choice 1] 2-2 b\nc1 m stop -1/-1/-1 complete" },
  { "chat, one of two choices without an end", &chat,
    { SAY ("{\"content\":\"a\"}"), CHAT (CHOICE (1, "{\"content\":\"b\"}", "null")),
      CHAT_END ("stop") },
    "text 1-1 a\ntext [choice 1] 2-2 b…\nc1 m stop -1/-1/-1" },
  { "chat, a refusal and a list of parts", &chat,
    { SAY ("{\"refusal\":\"No\"}"),
      SAY ("{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}") },
    "text [refusal] 1-1 No…\ntext 2-2 a…\nc1 m - -1/-1/-1" },
  { "chat, a usage chunk with a choice, and finished twice", &chat,
    { SAY ("{\"content\":\"a\"}"), CHAT_END ("stop"), CHAT_END ("stop"),
      SAY ("{\"content\":\"\"}") },
    "text 1-1 a\nc1 m stop -1/-1/-1 complete" },
  { "chat, more after its end", &chat,
    { SAY ("{\"content\":\"a\"}"), CHAT_END ("stop"), SAY ("{\"content\":\"b\"}") },
    "text 1-1 a\ntext 3-3 b…\nc1 m stop -1/-1/-1 complete" },
  { "chat, errors", &chat,
    { SAY ("{\"content\":\"a\"}"), "{\"error\":{\"message\":\"Lost\",\"code\":\"x\"}}",
      "{\"object\":\"error\",\"message\":\"Lost\"}", "{\"error\":\"Lost\"}" },
    "text 1-1 a…\nerror [x] 2-2 Lost\nerror 3-3 Lost\nerror 4-4 Lost\nc1 m - -1/-1/-1" },
  { "chat, wrong types", &chat,
    { "{\"choices\":7}", "{\"type\":\"ping\"}", CHAT ("7"),
      CHAT ("{\"delta\":7,\"index\":-1}"), SAY ("{\"tool_calls\":[7,{\"index\":-9}]}"), "7" },
    "other 1-1 {\"choices\":7}\nother 2-2 {\"type\":\"ping\"}\ntool 5-5 …\nother 6-6 7\n"
    "c1 m - -1/-1/-1" },
  { "gemini", &gemini,
    { PARTS ("{\"text\":\"Hm\",\"thought\":true}"), PARTS ("{\"text\":\"Hel\"}"),
      PARTS ("{\"text\":\"lo\"},{\"text\":\"\",\"thoughtSignature\":\"s\"}"), GEMINI_END },
    "thinking 1-2 Hm\ntext 2-4 Hello\nr1 m STOP 9/4/30 complete" },
  { "gemini, calls and other parts", &gemini,
    { PARTS ("{\"text\":\"a\"},{\"functionCall\":{\"id\":\"t\",\"name\":\"f\",\"args\":"
             "{\"a\":[1]}}},{\"executableCode\":{\"code\":\"1\"}},{\"text\":\"b\"}") },
    "text 1-1 a\ntool [f] #t 1-1 {\"a\":[1]}\nother [executableCode] 1-1 {\"code\":\"1\"}\n"
    "text 1-1 b…\nr1 m - -1/-1/-1" },
  { "gemini, an error", &gemini,
    { PARTS ("{\"text\":\"a\"}"), "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\","
                                    "\"message\":\"Lost\"}}" },
    "text 1-1 a…\nerror [UNAVAILABLE] 2-2 Lost\nr1 m - -1/-1/-1" },
  { "gemini, a blocked prompt", &gemini,
    { "{\"promptFeedback\":{\"blockReason\":\"SAFETY\",\"blockReasonMessage\":\"No\"}}" },
    "error [SAFETY] 1-1 No\n- - SAFETY -1/-1/-1 complete" },
  { "gemini, several candidates, wrapped", &gemini,
    { "{\"response\":" GEMINI ("{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]}},"
                               "{\"content\":{\"parts\":[{\"text\":\"a\"}]}}") "}",
      GEMINI_END },
    "text [choice 1] 1-1 b…\ntext 1-2 a\nr1 m STOP 9/4/30" },
  { "gemini, wrong types", &gemini,
    { GEMINI ("7"), PARTS ("7,{\"functionCall\":7}"), "{\"x\":1}", "[]" },
    "other 3-3 {\"x\":1}\nother 4-4 []\nr1 m - -1/-1/-1" },
  { "responses: text", &responses,
    { R_CREATED, R_ITEM ("added", 0, R_MESSAGE), R_PART ("added", 0, R_TEXT),
      R_GROW ("output_text.delta", 0, "\"delta\":\"Hel\""),
      R_GROW ("output_text.delta", 0, "\"delta\":\"lo\""),
      R_GROW ("output_text.done", 0, "\"text\":\"Hello\""),
      R_PART ("done", 0, "{\"type\":\"output_text\",\"text\":\"Hello\"}"),
      R_ITEM ("done", 0, "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
                         "\"text\":\"Hello\"}]}"), R_DONE },
    "text 3-8 Hello\nresp_1 m completed 5/4/30 complete" },
  { "responses: a call", &responses,
    { R_CREATED, R_ITEM ("added", 0, R_CALL ("")),
      R_GROW ("function_call_arguments.delta", 0, "\"delta\":\"{\\\"a\\\":\""),
      R_GROW ("function_call_arguments.delta", 0, "\"delta\":\"1}\""),
      R_ITEM ("done", 0, R_CALL ("{\\\"a\\\":1}")), R_DONE },
    "tool [look] #c1 2-5 {\"a\":1}\nresp_1 m completed 5/4/30 complete" },
  { "responses: broken off within a call", &responses,
    { R_CREATED, R_ITEM ("added", 0, R_CALL ("")),
      R_GROW ("function_call_arguments.delta", 0, "\"delta\":\"{\\\"a\"") },
    "tool [look] #c1 2-3 {\"a…\nresp_1 m - -1/-1/-1" },
  { "responses: summary, reasoning, refusal", &responses,
    { R_ITEM ("added", 0, "{\"type\":\"reasoning\",\"summary\":[]}"),
      R_GROW ("reasoning_summary_text.delta", 0, "\"summary_index\":1,\"delta\":\"S\""),
      R_GROW ("reasoning_text.delta", 0, "\"content_index\":1,\"delta\":\"R\""),
      R_GROW ("reasoning_text.done", 0, "\"content_index\":1,\"text\":\"R.\""),
      R_GROW ("refusal.delta", 1, "\"delta\":\"No\"") },
    "thinking 2-2 S…\nthinking 3-4 R.\ntext [refusal] 5-5 No…\n- - - -1/-1/-1" },
  { "responses: a built-in tool, and something new", &responses,
    { R_ITEM ("added", 0, "{\"type\":\"web_search_call\",\"id\":\"ws\"}"),
      "{\"type\":\"response.web_search_call.searching\",\"output_index\":0}",
      R_ITEM ("done", 0, "{\"type\":\"web_search_call\",\"id\":\"ws\",\"action\":{\"query\":\"x\"}}"),
      R_ITEM ("done", 1, "{\"type\":\"new\",\"x\":1}"), "{\"type\":\"keepalive\"}", "{\"x\":1}" },
    "tool [web_search_call] #ws 1-3 {\"query\":\"x\"}\nother [new] 4-4 {\"type\":\"new\",\"x\":1}\n"
    "other 6-6 {\"x\":1}\n- - - -1/-1/-1" },
  { "responses: cut at a limit", &responses,
    { R_CREATED, R_GROW ("output_text.delta", 0, "\"delta\":\"Hel\""),
      "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
      "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}" },
    "text 2-2 Hel…\nresp_1 m max_output_tokens -1/-1/-1 complete" },
  { "responses: errors", &responses,
    { "{\"type\":\"error\",\"code\":\"rate_limit\",\"message\":\"Slow\"}",
      "{\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"Lost\"}}",
      "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
      "{\"code\":\"server_error\",\"message\":\"Broke\"}}}" },
    "error [rate_limit] 1-1 Slow\nerror [t] 2-2 Lost\nerror [server_error] 3-3 Broke\n"
    "- - failed -1/-1/-1 complete" },
  { "responses: a second one in the same body", &responses,
    { R_CREATED, R_GROW ("output_text.delta", 0, "\"delta\":\"a\""), R_DONE, R_CREATED,
      R_GROW ("output_text.delta", 0, "\"delta\":\"b\"") },
    "text 2-2 a…\ntext 5-5 b…\nresp_1 m completed 5/4/30 complete" },
  { "responses: wrong types", &responses,
    { R_ITEM ("added", 0, "7"), R_GROW ("output_text.delta", -7, "\"delta\":7"),
      R_PART ("done", 9999999999, "[]"), "{\"type\":\"response.created\",\"response\":[]}", "7" },
    "other 1-1 7…\ntext 2-2 …\nother 3-3 []\nother 5-5 7\n- - - -1/-1/-1" },
  { "another protocol", &strange, { "{\"choices\":[]}", "[DONE]" },
    "other 1-1 {\"choices\":[]}\nother 2-2 [DONE]\n- - - -1/-1/-1" },
  { "no protocol", UNKNOWN, { "a\xff" "b" }, "other 1-1 a\357\277\275b\n- - - -1/-1/-1" },
};

static void
test_streams (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      g_autoptr (TapMessage) message = tap_message_new (streams[i].grammar);
      g_autofree char *found = NULL;

      for (guint e = 0; e < G_N_ELEMENTS (streams[i].events) && streams[i].events[e] != NULL; e++)
        {
          gsize length = strlen (streams[i].events[e]);
          g_autofree char *copy = g_memdup2 (streams[i].events[e], length); /* without a NUL */

          tap_message_feed (message, e + 1, copy, length);
        }
      found = dump (message);
      g_test_message ("%s", streams[i].title);
      g_assert_cmpstr (found, ==, streams[i].wanted);
    }
}

static const struct
{
  const char *title;
  const TapGrammar *grammar;
  const char *body;
  const char *wanted;
} bodies[] = {
  { "message", &messages,
    "{\"type\":\"message\",\"id\":\"msg_2\",\"model\":\"m\",\"stop_reason\":\"tool_use\","
    "\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"tool_use\",\"id\":\"t\","
    "\"name\":\"f\",\"input\":{\"a\":1}}],\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}",
    "text 0-0 Hi\ntool [f] #t 0-0 {\"a\":1}\nmsg_2 m tool_use 3/-1/5 complete" },
  { "error", &messages, "{\"type\":\"error\",\"error\":{\"type\":\"e\",\"message\":\"No\"}}",
    "error [e] 0-0 No\n- - - -1/-1/-1" },
  { "content of another type", &messages, "{\"type\":\"message\",\"content\":\"x\"}",
    "- - - -1/-1/-1 complete" },
  { "response", &responses,
    "{\"object\":\"response\",\"id\":\"resp_2\",\"model\":\"m\",\"status\":\"completed\",\"error\":null,"
    "\"output\":[{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm\"}]},"
    "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"},"
    "{\"type\":\"refusal\",\"refusal\":\"No\"}]}," R_CALL ("{}") "],"
    "\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}",
    "thinking 0-0 Hm\ntext 0-0 Hi\ntext [refusal] 0-0 No\ntool [look] #c1 0-0 {}\n"
    "resp_2 m completed 3/-1/5 complete" },
  { "response that failed", &responses,
    "{\"object\":\"response\",\"status\":\"failed\",\"output\":[],\"error\":{\"code\":\"c\","
    "\"message\":\"No\"}}",
    "error [c] 0-0 No\n- - failed -1/-1/-1 complete" },
  { "response's error", &responses, "{\"error\":{\"type\":\"t\",\"message\":\"No\"}}",
    "error [t] 0-0 No\n- - - -1/-1/-1" },
  { "page", &messages, "<html>502</html>", "other 0-0 <html>502</html>\n- - - -1/-1/-1" },
  { "other JSON", &messages, "{\"data\":[]}", "other 0-0 {\"data\":[]}\n- - - -1/-1/-1" },
  { "chat", &chat,
    "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
    "\"message\":{\"reasoning\":\"Hm\",\"content\":\"Hi\",\"tool_calls\":[{\"id\":\"t\","
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"id\":\"u\",\"function\":"
    "{\"name\":\"g\",\"arguments\":\"[]\"}}]},\"finish_reason\":\"tool_calls\"}],"
    "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}}",
    "thinking 0-0 Hm\ntext 0-0 Hi\ntool [f] #t 0-0 {}\ntool [g] #u 0-0 []\n"
    "c1 m tool_calls 3/-1/5 complete" },
  { "chat, error", &chat, "{\"error\":{\"type\":\"e\",\"message\":\"No\"}}",
    "error [e] 0-0 No\n- - - -1/-1/-1" },
  { "chat, other JSON", &chat, "{\"data\":[]}", "other 0-0 {\"data\":[]}\n- - - -1/-1/-1" },
  { "gemini", &gemini, GEMINI ("{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},"
                               "\"finishReason\":\"STOP\"}"),
    "text 0-0 Hi\nr1 m STOP -1/-1/-1 complete" },
  { "gemini, an array", &gemini, "[" PARTS ("{\"text\":\"Hi\"}") "," GEMINI_END "]",
    "text 0-0 Hi\nr1 m STOP 9/4/30 complete" },
  { "gemini, error in an array", &gemini, "[{\"error\":{\"status\":\"e\",\"message\":\"No\"}}]",
    "error [e] 0-0 No\n- - - -1/-1/-1" },
  { "no protocol", UNKNOWN, "{\"type\":\"message\"}",
    "other 0-0 {\"type\":\"message\"}\n- - - -1/-1/-1" },
};

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (TapMessage) message = tap_message_new (bodies[i].grammar);
      gsize length = strlen (bodies[i].body);
      g_autofree char *copy = g_memdup2 (bodies[i].body, length);
      g_autofree char *found = NULL;

      tap_message_feed_body (message, copy, length);
      found = dump (message);
      g_test_message ("%s", bodies[i].title);
      g_assert_cmpstr (found, ==, bodies[i].wanted);
    }
}

/* A protocol that is not known fills no memory, however long the stream. */
static void
test_bound (void)
{
  g_autoptr (TapMessage) message = tap_message_new (NULL);
  g_autofree char *large = g_strnfill (100 * 1024, 'x');
  guint count;

  tap_message_feed (message, 1, large, 100 * 1024);
  g_assert_cmpuint (tap_message_get (message, 0)->text->len, <, 100 * 1024);
  for (guint i = 2; i < 10000; i++)
    tap_message_feed (message, i, "x", 1);
  count = tap_message_count (message);
  g_assert_cmpuint (count, <, 5000);
  g_assert_cmpuint (count, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/streams", test_streams);
  g_test_add_func ("/message/bodies", test_bodies);
  g_test_add_func ("/message/bound", test_bound);
  return g_test_run ();
}
