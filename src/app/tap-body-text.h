/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A body as text, cut into lines that a text view can lay out without a stall: it lays out whole
 * lines, and one string of a request may be a line of 300 kB. Lines longer than TAP_BODY_TEXT_LINE
 * are continued on the next; the text itself stays as it is. Immutable; any thread. */
typedef struct _TapBodyText TapBodyText;

#define TAP_BODY_TEXT_LINE 500 /* bytes */

/* What the bytes say: JSON with indentation unless @as_sent. Ill-formed UTF-8 becomes U+FFFD, NUL
 * becomes U+2400. */
TapBodyText *tap_body_text_new (const char *bytes, gsize length, gboolean as_sent);
TapBodyText *tap_body_text_ref (TapBodyText *self);
void tap_body_text_unref (TapBodyText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapBodyText, tap_body_text_unref)

const char *tap_body_text_get (TapBodyText *self, gsize *length); /* NUL behind it */
gboolean tap_body_text_is_json (TapBodyText *self);

/* Lines as they are shown, at least one, counted from 0. Each begins where the one before ends;
 * behind the last one is the end of the text. */
guint tap_body_text_count_lines (TapBodyText *self);
gsize tap_body_text_get_start (TapBodyText *self, guint line);
guint tap_body_text_get_number (TapBodyText *self, guint line); /* of the text's own lines, from 1 */
gboolean tap_body_text_is_continued (TapBodyText *self, guint line);  /* it continues the one before */
gboolean tap_body_text_begins_in_string (TapBodyText *self, guint line); /* of JSON */
guint tap_body_text_find_line (TapBodyText *self, gsize offset);

/* How many lines at the beginning are the same in both, whole lines only. */
guint tap_body_text_count_same (TapBodyText *self, TapBodyText *other);

/* What is searched for, whatever its case: NULL-terminated, of tap_body_text_fold(). */
gunichar *tap_body_text_fold (const char *wanted);

/* The first match that begins in [@from, @to). */
gboolean tap_body_text_next (TapBodyText *self, const gunichar *wanted, gsize from, gsize to,
                             gsize *begin, gsize *end);

/* The next one behind @from, or else from the beginning; backwards the last one that begins before
 * @from, or else the last of all. */
gboolean tap_body_text_find (TapBodyText *self, const gunichar *wanted, gsize from,
                             gboolean forward, gsize *begin, gsize *end);

G_END_DECLS
