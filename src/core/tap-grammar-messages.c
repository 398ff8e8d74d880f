/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-grammar-messages.h"

#include "tap-messages.h"
#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  void (*take) (TapMessages *self, const TapGrammarEvent *event); /* NULL: see take_event() */
  gboolean of_message; /* must lie between message_start and message_stop */
  int surety;          /* how sure it makes that this is the protocol */
} EventType;

static void take_error (TapMessages *self, const TapGrammarEvent *event);
static void take_ping (TapMessages *self, const TapGrammarEvent *event);

static const EventType event_types[] = {
  { "content_block_delta", tap_messages_block_delta, TRUE, 80 },
  { "content_block_start", tap_messages_block_start, TRUE, 80 },
  { "content_block_stop", tap_messages_block_stop, TRUE, 80 },
  { "message_start", tap_messages_turn_start, FALSE, 80 },
  { "message_delta", tap_messages_turn_delta, TRUE, 80 },
  { "message_stop", tap_messages_turn_stop, TRUE, 80 },
  { "ping", take_ping, FALSE, 20 },
  { "error", take_error, FALSE, 0 },
};

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

/* {"type": "error", "error": {"type": ..., "message": ...}} */
static gboolean
is_error_object (const TapJson *json, guint32 error)
{
  return tap_grammar_has_text (json, tap_json_member (json, error, "type"))
         && tap_json_is (json, tap_json_member (json, error, "message"), TAP_JSON_STRING);
}

static gboolean
is_openai_chunk (const TapJson *json)
{
  if (tap_json_equals (json, tap_json_member (json, 0, "object"), "chat.completion.chunk"))
    return TRUE;

  return tap_json_member (json, 0, "type") == TAP_JSON_NONE
         && tap_json_is (json, tap_json_member (json, 0, "choices"), TAP_JSON_ARRAY);
}

/* Other gateways than Anthropic's serve other models at the same paths, which then name them. */
static const struct
{
  const char *suffix;
  const char *names; /* (nullable) what must stand before it */
  const char *unless; /* (nullable) or what must not */
} paths[] = {
  { "/v1/messages", NULL, NULL },
  { "/invoke-with-response-stream", "anthropic", NULL }, /* Bedrock */
  { "/invoke", "anthropic", NULL },
  { ":streamRawPredict", "/publishers/anthropic/", NULL }, /* Vertex */
  { ":rawPredict", "/publishers/anthropic/", NULL },
  { ":streamRawPredict", NULL, "/publishers/" },
};

static gboolean
is_path (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      if (g_str_has_suffix (path, paths[i].suffix)
          && (paths[i].names == NULL || strstr (path, paths[i].names) != NULL)
          && (paths[i].unless == NULL || strstr (path, paths[i].unless) == NULL))
        return TRUE;
    }

  return FALSE;
}

static int
matches (const TapGrammarHint *hint)
{
  g_auto (TapJson) json = { 0 };
  const EventType *type = find_by_name (hint->first_event);
  int surety = type != NULL ? type->surety : 0;

  if (hint->path != NULL && is_path (hint->path))
    return 100;

  if (surety < TAP_GRAMMAR_SURE && hint->first_data != NULL
      && tap_json_parse (&json, hint->first_data, strlen (hint->first_data), NULL))
    {
      type = find_by_type (&json, tap_json_member (&json, 0, "type"));
      if (type != NULL)
        surety = MAX (surety, type->surety);
      if (type != NULL && type->take == take_error
          && is_error_object (&json, tap_json_member (&json, 0, "error")))
        surety = 60;
    }

  return surety;
}

static void
init (gpointer state, const TapGrammarRequest *request)
{
  TapMessages *self = state;

  self->request = request;
  self->next_index = -1;
  self->input_tokens = self->output_tokens = -1;
  self->cache_creation_tokens = self->cache_read_tokens = -1;
}

static void
clear (gpointer state)
{
  tap_messages_blocks_clear (state);
  tap_messages_turn_clear (state);
}

static void
take_ping (TapMessages *self, const TapGrammarEvent *event)
{
}

/* After an error the stream is over for every client: only what was held is still told. */
static void
fail (TapMessages *self, const TapGrammarEvent *event)
{
  tap_messages_blocks_end (self, event->findings);
  tap_messages_settle_held (self, event->findings);
  self->phase = TAP_MESSAGES_FAILED;
}

static void
take_error (TapMessages *self, const TapGrammarEvent *event)
{
  guint32 error = event->json != NULL ? tap_json_member (event->json, 0, "error") : TAP_JSON_NONE;

  if (event->json != NULL && is_error_object (event->json, error))
    {
      g_autofree char *type
        = tap_grammar_quote (event->json, tap_json_member (event->json, error, "type"));
      g_autofree char *message
        = tap_grammar_quote (event->json, tap_json_member (event->json, error, "message"));

      tap_grammar_report (event, TAP_RULE_ERROR_EVENT, "%s: %s", type, message);
    }
  else
    tap_grammar_report (event, TAP_RULE_ERROR_EVENT_MALFORMED,
                        _ ("It has no error with type and message."));

  fail (self, event);
}

