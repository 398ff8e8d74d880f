/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-ring.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_SIZE (512 * 1024)     /* of all but those made for one larger record */
#define SPARE_CHUNKS 24             /* kept warm for the next burst */
#define WAKE_BYTES (1024 * 1024)    /* waiting for more than this wakes the reader early */
#define SLACK (1024 * 1024)         /* above the limit, for records without bytes */
#define IDLE_MS 1000                /* after which the reader sleeps until it is woken */

typedef struct _Chunk Chunk;

struct _Chunk
{
  Chunk *next;  /* set once by the writer, after which it writes here no more */
  gsize size;   /* with this head */
  gsize used;   /* grows, read by both */
  guint8 data[];
};

typedef struct
{
  guint64 bytes;
  guint64 records;
  gint64 at;
} Lost;

struct _TapRing
{
  gsize limit;
  int wake_fd;

  /* The writer's. */
  Chunk *tail;
  GHashTable *lost; /* exchange -> Lost, told as soon as there is room */
  gsize since_wake;

  /* The reader's. */
  Chunk *head;
  gsize read;
  Chunk *held; /* the oldest chunk with records that were not released */

  /* Both sides'. */
  GMutex lock; /* of the spare chunks */
  Chunk *spare;
  guint n_spare;
  gsize in_use;        /* bytes of chunks that hold records */
  guint64 lost_bytes;
  guint64 lost_records;
  gint64 writing;      /* the reader is in the disk since then; 0: it is not */
  gint64 slow_until;   /* the disk made the reader wait */
  int sleeping;        /* the reader waits for a wake-up */
  int closed;
};

static Chunk *
chunk_new (TapRing *self, gsize size)
{
  Chunk *chunk = NULL;

  g_mutex_lock (&self->lock);
  if (self->spare != NULL && size == CHUNK_SIZE)
    {
      chunk = self->spare;
      self->spare = chunk->next;
      self->n_spare--;
    }
  g_mutex_unlock (&self->lock);

  if (chunk == NULL)
    {
      chunk = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (chunk == MAP_FAILED)
        return NULL;
      chunk->size = size;
    }
  chunk->next = NULL;
  chunk->used = 0;
  return chunk;
}

static void
chunk_recycle (TapRing *self, Chunk *chunk)
{
  gboolean keep;

  g_mutex_lock (&self->lock);
  keep = self->n_spare < SPARE_CHUNKS && chunk->size == CHUNK_SIZE;
  if (keep)
    {
      chunk->next = self->spare;
      self->spare = chunk;
      self->n_spare++;
    }
  g_mutex_unlock (&self->lock);

  if (!keep)
    munmap (chunk, chunk->size);
}

TapRing *
tap_ring_new (gsize limit)
{
  TapRing *self = g_new0 (TapRing, 1);

  self->limit = limit;
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->lost = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_mutex_init (&self->lock);
  self->head = self->tail = self->held = chunk_new (self, CHUNK_SIZE);
  self->in_use = CHUNK_SIZE;
  return self;
}

void
tap_ring_free (TapRing *self)
{
  if (self == NULL)
    return;
  for (Chunk *chunk = self->held, *next; chunk != NULL; chunk = next)
    {
      next = chunk->next;
      munmap (chunk, chunk->size);
    }
  for (Chunk *chunk = self->spare, *next; chunk != NULL; chunk = next)
    {
      next = chunk->next;
      munmap (chunk, chunk->size);
    }
  g_hash_table_unref (self->lost);
  g_mutex_clear (&self->lock);
  close (self->wake_fd);
  g_free (self);
}

static void
wake (TapRing *self)
{
  guint64 one = 1;
  gssize n;

  do
    n = write (self->wake_fd, &one, sizeof one);
  while (n < 0 && errno == EINTR);
}

