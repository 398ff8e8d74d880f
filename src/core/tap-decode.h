/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Content codings undone on a copy, as the bytes come: gzip (and x-gzip), deflate (zlib or raw),
 * br, zstd, and lists of up to four. Several members of gzip and frames of zstd make one stream. A
 * bomb is bounded: past TAP_DECODE_MAX_RATIO times its input (once TAP_DECODE_FREE bytes came out)
 * it stops with a fault, and so does a list that grows that far in between. A zstd window is at
 * most 8 MiB (RFC 9659). */
#define TAP_DECODE_MAX_RATIO 1000
#define TAP_DECODE_FREE (1024 * 1024)

typedef struct _TapDecoder TapDecoder;

/* @codings: the value of Content-Encoding. NULL if a coding is not known, or if they are more than
 * four; "identity" and NULL give a decoder that hands the bytes on. (transfer full) */
TapDecoder *tap_decoder_new (const char *codings);
void tap_decoder_free (TapDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapDecoder, tap_decoder_free)

typedef void (*TapDecoderFunc) (const guint8 *bytes, gsize length, gpointer user_data);

/* What can be decoded so far is handed to @func, in pieces of at most 64 KiB. FALSE once the
 * coding is broken (tap_decoder_fault says how); later bytes are then ignored. */
gboolean tap_decoder_push (TapDecoder *self, const guint8 *bytes, gsize length,
                           TapDecoderFunc func, gpointer user_data);

/* TRUE if the coded stream came to its own end, as identity always has. */
gboolean tap_decoder_is_complete (const TapDecoder *self);
const char *tap_decoder_fault (const TapDecoder *self); /* NULL, or a translated sentence */

G_END_DECLS
