/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-track.h"

#include <string.h>

void
tap_track_clear (TapTrack *self)
{
  tap_bins_clear (&self->bins);
  g_clear_pointer (&self->silences, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
}

/* Their framing may be complete, but the streams are not. */
static const TapRule unfinished[] = {
  TAP_RULE_MISSING_MESSAGE_STOP,
  TAP_RULE_CHAT_MISSING_FINISH_REASON,
  TAP_RULE_RESPONSES_MISSING_TERMINAL,
  TAP_RULE_GEMINI_MISSING_FINISH_REASON,
  TAP_RULE_EMPTY_STREAM,
};

/* The first row that fits. NULL: any. */
static const struct
{
  const char *by;
  const char *how;
  TapTrackEnd end;
} ends[] = {
  { NULL, "complete", TAP_TRACK_COMPLETE },
  { "agent", NULL, TAP_TRACK_LEFT },
  { NULL, "stopped", TAP_TRACK_STOPPED },
  { "tapline", "bad-request", TAP_TRACK_UNREACHED },
  { NULL, "refused", TAP_TRACK_UNREACHED },
  { NULL, "no-such-name", TAP_TRACK_UNREACHED },
  { NULL, "bad-certificate", TAP_TRACK_UNREACHED },
  { NULL, "unreachable", TAP_TRACK_UNREACHED },
  { "gateway", "rst", TAP_TRACK_RESET },
  { "gateway", NULL, TAP_TRACK_CUT },
  { NULL, NULL, TAP_TRACK_STOPPED },
};

static TapTrackEnd
find_end (const TapExchange *exchange, const TapFindings *findings)
{
  const char *by = tap_exchange_get_end_by (exchange);
  const char *how = tap_exchange_get_end_how (exchange);
  guint row = 0;

  if (tap_exchange_get_state (exchange) != TAP_EXCHANGE_ENDED)
    return TAP_TRACK_OPEN;
  if (how == NULL)
    return TAP_TRACK_STOPPED;
  while ((ends[row].by != NULL && g_strcmp0 (ends[row].by, by) != 0)
         || (ends[row].how != NULL && !g_str_equal (ends[row].how, how)))
    row++;
  /* TLS may fail before there is an answer to cut. */
  if (ends[row].end == TAP_TRACK_CUT && g_str_equal (how, "tls")
      && tap_exchange_get_answered (exchange) < 0)
    return TAP_TRACK_UNREACHED;
  for (guint i = 0; ends[row].end == TAP_TRACK_COMPLETE && i < tap_findings_count (findings); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (unfinished); k++)
        {
          if (tap_findings_get (findings, i)->rule == unfinished[k])
            return TAP_TRACK_CUT;
        }
    }
  return ends[row].end;
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const TapTrackMark *one = a, *other = b;

  return (one->at > other->at) - (one->at < other->at);
}

static void
take_marks (TapTrack *self, const TapExchange *exchange, const TapFindings *findings)
{
  guint count = tap_findings_count (findings);
  gint64 end = MAX (MAX (self->ended, tap_exchange_get_last_byte (exchange)), self->began);

  if (count == self->n_findings && self->end == TAP_TRACK_OPEN)
    return;
  self->n_findings = count;
  g_array_set_size (self->marks, 0);
  for (guint i = 0; i < count; i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      g_array_append_val (self->marks, ((TapTrackMark){
                                         finding->at >= 0 ? finding->at : end,
                                         finding->event,
                                         finding->rule,
                                         finding->severity,
                                       }));
    }
  g_array_sort (self->marks, compare_marks);
}

/* What was silent until nothing could be written any more: not what may have come since. */
static void
take_silence_until (TapTrack *self, const TapExchange *exchange, gint64 until, gboolean bytes)
{
  TapSilence silence;

  if (tap_exchange_get_open_silence (exchange, until, bytes, &silence)
      && silence.to - silence.from >= TAP_TRACK_LASTING)
    g_array_append_val (self->silences, silence);
}

static void
take_silences (TapTrack *self, const TapExchange *exchange)
{
  guint count = tap_exchange_count_silences (exchange);

  g_array_set_size (self->silences, 0);
  for (guint i = 0; i < count; i++)
    g_array_append_vals (self->silences, tap_exchange_get_silence (exchange, i), 1);
  if (self->end != TAP_TRACK_OPEN
      || !tap_exchange_get_open_silence (exchange, G_MAXINT64, TRUE, &self->silent))
    self->silent.from = -1;
  if (self->end != TAP_TRACK_OPEN
      || !tap_exchange_get_open_silence (exchange, G_MAXINT64, FALSE, &self->waiting))
    self->waiting.from = -1;
  if (self->end == TAP_TRACK_UNRECORDED)
    {
      /* The longer one first, as they are listed. */
      take_silence_until (self, exchange, self->ended, FALSE);
      take_silence_until (self, exchange, self->ended, TRUE);
    }
}

gboolean
tap_track_update (TapTrack *self, const TapExchange *exchange, gint64 held_at, guint *budget)
{
  const TapFindings *findings = tap_exchange_get_findings (exchange);
  guint known = tap_bins_count (&self->bins);
  guint count = tap_exchange_count_blocks (exchange);
  guint end;

  if (self->silences == NULL)
    {
      self->silences = g_array_new (FALSE, FALSE, sizeof (TapSilence));
      self->marks = g_array_new (FALSE, FALSE, sizeof (TapTrackMark));
    }
  self->serial++;
  self->began = tap_exchange_get_began (exchange);
  self->asked = tap_exchange_get_asked (exchange);
  self->answered = tap_exchange_get_answered (exchange);
  self->ended = tap_exchange_get_ended (exchange);
  self->status = tap_exchange_get_status (exchange);
  self->events = tap_exchange_count_events (exchange);
  self->end = find_end (exchange, findings);
  if (self->end == TAP_TRACK_OPEN && held_at >= 0)
    {
      self->end = TAP_TRACK_UNRECORDED;
      self->ended = MAX (held_at, self->began);
    }
  self->faulty = tap_findings_count_severity (findings, TAP_SEVERITY_ERROR) > 0;
  take_marks (self, exchange, findings);
  take_silences (self, exchange);

  end = known + MIN (count - known, *budget);
  *budget -= end - known;
  for (guint i = known; i < end; i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);

      if (event == NULL) /* only counted */
        break;
      tap_bins_add (&self->bins, event->last_at, event->kind);
    }
  return end == count;
}
