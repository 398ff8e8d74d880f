/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

#include "tap-body-filler.h"

G_BEGIN_DECLS

/* Colours of JSON, and the matches of a search, in the lines that are on the screen and a few
 * around them: a body of several megabytes has more of both than a buffer carries with ease. */
typedef struct _TapBodyPaint TapBodyPaint;

/* @view: its buffer is a GtkSourceBuffer, whose style scheme has the colours. */
TapBodyPaint *tap_body_paint_new (GtkTextView *view, TapBodyFiller *filler);
void tap_body_paint_free (TapBodyPaint *self);

/* Of tap_body_text_fold(). (transfer full) (nullable) */
void tap_body_paint_set_wanted (TapBodyPaint *self, gunichar *wanted);

/* Before the text is changed, and when other lines may be on the screen. */
void tap_body_paint_forget (TapBodyPaint *self);
void tap_body_paint_queue (TapBodyPaint *self);

G_END_DECLS
