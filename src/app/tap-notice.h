/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A message that stays as long as what it says is so: an icon, a text that wraps, and perhaps a
 * button. Takes no room while there is none. Emits "activated" for its button. */
#define TAP_TYPE_NOTICE (tap_notice_get_type ())
G_DECLARE_FINAL_TYPE (TapNotice, tap_notice, TAP, NOTICE, GtkWidget)

GtkWidget *tap_notice_new (void);

/* @text: NULL hides it. @button: (nullable): a label with a mnemonic. @serious: an error, not only
 * something to know. */
void tap_notice_show (TapNotice *self, const char *text, const char *button, gboolean serious);

/* The button below the text, for windows too narrow for both in a row. */
void tap_notice_set_narrow (TapNotice *self, gboolean narrow);

G_END_DECLS
