/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a Content-Type is of that media type, parameters left aside. Read with libsoup; what it
 * cannot read is of no type. @content_type: (nullable). */
gboolean tap_media_type_is (const char *content_type, const char *type);

G_END_DECLS
