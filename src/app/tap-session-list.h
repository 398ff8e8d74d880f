/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The saved captures with an exchange in them, newest first, for a popover or a page: one that is activated is opened with
 * "win.open-session" (its path); one that is deleted goes to the trash once the toast that offers to
 * undo it has gone. Reads the folder each time it is shown. */
#define TAP_TYPE_SESSION_LIST (tap_session_list_get_type ())
G_DECLARE_FINAL_TYPE (TapSessionList, tap_session_list, TAP, SESSION_LIST, GtkWidget)

GtkWidget *tap_session_list_new (GSettings *settings);

/* @shown: (nullable): the path of the one that the window shows. @live: (nullable): of the one that
 * an engine writes, which cannot be deleted. */
void tap_session_list_set_current (TapSessionList *self, const char *shown, const char *live);

void tap_session_list_refresh (TapSessionList *self);

guint tap_session_list_count (TapSessionList *self); /* shown just now */

G_END_DECLS
