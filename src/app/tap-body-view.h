/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-body-text.h"

G_BEGIN_DECLS

/* A body to be read, searched and copied, of several megabytes without a stutter. Copying gives
 * the text, without the breaks of lines that are continued. */
#define TAP_TYPE_BODY_VIEW (tap_body_view_get_type ())
G_DECLARE_FINAL_TYPE (TapBodyView, tap_body_view, TAP, BODY_VIEW, GtkWidget)

/* @name: for who does not see it. */
GtkWidget *tap_body_view_new (const char *name);

/* (nullable); where a text is the same as the one before, the reader's place stays. */
void tap_body_view_set_text (TapBodyView *self, TapBodyText *text);

/* Shows all matches, and selects the next one from the cursor on, in a moment. */
void tap_body_view_search (TapBodyView *self, const char *wanted);
void tap_body_view_find_next (TapBodyView *self);
void tap_body_view_find_previous (TapBodyView *self);

G_END_DECLS
