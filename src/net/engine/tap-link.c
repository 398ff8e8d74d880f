/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-link-private.h"

#include "tap-clock.h"

#define TURN 16              /* reads a turn, before others have theirs */
#define STALL_CHECK 100000   /* µs: ten times a second */
#define BRAKE 300            /* µs to leave the processor to the journal */

static void
link_cb (TapWire *wire, gpointer user_data)
{
  tap_link_run (user_data);
}

gint64
tap_link_now (TapLink *self)
{
  return tap_clock_now () - self->shared->began;
}

void
tap_link_put (TapLink *self, guint64 exchange, gint64 at, TapRecordKind kind, const void *bytes,
              gsize length, const char *fields)
{
  if (exchange == TAP_LINK_UNLOGGED)
    return;
  tap_ring_put (self->shared->ring, exchange, at, kind, bytes, length, fields);
}

void
tap_link_note_shared (TapLinkShared *shared, const char *note, const char *detail)
{
  g_autoptr (GString) fields = g_string_new (NULL);

  tap_fields_add_string (fields, "note", note, -1);
  tap_fields_add_string (fields, "detail", detail, -1);
  tap_ring_put (shared->ring, 0, tap_clock_now () - shared->began, TAP_RECORD_NOTE, NULL, 0,
                fields->str);
}

gboolean
tap_link_check_recording (TapLinkShared *shared)
{
  gboolean recording = __atomic_load_n (&shared->recording, __ATOMIC_RELAXED);

  if (recording != shared->noted)
    {
      shared->noted = recording;
      tap_link_note_shared (shared, "recording", recording ? "on" : "off");
    }
  return recording;
}

TapCall *
tap_link_begin_call (TapLink *self)
{
  TapCall *call = g_new0 (TapCall, 1);

  call->id = tap_link_check_recording (self->shared) ? ++self->shared->last_exchange
                                                     : TAP_LINK_UNLOGGED;
  self->last_exchange = call->id;
  self->shared->exchanges_open++;
  g_queue_push_tail (&self->calls, call);
  return call;
}

void
tap_link_note (TapLink *self, guint64 exchange, gint64 at, const char *note, const char *detail)
{
  g_autoptr (GString) fields = g_string_new (NULL);

  tap_fields_add_string (fields, "note", note, -1);
  tap_fields_add_string (fields, "detail", detail, -1);
  tap_link_put (self, exchange, at, TAP_RECORD_NOTE, NULL, 0, fields->str);
}

void
tap_link_end_call (TapLink *self, TapCall *call, gint64 at, const char *by, const char *how,
                   const char *detail)
{
  GString *fields = g_string_truncate (self->shared->fields, 0);

  tap_fields_add_string (fields, "by", by, -1);
  tap_fields_add_string (fields, "how", how, -1);
  if (!call->request_done)
    tap_fields_add_string (fields, "pending", "request", -1);
  else if (!call->answer_done)
    tap_fields_add_string (fields, "pending", call->answer_begun ? "body" : "head", -1);
  tap_fields_add_string (fields, "detail", detail, -1);
  tap_link_put (self, call->id, at, TAP_RECORD_END, NULL, 0, fields->str);

  if (self->asking == call)
    self->asking = NULL;
  if (self->answer_call == call)
    self->answer_call = NULL;
  g_queue_remove (&self->calls, call);
  self->shared->exchanges_open--;
  self->shared->exchanges_ended++;
  g_free (call->method);
  g_free (call);
}

void
tap_link_settle (TapLink *self, TapCall *call, gint64 at)
{
  if (call->answer_done)
    g_queue_remove (&self->calls, call);
  if (call->answer_done && call->request_done)
    tap_link_end_call (self, call, at, "gateway", "complete", NULL);
  else if (call->cut && call->request_done)
    tap_link_end_cut_call (self, call, at);
}

void
tap_link_answer (TapLink *self, TapCall *call, GBytes *answer, const char *by, const char *how,
                 const char *detail)
{
  self->up = TAP_UP_STOPPED;
  if (self->answer != NULL)
    {
      g_bytes_unref (answer);
      return;
    }
  self->answer = answer;
  self->answer_call = call;
  self->answer_by = by;
  self->answer_how = how;
  self->answer_detail = g_strdup (detail);
}

void
tap_link_drop_answer (TapLink *self, gint64 at)
{
  if (self->answer_call != NULL)
    tap_link_end_call (self, self->answer_call, at, self->answer_by, self->answer_how,
                       self->answer_detail);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_clear_pointer (&self->answer_detail, g_free);
}

/* Answers go out in the order of the requests, so ours waits for those that the gateway owes. */
static void
try_answer (TapLink *self)
{
  TapCall *call = self->answer_call;
  gsize length;
  const void *bytes;
  gint64 at;

  if (self->answer == NULL || call == NULL || g_queue_peek_head (&self->calls) != call)
    return;
  at = tap_link_now (self);
  bytes = g_bytes_get_data (self->answer, &length);
  tap_wire_send (self->agent, bytes, length);
  tap_link_put (self, call->id, at, TAP_RECORD_OUT, bytes, length, NULL);
  tap_link_end_call (self, call, at, self->answer_by, self->answer_how, self->answer_detail);
  g_clear_pointer (&self->answer, g_bytes_unref);
  tap_wire_shutdown (self->agent);
  if (self->gateway != NULL)
    tap_wire_shutdown (self->gateway);
}

