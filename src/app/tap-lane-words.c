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

/* Why nothing came. */
typedef enum
{
  WHY_SILENT,      /* the gateway sent nothing */
  WHY_PINGS,       /* nothing but pings */
  WHY_NOT_READING, /* the agent did not take what was there */
  WHY_HELD,        /* a rule of Tapline's kept it */
} Why;

static Why
get_why (const TapSilence *silence)
{
  switch (silence->because)
    {
    case TAP_SILENCE_OF_AGENT:
      return WHY_NOT_READING;

    case TAP_SILENCE_HELD:
      return WHY_HELD;

    case TAP_SILENCE_OF_GATEWAY:
    default:
      return silence->bytes ? WHY_SILENT : WHY_PINGS;
    }
}

static const struct
{
  const char *band;      /* on the band itself */
  const char *place;     /* with the event before it… */
  const char *now;       /* … while it lasts */
  const char *beginning; /* before the first event */
  const char *row;       /* in the table */
} gap_words[] = {
  [WHY_SILENT] = {
    N_ ("%s of silence"),
    N_ ("%s of silence after event %u"),
    N_ ("%s of silence until now, after event %u"),
    N_ ("%s of silence before the first event"),
    N_ ("%s of silence: no event, no ping, no byte"),
  },
  [WHY_PINGS] = {
    N_ ("%s, pings only"),
    N_ ("%s of pings only, after event %u"),
    N_ ("%s of pings only until now, after event %u"),
    N_ ("%s of pings only, before the first event"),
    N_ ("%s of pings alone: no event that says anything"),
  },
  [WHY_NOT_READING] = {
    N_ ("agent did not read for %s"),
    N_ ("The agent did not read for %s after event %u"),
    N_ ("The agent has not read for %s, after event %u"),
    N_ ("The agent did not read for %s, before the first event"),
    N_ ("the agent did not read for %s, so that nothing more could come"),
  },
  [WHY_HELD] = {
    N_ ("held for %s"),
    N_ ("Held by a rule for %s after event %u"),
    N_ ("Held by a rule for %s until now, after event %u"),
    N_ ("Held by a rule for %s, before the first event"),
    N_ ("held by a rule of Tapline’s for %s"),
  },
};

static char *
fill_in (const char *format, const char *length, guint event)
{
  GString *out = g_string_new (format);
  g_autofree char *number = g_strdup_printf ("%u", event);

  g_string_replace (out, "%s", length, 1);
  g_string_replace (out, "%u", number, 1);
  return g_string_free (out, FALSE);
}

char *
tap_lane_words_silence_row (const TapSilence *silence)
{
  g_autofree char *length = tap_lane_words_length (silence->to - silence->from);

  return fill_in (_ (gap_words[get_why (silence)].row), length, 0);
}

char *
tap_lane_words_gap (const TapLaneGap *gap)
{
  g_autofree char *length = tap_lane_words_length (gap->silence.to - gap->silence.from);

  if (gap->waiting || gap->young)
    return g_strdup_printf (_ ("waiting %s"), length);
  return fill_in (_ (gap_words[get_why (&gap->silence)].band), length, 0);
}

char *
tap_lane_words_gap_place (const TapLaneGap *gap)
{
  Why why = get_why (&gap->silence);
  g_autofree char *length = tap_lane_words_length (gap->silence.to - gap->silence.from);

  if (gap->waiting)
    return g_strdup_printf (gap->open ? _ ("Waiting for the answer for %s now")
                                      : _ ("Waiting for the answer, %s"),
                            length);
  if (gap->silence.after_event == 0)
    return fill_in (_ (gap_words[why].beginning), length, 0);
  return fill_in (gap->open ? _ (gap_words[why].now) : _ (gap_words[why].place), length,
                  gap->silence.after_event);
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
