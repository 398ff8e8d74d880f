/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har.h"

#include "tap-error.h"
#include "tap-har-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BOM "\xef\xbb\xbf"

/* Writers in whose archives making a connection overlaps with the times around it. */
static const char *const connect_overlaps[] = { "mitmproxy", "mitmdump" };

void
tap_har_notes_clear (TapHarNotes *self)
{
  g_clear_pointer (&self->why, g_free);
  g_clear_pointer (&self->creator, g_free);
}

static gsize
skip_bom (const char *bytes, gsize length)
{
  return length >= strlen (BOM) && memcmp (bytes, BOM, strlen (BOM)) == 0 ? strlen (BOM) : 0;
}

static gboolean
take (const char **at, const char *end, const char *token)
{
  while (*at < end && strchr (" \t\r\n", **at) != NULL && **at != '\0')
    (*at)++;
  if ((gsize) (end - *at) < strlen (token) || memcmp (*at, token, strlen (token)) != 0)
    return FALSE;
  *at += strlen (token);
  return TRUE;
}

gboolean
tap_har_looks_like (const char *bytes, gsize length)
{
  const char *at = bytes + skip_bom (bytes, length);
  const char *end = bytes + length;

  return take (&at, end, "{") && take (&at, end, "\"log\"") && take (&at, end, ":")
         && take (&at, end, "{");
}

static gboolean
fail (GError **error, const char *reason)
{
  g_set_error_literal (error, TAP_ERROR, TAP_ERROR_FORMAT, reason);
  return FALSE;
}

static gboolean
parse (TapJson *json, const char *bytes, gsize length, GError **error)
{
  gsize skip = skip_bom (bytes, length);
  TapJsonFault fault = { 0 };
  guint line = 1;

  if (tap_json_parse (json, bytes + skip, length - skip, &fault))
    return TRUE;
  for (const char *at = bytes, *end = bytes + skip + fault.offset;
       (at = memchr (at, '\n', (gsize) (end - at))) != NULL; at++)
    line++;
  if (skip + fault.offset >= length)
    g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                 _ ("the archive is cut off: its JSON is not complete after %lu bytes, in line %u"),
                 (gulong) length, line);
  else if (fault.too_deep)
    g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                 _ ("the archive is nested more than %d levels deep at byte %lu, in line %u"),
                 TAP_JSON_MAX_DEPTH, (gulong) (skip + fault.offset), line);
  else
    g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                 /* Translators: then what is wrong there, in English. */
                 _ ("the archive is no JSON at byte %lu, in line %u: %s"),
                 (gulong) (skip + fault.offset), line, fault.reason);
  return FALSE;
}

static char *
dup_creator (const TapJson *json, guint32 log)
{
  guint32 creator = tap_json_member (json, log, "creator");
  g_autofree char *name = tap_har_string (json, creator, "name");
  g_autofree char *version = tap_har_string (json, creator, "version");

  return name == NULL || *name == '\0' ? NULL
                                       : g_strjoin (" ", name, version, NULL);
}

static guint32
find_entries (const TapJson *json, guint32 *log, GError **error)
{
  g_autofree char *version = NULL;
  guint32 entries;

  *log = tap_json_is (json, 0, TAP_JSON_OBJECT) ? tap_json_member (json, 0, "log") : TAP_JSON_NONE;
  if (!tap_json_is (json, *log, TAP_JSON_OBJECT))
    {
      fail (error, _ ("it is no HTTP archive: its JSON has no “log”"));
      return TAP_JSON_NONE;
    }
  version = tap_har_string (json, *log, "version");
  if (version != NULL && g_ascii_isdigit (*version) && !g_str_has_prefix (version, "1."))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_NEWER,
                   _ ("the archive has version %.16s, and only 1.x can be read"), version);
      return TAP_JSON_NONE;
    }
  entries = tap_json_member (json, *log, "entries");
  if (!tap_json_is (json, entries, TAP_JSON_ARRAY))
    {
      fail (error, _ ("it is no HTTP archive: its “log” has no list of “entries”"));
      return TAP_JSON_NONE;
    }
  return entries;
}

