/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "tap-rows.h"
#include "tap-session.h"

G_BEGIN_DECLS

/* Who sees the newest exchange of a live session goes on seeing the newest; who looks elsewhere is
 * told by a button how many are new, and comes to them with it. */
typedef struct _TapExchangeFollow TapExchangeFollow;

/* @list, @button: borrowed, and must live as long. */
TapExchangeFollow *tap_exchange_follow_new (GtkListView *list, GtkButton *button);
void tap_exchange_follow_free (TapExchangeFollow *self);

/* Both NULL: nothing is shown. Borrowed until the next call. */
void tap_exchange_follow_set_session (TapExchangeFollow *self, TapSession *session, TapRows *rows);

/* Rows may have come. */
void tap_exchange_follow_update (TapExchangeFollow *self);

G_END_DECLS
