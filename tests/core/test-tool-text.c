/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text.h"

#include <string.h>

static const struct
{
  const char *title;
  const char *text;
  const char *family; /* NULL: no call */
  const char *name;
  int marker_end;     /* how many bytes the text has when the marker is complete */
} cases[] = {
  { "hermes", "<tool_call>\n{\"name\": \"read_file\", \"arguments\": {}}\n</tool_call>",
    "Qwen, Hermes", "read_file", 11 },
  { "hermes on one line", "Sure. <tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}</tool_call>",
    "Qwen, Hermes", "f", 17 },
  { "hermes, arguments first", "<tool_call>{\"arguments\": {\"a\": 1}, \"name\": \"f\"}",
    "Qwen, Hermes", NULL, 11 },
  { "hermes, cut in the name", "<tool_call>\n{\"name\": \"read_f", "Qwen, Hermes", NULL, 11 },
  { "hermes, cut before the key", "<tool_call>\n{\"na", NULL },
  { "hermes, a placeholder", "Write <tool_call>{\"name\": \"...\", \"arguments\": {}}</tool_call>",
    NULL },
  { "hermes, another placeholder", "<tool_call>{\"name\": \"<name>\"}</tool_call>", NULL },
  { "hermes, other JSON", "<tool_call>{\"temperature\": 3}</tool_call>", NULL },
  { "coder", "<tool_call>\n<function=list_dir>\n<parameter=path>\n/tmp\n</parameter>\n"
             "</function>\n</tool_call>",
    "Qwen3-Coder", "list_dir", 11 },
  { "coder without its wrapper", "I look.\n<function=list_dir>\n<parameter=path>\n/tmp\n",
    "Qwen3-Coder", "list_dir", 27 },
  { "coder without arguments", "<function=now>\n</function>", "Qwen3-Coder", "now", 14 },
  { "coder, talked about", "Qwen writes <function=NAME> and then its parameters.", NULL },
  { "coder, cut", "<function=now>\n<par", NULL },
  { "glm", "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Ulm</arg_value>\n"
           "</tool_call>",
    "GLM", "get_weather", 11 },
  { "glm on one line", "<tool_call>get_weather<arg_key>city</arg_key>", "GLM", "get_weather", 11 },
  { "glm without arguments", "<tool_call>now\n</tool_call>", "GLM", "now", 11 },
  { "second marker", "<tool_call> is a marker. <tool_call>{\"name\": \"f\"", "Qwen, Hermes", "f",
    36 },
  { "marker after a marker", "<tool_call><tool_call>{\"name\": \"f\"", "Qwen, Hermes", "f", 22 },
  { "marker after half a marker", "<tool_<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 17 },
  { "only named", "The model wraps a call into <tool_call> and </tool_call>.", NULL },
  { "only named, with a name", "Put it into <tool_call>name</tool_call>.", NULL },
  { "only a mention of JSON", "<tool_call> {json} </tool_call>", NULL },
  { "closing only", "</tool_call>{\"name\": \"f\"}", NULL },
  { "longer word", "<tool_calls>{\"name\": \"f\"}", NULL },
  { "fence", "So:\n```\n<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call>\n```\n", NULL },
  { "fence with a language", "```xml\n<tool_call>{\"name\": \"f\"}\n```", NULL },
  { "fence of tildes", "~~~\n<tool_call>{\"name\": \"f\"}\n~~~", NULL },
  { "indented fence", "   ```\n<tool_call>{\"name\": \"f\"}\n   ```", NULL },
  { "longer fence", "````\n```\n<tool_call>{\"name\": \"f\"}\n````", NULL },
  { "fence that never closes", "```\n<tool_call>{\"name\": \"f\"}\n", NULL },
  { "after a fence", "```\ncode\n```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 24 },
  { "after a longer end of a fence", "```\ncode\n`````  \n<tool_call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 28 },
  { "not the end of a fence", "```\ncode\n``` no\n<tool_call>{\"name\": \"f\"}\n```", NULL },
  { "not a fence", "a ``` b\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "too far in for a fence", "    ```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "inline code", "It is `<tool_call>{\"name\": \"f\"}</tool_call>` that Qwen writes.", NULL },
  { "inline code of two", "It is ``<tool_call>{\"name\": \"`f`\"}</tool_call>`` here.", NULL },
  { "inline code of three", "```<tool_call>{\"name\": \"f\"}``` is inline", NULL },
  { "after inline code", "`x` <tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 15 },
  { "after inline code of three", "```x```\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 19 },
  { "a lone backtick", "Don`t.\n<tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 18 },
  { "a lone backtick on the line", "Don`t <tool_call>{\"name\": \"f\"}\n", "Qwen, Hermes", "f", 17 },
  { "a lone backtick to the end", "Don`t <tool_call>{\"name\": \"f\"}", "Qwen, Hermes", "f", 17 },
  { "too far", "<tool_call>                                                                    "
               "                                                                                "
               "                                                                                "
               "                                                      {\"name\": \"f\"}",
    NULL },
  { "long before", "a < b, x <tool> y <t> \xE2\x82\xAC ~ [1] {2} <tool_call>{\"name\": \"f\"}",
    "Qwen, Hermes", "f", 47 },
  { "none", "Just text, with `code`, <b>tags</b> and\n```\na fence\n```\n", NULL },
  { "empty", "", NULL },
};

/* Pushes the text in steps; the event that a byte belongs to is its place, from 1. */
static gboolean
scan (const char *text, gsize step, TapToolTextHit *hit)
{
  g_auto (TapToolText) scanner = { 0 };
  gsize length = strlen (text);
  gboolean found = FALSE;

  for (gsize pos = 0; pos < length; pos += step)
    {
      gsize count = MIN (step, length - pos);
      g_autofree char *bytes = g_memdup2 (text + pos, count);
      g_auto (TapToolTextHit) again = { 0 };

      if (tap_tool_text_push (&scanner, bytes, count, pos + count, 10 * (pos + count),
                              found ? &again : hit))
        {
          g_assert_false (found);
          found = TRUE;
        }
    }

  if (found)
    {
      g_assert_false (tap_tool_text_end (&scanner, hit));
      return TRUE;
    }

  return tap_tool_text_end (&scanner, hit);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (gsize step = 1; step <= strlen (cases[i].text) + 1; step++)
        {
          g_auto (TapToolTextHit) hit = { 0 };
          gsize end = cases[i].marker_end;

          if (scan (cases[i].text, step, &hit) != (cases[i].family != NULL))
            g_error ("%s, in steps of %" G_GSIZE_FORMAT, cases[i].title, step);
          if (cases[i].family == NULL)
            continue;

          g_assert_cmpstr (hit.family, ==, cases[i].family);
          g_assert_cmpstr (hit.name, ==, cases[i].name);

          /* The step that brought the marker's last byte. */
          end = MIN ((end + step - 1) / step * step, strlen (cases[i].text));
          g_assert_cmpuint (hit.event, ==, end);
          g_assert_cmpint (hit.at, ==, 10 * end);
        }
    }
}

static void
test_only_once (void)
{
  g_auto (TapToolTextHit) hit = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 5; i++)
    g_string_append_printf (text, "<tool_call>{\"name\": \"f%u\", \"arguments\": {}}</tool_call>\n", i);

  g_assert_true (scan (text->str, 3, &hit));
  g_assert_cmpstr (hit.name, ==, "f0");
}

/* Text made to cost as much as it can stays cheap: this takes minutes where a step is not bounded. */
static void
test_bounded (void)
{
  static const char *const parts[] = {
    "<tool_call>", "<tool_call>{\"name\": \"", "<function=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "<tool_call>a\n", "`<tool_call>{\"name\": \"a\"", "```\n~~~\n", "<<<<",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_auto (TapToolTextHit) hit = { 0 };
      g_autoptr (GString) text = g_string_new (NULL);

      while (text->len < 500000)
        g_string_append (text, parts[i]);
      scan (text->str, 4096, &hit);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tool-text/cases", test_cases);
  g_test_add_func ("/tool-text/only-once", test_only_once);
  g_test_add_func ("/tool-text/bounded", test_bounded);

  return g_test_run ();
}