/* The agent's socket is full: say so if it stays so, and say when it has taken all again. */
static void
stall_cb (TapTimer *timer, gint64 now)
{
  TapLink *self = timer->user_data;
  TapCall *call = g_queue_peek_head (&self->calls);
  g_autofree char *detail = NULL;

  if (call == NULL || tap_wire_get_pending (self->agent) == 0)
    return;
  detail = g_strdup_printf ("%" G_GSIZE_FORMAT " bytes wait in Tapline, %u in the socket",
                            tap_wire_get_pending (self->agent),
                            tap_wire_get_queued (self->agent));
  tap_link_note (self, call->id, now - self->shared->began, "agent-not-reading", detail);
}

static void
check_stall (TapLink *self)
{
  TapCall *call;

  if (!self->stalled || tap_wire_get_pending (self->agent) > 0)
    return;
  self->stalled = FALSE;
  tap_loop_unset_timer (self->shared->loop, &self->stall_timer);
  call = g_queue_peek_head (&self->calls);
  if (call != NULL)
    {
      g_autoptr (GString) fields = g_string_new (NULL);

      tap_fields_add_int (fields, "offset", call->received);
      tap_link_put (self, call->id, tap_link_now (self), TAP_RECORD_SENT, NULL, 0, fields->str);
    }
}

/* A gateway that sends faster than this machine can write down is left waiting in its socket for
 * a moment, as any slow reader would leave it. */
static gboolean
brake (TapLink *self)
{
  gint64 now = tap_clock_now ();

  if (!tap_ring_should_wait (self->shared->ring, now))
    return FALSE;
  if (!g_ptr_array_find (self->shared->braked, self, NULL))
    g_ptr_array_add (self->shared->braked, self);
  if (self->shared->brake_timer.at == 0)
    tap_loop_set_timer (self->shared->loop, &self->shared->brake_timer, now + BRAKE);
  return TRUE;
}

void
tap_link_release_brake (TapTimer *timer, gint64 now)
{
  TapLinkShared *shared = timer->user_data;

  for (guint i = 0; i < shared->braked->len; i++)
    {
      TapLink *self = g_ptr_array_index (shared->braked, i);

      if (self->gateway != NULL)
        tap_wire_again (self->gateway);
    }
  g_ptr_array_set_size (shared->braked, 0);
}

/* The hot path: what came goes out as it is, and only then is looked at. */
static void
pump_down (TapLink *self)
{
  guint8 *buffer = self->shared->buffer;

  if (!tap_wire_is_readable (self->gateway) || brake (self))
    return;
  for (int i = 0; i < TURN && tap_wire_get_pending (self->agent) == 0; i++)
    {
      gsize n = tap_wire_read (self->gateway, buffer, TAP_LINK_READ);
      gint64 at;

      if (n == 0)
        return;
      at = tap_link_now (self);
      if (!tap_wire_send (self->agent, buffer, n))
        {
          self->stalled = TRUE;
          tap_loop_set_timer (self->shared->loop, &self->stall_timer,
                              at + self->shared->began + STALL_CHECK);
        }
      __atomic_add_fetch (&self->shared->bytes_down, n, __ATOMIC_RELAXED);
      tap_link_observe (self, buffer, n, at);
    }
  if (tap_wire_is_readable (self->gateway) && tap_wire_get_pending (self->agent) == 0)
    tap_wire_again (self->gateway);
}

void
tap_link_run (TapLink *self)
{
  if (self->dead)
    return;
  check_stall (self);
  if (self->gateway != NULL)
    pump_down (self);
  tap_link_pump_up (self);
  try_answer (self);
  tap_link_check_ends (self);
}

void
tap_link_new (TapLinkShared *shared, int fd, const char *address)
{
  TapLink *self = g_new0 (TapLink, 1);
  g_autoptr (GString) fields = g_string_new (NULL);

  self->shared = shared;
  self->origin = shared->origin;
  self->upstream = shared->upstream;
  self->connection = ++shared->last_connection;
  self->agent = tap_wire_new (shared->loop, fd, NULL);
  self->stall_timer.func = stall_cb;
  self->stall_timer.user_data = self;
  g_queue_init (&self->calls);
  g_hash_table_add (shared->links, self);
  shared->agents_open++;
  tap_wire_set_func (self->agent, link_cb, self);

  tap_fields_add_int (fields, "connection", self->connection);
  tap_fields_add_string (fields, "side", "agent", -1);
  tap_fields_add_string (fields, "address", address, -1);
  tap_link_put (self, 0, tap_link_now (self), TAP_RECORD_CONNECTION, NULL, 0, fields->str);
}

void
tap_link_stop (TapLink *self)
{
  gint64 at = tap_link_now (self);
  TapCall *call;

  if (self->dead)
    return;
  while ((call = g_queue_peek_head (&self->calls)) != NULL)
    tap_link_end_call (self, call, at, "user", "stopped", NULL);
  if (self->asking != NULL)
    tap_link_end_call (self, self->asking, at, "gateway", "complete", NULL);
  tap_link_free (self);
}
