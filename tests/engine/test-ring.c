/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ring.h"

#include <string.h>

#define LIMIT (2 * 1024 * 1024)

static void
test_order (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (LIMIT);
  guint8 bytes[3000];
  TapRingRecord *record;

  memset (bytes, 'x', sizeof bytes);
  for (guint i = 0; i < 400; i++)
    tap_ring_put (ring, i, i * 10, i % 7 == 0 ? TAP_RECORD_NOTE : TAP_RECORD_IN,
                  i % 7 == 0 ? NULL : bytes, i % 7 == 0 ? 0 : i * 7, i % 3 == 0 ? "\"a\":1" : NULL);
  for (guint i = 0; i < 400; i++)
    {
      record = tap_ring_next (ring);
      g_assert_nonnull (record);
      g_assert_cmpuint (record->exchange, ==, i);
      g_assert_cmpint (record->at, ==, i * 10);
      g_assert_cmpint (record->has_bytes, ==, i % 7 != 0);
      g_assert_cmpuint (record->length, ==, i % 7 == 0 ? 0 : i * 7);
      g_assert_cmpint (memcmp (record->data, bytes, record->length), ==, 0);
      if (i % 3 == 0)
        g_assert_cmpstr ((char *) record->data + record->length, ==, "\"a\":1");
      else
        g_assert_cmpuint (record->fields_length, ==, 0);
      if (i % 50 == 49)
        tap_ring_release (ring);
    }
  g_assert_null (tap_ring_next (ring));
}

/* Past the limit whole records are dropped, and told of, exchange by exchange, before anything
 * else of them comes. */
static void
test_loss (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (LIMIT);
  g_autofree guint8 *bytes = g_malloc0 (60000);
  guint64 put[2] = { 0 }, got[2] = { 0 }, lost[2] = { 0 };
  guint64 lost_bytes, lost_records;
  TapRingRecord *record;
  gboolean told = FALSE;

  for (guint i = 0; i < 100; i++)
    {
      tap_ring_put (ring, i % 2, i, TAP_RECORD_IN, bytes, 60000, NULL);
      put[i % 2] += 60000;
    }
  g_assert_cmpuint (tap_ring_get_bytes (ring), <=, LIMIT);
  tap_ring_get_lost (ring, &lost_bytes, &lost_records);
  g_assert_cmpuint (lost_records, >, 50);

  while ((record = tap_ring_next (ring)) != NULL)
    got[record->exchange] += record->length;
  tap_ring_release (ring);

  tap_ring_put (ring, 0, 1000, TAP_RECORD_IN, bytes, 10, NULL);
  put[0] += 10;
  while ((record = tap_ring_next (ring)) != NULL)
    {
      got[record->exchange] += record->length;
      if (record->kind == TAP_RECORD_LOST)
        {
          const char *fields = (char *) record->data;

          lost[record->exchange] += g_ascii_strtoull (fields + strlen ("\"bytes\":"), NULL, 10);
        }
      else
        told = lost[0] > 0 && lost[1] > 0;
    }
  g_assert_true (told);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (lost[i], >, 0);
      g_assert_cmpuint (got[i] + lost[i], ==, put[i]);
    }
  g_assert_cmpuint (lost[0] + lost[1], ==, lost_bytes);
}

/* An end is told even when there is no room for bytes. */
static void
test_end_in_full_ring (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (LIMIT);
  g_autofree guint8 *bytes = g_malloc0 (60000);
  TapRingRecord *record;
  gboolean ended = FALSE;

  for (guint i = 0; i < 100; i++)
    tap_ring_put (ring, 1, i, TAP_RECORD_IN, bytes, 60000, NULL);
  tap_ring_put (ring, 1, 100, TAP_RECORD_END, NULL, 0, "\"by\":\"gateway\"");
  tap_ring_close (ring);
  while ((record = tap_ring_next (ring)) != NULL)
    ended |= record->kind == TAP_RECORD_END;
  g_assert_true (ended);
}

