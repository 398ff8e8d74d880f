/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-sniff.h"
#include "tap-grammar.h"
#include "tap-splitter.h"
#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So many events are looked at to find the grammar; pings and the like decide nothing. */
#define DECIDING_EVENTS 8

/* How sure an event must make once another came that belongs to no known grammar. */
#define SURE_LATER 70

/* An array of nodes larger than that is not kept from event to event. */
#define KEPT_NODES 4096

struct _TapChecker
{
  const TapGrammar *grammar; /* NULL: not known yet */
  gpointer state;
  TapGrammarRequest request;
  gboolean has_request;
  char *model;
  GStrv tools;
  TapCheckerFunc observer;
  gpointer user_data;

  TapSplitter splitter;
  TapJson json;
  TapBodySniff sniff;
  TapFindings *findings;
  guint n_events;
  guint n_undecided;
  const TapGrammar *guess;   /* what all events so far, such as pings, may belong to */
  guint lone_cr : 1;
  guint openai : 1;       /* an event of one of OpenAI's dialects came */
  guint retry_or_id : 2;  /* 1: came, 2: reported */
  guint retry_or_id_event;
  gint64 retry_or_id_at;
  guint finished : 1;
};

static void
choose (TapChecker *self, const TapGrammar *grammar)
{
  self->grammar = grammar;
  self->openai = self->openai || grammar->openai;
  self->state = g_malloc0 (grammar->state_size);
  grammar->init (self->state, self->has_request ? &self->request : NULL);
}

TapChecker *
tap_checker_new (const TapGrammar *grammar, const TapGrammarRequest *request,
                 TapCheckerFunc observer, gpointer user_data)
{
  TapChecker *self = g_new0 (TapChecker, 1);

  self->findings = tap_findings_new ();
  self->observer = observer;
  self->user_data = user_data;

  if (request != NULL)
    {
      self->has_request = TRUE;
      self->model = g_strdup (request->model);
      self->tools = g_strdupv ((GStrv) request->tools);
      self->request = *request;
      self->request.model = self->model;
      self->request.tools = (const char *const *) self->tools;
    }

  if (grammar != NULL)
    choose (self, grammar);

  return self;
}

void
tap_checker_free (TapChecker *self)
{
  if (self == NULL)
    return;

  if (self->grammar != NULL)
    self->grammar->clear (self->state);
  g_free (self->state);
  g_free (self->model);
  g_strfreev (self->tools);
  tap_splitter_clear (&self->splitter);
  tap_json_clear (&self->json);
  tap_body_sniff_clear (&self->sniff);
  tap_findings_free (self->findings);
  g_free (self);
}

/* Lets the events tell the grammar where nobody knew it before. */
static void
decide (TapChecker *self, const TapSseBlock *block)
{
  TapGrammarHint hint = {
    .first_data = block->data,
    .first_event = block->event,
    .is_frame = (block->flags & TAP_SSE_FRAME) != 0,
  };
  const TapGrammar *found;
  gboolean first = self->n_undecided == 0;
  int score;

  if (self->n_undecided == DECIDING_EVENTS)
    return;

  self->n_undecided++;
  found = tap_grammar_match_score (&hint, &score);
  if (score >= (first || self->guess != NULL ? TAP_GRAMMAR_SURE : SURE_LATER))
    choose (self, found);
  else if (first)
    self->guess = found;
  else if (self->guess != found)
    self->guess = NULL;
}

static void
note_dialect (TapChecker *self, const TapSseBlock *block)
{
  guint32 object, type;

  if (self->openai || self->json.n_nodes == 0)
    return;

  object = tap_json_member (&self->json, 0, "object");
  type = tap_json_member (&self->json, 0, "type");
  self->openai = tap_json_equals (&self->json, object, "chat.completion.chunk")
                 || (tap_json_is (&self->json, type, TAP_JSON_STRING) && block->event != NULL
                     && g_str_has_prefix (block->event, "response."));
}

/* The event of a finding about a block that is none: the one before it. */
static guint
event_of (const TapChecker *self, const TapSseBlock *block)
{
  return block->number != 0 ? block->number : self->n_events;
}

/* What is legal, but more than some clients can take (Z.17). */
static void
judge_lines (TapChecker *self, const TapSseBlock *block)
{
  guint event = event_of (self, block);

  if (block->flags & TAP_SSE_BOM)
    tap_findings_add (self->findings, TAP_RULE_LEADING_BOM, event, block->first_at,
                      _ ("The body begins with the bytes EF BB BF: Anthropic’s and OpenAI’s SDKs for "
                         "Python and Codex lose the first event."));

  if ((block->flags & TAP_SSE_LONE_CR) && !self->lone_cr)
    {
      self->lone_cr = TRUE;
      tap_findings_add (self->findings, TAP_RULE_LONE_CR, event, block->last_at,
                        _ ("It is the first line that ends so: Codex misses the end of the stream, and "
                           "opencode asks again and again."));
    }

  if (block->flags & TAP_SSE_BAD_UTF8)
    tap_findings_add (self->findings, TAP_RULE_INVALID_UTF8, event, block->last_at,
                      _ ("Clients put U+FFFD in place of what they cannot read."));

  if ((block->flags & (TAP_SSE_RETRY | TAP_SSE_ID)) && self->retry_or_id == 0)
    {
      self->retry_or_id = 1;
      self->retry_or_id_event = event;
      self->retry_or_id_at = block->last_at;
    }

  if (self->retry_or_id == 1 && self->openai)
    {
      self->retry_or_id = 2;
      tap_findings_add (self->findings, TAP_RULE_RETRY_OR_ID_LINE, self->retry_or_id_event,
                        self->retry_or_id_at,
                        _ ("It is the first such line: OpenAI’s SDK for Python makes an empty event "
                           "of it, at which it probably fails."));
    }

  if ((block->flags & (TAP_SSE_NAMED | TAP_SSE_DATA | TAP_SSE_REST)) == TAP_SSE_NAMED)
    {
      g_autofree char *quoted = tap_utf8_quote (block->event);

      tap_findings_add (self->findings, TAP_RULE_EVENT_WITHOUT_DATA, event, block->last_at,
                        _ ("It is named “%s” and stands after event %u: OpenAI’s SDK for JavaScript "
                           "fails at it, those for Python take it for an event."),
                        quoted, self->n_events);
    }
}

