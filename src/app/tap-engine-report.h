/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an engine says of itself: the answer to GET /v1/status, as far as the window needs it. */
typedef struct
{
  char *url;
  char *upstream;
  char *output;
  char *problem;      /* why the log cannot be written just now, as a sentence; or NULL */
  gboolean stuck;     /* what waits in memory is lost if the engine ends now */
  gboolean recording;
  guint64 lost;       /* bytes */
  gint64 now;         /* µs of the session that it records; 0: it does not say */
  gint64 held_at;     /* µs of the session: what came from then on is not written yet; -1: it is */
  guint64 written;    /* bytes of the log */
  guint agents;       /* connected just now */
} TapEngineReport;

/* @self: empty. FALSE if @json is no status of an engine. Pure. */
gboolean tap_engine_report_parse (TapEngineReport *self, const char *json);

void tap_engine_report_clear (TapEngineReport *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapEngineReport, tap_engine_report_clear)

G_END_DECLS
