/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-needle-forms.h"

/* Prefixes that providers give their keys so that they can be recognised. Short or common ones
 * ask for more behind them. */
const TapForm tap_forms[] = {
  { "sk-ant-", TAP_RUN_WORD, 8 },
  { "sk-or-", TAP_RUN_WORD, 8 },
  { "sk-proj-", TAP_RUN_WORD, 8 },
  { "sk-svcacct-", TAP_RUN_WORD, 8 },
  { "sk-admin-", TAP_RUN_WORD, 8 },
  { "sk-", TAP_RUN_WORD, 16, .border = TRUE, .digit = TRUE },
  { "AIza", TAP_RUN_WORD, 16, .max = 64, .border = TRUE },
  { "AKIA", TAP_RUN_UPPER, 16, .max = 16, .border = TRUE },
  { "ASIA", TAP_RUN_UPPER, 16, .max = 16, .border = TRUE },
  { "ghp_", TAP_RUN_WORD, 16 },
  { "gho_", TAP_RUN_WORD, 16 },
  { "ghu_", TAP_RUN_WORD, 16 },
  { "ghs_", TAP_RUN_WORD, 16 },
  { "ghr_", TAP_RUN_WORD, 16 },
  { "github_pat_", TAP_RUN_WORD, 16 },
  { "glpat-", TAP_RUN_WORD, 16 },
  { "gsk_", TAP_RUN_WORD, 20, .border = TRUE },
  { "hf_", TAP_RUN_WORD, 24, .border = TRUE, .digit = TRUE },
  { "npm_", TAP_RUN_WORD, 30, .border = TRUE, .digit = TRUE },
  { "pplx-", TAP_RUN_WORD, 20, .border = TRUE, .digit = TRUE },
  { "r8_", TAP_RUN_WORD, 30, .border = TRUE, .digit = TRUE },
  { "xai-", TAP_RUN_WORD, 24, .border = TRUE, .digit = TRUE },
  { "xapp-", TAP_RUN_WORD, 16, .border = TRUE, .digit = TRUE },
  { "xoxa-", TAP_RUN_WORD, 16 },
  { "xoxb-", TAP_RUN_WORD, 16 },
  { "xoxp-", TAP_RUN_WORD, 16 },
  { "ya29.", TAP_RUN_TOKEN, 20, .border = TRUE },
  { "Bearer ", TAP_RUN_TOKEN, 12, .keep = 7, .digit = TRUE },
  { "bearer ", TAP_RUN_TOKEN, 12, .keep = 7, .digit = TRUE },
};
const guint tap_n_forms = G_N_ELEMENTS (tap_forms);

gboolean
tap_run_has (guint8 run, guint8 c)
{
  gboolean word = g_ascii_isalnum (c) || c == '-' || c == '_';

  switch ((TapRun) run)
    {
    case TAP_RUN_WORD:
      return word;
    case TAP_RUN_UPPER:
      return g_ascii_isupper (c) || g_ascii_isdigit (c);
    case TAP_RUN_TOKEN:
      return word || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    case TAP_RUN_NONE:
    default:
      return FALSE;
    }
}

TapFormMatch
tap_form_match (const TapForm *self, const guint8 *text, gsize at, gsize length, gboolean final,
                gsize *end)
{
  gboolean digit = !self->digit;
  gsize j = at, n;

  while (j < length && tap_run_has (self->run, text[j]) && (self->max == 0 || j - at <= self->max))
    digit |= g_ascii_isdigit (text[j++]);
  n = j - at;
  *end = j;

  if (self->max != 0)
    {
      if (n > self->max)
        return TAP_FORM_NO;
      if (j == length && !final)
        return TAP_FORM_MAYBE;
    }
  if (n >= self->min && (digit || n >= TAP_FORM_LONG))
    return TAP_FORM_YES;
  return j == length && !final ? TAP_FORM_MAYBE : TAP_FORM_NO;
}
