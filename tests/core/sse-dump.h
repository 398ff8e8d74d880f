/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-sse.h"

/* Blocks as text, a line each: #number offset+length event "data" flags. "-" stands for what is
 * not there, "<>" for an empty name, "|" for a line feed in the data. */

/* The input pushed in steps of so many bytes, from a copy that ends where the step ends.
 * @longest: (0: all) data is shown up to so many bytes. */
char *sse_dump (const char *input, gsize length, gsize step, gsize longest);

/* The input pushed in two reads. */
char *sse_dump_split (const char *input, gsize length, gsize split);

/* The input pushed in one read of @first bytes and then in steps. */
char *sse_dump_from (const char *input, gsize length, gsize first, gsize step);

/* Only what a client gets of it: names and data of the events, without places and flags. */
char *sse_dump_values (const char *input, gsize length);
