/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-message-text.h"

G_BEGIN_DECLS

/* One part of a message in its text: a title with a button that copies it, then what it says as
 * far as it came. Of very long parts it shows the beginning, and the rest when it is asked to. */
typedef struct _TapPartText TapPartText;

#define TAP_PART_TEXT_MAX (256 * 1024) /* bytes of text that are shown without being asked for */

/* A part behind all others. Both @view and @part live longer; @view is cleared when it goes.
 * @wanted: called when more is to be shown. */
TapPartText *tap_part_text_new (TapMessageText *view, TapTextBlock *behind, const TapPart *part,
                                void (*wanted) (gpointer user_data), gpointer user_data);
void tap_part_text_free (TapPartText *self);

/* Shows what is new of it, for about *@budget bytes, which are taken from it; FALSE: there is more
 * to show. @ended: no more will come of it. */
gboolean tap_part_text_update (TapPartText *self, gboolean ended, gsize *budget);

/* The last block that it has. */
TapTextBlock *tap_part_text_get_last (TapPartText *self);

G_END_DECLS
