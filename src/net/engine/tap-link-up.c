/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-link-private.h"

#include "tap-reply.h"
#include "tap-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TURN 16

static void
link_cb (TapWire *wire, gpointer user_data)
{
  tap_link_run (user_data);
}

static void
connect_gateway (TapLink *self)
{
  if (self->gateway != NULL || self->connecting != NULL)
    return;
  self->connecting = g_cancellable_new ();
  self->origin->open (self->origin, self->shared->loop, self->connecting, tap_link_connected,
                      self);
}

static void
send_now (TapLink *self, const guint8 *bytes, gsize length)
{
  if (length == 0)
    return;
  if (self->gateway != NULL)
    {
      tap_wire_send (self->gateway, bytes, length);
      return;
    }
  if (self->waiting == NULL)
    self->waiting = g_byte_array_new ();
  g_byte_array_append (self->waiting, bytes, length);
  connect_gateway (self);
}

static void
stage (TapLink *self, const guint8 *bytes, gsize length)
{
  if (self->staged == NULL)
    self->staged = g_byte_array_sized_new (length);
  g_byte_array_append (self->staged, bytes, length);
}

static void
send_staged (TapLink *self)
{
  g_autoptr (GByteArray) staged = g_steal_pointer (&self->staged);

  for (GList *l = self->calls.head; l != NULL; l = l->next)
    ((TapCall *) l->data)->staged = FALSE;
  if (staged != NULL)
    send_now (self, staged->data, staged->len);
}

/* A body's bytes; behind a head that is still staged they wait with it. */
static void
send_up (TapLink *self, const guint8 *bytes, gsize length)
{
  if (self->staged != NULL)
    stage (self, bytes, length);
  else
    send_now (self, bytes, length);
}

static TapCall *
begin_call (TapLink *self, const guint8 *head, gsize length, gint64 at, const char *target)
{
  TapCall *call = tap_link_begin_call (self);
  GString *fields = g_string_truncate (self->shared->fields, 0);

  tap_fields_add_int (fields, "connection", self->connection);
  tap_fields_add_boolean (fields, "reused", self->requests++ > 0);
  tap_fields_add_string (fields, "upstream", self->upstream->origin, -1);
  tap_fields_add_string (fields, "target", target, -1);
  tap_link_put (self, call->id, at, TAP_RECORD_REQUEST, head, length, fields->str);
  return call;
}

static void
refuse (TapLink *self, TapCall *call, gint64 at, guint status, const char *cause,
        const char *detail, const TapHead *head)
{
  const char *path = head != NULL && head->target_length > 0 ? head->bytes + head->target : NULL;

  tap_link_note (self, call->id, at, "refused", detail);
  call->request_done = TRUE;
  tap_link_answer (self, call,
                   tap_reply_new (status, path, path != NULL ? head->target_length : 0, cause,
                                   detail, FALSE),
                   "tapline", "bad-request", detail);
}

static void
add_time (GString *fields, const char *name, gint64 time)
{
  if (time >= 0)
    tap_fields_add_int (fields, name, time);
}

void
tap_link_connected (TapOriginResult *result, gpointer user_data)
{
  TapLink *self = user_data;
  TapCall *call = g_queue_peek_head (&self->calls);
  guint64 exchange = call != NULL ? call->id : self->last_exchange;
  gint64 at = tap_link_now (self);

  g_clear_object (&self->connecting);
  if (result->wire == NULL)
    {
      g_autoptr (GBytes) answer = NULL;
      const char *path = self->waiting != NULL ? (const char *) self->waiting->data : NULL;
      gsize length = path != NULL ? self->waiting->len : 0;
      const char *line_end = path != NULL ? memchr (path, '\r', length) : NULL;

      answer = tap_reply_new (502, path, line_end != NULL ? line_end - path : 0, result->how,
                               result->detail, call != NULL && strcmp (call->method, "HEAD") == 0);
      if (call != NULL)
        {
          /* One answer tells of it and ends the connection; those that wait behind it get none. */
          tap_link_drop_answer (self, at);
          while (g_queue_peek_tail (&self->calls) != call)
            tap_link_end_call (self, g_queue_peek_tail (&self->calls), at, "gateway", result->how,
                               result->detail);
          call->request_done = TRUE;
          tap_link_answer (self, call, g_steal_pointer (&answer), "gateway", result->how,
                           result->detail);
        }
      g_clear_pointer (&self->waiting, g_byte_array_unref);
      tap_link_run (self);
      return;
    }

  {
    g_autoptr (GString) fields = g_string_new (NULL);

    self->gateway_connection = ++self->shared->last_connection;
    tap_fields_add_int (fields, "connection", self->gateway_connection);
    tap_fields_add_string (fields, "side", "gateway", -1);
    tap_fields_add_int (fields, "for", self->connection);
    tap_fields_add_string (fields, "address", result->address, -1);
    tap_fields_add_string (fields, "local", result->local, -1);
    add_time (fields, "resolved", result->resolved);
    add_time (fields, "connected", result->connected);
    add_time (fields, "tls", result->tls);
    tap_fields_add_string (fields, "protocol", result->protocol, -1);
    /* Logged exchanges may follow on it. */
    tap_link_put (self, exchange != TAP_LINK_UNLOGGED ? exchange : 0, at, TAP_RECORD_CONNECTION,
                  NULL, 0, fields->str);
  }
  self->gateway = result->wire;
  tap_wire_set_func (self->gateway, link_cb, self);
  if (self->waiting != NULL)
    {
      tap_wire_send (self->gateway, self->waiting->data, self->waiting->len);
      g_clear_pointer (&self->waiting, g_byte_array_unref);
    }
  tap_link_run (self);
}

