/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-lane-marks.h"

G_BEGIN_DECLS

/* What a lane says: on its bands, in tooltips, and to who does not see it. All (transfer full). */

/* "38.0 s" */
char *tap_lane_words_length (gint64 us);

/* A silence as the table says it: "125.1 s of silence: no event, no ping, no byte". */
char *tap_lane_words_silence_row (const TapSilence *silence);

/* "125.1 s of silence", "60.0 s, pings only", "agent did not read for 12.0 s", "waiting 38.0 s" */
char *tap_lane_words_gap (const TapLaneGap *gap);

/* The same with where: "125.1 s of silence after event 26" */
char *tap_lane_words_gap_place (const TapLaneGap *gap);

/* "Error duplicate-message-start at event 14, 2.31 s"; of several: "3 findings: …" */
char *tap_lane_words_mark (const TapTrack *track, const TapLaneMark *mark);

/* The same for a tooltip: a line each. */
char *tap_lane_words_mark_lines (const TapTrack *track, const TapLaneMark *mark);

/* "31 events, 1 gap, 2 findings, cut by the gateway" */
char *tap_lane_words_track (const TapTrack *track);

/* "27 error · 128.06 s · 125.1 s after the one before". @before: (nullable) that one. */
char *tap_lane_words_event (const TapTrack *track, const TapEvent *event, const TapEvent *before);

/* The phase at a time: "Sending the request, 2 ms"; NULL: none. */
char *tap_lane_words_phase (const TapTrack *track, gint64 at, gint64 now);

/* How it ended, as a sentence: "Cut by the gateway after 128.4 s"; NULL: it did not. */
char *tap_lane_words_end (const TapTrack *track);

G_END_DECLS
