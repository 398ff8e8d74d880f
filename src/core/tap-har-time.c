/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

/* HAR 1.2: "connect" has "ssl" in it, so that the sum of the others is the whole time; -1 is what did
 * not apply. */
static const char *const before_waiting[] = { "blocked", "dns", "connect", "send" };

gint64
tap_har_date (const TapJson *json, guint32 entry)
{
  g_autofree char *text = tap_har_string (json, entry, "startedDateTime");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) date = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  if (date == NULL || g_date_time_to_unix (date) < 0)
    return -1;
  return g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
}

static gint64
read_ms (const TapJson *json, guint32 object, const char *name)
{
  double ms;

  return tap_har_number (json, object, name, &ms) && ms > 0 ? (gint64) (MIN (ms, 1e12) * 1000 + 0.5)
                                                            : 0;
}

void
tap_har_entry_time (TapHarEntry *self, const TapHar *har)
{
  const TapJson *json = har->json;
  guint32 timings = tap_json_member (json, self->node, "timings");
  gint64 total = har->no_connects ? 0 : read_ms (json, self->node, "time");
  gint64 wait = read_ms (json, timings, "wait");
  gint64 receive = read_ms (json, timings, "receive");
  gint64 before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (before_waiting); i++)
    {
      if (!har->no_connects || g_str_equal (before_waiting[i], "send"))
        before += read_ms (json, timings, before_waiting[i]);
    }
  /* Writers do not agree what else is in the whole, but that it begins and ends with the entry. */
  if (total == 0 || total < wait + receive)
    total = before + wait + receive;
  self->ended = self->began + total;
  self->answered = self->ended - receive;
  self->asked = self->answered - wait;
}
