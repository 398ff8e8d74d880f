/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fold-stream.h"

static const char *const words[] = {
  "The", " answer", " lies", " in", " the", " second", " file", ",", " which", " \\u201creads\\u201d",
  " each", " line", " twice", ".\\n\\n", " Größe", " of", " it", ":", " 4711",
};

#define N_PARTS 3 /* thinking, text, a tool's input */
#define LONGEST 5000 /* deltas of a part that is repeated as a whole at its end, or judged */

static const char *
word (guint i)
{
  return words[i % G_N_ELEMENTS (words)];
}

static const char *
piece (guint i)
{
  return i == 0 ? "{\\\"lines\\\":[1" : ",22";
}

static void G_GNUC_PRINTF (2, 3)
add (GPtrArray *events, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (events, g_strdup_vprintf (format, args));
  va_end (args);
}

/* --- Anthropic Messages. */

#define MESSAGES(name, data) "event: " name "\ndata: {\"type\":\"" name "\"" data "}\n\n"

static const struct
{
  const char *start;
  const char *delta;
} blocks[N_PARTS] = {
  { "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
    "{\"type\":\"thinking_delta\",\"thinking\":\"%s\"}" },
  { "{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"text_delta\",\"text\":\"%s\"}" },
  { "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"read_file\",\"input\":{}}",
    "{\"type\":\"input_json_delta\",\"partial_json\":\"%s\"}" },
};

static void
add_block_delta (GPtrArray *events, guint block, const char *text)
{
  g_auto (GStrv) around = g_strsplit (blocks[block].delta, "%s", 2);

  add (events, MESSAGES ("content_block_delta", ",\"index\":%u,\"delta\":%s%s%s"), block, around[0],
       text, around[1]);
}

static GPtrArray *
make_messages (guint count)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);

  add (events, MESSAGES ("message_start",
                         ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                         "\"content\":[],\"model\":\"m\",\"stop_reason\":null,"
                         "\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,"
                         "\"output_tokens\":1}}"));
  for (guint block = 0; block < N_PARTS; block++)
    {
      add (events, MESSAGES ("content_block_start", ",\"index\":%u,\"content_block\":%s"), block,
           blocks[block].start);
      for (guint i = 0; i < count / N_PARTS; i++)
        add_block_delta (events, block, block == 2 ? piece (i) : word (i));
      if (block == 0)
        add (events, MESSAGES ("content_block_delta",
                               ",\"index\":0,\"delta\":{\"type\":\"signature_delta\","
                               "\"signature\":\"c2ln\"}"));
      if (block == 2)
        add_block_delta (events, block, "]}");
      add (events, MESSAGES ("content_block_stop", ",\"index\":%u"), block);
    }
  add (events, MESSAGES ("message_delta", ",\"delta\":{\"stop_reason\":\"tool_use\","
                         "\"stop_sequence\":null},\"usage\":{\"output_tokens\":9}"));
  add (events, MESSAGES ("message_stop", ""));
  return events;
}

/* --- Chat Completions. */

#define CHAT(delta, finish)                                                                        \
  "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"      \
  "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" delta ",\"finish_reason\":" finish        \
  "}]}\n\n"

static GPtrArray *
make_chat (guint count)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);
  guint a_part = count / N_PARTS;

  add (events, CHAT ("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
  for (guint i = 0; i < a_part; i++)
    add (events, CHAT ("{\"reasoning_content\":\"%s\"}", "null"), word (i));
  for (guint i = 0; i < a_part; i++)
    add (events, CHAT ("{\"content\":\"%s\"}", "null"), word (i));
  add (events, CHAT ("{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                     "\"function\":{\"name\":\"read_file\",\"arguments\":\"\"}}]}", "null"));
  for (guint i = 0; i < a_part; i++)
    add (events, CHAT ("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]}",
                       "null"), piece (i));
  add (events, CHAT ("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"]}\"}}]}",
                     "null"));
  add (events, CHAT ("{}", "\"tool_calls\""));
  add (events, "data: [DONE]\n\n");
  return events;
}

/* --- Responses: items of some thousand deltas, since each ends with all of its text. */

#define RESPONSES(name, data)                                                                      \
  "event: response." name "\ndata: {\"type\":\"response." name "\",\"sequence_number\":%u," data   \
  "}\n\n"

static const struct
{
  const char *item;  /* (nullable) what it is; a call is told apart by its number */
  const char *delta;
  const char *done;  /* (nullable) */
  const char *part;  /* (nullable) */
} items[N_PARTS] = {
  { "\"type\":\"reasoning\",\"summary\":[]", "reasoning_summary_text.delta", NULL, NULL },
  { "\"type\":\"message\",\"role\":\"assistant\",\"content\":[]", "output_text.delta",
    "output_text.done", "\"part\":{\"type\":\"output_text\",\"text\":\"\"}" },
  { NULL, "function_call_arguments.delta", "function_call_arguments.done", NULL },
};

