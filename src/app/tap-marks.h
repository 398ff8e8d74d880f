/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* The user's marks of a log: pins and comments, in a JSON file of mode 0600 beside it,
 * `NAME.tapline.marks.json`. It is read and written without waiting; a mark that was set before
 * the file was read holds. */
typedef struct _TapMarks TapMarks;

/* @read: called once in the context of this call, when the file was there and was read. */
TapMarks *tap_marks_new (const char *log, void (*read) (gpointer user_data), gpointer user_data);
void tap_marks_free (TapMarks *self); /* what is being written is written all the same */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMarks, tap_marks_free)

/* Puts on the item what is known of it. */
void tap_marks_apply (TapMarks *self, TapExchangeItem *item);

/* Puts it on the item, and writes the file. @comment: (nullable) */
void tap_marks_set (TapMarks *self, TapExchangeItem *item, gboolean pinned, const char *comment);

/* `a.tapline.jsonl` → `a.tapline.marks.json`. (transfer full) */
char *tap_marks_path (const char *log);

G_END_DECLS
