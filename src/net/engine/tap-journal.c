/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-journal.h"

#include "tap-clock.h"
#include "tap-masker.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define LINGER_MS 20
#define HOLD 50000            /* µs that a possible beginning of a credential is held back */
#define WRITE_BYTES (1024 * 1024)
#define QUEUE_BYTES (4 * 1024 * 1024)
#define QUEUE_RECORDS 128
#define RETRY_US 100000       /* between attempts to write to a full disk */
#define SYNC_US G_USEC_PER_SEC
#define SLOW_FOR G_USEC_PER_SEC /* after a write that was stuck, nobody waits for the disk */
#define HELD_AFTER G_USEC_PER_SEC /* in one write, which then is told of */

/* A record that was masked and waits to be written. */
typedef struct
{
  TapRingRecord *record;
  TapMaskerStream *stream;
  gint64 until;     /* held back so long, unless it proves harmless before; 0: not held */
} Queued;

typedef struct
{
  guint64 exchange;
  guint64 bytes;
  gint64 at;
  gsize end;        /* of its line in out */
} Part;

struct _TapJournal
{
  TapRing *ring;
  int fd;
  GThread *thread;
  TapMasker *masker;
  GArray *queue;       /* of Queued */
  gsize queue_bytes;
  guint n_held;
  GString *out;
  GArray *out_parts;   /* of Part: what the lines in out hold */
  GHashTable *unwritten; /* exchange -> guint64 bytes, given up */
  guint64 seq;
  guint64 written;
  int write_errno;
  int giving_up;
  gint64 writing_at; /* the time of the oldest record in the write that is under way */
  gint64 held_at;    /* of the oldest that waited when the disk failed; -1: all is written since */
  gboolean held_up;  /* by the disk, since records were last taken from the ring */

  GMutex lock;
  GCond changed;
  gboolean done;
  gboolean dirty;
  GThread *sync_thread;
};

TapJournal *
tap_journal_new (TapRing *ring, int fd, gsize written)
{
  TapJournal *self = g_new0 (TapJournal, 1);

  self->ring = ring;
  self->fd = fd;
  self->written = written;
  self->masker = tap_masker_new ();
  self->queue = g_array_new (FALSE, FALSE, sizeof (Queued));
  self->out = g_string_sized_new (WRITE_BYTES / 4);
  self->out_parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->unwritten = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->seq = 1;
  self->writing_at = self->held_at = -1;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

void
tap_journal_free (TapJournal *self)
{
  if (self == NULL)
    return;
  tap_masker_free (self->masker);
  g_array_unref (self->queue);
  g_string_free (self->out, TRUE);
  g_array_unref (self->out_parts);
  g_hash_table_unref (self->unwritten);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* The lines that could not be written, exchange by exchange. */
static void
give_up_parts (TapJournal *self)
{
  for (guint i = 0; i < self->out_parts->len; i++)
    {
      Part *part = &g_array_index (self->out_parts, Part, i);
      gint64 key = part->exchange;
      guint64 *bytes = g_hash_table_lookup (self->unwritten, &key);

      if (bytes == NULL)
        {
          bytes = g_new0 (guint64, 1);
          g_hash_table_insert (self->unwritten, g_memdup2 (&key, sizeof key), bytes);
        }
      *bytes += part->bytes;
    }
}

/* The time of the record whose line is the first that is not wholly written. */
static gint64
get_time_at (const TapJournal *self, gsize done)
{
  guint low = 0, high = self->out_parts->len - 1;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->out_parts, Part, middle).end <= done)
        low = middle + 1;
      else
        high = middle;
    }
  return g_array_index (self->out_parts, Part, low).at;
}

/* write(2) of what lies behind @done, and what it tells about the disk. */
static gssize
write_some (TapJournal *self, gsize done)
{
  gint64 began = tap_clock_now ();
  gint64 at = get_time_at (self, done);
  gssize n;
  int code;
  gint64 now;

  __atomic_store_n (&self->writing_at, at, __ATOMIC_RELAXED);
  tap_ring_set_writing (self->ring, began);
  n = write (self->fd, self->out->str + done, self->out->len - done);
  code = errno;
  now = tap_clock_now ();
  if ((n < 0 && code != EINTR) || now - began > HELD_AFTER)
    {
      __atomic_store_n (&self->held_at, at, __ATOMIC_RELAXED);
      self->held_up = TRUE;
    }
  tap_ring_set_writing (self->ring, 0);
  if (n < 0 || now - began > TAP_RING_STUCK)
    tap_ring_set_slow (self->ring, now + SLOW_FOR);
  errno = code;
  return n;
}

