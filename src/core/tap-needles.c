/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-needles.h"

#include <string.h>

#include "tap-needle-forms.h"

#define N_BUCKETS 4096

typedef struct
{
  guint8 *bytes;
  guint32 length;
  const TapForm *form;   /* NULL: the literal is all */
  guint32 next;          /* with the same hash of the first three bytes; index + 1 */
  guint32 next_first;    /* with the same first byte; index + 1 */
} Needle;

struct _TapNeedles
{
  GArray *needles;
  guint32 buckets[N_BUCKETS];
  guint32 by_first[256];
  guint32 longest[256];   /* by first byte; 0: no needle begins so */
  guint32 longest_of_all;
  guint8 pairs[65536 / 8]; /* bits: bytes 0 and 1, or 1 and 2, of a needle */
};

static inline guint
pair_at (const guint8 *text)
{
  guint16 pair;

  memcpy (&pair, text, sizeof pair);
  return GUINT16_FROM_LE (pair);
}

static inline gboolean
has_pair (const TapNeedles *self, const guint8 *text)
{
  guint pair = pair_at (text);

  return (self->pairs[pair >> 3] >> (pair & 7)) & 1;
}

static inline guint
hash_at (const guint8 *text)
{
  guint32 three = text[0] | (guint32) text[1] << 8 | (guint32) text[2] << 16;

  return three * 0x9e3779b1u >> 20;
}

static void
add (TapNeedles *self, const guint8 *bytes, gsize length, const TapForm *form)
{
  Needle needle = { g_memdup2 (bytes, length), length, form, 0, 0 };
  guint hash = hash_at (bytes), index = self->needles->len + 1;

  g_assert (length >= TAP_NEEDLE_MIN);

  needle.next = self->buckets[hash];
  self->buckets[hash] = index;
  needle.next_first = self->by_first[bytes[0]];
  self->by_first[bytes[0]] = index;
  self->longest[bytes[0]] = MAX (self->longest[bytes[0]], length);
  self->longest_of_all = MAX (self->longest_of_all, length);
  for (guint i = 0; i < 2; i++)
    self->pairs[pair_at (bytes + i) >> 3] |= 1 << (pair_at (bytes + i) & 7);
  g_array_append_val (self->needles, needle);
}

static void
clear_needle (gpointer data)
{
  g_free (((Needle *) data)->bytes);
}

void
tap_needles_reset (TapNeedles *self)
{
  GArray *needles = self->needles;

  memset (self, 0, sizeof *self);
  self->needles = needles;
  g_array_set_size (needles, 0);
  for (guint i = 0; i < tap_n_forms; i++)
    add (self, (const guint8 *) tap_forms[i].literal, strlen (tap_forms[i].literal), &tap_forms[i]);
}

TapNeedles *
tap_needles_new (void)
{
  TapNeedles *self = g_new0 (TapNeedles, 1);

  self->needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  g_array_set_clear_func (self->needles, clear_needle);
  tap_needles_reset (self);
  return self;
}

void
tap_needles_free (TapNeedles *self)
{
  g_array_unref (self->needles);
  g_free (self);
}

void
tap_needles_add (TapNeedles *self, const guint8 *bytes, gsize length)
{
  add (self, bytes, length, NULL);
}

/* One text and what was found in it so far. */
typedef struct
{
  const TapNeedles *needles;
  const guint8 *before;
  const guint8 *text;
  gsize length;
  gboolean final;
  gsize run_end[TAP_N_RUNS]; /* where the last credential of these characters ended */
  TapNeedleHits *hits;
} Scan;

/* In JSON a letter before may belong to an escape: "\nsk-..." */
static gboolean
is_border (const Scan *self, gsize at)
{
  guint8 last = at >= 1 ? self->text[at - 1] : self->before[1];
  guint8 second = at >= 2 ? self->text[at - 2] : self->before[at];

  return !tap_run_has (TAP_RUN_WORD, last) || (second == '\\' && strchr ("bfnrt", last) != NULL);
}

