/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the status of an answer says (protocol B.2, D.1, D.3, E.5). */

typedef struct
{
  guint from, to;
  TapRule rule;
  gboolean (*applies) (const TapExchange *self); /* (nullable) */
  TapSeverity severity;
} Row;

static gboolean
counts_tokens (const TapExchange *self)
{
  return self->identity.ask_class == TAP_ASK_COUNT_TOKENS;
}

static gboolean
lists_models (const TapExchange *self)
{
  return self->identity.ask_class == TAP_ASK_MODELS;
}

/* A path that is served but for its query. An error that has a type comes from who serves the path,
 * so that another thing was not found; so does one that speaks of a model. */
static gboolean
asks_for_beta (const TapExchange *self)
{
  const char *query = self->target != NULL ? strchr (self->target, '?') : NULL;
  g_autofree char *words = self->error.message != NULL ? g_ascii_strdown (self->error.message, -1)
                                                       : NULL;

  if (!self->is_endpoint || query == NULL || strstr (query, "beta=true") == NULL)
    return FALSE;
  if (words == NULL || strstr (words, "beta") != NULL)
    return TRUE;
  return self->error.type == NULL && strstr (words, "model") == NULL;
}

/* Of what belongs to no conversation a refusal is nobody's trouble. */
static gboolean
is_aside (const TapExchange *self)
{
  return !self->is_endpoint;
}

/* The first row that fits. Where the client is told to come again, or asked for what the gateway does
 * not have to offer, 5xx is less than an error. */
static const Row rows[] = {
  { 404, 405, TAP_RULE_COUNT_TOKENS_UNSUPPORTED, counts_tokens, TAP_SEVERITY_WARNING },
  { 501, 501, TAP_RULE_COUNT_TOKENS_UNSUPPORTED, counts_tokens, TAP_SEVERITY_WARNING },
  { 404, 405, TAP_RULE_MODELS_UNSUPPORTED, lists_models, TAP_SEVERITY_NOTE },
  { 501, 501, TAP_RULE_MODELS_UNSUPPORTED, lists_models, TAP_SEVERITY_NOTE },
  { 404, 405, TAP_RULE_BETA_QUERY_REJECTED, asks_for_beta, TAP_SEVERITY_ERROR },
  { 501, 501, TAP_RULE_BETA_QUERY_REJECTED, asks_for_beta, TAP_SEVERITY_ERROR },
  { 429, 429, TAP_RULE_RATE_LIMITED, NULL, TAP_SEVERITY_WARNING },
  { 400, 499, TAP_RULE_REQUEST_REJECTED, is_aside, TAP_SEVERITY_NOTE },
  { 400, 499, TAP_RULE_REQUEST_REJECTED, NULL, TAP_SEVERITY_WARNING },
  { 501, 501, TAP_RULE_UPSTREAM_5XX, NULL, TAP_SEVERITY_NOTE },
  { 503, 503, TAP_RULE_UPSTREAM_5XX, NULL, TAP_SEVERITY_WARNING },
  { 529, 529, TAP_RULE_UPSTREAM_5XX, NULL, TAP_SEVERITY_WARNING },
  { 500, 599, TAP_RULE_UPSTREAM_5XX, NULL, TAP_SEVERITY_ERROR },
};

static char *
describe (const TapExchange *self)
{
  g_autofree char *reason = tap_utf8_quote (self->reason);
  g_autofree char *retry_after = tap_utf8_quote (self->retry_after);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, _ ("The answer's status is %u%s%s"), self->status,
                          *reason != '\0' ? " " : "", reason);
  if (self->error.message != NULL && self->error.is_page)
    /* Translators: goes on from the status of an answer; %s: the title of a page. */
    g_string_append_printf (out, _ (", with a page titled “%s”"), self->error.message);
  else if (self->error.message != NULL)
    g_string_append_printf (out, ": “%s”", self->error.message);
  if (self->retry_after != NULL)
    /* Translators: goes on from the status of an answer; %s: what the Retry-After header says. */
    g_string_append_printf (out, _ ("; the client may come again after “%s”"), retry_after);
  g_string_append_c (out, '.');
  return g_string_free (g_steal_pointer (&out), FALSE);
}

void
tap_judge_status (TapExchange *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TapSeverity severity = rows[i].severity;
      g_autofree char *detail = NULL;

      if (self->status < rows[i].from || self->status > rows[i].to
          || (rows[i].applies != NULL && !rows[i].applies (self)))
        continue;
      if (self->retry_after != NULL && rows[i].rule == TAP_RULE_UPSTREAM_5XX)
        severity = MIN (severity, TAP_SEVERITY_WARNING);
      detail = describe (self);
      tap_findings_add_as (tap_judge_own (self), rows[i].rule, severity, 0, self->answered, "%s",
                           detail);
      return;
    }
}