static void
write_out (TapJournal *self)
{
  gsize done = 0;

  if (self->out->len == 0)
    return;
  while (done < self->out->len)
    {
      gssize n = write_some (self, done);

      if (n >= 0)
        {
          done += n;
          __atomic_store_n (&self->write_errno, 0, __ATOMIC_RELAXED);
          __atomic_add_fetch (&self->written, n, __ATOMIC_RELAXED);
          continue;
        }
      if (errno == EINTR)
        continue;
      /* Full, or gone: what came stays here and in the ring, and is tried again. */
      __atomic_store_n (&self->write_errno, errno, __ATOMIC_RELAXED);
      if (__atomic_load_n (&self->giving_up, __ATOMIC_RELAXED))
        {
          give_up_parts (self);
          break;
        }
      g_usleep (RETRY_US);
    }
  g_string_truncate (self->out, 0);
  g_array_set_size (self->out_parts, 0);
  if (self->out->allocated_len > 4 * WRITE_BYTES)
    {
      g_string_free (self->out, TRUE);
      self->out = g_string_sized_new (WRITE_BYTES / 4);
    }

  g_mutex_lock (&self->lock);
  self->dirty = TRUE;
  g_mutex_unlock (&self->lock);
}

/* Nothing of the stream is pending any more, or only bytes of other records. */
static void
release_held (TapJournal *self, TapMaskerStream *stream)
{
  for (guint i = 0; i < self->queue->len && self->n_held > 0; i++)
    {
      Queued *queued = &g_array_index (self->queue, Queued, i);

      if (queued->stream == stream && queued->until != 0
          && !tap_masker_is_pending (stream, queued->record))
        {
          queued->until = 0;
          self->n_held--;
        }
    }
}

static void
enqueue (TapJournal *self, TapRingRecord *record)
{
  Queued queued = { .record = record, .stream = tap_masker_take (self->masker, record) };

  if (queued.stream != NULL && self->n_held > 0)
    release_held (self, queued.stream);
  if (queued.stream != NULL && tap_masker_is_pending (queued.stream, record))
    {
      queued.until = tap_clock_now () + HOLD;
      self->n_held++;
    }
  g_array_append_val (self->queue, queued);
  self->queue_bytes += record->length;
}

/* How many bytes of its exchange a record stands for. */
static guint64
count_bytes (const TapRingRecord *record)
{
  const char *fields = (const char *) record->data + record->length;
  const char *bytes;

  if (record->kind != TAP_RECORD_LOST || record->fields_length == 0)
    return record->length;
  bytes = strstr (fields, "\"bytes\":");
  return bytes != NULL ? g_ascii_strtoull (bytes + strlen ("\"bytes\":"), NULL, 10) : 0;
}

static void
append_line (TapJournal *self, TapRingRecord *record)
{
  Part part = { record->exchange, count_bytes (record), record->at, 0 };

  tap_record_append_line_raw (self->out, self->seq++, record->exchange, record->at, record->kind,
                              record->data, record->length, record->has_bytes,
                              record->fields_length > 0
                                  ? (const char *) record->data + record->length
                                  : NULL);
  part.end = self->out->len;
  g_array_append_val (self->out_parts, part);
  if (self->out->len >= WRITE_BYTES)
    write_out (self);
}

/* Makes lines of what need not be held back any longer, in the order in which it came. */
static void
drain_queue (TapJournal *self, gboolean all)
{
  gint64 now = self->n_held > 0 ? tap_clock_now () : 0;
  guint i;

  for (i = 0; i < self->queue->len; i++)
    {
      Queued *queued = &g_array_index (self->queue, Queued, i);

      if (queued->until != 0)
        {
          if (!all && now < queued->until)
            break;
          tap_masker_let_go (queued->stream);
          release_held (self, queued->stream);
        }
      append_line (self, queued->record);
    }
  if (i > 0)
    g_array_remove_range (self->queue, 0, i);
  self->queue_bytes = 0;
  if (self->queue->len == 0)
    {
      tap_ring_release (self->ring);
      tap_masker_forget (self->masker);
    }
}

