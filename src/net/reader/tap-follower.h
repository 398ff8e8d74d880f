/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "tap-summary.h"

G_BEGIN_DECLS

/* Watches a capture from beside it: a thread of its own, scheduled only when nothing else wants
 * the processor, reads the log as it grows, folds it without keeping events, forgets what has
 * ended, and hands summaries to the context that made it. However far it lags, neither the relay
 * nor the journal know of it, and its memory is bounded: while TAP_FOLLOWER_MAX_PENDING summaries
 * wait to be fetched, it does not read on; the log keeps the rest. */
typedef struct _TapFollower TapFollower;

#define TAP_FOLLOWER_MAX_PENDING 4096

/* Called in the context of tap_follower_new() as an exchange begins and as it ends. */
typedef void (*TapFollowerFunc) (const TapSummary *summary, gpointer user_data);
/* Called there once everything is read and handed over after tap_follower_finish(). */
typedef void (*TapFollowerDone) (gpointer user_data);

/* @path: the log, which must exist. @gap: µs of silence that become a finding, or 0 for the
 * default. Fails as tap_log_reader_open() does. */
TapFollower *tap_follower_new (const char *path, gint64 gap, TapFollowerFunc func,
                               TapFollowerDone done, gpointer user_data, GError **error);

/* Whether exchanges that begin are told of too, which is so until it is set. It acts on those that
 * are read from now on. */
void tap_follower_set_tell_begun (TapFollower *self, gboolean tell);

/* The log will not grow any more: what is left is read, then @done is called. */
void tap_follower_finish (TapFollower *self);

/* Gives up what is not read yet; nothing is called after it. */
void tap_follower_free (TapFollower *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapFollower, tap_follower_free)

G_END_DECLS