/* The writer waits for a reader that lacks the processor, and never for one that waits for its
 * disk. */
static void
test_wait (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (LIMIT);
  g_autofree guint8 *bytes = g_malloc0 (60000);

  g_assert_false (tap_ring_should_wait (ring, 1000));
  for (guint i = 0; i < 100; i++)
    tap_ring_put (ring, 1, 0, TAP_RECORD_IN, bytes, 60000, NULL);
  g_assert_true (tap_ring_should_wait (ring, 1000));

  tap_ring_set_writing (ring, 1000);
  g_assert_true (tap_ring_should_wait (ring, 2000));
  g_assert_false (tap_ring_should_wait (ring, 1000000));
  tap_ring_set_writing (ring, 0);
  g_assert_true (tap_ring_should_wait (ring, 1000000));

  tap_ring_set_slow (ring, 2000000);
  g_assert_false (tap_ring_should_wait (ring, 1999999));
  g_assert_true (tap_ring_should_wait (ring, 2000000));

  while (tap_ring_next (ring) != NULL)
    ;
  tap_ring_release (ring);
  g_assert_false (tap_ring_should_wait (ring, 2000000));
}

static gpointer
writer (gpointer data)
{
  TapRing *ring = data;

  for (guint i = 0; i < 200000; i++)
    tap_ring_put (ring, 1, i, TAP_RECORD_IN, &i, sizeof i, NULL);
  tap_ring_close (ring);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (64 * 1024 * 1024);
  GThread *thread = g_thread_new ("writer", writer, ring);
  TapRingRecord *record;
  guint next = 0;

  while (tap_ring_wait (ring, 1, TRUE) != TAP_RING_CLOSED)
    {
      while ((record = tap_ring_next (ring)) != NULL)
        {
          guint value;

          memcpy (&value, record->data, sizeof value);
          g_assert_cmpuint (value, ==, next++);
        }
      tap_ring_release (ring);
    }
  g_thread_join (thread);
  g_assert_cmpuint (next, ==, 200000);
}

/* What an agent sends decides how large a record's members are: a target may be a whole head long,
 * and each of its bytes may have to be escaped. */
static void
test_large_fields (void)
{
  g_autoptr (TapRing) ring = tap_ring_new (LIMIT);
  g_autofree char *fields = g_strnfill (800 * 1024, 'f');
  g_autofree guint8 *bytes = g_malloc0 (256 * 1024);
  TapRingRecord *record;
  guint64 lost_bytes, lost_records;

  for (guint round = 0; round < 20; round++)
    {
      tap_ring_put (ring, 1, 1, TAP_RECORD_NOTE, NULL, 0, "\"a\":1");
      tap_ring_put (ring, 2, 2, TAP_RECORD_REQUEST, bytes, 256 * 1024, fields);
      tap_ring_put (ring, 3, 3, TAP_RECORD_NOTE, NULL, 0, "\"a\":1");
      for (guint i = 1; i <= 3; i++)
        {
          record = tap_ring_next (ring);
          g_assert_nonnull (record);
          g_assert_cmpuint (record->exchange, ==, i);
          g_assert_cmpstr ((char *) record->data + record->length, ==,
                           i == 2 ? fields : "\"a\":1");
        }
      tap_ring_release (ring);
    }
  tap_ring_get_lost (ring, &lost_bytes, &lost_records);
  g_assert_cmpuint (lost_records, ==, 0);
  g_assert_cmpuint (tap_ring_get_bytes (ring), <=, LIMIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring/order", test_order);
  g_test_add_func ("/ring/loss", test_loss);
  g_test_add_func ("/ring/end-in-full-ring", test_end_in_full_ring);
  g_test_add_func ("/ring/large-fields", test_large_fields);
  g_test_add_func ("/ring/wait", test_wait);
  g_test_add_func ("/ring/threads", test_threads);
  return g_test_run ();
}
