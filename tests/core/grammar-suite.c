/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "grammar-suite.h"

#include "check-trace.h"

#include <string.h>

static const char *const asked_tools[] = { "look", "read", NULL };

static const TapGrammarRequest requests[] = {
  [ASKED_NOTHING] = { NULL, NULL, TRUE },
  [ASKED_TOOLS] = { "m-1", asked_tools, TRUE },
  [ASKED_NO_TOOLS] = { "m-1", NULL, TRUE },
  [ASKED_OTHER_MODEL] = { "m-2", NULL, TRUE },
  [ASKED_NO_STREAM] = { "m-1", NULL, FALSE },
  [ASKED_USAGE] = { "m-1", asked_tools, TRUE, .include_usage = TRUE },
  [ASKED_RESUMED] = { "m-1", asked_tools, TRUE, .resumed = TRUE },
};

static const TapGrammarRequest *
request_of (Asked asked)
{
  return asked == ASKED_NOTHING ? NULL : &requests[asked];
}

static const TapGrammar *
grammar_of (const GrammarSuite *self, TapRule rule)
{
  return self->general && rule >= TAP_RULE_JSON_TOO_DEEP ? NULL
                                                         : tap_grammar_by_name (self->grammar);
}

gboolean
grammar_has_rule (const char *found, const char *id)
{
  g_auto (GStrv) words = g_strsplit (found, " ", -1);
  g_autofree char *start = g_strdup_printf ("%s@", id);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], start))
        return TRUE;
    }

  return FALSE;
}

void
grammar_check (const char *title, const char *trace, const TapGrammar *grammar, Asked asked,
               const char *expected)
{
  g_autofree char *got = check_trace (trace, strlen (trace), G_MAXSIZE, grammar,
                                      request_of (asked));

  if (strcmp (got, expected) != 0)
    g_error ("%s: got \"%s\", expected \"%s\"", title, got, expected);
}

static void
test_trips (gconstpointer data)
{
  const GrammarSuite *self = data;

  for (guint i = 0; i < self->n_rules; i++)
    {
      const GrammarRule *row = &self->rules[i];

      g_assert_true (grammar_has_rule (row->expected, tap_rule_id (row->rule)));
      grammar_check (tap_rule_id (row->rule), row->trips, grammar_of (self, row->rule), row->asked,
                     row->expected);
    }
}

static void
test_near_misses (gconstpointer data)
{
  const GrammarSuite *self = data;

  for (guint i = 0; i < self->n_rules; i++)
    {
      const GrammarRule *row = &self->rules[i];

      g_assert_true (row->asked != row->near_asked || strcmp (row->trips, row->misses) != 0);
      g_assert_false (grammar_has_rule (row->near_expected, tap_rule_id (row->rule)));
      grammar_check (tap_rule_id (row->rule), row->misses, grammar_of (self, row->rule),
                     row->near_asked, row->near_expected);
    }
}

static void
test_cases (gconstpointer data)
{
  const GrammarSuite *self = data;
  const TapGrammar *grammar = tap_grammar_by_name (self->grammar);

  for (guint i = 0; i < self->n_cases; i++)
    grammar_check (self->cases[i].title, self->cases[i].trace, grammar, self->cases[i].asked,
                   self->cases[i].expected);
}

static void
check_splits (const char *trace, const TapGrammar *grammar, Asked asked)
{
  gsize length = strlen (trace);
  g_autofree char *whole = check_trace (trace, length, G_MAXSIZE, grammar, request_of (asked));

  for (gsize step = 1; step < MIN (length, 90); step++)
    {
      g_autofree char *got = check_trace (trace, length, step, grammar, request_of (asked));

      g_assert_cmpstr (got, ==, whole);
    }
}

static void
test_splits (gconstpointer data)
{
  const GrammarSuite *self = data;

  for (guint i = 0; i < self->n_rules; i++)
    {
      const GrammarRule *row = &self->rules[i];

      check_splits (row->trips, grammar_of (self, row->rule), row->asked);
      check_splits (row->misses, NULL, row->near_asked);
    }
  for (guint i = 0; i < self->n_cases; i++)
    check_splits (self->cases[i].trace, NULL, self->cases[i].asked);
}

void
grammar_suite_add_tests (const GrammarSuite *self, const char *name)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
    { "trips", test_trips },
    { "near-misses", test_near_misses },
    { "cases", test_cases },
    { "splits", test_splits },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/%s", name, tests[i].name);

      g_test_add_data_func (path, self, tests[i].test);
    }
}

void
grammar_suite_check_none_missing (const GrammarSuite *self, const TapRule *rules, guint n_rules,
                                  const TapRule *elsewhere, guint n_elsewhere)
{
  gboolean seen[TAP_N_RULES] = { FALSE };

  for (guint i = 0; i < n_elsewhere; i++)
    seen[elsewhere[i]] = TRUE;
  for (guint i = 0; i < self->n_rules; i++)
    seen[self->rules[i].rule] = TRUE;

  for (guint i = 0; i < n_rules; i++)
    {
      if (!seen[rules[i]])
        g_error ("no trace trips %s", tap_rule_id (rules[i]));
    }
}
