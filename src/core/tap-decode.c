/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-decode.h"

#include "tap-coding.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#define PIECE (64 * 1024)
#define MAX_CODINGS 4

static const struct
{
  const char *name;
  const TapCoding *coding; /* NULL: the bytes themselves */
} known[] = {
  { "identity", NULL },
  { "gzip", &tap_coding_gzip },
  { "x-gzip", &tap_coding_gzip },
  { "deflate", &tap_coding_deflate },
  { "br", &tap_coding_br },
  { "zstd", &tap_coding_zstd },
};

typedef struct
{
  const TapCoding *coding;
  gpointer state;
  gboolean ended;
  guint64 decoded;
  guint8 *piece;
  gsize filled;
} Stage;

struct _TapDecoder
{
  Stage stages[MAX_CODINGS]; /* the coding applied last comes first */
  guint n_stages;
  guint64 taken;             /* bytes the first stage used */
  char *fault;
  TapDecoderFunc func;       /* while bytes are pushed */
  gpointer user_data;
};

static gboolean
find_coding (const char *name, const TapCoding **coding)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i].name, name) == 0)
      {
        *coding = known[i].coding;
        return TRUE;
      }
  return FALSE;
}

static gboolean
add_stage (TapDecoder *self, const char *name)
{
  const TapCoding *coding = NULL;
  Stage *stage;

  if (!find_coding (name, &coding))
    return FALSE;
  if (coding == NULL)
    return TRUE;
  if (self->n_stages == MAX_CODINGS)
    return FALSE;

  stage = &self->stages[self->n_stages++];
  stage->coding = coding;
  stage->state = coding->open ();
  stage->piece = g_malloc (PIECE);
  return TRUE;
}

TapDecoder *
tap_decoder_new (const char *codings)
{
  g_autoptr (TapDecoder) self = g_new0 (TapDecoder, 1);
  GSList *names = codings != NULL ? soup_header_parse_list (codings) : NULL;
  gboolean all_known = TRUE;

  /* The last that was applied is the first to be undone. */
  names = g_slist_reverse (names);
  for (GSList *l = names; l != NULL && all_known; l = l->next)
    all_known = add_stage (self, l->data);
  soup_header_free_list (names);
  return all_known ? g_steal_pointer (&self) : NULL;
}

void
tap_decoder_free (TapDecoder *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_stages; i++)
    {
      self->stages[i].coding->close (self->stages[i].state);
      g_free (self->stages[i].piece);
    }
  g_free (self->fault);
  g_free (self);
}

static gboolean push_stage (TapDecoder *self, guint index, const guint8 *bytes, gsize length);

static gboolean
hand_on (TapDecoder *self, guint index)
{
  Stage *stage = &self->stages[index];
  gsize filled = stage->filled;

  stage->filled = 0;
  return filled == 0 || push_stage (self, index + 1, stage->piece, filled);
}

/* What was decoded before the fault goes on first; a fault found in that is the one told. */
static gboolean
fail (TapDecoder *self, guint index, char *fault)
{
  g_autofree char *owned = fault;

  if (hand_on (self, index))
    self->fault = g_steal_pointer (&owned);
  return FALSE;
}

/* Bounds each stage by what came from outside, so that a bomb inside a bomb is none either. */
static gboolean
is_bomb (const TapDecoder *self, const Stage *stage, gsize *written)
{
  guint64 bound = MAX (TAP_DECODE_FREE, self->taken * TAP_DECODE_MAX_RATIO);

  if (*written <= bound - stage->decoded)
    return FALSE;
  *written = bound - stage->decoded;
  return TRUE;
}

static gboolean
push_stage (TapDecoder *self, guint index, const guint8 *bytes, gsize length)
{
  TapCodingInput input = { bytes, length };
  Stage *stage = &self->stages[index];

  if (index == self->n_stages)
    {
      self->func (bytes, length, self->user_data);
      return TRUE;
    }

  while (TRUE)
    {
      const char *name = stage->coding->name;
      gsize before = input.length;
      gsize written = 0;
      gboolean bomb;
      TapCodingStep step;

      if (stage->ended && input.length == 0)
        return hand_on (self, index);
      if (stage->ended && stage->coding->restart == NULL)
        return fail (self, index,
                     g_strdup_printf (_ ("The %s coding came to its end, but more bytes follow."),
                                      name));
      if (stage->ended)
        stage->coding->restart (stage->state);

      step = stage->coding->step (stage->state, &input, stage->piece + stage->filled,
                                  PIECE - stage->filled, &written);
      if (index == 0)
        self->taken += before - input.length;
      bomb = is_bomb (self, stage, &written);
      stage->ended = step == TAP_CODING_END;
      stage->decoded += written;
      stage->filled += written;

      if (bomb)
        return fail (self, index,
                     g_strdup_printf (_ ("The %s coding unpacks to more than %d times its size."),
                                      name, TAP_DECODE_MAX_RATIO));
      if (step == TAP_CODING_BROKEN)
        return fail (self, index,
                     g_strdup_printf (_ ("The %s coding is broken after %ju decoded bytes."),
                                      name, stage->decoded));
      if (step == TAP_CODING_TOO_LARGE)
        return fail (self, index,
                     g_strdup_printf (_ ("The %s coding asks for a larger window than is allowed."),
                                      name));

      if (stage->filled == PIECE)
        {
          if (!hand_on (self, index))
            return FALSE;
        }
      else if (step == TAP_CODING_MORE && input.length == 0)
        return hand_on (self, index);
    }
}

gboolean
tap_decoder_push (TapDecoder *self, const guint8 *bytes, gsize length, TapDecoderFunc func,
                  gpointer user_data)
{
  self->func = func;
  self->user_data = user_data;

  for (gsize used = 0, n; self->fault == NULL && used < length; used += n)
    {
      n = MIN (length - used, PIECE);
      push_stage (self, 0, bytes + used, n);
    }

  return self->fault == NULL;
}

gboolean
tap_decoder_is_complete (const TapDecoder *self)
{
  for (guint i = 0; i < self->n_stages; i++)
    if (!self->stages[i].ended)
      return FALSE;
  return self->fault == NULL;
}

const char *
tap_decoder_fault (const TapDecoder *self)
{
  return self->fault;
}
