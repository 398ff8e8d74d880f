/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include <string.h>

/* What the heads of an exchange say, and what its blocks are. */

static char *
dup_text (const char *bytes, gsize length)
{
  return g_utf8_make_valid (bytes, (gssize) length);
}

static char *
dup_header (const TapHead *head, const char *name)
{
  g_autofree char *value = tap_head_dup_value (head, name);

  return value != NULL ? dup_text (value, strlen (value)) : NULL;
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
  const char *bytes;
  gsize length;
  gboolean readable;

  self->request_head = g_bytes_ref (tap_record_get_bytes (record));
  self->began = tap_record_get_at (record);
  self->upstream = g_strdup (tap_record_get_string (record, "upstream"));

  bytes = g_bytes_get_data (self->request_head, &length);
  readable = tap_head_parse_request (head, bytes, length) == TAP_HEAD_OK;
  if (readable)
    {
      self->method = dup_text (bytes, head->method_length);
      self->target = dup_text (bytes + head->target, head->target_length);
      self->client = dup_header (head, "User-Agent");
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

      self->is_endpoint = of_path != NULL && g_strcmp0 (self->method, "POST") == 0;
      if (self->grammar == NULL)
        self->grammar = of_path;
    }

  tap_ask_begin (&self->ask, readable ? head : NULL);
  if (self->ask.complete)
    {
      self->asked = self->began;
      self->state = TAP_EXCHANGE_WAITING;
      tap_silences_begin (&self->silences, self->asked);
    }
  tap_head_clear (head);
}

static void
see_block (const TapSseBlock *block, const TapJson *json, gpointer user_data)
{
  TapExchange *self = user_data;
  guint32 name;
  TapEventKind kind = tap_event_classify (&self->fold->names, block, json, &name);

  self->n_blocks++;
  if (block->number > 0)
    {
      self->n_events = block->number;
      tap_silences_event (&self->silences, block->last_at, block->number, kind == TAP_EVENT_PING);
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

/* The status of a head that cannot be read, if that much can be. */
static guint
guess_status (const char *bytes, gsize length)
{
  if (length < strlen ("HTTP/1.1 200") || memcmp (bytes, "HTTP/", 5) != 0 || bytes[8] != ' ')
    return 0;
  for (guint i = 9; i < 12; i++)
    {
      if (!g_ascii_isdigit (bytes[i]))
        return 0;
    }
  return (guint) ((bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0'));
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

void
tap_exchange_fold_response (TapExchange *self, TapRecord *record)
{
  TapHead *head = &self->fold->head;
  gint64 at = tap_record_get_at (record);
  gsize length;
  const char *bytes = g_bytes_get_data (tap_record_get_bytes (record), &length);
  TapHeadFault fault = tap_head_parse_response (head, bytes, length);
  guint status = fault == TAP_HEAD_OK ? head->status : guess_status (bytes, length);

  /* An interim answer; 101 is final, because the protocol changes with it. */
  if (fault == TAP_HEAD_OK && status < 200 && status != 101)
    {
      if (self->asked >= 0)
        tap_silences_read (&self->silences, at, FALSE);
      tap_head_clear (head);
      return;
    }

  self->status = status;
  self->answered = at;
  self->state = TAP_EXCHANGE_ANSWERING;
  self->response_head = g_bytes_ref (tap_record_get_bytes (record));
  tap_silences_read (&self->silences, at, FALSE);
  if (fault == TAP_HEAD_OK)
    {
      self->reason = dup_text (bytes + head->reason, head->reason_length);
      self->content_type = dup_header (head, "Content-Type");
      self->retry_after = dup_header (head, "Retry-After");
    }
  else
    {
      tap_findings_add (tap_judge_own (self), TAP_RULE_MALFORMED_RESPONSE, 0, at, "%s",
                        tap_head_fault_text (fault));
    }
  begin_answer (self, fault == TAP_HEAD_OK ? head : NULL);
  tap_head_clear (head);
}
