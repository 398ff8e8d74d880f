/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

/* How long somebody waited until the end, and whose limit that may have been. */

/* A silence of that length before an end is no chance any more, even if no known limit fits. */
#define LONG_WAIT (30 * G_USEC_PER_SEC)

/* Limits that people set are round. */
#define ROUND (5 * G_USEC_PER_SEC)
#define ROUND_SLACK (G_USEC_PER_SEC / 5)

gint64
tap_case_last_wait (const TapCase *self)
{
  gint64 since = MAX (tap_exchange_get_last_byte (self->exchange),
                      tap_exchange_get_answered (self->exchange));

  since = MAX (since, tap_exchange_get_asked (self->exchange));
  since = MAX (since, self->began);
  /* Bytes came, and nobody knows when. */
  if (tap_exchange_get_bytes_in (self->exchange) > 0
      && tap_exchange_get_last_byte (self->exchange) < 0)
    return 0;
  return since >= 0 ? MAX (0, self->over - since) : 0;
}

/* Codex counts events only, so pings of bytes do not keep it. */
gint64
tap_case_agent_wait (const TapCase *self)
{
  gint64 wait = tap_case_last_wait (self);

  return self->identity->client == TAP_CLIENT_CODEX && self->status != 0
           ? MAX (wait, self->event_gap)
           : wait;
}

/* Of others than the agent a limit is no explanation of what the agent did. */
const TapLimit *
tap_case_agent_limit (const TapCase *self)
{
  TapClient client = self->identity->client;
  const TapLimit *limit = tap_limit_near (tap_case_agent_wait (self), TAP_LIMIT_OF_AGENT, client);

  return limit != NULL && client != TAP_CLIENT_UNKNOWN && (limit->clients & (1u << client)) != 0
           ? limit
           : NULL;
}

gboolean
tap_case_is_said_limit (const TapCase *self)
{
  gint64 wait = tap_case_agent_wait (self);
  gint64 said = self->identity->timeout;

  return said > 0 && wait >= said - said / 50 && wait <= said + MAX (said / 20, G_USEC_PER_SEC);
}

gboolean
tap_case_is_round_wait (const TapCase *self)
{
  gint64 wait = tap_case_agent_wait (self);
  gint64 rest = wait % ROUND;

  return wait >= 2 * ROUND - ROUND_SLACK && (rest <= ROUND_SLACK || ROUND - rest <= ROUND_SLACK);
}

const TapLimit *
tap_case_gateway_limit (const TapCase *self)
{
  return self->has_gap
           ? tap_limit_near (self->gap_length, TAP_LIMIT_OF_GATEWAY, TAP_CLIENT_UNKNOWN)
           : NULL;
}

gboolean
tap_case_is_idle_limit (const TapCase *self)
{
  return self->has_gap && self->gap.because == TAP_SILENCE_OF_GATEWAY
         && (self->gap_length >= LONG_WAIT || tap_case_gateway_limit (self) != NULL);
}
