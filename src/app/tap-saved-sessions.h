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
  gboolean more;      /* than so many exchanges: not all of it was looked at */
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

/* Counts those of one that was too large, in a thread, up to a bound; what was counted is
 * remembered while the file stays as large. */
void tap_saved_sessions_count_async (const char *path, guint64 size, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);

/* @more: (out): there are more than those. -1: it cannot be read, or was cancelled. */
int tap_saved_sessions_count_finish (GAsyncResult *result, gboolean *more);

/* What the engine's names for captures tell; NULL: it is none of them. Pure. (transfer full) */
GDateTime *tap_saved_sessions_parse_name (const char *name);

G_END_DECLS
