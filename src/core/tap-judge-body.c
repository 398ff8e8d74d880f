/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-private.h"

#include "tap-media-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the body of an answer says of itself that is no stream, and how it was coded. */

static void
judge_coding (TapExchange *self)
{
  if (self->answer.unknown_coding)
    tap_findings_add_as (tap_judge_own (self), TAP_RULE_BODY_NOT_DECODABLE, TAP_SEVERITY_NOTE, 0,
                         self->answered,
                         _ ("Its content coding is unknown here, so nothing in it was checked."));
  else if (tap_answer_is_coding_cut (&self->answer))
    tap_findings_add (tap_judge_own (self), TAP_RULE_BODY_NOT_DECODABLE, 0, self->last_byte,
                      _ ("The body is complete, but the content coding in it is not."));
}

static gboolean
is_textual (const TapExchange *self)
{
  static const char *const types[] = { "application/json", "application/problem+json" };

  if (self->content_type == NULL || g_ascii_strncasecmp (self->content_type, "text/", 5) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (tap_media_type_is (self->content_type, types[i]))
      return TRUE;
  return FALSE;
}

static void
judge_undeclared (TapExchange *self)
{
  const char *coding = tap_answer_undeclared_coding (&self->answer);

  if (coding != NULL && is_textual (self))
    tap_findings_add (tap_judge_own (self), TAP_RULE_UNDECLARED_CODING, 0, self->first_byte,
                      _ ("The body begins as %s does, but its head names no content coding."),
                      coding);
}

/* The provider's own words, and of a whole answer why it stopped. */
static void
read_kept (TapExchange *self)
{
  TapFindings *checked = tap_answer_findings (&self->answer);
  TapJson *json = &self->fold->json;
  gboolean is_json;
  gsize length = 0;
  const char *kept = tap_answer_get_kept (&self->answer, &length);

  if (kept == NULL || self->error.message != NULL || self->n_events > 0)
    return;
  is_json = tap_json_parse (json, kept, length, NULL);
  if (is_json)
    {
      if (!self->answer.good
          || (checked != NULL && tap_judge_has (checked, TAP_RULE_ERROR_JSON_IN_200)))
        tap_provider_error_read (&self->error, json, 0, self->last_byte);
      else
        tap_progress_read_body (&self->progress, json);
      json->n_nodes = 0;
    }
  if (!is_json && tap_answer_undeclared_coding (&self->answer) == NULL && (!self->answer.good || *kept == '<') && is_textual (self))
    tap_provider_error_read_text (&self->error, kept, length, self->last_byte);
}

void
tap_judge_body (TapExchange *self)
{
  read_kept (self);
  judge_coding (self);
  judge_undeclared (self);
}
