/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-message.h"

G_BEGIN_DECLS

/* One part of a message: its title, and its text in pieces, of which only the last one changes
 * while the part grows. Of very long parts it shows the beginning. */
#define TAP_PART_VIEW_MAX (200 * 1024) /* bytes of text */

#define TAP_TYPE_PART_VIEW (tap_part_view_get_type ())
G_DECLARE_FINAL_TYPE (TapPartView, tap_part_view, TAP, PART_VIEW, GtkWidget)

TapPartView *tap_part_view_new (void);

/* Shows what is new of it, for about *@budget bytes, which are taken from it; FALSE: there is more
 * to show. @ended: no more will come of it. Always the same part. */
gboolean tap_part_view_update (TapPartView *self, const TapPart *part, gboolean ended,
                               gsize *budget);

G_END_DECLS
