/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include <libsoup/soup.h>
#include <string.h>

/* What the heads of an exchange say, and what its blocks are. */

static char *
dup_text (const char *bytes, gsize length)
{
  return length > 0 ? g_utf8_make_valid (bytes, (gssize) length) : g_strdup ("");
}

static char *
dup_header (const TapHead *head, const char *name)
{
  g_autofree char *value = tap_head_dup_value (head, name);

  return value == NULL || g_utf8_validate (value, -1, NULL) ? g_steal_pointer (&value)
                                                            : dup_text (value, strlen (value));
}

/* The path of a target in origin or absolute form, without its query. */
static char *
dup_path (const char *target)
{
  const char *path = target;
  const char *scheme = strstr (target, "://");

  if (*target != '/' && scheme != NULL)
    {
      path = strchr (scheme + 3, '/');
      if (path == NULL)
        return g_strdup ("/");
    }
  return g_strndup (path, strcspn (path, "?#"));
}

/* A request that cannot be read still has a first line, which says what was meant. */
static void
guess_first_line (TapExchange *self, const char *bytes, gsize length)
{
  g_autofree char *line = dup_text (bytes, MIN (length, 4096));
  g_auto (GStrv) words = NULL;

  line[strcspn (line, "\r\n")] = '\0';
  words = g_strsplit (line, " ", 3);
  if (words[0] != NULL && words[1] != NULL)
    {
      self->method = g_strdup (words[0]);
      self->target = g_strdup (words[1]);
    }
}

void
tap_exchange_fold_request (TapExchange *self, TapRecord *record)
{
  TapHead *head = &self->fold->head;
  gsize length;
  const char *bytes = (const char *) tap_record_peek_bytes (record, &length);
  gboolean readable;

  self->request = tap_record_ref (record);
  self->began = tap_record_get_at (record);
  self->upstream = tap_record_get_string (record, "upstream");

  readable = tap_head_parse_request (head, bytes, length) == TAP_HEAD_OK;
  if (readable)
    {
      self->method = dup_text (bytes, head->method_length);
      self->target = dup_text (bytes + head->target, head->target_length);
      self->client = dup_header (head, "User-Agent");
      tap_identity_read_head (&self->identity, head);
    }
  else
    {
      guess_first_line (self, bytes, length);
    }

  self->grammar = self->fold->grammar;
  if (self->target != NULL)
    {
      g_autofree char *path = dup_path (self->target);
      const TapGrammar *of_path = tap_grammar_match (&(TapGrammarHint){ .path = path });

      tap_ask_read_target (&self->ask, self->method, self->target);
      self->is_endpoint = of_path != NULL
                          && (self->ask.stream || g_strcmp0 (self->method, "POST") == 0);
      if (self->grammar == NULL)
        self->grammar = of_path;
    }

  tap_ask_begin (&self->ask, readable ? head : NULL);
  self->ask.identity = readable ? &self->identity : NULL;
  if (readable && self->ask.complete)
    {
      self->asked = self->began;
      self->state = TAP_EXCHANGE_WAITING;
      tap_silences_begin (&self->silences, self->asked);
    }
}

/* A body that is no stream is a block to the splitter too, but not to the eye. */
#define FIELDS                                                                                     \
  (TAP_SSE_EVENT | TAP_SSE_COMMENT | TAP_SSE_NAMED | TAP_SSE_DATA | TAP_SSE_ID | TAP_SSE_RETRY)

/* The first one is what went wrong; what comes after it follows from it. */
static void
see_error (TapExchange *self, const TapSseBlock *block, const TapJson *json, TapEventKind kind)
{
  if (block->number == 0 || json == NULL || self->error.message != NULL)
    return;
  if (kind == TAP_EVENT_ERROR || tap_json_member (json, 0, "error") != TAP_JSON_NONE)
    tap_provider_error_read (&self->error, json, block->number, block->last_at);
}

