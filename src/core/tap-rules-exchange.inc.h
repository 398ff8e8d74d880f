/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What only an exchange, or several of them, can show (protocol B.5, D.1 to D.4). */
#define TAP_RULES_EXCHANGE(X)                                                                     \
  X (SSE_MISLABELLED, "sse-mislabelled", TAP_SEVERITY_WARNING,                                    \
     N_ ("The body was a stream of events, but its content type did not say so."))                \
  X (TRUNCATED_BODY, "truncated-body", TAP_SEVERITY_ERROR,                                        \
     N_ ("The body was cut off before the end that its framing promised."))                       \
  X (IDLE_GAP, "idle-gap", TAP_SEVERITY_WARNING,                                                  \
     N_ ("Nothing at all came for a long time."))                                                 \
  X (PING_MASKED_SILENCE, "ping-masked-silence", TAP_SEVERITY_WARNING,                            \
     N_ ("Nothing but pings and comments came for a long time."))                                 \
  X (BUFFERED_BURSTS, "buffered-bursts", TAP_SEVERITY_WARNING,                                    \
     N_ ("Events came in bursts, as if something on the way collected them."))                    \
  X (UNDECLARED_CODING, "undeclared-coding", TAP_SEVERITY_ERROR,                                  \
     N_ ("The body was compressed, but its head did not say so."))                                \
  X (BODY_NOT_DECODABLE, "body-not-decodable", TAP_SEVERITY_ERROR,                                \
     N_ ("The body's content coding was broken, unknown or a bomb, so it could not be "           \
         "read."))                                                                                \
  X (MALFORMED_RESPONSE, "malformed-response", TAP_SEVERITY_ERROR,                                \
     N_ ("The gateway's answer was not proper HTTP."))                                            \
  X (LOG_INCOMPLETE, "log-incomplete", TAP_SEVERITY_WARNING,                                      \
     N_ ("Part of the exchange could not be written to the log, so findings may be "              \
         "missing."))                                                                             \
  X (UPSTREAM_UNREACHABLE, "upstream-unreachable", TAP_SEVERITY_ERROR,                            \
     N_ ("The gateway could not be reached."))                                                    \
  X (REQUEST_REJECTED, "request-rejected", TAP_SEVERITY_WARNING,                                  \
     N_ ("The gateway or the provider refused the request."))                                     \
  X (RATE_LIMITED, "rate-limited", TAP_SEVERITY_WARNING,                                          \
     N_ ("The gateway or the provider asked for fewer requests."))                                \
  X (COUNT_TOKENS_UNSUPPORTED, "count-tokens-unsupported", TAP_SEVERITY_WARNING,                  \
     N_ ("The gateway cannot count tokens, so the client estimates them."))                       \
  X (MODELS_UNSUPPORTED, "models-unsupported", TAP_SEVERITY_NOTE,                                 \
     N_ ("The gateway has no list of its models."))                                               \
  X (BETA_QUERY_REJECTED, "beta-query-rejected", TAP_SEVERITY_ERROR,                              \
     N_ ("The gateway does not serve the path with ?beta=true, which Claude Code always asks "    \
         "for."))                                                                                 \
  X (NONSTREAM_FALLBACK, "nonstream-fallback-after-stream-failure", TAP_SEVERITY_WARNING,         \
     N_ ("The client asked again without streaming after a stream had failed."))                  \
  X (RETRY_STORM, "retry-storm", TAP_SEVERITY_WARNING,                                            \
     N_ ("The client asks for the same again and again."))                                        \
  X (RETRY_AFTER_NOT_KEPT, "retry-after-not-kept", TAP_SEVERITY_WARNING,                          \
     N_ ("The client came again earlier than it was told to."))                                   \
  X (DUPLICATE_REQUEST, "duplicate-request", TAP_SEVERITY_WARNING,                                \
     N_ ("The same request was answered twice."))                                                 \
  X (UPSTREAM_5XX, "upstream-5xx", TAP_SEVERITY_ERROR,                                            \
     N_ ("The gateway answered with a server error."))                                            \
  X (NO_ANSWER, "no-answer", TAP_SEVERITY_ERROR,                                                  \
     N_ ("The gateway ended the connection before it answered at all."))                          \
  X (AGENT_LEFT, "agent-left", TAP_SEVERITY_WARNING,                                              \
     N_ ("The agent closed its connection before the answer was complete."))                      \
  X (AGENT_NOT_READING, "agent-not-reading", TAP_SEVERITY_WARNING,                                \
     N_ ("The agent did not read what had come for it."))                                         \
  X (TRAILING_BYTES, "trailing-bytes", TAP_SEVERITY_WARNING,                                      \
     N_ ("The gateway sent bytes that belong to no answer."))                                     \
  X (REQUEST_REFUSED, "request-refused", TAP_SEVERITY_ERROR,                                      \
     N_ ("Tapline did not pass the request on, because it was not proper HTTP."))                 \
  X (CAPTURE_ENDED, "capture-ended", TAP_SEVERITY_NOTE,                                           \
     N_ ("The capture ended before the exchange did."))
