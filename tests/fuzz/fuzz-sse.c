/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-sse.h"

#include <string.h>

/* Blocks lie one after the other, and do not depend on where the reads were cut. */
static guint
digest (const uint8_t *bytes, size_t size, size_t step)
{
  g_auto (TapSse) sse = { 0 };
  TapSseBlock block;
  guint64 end = 0;
  guint sum = 0;

  for (size_t pos = 0; pos <= size; pos += step)
    {
      if (pos < size)
        tap_sse_push (&sse, bytes + pos, MIN (step, size - pos), 0);
      if (pos + step >= size)
        tap_sse_end (&sse);
      while (tap_sse_pull (&sse, &block))
        {
          g_assert (block.offset >= end && block.length > 0);
          end = block.offset + block.length;
          g_assert (end <= size);
          g_assert (block.data == NULL || block.data[block.data_length] == '\0');
          sum = sum * 31 + block.number + block.flags * 7 + block.offset + block.length * 3;
          sum += g_str_hash (block.event != NULL ? block.event : "-");
          sum += g_str_hash (block.data != NULL ? block.data : "-");
        }
      if (pos + step >= size)
        break;
    }

  return sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  guint whole = digest (bytes, size, size + 1);

  g_assert (digest (bytes, size, 1) == whole);
  g_assert (digest (bytes, size, 3) == whole);

  return 0;
}
