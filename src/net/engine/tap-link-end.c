/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-link-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* µs that a reset of the agent's waits until the gateway's kernel took what came before it. */
#define RESET_PATIENCE 5000

/* How a stream ended, the word for the log, and what people read. */
static const struct
{
  const char *how;
  const char *detail;
} ends[] = {
  [TAP_WIRE_OPEN] = { "fin", NULL },
  [TAP_WIRE_END] = { "fin", NULL },
  [TAP_WIRE_CUT] = { "cut", N_ ("TLS ended without close_notify") },
  [TAP_WIRE_RESET] = { "rst", NULL },
  [TAP_WIRE_FAILED] = { "fault", N_ ("TLS broke off") },
};

static void
end_call (TapLink *self, TapCall *call, const char *by, TapWireEnd end, gint64 at)
{
  const char *position = call->answer_begun ? tap_body_position (&call->body) : NULL;
  g_autofree char *detail = NULL;

  if (ends[end].detail != NULL && position != NULL)
    detail = g_strdup_printf ("%s, %s", _ (ends[end].detail), position);
  else
    detail = g_strdup (ends[end].detail != NULL ? _ (ends[end].detail) : position);
  tap_link_end_call (self, call, at, by, ends[end].how, detail);
}

void
tap_link_end_cut_call (TapLink *self, TapCall *call, gint64 at)
{
  end_call (self, call, "gateway", call->cut_end, at);
}

/* Ends what is still open. Whoever closed first ended it. */
static void
end_calls (TapLink *self, const char *by, TapWireEnd end, gint64 at)
{
  TapCall *call;

  while ((call = g_queue_peek_head (&self->calls)) != NULL)
    if (call->cut)
      tap_link_end_cut_call (self, call, at);
    else
      end_call (self, call, by, end, at);
  if (self->asking != NULL)
    tap_link_end_call (self, self->asking, at, "gateway", "complete", NULL);
}

/* The gateway will answer no more. A request that is still being sent goes on all the same. */
static void
cut_calls (TapLink *self, TapWireEnd end, gint64 at)
{
  TapCall *call;

  while ((call = g_queue_peek_head (&self->calls)) != NULL && call != self->asking)
    end_call (self, call, "gateway", end, at);
  if (call != NULL)
    {
      call->cut = TRUE;
      call->cut_end = end;
    }
}

static gboolean
has_open_calls (TapLink *self)
{
  return !g_queue_is_empty (&self->calls) || self->asking != NULL;
}

/* A request that never became whole is in the log all the same. */
static void
record_partial_head (TapLink *self, gint64 at)
{
  g_autoptr (GByteArray) head = g_steal_pointer (&self->head);
  TapCall *call;

  if (head == NULL)
    return;
  call = tap_link_begin_call (self);
  tap_link_put (self, call->id, at, TAP_RECORD_REQUEST, head->data, head->len,
                "\"partial\":true");
}

static void
agent_reset (TapLink *self)
{
  gint64 at = tap_link_now (self);

  record_partial_head (self, at);
  end_calls (self, "agent", TAP_WIRE_RESET, at);
  if (self->gateway != NULL)
    tap_wire_reset (g_steal_pointer (&self->gateway), RESET_PATIENCE);
  tap_link_free (self);
}

void
tap_link_abandon (TapLink *self, gint64 at, const char *by, const char *how, const char *detail)
{
  TapCall *call;

  while ((call = g_queue_peek_head (&self->calls)) != NULL)
    tap_link_end_call (self, call, at, by, how, detail);
  tap_wire_reset (g_steal_pointer (&self->agent), 0);
  tap_link_free (self);
}

static void
gateway_reset (TapLink *self, TapWireEnd end)
{
  gint64 at = tap_link_now (self);

  tap_link_observe_end (self, at);
  end_calls (self, self->agent_ended ? "agent" : "gateway", end, at);
  tap_wire_reset (g_steal_pointer (&self->agent), 0);
  tap_link_free (self);
}

static void
gateway_end (TapLink *self, TapWireEnd end)
{
  TapCall *call = g_queue_peek_head (&self->calls);
  gint64 at = tap_link_now (self);

  self->gateway_ended = TRUE;
  tap_link_observe_end (self, at);
  if (call != NULL && call->answer_begun && end == TAP_WIRE_END
      && tap_body_may_end (&call->body) && call->status != 0)
    {
      call->answer_done = TRUE;
      tap_link_settle (self, call, at);
    }
  /* An agent on a plain socket could take this end for a clean one only where nothing but the
   * end tells that the answer is whole. */
  else if (call != NULL && call->answer_begun && end != TAP_WIRE_END
           && (end == TAP_WIRE_FAILED || tap_body_may_end (&call->body)))
    {
      gateway_reset (self, end);
      return;
    }
  if (self->agent_ended)
    end_calls (self, "agent", TAP_WIRE_END, at);
  else
    cut_calls (self, end, at);
  tap_wire_shutdown (self->agent);
}