/* A whole head: checked, recorded, sent on. */
static void
take_head (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  TapHead *head = &self->shared->head;
  TapHeadFault fault = tap_head_parse_request (head, (const char *) bytes, length);
  g_autoptr (GByteArray) edited = NULL;
  g_autofree char *target = NULL;
  TapRefusal refusal;
  TapFraming framing;
  TapCall *call;
  guint64 body_length = 0;

  if (fault != TAP_HEAD_OK)
    {
      call = begin_call (self, bytes, length, at, NULL);
      refuse (self, call, at, tap_head_fault_status (fault), "bad-request",
              tap_head_fault_text (fault), NULL);
      return;
    }
  refusal = tap_guard_check (head, self->upstream);
  if (refusal.status != 0)
    {
      call = begin_call (self, bytes, length, at, NULL);
      refuse (self, call, at, refusal.status, refusal.cause, _ (refusal.text), head);
      return;
    }

  edited = tap_guard_edit (head, self->upstream, &target);
  framing = tap_head_request_framing (head, &body_length);
  call = begin_call (self, bytes, length, at, target);
  call->method = g_strndup (head->bytes, head->method_length);
  call->staged = TRUE;
  call->staged_from = self->staged != NULL ? self->staged->len : 0;
  if (edited != NULL && self->staged == NULL)
    self->staged = g_steal_pointer (&edited);
  else if (edited != NULL)
    stage (self, edited->data, edited->len);
  else
    stage (self, bytes, length);

  if (framing == TAP_FRAMING_NONE || (framing == TAP_FRAMING_LENGTH && body_length == 0))
    call->request_done = TRUE;
  else
    {
      tap_body_init (&self->up_body, framing, body_length, TRUE);
      self->asking = call;
      self->up = TAP_UP_BODY;
    }

  /* It goes to a gateway that ended before and so will not answer. */
  if (self->gateway_ended)
    {
      call->cut = TRUE;
      call->cut_end = tap_wire_get_read_end (self->gateway);
      tap_link_settle (self, call, at);
    }
}

/* A head that will never be right need not be waited for. */
static gboolean
is_hopeless (const guint8 *bytes, gsize length, gsize from, TapHeadFault *fault)
{
  if (length > TAP_HEAD_MAX)
    {
      *fault = TAP_HEAD_TOO_LARGE;
      return TRUE;
    }
  for (gsize i = from; i < length; i++)
    {
      const guint8 *lf = memchr (bytes + i, '\n', length - i);

      if (lf == NULL)
        break;
      i = lf - bytes;
      if (i == 0 || bytes[i - 1] != '\r')
        {
          *fault = TAP_HEAD_BARE_LF;
          return TRUE;
        }
    }
  return FALSE;
}

