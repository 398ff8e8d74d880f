/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-client-name.h"

#include <string.h>

#include "tap-head.h"
#include "tap-summary.h"

static const char *const session_headers[] = {
  "X-Claude-Code-Session-Id",                                /* Claude Code */
  "session-id", "session_id", "conversation_id", "thread-id", /* Codex, newest first */
  "x-session-id",                                             /* opencode */
};

char *
tap_client_name_from_agent (const char *user_agent)
{
  gsize length;
  char *name;

  if (user_agent == NULL)
    return NULL;
  length = strcspn (user_agent, " (;");
  /* "OpenAI/Python 2.8": the product's name has two words. */
  if (length > 0 && user_agent[length] == ' ' && g_ascii_isdigit (user_agent[length + 1]))
    length += 1 + strcspn (user_agent + length + 1, " (;");
  if (length == 0)
    return NULL;
  name = g_strndup (user_agent, length);
  return g_strdelimit (name, "/", ' ');
}

char *
tap_client_name_dup_session (GBytes *request_head)
{
  g_auto (TapHead) head = { NULL };
  gsize length;
  const char *bytes = g_bytes_get_data (request_head, &length);

  if (bytes == NULL || tap_head_parse_request (&head, bytes, length) != TAP_HEAD_OK)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (session_headers); i++)
    {
      g_autofree char *value = tap_head_dup_value (&head, session_headers[i]);

      if (value != NULL && *value != '\0')
        return tap_summary_clean (value);
    }
  return NULL;
}