static void
agent_end (TapLink *self)
{
  gint64 at = tap_link_now (self);
  TapCall *call;

  self->agent_ended = TRUE;
  /* It may have ended one direction only, or have gone; a FIN is the same in both. While nothing
   * is sent to it only its kernel can tell, and without that the link would last as long as a
   * gateway that says nothing. */
  tap_wire_ask_after (self->agent);
  if (self->head != NULL)
    {
      record_partial_head (self, at);
      call = g_queue_peek_tail (&self->calls);
      tap_link_end_call (self, call, at, "agent", "fin", NULL);
    }
  call = g_queue_peek_head (&self->calls);
  if (call != NULL)
    tap_link_note (self, call->id, at, "agent-closed", NULL);
  if (self->gateway != NULL)
    tap_wire_shutdown (self->gateway);
}

/* An agent that left before any request of its own was whole waits for no answer. A handshake may
 * stall for ever; a plain gateway is there or not, and is sent what the agent sent of it. */
static gboolean
is_given_up (TapLink *self)
{
  TapCall *call = g_queue_peek_head (&self->calls);

  return self->agent_ended && self->connecting != NULL && self->upstream->tls
         && self->answer == NULL
         && (call == NULL || call == self->asking) && tap_wire_get_pending (self->agent) == 0;
}

void
tap_link_check_ends (TapLink *self)
{
  TapWireEnd agent, gateway;

  if (self->dead)
    return;
  agent = tap_wire_get_read_end (self->agent);
  gateway = self->gateway != NULL ? tap_wire_get_read_end (self->gateway) : TAP_WIRE_OPEN;

  if (tap_wire_is_reset (self->agent)
      && (agent != TAP_WIRE_OPEN || self->gateway == NULL || tap_wire_get_pending (self->gateway) > 0
          || !tap_wire_is_readable (self->agent)))
    {
      agent_reset (self);
      return;
    }
  if (gateway != TAP_WIRE_OPEN && tap_wire_is_reset (self->gateway))
    {
      gateway_reset (self, TAP_WIRE_RESET);
      return;
    }
  if (gateway != TAP_WIRE_OPEN && !self->gateway_ended)
    {
      gateway_end (self, gateway);
      if (self->dead)
        return;
    }
  if (agent != TAP_WIRE_OPEN && !self->agent_ended)
    agent_end (self);
  /* The gateway's side came up after the agent had ended its own. */
  if (self->agent_ended && self->gateway != NULL)
    tap_wire_shutdown (self->gateway);

  if (is_given_up (self))
    {
      tap_link_free (self);
      return;
    }
  if (!self->agent_ended || self->connecting != NULL)
    return;
  if (self->gateway == NULL && tap_wire_get_pending (self->agent) == 0 && self->answer == NULL)
    tap_link_free (self);
  else if (self->gateway != NULL && self->gateway_ended && tap_wire_is_shut (self->agent)
           && tap_wire_is_shut (self->gateway))
    tap_link_free (self);
}

static void
link_finalize (gpointer data)
{
  TapLink *self = data;

  g_clear_pointer (&self->waiting, g_byte_array_unref);
  g_clear_pointer (&self->staged, g_byte_array_unref);
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->answer_head, g_byte_array_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self->answer_detail);
  g_free (self);
}

void
tap_link_free (TapLink *self)
{
  if (self->dead)
    return;
  self->dead = TRUE;
  if (has_open_calls (self))
    end_calls (self, "agent", TAP_WIRE_END, tap_link_now (self));
  if (self->connecting != NULL)
    {
      g_cancellable_cancel (self->connecting);
      g_clear_object (&self->connecting);
    }
  tap_loop_unset_timer (self->shared->loop, &self->stall_timer);
  g_clear_pointer (&self->agent, tap_wire_free);
  g_clear_pointer (&self->gateway, tap_wire_free);
  g_ptr_array_remove (self->shared->braked, self);
  g_hash_table_remove (self->shared->links, self);
  self->shared->agents_open--;
  tap_loop_later (self->shared->loop, link_finalize, self);
}
