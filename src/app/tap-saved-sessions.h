/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The captures that lie in a folder: `….tapline.jsonl`. */
typedef struct
{
  char *path;
  GDateTime *started; /* local: what its name says, else when it was last written */
  guint64 size;       /* bytes */
  int exchanges;      /* -1: too large to count by the way */
} TapSavedSession;

void tap_saved_session_free (TapSavedSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSavedSession, tap_saved_session_free)

/* The folder that the settings mean. (transfer full) */
char *tap_saved_sessions_folder (GSettings *settings);

/* Newest first. A folder that is not there has none. */
void tap_saved_sessions_list_async (const char *folder, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) (element-type TapSavedSession) */
GPtrArray *tap_saved_sessions_list_finish (GAsyncResult *result, GError **error);

/* How many exchanges begin in a part of a log. Pure. */
guint tap_saved_sessions_count (const char *log, gsize length);

/* What the engine's names for captures tell; NULL: it is none of them. Pure. (transfer full) */
GDateTime *tap_saved_sessions_parse_name (const char *name);

G_END_DECLS