/* How many of the bytes belonged to the head. */
static gsize
take_head_bytes (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  gsize before = self->head != NULL ? self->head->len : 0;
  TapHeadFault fault;
  gsize whole;

  /* The rest of one that came in two. */
  if (before == 1 && self->head->data[0] == '\r' && bytes[0] == '\n')
    {
      g_clear_pointer (&self->head, g_byte_array_unref);
      return 1;
    }
  if (before == 0)
    {
      /* Empty lines before a request are to be ignored (RFC 9112, 2.2). */
      if (length >= 2 && bytes[0] == '\r' && bytes[1] == '\n')
        return 2;
      whole = tap_head_length ((const char *) bytes, length, 0);
      if (whole > 0 && whole <= TAP_HEAD_MAX)
        {
          take_head (self, bytes, whole, at);
          return whole;
        }
      self->head = g_byte_array_new ();
    }

  g_byte_array_append (self->head, bytes, length);
  whole = tap_head_length ((const char *) self->head->data, self->head->len, before);
  if (whole > 0 && whole <= TAP_HEAD_MAX)
    {
      g_autoptr (GByteArray) head = g_steal_pointer (&self->head);

      take_head (self, head->data, whole, at);
      return whole - before;
    }
  if (is_hopeless (self->head->data, self->head->len, before, &fault))
    {
      TapCall *call = begin_call (self, self->head->data, self->head->len, at, NULL);

      refuse (self, call, at, tap_head_fault_status (fault), "bad-request",
              tap_head_fault_text (fault), NULL);
      g_clear_pointer (&self->head, g_byte_array_unref);
    }
  return length;
}

static gsize
take_body_bytes (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  TapCall *call = self->asking;
  gsize used;
  TapBodyState state = tap_body_scan (&self->up_body, bytes, length, &used, NULL, NULL);

  /* Of a chunk line that is refused no part goes on. */
  if (state == TAP_BODY_BAD)
    used -= MIN (used, self->up_body.line);
  if (used > 0)
    {
      send_up (self, bytes, used);
      tap_link_put (self, call->id, at, TAP_RECORD_UP, bytes, used, NULL);
    }
  if (state == TAP_BODY_DONE)
    {
      self->asking = NULL;
      self->up = TAP_UP_HEAD;
      call->request_done = TRUE;
      tap_link_settle (self, call, at);
    }
  else if (state == TAP_BODY_BAD)
    {
      const char *detail = _ ("the request's chunks are not framed as plain HTTP/1.1 has it");

      self->asking = NULL;
      if (call->staged)
        g_byte_array_set_size (self->staged, call->staged_from);
      else if (self->gateway != NULL)
        {
          /* What the gateway already got must not look like a whole request. */
          tap_wire_reset (g_steal_pointer (&self->gateway), 0);
          self->gateway_ended = TRUE;
        }
      if (call->answer_done)
        {
          tap_link_end_call (self, call, at, "tapline", "bad-request", detail);
          self->up = TAP_UP_STOPPED;
          tap_wire_shutdown (self->agent);
        }
      /* An answer that was begun, or is owed before ours, comes no more. */
      else if (call->answer_begun || (!call->staged && g_queue_peek_head (&self->calls) != call))
        tap_link_abandon (self, at, "tapline", "bad-request", detail);
      else
        refuse (self, call, at, 400, "bad-request", detail, NULL);
      return length;
    }
  return used;
}

static void
take (TapLink *self, const guint8 *bytes, gsize length, gint64 at)
{
  while (length > 0 && !self->dead)
    {
      gsize used = length;

      switch (self->up)
        {
        case TAP_UP_HEAD:
          used = take_head_bytes (self, bytes, length, at);
          break;
        case TAP_UP_BODY:
          used = take_body_bytes (self, bytes, length, at);
          break;
        case TAP_UP_TUNNEL:
          send_up (self, bytes, length);
          tap_link_put (self, self->last_exchange, at, TAP_RECORD_UP, bytes, length, NULL);
          break;
        case TAP_UP_STOPPED:
        default:
          break;
        }
      bytes += used;
      length -= used;
    }
  if (!self->dead)
    send_staged (self);
}

static gboolean
may_read (TapLink *self)
{
  if (self->dead)
    return FALSE;
  if (self->up == TAP_UP_STOPPED)
    return TRUE;
  if (self->gateway != NULL)
    return tap_wire_get_pending (self->gateway) == 0;
  /* Behind an end no more can come than the socket already holds, and whether it came behind a
   * whole request must be known before the gateway's side is up, which may be never. */
  return self->connecting == NULL || tap_wire_is_hung_up (self->agent);
}

void
tap_link_pump_up (TapLink *self)
{
  guint8 *buffer = self->shared->buffer;

  for (int i = 0; i < TURN && may_read (self); i++)
    {
      gsize n = tap_wire_read (self->agent, buffer, TAP_LINK_READ);

      if (n == 0)
        return;
      __atomic_add_fetch (&self->shared->bytes_up, n, __ATOMIC_RELAXED);
      take (self, buffer, n, tap_link_now (self));
    }
  if (may_read (self) && tap_wire_is_readable (self->agent))
    tap_wire_again (self->agent);
}
