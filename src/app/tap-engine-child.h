/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A `tapline-cli` that the window started: in a session of its own, so that no signal for the
 * window's terminal reaches it, and it goes on when the window goes. Nothing here waits. */
typedef struct _TapEngineChild TapEngineChild;

typedef struct
{
  /* Its first line on stdout; the rest is read and thrown away. */
  void (*ready) (TapEngineChild *self, const char *line, gpointer user_data);

  /* It is gone, and all that it said on stderr was read. Called once. */
  void (*ended) (TapEngineChild *self, gpointer user_data);
} TapEngineChildFuncs;

/* @arguments: without the program, NULL-terminated. @funcs: static; not called any more once it is
 * freed. Fails where the program cannot be found or started. */
TapEngineChild *tap_engine_child_new (const char *const *arguments,
                                      const TapEngineChildFuncs *funcs, gpointer user_data,
                                      GError **error);

/* Lets go of it; it is not ended. */
void tap_engine_child_free (TapEngineChild *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapEngineChild, tap_engine_child_free)

/* Asks it to end as Ctrl+C would. */
void tap_engine_child_interrupt (TapEngineChild *self);

/* What it said on stderr, at most the last 8 KiB. */
const char *tap_engine_child_get_errors (TapEngineChild *self);

/* Once it ended: its exit status, or -1 and the signal that killed it. @signal: (out). */
int tap_engine_child_get_status (TapEngineChild *self, int *signal);

/* Where `tapline-cli` is: what TAPLINE_CLI in the environment says; else beside this program, or
 * in `../cli` as in a build; else in PATH. NULL: nowhere. (transfer full) */
char *tap_engine_child_find_program (void);

G_END_DECLS
