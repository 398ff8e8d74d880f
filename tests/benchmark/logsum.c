/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

/* Says whether a log of Tapline holds all that the generator sent: adds up the bytes of the
 * responses' bodies, and verifies each exchange's stream as the client does. Prints one JSON
 * object; exit status 1 if the log is damaged, 2 if it cannot be read. */

#include <stdio.h>
#include <string.h>

#include "bench-reader.h"
#include "log-line.h"

typedef struct
{
  guint64 records;
  guint64 bad_lines;
  guint64 in_bytes;
  guint64 lost_records;
  guint64 lost_bytes;
  guint64 whole; /* exchanges whose answer is there to its end, and right */
  guint64 broken;
  const char *failure;
} Sum;

static BenchReader *
get_reader (GHashTable *readers, guint64 exchange, BenchTally *tally)
{
  BenchReader *reader = g_hash_table_lookup (readers, &exchange);

  if (reader == NULL)
    {
      reader = g_new0 (BenchReader, 1);
      bench_reader_init (reader, tally);
      g_hash_table_insert (readers, g_memdup2 (&exchange, sizeof exchange), reader);
    }
  return reader;
}

static void
add_line (Sum *sum, GHashTable *readers, BenchTally *tally, const LogLine *line)
{
  gboolean body = strcmp (line->kind, "in") == 0;

  sum->records++;
  if (strcmp (line->kind, "lost") == 0)
    {
      sum->lost_records++;
      sum->lost_bytes += line->bytes;
    }
  if (body)
    sum->in_bytes += line->data->len;
  if (body || strcmp (line->kind, "response") == 0)
    bench_reader_push (get_reader (readers, line->exchange, tally), line->data->str,
                       line->data->len, 0);
}

static void
judge (Sum *sum, GHashTable *readers)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, readers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BenchReader *reader = value;

      if (bench_reader_finish (reader))
        sum->whole++;
      else
        {
          sum->broken++;
          sum->failure = reader->failure;
        }
      bench_reader_clear (reader);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) readers
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GMappedFile) file = NULL;
  BenchTally tally = { .first_stamp = G_MAXUINT64 };
  LogLine line = { .data = NULL };
  Sum sum = { 0 };
  const char *at, *end;

  if (argc != 2 || (file = g_mapped_file_new (argv[1], FALSE, &error)) == NULL)
    {
      g_printerr ("%s: %s\n", argv[0], error != NULL ? error->message : "one log file");
      return 2;
    }

  at = g_mapped_file_get_contents (file);
  end = at + g_mapped_file_get_length (file);
  while (at < end)
    {
      const char *line_end = memchr (at, '\n', (gsize) (end - at));

      if (line_end == NULL || !log_line_parse (&line, at, (gsize) (line_end - at)))
        sum.bad_lines++;
      else
        add_line (&sum, readers, &tally, &line);
      at = line_end != NULL ? line_end + 1 : end;
    }
  judge (&sum, readers);

  printf ("{\"records\":%" G_GUINT64_FORMAT ",\"bad_lines\":%" G_GUINT64_FORMAT
          ",\"in_bytes\":%" G_GUINT64_FORMAT ",\"events\":%" G_GUINT64_FORMAT
          ",\"lost_records\":%" G_GUINT64_FORMAT ",\"lost_bytes\":%" G_GUINT64_FORMAT
          ",\"whole\":%" G_GUINT64_FORMAT ",\"broken\":%" G_GUINT64_FORMAT "%s%s%s}\n",
          sum.records, sum.bad_lines, sum.in_bytes, tally.events, sum.lost_records, sum.lost_bytes,
          sum.whole, sum.broken, sum.failure != NULL ? ",\"failure\":\"" : "",
          sum.failure != NULL ? sum.failure : "", sum.failure != NULL ? "\"" : "");
  if (line.data != NULL)
    g_string_free (line.data, TRUE);
  return sum.bad_lines > 0 || sum.broken > 0 || sum.lost_records > 0 ? 1 : 0;
}
