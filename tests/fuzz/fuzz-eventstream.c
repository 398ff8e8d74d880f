/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-splitter.h"

#include <string.h>
#include <zlib.h>

/* Blocks lie one after the other, and do not depend on where the reads were cut. */
static guint
digest (const uint8_t *bytes, size_t size, size_t step, gboolean expects)
{
  g_auto (TapSplitter) splitter = { 0 };
  TapSseBlock block;
  guint64 end = 0;
  guint sum = 0;
  guint number = 0;

  if (expects)
    tap_splitter_expect_frames (&splitter);
  for (size_t pos = 0; pos <= size; pos += step)
    {
      if (pos < size)
        tap_splitter_push (&splitter, bytes + pos, MIN (step, size - pos), 0);
      if (pos + step >= size)
        tap_splitter_end (&splitter);
      while (tap_splitter_pull (&splitter, &block))
        {
          g_assert (block.offset >= end && block.length > 0);
          end = block.offset + block.length;
          g_assert (end <= size);
          g_assert (block.number == 0 || block.number == ++number);
          g_assert (((block.flags & TAP_SSE_BROKEN) != 0) == (block.fault != NULL));
          if (block.flags & TAP_SSE_FRAME && block.data != NULL)
            g_assert (block.data[block.data_length] == '\0'
                      && g_utf8_validate (block.event != NULL ? block.event : "", -1, NULL));
          sum = sum * 31 + block.number + block.flags * 7 + block.offset + block.length * 3;
          sum += g_str_hash (block.event != NULL ? block.event : "-");
          sum += g_str_hash (block.data != NULL ? block.data : "-");
        }
      if (pos + step >= size)
        break;
    }

  return sum;
}

static void
check (const uint8_t *bytes, size_t size)
{
  for (guint expects = 0; expects < 2; expects++)
    {
      guint whole = digest (bytes, size, size + 1, expects);

      g_assert (digest (bytes, size, 1, expects) == whole);
      g_assert (digest (bytes, size, 13, expects) == whole);
    }
}

static void
put_u32 (guint8 *bytes, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (bytes, &value, sizeof value);
}

/* No fuzzer finds a checksum by chance: they are made right, so that what they guard is reached. */
static void
mend (guint8 *bytes, size_t size)
{
  for (size_t pos = 0; size - pos >= 16;)
    {
      guint32 length;

      memcpy (&length, bytes + pos, sizeof length);
      length = GUINT32_FROM_BE (length);
      put_u32 (bytes + pos + 8, (guint32) crc32 (0, bytes + pos, 8));
      if (length < 16 || length > size - pos)
        return;
      put_u32 (bytes + pos + length - 4, (guint32) crc32 (0, bytes + pos, (uInt) length - 4));
      pos += length;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree guint8 *mended = g_memdup2 (bytes, size);

  check (bytes, size);
  if (size > 0)
    {
      mend (mended, size);
      check (mended, size);
    }

  return 0;
}
