/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-session.h"

G_BEGIN_DECLS

/* An exchange's request as a command, to the clipboard of @widget, which says so or why not. */
void tap_copy_curl (GtkWidget *widget, TapSession *session, TapExchangeItem *item,
                    TapContent *content);

G_END_DECLS
