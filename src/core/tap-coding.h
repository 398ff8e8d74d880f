/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One content coding undone, step by step. These tables are all that TapDecoder knows of the
 * libraries behind them. */

typedef struct
{
  const guint8 *bytes;
  gsize length;
} TapCodingInput;

typedef enum
{
  TAP_CODING_MORE,       /* the room is full, or the input is used up, or neither yet */
  TAP_CODING_END,        /* the stream came to its own end */
  TAP_CODING_BROKEN,
  TAP_CODING_TOO_LARGE,  /* it asks for more memory than is given for any */
} TapCodingStep;

typedef struct
{
  const char *name;
  gpointer (*open) (void);
  void (*close) (gpointer state);

  /* Takes from @input, and writes at most @room bytes, of which there is at least one. All that
   * was decoded before a break is written. With an empty @input it writes what it still holds. */
  TapCodingStep (*step) (gpointer state, TapCodingInput *input, guint8 *out, gsize room,
                         gsize *written);

  /* After an end, for the next member or frame. NULL: nothing may follow. */
  void (*restart) (gpointer state);
} TapCoding;

extern const TapCoding tap_coding_gzip;    /* RFC 1952 */
extern const TapCoding tap_coding_deflate; /* RFC 1950, and RFC 1951 without it */
extern const TapCoding tap_coding_br;      /* RFC 7932, without large windows */
extern const TapCoding tap_coding_zstd;    /* RFC 8878, windows as RFC 9659 bounds them */

G_END_DECLS
