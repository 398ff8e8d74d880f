/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

#include "tap-sse.h"

#include <string.h>

#define MAX_LENGTH ((gint64) 30 * 24 * 3600 * G_USEC_PER_SEC) /* no answer takes that many µs */

/* What the archive says of one event. */
typedef struct
{
  gint64 at;    /* -1: not known */
  guint32 data; /* a node that must be its data; TAP_JSON_NONE: any */
} Told;

/* A time that cannot be is none. */
static gint64
settle (const TapHarEntry *entry, double us)
{
  return us >= 0 && us <= MAX_LENGTH ? entry->began + (gint64) (us + 0.5) : -1;
}

static guint32
find_list (const TapHarEntry *entry, const TapHar *har, const char *name)
{
  guint32 list = tap_json_member (har->json, entry->node, name);

  return tap_json_is (har->json, list, TAP_JSON_ARRAY) ? list : TAP_JSON_NONE;
}

static void
set_told (GArray *all, guint index, Told told)
{
  const Told unknown = { -1, TAP_JSON_NONE };

  while (all->len <= index)
    g_array_append_val (all, unknown);
  g_array_index (all, Told, index) = told;
}

static void
read_own (const TapHarEntry *entry, const TapHar *har, guint32 list, GArray *all)
{
  const TapJson *json = har->json;
  guint limit = tap_json_count (json, list);

  for (guint32 node = tap_json_first (json, list); node != TAP_JSON_NONE;
       node = tap_json_next (json, list, node))
    {
      gint64 event;
      double ms;

      /* Events that are told twice, or of which others are missing, are none to rely on. */
      if (tap_json_int64 (json, tap_json_member (json, node, "event"), &event) && event > 0
          && event <= limit && tap_har_number (json, node, "time", &ms))
        set_told (all, (guint) event - 1, (Told){ settle (entry, ms * 1000), TAP_JSON_NONE });
    }
}

static void
read_chromium (const TapHarEntry *entry, const TapHar *har, guint32 list, GArray *all)
{
  const TapJson *json = har->json;
  double began = (double) (har->started + entry->began);

  for (guint32 node = tap_json_first (json, list); node != TAP_JSON_NONE;
       node = tap_json_next (json, list, node))
    {
      double seconds;
      gint64 at = tap_har_number (json, node, "time", &seconds)
                    ? settle (entry, seconds * G_USEC_PER_SEC - began)
                    : -1;

      set_told (all, all->len, (Told){ at, tap_json_member (json, node, "data") });
    }
}

/* NULL: no event has a time. */
static GArray *
read_told (const TapHarEntry *entry, const TapHar *har)
{
  guint32 own = find_list (entry, har, "_events");
  guint32 chromium = find_list (entry, har, "_eventSourceMessages");
  GArray *all;

  if (own == TAP_JSON_NONE && chromium == TAP_JSON_NONE)
    return NULL;
  all = g_array_new (FALSE, FALSE, sizeof (Told));
  if (own != TAP_JSON_NONE)
    read_own (entry, har, own, all);
  else
    read_chromium (entry, har, chromium, all);
  return all;
}

static void
append_lines (GByteArray *out, const char *field, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

  for (guint i = 0; i == 0 || lines[i] != NULL; i++)
    {
      const char *line = lines[i] != NULL ? lines[i] : "";

      g_byte_array_append (out, (const guint8 *) field, strlen (field));
      g_byte_array_append (out, (const guint8 *) line, strlen (line));
      g_byte_array_append (out, (const guint8 *) "\n", 1);
      if (lines[i] == NULL)
        break;
    }
}

GByteArray *
tap_har_rebuild (const TapHarEntry *entry, const TapHar *har)
{
  const TapJson *json = har->json;
  guint32 list = find_list (entry, har, "_eventSourceMessages");
  GByteArray *body;

  if (list == TAP_JSON_NONE || tap_json_count (json, list) == 0)
    return NULL;
  body = g_byte_array_new ();
  for (guint32 node = tap_json_first (json, list); node != TAP_JSON_NONE;
       node = tap_json_next (json, list, node))
    {
      g_autofree char *name = tap_har_string (json, node, "eventName");
      g_autofree char *data = tap_har_string (json, node, "data");

      /* "message" is what an event without a name is called. */
      if (name != NULL && *name != '\0' && !g_str_equal (name, "message")
          && strpbrk (name, "\r\n") == NULL)
        append_lines (body, "event: ", name);
      append_lines (body, "data: ", data != NULL ? data : "");
      g_byte_array_append (body, (const guint8 *) "\n", 1);
    }
  return body;
}

static void
add_piece (GArray *pieces, gsize end, gint64 at)
{
  TapHarPiece *last = pieces->len > 0 ? &g_array_index (pieces, TapHarPiece, pieces->len - 1) : NULL;

  if (last != NULL && (last->at == at || last->end >= end))
    last->end = MAX (last->end, end);
  else if (end > 0)
    g_array_append_val (pieces, ((TapHarPiece){ end, at }));
}

static gint64
time_of (const TapHar *har, const GArray *told, const TapSseBlock *block, gint64 latest)
{
  const Told *event;

  if (block->number == 0 || block->number > told->len)
    return -1;
  event = &g_array_index (told, Told, block->number - 1);
  if (event->at < latest
      || (event->data != TAP_JSON_NONE && !tap_json_equals (har->json, event->data, block->data)))
    return -1;
  return event->at;
}

GArray *
tap_har_pieces (const TapHarEntry *entry, const TapHar *har, const GByteArray *body)
{
  g_autoptr (GArray) told = read_told (entry, har);
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (TapHarPiece));
  g_auto (TapSse) sse = { 0 };
  TapSseBlock block;
  gint64 latest = entry->answered;
  gsize n;

  for (gsize at = 0; told != NULL && at < body->len; at += n)
    {
      n = MIN (body->len - at, 65536);
      tap_sse_push (&sse, body->data + at, n, 0);
      while (tap_sse_pull (&sse, &block))
        {
          gint64 time = time_of (har, told, &block, latest);

          if (time >= 0)
            latest = time;
          add_piece (pieces, (gsize) (block.offset + block.length), time);
        }
    }
  add_piece (pieces, body->len, -1);
  return pieces;
}
