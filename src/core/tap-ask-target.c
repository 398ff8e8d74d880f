/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ask.h"

#include <string.h>

/* Ends of paths at which nothing but a stream is answered, whatever the body says: Bedrock's and
 * Vertex's. */
static const char *const stream_paths[] = {
  "/invoke-with-response-stream",
  "/converse-stream",
  ":streamRawPredict",
};

/* The value of a parameter in a target's query; NULL: it has none of that name. */
static const char *
find_parameter (const char *target, const char *name, gsize *length)
{
  gsize name_length = strlen (name);
  const char *at = strchr (target, '?');

  while (at != NULL && *at != '\0' && *at != '#')
    {
      const char *pair = at + 1;
      gsize pair_length = strcspn (pair, "&#");

      if (pair_length > name_length && pair[name_length] == '='
          && strncmp (pair, name, name_length) == 0)
        {
          *length = pair_length - name_length - 1;
          return pair + name_length + 1;
        }
      at = pair + pair_length;
    }

  return NULL;
}

static gboolean
has_parameter (const char *target, const char *name, const char *value)
{
  gsize length;
  const char *found = find_parameter (target, name, &length);

  return found != NULL && length > 0
         && (value == NULL || (length == strlen (value) && strncmp (found, value, length) == 0));
}

/* Gemini: .../models/MODEL:streamGenerateContent?alt=sse; without alt=sse it streams an array. */
static void
read_gemini (TapAsk *self, const char *target)
{
  static const char whole[] = ":generateContent", streamed[] = ":streamGenerateContent";
  g_autofree char *path = g_strndup (target, strcspn (target, "?#"));
  const char *verb = strrchr (path, ':');
  const char *model = verb != NULL ? g_strrstr_len (path, verb - path, "/models/") : NULL;

  if (model == NULL || (!g_str_equal (verb, whole) && !g_str_equal (verb, streamed)))
    return;

  model += strlen ("/models/");
  g_free (self->model);
  self->model = g_utf8_make_valid (model, verb - model);
  self->path_stream = g_str_equal (verb, streamed) && has_parameter (target, "alt", "sse");
}

void
tap_ask_read_target (TapAsk *self, const char *method, const char *target)
{
  gsize path_length = strcspn (target, "?#");

  read_gemini (self, target);
  for (guint i = 0; i < G_N_ELEMENTS (stream_paths); i++)
    {
      gsize length = strlen (stream_paths[i]);

      if (path_length >= length
          && strncmp (target + path_length - length, stream_paths[i], length) == 0)
        self->stream = self->path_stream = TRUE;
    }

  /* Responses: the stream of an answer that was begun before. There is no body that could say
   * more. */
  if (g_strcmp0 (method, "GET") == 0 && has_parameter (target, "stream", "true"))
    {
      self->known = self->stream = TRUE;
      self->resumed = has_parameter (target, "starting_after", NULL);
    }
}
