/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-message-private.h"

/* Gemini's generateContent (protocol: C.4): each event is a response, whose parts go on with those
 * of the one before, as long as they are of the same kind. */

enum
{
  SLOT_THINKING,
  SLOT_TEXT,
  SLOT_CHOICE, /* no part: says that the candidate began and has no end yet */
};

static void
close_texts (TapMessage *self, gint64 candidate, guint but, guint number)
{
  for (guint slot = SLOT_THINKING; slot <= SLOT_TEXT; slot++)
    {
      if (slot != but)
        tap_message_close (self, tap_message_slot (candidate, slot), number);
    }
}

static void
add_text (TapMessage *self, gint64 candidate, guint32 node, guint32 text, guint number)
{
  const TapJson *json = &self->json;
  gboolean thought = tap_json_is (json, tap_json_member (json, node, "thought"), TAP_JSON_TRUE);
  guint slot = thought ? SLOT_THINKING : SLOT_TEXT;
  TapPart *part;

  if (json->nodes[text].length == 0)
    return;
  close_texts (self, candidate, slot, number);
  part = tap_message_open (self, tap_message_slot (candidate, slot),
                           thought ? TAP_PART_THINKING : TAP_PART_TEXT, number);
  tap_message_name_choice (part, candidate);
  tap_message_append (part, json, text, number);
}

static void
add_call (TapMessage *self, guint32 call, guint number)
{
  const TapJson *json = &self->json;
  TapPart *part = tap_message_add_part (self, TAP_PART_TOOL_CALL, number);

  part->complete = TRUE;
  tap_message_replace (&part->name, json, tap_json_member (json, call, "name"));
  tap_message_replace (&part->id, json, tap_json_member (json, call, "id"));
  tap_message_append_json (part, json, tap_json_member (json, call, "args"));
}

/* Code, its result, an image: named after the member that it is in. */
static void
add_other (TapMessage *self, guint32 node, guint number)
{
  const TapJson *json = &self->json;

  for (guint32 key = tap_json_first (json, node); key != TAP_JSON_NONE;
       key = tap_json_next (json, node, key))
    {
      TapPart *part;

      if (!tap_json_is (json, key + 1, TAP_JSON_OBJECT))
        continue;
      part = tap_message_add_part (self, TAP_PART_OTHER, number);
      part->complete = TRUE;
      tap_message_replace (&part->name, json, key);
      tap_message_append_json (part, json, key + 1);
    }
}

static void
add_parts (TapMessage *self, gint64 candidate, guint32 parts, guint number)
{
  const TapJson *json = &self->json;

  for (guint32 node = tap_json_is (json, parts, TAP_JSON_ARRAY) ? tap_json_first (json, parts)
                                                                : TAP_JSON_NONE;
       node != TAP_JSON_NONE; node = tap_json_next (json, parts, node))
    {
      guint32 text = tap_json_member (json, node, "text");
      guint32 call = tap_json_member (json, node, "functionCall");

      if (tap_json_is (json, text, TAP_JSON_STRING))
        {
          add_text (self, candidate, node, text, number);
          continue;
        }
      close_texts (self, candidate, SLOT_CHOICE, number);
      if (tap_json_is (json, call, TAP_JSON_OBJECT))
        add_call (self, call, number);
      else if (tap_json_is (json, node, TAP_JSON_OBJECT))
        add_other (self, node, number);
    }
}

static void
add_candidate (TapMessage *self, guint32 node, guint number)
{
  const TapJson *json = &self->json;
  guint32 reason = tap_json_member (json, node, "finishReason");
  gint64 candidate = 0;
  int index;

  tap_message_read_count (self, node, "index", &candidate);
  index = tap_message_slot (candidate, SLOT_CHOICE);
  tap_message_begin_choice (self, index);
  add_parts (self, candidate,
             tap_json_member (json, tap_json_member (json, node, "content"), "parts"), number);
  if (tap_json_is (json, reason, TAP_JSON_STRING))
    {
      close_texts (self, candidate, SLOT_CHOICE, number);
      tap_message_end_choice (self, index);
      if (candidate == 0 || self->stop_reason == NULL)
        tap_message_replace (&self->stop_reason, json, reason);
    }
}

/* What was thought is not counted with the candidates' tokens. */
static void
read_usage (TapMessage *self, guint32 usage)
{
  gint64 prompt = -1, cached = -1, answer = -1, thoughts = 0;

  tap_message_read_count (self, usage, "candidatesTokenCount", &answer);
  tap_message_read_count (self, usage, "thoughtsTokenCount", &thoughts);
  tap_message_read_count (self, usage, "promptTokenCount", &prompt);
  tap_message_read_count (self, usage, "cachedContentTokenCount", &cached);
  if (answer >= 0)
    self->output_tokens = answer + CLAMP (thoughts, 0, G_MAXINT32);
  tap_message_set_prompt (self, prompt, cached);
}

static void
read_feedback (TapMessage *self, guint32 feedback, guint number)
{
  const TapJson *json = &self->json;
  guint32 reason = tap_json_member (json, feedback, "blockReason");
  TapPart *part;

  if (!tap_json_is (json, reason, TAP_JSON_STRING))
    return;
  part = tap_message_add_part (self, TAP_PART_ERROR, number);
  part->complete = TRUE;
  tap_message_replace (&part->name, json, reason);
  tap_message_append (part, json, tap_json_member (json, feedback, "blockReasonMessage"), number);
  if (part->text->len == 0)
    tap_message_append_json (part, json, feedback);
  tap_message_replace (&self->stop_reason, json, reason);
  self->complete = TRUE;
}

static gboolean
read_response (TapMessage *self, guint32 response, guint number)
{
  const TapJson *json = &self->json;
  guint32 error = tap_json_member (json, response, "error");
  guint32 candidates = tap_json_member (json, response, "candidates");
  guint32 feedback = tap_json_member (json, response, "promptFeedback");
  guint32 usage = tap_json_member (json, response, "usageMetadata");

  if (tap_json_is (json, error, TAP_JSON_OBJECT))
    {
      tap_message_add_error (self, error, number);
      self->complete = FALSE;
      return TRUE;
    }
  if (!tap_json_is (json, candidates, TAP_JSON_ARRAY) && feedback == TAP_JSON_NONE
      && usage == TAP_JSON_NONE)
    return FALSE;

  if (self->id == NULL)
    tap_message_replace (&self->id, json, tap_json_member (json, response, "responseId"));
  if (self->model == NULL)
    tap_message_replace (&self->model, json, tap_json_member (json, response, "modelVersion"));
  for (guint32 node = tap_json_is (json, candidates, TAP_JSON_ARRAY)
                        ? tap_json_first (json, candidates)
                        : TAP_JSON_NONE;
       node != TAP_JSON_NONE; node = tap_json_next (json, candidates, node))
    add_candidate (self, node, number);
  read_usage (self, usage);
  read_feedback (self, feedback, number);
  return TRUE;
}

gboolean
tap_message_gemini_event (TapMessage *self, guint number)
{
  /* Code Assist wraps it. */
  return read_response (self, 0, number)
         || read_response (self, tap_json_member (&self->json, 0, "response"), number);
}

gboolean
tap_message_gemini_body (TapMessage *self)
{
  const TapJson *json = &self->json;
  gboolean any = FALSE;

  if (!tap_json_is (json, 0, TAP_JSON_ARRAY))
    return tap_message_gemini_event (self, 0);

  for (guint32 node = tap_json_first (json, 0); node != TAP_JSON_NONE;
       node = tap_json_next (json, 0, node))
    any = read_response (self, node, 0) || any;
  return any;
}