static void
judge_frame (TapChecker *self, const TapSseBlock *block)
{
  tap_findings_add (self->findings, TAP_RULE_EVENT_STREAM_BROKEN,
                    block->flags & TAP_SSE_REST ? 0 : event_of (self, block), block->last_at,
                    /* Translators: %s: why it is broken. */
                    _ ("The frame at byte %ju, after event %u: %s."), block->offset, self->n_events,
                    _ (block->fault));
}

static void
judge_rest (TapChecker *self, const TapSseBlock *block)
{
  if (block->data == NULL || strcmp (block->data + strspn (block->data, " "), "[DONE]") == 0)
    return;

  tap_findings_add (self->findings, TAP_RULE_INCOMPLETE_FINAL_EVENT, 0, block->last_at,
                    _ ("%ju bytes stand after the last blank line."),
                    block->length);
}

static gboolean
parse (TapChecker *self, const TapSseBlock *block, TapJsonFault *fault)
{
  if (block->flags & TAP_SSE_TRUNCATED)
    {
      fault->reason = "";
      tap_findings_add (self->findings, TAP_RULE_OVERSIZE_EVENT, block->number, block->last_at,
                        _ ("It has %ju bytes."), block->length);
      return FALSE;
    }

  if (g_str_has_prefix (block->data, " ")
      && g_str_has_prefix (block->data + strspn (block->data, " "), "[DONE]"))
    tap_findings_add (self->findings, TAP_RULE_DONE_WITH_EXTRA_SPACE, block->number,
                      block->last_at,
                      _ ("OpenAI’s SDK for JavaScript takes it for data and fails."));

  if (tap_json_parse (&self->json, block->data, block->data_length, fault))
    return TRUE;

  if (fault->too_deep)
    tap_findings_add (self->findings, TAP_RULE_JSON_TOO_DEEP, block->number, block->last_at,
                      _ ("It is nested more than %d levels deep."), TAP_JSON_MAX_DEPTH);

  return FALSE;
}

static void
take_block (TapChecker *self, const TapSseBlock *block)
{
  TapJsonFault fault = { 0 };
  const TapJson *json = NULL;

  if (block->flags & TAP_SSE_EVENT)
    {
      self->n_events = block->number;
      if (parse (self, block, &fault))
        json = &self->json;
      if (self->grammar == NULL)
        {
          decide (self, block);
          if (json != NULL)
            note_dialect (self, block);
        }
    }

  judge_lines (self, block);
  if (block->flags & TAP_SSE_BROKEN)
    judge_frame (self, block);
  else if (block->flags & TAP_SSE_REST)
    judge_rest (self, block);

  if (self->grammar != NULL)
    self->grammar->feed (self->state, block, json, &fault, self->findings);
  if (self->observer != NULL)
    self->observer (block, json, self->user_data);

  if (self->json.allocated > KEPT_NODES)
    tap_json_clear (&self->json);
}

static void
take_all (TapChecker *self)
{
  TapSseBlock block;

  while (tap_splitter_pull (&self->splitter, &block))
    take_block (self, &block);
}

void
tap_checker_expect_frames (TapChecker *self)
{
  tap_splitter_expect_frames (&self->splitter);
}

void
tap_checker_push (TapChecker *self, const guint8 *bytes, gsize length, gint64 at)
{
  g_return_if_fail (!self->finished);

  if (length == 0)
    return;

  tap_body_sniff_push (&self->sniff, bytes, length);
  tap_splitter_push (&self->splitter, bytes, length, at);
  take_all (self);
}

void
tap_checker_finish (TapChecker *self, TapBodyEnd end, gint64 at)
{
  g_return_if_fail (!self->finished);

  self->finished = TRUE;
  tap_splitter_end (&self->splitter);
  take_all (self);

  if (self->n_events == 0 || self->sniff.looks == TAP_BODY_LOOKS_HTML)
    tap_body_sniff_judge (&self->sniff, !self->has_request || self->request.stream,
                          self->grammar != NULL && self->grammar->json_array, at, self->findings);

  if (self->n_events > 0)
    {
      if (self->grammar == NULL && self->guess != NULL)
        choose (self, self->guess);
      if (self->grammar != NULL)
        self->grammar->finish (self->state, end, at, self->findings);
    }
}

TapFindings *
tap_checker_findings (TapChecker *self)
{
  return self->findings;
}

const TapGrammar *
tap_checker_grammar (TapChecker *self)
{
  return self->grammar;
}

guint
tap_checker_events (TapChecker *self)
{
  return self->n_events;
}
