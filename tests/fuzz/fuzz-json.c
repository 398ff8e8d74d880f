/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-json.h"

#include <string.h>

/* Nodes lie inside one another, and every string comes out as UTF-8. */
static void
check (const TapJson *json, size_t size)
{
  for (guint32 i = 0; i < json->n_nodes; i++)
    {
      const TapJsonNode *node = &json->nodes[i];
      g_autoptr (GString) string = g_string_new (NULL);
      gint64 number;
      guint32 last = i;

      g_assert ((gsize) node->start + node->length <= size);
      g_assert (node->end > i && node->end <= json->n_nodes);
      if (tap_json_append_string (json, i, string))
        g_assert (g_utf8_validate_len (string->str, string->len, NULL)
                  || memchr (string->str, 0, string->len) != NULL);
      tap_json_int64 (json, i, &number);
      for (guint32 child = tap_json_first (json, i); child != TAP_JSON_NONE;
           child = tap_json_next (json, i, child))
        {
          g_assert (child > last && child < node->end);
          last = child;
        }
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_auto (TapJson) json = { 0 };
  TapJsonFault fault = { 0 };

  if (tap_json_parse (&json, (const char *) bytes, size, &fault))
    check (&json, size);
  else
    g_assert (fault.offset <= size && fault.reason != NULL && json.n_nodes == 0);

  return 0;
}
