/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The head of a request or an answer, in a box of some lines. Where there are more, the last one is
 * cut in its middle and a scrollbar stands beside them, so that it is to be seen. */
#define TAP_HEAD_BOX_LINES 6.5

#define TAP_TYPE_HEAD_BOX (tap_head_box_get_type ())
G_DECLARE_FINAL_TYPE (TapHeadBox, tap_head_box, TAP, HEAD_BOX, GtkWidget)

GtkWidget *tap_head_box_new (void);
void tap_head_box_set_text (TapHeadBox *self, const char *text);

G_END_DECLS
