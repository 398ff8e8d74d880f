/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-lane-words.h"

#include <glib/gi18n-lib.h>

#include "tap-report.h"

#define MAX_LINES 6 /* of findings in a tooltip */

static const char *const severity_words[] = {
  [TAP_SEVERITY_NOTE] = N_ ("Note"),
  [TAP_SEVERITY_WARNING] = N_ ("Warning"),
  [TAP_SEVERITY_ERROR] = N_ ("Error"),
};

static const char *const end_words[] = {
  [TAP_TRACK_OPEN] = N_ ("still open"),
  [TAP_TRACK_COMPLETE] = N_ ("complete"),
  [TAP_TRACK_CUT] = N_ ("cut by the gateway"),
  [TAP_TRACK_RESET] = N_ ("reset by the gateway"),
  [TAP_TRACK_LEFT] = N_ ("left by the agent"),
  [TAP_TRACK_UNREACHED] = N_ ("gateway not reached"),
  [TAP_TRACK_STOPPED] = N_ ("the capture ended first"),
  [TAP_TRACK_UNRECORDED] = N_ ("not recorded from here"),
};

static const char *const end_sentences[] = {
  [TAP_TRACK_COMPLETE] = N_ ("Complete after %s"),
  [TAP_TRACK_CUT] = N_ ("Cut by the gateway after %s"),
  [TAP_TRACK_RESET] = N_ ("Reset by the gateway after %s"),
  [TAP_TRACK_LEFT] = N_ ("The agent left after %s"),
  [TAP_TRACK_UNREACHED] = N_ ("The gateway was not reached, told after %s"),
  [TAP_TRACK_STOPPED] = N_ ("The capture ended after %s, before the exchange did"),
  /* Translators: the disk takes nothing just now; the exchange itself goes on */
  [TAP_TRACK_UNRECORDED] = N_ ("Not recorded after %s"),
};

char *
tap_lane_words_length (gint64 us)
{
  return tap_report_time (us, &(TapReportStyle){ .utf8 = TRUE });
}

char *
tap_lane_words_gap (const TapLaneGap *gap)
{
  g_autofree char *length = tap_lane_words_length (gap->silence.to - gap->silence.from);

  if (gap->waiting || gap->young)
    return g_strdup_printf (_ ("waiting %s"), length);
  if (gap->silence.bytes)
    return g_strdup_printf (_ ("%s of silence"), length);
  return g_strdup_printf (_ ("%s, pings only"), length);
}

char *
tap_lane_words_gap_place (const TapLaneGap *gap)
{
  g_autofree char *length = tap_lane_words_length (gap->silence.to - gap->silence.from);

  if (gap->waiting)
    return g_strdup_printf (gap->open ? _ ("Waiting for the answer for %s now")
                                      : _ ("Waiting for the answer, %s"),
                            length);
  if (!gap->silence.bytes)
    return g_strdup_printf (_ ("%s of pings only, after event %u"), length,
                            gap->silence.after_event);
  if (gap->silence.after_event == 0)
    return g_strdup_printf (_ ("%s of silence before the first event"), length);
  return g_strdup_printf (gap->open ? _ ("%s of silence until now, after event %u")
                                    : _ ("%s of silence after event %u"),
                          length, gap->silence.after_event);
}

static void
append_mark (GString *out, const TapTrack *track, guint index)
{
  const TapTrackMark *mark = &g_array_index (track->marks, TapTrackMark, index);
  g_autofree char *time = tap_lane_words_length (MAX (mark->at - track->began, 0));

  if (mark->event > 0)
    /* Translators: severity, rule, number, time: "Error duplicate-message-start at event 14, 2.31 s" */
    g_string_append_printf (out, _ ("%s %s at event %u, %s"), _ (severity_words[mark->severity]),
                            tap_rule_id (mark->rule), mark->event, time);
  else if (mark->at >= track->ended && track->end != TAP_TRACK_OPEN
           && track->end != TAP_TRACK_UNRECORDED)
    g_string_append_printf (out, _ ("%s %s at the end, %s"), _ (severity_words[mark->severity]),
                            tap_rule_id (mark->rule), time);
  else
    g_string_append_printf (out, _ ("%s %s at %s"), _ (severity_words[mark->severity]),
                            tap_rule_id (mark->rule), time);
}

