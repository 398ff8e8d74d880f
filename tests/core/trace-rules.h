/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Between a transcript's records and what the fold makes of them. */
#define BORDER "\n----\n"

/* Each rule about exchanges is tripped by one of the transcripts, and nearly by another one.
 * @paths: of char *, to live as long as the tests. */
void trace_rules_add_tests (GPtrArray *paths);