static void
add_range (Scan *self, gsize start, gsize end)
{
  TapNeedleRange range = { start, end };

  g_array_append_val (self->hits->ranges, range);
}

static void
check_form (Scan *self, const TapForm *form, gsize start, gsize literal)
{
  gsize end;

  /* The characters go on to where the credential around it ended: without this, a text of
   * nothing but beginnings would take square time. */
  if (form->max == 0 && start + literal <= self->run_end[form->run])
    return;
  if (form->border && !is_border (self, start))
    return;
  switch (tap_form_match (form, self->text, start + literal, self->length, self->final, &end))
    {
    case TAP_FORM_YES:
      add_range (self, start + form->keep, end);
      self->run_end[form->run] = MAX (self->run_end[form->run], end);
      if (end == self->length && form->max == 0)
        self->hits->run = MAX (self->hits->run, form->run); /* the wider one */
      break;
    case TAP_FORM_MAYBE:
      self->hits->maybe = MIN (self->hits->maybe, start);
      break;
    case TAP_FORM_NO:
    default:
      break;
    }
}

static void
check_start (Scan *self, gsize start)
{
  const TapNeedles *needles = self->needles;
  const guint8 *text = self->text + start;
  gsize left = self->length - start;

  if (left < TAP_NEEDLE_MIN)
    return;
  for (guint32 index = needles->buckets[hash_at (text)]; index != 0;)
    {
      const Needle *needle = &g_array_index (needles->needles, Needle, index - 1);

      index = needle->next;
      if (needle->length > left || memcmp (text, needle->bytes, needle->length) != 0)
        continue;
      if (needle->form != NULL)
        check_form (self, needle->form, start, needle->length);
      else
        add_range (self, start, start + needle->length);
    }
}

/* The earliest place from which the text is the beginning of a needle and then ends. */
static void
check_end (Scan *self)
{
  const TapNeedles *needles = self->needles;
  gsize length = self->length;
  gsize start = length >= needles->longest_of_all ? length - needles->longest_of_all + 1 : 0;

  for (; start < MIN (length, self->hits->maybe); start++)
    {
      const guint8 *text = self->text + start;
      gsize left = length - start;

      if (needles->longest[*text] <= left)
        continue;
      for (guint32 index = needles->by_first[*text]; index != 0;)
        {
          const Needle *needle = &g_array_index (needles->needles, Needle, index - 1);

          index = needle->next_first;
          if (needle->length > left && memcmp (text, needle->bytes, left) == 0
              && (needle->form == NULL || !needle->form->border || is_border (self, start)))
            {
              self->hits->maybe = start;
              return;
            }
        }
    }
}

void
tap_needles_scan (const TapNeedles *self, const guint8 before[2], const guint8 *text, gsize length,
                  gboolean final, TapNeedleHits *hits)
{
  Scan scan = { self, before, text, length, final, { 0 }, hits };
  gsize i = 0;

  hits->maybe = length;
  hits->run = TAP_RUN_NONE;

  while (i + 1 < length)
    {
      /* Four pairs at once while nothing is found. */
      while (length - i >= 8
             && !(has_pair (self, text + i) | has_pair (self, text + i + 2)
                  | has_pair (self, text + i + 4) | has_pair (self, text + i + 6)))
        i += 8;
      for (gsize stop = MIN (i + 8, length - (length & 1)); i < stop; i += 2)
        if (has_pair (self, text + i))
          {
            if (i > 0)
              check_start (&scan, i - 1);
            check_start (&scan, i);
          }
    }

  if (!final)
    check_end (&scan);
}

gsize
tap_needles_run (guint8 run, const guint8 *text, gsize length)
{
  gsize n = 0;

  while (n < length && run != TAP_RUN_NONE && tap_run_has (run, text[n]))
    n++;
  return n;
}
