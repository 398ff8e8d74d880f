/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-copy-curl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-copy.h"
#include "tap-curl.h"

#define KEY_HINT_S 5 /* longer than what only tells that it is done */

/* A command without it would be another request. */
static gboolean
is_body_read (TapExchangeItem *item, TapContent *content)
{
  return tap_exchange_item_get_facts (item)->bytes_up == 0
         || tap_content_get_size (content, TAP_CONTENT_REQUEST) > 0
         || tap_content_is_complete (content);
}

void
tap_copy_curl (GtkWidget *widget, TapSession *session, TapExchangeItem *item, TapContent *content)
{
  g_autoptr (GBytes) head = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *command = NULL;
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (item);
  TapTrace *trace;
  TapExchange *exchange;

  trace = tap_session_lock (session);
  exchange = tap_trace_find (trace, facts->id);
  if (exchange != NULL && tap_exchange_get_request_head (exchange) != NULL)
    head = g_bytes_ref (tap_exchange_get_request_head (exchange));
  tap_session_unlock (session);
  if (head == NULL || !is_body_read (item, content))
    {
      tap_copy_say (widget, head == NULL ? _ ("The request is not in the log")
                                         : _ ("The request’s body is still being read"));
      return;
    }
  body = tap_content_dup_bytes (content, TAP_CONTENT_REQUEST, 0, TAP_CURL_MAX_BODY + 1);
  command = tap_curl_from_request (facts->upstream, g_bytes_get_data (head, NULL),
                                   g_bytes_get_size (head), g_bytes_get_data (body, NULL),
                                   g_bytes_get_size (body));
  if (command != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (command, -1);

      if (strstr (valid, "$API_KEY") != NULL)
        tap_copy_text_saying (widget, valid,
                              _ ("Copied; put your API key in place of $API_KEY"), KEY_HINT_S);
      else
        tap_copy_text (widget, valid);
    }
  else
    {
      tap_copy_say (widget, _ ("The request’s head is broken"));
    }
}
