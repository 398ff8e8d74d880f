/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-event-model-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-event-words.h"
#include "tap-json-close.h"
#include "tap-lane-words.h"
#include "tap-report.h"
#include "tap-splitter.h"

#define MAX_READ 8192    /* bytes of an event that its line is made from */
#define MAX_JOINED 300   /* bytes of a run's text */

static const TapReportStyle plain = { .utf8 = TRUE };

enum
{
  ROW_CHANGED,
  N_ROW_SIGNALS,
};

static guint row_signals[N_ROW_SIGNALS];

G_DEFINE_FINAL_TYPE (TapEventRow, tap_event_row, G_TYPE_OBJECT)

static void
tap_event_row_finalize (GObject *object)
{
  TapEventRow *self = TAP_EVENT_ROW (object);

  if (self->model != NULL)
    g_hash_table_remove (self->model->alive, self);
  g_free (self->rules);
  g_free (self->end_words);
  G_OBJECT_CLASS (tap_event_row_parent_class)->finalize (object);
}

static void
tap_event_row_class_init (TapEventRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tap_event_row_finalize;
  row_signals[ROW_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_event_row_init (TapEventRow *self)
{
  self->before = -1;
  self->severity = -1;
}

TapRunKind
tap_event_row_get_kind (TapEventRow *self)
{
  return self->run.kind;
}

TapEventKind
tap_event_row_get_event_kind (TapEventRow *self)
{
  return (TapEventKind) self->first.kind;
}

guint
tap_event_row_get_number (TapEventRow *self)
{
  if (self->run.kind == TAP_RUN_SILENCE)
    return self->silence.after_event;
  return self->run.kind == TAP_RUN_END ? 0 : self->first.number;
}

int
tap_event_row_get_severity (TapEventRow *self)
{
  return self->severity;
}

gboolean
tap_event_row_is_folded (TapEventRow *self)
{
  return self->run.kind == TAP_RUN_FOLDED;
}

gboolean
tap_event_row_is_run (TapEventRow *self)
{
  return self->run.kind == TAP_RUN_FOLDED
         || (self->model != NULL && self->model->runs.opened != NULL
             && self->run.kind == TAP_RUN_EVENT
             && g_hash_table_contains (self->model->runs.opened,
                                       GUINT_TO_POINTER (self->run.first + 1)));
}

/* Without the letter at the end, which may have been cut in two. */
static gsize
cut_letter (const guint8 *bytes, gsize length)
{
  while (length > 0 && (bytes[length - 1] & 0xc0) == 0x80)
    length--;
  return length > 0 ? length - 1 : 0;
}

/* The event's data as it stood on the wire, of a long one its beginning as @cut tells. FALSE: its
 * bytes are not read yet, or not all. */
static gboolean
read_event (TapEventRow *row, const TapEvent *event, GString *data, gboolean *cut)
{
  TapEventModel *self = row->model;
  guint8 bytes[MAX_READ];
  g_auto (TapSplitter) splitter = { 0 };
  TapSseBlock block;
  gsize wanted = MIN (event->length, MAX_READ);
  gsize length = 0;

  if (self->content != NULL)
    length = tap_content_read (self->content, TAP_CONTENT_ANSWER, event->offset, bytes, wanted);
  *cut = length < event->length;
  if (length < wanted)
    row->lacks = TRUE;
  if (length == 0)
    return FALSE;
  if (*cut)
    length = cut_letter (bytes, length);
  tap_splitter_push (&splitter, bytes, length, 0);
  tap_splitter_end (&splitter);
  if (tap_splitter_pull (&splitter, &block) && block.data != NULL)
    g_string_append_len (data, block.data, (gssize) block.data_length);
  else
    g_string_append_len (data, (const char *) bytes, (gssize) length);
  return TRUE;
}

/* Into the scratch of the model. */
static gboolean
parse (TapEventModel *self, GString *data, gboolean cut)
{
  if (cut)
    tap_json_close (data);
  if (tap_json_parse (&self->json, data->str, data->len, NULL))
    return TRUE;
  self->json.n_nodes = 0;
  return FALSE;
}

static char *
dup_content (TapEventRow *row)
{
  TapEventModel *self = row->model;
  g_autoptr (GString) data = g_string_new (NULL);
  gboolean cut;

  if (!read_event (row, &row->first, data, &cut))
    return g_strdup ("");
  parse (self, data, cut);
  return tap_event_words (&self->json, data->str, data->len);
}

/* The text that the deltas of a run add, as far as a line has room. */
static char *
dup_joined (TapEventRow *row)
{
  TapEventModel *self = row->model;
  g_autoptr (GString) joined = g_string_new ("“");
  TapTrace *trace = tap_session_lock (self->session);
  TapExchange *exchange
      = tap_trace_find (trace, tap_exchange_item_get_facts (self->item)->id);
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (TapEvent));
  gboolean cut = FALSE;

  for (guint i = row->run.first; exchange != NULL && i <= row->run.last && events->len < 64; i++)
    g_array_append_vals (events, tap_exchange_get_block (exchange, i), 1);
  tap_session_unlock (self->session);

  for (guint i = 0; i < events->len && joined->len < MAX_JOINED && !cut; i++)
    {
      g_autoptr (GString) data = g_string_new (NULL);

      if (!read_event (row, &g_array_index (events, TapEvent, i), data, &cut))
        return g_strdup ("");
      if (parse (self, data, cut))
        tap_event_delta_append (&self->json, joined);
    }
  if (joined->len == strlen ("“"))
    return g_strdup ("");
  if (!cut && (joined->len >= MAX_JOINED || row->run.last - row->run.first >= 64))
    g_string_append (joined, "…");
  g_string_append (joined, "”");
  /* As one line. */
  self->json.n_nodes = 0;
  return tap_event_words (&self->json, joined->str, joined->len);
}

static char *
dup_clock (TapEventRow *self, gint64 at)
{
  gint64 started = tap_session_get_started (self->model->session);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *clock = NULL;

  if (started <= 0)
    return g_strdup ("");
  time = g_date_time_new_from_unix_local ((started + at) / G_USEC_PER_SEC);
  clock = g_date_time_format (time, "%H:%M:%S");
  return g_strdup_printf ("%s.%03d", clock, (int) ((started + at) % G_USEC_PER_SEC / 1000));
}

/* Since the exchange began; of a run, both ends: "137–283 ms". */
static char *
dup_time (TapEventRow *self)
{
  gint64 began = tap_exchange_item_get_facts (self->model->item)->began;
  g_autofree char *from = tap_report_time (MAX (self->first.last_at - began, 0), &plain);
  g_autofree char *to = NULL;
  const char *unit;
  const char *to_unit;

  if (self->run.kind != TAP_RUN_FOLDED || self->first.last_at == self->last.last_at)
    return g_steal_pointer (&from);
  to = tap_report_time (MAX (self->last.last_at - began, 0), &plain);
  unit = strrchr (from, ' ');
  to_unit = strrchr (to, ' ');
  if (unit != NULL && to_unit != NULL && strchr (from, ' ') == unit && strchr (to, ' ') == to_unit
      && g_str_equal (unit, to_unit))
    return g_strdup_printf ("%.*s–%s", (int) (unit - from), from, to);
  return g_strdup_printf ("%s–%s", from, to);
}

static char *
dup_number (TapEventRow *self)
{
  if (self->run.kind == TAP_RUN_FOLDED)
    return g_strdup_printf ("%u–%u", self->first.number, self->last.number);
  return self->first.number > 0 ? g_strdup_printf ("%u", self->first.number) : g_strdup ("·");
}

static char *
dup_name (TapEventRow *self)
{
  const char *name = self->first.name != 0 ? g_quark_to_string (self->first.name) : NULL;

  if (name == NULL)
    name = self->first.kind == TAP_EVENT_COMMENT ? _ ("comment")
           : self->first.kind == TAP_EVENT_ERROR ? _ ("error object")
                                                 : _ ("unnamed");
  if (self->run.kind == TAP_RUN_FOLDED)
    return g_strdup_printf ("%s ×%u", name, self->run.last - self->run.first + 1);
  return g_strdup (name);
}

static char *
dup_event_text (TapEventRow *self, TapCell cell)
{
  switch (cell)
    {
    case TAP_CELL_NUMBER:
      return dup_number (self);

    case TAP_CELL_TIME:
      return dup_time (self);

    case TAP_CELL_CLOCK:
      return dup_clock (self, self->first.last_at);

    case TAP_CELL_GAP:
      return self->before >= 0 ? tap_report_time (MAX (self->first.last_at - self->before, 0),
                                                  &plain)
                               : g_strdup ("");

    case TAP_CELL_NAME:
      return dup_name (self);

    case TAP_CELL_CONTENT:
      self->lacks = FALSE;
      return self->run.kind == TAP_RUN_FOLDED ? dup_joined (self) : dup_content (self);

    case TAP_CELL_FINDING:
      return g_strdup (self->rules != NULL ? self->rules : "");

    case TAP_N_CELLS:
    default:
      return g_strdup ("");
    }
}

static char *
dup_end_text (TapEventRow *self, TapCell cell)
{
  gint64 began = tap_exchange_item_get_facts (self->model->item)->began;

  switch (cell)
    {
    case TAP_CELL_NUMBER:
      return g_strdup ("—");

    case TAP_CELL_TIME:
      return tap_report_time (MAX (self->ended - began, 0), &plain);

    case TAP_CELL_CLOCK:
      return dup_clock (self, self->ended);

    case TAP_CELL_NAME:
      return g_strdup (_ ("end"));

    case TAP_CELL_CONTENT:
      return g_strdup (self->end_words != NULL ? self->end_words : "");

    case TAP_CELL_FINDING:
      return g_strdup (self->rules != NULL ? self->rules : "");

    case TAP_CELL_GAP:
    case TAP_N_CELLS:
    default:
      return g_strdup ("");
    }
}

char *
tap_event_row_dup_text (TapEventRow *self, TapCell cell)
{
  g_return_val_if_fail (TAP_IS_EVENT_ROW (self), NULL);

  if (self->model == NULL)
    return g_strdup ("");
  switch (self->run.kind)
    {
    case TAP_RUN_SILENCE:
      return cell == TAP_CELL_CONTENT ? tap_lane_words_silence_row (&self->silence) : g_strdup ("");

    case TAP_RUN_END:
      return dup_end_text (self, cell);

    case TAP_RUN_EVENT:
    case TAP_RUN_FOLDED:
    default:
      return dup_event_text (self, cell);
    }
}

void
tap_event_row_changed (TapEventRow *self)
{
  g_signal_emit (self, row_signals[ROW_CHANGED], 0);
}
