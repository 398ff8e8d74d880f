/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-decode.h"
#include "tap-framing.h"
#include "tap-grammar.h"

G_BEGIN_DECLS

/* The body of an answer on its way through the fold: framing undone, decoded on a copy, and
 * checked where it is a stream or should be one. No byte is kept. A zero-filled one is ready. */

/* What is known before the first byte. */
typedef struct
{
  const TapHead *head;             /* (nullable) of the answer; NULL: it could not be read */
  const char *method;              /* (nullable) of the request */
  const char *content_type;        /* (nullable) of the answer */
  guint status;
  const TapGrammar *grammar;       /* (nullable) chosen by the user, or what the path says */
  gboolean is_endpoint;            /* the path is one where answers of that grammar are given */
  const TapGrammarRequest *request; /* (nullable) not known; what it points to must outlive the
                                       answer */
} TapAnswerHint;

typedef enum
{
  TAP_ANSWER_IGNORED,  /* nothing to check */
  TAP_ANSWER_SNIFFED,  /* its first bytes will tell */
  TAP_ANSWER_CHECKED,
} TapAnswerLook;

typedef struct
{
  TapBody body;
  TapDecoder *decoder;
  TapChecker *checker;
  TapCheckerFunc observer;
  gpointer user_data;
  const TapGrammar *grammar;
  TapGrammarRequest request; /* borrowed from the hint's; only if it is known */
  gboolean request_known;
  gint64 at;                /* of the bytes that are just passing through */
  guint8 look;              /* TapAnswerLook */
  guint8 n_sniffed;
  char sniffed[16];
  guint8 n_raw;
  guint8 raw[4];            /* the body's first bytes, before any decoding */
  GByteArray *kept;         /* (nullable) of a body that is no stream of events: its beginning */
  gboolean keeping;
  gboolean good;            /* the status is */
  gboolean begun;
  gboolean is_sse;          /* so says its content type; or one of binary frames */
  gboolean is_frames;       /* the latter */
  gboolean coded;           /* with a content coding other than identity */
  gboolean unknown_coding;
  gboolean complete;        /* its framing is */
  gboolean broken;          /* its framing is */
  gboolean blind;           /* bytes are missing: what follows is not looked at */
} TapAnswer;

void tap_answer_clear (TapAnswer *self);

/* @observer: sees each block. */
void tap_answer_begin (TapAnswer *self, const TapAnswerHint *hint, TapCheckerFunc observer,
                       gpointer user_data);

/* Bytes with their framing. Returns how many belong to this body. */
gsize tap_answer_push (TapAnswer *self, const guint8 *bytes, gsize length, gint64 at);

/* Bytes are missing from here on. */
void tap_answer_blind (TapAnswer *self);

/* Nothing more comes: the checker judges the end. The findings stay until it is cleared. */
void tap_answer_finish (TapAnswer *self, TapBodyEnd end, gint64 at);

/* NULL: not checked. (transfer none) */
TapFindings *tap_answer_findings (const TapAnswer *self);

/* The beginning of a body of JSON or HTML, and with a bad status of any other too: decoded, and at
 * most TAP_ANSWER_KEPT of it. NULL: none. (transfer none) */
#define TAP_ANSWER_KEPT (64 * 1024)
const char *tap_answer_get_kept (const TapAnswer *self, gsize *length);

/* The coding that the first bytes of a body show although its head said nothing of one ("gzip",
 * "zstd"); NULL: none. */
const char *tap_answer_undeclared_coding (const TapAnswer *self);

/* Why the body cannot be decoded, or NULL. */
const char *tap_answer_decode_fault (const TapAnswer *self);

/* A coding that did not come to its own end, although the body did. */
gboolean tap_answer_is_coding_cut (const TapAnswer *self);

G_END_DECLS