static gint64
find_start (const TapJson *json, guint32 entries)
{
  gint64 first = -1;

  for (guint32 entry = tap_json_first (json, entries); entry != TAP_JSON_NONE;
       entry = tap_json_next (json, entries, entry))
    {
      gint64 date = tap_har_date (json, entry);

      if (date >= 0 && (first < 0 || date < first))
        first = date;
    }
  return MAX (first, 0);
}

static void
clear_record (gpointer item)
{
  TapHarRecord *self = item;

  tap_record_unref (self->record);
}

/* Of equal times the earlier entry comes first, and of one entry its records in their order. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const TapHarRecord *one = a, *other = b;

  if (one->order != other->order)
    return one->order < other->order ? -1 : 1;
  return tap_record_get_seq (one->record) < tap_record_get_seq (other->record) ? -1 : 1;
}

static void
push_session (const TapHar *har, TapTrace *trace)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_autoptr (TapRecord) record = NULL;

  json_object_set_int_member (fields, "started", har->started);
  record = tap_record_new (0, 0, 0, TAP_RECORD_SESSION, NULL, fields);
  tap_trace_push (trace, record);
}

/* Where an entry stands in the archive, and when it began. */
typedef struct
{
  guint32 node;
  guint place; /* from 1 */
  gint64 began;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  if (one->began != other->began)
    return one->began < other->began ? -1 : 1;
  return one->place < other->place ? -1 : 1;
}

/* Most archives have the order of beginning, some that of ending. */
static GArray *
find_places (const TapHar *har, guint32 entries)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  gint64 before = 0;

  for (guint32 node = tap_json_first (har->json, entries); node != TAP_JSON_NONE;
       node = tap_json_next (har->json, entries, node))
    {
      gint64 date = tap_har_date (har->json, node);
      Place place = {
        .node = node,
        .place = places->len + 1,
        /* Without a date it is taken to have begun with the one that stands before it. */
        .began = date >= 0 ? date - har->started : before,
      };

      before = place.began;
      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

static void
read_entries (TapHar *har, guint32 entries, TapHarNotes *notes)
{
  g_autoptr (GArray) places = find_places (har, entries);

  notes->n_entries = places->len;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      TapHarEntry entry = { .node = place->node, .id = i + 1, .began = place->began };
      const char *why;

      if (tap_har_entry_read (&entry, har, &why) || notes->n_skipped++ > 0)
        continue;
      notes->first_skipped = place->place;
      notes->why = g_strdup (why);
    }
}

gboolean
tap_har_load (const char *bytes, gsize length, TapTrace *trace, TapHarNotes *notes,
              GError **error)
{
  g_auto (TapJson) json = { 0 };
  g_autoptr (TapMask) mask = NULL;
  g_autoptr (GArray) records = NULL;
  TapHar har = { .json = &json };
  guint32 log, entries;

  g_return_val_if_fail (notes != NULL, FALSE);

  if (length > TAP_HAR_MAX)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                   _ ("the archive is larger than %d MiB; export fewer exchanges"),
                   TAP_HAR_MAX / 1024 / 1024);
      return FALSE;
    }
  if (!parse (&json, bytes, length, error))
    return FALSE;
  entries = find_entries (&json, &log, error);
  if (entries == TAP_JSON_NONE)
    return FALSE;

  notes->creator = dup_creator (&json, log);
  for (guint i = 0; notes->creator != NULL && i < G_N_ELEMENTS (connect_overlaps); i++)
    har.no_connects |= g_str_has_prefix (notes->creator, connect_overlaps[i]);
  har.mask = mask = tap_mask_new ();
  har.records = records = g_array_new (FALSE, FALSE, sizeof (TapHarRecord));
  g_array_set_clear_func (records, clear_record);
  har.started = find_start (&json, entries);
  read_entries (&har, entries, notes);

  push_session (&har, trace);
  g_array_sort (records, compare);
  for (guint i = 0; i < records->len; i++)
    tap_trace_push (trace, g_array_index (records, TapHarRecord, i).record);
  tap_trace_finish (trace);
  return TRUE;
}