static gboolean
put (TapRing *self, guint64 exchange, gint64 at, TapRecordKind kind, const void *bytes,
     gsize length, const char *fields)
{
  gsize fields_length = fields != NULL ? strlen (fields) + 1 : 0;
  gsize size = sizeof (TapRingRecord) + length + fields_length;
  TapRingRecord *record;
  Chunk *tail = self->tail;

  size = (size + 7) & ~(gsize) 7;
  if (tail->used + size > tail->size - sizeof (Chunk))
    {
      gsize chunk_size = MAX (CHUNK_SIZE, size + sizeof (Chunk));
      gsize in_use = __atomic_load_n (&self->in_use, __ATOMIC_RELAXED);
      Chunk *chunk;

      if (in_use + chunk_size > self->limit + (bytes == NULL ? SLACK : 0))
        return FALSE;
      chunk = chunk_new (self, chunk_size);
      if (chunk == NULL)
        return FALSE;
      __atomic_add_fetch (&self->in_use, chunk_size, __ATOMIC_RELAXED);
      __atomic_store_n (&tail->next, chunk, __ATOMIC_RELEASE);
      self->tail = tail = chunk;
    }

  record = (gpointer) (tail->data + tail->used);
  record->exchange = exchange;
  record->at = at;
  record->length = length;
  record->fields_length = fields_length;
  record->kind = kind;
  record->has_bytes = bytes != NULL;
  if (length > 0)
    memcpy (record->data, bytes, length);
  if (fields_length > 0)
    memcpy (record->data + length, fields, fields_length);
  __atomic_store_n (&tail->used, tail->used + size, __ATOMIC_RELEASE);
  self->since_wake += size;
  return TRUE;
}

static void
add_lost (TapRing *self, guint64 exchange, gint64 at, gsize length)
{
  gint64 key = exchange;
  Lost *lost = g_hash_table_lookup (self->lost, &key);

  if (lost == NULL)
    {
      lost = g_new0 (Lost, 1);
      g_hash_table_insert (self->lost, g_memdup2 (&key, sizeof key), lost);
    }
  lost->bytes += length;
  lost->records++;
  lost->at = at;
  __atomic_add_fetch (&self->lost_bytes, length, __ATOMIC_RELAXED);
  __atomic_add_fetch (&self->lost_records, 1, __ATOMIC_RELAXED);
}

/* TRUE once all that was dropped is told of. */
static gboolean
tell_lost (TapRing *self)
{
  GHashTableIter iter;
  gint64 *exchange;
  Lost *lost;

  g_hash_table_iter_init (&iter, self->lost);
  while (g_hash_table_iter_next (&iter, (gpointer *) &exchange, (gpointer *) &lost))
    {
      g_autofree char *fields = g_strdup_printf ("\"bytes\":%" G_GUINT64_FORMAT
                                                 ",\"records\":%" G_GUINT64_FORMAT,
                                                 lost->bytes, lost->records);
      if (!put (self, *exchange, lost->at, TAP_RECORD_LOST, NULL, 0, fields))
        return FALSE;
      g_hash_table_iter_remove (&iter);
    }
  return TRUE;
}

void
tap_ring_put (TapRing *self, guint64 exchange, gint64 at, TapRecordKind kind, const void *bytes,
              gsize length, const char *fields)
{
  g_assert (length <= TAP_RING_MAX_BYTES);

  /* Records with bytes wait until the loss before them was told, so that a reader never takes
   * what comes after a hole for what should have come in it. */
  if (G_UNLIKELY (g_hash_table_size (self->lost) > 0)
      && ((bytes != NULL
           && __atomic_load_n (&self->in_use, __ATOMIC_RELAXED) + CHUNK_SIZE > self->limit)
          || !tell_lost (self)))
    {
      if (bytes != NULL || !put (self, exchange, at, kind, NULL, 0, fields))
        add_lost (self, exchange, at, length);
    }
  else if (G_UNLIKELY (!put (self, exchange, at, kind, bytes, length, fields)))
    add_lost (self, exchange, at, length);

  if (G_UNLIKELY (self->since_wake >= WAKE_BYTES
                  || __atomic_load_n (&self->sleeping, __ATOMIC_SEQ_CST)))
    {
      self->since_wake = 0;
      __atomic_store_n (&self->sleeping, 0, __ATOMIC_SEQ_CST);
      wake (self);
    }
}

void
tap_ring_close (TapRing *self)
{
  tell_lost (self);
  __atomic_store_n (&self->closed, 1, __ATOMIC_SEQ_CST);
  wake (self);
}

static gboolean
has_next (TapRing *self)
{
  gsize used = __atomic_load_n (&self->head->used, __ATOMIC_ACQUIRE);

  return self->read < used || __atomic_load_n (&self->head->next, __ATOMIC_ACQUIRE) != NULL;
}

