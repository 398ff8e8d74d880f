/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-tool-text.h"

#include <glib.h>

/* What a text was found to hold, told as a number. A piece is an event, so the event is where the
 * call was complete: its last byte, if the pieces are single bytes. */
static guint
digest (const uint8_t *bytes, size_t size, size_t step)
{
  g_auto (TapToolText) text = { 0 };
  g_auto (TapToolTextHit) hit = { 0 };
  gboolean found = FALSE;
  guint sum;

  for (size_t pos = 0; pos < size && !found; pos += MIN (step, size - pos))
    {
      size_t length = MIN (step, size - pos);
      g_autofree char *piece = g_memdup2 (bytes + pos, length); /* of exactly its size */

      found = tap_tool_text_push (&text, piece, length, (guint) (pos / step) + 1, (gint64) pos, &hit);
    }
  if (!found)
    found = tap_tool_text_end (&text, &hit);
  if (!found)
    return 0;

  g_assert (hit.marker != NULL && hit.event >= 1 && hit.event <= size / step + 1);
  g_assert (hit.name == NULL || g_utf8_validate (hit.name, -1, NULL));
  sum = g_str_hash (hit.marker) * 31 + g_str_hash (hit.name != NULL ? hit.name : "");

  return sum | 1;
}

/* A text that comes in any pieces holds the same call. */
int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  guint whole = digest (bytes, size, size + 1);

  g_assert (digest (bytes, size, 1) == whole);
  g_assert (digest (bytes, size, 7) == whole);

  return 0;
}
