/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-masker.h"

#include "tap-framing.h"
#include "tap-mask.h"

#include <string.h>

#define MAX_LATE 64
#define MAX_LINE 4096 /* of a line that comes in several reads */
#define MAX_SPARE 256

struct _TapMaskerStream
{
  TapMaskStream *mask;
  GPtrArray *tail;  /* guint8: where the bytes lie that are pending, in their order */
  TapBody body;
  gboolean framed;  /* the body comes in chunks */
  guint8 *behind;   /* the content seen last: what follows is framing */
  GByteArray *line; /* of framing or of heads that are none, as far as it came, unmasked */
  gboolean cut;     /* that line was too long to be kept, and is a credential's */
  gboolean foreign; /* no body that was made out: there may be heads in it */
};

typedef struct
{
  TapMaskerStream *up;
  TapMaskerStream *in;
} Streams;

struct _TapMasker
{
  TapMask *mask;
  GHashTable *streams; /* exchange -> Streams */
  GHashTable *open;    /* set of exchanges that began and have not ended */
  GQueue late;         /* exchanges with streams that are not open: no end will free those */
  GPtrArray *ended;    /* Streams */
  GPtrArray *spare;    /* TapMaskerStream: most exchanges are short, and much is in a stream */
};

static void
stream_free (TapMaskerStream *stream)
{
  if (stream == NULL)
    return;
  tap_mask_stream_free (stream->mask);
  g_ptr_array_unref (stream->tail);
  g_byte_array_unref (stream->line);
  g_free (stream);
}

static void
free_stream (gpointer data)
{
  stream_free (data);
}

static TapMaskerStream *
take_stream (TapMasker *self)
{
  TapMaskerStream *stream;

  if (self->spare->len > 0)
    return g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  stream = g_new0 (TapMaskerStream, 1);
  stream->mask = tap_mask_stream_new (self->mask);
  stream->tail = g_ptr_array_new ();
  stream->line = g_byte_array_new ();
  return stream;
}

static void
give_back (TapMasker *self, TapMaskerStream *stream)
{
  if (stream == NULL || self->spare->len == MAX_SPARE)
    {
      stream_free (stream);
      return;
    }
  tap_mask_stream_reset (stream->mask);
  g_ptr_array_set_size (stream->tail, 0);
  g_byte_array_set_size (stream->line, 0);
  *stream = (TapMaskerStream) { .mask = stream->mask, .tail = stream->tail, .line = stream->line };
  g_ptr_array_add (self->spare, stream);
}

static void
streams_free (gpointer data)
{
  Streams *streams = data;

  stream_free (streams->up);
  stream_free (streams->in);
  g_free (streams);
}

TapMasker *
tap_masker_new (void)
{
  TapMasker *self = g_new0 (TapMasker, 1);

  self->mask = tap_mask_new ();
  self->streams = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, streams_free);
  self->open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->ended = g_ptr_array_new_with_free_func (streams_free);
  self->spare = g_ptr_array_new_with_free_func (free_stream);
  return self;
}

void
tap_masker_free (TapMasker *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->streams);
  g_hash_table_unref (self->open);
  g_queue_clear_full (&self->late, g_free);
  g_ptr_array_unref (self->ended);
  g_ptr_array_unref (self->spare);
  tap_mask_free (self->mask);
  g_free (self);
}

/* Nothing of its streams is held back any more; they go once the queue of records is empty. */
static void
drop_streams (TapMasker *self, gint64 exchange)
{
  gpointer key, value;
  Streams *streams;

  if (!g_hash_table_steal_extended (self->streams, &exchange, &key, &value))
    return;
  g_free (key);
  streams = value;
  if (streams->up != NULL)
    tap_masker_let_go (streams->up);
  if (streams->in != NULL)
    tap_masker_let_go (streams->in);
  g_ptr_array_add (self->ended, streams);
}

/* What a gateway sends unasked belongs to an exchange that has ended; only so many are kept. */
static void
note_late (TapMasker *self, gint64 exchange)
{
  if (g_hash_table_contains (self->open, &exchange))
    return;
  g_queue_push_tail (&self->late, g_memdup2 (&exchange, sizeof exchange));
  while (self->late.length > MAX_LATE)
    {
      g_autofree gint64 *oldest = g_queue_pop_head (&self->late);

      if (!g_hash_table_contains (self->open, oldest))
        drop_streams (self, *oldest);
    }
}