char *
tap_lane_words_mark (const TapTrack *track, const TapLaneMark *mark)
{
  GString *out = g_string_new (NULL);

  if (mark->count > 1)
    g_string_append_printf (
      out, g_dngettext (GETTEXT_PACKAGE, "%u finding: ", "%u findings: ", mark->count),
      mark->count);
  append_mark (out, track, mark->speaker);
  if (mark->count > 1)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

char *
tap_lane_words_mark_lines (const TapTrack *track, const TapLaneMark *mark)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < mark->count && i < MAX_LINES; i++)
    {
      if (i > 0)
        g_string_append_c (out, '\n');
      append_mark (out, track, mark->first + i);
    }
  if (mark->count > MAX_LINES)
    {
      g_string_append_c (out, '\n');
      g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more",
                                                mark->count - MAX_LINES),
                              mark->count - MAX_LINES);
    }
  return g_string_free (out, FALSE);
}

char *
tap_lane_words_track (const TapTrack *track)
{
  GString *out = g_string_new (NULL);
  guint n_gaps = track->silences != NULL ? track->silences->len : 0;
  guint n_findings = track->marks != NULL ? track->marks->len : 0;

  g_string_append_printf (
    out, g_dngettext (GETTEXT_PACKAGE, "%u event", "%u events", track->events), track->events);
  if (n_gaps > 0)
    g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, ", %u gap", ", %u gaps", n_gaps),
                            n_gaps);
  if (n_findings > 0)
    g_string_append_printf (
      out, g_dngettext (GETTEXT_PACKAGE, ", %u finding", ", %u findings", n_findings), n_findings);
  if (track->status >= 400)
    g_string_append_printf (out, _ (", status %u"), track->status);
  g_string_append (out, ", ");
  g_string_append (out, _ (end_words[track->end]));
  return g_string_free (out, FALSE);
}

char *
tap_lane_words_event (const TapTrack *track, const TapEvent *event, const TapEvent *before)
{
  g_autofree char *time = tap_lane_words_length (MAX (event->last_at - track->began, 0));
  const char *name = event->name != 0                   ? g_quark_to_string (event->name)
                     : event->kind == TAP_EVENT_COMMENT ? _ ("comment")
                                                        : _ ("event without a name");
  GString *out = g_string_new (NULL);

  if (event->number > 0)
    g_string_append_printf (out, "%u ", event->number);
  g_string_append_printf (out, "%s · %s", name, time);
  if (before != NULL)
    {
      g_autofree char *gap = tap_lane_words_length (event->last_at - before->last_at);

      g_string_append (out, " · ");
      g_string_append_printf (out, _ ("%s after the one before"), gap);
    }
  return g_string_free (out, FALSE);
}

char *
tap_lane_words_phase (const TapTrack *track, gint64 at, gint64 now)
{
  gint64 answered = track->answered >= 0 ? track->answered
                    : track->ended >= 0  ? track->ended
                                         : now;
  g_autofree char *length = NULL;

  if (at < track->began)
    return NULL;
  if (track->asked < 0 || at < track->asked)
    {
      length = tap_lane_words_length ((track->asked >= 0 ? track->asked : answered)
                                      - track->began);
      return at < answered ? g_strdup_printf (_ ("Sending the request, %s"), length) : NULL;
    }
  length = tap_lane_words_length (answered - track->asked);
  return at < answered ? g_strdup_printf (_ ("Waiting for the answer, %s"), length) : NULL;
}

char *
tap_lane_words_end (const TapTrack *track)
{
  g_autofree char *length = NULL;
  g_autofree char *sentence = NULL;
  g_auto (GStrv) parts = NULL;

  if (track->end == TAP_TRACK_OPEN)
    return NULL;
  length = tap_lane_words_length (MAX (track->ended - track->began, 0));
  parts = g_strsplit (_ (end_sentences[track->end]), "%s", 2);
  sentence = g_strjoinv (length, parts);
  if (track->status >= 400)
    return g_strdup_printf (_ ("%s, with status %u"), sentence, track->status);
  return g_steal_pointer (&sentence);
}
