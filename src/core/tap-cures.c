/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MESSAGES (1 << TAP_DIALECT_MESSAGES)
#define CHAT (1 << TAP_DIALECT_CHAT)
#define RESPONSES (1 << TAP_DIALECT_RESPONSES)
#define GEMINI (1 << TAP_DIALECT_GEMINI)
#define ALL (MESSAGES | CHAT | RESPONSES | GEMINI)

typedef struct
{
  TapCure cure;
  guint dialects;
  gboolean (*applies) (const TapCase *c); /* NULL: always */
} CureRow;

/* What was passed on cannot be taken back. */
static gboolean
is_without_content (const TapCase *c)
{
  return c->progress->content_events == 0 && (c->n_events <= 2 || !c->is_2xx);
}

/* What failed in the same way several times will fail once more. */
#define ALIKE_ENOUGH 3

static gboolean
is_worth_a_retry (const TapCase *c)
{
  return is_without_content (c) && c->n_alike < ALIKE_ENOUGH;
}

/* The beta is Anthropic's, so it does nothing for a model that is known to be another's. */
static gboolean
is_at_a_tool (const TapCase *c)
{
  static const char *const others[] = { "gpt", "o1", "o3", "o4", "codex", "gemini", "gemma", "llama", "qwen",
                                        "mistral", "deepseek", "grok", "glm", "kimi", "minimax" };
  const char *model = tap_exchange_get_model (c->exchange);
  const char *name = model != NULL ? strrchr (model, '/') : NULL;
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name + 1 : model != NULL ? model : "", -1);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (g_str_has_prefix (lower, others[i]))
        return FALSE;
    }
  return c->has_gap && c->gap.during == TAP_EVENT_TOOL;
}

static gboolean
has_betas (const TapCase *c)
{
  GBytes *head = tap_exchange_get_request_head (c->exchange);
  g_auto (TapHead) parsed = { 0 };
  gsize length;
  const char *bytes;

  if (head == NULL)
    return FALSE;
  bytes = g_bytes_get_data (head, &length);
  tap_head_parse_request (&parsed, bytes, length);
  return parsed.fields != NULL && tap_head_find (&parsed, "anthropic-beta", NULL) != NULL;
}

static gboolean
is_stream (const TapCase *c)
{
  return c->is_2xx && c->n_events > 0;
}

static gboolean
has_begun_empty (const TapCase *c)
{
  return is_stream (c) && c->progress->content_events == 0;
}

