/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-report.h"

/* Names in JSON are an interface and never translated. */
static const char *const tones[] = {
  [TAP_TONE_OPEN] = "open",       [TAP_TONE_GOOD] = "good",   [TAP_TONE_NEUTRAL] = "neutral",
  [TAP_TONE_WARNING] = "warning", [TAP_TONE_ERROR] = "error",
};

static const char *const effects[] = {
  [TAP_EFFECT_STOPS] = "stops",
  [TAP_EFFECT_LOSES] = "loses",
  [TAP_EFFECT_TOLERATES] = "tolerates",
};

static const char *const sources[] = {
  [TAP_SURE_RUN] = "run",           [TAP_SURE_SOURCE] = "source", [TAP_SURE_ISSUE] = "issue",
  [TAP_SURE_DOC] = "documentation", [TAP_SURE_GUESS] = "guess",
};

static const char *const clients[TAP_N_CLIENTS] = {
  [TAP_CLIENT_UNKNOWN] = "unknown",
  [TAP_CLIENT_CLAUDE_CODE] = "claude-code",
  [TAP_CLIENT_ANTHROPIC_JS] = "anthropic-js",
  [TAP_CLIENT_ANTHROPIC_PYTHON] = "anthropic-python",
  [TAP_CLIENT_OPENAI_JS] = "openai-js",
  [TAP_CLIENT_OPENAI_PYTHON] = "openai-python",
  [TAP_CLIENT_CODEX] = "codex",
  [TAP_CLIENT_OPENCODE] = "opencode",
  [TAP_CLIENT_AI_SDK] = "ai-sdk",
};

static void
append_string (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_printf (out, "\\%c", *at);
      else if ((guchar) *at < 0x20 || *at == 0x7f)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *at);
      else
        g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

/* The name with its comma; NULL is null. */
static void
append_text (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  if (text != NULL)
    append_string (out, text);
  else
    g_string_append (out, "null");
}

static void
append_number (GString *out, const char *name, gboolean known, gint64 number)
{
  if (known)
    g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, name, number);
  else
    g_string_append_printf (out, ",\"%s\":null", name);
}

static void
begin_object (GString *out, const char *file, guint64 exchange)
{
  g_string_append (out, "{\"file\":");
  append_string (out, file);
  append_number (out, "exchange", exchange > 0, (gint64) exchange);
}

void
tap_report_append_json (GString *out, const char *file, guint64 exchange, TapFindings *findings)
{
  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      begin_object (out, file, exchange);
      append_number (out, "event", finding->event > 0, finding->event);
      append_number (out, "at", finding->at >= 0, finding->at);
      append_text (out, "rule", tap_rule_id (finding->rule));
      append_text (out, "severity", tap_severity_name (finding->severity));
      append_text (out, "detail", finding->detail);
      g_string_append (out, "}\n");
    }
}

/* @alone: the exchange has no number. */
static void
append_evidence (GString *out, const TapVerdict *verdict, gboolean alone)
{
  g_string_append (out, ",\"evidence\":[");
  for (guint i = 0; i < verdict->evidence->len; i++)
    {
      const TapEvidence *row = g_ptr_array_index (verdict->evidence, i);

      g_string_append_printf (out, "%s{\"exchange\":", i > 0 ? "," : "");
      if (alone)
        g_string_append (out, "null");
      else
        g_string_append_printf (out, "%" G_GUINT64_FORMAT, row->exchange);
      append_number (out, "event", row->event > 0, row->event);
      append_number (out, "at", row->at >= 0, row->at);
      append_text (out, "text", row->text);
      append_text (out, "rule", row->rule);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_cures (GString *out, const TapVerdict *verdict)
{
  g_string_append (out, ",\"cures\":[");
  for (guint i = 0; i < verdict->cures->len; i++)
    {
      const TapCure *cure = g_ptr_array_index (verdict->cures, i);

      g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", cure->id);
    }
  g_string_append_c (out, ']');
}

static void
append_effects (GString *out, const TapVerdict *verdict)
{
  g_string_append (out, ",\"effects\":[");
  for (guint i = 0; i < verdict->effects->len; i++)
    {
      const TapEffect *effect = g_ptr_array_index (verdict->effects, i);
      g_autofree char *shows = tap_effect_dup_shows (effect, &verdict->error);

      g_string_append_printf (out, "%s{\"rule\":\"%s\"", i > 0 ? "," : "",
                              tap_rule_id (effect->rule));
      append_text (out, "client", clients[effect->client]);
      append_text (out, "versions", effect->versions);
      append_text (out, "effect", effects[effect->effect]);
      append_text (out, "shows", shows);
      append_text (out, "sure", sources[effect->sure]);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_steps (GString *out, GPtrArray *chain)
{
  if (chain->len < 2)
    return;
  g_string_append (out, ",\"then\":[");
  for (guint i = 1; i < chain->len; i++)
    {
      const TapVerdict *step = g_ptr_array_index (chain, i);

      g_string_append_printf (out, "%s{\"exchange\":%" G_GUINT64_FORMAT, i > 1 ? "," : "",
                              step->exchange);
      append_text (out, "verdict", step->sentence);
      append_text (out, "cause", tap_cause_id (step->cause));
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

void
tap_report_append_verdict_json (GString *out, const char *file, guint64 exchange,
                                const TapTrace *trace, const TapExchange *of)
{
  g_autoptr (TapVerdict) verdict = tap_verdict_new (trace, of);
  g_autoptr (GPtrArray) chain = tap_report_chain (trace, of);

  begin_object (out, file, exchange);
  append_text (out, "verdict", verdict->sentence);
  append_text (out, "cause", tap_cause_id (verdict->cause));
  append_evidence (out, verdict, exchange == 0);
  append_cures (out, verdict);
  append_text (out, "title", tap_cause_title (verdict->cause));
  append_text (out, "tone", tones[verdict->tone]);
  g_string_append_printf (out, ",\"guess\":%s", verdict->is_guess ? "true" : "false");
  append_effects (out, verdict);
  append_steps (out, chain);
  g_string_append (out, "}\n");
}
