/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the system or the engine says, as a sentence that stands alone: it begins large, unless with
 * an URL, and ends in one full stop. Pure. (transfer full) */
char *tap_sentence (const char *text);

/* The same without a full stop, for the end of a sentence. Pure. (transfer full) */
char *tap_clause (const char *text);

G_END_DECLS
