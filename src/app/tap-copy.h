/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* To the clipboard, with a toast that says so where @widget is in a toast overlay. */
void tap_copy_text (GtkWidget *widget, const char *text);

/* The same with other words, for so many seconds. @say: no markup. */
void tap_copy_text_saying (GtkWidget *widget, const char *text, const char *say, guint seconds);

/* A toast in the overlay that @widget is in, if it is in one. @text: no markup. */
void tap_copy_say (GtkWidget *widget, const char *text);

G_END_DECLS