static gpointer
sync_thread (gpointer data)
{
  TapJournal *self = data;
  gint64 next = 0;

  g_mutex_lock (&self->lock);
  while (!self->done)
    {
      next = tap_clock_now () + SYNC_US;
      while (!self->done && g_cond_wait_until (&self->changed, &self->lock, next))
        ;
      if (self->dirty)
        {
          self->dirty = FALSE;
          g_mutex_unlock (&self->lock);
          fdatasync (self->fd);
          g_mutex_lock (&self->lock);
        }
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gpointer
journal_thread (gpointer data)
{
  TapJournal *self = data;
  TapRingState state;

  while ((state = tap_ring_wait (self->ring, LINGER_MS, self->queue->len == 0 && !self->held_up))
         != TAP_RING_CLOSED)
    {
      TapRingRecord *record;

      self->held_up = FALSE;
      while ((record = tap_ring_next (self->ring)) != NULL)
        {
          enqueue (self, record);
          /* A few at a time: what was just masked is still in the processor's cache, and the
           * streams of exchanges that ended can be used again. */
          if (self->queue_bytes >= QUEUE_BYTES || self->queue->len % QUEUE_RECORDS == 0)
            drain_queue (self, FALSE);
        }
      drain_queue (self, FALSE);
      write_out (self);
      if (!self->held_up)
        __atomic_store_n (&self->held_at, -1, __ATOMIC_RELEASE);
    }
  drain_queue (self, TRUE);
  write_out (self);

  g_mutex_lock (&self->lock);
  self->done = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

void
tap_journal_start (TapJournal *self)
{
  self->thread = g_thread_new ("tap-journal", journal_thread, self);
  self->sync_thread = g_thread_new ("tap-sync", sync_thread, self);
}

gboolean
tap_journal_finish (TapJournal *self, guint patience_ms)
{
  gint64 until = tap_clock_now () + patience_ms * (gint64) 1000;
  gboolean done;

  g_mutex_lock (&self->lock);
  while (!self->done && g_cond_wait_until (&self->changed, &self->lock, until))
    ;
  done = self->done;
  g_mutex_unlock (&self->lock);
  if (!done)
    {
      /* Full: it gives up at its next attempt. Blocked: it never comes back. */
      __atomic_store_n (&self->giving_up, 1, __ATOMIC_RELAXED);
      g_mutex_lock (&self->lock);
      until = tap_clock_now () + 5 * RETRY_US;
      while (!self->done && g_cond_wait_until (&self->changed, &self->lock, until))
        ;
      if (!self->done)
        {
          g_mutex_unlock (&self->lock);
          return FALSE;
        }
      g_mutex_unlock (&self->lock);
    }
  g_thread_join (self->thread);
  g_thread_join (self->sync_thread);
  return done;
}

guint64
tap_journal_get_bytes (TapJournal *self)
{
  return __atomic_load_n (&self->written, __ATOMIC_RELAXED);
}

int
tap_journal_get_errno (TapJournal *self)
{
  return __atomic_load_n (&self->write_errno, __ATOMIC_RELAXED);
}

gint64
tap_journal_get_held (TapJournal *self)
{
  gint64 held = __atomic_load_n (&self->held_at, __ATOMIC_ACQUIRE);

  if (held < 0 && tap_ring_is_writing (self->ring, tap_clock_now () - HELD_AFTER))
    held = __atomic_load_n (&self->writing_at, __ATOMIC_RELAXED);
  return held;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

char *
tap_journal_describe_unwritten (TapJournal *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GList) keys = NULL;

  g_mutex_lock (&self->lock);
  if (self->done)
    keys = g_list_sort (g_hash_table_get_keys (self->unwritten), compare_keys);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      guint64 bytes = *(guint64 *) g_hash_table_lookup (self->unwritten, l->data);

      /* Of some only lines are lacking that hold none of the traffic. */
      if (bytes == 0 && keys->next != NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append_printf (text, _ ("exchange %jd: %ju bytes"), *(gint64 *) l->data, bytes);
    }
  g_mutex_unlock (&self->lock);
  return g_string_free (text, text->len == 0);
}