static TapMaskerStream *
get_stream (TapMasker *self, const TapRingRecord *record)
{
  gint64 key = record->exchange;
  Streams *streams = g_hash_table_lookup (self->streams, &key);
  TapMaskerStream **stream;

  if (streams == NULL)
    {
      note_late (self, key);
      streams = g_new0 (Streams, 1);
      g_hash_table_insert (self->streams, g_memdup2 (&key, sizeof key), streams);
    }
  stream = record->kind == TAP_RECORD_REQUEST || record->kind == TAP_RECORD_UP
                   || record->kind == TAP_RECORD_UP_OUT
               ? &streams->up
               : &streams->in;
  if (*stream == NULL)
    *stream = take_stream (self);
  return *stream;
}

/* Masks the last @count of the bytes that are pending. */
static void
mask_tail (TapMaskerStream *stream, gsize count)
{
  count = MIN (count, stream->tail->len);
  for (guint i = stream->tail->len - count; i < stream->tail->len; i++)
    *(guint8 *) g_ptr_array_index (stream->tail, i) = TAP_MASK_CHAR;
}

/* A run of content; it lies in the ring, where it may be written. */
static void
take_run (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapMaskerStream *stream = user_data;
  guint8 *run = (guint8 *) bytes;
  gsize pending;
  gsize back = tap_mask_stream_push (stream->mask, run, length, &pending);

  if (back > 0)
    mask_tail (stream, back);
  if (pending <= length)
    g_ptr_array_set_size (stream->tail, 0);
  else if (pending - length < stream->tail->len)
    g_ptr_array_remove_range (stream->tail, 0, stream->tail->len - (pending - length));
  for (gsize i = length - MIN (pending, length); i < length; i++)
    g_ptr_array_add (stream->tail, run + i);
}

