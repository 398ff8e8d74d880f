/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-coding.h"

#include <zstd.h>
#include <zstd_errors.h>

#define MAX_WINDOW_LOG 23 /* 8 MiB (RFC 9659) */
#define BLOCK_HEADER 3

typedef struct
{
  ZSTD_DStream *stream;
  gsize wanted; /* how much the library would like to see next */
} Zstd;

static gpointer
open_zstd (void)
{
  Zstd *self = g_new0 (Zstd, 1);

  self->stream = ZSTD_createDStream ();
  g_assert (self->stream != NULL);
  ZSTD_DCtx_setParameter (self->stream, ZSTD_d_windowLogMax, MAX_WINDOW_LOG);
  return self;
}

static void
close_zstd (gpointer state)
{
  Zstd *self = state;

  ZSTD_freeDStream (self->stream);
  g_free (self);
}

static void
restart_zstd (gpointer state)
{
  Zstd *self = state;

  ZSTD_DCtx_reset (self->stream, ZSTD_reset_session_only);
  self->wanted = 0;
}

/* The library says nothing of what the call that breaks has decoded, so each call gets one block
 * at most: what it wants next is the rest of a block and the header after it. */
static TapCodingStep
step_zstd (gpointer state, TapCodingInput *input, guint8 *out, gsize room, gsize *written)
{
  Zstd *self = state;
  gsize given = self->wanted > BLOCK_HEADER ? self->wanted - BLOCK_HEADER : MAX (self->wanted, 1);
  ZSTD_inBuffer source = { input->bytes, MIN (input->length, given), 0 };
  ZSTD_outBuffer target = { out, room, 0 };
  gsize result = ZSTD_decompressStream (self->stream, &target, &source);

  if (ZSTD_isError (result))
    return ZSTD_getErrorCode (result) == ZSTD_error_frameParameter_windowTooLarge
             ? TAP_CODING_TOO_LARGE
             : TAP_CODING_BROKEN;

  self->wanted = result;
  input->bytes += source.pos;
  input->length -= source.pos;
  *written = target.pos;
  return result == 0 ? TAP_CODING_END : TAP_CODING_MORE;
}

const TapCoding tap_coding_zstd = { "zstd", open_zstd, close_zstd, step_zstd, restart_zstd };
