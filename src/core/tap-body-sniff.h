/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-finding.h"

G_BEGIN_DECLS

/* What a body is that should have been a stream of events (protocol B.5, Z.14): told by its first
 * byte that is neither white space nor of a byte order mark. */
typedef enum
{
  TAP_BODY_LOOKS_EMPTY,
  TAP_BODY_LOOKS_EVENTS,
  TAP_BODY_LOOKS_HTML,
  TAP_BODY_LOOKS_JSON,
} TapBodyLooks;

/* Zero-filled it is ready for use. */
typedef struct
{
  TapBodyLooks looks;
  guint bom;      /* bytes of a byte order mark so far */
  GString *json;  /* (nullable) a body of JSON, as far as it is kept */
  guint64 length; /* of the whole body */
} TapBodySniff;

void tap_body_sniff_clear (TapBodySniff *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapBodySniff, tap_body_sniff_clear)

void tap_body_sniff_push (TapBodySniff *self, const guint8 *bytes, gsize length);

/* Judges a body in which no event came. @stream: one was asked for, as far as is known.
 * @gemini: it is Gemini's, where a stream may have come as one array; such an array is known by what
 * is in it, too. */
void tap_body_sniff_judge (const TapBodySniff *self, gboolean stream, gboolean gemini, gint64 at,
                           TapFindings *findings);

G_END_DECLS
