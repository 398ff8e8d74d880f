/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines to a file descriptor that never wait for who reads it: a stopped terminal or a full pipe
 * must not keep the engine from its signals and its control socket. What cannot be written yet is
 * kept, up to TAP_LINES_MAX bytes; past it whole lines are left out, and a line tells how many.
 * It writes from the context that made it, what came together in one piece. */
typedef struct _TapLines TapLines;

#define TAP_LINES_MAX (1024 * 1024)

TapLines *tap_lines_new (int fd);
void tap_lines_free (TapLines *self); /* waits for at most a second to write the rest */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapLines, tap_lines_free)

/* @line: without its line feed. */
void tap_lines_add (TapLines *self, const char *line);

/* TRUE once nobody reads any more. */
gboolean tap_lines_is_closed (const TapLines *self);

G_END_DECLS
