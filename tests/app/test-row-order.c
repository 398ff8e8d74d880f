/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-client-name.h"
#include "tap-filter-menu.h"
#include "tap-row-order.h"

#include <string.h>

static char *rules[] = { (char *) "idle-gap", (char *) "truncated-body", NULL };

static const TapExchangeFacts facts = {
  .state = TAP_EXCHANGE_ENDED,
  .method = (char *) "POST",
  .target = (char *) "/v1/messages?beta=true",
  .path = (char *) "/v1/messages",
  .client = (char *) "claude-cli/2.1.0 (external, cli)",
  .client_name = (char *) "claude-cli 2.1.0",
  .session = (char *) "7f3a20c1-77aa-4f21-9f00-000000000001",
  .model = (char *) "claude-Größe-4",
  .status = 502,
  .worst = TAP_SEVERITY_WARNING,
  .rules = rules,
  .ask_class = TAP_ASK_SIDE,
  .attempt = { TAP_ATTEMPT_FALLBACK, .number = 3, .of = 2, .first = 1 },
};

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    gboolean passes;
  } cases[] = {
    { NULL, TRUE },
    { "", TRUE },
    { "  ", TRUE },
    { "post", TRUE },
    { "MESSAGES", TRUE },
    { "messages post", TRUE },
    { "messages get", FALSE },
    { "beta=true", TRUE },
    { "größe", TRUE },
    { "GRÖSSE", TRUE },
    { "model:größe", TRUE },
    { "model:post", FALSE },
    { "Model:claude", TRUE },
    { "502", TRUE },
    { "50", TRUE },
    { "02", FALSE },
    { "status:5", TRUE },
    { "status:4", FALSE },
    { "status:", TRUE },
    { "status:5xx", TRUE },
    { "status:4xx", FALSE },
    { "5xx", TRUE },
    { "status:x", FALSE },
    { "cut in silence", TRUE },
    { "finding:silence", TRUE },
    { "cut loudly", FALSE },
    { "path:v1/messages", TRUE },
    { "path:claude", FALSE },
    { "client:claude-cli", TRUE },
    { "client:messages", FALSE },
    { "method:po", TRUE },
    { "finding:truncated", TRUE },
    { "rule:idle-gap", TRUE },
    { "finding:order", FALSE },
    { "session:7F3A", TRUE },
    { "remark", TRUE },
    { "comment:remark", TRUE },
    { "comment:post", FALSE },
    { "finding:idle status:502 my", TRUE },
    { "finding:idle status:200 my", FALSE },
    { "other:post", FALSE },
    { "status:>=400", TRUE },
    { "status:>=502", TRUE },
    { "status:>502", FALSE },
    { "status:<500", FALSE },
    { "status:<=502", TRUE },
    { "status:=502", TRUE },
    { "status:>x", FALSE },
    { ">=500", TRUE },
    { "class:side", TRUE },
    { "class:main", FALSE },
    { "side", FALSE },
    { "is:failed", TRUE },
    { "is:fa", TRUE },
    { "is:running", FALSE },
    { "is:retry", TRUE },
    { "is:fallback", TRUE },
    { "is:nothing", FALSE },
    { "finding:\"cut in\"", TRUE },
    { "client:\"claude-cli 2.1\"", TRUE },
    { "client:\"claude-cli 3\"", FALSE },
    { "\"cut in silence", TRUE },
    { "rule:idle-gap status:5xx is:retry", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TapFilterWords) words = tap_filter_words_new (cases[i].text);
      TapFilter filter = { .text = cases[i].text, .severity = -1 };

      g_test_message ("“%s”", cases[i].text);
      g_assert_true (tap_filter_passes (&filter, words, &facts, "cut in silence", FALSE,
                                        "my Remark")
                     == cases[i].passes);
    }
}

