/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes a whole text of the beginning of one, so that it can be parsed: a string that is a value
 * and is cut off ends with "…", what else is not complete is left out, and what is open is closed.
 * Of a text that is no JSON, or is whole, something that is none either. FALSE: nothing is left. */
gboolean tap_json_close (GString *text);

G_END_DECLS
