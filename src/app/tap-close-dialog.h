/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_CLOSE_CANCEL, /* the window stays */
  TAP_CLOSE_KEEP,   /* the window goes, the engine goes on */
  TAP_CLOSE_STOP,   /* both go */
} TapCloseAnswer;

typedef void (*TapCloseFunc) (TapCloseAnswer answer, gpointer user_data);

/* For a window that is being closed while an engine runs that is not the demo's. Remembers nothing.
 * @url: where agents connect. @agents: how many of them are connected. @stuck: the disk takes nothing
 * just now, so that stopping loses something. @answered is called once, after the dialog has gone. */
void tap_close_dialog_ask (GtkWindow *parent, const char *url, guint agents, gboolean stuck,
                           TapCloseFunc answered, gpointer user_data);

G_END_DECLS
