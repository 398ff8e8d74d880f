/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-json-close.h"

#include <string.h>

#include "tap-json.h"

static const struct
{
  const char *text;
  const char *closed; /* NULL: nothing can be made of it */
} cases[] = {
  { "{\"a\":{\"b\":\"long te", "{\"a\":{\"b\":\"long te…\"}}" },
  { "{\"a\":\"", "{\"a\":\"…\"}" },
  { "{\"a\":1,\"b", "{\"a\":1}" },
  { "{\"a\":1,\"b\"", "{\"a\":1}" },
  { "{\"a\":1,\"b\":", "{\"a\":1}" },
  { "{\"a\":1,\"b\":12", "{\"a\":1}" },
  { "{\"a\":1,\"b\":tr", "{\"a\":1}" },
  { "{\"a\":\"x\"", "{\"a\":\"x\"}" },
  { "{\"a\":[\"x\",\"y", "{\"a\":[\"x\",\"y…\"]}" },
  { "{\"a\":[{\"b\":1},", "{\"a\":[{\"b\":1}]}" },
  { "[[],[1,2", "[[],[1]]" },
  { "\"x", "\"x…\"" },
  /* An escape is whole or is left out. */
  { "{\"a\":\"x\\", "{\"a\":\"x…\"}" },
  { "{\"a\":\"x\\\"", "{\"a\":\"x\\\"…\"}" },
  { "{\"a\":\"x\\u00e", "{\"a\":\"x…\"}" },
  { "{\"a\":\"x\\u00e9", "{\"a\":\"x\\u00e9…\"}" },
  { "{\"a\":\"x\\\\\"", "{\"a\":\"x\\\\\"}" },
  { "", NULL },
  { "12", NULL },
  { "]", NULL },
  { "{\"a\":1]", NULL },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (cases[i].text);
      gboolean done = tap_json_close (text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (done, ==, cases[i].closed != NULL);
      if (done)
        g_assert_cmpstr (text->str, ==, cases[i].closed);
    }
}

/* Wherever it is cut, it can be parsed. */
static void
test_everywhere (void)
{
  const char *whole = "{ \"a\" : [ 1 , -2.5e3, \"b\\n\\u00e4\\\\\", {\"c\":null, \"d\" : {}}, [[]] ],"
                      " \"e\\\"\":{\"f\":true,\"g\":\"h\"}}";
  g_auto (TapJson) json = { NULL };

  for (gsize i = 1; i <= strlen (whole); i++)
    {
      g_autoptr (GString) text = g_string_new_len (whole, (gssize) i);

      g_assert_true (tap_json_close (text));
      if (!tap_json_parse (&json, text->str, text->len, NULL))
        g_error ("%zu: %s", i, text->str);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i <= TAP_JSON_MAX_DEPTH; i++)
    g_string_append_c (text, '[');
  g_assert_false (tap_json_close (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-close/cases", test_cases);
  g_test_add_func ("/json-close/everywhere", test_everywhere);
  g_test_add_func ("/json-close/deep", test_deep);
  return g_test_run ();
}
