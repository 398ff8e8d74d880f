/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"
#include "tap-framing.h"
#include "tap-decode.h"
#include "tap-grammar.h"
#include "tap-identity.h"

G_BEGIN_DECLS

/* What a request says that others need: model, stream, tool names; in its JSON body, and for Gemini
 * in its path. Its bytes are kept
 * only until they are all there, and never more than TAP_ASK_MAX of them. */
#define TAP_ASK_MAX (32 * 1024 * 1024)

/* A zero-filled one is ready for use. */
typedef struct
{
  TapBody body;
  TapDecoder *decoder;  /* NULL: there is no coding */
  GByteArray *bytes;    /* decoded, as far as they came; NULL: none yet */
  gboolean wanted;      /* and not read as yet */
  gboolean complete;    /* its framing says so */
  gboolean known;       /* the fields below are what the request said */
  gboolean stream;
  gboolean path_stream; /* as the path says; some say it nowhere else */
  gboolean include_usage; /* Chat */
  gboolean resumed;     /* Responses: only what follows an event of its */
  char *model;
  char **tools;         /* (nullable) */
  TapIdentity *identity; /* (nullable) borrowed; to be completed from the body */
} TapAsk;

void tap_ask_clear (TapAsk *self);

/* @head: of the request; NULL or a broken one: its body cannot be followed. */
void tap_ask_begin (TapAsk *self, const TapHead *head);

/* What the first line alone says. @target: in any form. */
void tap_ask_read_target (TapAsk *self, const char *method, const char *target);

/* Bytes of the body with their framing. Once the last byte is there the fields are read.
 * @json: scratch. Returns how many of the bytes belong to the body. */
gsize tap_ask_push (TapAsk *self, const guint8 *bytes, gsize length, TapJson *json);

/* No more of it will be looked at: bytes are missing, or the exchange ended. */
void tap_ask_drop (TapAsk *self);

/* What a grammar wants to know, or FALSE if the request is not known. Borrows from @self. */
gboolean tap_ask_describe (const TapAsk *self, TapGrammarRequest *request);

G_END_DECLS
