/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Credentials looked for in passing bytes: literal values, and forms (a literal such as "sk-ant-"
 * and the characters that follow it). Only every second pair of bytes is looked up in a table of
 * 8 KiB, so that text without a credential passes at more than a gigabyte a second. */
typedef struct _TapNeedles TapNeedles;

/* A literal is found by a pair among its first three bytes. */
#define TAP_NEEDLE_MIN 3

typedef struct
{
  gsize start;
  gsize end;
} TapNeedleRange;

typedef struct
{
  GArray *ranges; /* of TapNeedleRange, may overlap */
  gsize maybe;    /* from here to the end may be the beginning of a credential; else the length */
  guint8 run;     /* the characters with which the last credential goes on; 0: it does not */
} TapNeedleHits;

TapNeedles *tap_needles_new (void);
void tap_needles_free (TapNeedles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapNeedles, tap_needles_free)

/* Adds a literal of at least TAP_NEEDLE_MIN bytes. */
void tap_needles_add (TapNeedles *self, const guint8 *bytes, gsize length);

/* Back to the forms alone. */
void tap_needles_reset (TapNeedles *self);

/* @before: the two bytes before the text, 0 where there were none. @final: the text ends here.
 * @hits: its ranges are appended to, the rest is set. */
void tap_needles_scan (const TapNeedles *self, const guint8 before[2], const guint8 *text,
                       gsize length, gboolean final, TapNeedleHits *hits);

/* How many bytes at the beginning belong to a credential that goes on with @run. */
gsize tap_needles_run (guint8 run, const guint8 *text, gsize length);

G_END_DECLS
