/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The control socket's server: HTTP/1.1 with JSON over a Unix socket of mode 0600.
 *
 *   GET  /v1/status   one JSON object
 *   GET  /v1/follow   JSON lines until the engine ends: {"type":"begun"|"ended",…} for each
 *                     exchange, {"type":"heartbeat"} at once and each 5 s, {"type":"missed",
 *                     "lines":N} after a reader was too slow, {"type":"stopped"} as the last
 *   POST /v1/recording  with {"on":false} or true: exchanges that begin from now on are relayed and
 *                     not logged, or logged again; those that have begun go on as they were. A note
 *                     in the log tells. Answers the status, with "recording"
 *   POST /v1/upstream with {"url":"…"}: the gateway for agents that connect from now on. A note in
 *                     the log tells, and each request names its own. Answers the status, with
 *                     "upstream"; 400 if it is no URL of a gateway: the message says what to do
 *   POST /v1/stop     {"stopping":true}; then the engine stops
 *
 * A body is at most 64 KiB; one that is no such object is answered with 400. Errors are
 * {"error":{"message":…}}. It runs in the context that made it. */
typedef struct _TapControl TapControl;

typedef struct
{
  char *(*status) (gpointer user_data); /* (transfer full) a JSON object */
  void (*stop) (gpointer user_data);    /* called after the answer was written */
  void (*set_recording) (gboolean on, gpointer user_data);
  gboolean (*set_upstream) (const char *url, gpointer user_data, GError **error);
  void (*set_followed) (gboolean followed, gpointer user_data); /* (nullable) with the first, after
                                                                    the last */
  guint heartbeat;                      /* ms; 0: 5000 */
} TapControlHooks;

/* What a follower may leave unread before lines are left out for it, in bytes. */
#define TAP_CONTROL_MAX_BACKLOG (1024 * 1024)

/* @path: of the socket; its folder is made with mode 0700 if it is missing. A socket file on
 * which nobody answers is replaced. Fails with TAP_ERROR_BUSY if somebody does, TAP_ERROR_USAGE
 * if the path cannot be one of a socket, TAP_ERROR_IO. @hooks: copied. */
TapControl *tap_control_new (const char *path, const TapControlHooks *hooks, gpointer user_data,
                             GError **error);

/* Tells followers that it ends, and removes the socket file if it still is its own. */
void tap_control_free (TapControl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapControl, tap_control_free)

/* Sends a line (without its line feed) to all who follow. Never waits. */
void tap_control_tell (TapControl *self, const char *line);

/* Whether there is anybody to tell. */
gboolean tap_control_is_followed (TapControl *self);

const char *tap_control_get_path (TapControl *self);

G_END_DECLS
