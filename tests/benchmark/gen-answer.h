/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "gen-plan.h"

/* One answer, piece by piece: no socket, no clock. A piece is what goes out in one write. */
typedef enum
{
  GEN_ANSWER_HEAD,
  GEN_ANSWER_HELD, /* the head is out, the barrier is not open */
  GEN_ANSWER_EVENTS,
  GEN_ANSWER_OVER,
  GEN_ANSWER_CUT, /* the connection is to be closed */
} GenAnswerState;

typedef struct
{
  GenPlan plan;
  GenAnswerState state;
  guint64 next; /* number of the next delta */
  guint64 sent; /* bytes of bodies made so far, over all answers, framing included */
  char *piece;  /* kept from answer to answer */
  gsize size;
  gsize length;
  guint64 filled; /* deltas that the piece holds the fixed bytes of */
} GenAnswer;

void gen_answer_clear (GenAnswer *self);
void gen_answer_start (GenAnswer *self, const GenPlan *plan);

/* Opens the barrier. */
void gen_answer_release (GenAnswer *self);

/* Makes the next piece, with this time in its deltas. @text: (nullable): a whole answer to give
 * instead of a stream. FALSE if there is none now. */
gboolean gen_answer_next (GenAnswer *self, guint64 now, const char *text);
