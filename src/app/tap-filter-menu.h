/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-session.h"

G_BEGIN_DECLS

/* What a session can be filtered by: a submenu for each prefix with what occurs in it, most often
 * first. Each item activates "filter.add" with its word. @session: (nullable). (transfer full) */
GMenuModel *tap_filter_menu_new (TapSession *session);

/* @text with @word, in place of one with the same prefix. (transfer full) */
char *tap_filter_menu_add (const char *text, const char *word);

G_END_DECLS