static void
take_error_object (TapMessages *self, const TapGrammarEvent *event)
{
  guint32 error = tap_json_member (event->json, 0, "error");
  guint32 message = tap_json_member (event->json, error, "message");
  g_autofree char *quoted
    = tap_grammar_quote (event->json, message != TAP_JSON_NONE ? message : error);

  tap_grammar_report (event, TAP_RULE_ERROR_OBJECT_IN_DATA, _ ("Its error says “%s”."), quoted);
  fail (self, event);
}

/* A known event in its turn. */
static void
take_event (TapMessages *self, const TapGrammarEvent *event, const EventType *type)
{
  if (type->of_message && self->phase == TAP_MESSAGES_DONE)
    {
      tap_grammar_report (event, TAP_RULE_EVENT_AFTER_MESSAGE_STOP,
                          _ ("%s came after message_stop."), type->name);
      return;
    }

  if (type->of_message && self->phase == TAP_MESSAGES_WAITING)
    {
      tap_grammar_report (event, TAP_RULE_MISSING_MESSAGE_START,
                          _ ("%s came before message_start."), type->name);
      self->phase = TAP_MESSAGES_OPEN;
      self->implied = TRUE;
    }

  type->take (self, event);
}

static void
report_unknown (const TapGrammarEvent *event, const char *name, guint32 type)
{
  g_autofree char *quoted
    = type != TAP_JSON_NONE ? tap_grammar_quote (event->json, type) : tap_utf8_quote (name);

  tap_grammar_report (event, TAP_RULE_UNKNOWN_EVENT_TYPE, _ ("The event's type is “%s”."), quoted);
}

/* Z.2: the type in the data drives the state, else the name; an event named error is one for
 * every client. */
static void
feed_json (TapMessages *self, const TapGrammarEvent *event, const char *name)
{
  guint32 node = tap_json_member (event->json, 0, "type");
  const EventType *named = find_by_name (name);
  const EventType *type;

  if (!tap_json_is (event->json, node, TAP_JSON_STRING))
    node = TAP_JSON_NONE;

  if (tap_grammar_has_error (event->json) && (named == NULL || named->take != take_error))
    {
      take_error_object (self, event);
      return;
    }

  if (is_openai_chunk (event->json))
    {
      self->other_dialect = TRUE;
      tap_grammar_report (event, TAP_RULE_OPENAI_CHUNK_IN_ANTHROPIC,
                          _ ("It is a chunk of Chat Completions."));
      return;
    }

  tap_grammar_judge_name (event, node, TAP_SEVERITY_ERROR, &self->name_missing);

  type = named;
  if (node != TAP_JSON_NONE && (named == NULL || named->take != take_error))
    type = find_by_type (event->json, node);

  if (type != NULL)
    take_event (self, event, type);
  else
    report_unknown (event, name, node);
}

static void
feed_unread (TapMessages *self, const TapGrammarEvent *event, const char *name,
             const TapJsonFault *fault)
{
  const EventType *type = find_by_name (name);

  if (type == NULL)
    {
      tap_grammar_judge_name (event, TAP_JSON_NONE, TAP_SEVERITY_ERROR, &self->name_missing);
      if (name != NULL)
        report_unknown (event, name, TAP_JSON_NONE);
      return;
    }

  tap_grammar_judge_unread (event, type->name, fault);
  take_event (self, event, type);
}

static void
feed (gpointer state, const TapSseBlock *block, const TapJson *json, const TapJsonFault *fault,
      TapFindings *findings)
{
  TapMessages *self = state;
  TapGrammarEvent event = { block, json, findings };
  const char *name = tap_grammar_name (block);

  if ((block->flags & TAP_SSE_EVENT) == 0)
    return;

  if (json == NULL && tap_grammar_is_done (block))
    {
      tap_grammar_report (&event, TAP_RULE_DONE_SENTINEL_IN_ANTHROPIC,
                          _ ("Clients pass over it."));
      return;
    }

  if (self->phase == TAP_MESSAGES_FAILED)
    {
      tap_grammar_report (&event, TAP_RULE_EVENT_AFTER_ERROR,
                          _ ("Clients gave up at the error."));
      return;
    }

  if (json != NULL)
    feed_json (self, &event, name);
  else
    feed_unread (self, &event, name, fault);
}

static void
finish (gpointer state, TapBodyEnd end, gint64 at, TapFindings *findings)
{
  TapMessages *self = state;

  tap_messages_blocks_end (self, findings);

  switch (self->phase)
    {
    case TAP_MESSAGES_WAITING:
      if (!self->other_dialect)
        tap_findings_add (findings, TAP_RULE_EMPTY_STREAM, 0, at,
                          _ ("No event of a message came."));
      break;

    case TAP_MESSAGES_OPEN:
      tap_messages_settle (self, findings);
      tap_findings_add (findings, TAP_RULE_MISSING_MESSAGE_STOP, 0, at,
                        self->n_open > 0 ? _ ("The stream ended inside an open block.")
                        : self->has_delta ? _ ("The stream ended after message_delta.")
                                          : _ ("The stream ended between blocks."));
      break;

    case TAP_MESSAGES_DONE:
    case TAP_MESSAGES_FAILED:
    default:
      break;
    }
}

const TapGrammar tap_grammar_messages = {
  .name = "anthropic-messages",
  .title = "Anthropic Messages",
  .state_size = sizeof (TapMessages),
  .matches = matches,
  .init = init,
  .feed = feed,
  .finish = finish,
  .clear = clear,
};