static gboolean
has_rule (const TapCase *c, const char *const *ids)
{
  for (guint i = 0; i < tap_findings_count (c->findings); i++)
    {
      if (g_strv_contains (ids, tap_rule_id (tap_findings_get (c->findings, i)->rule)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_mislabelled (const TapCase *c)
{
  return c->first[TAP_SIGN_LABEL] != NULL;
}

static gboolean
has_odd_lines (const TapCase *c)
{
  static const char *const ids[] = { "leading-bom", "lone-cr", NULL };

  return has_rule (c, ids);
}

static gboolean
is_whole_json (const TapCase *c)
{
  static const char *const ids[] = { "json-instead-of-sse", NULL };

  return has_rule (c, ids);
}

static gboolean
has_wrong_stop_reason (const TapCase *c)
{
  static const char *const ids[] = { "stop-reason-tool-use-without-tool", "tool-use-without-stop-reason",
                                     "chat-finish-tool-calls-mismatch", NULL };

  return has_rule (c, ids);
}

static gboolean
has_no_names (const TapCase *c)
{
  static const char *const ids[] = { "event-name-missing", "event-name-mismatch", NULL };

  return has_rule (c, ids);
}

static gboolean
has_odd_error (const TapCase *c)
{
  static const char *const ids[] = { "error-event-malformed", "error-object-in-data",
                                     "chat-error-in-stream", "responses-error-event", NULL };

  return has_rule (c, ids);
}

/* Some agents wait for the end of the body after its last event (protocol E.6). */
static gboolean
is_left_open (const TapCase *c)
{
  return c->error != NULL && c->error->at >= 0 && c->over - c->error->at > 2 * G_USEC_PER_SEC;
}

/* A tool call that was cut must never look whole. */
static gboolean
is_text_at_the_end (const TapCase *c)
{
  return is_stream (c) && c->progress->tool == NULL && c->progress->kind != TAP_EVENT_TOOL;
}

static gboolean
has_waited (const TapCase *c)
{
  return c->first[TAP_SIGN_GAP] != NULL || c->ending == TAP_ENDING_LEFT;
}

/* Codex counts events only, so a comment does not keep it waiting. */
static gboolean
takes_a_ping (const TapCase *c)
{
  return has_waited (c) && (c->dialect == TAP_DIALECT_MESSAGES || c->identity->client == TAP_CLIENT_CODEX);
}

static gboolean
takes_a_comment (const TapCase *c)
{
  return has_waited (c) && c->identity->client != TAP_CLIENT_CODEX;
}

/* Safe ones first, as protocol E.7 lists them. */
static const CureRow cures[] = {
  { { "keepalive-ping", N_ ("Send the agent a ping in each silence, so that it keeps waiting"), FALSE },
    MESSAGES | RESPONSES, takes_a_ping },
  { { "keepalive-comment", N_ ("Send the agent a comment in each silence, so that it keeps waiting"),
      FALSE },
    CHAT | RESPONSES, takes_a_comment },
  { { "dedupe-message-start", N_ ("Drop a repeated beginning; end a glued-on answer with an error event"),
      FALSE },
    MESSAGES, NULL },
  { { "restore-event-names", N_ ("Put the event names back, from the type in the data"), FALSE },
    MESSAGES | RESPONSES, has_no_names },
  { { "relabel-content-type", N_ ("Correct the content type"), FALSE }, ALL,
    is_mislabelled },
  { { "normalise-line-ends", N_ ("Send plain line ends, and no byte order mark"), FALSE }, ALL,
    has_odd_lines },
  { { "retype-blocks", N_ ("Open each block with the type that its deltas have"), FALSE }, MESSAGES,
    NULL },
  { { "renumber-indexes", N_ ("Number the blocks anew"), FALSE }, MESSAGES, NULL },
  { { "close-open-blocks", N_ ("Close blocks that were left open"), FALSE }, MESSAGES, NULL },
  { { "seal-truncated-stream", N_ ("End a lost stream with an error event, so that a client that reads raw "
                                     "events gets an error and not half an answer"),
      FALSE },
    MESSAGES | CHAT | RESPONSES, is_stream },
  { { "normalise-error", N_ ("Send the error in the shape that the agent understands"), FALSE },
    MESSAGES | CHAT | RESPONSES, has_odd_error },
  { { "close-after-terminal", N_ ("Close the stream after its last event"), FALSE }, RESPONSES,
    is_left_open },
  { { "retry-upstream", N_ ("Ask the gateway again before the agent notices: nothing of the answer had "
                              "come; may be billed twice"),
      TRUE },
    ALL, is_worth_a_retry },
  { { "buffer-until-content", N_ ("Hold the answer back until its first content, so that it can be "
                                  "asked for again"),
      TRUE },
    ALL, has_begun_empty },
  { { "fix-stop-reason", N_ ("Correct the stop reason to fit the tool calls"), TRUE }, MESSAGES | CHAT,
    has_wrong_stop_reason },
  { { "promote-tool-text", N_ ("Turn the text into the tool call that it means"), TRUE },
    MESSAGES | CHAT, NULL },
  { { "synthesize-tail", N_ ("Add the missing end events; the agent then takes the cut answer for a "
                               "whole one"), TRUE }, MESSAGES | CHAT,
    is_text_at_the_end },
  { { "json-to-sse", N_ ("Turn the whole answer into a stream"), TRUE }, MESSAGES | CHAT, is_whole_json },
  { { "inject-request-header", N_ ("Add “anthropic-beta: fine-grained-tool-streaming-2025-05-14” (at OpenRouter "
                                     "“x-anthropic-beta”), so that a Claude model sends tool input as it writes "
                                     "it, and not after a silence"), TRUE },
    MESSAGES | CHAT, is_at_a_tool },
  { { "set-max-tokens", N_ ("Set max_tokens in each request: a gateway’s own default lets one tool call be "
                              "written for minutes, or cuts the answer too early"),
      TRUE },
    ALL, NULL },
  { { "drop-beta", N_ ("Leave beta names out of the request"), TRUE }, MESSAGES, has_betas },
};

static const CureRow *
find_row (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    {
      if (g_strcmp0 (cures[i].cure.id, id) == 0)
        return &cures[i];
    }
  return NULL;
}

const TapCure *
tap_cure_find (const char *id)
{
  const CureRow *row = find_row (id);

  return row != NULL ? &row->cure : NULL;
}

const char *
tap_cure_label (const TapCure *cure)
{
  g_return_val_if_fail (cure != NULL, NULL);

  return g_dgettext (GETTEXT_PACKAGE, cure->label);
}

void
tap_verdict_cure (GPtrArray *list, const TapCase *c, const char *const *ids)
{
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const CureRow *row = find_row (ids[i]);

      g_return_if_fail (row != NULL);
      if ((row->dialects & (1u << c->dialect)) != 0 && (row->applies == NULL || row->applies (c)))
        g_ptr_array_add (list, (gpointer) &row->cure);
    }
}