static void
see_block (const TapSseBlock *block, const TapJson *json, gpointer user_data)
{
  TapExchange *self = user_data;
  guint32 name;
  TapEventKind kind;

  if ((block->flags & FIELDS) == 0)
    return;
  kind = tap_event_classify (&self->fold->names, block, json, &name);
  self->n_blocks++;
  see_error (self, block, json, kind);
  if (block->number > 0)
    {
      self->n_events = block->number;
      tap_bursts_see (&self->bursts, block->last_at, tap_progress_is_content (kind));
      tap_silences_event (&self->silences, block->last_at, block->number, kind == TAP_EVENT_PING);
      tap_progress_see (&self->progress, &self->fold->progress_names, kind, name, json);
      self->silences.during = (guint8) self->progress.kind;
    }
  else if (kind == TAP_EVENT_COMMENT)
    {
      tap_silences_comment (&self->silences);
    }
  if ((self->fold->flags & TAP_TRACE_KEEP_EVENTS) != 0)
    {
      TapEvent event = {
        .first_at = block->first_at,
        .last_at = block->last_at,
        .offset = block->offset,
        .length = (guint32) MIN (block->length, G_MAXUINT32),
        .number = block->number,
        .name = name,
        .kind = (guint8) kind,
        .flags = (guint16) block->flags,
      };

      tap_event_store_add (&self->events, &event);
    }
}

static void
begin_answer (TapExchange *self, const TapHead *head)
{
  TapGrammarRequest request;
  TapAnswerHint hint = {
    .head = head,
    .method = self->method,
    .content_type = self->content_type,
    .status = self->status,
    .grammar = self->grammar,
    .is_endpoint = self->is_endpoint,
    .request = tap_ask_describe (&self->ask, &request) ? &request : NULL,
  };

  tap_answer_begin (&self->answer, &hint, see_block, self);
  if (self->lost_at >= 0)
    tap_answer_blind (&self->answer);
}

/* What the gateway asks to wait: so many milliseconds, seconds, or until a date, which its own clock
 * tells. */
static gint64
read_retry_wait (const TapHead *head)
{
  g_autofree char *ms = tap_head_dup_value (head, "retry-after-ms");
  g_autofree char *after = tap_head_dup_value (head, "Retry-After");
  const char *text = ms != NULL ? ms : after;
  char *end = NULL;
  double value = text != NULL ? g_ascii_strtod (text, &end) : 0;

  if (text == NULL)
    return -1;
  if (end != text && *end == '\0')
    return value >= 0 && value < 1e9 ? (gint64) (value * (ms != NULL ? 1e3 : 1e6)) : -1;
  if (after != NULL)
    {
      g_autofree char *now = tap_head_dup_value (head, "Date");
      g_autoptr (GDateTime) until = soup_date_time_new_from_http_string (after);
      g_autoptr (GDateTime) from = now != NULL ? soup_date_time_new_from_http_string (now) : NULL;

      if (until != NULL && from != NULL)
        return MAX (g_date_time_difference (until, from), 0);
    }
  return -1;
}

void
tap_exchange_fold_response (TapExchange *self, TapRecord *record)
{
  TapHead *head = &self->fold->head;
  gint64 at = tap_record_get_at (record);
  gsize length;
  const char *bytes = (const char *) tap_record_peek_bytes (record, &length);
  TapHeadFault fault = tap_head_parse_response (head, bytes, length);

  if (fault != TAP_HEAD_OK && !tap_judge_has (tap_judge_own (self), TAP_RULE_MALFORMED_RESPONSE))
    tap_findings_add (tap_judge_own (self), TAP_RULE_MALFORMED_RESPONSE, 0, at, "%s",
                      tap_head_fault_text (fault));
  /* After most faults the head holds what could be understood; not after these. */
  self->head_read = fault != TAP_HEAD_INCOMPLETE && fault != TAP_HEAD_TOO_LARGE;

  /* An interim answer; 101 is final, because the protocol changes with it. */
  if (self->head_read && head->status >= 100 && head->status < 200 && head->status != 101)
    {
      if (self->asked >= 0)
        tap_silences_read (&self->silences, at, FALSE);
      return;
    }

  self->answered = at;
  self->state = TAP_EXCHANGE_ANSWERING;
  self->response = tap_record_ref (record);
  tap_silences_read (&self->silences, at, FALSE);
  if (self->head_read)
    {
      self->status = head->status;
      self->reason = dup_text (bytes + head->reason, head->reason_length);
      self->content_type = dup_header (head, "Content-Type");
      self->retry_after = dup_header (head, "Retry-After");
      self->retry_wait = read_retry_wait (head);
    }
  begin_answer (self, self->head_read ? head : NULL);
}
