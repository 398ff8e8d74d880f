/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Credentials made unreadable before anything is stored, with equal length, so that offsets and
 * chunk borders stay true; the replacement is '*' and so safe in JSON, URLs and heads.
 *
 * Known by place: the values of the headers of protocol D.2 (a scheme word such as "Bearer "
 * stays), credentials in a URL's user info and in query parameters such as key, api_key, token.
 * Known by value: what was once masked by place is masked wherever it appears later.
 * Known by form: sk-ant-, sk-or-, sk-proj-, AIza, ghp_ and their like (tap-needle-forms.c).
 *
 * What it cannot see: a credential inside of a compressed body, and one that is cut in two by a
 * chunk's border or by an event's (push content without its framing where that can be had).
 * All streams of a mask belong to one thread. */
typedef struct _TapMask TapMask;

#define TAP_MASK_CHAR '*'
#define TAP_MASK_MIN_VALUE 8 /* shorter values, and words of the protocol, are not looked for */

TapMask *tap_mask_new (void);
void tap_mask_free (TapMask *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMask, tap_mask_free)

/* Masks a head in place and learns the values. Works on malformed heads too: of what may belong
 * to a credential, too much is masked rather than too little. */
void tap_mask_head (TapMask *self, char *head, gsize length);

/* Masks lines in place that are fields, or may be, but not of a whole head: trailers, extensions of
 * chunks, an answer that is none. @goes_on: the first one is the rest of a line that was cut in a
 * credential; all of it is masked. Returns whether the last one is cut so. */
gboolean tap_mask_lines (TapMask *self, char *bytes, gsize length, gboolean goes_on);

/* A stream of bytes of one direction of one exchange: a credential may lie across two reads. */
typedef struct _TapMaskStream TapMaskStream;

TapMaskStream *tap_mask_stream_new (TapMask *mask);
/* Back to its beginning, for another direction of another exchange. */
void tap_mask_stream_reset (TapMaskStream *self);
void tap_mask_stream_free (TapMaskStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMaskStream, tap_mask_stream_free)

/* Masks in place. @pending: (out): how many bytes at the end of all that was pushed may be the
 * beginning of a credential that goes on in the next read (more than @length if earlier ones
 * still are): the caller holds them back for as long as it may (100 ms). It never counts bytes
 * that a flush let go. Returns how many of the bytes right before these, pushed and held back
 * earlier, have now proved to be a credential: the caller masks them too. */
gsize tap_mask_stream_push (TapMaskStream *self, guint8 *bytes, gsize length, gsize *pending);

/* The caller can hold back no longer. Returns how many of the last bytes it shall mask: all that
 * were pending if they are long enough to tell something, else 0. If the credential does go on,
 * its rest is masked all the same. */
gsize tap_mask_stream_flush (TapMaskStream *self);

/* A text that stands alone (a path, an error). */
void tap_mask_text_in_place (TapMask *self, char *text, gsize length);
/* A masked copy. */
char *tap_mask_text (TapMask *self, const char *text);

G_END_DECLS
