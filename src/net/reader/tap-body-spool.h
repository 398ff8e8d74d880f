/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-decode.h"
#include "tap-framing.h"
#include "tap-spool.h"

G_BEGIN_DECLS

/* A body on its way into a spool: framing undone, decoded. Zero-filled with a spool it is ready;
 * what comes before it was begun is passed over. */
typedef struct
{
  TapBody body;
  TapDecoder *decoder; /* NULL: not coded, or a coding that is not known */
  TapSpool *spool;     /* borrowed */
  gboolean begun;
  gboolean done;       /* all of it came */
  gboolean stopped;
  char *fault;         /* NULL, or a sentence: what follows is missing or not decoded */
} TapBodySpool;

/* @head: (nullable) for its coding. The rest as for tap_body_init(). */
void tap_body_spool_begin (TapBodySpool *self, const TapHead *head, TapFraming framing,
                           guint64 length, gboolean strict);
void tap_body_spool_push (TapBodySpool *self, const guint8 *bytes, gsize length);
/* Bytes are missing: if it is not whole yet, what follows is not looked at, for that reason. */
void tap_body_spool_stop (TapBodySpool *self, const char *fault);
void tap_body_spool_clear (TapBodySpool *self); /* not the spool */

G_END_DECLS
