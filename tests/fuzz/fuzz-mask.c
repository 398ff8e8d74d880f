/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-mask.h"

#include <string.h>

/* A copy of just these bytes, so that a step past them is seen. */
static gpointer
copy_of (const uint8_t *bytes, size_t size)
{
  guint8 *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, bytes, size);
  return copy;
}

static void
push (TapMaskStream *stream, GByteArray *out, gsize *held, const uint8_t *bytes, size_t size)
{
  g_autofree guint8 *copy = copy_of (bytes, size);
  gsize pending, proved = tap_mask_stream_push (stream, copy, size, &pending);

  g_assert (proved <= *held && pending <= *held + size);
  if (proved > 0)
    memset (out->data + out->len - proved, TAP_MASK_CHAR, proved);
  g_byte_array_append (out, copy, size);
  *held = pending;
}

/* What is masked does not depend on where the reads were cut. */
static GByteArray *
mask_in_steps (TapMask *mask, const uint8_t *bytes, size_t size, size_t step)
{
  g_autoptr (TapMaskStream) stream = tap_mask_stream_new (mask);
  GByteArray *out = g_byte_array_new ();
  gsize held = 0;

  for (size_t at = 0; at < size; at += step)
    push (stream, out, &held, bytes + at, MIN (step, size - at));
  push (stream, out, &held, (const uint8_t *) "\n", 1);

  return out;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (TapMask) mask = tap_mask_new ();
  g_autofree char *head = copy_of (bytes, size);
  g_autoptr (GByteArray) whole = NULL;

  /* As a head, which also teaches the mask its values. */
  tap_mask_head (mask, head, size);
  for (size_t i = 0; i < size; i++)
    g_assert (head[i] == (char) bytes[i] || head[i] == TAP_MASK_CHAR);

  whole = mask_in_steps (mask, bytes, size, size + 1);
  for (size_t step = 1; step < 8; step += 3)
    {
      g_autoptr (GByteArray) stepped = mask_in_steps (mask, bytes, size, step);

      g_assert (stepped->len == whole->len && memcmp (stepped->data, whole->data, whole->len) == 0);
    }

  return 0;
}