/* A word of the menu takes the place of another with its prefix. */
static void
test_menu_words (void)
{
  static const struct
  {
    const char *text, *word, *result;
  } cases[] = {
    { "", "status:502", "status:502" },
    { "post", "status:502", "post status:502" },
    { "status:404 post", "status:502", "post status:502" },
    { "client:\"a b\" post", "client:c", "post client:c" },
    { "client:\"a b\"  post ", "model:c", "client:\"a b\" post model:c" },
    { "is:retry", "is:failed", "is:failed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = tap_filter_menu_add (cases[i].text, cases[i].word);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_filter (void)
{
  static const struct
  {
    TapFilter filter;
    TapExchangeState state;
    gboolean pinned;
    gboolean passes;
  } cases[] = {
    { { .severity = -1 }, TAP_EXCHANGE_ENDED, FALSE, TRUE },
    { { .severity = TAP_SEVERITY_NOTE }, TAP_EXCHANGE_ENDED, FALSE, TRUE },
    { { .severity = TAP_SEVERITY_WARNING }, TAP_EXCHANGE_ENDED, FALSE, TRUE },
    { { .severity = TAP_SEVERITY_ERROR }, TAP_EXCHANGE_ENDED, FALSE, FALSE },
    { { .severity = -1, .pinned = TRUE }, TAP_EXCHANGE_ENDED, FALSE, FALSE },
    { { .severity = -1, .pinned = TRUE }, TAP_EXCHANGE_ENDED, TRUE, TRUE },
    { { .severity = -1, .open = TRUE }, TAP_EXCHANGE_ENDED, TRUE, FALSE },
    { { .severity = -1, .open = TRUE }, TAP_EXCHANGE_ANSWERING, FALSE, TRUE },
    { { .severity = -1, .open = TRUE }, TAP_EXCHANGE_REQUESTING, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapExchangeFacts one = facts;

      one.state = cases[i].state;
      g_test_message ("%u", i);
      g_assert_true (tap_filter_passes (&cases[i].filter, NULL, &one, NULL, cases[i].pinned,
                                        NULL)
                     == cases[i].passes);
    }
}

static void
test_sort (void)
{
  const TapExchangeFacts all[] = {
    { .began = 0, .ended = 100, .events = 5, .longest_gap = 30, .counts = { 9, 9, 0 } },
    { .began = 50, .ended = -1, .events = 5, .longest_gap = 40, .counts = { 0, 0, 1 } },
    { .began = 60, .ended = 300, .events = 7, .longest_gap = 30, .counts = { 0, 10, 0 } },
    { .began = 70, .ended = 170, .events = 0, .longest_gap = 0, .counts = { 0, 0, 0 } },
  };
  static const struct
  {
    TapSort sort;
    guint order[G_N_ELEMENTS (all)];
  } cases[] = {
    { TAP_SORT_BEGAN, { 0, 1, 2, 3 } },
    { TAP_SORT_DURATION, { 1, 2, 0, 3 } },
    { TAP_SORT_EVENTS, { 2, 0, 1, 3 } },
    { TAP_SORT_GAP, { 1, 0, 2, 3 } },
    { TAP_SORT_FINDINGS, { 1, 2, 0, 3 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapSortKey keys[G_N_ELEMENTS (all)];

      for (guint k = 0; k < G_N_ELEMENTS (all); k++)
        keys[k] = (TapSortKey){ tap_sort_measure (cases[i].sort, &all[k]), k };
      tap_sort_keys (keys, G_N_ELEMENTS (keys));
      for (guint k = 0; k < G_N_ELEMENTS (all); k++)
        g_assert_cmpuint (keys[k].index, ==, cases[i].order[k]);
    }
}

static void
test_groups (void)
{
  static const struct
  {
    const char *client;
    const char *session;
    const char *key;
    const char *title;
  } cases[] = {
    { "a 1", "7f3a20c1-77", "7f3a20c1-77", "a 1 · session 7f3a20c1…" },
    { "a 1", "short", "short", "a 1 · session short" },
    { "a 1", "ÄÖÜäöüßßß", "ÄÖÜäöüßßß", "a 1 · session ÄÖÜäöüßß…" },
    { "a 1", NULL, "a 1", "a 1" },
    { NULL, "s", "s", "Unknown client · session s" },
    { NULL, NULL, "", "Unknown client" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TapExchangeFacts one = { .client_name = (char *) cases[i].client,
                               .session = (char *) cases[i].session };
      g_autofree char *title = tap_group_title (&one);

      g_assert_cmpstr (tap_group_key (&one), ==, cases[i].key);
      g_assert_cmpstr (title, ==, cases[i].title);
    }
}

static void
test_client_names (void)
{
  static const struct
  {
    const char *agent;
    const char *name;
  } cases[] = {
    { NULL, NULL },
    { "", NULL },
    { " ", NULL },
    { "claude-cli/2.1.0 (external, cli)", "claude-cli 2.1.0" },
    { "Anthropic/JS 0.80.0", "Anthropic JS 0.80.0" },
    { "OpenAI/Python 2.8.0", "OpenAI Python 2.8.0" },
    { "codex_exec/0.160.0 (Debian 12; x86_64) unknown", "codex_exec 0.160.0" },
    { "opencode/1.18.33 ai-sdk/provider-utils/4.0.46 runtime/bun/1.3.14", "opencode 1.18.33" },
    { "curl/8.5.0", "curl 8.5.0" },
    { "plain", "plain" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = tap_client_name_from_agent (cases[i].agent);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-order/words", test_words);
  g_test_add_func ("/row-order/menu-words", test_menu_words);
  g_test_add_func ("/row-order/filter", test_filter);
  g_test_add_func ("/row-order/sort", test_sort);
  g_test_add_func ("/row-order/groups", test_groups);
  g_test_add_func ("/row-order/client-names", test_client_names);
  return g_test_run ();
}
