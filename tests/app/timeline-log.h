/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "tap-event.h"

G_BEGIN_DECLS

/* Writes made-up logs for the tests of the timeline. Times in µs. */
typedef struct _TimelineLog TimelineLog;

TimelineLog *timeline_log_new (const char *path);
void timeline_log_free (TimelineLog *self); /* the file is whole then */
void timeline_log_flush (TimelineLog *self);

void timeline_log_request (TimelineLog *self, guint exchange, gint64 at);
void timeline_log_answer (TimelineLog *self, guint exchange, gint64 at, guint status);
void timeline_log_message_start (TimelineLog *self, guint exchange, gint64 at);
void timeline_log_event (TimelineLog *self, guint exchange, gint64 at, TapEventKind kind);
void timeline_log_end (TimelineLog *self, guint exchange, gint64 at, const char *by,
                       const char *how);

G_END_DECLS
