/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-record-private.h"

/* What is read as a line of our own is the same record to the scanner, which a line that begins
 * with a space is left to. */
static void
compare_own (const uint8_t *bytes, size_t size)
{
  g_autoptr (TapRecord) own = tap_record_read_own_line ((const char *) bytes, size);
  g_autoptr (TapRecord) scanned = NULL;
  g_autoptr (GString) spaced = g_string_new (" ");
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);

  if (own == NULL)
    return;
  g_string_append_len (spaced, (const char *) bytes, size);
  scanned = tap_record_parse_line (spaced->str, spaced->len, NULL);
  g_assert (scanned != NULL);
  tap_record_append_line (own, one);
  tap_record_append_line (scanned, other);
  g_assert (g_string_equal (one, other));
}

/* The bytes as a line; and as what a record holds, which must come back as they were. */
int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TapRecord) record = tap_record_parse_line ((const char *) bytes, size, &error);
  g_autoptr (TapRecord) held = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GBytes) copy = g_bytes_new (bytes, size);

  g_assert ((record == NULL) == (error != NULL));
  compare_own (bytes, size);
  if (record != NULL)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      g_autoptr (TapRecord) again = NULL;

      tap_record_append_line (record, out);
      again = tap_record_parse_line (out->str, out->len, NULL);
      g_assert (again != NULL);
      g_assert (g_bytes_equal (tap_record_get_bytes (record), tap_record_get_bytes (again)));
    }

  tap_record_append_line_raw (line, 1, 2, 3, TAP_RECORD_IN, bytes, size, TRUE, NULL);
  held = tap_record_parse_line (line->str, line->len, NULL);
  g_assert (held != NULL && g_bytes_equal (tap_record_get_bytes (held), copy));

  return 0;
}
