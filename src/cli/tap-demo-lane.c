/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-demo-lane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-cli-text.h"

#define INDENT 3
#define LANE 64 /* columns of the timeline itself */

/* What can stand in a column; a later one covers an earlier one. */
typedef enum
{
  MARK_NONE,
  MARK_SILENCE,
  MARK_PING,
  MARK_TEXT,
  MARK_EDGE,
  MARK_TOOL,
  MARK_FAULT,
} Mark;

static const struct
{
  const char *unicode;
  const char *ascii;
  TapDemoColour colour;
  const char *meaning; /* NULL: not in the legend */
} marks[] = {
  [MARK_NONE] = { " ", " ", TAP_DEMO_PLAIN, NULL },
  [MARK_SILENCE] = { "─", "-", TAP_DEMO_YELLOW, N_ ("silence") },
  [MARK_PING] = { "·", ".", TAP_DEMO_DIM, N_ ("ping") },
  [MARK_TEXT] = { "▪", "o", TAP_DEMO_PLAIN, N_ ("text") },
  [MARK_EDGE] = { "│", "|", TAP_DEMO_DIM, N_ ("start or stop") },
  [MARK_TOOL] = { "◆", "#", TAP_DEMO_CYAN, N_ ("tool call") },
  [MARK_FAULT] = { "✗", "X", TAP_DEMO_RED, N_ ("fault") },
};

static const Mark mark_of_kind[] = {
  [TAP_EVENT_OTHER] = MARK_TEXT,    [TAP_EVENT_START] = MARK_EDGE,
  [TAP_EVENT_TEXT] = MARK_TEXT,     [TAP_EVENT_THINKING] = MARK_TEXT,
  [TAP_EVENT_TOOL] = MARK_TOOL,     [TAP_EVENT_STOP] = MARK_EDGE,
  [TAP_EVENT_PING] = MARK_PING,     [TAP_EVENT_COMMENT] = MARK_PING,
  [TAP_EVENT_ERROR] = MARK_FAULT,
};

static const char *const escapes[] = {
  [TAP_DEMO_PLAIN] = "",         [TAP_DEMO_BOLD] = "\033[1m",   [TAP_DEMO_DIM] = "\033[2m",
  [TAP_DEMO_RED] = "\033[1;31m", [TAP_DEMO_GREEN] = "\033[32m", [TAP_DEMO_YELLOW] = "\033[33m",
  [TAP_DEMO_CYAN] = "\033[36m",
};

void
tap_demo_append_coloured (GString *out, const TapDemoStyle *style, TapDemoColour colour,
                          const char *text)
{
  if (!style->colour || colour == TAP_DEMO_PLAIN || *text == '\0')
    {
      g_string_append (out, text);
      return;
    }
  g_string_append (out, escapes[colour]);
  g_string_append (out, text);
  g_string_append (out, "\033[0m");
}

static guint
column_at (TapExchange *exchange, gint64 at)
{
  gint64 began = tap_exchange_get_began (exchange);
  gint64 span = MAX (tap_exchange_get_ended (exchange) - began, 1);

  return (guint) CLAMP ((at - began) * (LANE - 1) / span, 0, LANE - 1);
}

static void
put (guint8 *lane, guint column, Mark mark)
{
  lane[column] = MAX (lane[column], mark);
}

static void
put_events (guint8 *lane, TapExchange *exchange)
{
  for (guint i = 0; i < tap_exchange_count_blocks (exchange); i++)
    {
      const TapEvent *event = tap_exchange_get_block (exchange, i);
      gboolean fault;

      if (event == NULL)
        return;
      fault = event->severity > TAP_SEVERITY_NOTE + 1;
      put (lane, column_at (exchange, event->last_at),
           fault ? MARK_FAULT : mark_of_kind[event->kind]);
    }
}