static void
nap (TapRing *self, int timeout_ms)
{
  struct pollfd pollfd = { .fd = self->wake_fd, .events = POLLIN };
  guint64 count;

  if (poll (&pollfd, 1, timeout_ms) > 0)
    {
      gssize n = read (self->wake_fd, &count, sizeof count);
      (void) n;
    }
}

static gboolean
is_closed (TapRing *self)
{
  return __atomic_load_n (&self->closed, __ATOMIC_SEQ_CST);
}

TapRingState
tap_ring_wait (TapRing *self, guint linger_ms, gboolean for_ever)
{
  if (!is_closed (self))
    nap (self, linger_ms);
  for (guint waited = linger_ms; !has_next (self); waited += linger_ms)
    {
      if (is_closed (self))
        return has_next (self) ? TAP_RING_MORE : TAP_RING_CLOSED;
      if (!for_ever)
        return TAP_RING_NOTHING;
      if (waited < IDLE_MS)
        {
          nap (self, linger_ms);
          continue;
        }
      /* The flag goes up before the last look, as the writer looks at it after each record: one
       * of the two sees the other. */
      __atomic_store_n (&self->sleeping, 1, __ATOMIC_SEQ_CST);
      if (!has_next (self) && !is_closed (self))
        nap (self, -1);
      __atomic_store_n (&self->sleeping, 0, __ATOMIC_SEQ_CST);
      /* The first of a burst woke us; the others come while we linger. */
      if (!is_closed (self))
        nap (self, linger_ms);
    }
  return TAP_RING_MORE;
}

TapRingRecord *
tap_ring_next (TapRing *self)
{
  TapRingRecord *record;
  gsize size;

  while (self->read >= __atomic_load_n (&self->head->used, __ATOMIC_ACQUIRE))
    {
      Chunk *next = __atomic_load_n (&self->head->next, __ATOMIC_ACQUIRE);

      if (next == NULL)
        return NULL;
      /* The writer may have filled this chunk up before it went on to the next. */
      if (self->read < __atomic_load_n (&self->head->used, __ATOMIC_ACQUIRE))
        break;
      self->head = next;
      self->read = 0;
    }

  record = (gpointer) (self->head->data + self->read);
  size = sizeof (TapRingRecord) + record->length + record->fields_length;
  self->read += (size + 7) & ~(gsize) 7;
  return record;
}

void
tap_ring_release (TapRing *self)
{
  while (self->held != self->head)
    {
      Chunk *chunk = self->held;

      self->held = chunk->next;
      __atomic_sub_fetch (&self->in_use, chunk->size, __ATOMIC_RELAXED);
      chunk_recycle (self, chunk);
    }
}

void
tap_ring_set_writing (TapRing *self, gint64 since)
{
  __atomic_store_n (&self->writing, since, __ATOMIC_RELAXED);
}

void
tap_ring_set_slow (TapRing *self, gint64 until)
{
  __atomic_store_n (&self->slow_until, until, __ATOMIC_RELAXED);
}

gboolean
tap_ring_should_wait (TapRing *self, gint64 now)
{
  gint64 writing;

  if (__atomic_load_n (&self->in_use, __ATOMIC_RELAXED) <= self->limit / 4 * 3)
    return FALSE;
  writing = __atomic_load_n (&self->writing, __ATOMIC_RELAXED);
  return now >= __atomic_load_n (&self->slow_until, __ATOMIC_RELAXED)
         && (writing == 0 || now - writing < TAP_RING_STUCK);
}

gboolean
tap_ring_is_writing (TapRing *self, gint64 since)
{
  gint64 writing = __atomic_load_n (&self->writing, __ATOMIC_RELAXED);

  return writing != 0 && writing <= since;
}

gsize
tap_ring_get_bytes (TapRing *self)
{
  return __atomic_load_n (&self->in_use, __ATOMIC_RELAXED) - CHUNK_SIZE;
}

void
tap_ring_get_lost (TapRing *self, guint64 *bytes, guint64 *records)
{
  *bytes = __atomic_load_n (&self->lost_bytes, __ATOMIC_RELAXED);
  *records = __atomic_load_n (&self->lost_records, __ATOMIC_RELAXED);
}
