/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-coding.h"

#include <brotli/decode.h>

static gpointer
open_brotli (void)
{
  BrotliDecoderState *state = BrotliDecoderCreateInstance (NULL, NULL, NULL);

  g_assert (state != NULL);
  return state;
}

static void
close_brotli (gpointer state)
{
  BrotliDecoderDestroyInstance (state);
}

/* The library keeps back what the call that breaks has decoded, so each call gets one byte. */
static TapCodingStep
step_brotli (gpointer state, TapCodingInput *input, guint8 *out, gsize room, gsize *written)
{
  gsize space = room;
  BrotliDecoderResult result;

  do
    {
      gsize given = MIN (input->length, 1);
      gsize left = given;

      result = BrotliDecoderDecompressStream (state, &left, &input->bytes, &space, &out, NULL);
      input->length -= given - left;
    }
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && input->length > 0 && space > 0);

  *written = room - space;
  if (result == BROTLI_DECODER_RESULT_ERROR)
    return TAP_CODING_BROKEN;
  return result == BROTLI_DECODER_RESULT_SUCCESS ? TAP_CODING_END : TAP_CODING_MORE;
}

const TapCoding tap_coding_br = { "br", open_brotli, close_brotli, step_brotli, NULL };