/* What is found at the end of the stream has no event: it stands where the exchange ended. */
static void
put_end (guint8 *lane, TapExchange *exchange)
{
  const TapFindings *findings = tap_exchange_get_findings (exchange);

  for (guint i = 0; i < tap_findings_count (findings); i++)
    {
      const TapFinding *finding = tap_findings_get (findings, i);

      if (finding->event == 0 && finding->severity == TAP_SEVERITY_ERROR)
        put (lane, LANE - 1, MARK_FAULT);
    }
}

/* The band's columns, and the words for its middle, if they fit. */
static void
put_silence (guint8 *lane, char **labels, TapExchange *exchange, const TapSilence *silence)
{
  guint from = column_at (exchange, silence->from) + 1;
  guint to = column_at (exchange, silence->to);
  g_autofree char *label = g_strdup_printf (_ (" %.1f s of silence "),
                                            (silence->to - silence->from)
                                              / (double) G_USEC_PER_SEC);
  guint columns = tap_cli_columns (label);

  for (guint i = from; i < to; i++)
    put (lane, i, MARK_SILENCE);
  if (to > from + columns + 2)
    {
      guint start = from + (to - from - columns) / 2;

      for (guint i = start; i < start + columns; i++)
        {
          if (lane[i] != MARK_SILENCE)
            return;
        }
      g_free (labels[start]);
      labels[start] = g_steal_pointer (&label);
    }
}

/* Neighbours of one colour are one piece of text, so that a terminal gets few escapes. */
static void
append_columns (GString *out, const TapDemoStyle *style, const guint8 *lane, char *const *labels)
{
  g_autoptr (GString) run = g_string_new (NULL);
  TapDemoColour colour = TAP_DEMO_PLAIN;

  for (guint i = 0; i < LANE; i++)
    {
      const TapDemoColour next = marks[lane[i]].colour;

      if (next != colour)
        {
          tap_demo_append_coloured (out, style, colour, run->str);
          g_string_truncate (run, 0);
          colour = next;
        }
      if (labels[i] != NULL)
        {
          g_string_append (run, labels[i]);
          i += tap_cli_columns (labels[i]) - 1;
          continue;
        }
      g_string_append (run, style->unicode ? marks[lane[i]].unicode : marks[lane[i]].ascii);
    }
  tap_demo_append_coloured (out, style, colour, run->str);
}

void
tap_demo_append_lane (GString *out, const TapDemoStyle *style, TapExchange *exchange)
{
  guint8 lane[LANE] = { MARK_NONE };
  char *labels[LANE] = { NULL };
  gint64 duration = tap_exchange_get_ended (exchange) - tap_exchange_get_began (exchange);

  if (tap_exchange_count_events (exchange) == 0)
    return;
  put_events (lane, exchange);
  put_end (lane, exchange);
  for (guint i = 0; i < tap_exchange_count_silences (exchange); i++)
    {
      const TapSilence *silence = tap_exchange_get_silence (exchange, i);

      if (silence->bytes)
        put_silence (lane, labels, exchange, silence);
    }

  g_string_append_printf (out, "%*s", INDENT, "");
  append_columns (out, style, lane, labels);
  g_string_append_printf (out, " %.2f s\n", duration / (double) G_USEC_PER_SEC);
  for (guint i = 0; i < LANE; i++)
    g_free (labels[i]);
}

void
tap_demo_append_legend (GString *out, const TapDemoStyle *style)
{
  static const Mark order[] = {
    MARK_EDGE, MARK_TEXT, MARK_TOOL, MARK_PING, MARK_SILENCE, MARK_FAULT,
  };

  g_string_append_printf (out, "%*s", INDENT, "");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      Mark mark = order[i];

      tap_demo_append_coloured (out, style, marks[mark].colour,
                                style->unicode ? marks[mark].unicode : marks[mark].ascii);
      g_string_append_printf (out, " %s%s", _ (marks[mark].meaning),
                              i + 1 < G_N_ELEMENTS (order) ? "   " : "\n");
    }
}
