/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "check-trace.h"
#include "tap-verdict.h"

/* Exchanges as scripts, from which a trace is made: what came, and in which millisecond. */
typedef enum
{
  STEP_OVER,     /* the script's end */
  STEP_ASK,      /* a request: its head's lines but the framing, a blank line, its body */
  STEP_ANSWER,   /* a response's head, without its blank line */
  STEP_BODY,     /* a piece of its body, sent as a chunk */
  STEP_RAW,      /* bytes of the body as they are */
  STEP_NOTE,     /* a note record's word */
  STEP_LOST,     /* so many bytes */
  STEP_END,      /* "by how", and ": detail"; "gateway complete" sends the last chunk too */
  STEP_FINISH,   /* no more records come, the capture went on until then */
} StepKind;

typedef struct
{
  StepKind kind;
  guint64 exchange;
  gint64 at; /* ms */
  const char *text;
} Step;

#define STEP_OF(what, id, at, ...) { STEP_##what, id, at, __VA_ARGS__ }
#define ASK(...) STEP_OF (ASK, 1, 0, __VA_ARGS__)
#define ANSWER(at, ...) { STEP_ANSWER, 1, at, __VA_ARGS__ }
#define BODY(at, ...) { STEP_BODY, 1, at, __VA_ARGS__ }
#define RAW(at, ...) { STEP_RAW, 1, at, __VA_ARGS__ }
#define NOTE(at, word) { STEP_NOTE, 1, at, word }
#define LOSE(at, bytes) { STEP_LOST, 1, at, bytes }
#define END_BY(at, how) { STEP_END, 1, at, how }
#define AT_LAST(at) { STEP_FINISH, 1, at, NULL }

#define BEGUN START OPEN_TEXT (0) TEXT (0, "Hel")

/* Heads. */
#define POST(path, agent, body) \
  "POST " path " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " agent \
  "\r\nContent-Type: application/json\r\n\r\n" body
#define JSON(...) #__VA_ARGS__
#define STREAMED \
  JSON ({"model": "m-1", "max_tokens": 64, "stream": true, \
         "messages": [{"role": "user", "content": "hi"}], \
         "tools": [{"name": "look", "input_schema": {}}]})
#define CHATTED \
  JSON ({"model": "m-1", "stream": true, "messages": [{"role": "user", "content": "hi"}], \
         "tools": [{"type": "function", "function": {"name": "look"}}]})
#define MESSAGES_ASK(agent) ASK (POST ("/v1/messages", agent, STREAMED))
#define ANY_ASK MESSAGES_ASK ("test/1.0")
#define CHAT_ASK(agent) ASK (POST ("/v1/chat/completions", agent, CHATTED))
#define RESPONSES_ASK(agent) \
  ASK (POST ("/v1/responses", agent, JSON ({"model": "m-1", "stream": true, "input": "hi"})))
#define SSE_200 "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
#define JSON_OF(status) "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n"
#define HTML_OF(status) "HTTP/1.1 " status "\r\nContent-Type: text/html\r\n"
#define STREAM_AT(at) ANSWER (at, SSE_200)

/* Attempts of one call, by one session. */
#define AGENT "claude-cli/2.1.329 (external, cli)\r\nX-Claude-Code-Session-Id: s-1"
#define UNSTREAMED JSON ({"model": "m-1", "max_tokens": 64, \
                          "messages": [{"role": "user", "content": "hi"}], \
                          "tools": [{"name": "look", "input_schema": {}}]})
#define ASK_OF(id, at) STEP_OF (ASK, id, at, POST ("/v1/messages", AGENT, STREAMED))
#define STREAM_OF(id, at) STEP_OF (ANSWER, id, at, SSE_200)
#define CUT_OF(id, at) \
  ASK_OF (id, at), STREAM_OF (id, (at) + 10), \
    STEP_OF (BODY, id, (at) + 20, BEGUN), \
    STEP_OF (END, id, (at) + 100, "gateway rst")
#define GOOD_OF(id, at) \
  ASK_OF (id, at), STREAM_OF (id, (at) + 10), STEP_OF (BODY, id, (at) + 20, GOOD), \
    STEP_OF (END, id, (at) + 100, "gateway complete")
#define EMPTY_OF(id, at) \
  ASK_OF (id, at), STREAM_OF (id, (at) + 1), STEP_OF (END, id, (at) + 3, "gateway complete")
#define BAD_OF(id, at) \
  ASK_OF (id, at), STEP_OF (ANSWER, id, (at) + 1, JSON_OF ("502 Bad Gateway")), \
    STEP_OF (BODY, id, (at) + 2, "{}"), STEP_OF (END, id, (at) + 3, "gateway complete")
#define REFUSED_OF(id, at) ASK_OF (id, at), STEP_OF (END, id, (at) + 1, "gateway refused")

/* Where the gateway is; a test that sets it sets it back. */
extern const char *script_upstream;

/* Pushes the steps up to STEP_OVER. */
void script_push (TapTrace *trace, const Step *steps);
