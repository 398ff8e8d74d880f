/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What can be wrong with an exchange, as a whole. */
#define TAP_CAUSES(X)                                                                             \
  X (RUNNING, "running", N_ ("Still running"))                                                    \
  X (COMPLETE, "complete", N_ ("Complete"))                                                       \
  X (COMPLETE_WITH_FLAWS, "complete-with-flaws", N_ ("Complete, with flaws"))                     \
  X (GATEWAY_IDLE_LIMIT, "gateway-idle-limit", N_ ("Gateway gave up during silence"))             \
  X (GATEWAY_DROPPED, "gateway-dropped", N_ ("Gateway dropped the connection"))                   \
  X (GATEWAY_RESET, "gateway-reset", N_ ("Gateway reset the connection"))                         \
  X (GATEWAY_ENDED_EARLY, "gateway-ended-early", N_ ("Gateway ended the answer early"))           \
  X (ORDER_DUPLICATE, "order-duplicate", N_ ("Gateway sent the beginning twice"))                 \
  X (ORDER_SPLICED, "order-spliced", N_ ("Gateway glued two answers together"))                   \
  X (ORDER_DELTA_TYPE, "order-delta-type", N_ ("Gateway mixed up block types"))                   \
  X (ORDER_INDEX, "order-index", N_ ("Gateway broke the order of blocks"))                        \
  X (ORDER_BROKEN, "order-broken", N_ ("Gateway broke the order of events"))                      \
  X (EVENT_NAMES_LOST, "event-names-lost", N_ ("Gateway lost the event names"))                   \
  X (EVENTS_MALFORMED, "events-malformed", N_ ("Gateway sent events that cannot be read"))        \
  X (ERROR_EVENT, "error-event", N_ ("Provider reported an error in the stream"))                 \
  X (FALSE_SUCCESS, "false-success", N_ ("Failure dressed up as a success"))                      \
  X (WRONG_BODY, "wrong-body", N_ ("Wrong body under a good status"))                             \
  X (BUFFERING_HOP, "buffering-hop", N_ ("Something on the way holds events back"))               \
  X (OVERLOADED, "overloaded", N_ ("Provider overloaded"))                                        \
  X (RATE_LIMITED, "rate-limited", N_ ("Rate limit reached"))                                     \
  X (SERVER_ERROR, "server-error", N_ ("Gateway answered with a server error"))                   \
  X (ENDPOINT_NOT_SERVED, "endpoint-not-served", N_ ("Gateway does not serve this endpoint"))     \
  X (CREDENTIALS_REFUSED, "credentials-refused", N_ ("Credentials were refused"))                 \
  X (REQUEST_REFUSED, "request-refused", N_ ("Request was refused"))                              \
  X (TOOL_CALL_AS_TEXT, "tool-call-as-text", N_ ("Tool call came as text"))                       \
  X (TOOL_INPUT_BROKEN, "tool-input-broken", N_ ("Tool call cannot be run"))                      \
  X (MAX_TOKENS, "max-tokens", N_ ("Answer was cut at its token limit"))                          \
  X (AGENT_IDLE_LIMIT, "agent-idle-limit", N_ ("Agent gave up waiting"))                          \
  X (AGENT_CANCELLED, "agent-cancelled", N_ ("Agent cancelled"))                                  \
  X (AGENT_NOT_READING, "agent-not-reading", N_ ("Agent does not read"))                          \
  X (NO_CONNECTION_NAME, "no-connection-name", N_ ("Gateway’s name has no address"))              \
  X (NO_CONNECTION_REFUSED, "no-connection-refused", N_ ("Gateway does not listen"))              \
  X (NO_CONNECTION_TLS, "no-connection-tls", N_ ("No TLS session with the gateway"))              \
  X (NO_CONNECTION, "no-connection", N_ ("Gateway cannot be reached"))                            \
  X (REQUEST_BLOCKED, "request-blocked", N_ ("Tapline did not pass the request on"))              \
  X (RETRY_STORM, "retry-storm", N_ ("Agent repeats the request again and again"))                \
  X (NOT_HTTP, "not-http", N_ ("Not proper HTTP"))                                                \
  X (CAPTURE_INCOMPLETE, "capture-incomplete", N_ ("Capture does not hold all of it"))
