/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-exchange-item.h"

G_BEGIN_DECLS

/* The user's marks of a log: pins and comments, in a JSON file of mode 0600 beside it,
 * `NAME.tapline.marks.json`. It is read and written without waiting. A mark that was set before
 * the file was read holds, and so do all others in it; while the file is being written the next
 * writing waits, so that the newest wins. The program does not end before it is written. */
typedef struct _TapMarks TapMarks;

/* @changed: called in the context of this call after the file was read, and when there is a
 * problem. */
TapMarks *tap_marks_new (const char *log, void (*changed) (gpointer user_data),
                         gpointer user_data);
void tap_marks_free (TapMarks *self); /* what is to be written is written all the same */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapMarks, tap_marks_free)

/* Puts on the item what is known of it. Whether that is another mark than it had. */
gboolean tap_marks_apply (TapMarks *self, TapExchangeItem *item);

/* Puts it on the item, and writes the file. @comment: (nullable) */
void tap_marks_set (TapMarks *self, TapExchangeItem *item, gboolean pinned, const char *comment);

/* NULL, or why the marks could not be written. (transfer none) */
const char *tap_marks_get_problem (TapMarks *self);

/* `a.tapline.jsonl` → `a.tapline.marks.json`. (transfer full) */
char *tap_marks_path (const char *log);

G_END_DECLS
