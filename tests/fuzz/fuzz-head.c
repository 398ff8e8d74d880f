/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-head.h"

/* What is read lies inside the head and in order, and asks for no blank line twice. */
static void
check (const TapHead *head, TapHeadFault fault, size_t size)
{
  guint32 end = head->first_line_length;
  guint64 length;

  g_assert (tap_head_fault_text (fault) != NULL);
  if (fault == TAP_HEAD_INCOMPLETE || fault == TAP_HEAD_TOO_LARGE)
    return;
  g_assert (head->length <= size && head->method_length <= head->first_line_length);
  g_assert (head->target + head->target_length <= head->first_line_length);
  g_assert (head->reason + head->reason_length <= head->first_line_length);
  for (guint i = 0; i < head->fields->len; i++)
    {
      const TapHeadField *field = &g_array_index (head->fields, TapHeadField, i);

      g_assert (field->line >= end && field->name_length > 0);
      end = field->line + field->line_length;
      g_assert (field->value >= field->name + field->name_length);
      g_assert (field->value + field->value_length < end && end < head->length);
    }
  if (head->is_response)
    tap_head_response_framing (head, "POST", 4, &length);
  else if (fault == TAP_HEAD_OK)
    tap_head_request_framing (head, &length);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const char *text = (const char *) bytes;
  g_auto (TapHead) head = { 0 };
  g_autofree char *value = NULL;
  gsize found = 0;

  for (size_t n = 0; n <= size && found == 0; n++)
    found = tap_head_length (text, n, n > 0 ? n - 1 : 0);
  g_assert (found == tap_head_length (text, size, 0));

  check (&head, tap_head_parse_request (&head, text, size), size);
  check (&head, tap_head_parse_response (&head, text, size), size);
  value = tap_head_dup_value (&head, "content-type");
  tap_head_has_token (&head, "connection", "close");

  return 0;
}
