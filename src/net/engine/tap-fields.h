/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fields of a record as JSON text without braces, put together without a tree: the relay
 * writes a few of them for each exchange. Ends in NUL like any GString. */
void tap_fields_add_string (GString *fields, const char *name, const char *value, gssize length);
void tap_fields_add_int (GString *fields, const char *name, gint64 value);
void tap_fields_add_boolean (GString *fields, const char *name, gboolean value);

G_END_DECLS
