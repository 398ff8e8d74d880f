/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends a random JSON document: valid, spelled in every way the grammar allows. */
void json_random_append (GRand *rand, GString *out);

/* Changes, drops, doubles or inserts a few bytes. */
void json_random_mutate (GRand *rand, GString *text);

G_END_DECLS
