/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"
#include "tap-json.h"

G_BEGIN_DECLS

/* Who asked, and as part of what: told from a request's head and body (protocol D.2). */

/* What a request is for. Only TAP_ASK_MAIN and the like are the conversation; the others are what a
 * client sends beside it. */
typedef enum
{
  TAP_ASK_UNKNOWN,
  TAP_ASK_MAIN,
  TAP_ASK_SUBAGENT,
  TAP_ASK_SIDE,         /* titles, summaries, classifiers: a request beside the conversation */
  TAP_ASK_COMPACTION,
  TAP_ASK_WARMUP,
  TAP_ASK_PROBE,        /* HEAD or GET of the root, one token of "test" */
  TAP_ASK_COUNT_TOKENS,
  TAP_ASK_MODELS,
} TapAskClass;

/* The clients whose ways are known. */
typedef enum
{
  TAP_CLIENT_UNKNOWN,
  TAP_CLIENT_CLAUDE_CODE,   /* also inside the Agent SDK */
  TAP_CLIENT_ANTHROPIC_JS,
  TAP_CLIENT_ANTHROPIC_PYTHON,
  TAP_CLIENT_OPENAI_JS,
  TAP_CLIENT_OPENAI_PYTHON,
  TAP_CLIENT_CODEX,
  TAP_CLIENT_OPENCODE,
  TAP_CLIENT_AI_SDK,
  TAP_N_CLIENTS
} TapClient;

/* A zero-filled one is empty. Strings are NULL where nothing said them. */
typedef struct
{
  TapClient client;
  char *client_version;
  gboolean helper;          /* it reads the stream with its SDK's helper, not raw */
  char *session;            /* key */
  const char *session_from; /* the header or field that said it; static */
  char *agent;              /* a sub-agent's id */
  char *parent_agent;
  char *agent_type;
  char *turn;               /* prompt or turn id */
  TapAskClass ask_class;
  gboolean class_is_guess;  /* nothing said so in words */
  int retry_count;          /* X-Stainless-Retry-Count; -1: not said */
  gint64 timeout;           /* µs that the client says it waits; -1: not said */
  guint64 path;             /* a hash of the request's path, part of the fingerprint */
  guint64 fingerprint;      /* of the body, but for what a retry or a fallback changes; 0: unknown */
} TapIdentity;

void tap_identity_clear (TapIdentity *self);

/* Before the body is there. */
void tap_identity_read_head (TapIdentity *self, const TapHead *head);
/* Then the body, if it is JSON; what the head said holds. */
void tap_identity_read_body (TapIdentity *self, const TapJson *json, gsize length);

const char *tap_client_name (TapClient client); /* "Claude Code", translated where needed */
const char *tap_ask_class_name (TapAskClass ask_class); /* short, translated: "side request" */

G_END_DECLS
