/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-tool-text-whole.h"

#include "tap-json.h"

#include <string.h>

#define MAX_KEPT (64 * 1024)

#define FENCE "```"

static const char *const inputs[] = { "arguments", "input", "parameters" };

void
tap_tool_text_whole_drop (TapToolText *self)
{
  if (self->whole != NULL)
    g_string_free (self->whole, TRUE);
  self->whole = NULL;
}

void
tap_tool_text_whole_push (TapToolText *self, const char *text, gsize length, guint event, gint64 at)
{
  gsize start = 0;

  while (start < length && g_ascii_isspace (text[start]))
    start++;
  if (start == length && self->whole == NULL)
    return;

  if (!self->begun && (text[start] == '{' || text[start] == '`'))
    self->whole = g_string_new (NULL);
  self->begun = TRUE;
  if (self->whole == NULL)
    return;

  if (length > MAX_KEPT - self->whole->len)
    {
      tap_tool_text_whole_drop (self);
      return;
    }
  g_string_append_len (self->whole, text, (gssize) length);
  if (start < length)
    {
      self->whole_event = event;
      self->whole_at = at;
    }
}

/* What stands in one fence of its own; FALSE if the text is more or less than that. */
static gboolean
strip_fence (GString *text)
{
  char *line = strchr (text->str, '\n');

  if (line == NULL || text->len < 2 * strlen (FENCE) || !g_str_has_suffix (text->str, FENCE)
      || line + strlen (FENCE) > text->str + text->len)
    return FALSE;

  g_string_truncate (text, text->len - strlen (FENCE));
  g_string_erase (text, 0, line - text->str);
  return TRUE;
}

static gboolean
is_call (const TapJson *json)
{
  guint32 name = tap_json_member (json, 0, "name");

  if (!tap_json_is (json, name, TAP_JSON_STRING) || tap_json_equals (json, name, ""))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      guint32 input = tap_json_member (json, 0, inputs[i]);

      if (tap_json_is (json, input, TAP_JSON_OBJECT) || tap_json_is (json, input, TAP_JSON_STRING))
        return TRUE;
    }

  return FALSE;
}

gboolean
tap_tool_text_whole_end (TapToolText *self, TapToolTextHit *hit)
{
  g_auto (TapJson) json = { 0 };
  gboolean fenced;

  if (self->whole == NULL)
    return FALSE;

  g_string_truncate (self->whole, strlen (g_strchomp (self->whole->str)));
  g_string_erase (self->whole, 0, (gssize) strspn (self->whole->str, " \t\r\n"));
  fenced = g_str_has_prefix (self->whole->str, FENCE);
  if (fenced && !strip_fence (self->whole))
    return FALSE;
  if (!tap_json_parse (&json, self->whole->str, self->whole->len, NULL) || !is_call (&json))
    return FALSE;

  *hit = (TapToolTextHit) { NULL, fenced ? FENCE "json" : "{\"name\": …}",
                            tap_json_dup_string (&json, tap_json_member (&json, 0, "name")),
                            self->whole_event, self->whole_at };
  return TRUE;
}
