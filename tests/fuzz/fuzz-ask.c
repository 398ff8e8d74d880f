/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-ask.h"
#include "tap-progress.h"
#include "tap-provider-error.h"

#include <string.h>

/* What is kept of a request and shown is short, and text. */
static void
check_word (const char *word)
{
  g_assert (word == NULL || (g_utf8_validate (word, -1, NULL) && strlen (word) <= 2000));
}

static void
check_identity (const TapIdentity *identity)
{
  check_word (identity->client_version);
  check_word (identity->session);
  check_word (identity->agent);
  check_word (identity->parent_agent);
  check_word (identity->agent_type);
  check_word (identity->turn);
  g_assert (tap_ask_class_name (identity->ask_class) != NULL);
}

/* A request's head and all that follows it, in pieces: the fingerprint of its body. */
static guint64
read_request (const TapHead *head, const uint8_t *body, size_t size, size_t step)
{
  g_auto (TapJson) json = { 0 };
  TapIdentity identity = { 0 };
  TapAsk ask = { 0 };
  TapGrammarRequest request;
  guint64 fingerprint;

  tap_identity_read_head (&identity, head);
  check_identity (&identity);
  tap_ask_begin (&ask, head);
  ask.identity = &identity;
  for (size_t pos = 0; pos < size; pos += MIN (step, size - pos))
    {
      size_t length = MIN (step, size - pos);
      g_autofree guint8 *piece = g_memdup2 (body + pos, length);

      if (tap_ask_push (&ask, piece, length, &json) < length)
        break;
    }
  check_identity (&identity);
  if (tap_ask_describe (&ask, &request))
    check_word (request.model);
  fingerprint = identity.fingerprint;
  tap_ask_clear (&ask);
  tap_identity_clear (&identity);

  return fingerprint;
}

/* The same bytes as an answer that is no stream. */
static void
read_answer (const char *bytes, size_t size)
{
  g_auto (TapJson) json = { 0 };
  TapProviderError error = { 0 };
  TapProgress progress = { 0 };

  if (tap_json_parse (&json, bytes, size, NULL))
    {
      for (guint event = 0; event < 2; event++)
        {
          if (tap_provider_error_read (&error, &json, event, 0))
            g_assert (error.message == NULL || *error.message != '\0');
          check_word (error.type);
          check_word (error.code);
          check_word (error.message);
        }
      tap_progress_read_body (&progress, &json);
      check_word (progress.stop_reason);
    }
  if (tap_provider_error_read_text (&error, bytes, size, 0))
    g_assert (*error.message != '\0');
  check_word (error.message);
  tap_progress_clear (&progress);
  tap_provider_error_clear (&error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static const char end[] = "\r\n\r\n";
  const uint8_t *border = size > 0 ? memmem (bytes, size, end, strlen (end)) : NULL;
  g_auto (TapHead) head = { 0 };
  size_t length;

  if (size == 0)
    return 0;
  read_answer ((const char *) bytes, size);
  if (border == NULL)
    return 0;

  length = (size_t) (border - bytes) + strlen (end);
  if (tap_head_parse_request (&head, (const char *) bytes, length) == TAP_HEAD_OK)
    g_assert (read_request (&head, bytes + length, size - length, size)
              == read_request (&head, bytes + length, size - length, 3));

  return 0;
}