static char *
describe_item (guint kind, guint index, const char *arguments)
{
  if (items[kind].item != NULL)
    return g_strdup (items[kind].item);
  return g_strdup_printf ("\"type\":\"function_call\",\"call_id\":\"call_%u\","
                          "\"name\":\"read_file\",\"arguments\":\"%s\"", index, arguments);
}

static void
add_of_item (GPtrArray *events, const char *name, guint *n, guint index, const char *rest)
{
  add (events, "event: response.%s\ndata: {\"type\":\"response.%s\",\"sequence_number\":%u,"
       "\"item_id\":\"item_%u\",\"output_index\":%u,%s}\n\n", name, name, (*n)++, index, index, rest);
}

static void
add_item (GPtrArray *events, guint kind, guint index, guint count, guint *n)
{
  g_autofree char *begun = describe_item (kind, index, "");
  g_autofree char *whole = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  add (events, RESPONSES ("output_item.added", "\"output_index\":%u,\"item\":{\"id\":\"item_%u\",%s}"),
       (*n)++, index, index, begun);
  if (items[kind].part != NULL)
    {
      g_autofree char *part = g_strdup_printf ("\"content_index\":0,%s", items[kind].part);

      add_of_item (events, "content_part.added", n, index, part);
    }
  for (guint i = 0; i <= count; i++)
    {
      const char *said = kind < 2 ? word (i) : i < count ? piece (i) : "]}";
      g_autofree char *delta = g_strdup_printf ("\"%s\":0,\"delta\":\"%s\"",
                                                kind == 0 ? "summary_index" : "content_index", said);

      add_of_item (events, items[kind].delta, n, index, delta);
      g_string_append (text, said);
    }
  if (items[kind].done != NULL)
    {
      g_autofree char *done = g_strdup_printf ("\"content_index\":0,\"%s\":\"%s\"",
                                               kind == 1 ? "text" : "arguments", text->str);

      add_of_item (events, items[kind].done, n, index, done);
    }
  if (items[kind].part != NULL)
    {
      g_autofree char *part = g_strdup_printf ("\"content_index\":0,%s", items[kind].part);

      add_of_item (events, "content_part.done", n, index, part);
    }
  whole = describe_item (kind, index, text->str);
  add (events, RESPONSES ("output_item.done", "\"output_index\":%u,\"item\":{\"id\":\"item_%u\",%s}"),
       (*n)++, index, index, whole);
}

static GPtrArray *
make_responses (guint count)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;
  guint index = 0;

  add (events, RESPONSES ("created", "\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\","
                                     "\"output\":[]}"), n++);
  while (events->len < count)
    {
      guint left = count - events->len;

      add_item (events, index % N_PARTS, index, MIN (left, LONGEST), &n);
      index++;
    }
  add (events, RESPONSES ("completed", "\"response\":{\"id\":\"resp_1\",\"status\":\"completed\","
                                       "\"output\":[]}"), n++);
  return events;
}

/* --- Gemini. */

#define GEMINI(part, finish)                                                                       \
  "data: {\"candidates\":[{\"content\":{\"parts\":[" part "],\"role\":\"model\"}" finish           \
  ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":9,"           \
  "\"totalTokenCount\":16},\"modelVersion\":\"m\",\"responseId\":\"r\"}\n\n"

static GPtrArray *
make_gemini (guint count)
{
  GPtrArray *events = g_ptr_array_new_with_free_func (g_free);
  guint a_part = count / N_PARTS;

  for (guint i = 0; i < a_part; i++)
    add (events, GEMINI ("{\"text\":\"%s\",\"thought\":true}", ""), word (i));
  for (guint i = 0; i < a_part; i++)
    add (events, GEMINI ("{\"text\":\"%s\"}", ""), word (i));
  for (guint i = 0; i < a_part; i++)
    add (events, GEMINI ("{\"functionCall\":{\"name\":\"read_file\",\"args\":{\"line\":%u}}}", ""), i);
  add (events, GEMINI ("{\"text\":\"\"}", ",\"finishReason\":\"STOP\""));
  return events;
}

const FoldDialect fold_dialects[FOLD_N_DIALECTS] = {
  { "anthropic-messages", "/v1/messages", "{\"model\":\"m\",\"stream\":true}", make_messages },
  { "openai-chat", "/v1/chat/completions", "{\"model\":\"m\",\"stream\":true}", make_chat },
  { "openai-responses", "/v1/responses", "{\"model\":\"m\",\"stream\":true}", make_responses },
  { "google-gemini", "/v1beta/models/m:streamGenerateContent?alt=sse", "{\"contents\":[]}",
    make_gemini },
};
