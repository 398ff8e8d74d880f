/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-ring.h"

G_BEGIN_DECLS

/* Masks the records of a session in place, on their way into the log. A credential may lie across
 * two reads, or across the border of two chunks: bodies are looked through without their framing,
 * and a record whose last bytes may be the beginning of one is to be held back a little. */
typedef struct _TapMasker TapMasker;

/* One direction of one exchange; lives until tap_masker_forget after its exchange ended. */
typedef struct _TapMaskerStream TapMaskerStream;

TapMasker *tap_masker_new (void);
void tap_masker_free (TapMasker *self);

/* Masks a record. Bytes of earlier records of the stream that were pending may be masked now too,
 * so they must still be there. Returns the stream it belongs to, NULL for records without bytes of
 * a body. */
TapMaskerStream *tap_masker_take (TapMasker *self, TapRingRecord *record);

/* Whether bytes of this record may be the beginning of a credential that goes on. */
gboolean tap_masker_is_pending (TapMaskerStream *stream, const TapRingRecord *record);

/* What is pending can be held back no longer: it is masked if it is long enough to tell anything,
 * and let go. */
void tap_masker_let_go (TapMaskerStream *stream);

/* Frees the streams of exchanges that have ended; nothing may refer to them any more. */
void tap_masker_forget (TapMasker *self);

G_END_DECLS
