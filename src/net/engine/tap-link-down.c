/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-link-private.h"

#include <string.h>

static void
put_in (TapLink *self, TapCall *call, const guint8 *bytes, gsize length, gint64 at)
{
  if (length == 0)
    return;
  if (call != NULL)
    call->received += length;
  tap_link_put (self, call != NULL ? call->id : self->last_exchange, at, TAP_RECORD_IN, bytes,
                length, NULL);
}

/* From here on nothing can be told apart: all belongs to the exchange that waits. */
static void
lose_framing (TapLink *self, TapCall *call, gint64 at, const char *note, const char *detail)
{
  tap_link_note (self, call != NULL ? call->id : self->last_exchange, at, note, detail);
  if (call != NULL)
    {
      call->answer_begun = TRUE;
      tap_body_init (&call->body, TAP_FRAMING_CLOSE, 0, FALSE);
    }
  self->down = TAP_DOWN_OPAQUE;
}

static void
finish_answer (TapLink *self, TapCall *call, gint64 at)
{
  self->down = TAP_DOWN_HEAD;
  call->answer_done = TRUE;
  tap_link_settle (self, call, at);
}

/* Both sides speak another protocol from here on; what the agent sent of it before it knew, and
 * what looked like the beginning of a head, is part of it. */
static void
open_tunnel (TapLink *self, TapCall *call, gint64 at)
{
  g_autoptr (GByteArray) early = g_steal_pointer (&self->head);

  call->answer_begun = TRUE;
  call->request_done = TRUE;
  tap_body_init (&call->body, TAP_FRAMING_CLOSE, 0, FALSE);
  tap_link_note (self, call->id, at, "tunnel", NULL);
  self->down = TAP_DOWN_OPAQUE;
  self->up = TAP_UP_TUNNEL;
  self->asking = NULL;
  if (early != NULL)
    {
      tap_wire_send (self->gateway, early->data, early->len);
      tap_link_put (self, call->id, at, TAP_RECORD_UP, early->data, early->len, NULL);
    }
}

/* A whole head of an answer. */
static void
take_head (TapLink *self, TapCall *call, const guint8 *bytes, gsize length, gint64 at)
{
  TapHead *head = &self->shared->head;
  TapHeadFault fault = tap_head_parse_response (head, (const char *) bytes, length);
  guint64 body_length = 0;
  TapFraming framing;

  tap_link_put (self, call->id, at, TAP_RECORD_RESPONSE, bytes, length, NULL);
  if (fault != TAP_HEAD_OK)
    {
      lose_framing (self, call, at, "malformed-response", tap_head_fault_text (fault));
      return;
    }

  call->status = head->status;
  framing = tap_head_response_framing (head, call->method, strlen (call->method), &body_length);
  if (framing == TAP_FRAMING_TUNNEL)
    open_tunnel (self, call, at);
  else if (head->status >= 200)
    {
      call->answer_begun = TRUE;
      tap_body_init (&call->body, framing, body_length, FALSE);
      self->down = TAP_DOWN_BODY;
      if (framing == TAP_FRAMING_NONE || (framing == TAP_FRAMING_LENGTH && body_length == 0))
        finish_answer (self, call, at);
    }
}

/* Bytes that cannot become a head, however many follow: another protocol, or bare line feeds. */
static gboolean
is_foreign (const guint8 *bytes, gsize length)
{
  static const char version[] = "HTTP/1.";

  return memcmp (bytes, version, MIN (length, strlen (version))) != 0
         || memmem (bytes, length, "\n\n", 2) != NULL || length > TAP_HEAD_MAX;
}

/* How many of the bytes belonged to the head. */
static gsize
take_head_bytes (TapLink *self, TapCall *call, const guint8 *bytes, gsize length, gint64 at)
{
  gsize before = self->answer_head != NULL ? self->answer_head->len : 0;
  gsize whole;

  if (before == 0)
    {
      whole = tap_head_length ((const char *) bytes, length, 0);
      if (whole > 0 && !is_foreign (bytes, whole))
        {
          take_head (self, call, bytes, whole, at);
          return whole;
        }
      self->answer_head = g_byte_array_new ();
      self->answer_head_at = at;
    }

  g_byte_array_append (self->answer_head, bytes, length);
  whole = tap_head_length ((const char *) self->answer_head->data, self->answer_head->len, before);
  if (is_foreign (self->answer_head->data, whole > 0 ? whole : self->answer_head->len))
    {
      g_autoptr (GByteArray) head = g_steal_pointer (&self->answer_head);

      lose_framing (self, call, at, "malformed-response", "the answer does not begin as HTTP/1.1");
      put_in (self, call, head->data, head->len, at);
    }
  else if (whole > 0)
    {
      g_autoptr (GByteArray) head = g_steal_pointer (&self->answer_head);

      take_head (self, call, head->data, whole, at);
      return whole - before;
    }
  return length;
}

static gsize
take_body_bytes (TapLink *self, TapCall *call, const guint8 *bytes, gsize length, gint64 at)
{
  gsize used;
  TapBodyState state = tap_body_scan (&call->body, bytes, length, &used, NULL, NULL);

  put_in (self, call, bytes, used, at);
  if (state == TAP_BODY_DONE)
    finish_answer (self, call, at);
  else if (state == TAP_BODY_BAD)
    lose_framing (self, call, at, "malformed-response", "the chunk framing is broken");
  return used;
}

/* CR and LF alone, where nothing was asked for: strange, but no loss of framing. Returns how many. */
static gsize
take_empty_lines (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  gsize n = 0;

  while (n < length && (bytes[n] == '\r' || bytes[n] == '\n'))
    n++;
  if (n > 0)
    {
      tap_link_note (self, self->last_exchange, at, "trailing-bytes",
                     "the gateway sent an empty line behind its answer");
      put_in (self, NULL, bytes, n, at);
    }
  return n;
}

void
tap_link_observe (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  while (length > 0)
    {
      TapCall *call = g_queue_peek_head (&self->calls);
      gsize used = length;

      if (self->down == TAP_DOWN_OPAQUE)
        put_in (self, call, bytes, length, at);
      else if (call == NULL && (used = take_empty_lines (self, bytes, length, at)) > 0)
        ;
      else if (call == NULL || call->method == NULL || call == self->answer_call)
        {
          lose_framing (self, NULL, at, "trailing-bytes", "the gateway sent more than was asked for");
          continue;
        }
      else if (self->down == TAP_DOWN_HEAD)
        used = take_head_bytes (self, call, bytes, length, at);
      else
        used = take_body_bytes (self, call, bytes, length, at);
      bytes += used;
      length -= used;
    }
}

void
tap_link_observe_end (TapLink *self, gint64 at)
{
  g_autoptr (GByteArray) head = g_steal_pointer (&self->answer_head);
  TapCall *call = g_queue_peek_head (&self->calls);

  if (head == NULL || call == NULL)
    return;
  tap_link_note (self, call->id, self->answer_head_at, "malformed-response",
                 "the answer ended inside its head");
  put_in (self, call, head->data, head->len, self->answer_head_at);
}
