/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The program's settings (the schema in data/). Where they are not installed, they are those of the
 * build that the program runs from; NULL where there are none at all. (transfer full) */
GSettings *tap_settings_new (void);

G_END_DECLS
