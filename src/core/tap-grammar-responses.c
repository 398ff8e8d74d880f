/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-responses.h"

#include "tap-responses.h"
#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  void (*take) (TapResponses *self, const TapGrammarEvent *event);
  gboolean of_response; /* must lie between response.created and the end */
  gboolean is_end;
} EventType;

static void take_nothing (TapResponses *self, const TapGrammarEvent *event);

static const EventType event_types[] = {
  { "response.created", tap_responses_take_created, FALSE, FALSE },
  { "response.in_progress", take_nothing, TRUE, FALSE },
  { "response.queued", take_nothing, TRUE, FALSE },
  { "response.output_item.added", tap_responses_item_added, TRUE, FALSE },
  { "response.output_item.done", tap_responses_item_done, TRUE, FALSE },
  { "response.completed", tap_responses_take_completed, TRUE, TRUE },
  { "response.cancelled", tap_responses_take_completed, TRUE, TRUE },
  { "response.failed", tap_responses_take_failed, TRUE, TRUE },
  { "response.incomplete", tap_responses_take_incomplete, TRUE, TRUE },
  { "keepalive", take_nothing, FALSE, FALSE },
  { "ping", take_nothing, FALSE, FALSE },
  { "error", tap_responses_take_error, FALSE, FALSE },
};

/* What stands below /responses/ and is no response. */
static const char *const other_paths[] = { "compact", "input_tokens" };

static const EventType *
find_by_name (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (event_types); i++)
    {
      if (strcmp (event_types[i].name, name) == 0)
        return &event_types[i];
    }

  return NULL;
}

static const EventType *
find_by_type (const TapJson *json, guint32 type)
{
  for (guint i = 0; i < G_N_ELEMENTS (event_types); i++)
    {
      if (tap_json_equals (json, type, event_types[i].name))
        return &event_types[i];
    }

  return NULL;
}

/* The type in data that stops being JSON further on, as far as it can be read: gateways put it
 * first. NULL: none; the length is that up to its quote. */
static const char *
peek_type (const char *data, gsize *length)
{
  static const char *const steps[] = { "{", "\"type\"", ":", "\"" };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      data += strspn (data, " ");
      if (!g_str_has_prefix (data, steps[i]))
        return NULL;
      data += strlen (steps[i]);
    }
  *length = strcspn (data, "\"");

  return data[*length] != '\0' ? data : NULL;
}