/* Of chunk lines as they mostly are nothing can be secret. */
static gboolean
is_plain_framing (const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isxdigit (bytes[i]) && strchr ("\r\n\t ", bytes[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* Bytes in which fields of heads may stand, line by line. A line that is cut by the end of a read
 * is kept, so that its rest is known for what it is; beyond some length only whether it is a
 * credential's. */
static void
take_lines (TapMasker *self, TapMaskerStream *stream, guint8 *bytes, gsize length)
{
  const guint8 *lf = memrchr (bytes, '\n', length);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  gsize before = stream->line->len;
  gboolean secret;

  g_byte_array_append (text, stream->line->data, before);
  g_byte_array_append (text, bytes, length);
  if (lf != NULL)
    g_byte_array_set_size (stream->line, 0);
  if (lf != NULL || !stream->cut)
    {
      const guint8 *from = lf != NULL ? lf + 1 : bytes;

      g_byte_array_append (stream->line, from, bytes + length - from);
    }
  secret = tap_mask_lines (self->mask, (char *) text->data, text->len, stream->cut);
  memcpy (bytes, text->data + before, length);
  stream->cut = stream->cut && lf == NULL;
  if (stream->line->len > MAX_LINE)
    {
      stream->cut = secret;
      g_byte_array_set_size (stream->line, 0);
    }
}

/* What lies between runs of content: chunk lines with their extensions, and trailers. */
static void
take_between (TapMasker *self, TapMaskerStream *stream, guint8 *bytes, gsize length)
{
  if (length == 0)
    return;
  if (stream->line->len == 0 && !stream->cut && bytes[length - 1] == '\n'
      && is_plain_framing (bytes, length))
    return;
  take_lines (self, stream, bytes, length);
}

typedef struct
{
  TapMasker *masker;
  TapMaskerStream *stream;
} Taker;

static void
take_content (const guint8 *bytes, gsize length, gpointer user_data)
{
  Taker *taker = user_data;
  TapMaskerStream *stream = taker->stream;

  take_between (taker->masker, stream, stream->behind, bytes - stream->behind);
  take_run (bytes, length, stream);
  stream->behind = (guint8 *) bytes + length;
}

static void
take_body (TapMasker *self, TapMaskerStream *stream, TapRingRecord *record)
{
  gsize used = 0;

  if (stream->framed)
    {
      Taker taker = { self, stream };
      TapBodyState state;

      stream->behind = record->data;
      state = tap_body_scan (&stream->body, record->data, record->length, &used, take_content,
                             &taker);
      take_between (self, stream, stream->behind, record->data + used - stream->behind);
      stream->framed = state == TAP_BODY_MORE;
    }
  if (used == record->length)
    return;
  take_run (record->data + used, record->length - used, stream);
  if (stream->foreign)
    take_lines (self, stream, record->data + used, record->length - used);
}

/* The relay says it before what it is about: the gateway's bytes that follow were not made out. */
static void
take_note (TapMasker *self, const TapRingRecord *record)
{
  static const char *const foreign[]
      = { "\"note\":\"malformed-response\"", "\"note\":\"trailing-bytes\"" };
  const char *fields = (const char *) record->data + record->length;

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (record->fields_length > 0 && strstr (fields, foreign[i]) != NULL)
      get_stream (self, record)->foreign = TRUE;
}

/* Whether a line begins with Transfer-Encoding; only such a head can say that its body is chunked,
 * and need be parsed. */
static gboolean
names_coding (const char *head, gsize length)
{
  static const char name[] = "transfer-encoding";
  const char *end = head + length;

  for (const char *lf = head; (lf = memchr (lf, '\n', end - lf)) != NULL;)
    {
      lf++;
      if ((gsize) (end - lf) >= strlen (name)
          && g_ascii_strncasecmp (lf, name, strlen (name)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* How the body behind this head is framed. A head that makes no sense leaves it as it is. */
static void
take_framing (TapMasker *self, const TapRingRecord *record)
{
  const char *bytes = (const char *) record->data;
  g_auto (TapHead) head = { 0 };
  TapHeadFault fault;
  TapMaskerStream *stream;

  if (!names_coding (bytes, record->length))
    return;
  fault = record->kind == TAP_RECORD_REQUEST
              ? tap_head_parse_request (&head, bytes, record->length)
              : tap_head_parse_response (&head, bytes, record->length);
  if (fault != TAP_HEAD_OK || !tap_head_is_chunked (&head, FALSE))
    return;
  stream = get_stream (self, record);
  stream->framed = TRUE;
  tap_body_init (&stream->body, TAP_FRAMING_CHUNKED, 0, FALSE);
}

static void
mask_fields (TapMasker *self, TapRingRecord *record)
{
  char *fields = (char *) record->data + record->length;

  tap_mask_text_in_place (self->mask, fields, record->fields_length - 1);
}

TapMaskerStream *
tap_masker_take (TapMasker *self, TapRingRecord *record)
{
  TapMaskerStream *stream = NULL;
  gint64 key;

  switch ((TapRecordKind) record->kind)
    {
    case TAP_RECORD_REQUEST:
      key = record->exchange;
      g_hash_table_add (self->open, g_memdup2 (&key, sizeof key));
      G_GNUC_FALLTHROUGH;
    case TAP_RECORD_RESPONSE:
      take_framing (self, record);
      tap_mask_head (self->mask, (char *) record->data, record->length);
      break;
    case TAP_RECORD_UP:
    case TAP_RECORD_UP_OUT:
    case TAP_RECORD_IN:
    case TAP_RECORD_OUT:
      stream = get_stream (self, record);
      take_body (self, stream, record);
      break;
    case TAP_RECORD_END:
      key = record->exchange;
      g_hash_table_remove (self->open, &key);
      drop_streams (self, key);
      break;
    case TAP_RECORD_NOTE:
      take_note (self, record);
      break;
    case TAP_RECORD_SESSION:
    case TAP_RECORD_CONNECTION:
    case TAP_RECORD_SENT:
    case TAP_RECORD_LOST:
    default:
      break;
    }
  if (record->fields_length > 0)
    mask_fields (self, record);
  return stream;
}

gboolean
tap_masker_is_pending (TapMaskerStream *stream, const TapRingRecord *record)
{
  for (guint i = 0; i < stream->tail->len; i++)
    {
      const guint8 *byte = g_ptr_array_index (stream->tail, i);

      if (byte >= record->data && byte < record->data + record->length)
        return TRUE;
    }
  return FALSE;
}

void
tap_masker_let_go (TapMaskerStream *stream)
{
  mask_tail (stream, tap_mask_stream_flush (stream->mask));
  g_ptr_array_set_size (stream->tail, 0);
}

void
tap_masker_forget (TapMasker *self)
{
  for (guint i = 0; i < self->ended->len; i++)
    {
      Streams *streams = g_ptr_array_index (self->ended, i);

      give_back (self, g_steal_pointer (&streams->up));
      give_back (self, g_steal_pointer (&streams->in));
    }
  g_ptr_array_set_size (self->ended, 0);
}