/* /v1/responses, and /v1/responses/ID for one that goes on in the background. */
static gboolean
is_path (const char *path)
{
  const char *last = strrchr (path, '/');

  if (last == NULL || last[1] == '\0')
    return FALSE;
  if (g_str_equal (last, "/responses"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (other_paths); i++)
    {
      if (g_str_equal (last + 1, other_paths[i]))
        return FALSE;
    }

  return last - path >= (gssize) strlen ("/responses")
         && strncmp (last - strlen ("/responses"), "/responses", strlen ("/responses")) == 0;
}

static int
matches (const TapGrammarHint *hint)
{
  g_auto (TapJson) json = { 0 };
  guint32 type;

  if (hint->path != NULL && is_path (hint->path))
    return 100;
  if (hint->first_event != NULL && g_str_has_prefix (hint->first_event, "response."))
    return 80;
  if (hint->first_data == NULL)
    return 0;
  if (!tap_json_parse (&json, hint->first_data, strlen (hint->first_data), NULL))
    {
      gsize length;
      const char *begun = peek_type (hint->first_data, &length);

      return begun != NULL && g_str_has_prefix (begun, "response.") ? 60 : 0;
    }

  type = tap_json_member (&json, 0, "type");
  if (tap_json_is (&json, type, TAP_JSON_STRING)
      && strncmp (json.text + json.nodes[type].start, "response.", strlen ("response.")) == 0)
    return 80;
  if (tap_json_member (&json, 0, "sequence_number") == TAP_JSON_NONE)
    return 0;
  if (tap_json_equals (&json, type, "error"))
    return 70;

  return tap_json_equals (&json, type, "keepalive") ? 60 : 0;
}

static void
init (gpointer state, const TapGrammarRequest *request)
{
  TapResponses *self = state;

  self->request = request;
  self->resumed = request != NULL && request->resumed;
  self->sequence = self->next_index = -1;
}

static void
clear (gpointer state)
{
  TapResponses *self = state;

  tap_responses_items_clear (self);
  g_clear_pointer (&self->held, g_array_unref);
  g_clear_pointer (&self->id, g_free);
}

static void
take_nothing (TapResponses *self, const TapGrammarEvent *event)
{
}

static void
judge_sequence (TapResponses *self, const TapGrammarEvent *event)
{
  gint64 number;
  gint64 last = self->sequence;
  gboolean known = self->numbered && !self->anew;

  self->anew = FALSE;
  if (!tap_json_int64 (event->json, tap_json_member (event->json, 0, "sequence_number"), &number))
    return;

  if (known && number == last)
    tap_grammar_report (event, TAP_RULE_RESPONSES_SEQUENCE_DUPLICATE,
                        _ ("Number %jd came again."), number);
  else if (known && number < last)
    tap_grammar_report (event, TAP_RULE_RESPONSES_SEQUENCE_DECREASE,
                        _ ("Number %jd came after %jd."), number,
                        last);
  else if (known && number - last > 1 && !self->number_unsure)
    tap_grammar_report (event, TAP_RULE_RESPONSES_SEQUENCE_GAP,
                        _ ("Number %jd came right after %jd."),
                        number, last);
  self->sequence = number;
  self->numbered = TRUE;
  self->number_unsure = FALSE;
}

static void
report_unknown (const TapGrammarEvent *event, guint32 type)
{
  const char *name = tap_grammar_name (event->block);
  g_autofree char *quoted = type != TAP_JSON_NONE ? tap_grammar_quote (event->json, type)
                                                  : tap_utf8_quote (name);

  if (type == TAP_JSON_NONE && name == NULL)
    tap_grammar_report (event, TAP_RULE_UNKNOWN_EVENT_TYPE, _ ("It has neither name nor type."));
  else
    tap_grammar_report (event, TAP_RULE_UNKNOWN_EVENT_TYPE, _ ("The event's type is “%s”."),
                        quoted);
}

static void
feed_json (TapResponses *self, const TapGrammarEvent *event)
{
  guint32 node = tap_json_member (event->json, 0, "type");
  const EventType *named = find_by_name (tap_grammar_name (event->block));
  const TapResponsesFill *fill = NULL;
  const EventType *type;

  if (!tap_json_is (event->json, node, TAP_JSON_STRING))
    node = TAP_JSON_NONE;
  if (tap_grammar_has_error (event->json))
    {
      tap_responses_take_error (self, event);
      return;
    }
  tap_grammar_judge_name (event, node, TAP_SEVERITY_NOTE, &self->name_missing);

  type = named;
  if (node != TAP_JSON_NONE && (named == NULL || named->take != tap_responses_take_error))
    {
      fill = tap_responses_fill (event->json, node);
      type = fill == NULL ? find_by_type (event->json, node) : NULL;
    }

  if (fill != NULL)
    {
      if (tap_responses_enter (self, event, fill->name, FALSE))
        tap_responses_item_fill (self, event, fill);
    }
  else if (type == NULL)
    report_unknown (event, node);
  else if (!type->of_response || tap_responses_enter (self, event, type->name, type->is_end))
    type->take (self, event);
}

static void
feed_unread (TapResponses *self, const TapGrammarEvent *event, const TapJsonFault *fault)
{
  const char *name = tap_grammar_name (event->block);
  gsize length = 0;
  const char *begun = peek_type (event->block->data, &length);
  g_autofree char *peeked = begun != NULL ? g_strndup (begun, length) : NULL;
  const EventType *type = find_by_name (peeked != NULL ? peeked : name);
  gboolean of_item = type != NULL
                     && (type->take == tap_responses_item_added
                         || type->take == tap_responses_item_done);

  tap_grammar_judge_name (event, TAP_JSON_NONE, TAP_SEVERITY_NOTE, &self->name_missing);
  tap_grammar_judge_unread (event, peeked != NULL ? peeked : name, fault);
  self->number_unsure = TRUE;
  self->end_unread = peeked == NULL && (name == NULL || g_str_equal (name, "message"));

  if (type != NULL && !of_item)
    {
      if (!type->of_response || tap_responses_enter (self, event, type->name, type->is_end))
        type->take (self, event);
    }
  else if (type != NULL || self->end_unread
           || g_str_has_prefix (peeked != NULL ? peeked : name, "response."))
    self->missed = TRUE;
}

static void
feed (gpointer state, const TapSseBlock *block, const TapJson *json, const TapJsonFault *fault,
      TapFindings *findings)
{
  TapResponses *self = state;
  TapGrammarEvent event = { block, json, findings };

  if ((block->flags & TAP_SSE_EVENT) == 0 || (json == NULL && tap_grammar_is_done (block)))
    return;

  self->end_unread = FALSE;
  if (json != NULL)
    {
      feed_json (self, &event);
      judge_sequence (self, &event);
    }
  else
    feed_unread (self, &event, fault);
}

static void
finish (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings)
{
  TapResponses *self = state;
  gboolean began = self->phase != TAP_RESPONSES_WAITING;

  tap_responses_items_end (self, findings);
  tap_responses_settle (self, findings);

  if (self->phase == TAP_RESPONSES_OPEN && !self->end_unread)
    tap_findings_add (findings, TAP_RULE_RESPONSES_MISSING_TERMINAL, 0, at,
                      self->next_index > 0
                        ? _ ("Neither response.completed nor another end came after the items.")
                        : _ ("Neither response.completed nor another end came."));
  else if (!began && !self->missed)
    tap_findings_add (findings, TAP_RULE_EMPTY_STREAM, 0, at, _ ("No event of a response came."));

  if (began && self->phase != TAP_RESPONSES_FAILED && !self->numbered)
    tap_findings_add (findings, TAP_RULE_RESPONSES_SEQUENCE_MISSING, 0, at,
                      _ ("A stream that breaks off could not be resumed."));
}

const TapGrammar tap_grammar_responses = {
  .name = "openai-responses",
  .title = "OpenAI Responses",
  .openai = TRUE,
  .state_size = sizeof (TapResponses),
  .matches = matches,
  .init = init,
  .feed = feed,
  .finish = finish,
  .clear = clear,
};
