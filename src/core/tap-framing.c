/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-framing.h"

#include <glib/gi18n-lib.h>

typedef enum
{
  STEP_SIZE,          /* at the first byte of a chunk line */
  STEP_DIGITS,        /* inside the size */
  STEP_SPACE,         /* white space behind the size */
  STEP_EXTENSION,
  STEP_LINE_LF,       /* the chunk line's LF must come */
  STEP_DATA,
  STEP_DATA_CR,       /* the line end behind the chunk */
  STEP_DATA_LF,
  STEP_TRAILER_START, /* at the first byte of a trailer line: an empty one ends the body */
  STEP_TRAILER,
  STEP_TRAILER_LF,
  STEP_LAST_LF,
  STEP_DONE,
  STEP_BAD,
} Step;

static const gint8 hex_values[256] = {
  ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
  ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
  ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

void
tap_body_init (TapBody *self, TapFraming framing, guint64 length, gboolean strict)
{
  *self = (TapBody) {
    .framing = framing,
    .strict = strict,
    .left = framing == TAP_FRAMING_LENGTH ? length : 0,
  };
}

/* What follows once the line with the size is over. */
static Step
end_of_line (TapBody *self)
{
  self->line = 0;
  self->digits = 0;
  return self->left > 0 ? STEP_DATA : STEP_TRAILER_START;
}

static Step
step_digit (TapBody *self, guint8 c)
{
  guint8 value = hex_values[c] - 1;

  /* Sixteen digits are plain; beyond them only zeros in front can be meant. */
  if (self->left >> 59 != 0 || (self->strict && self->digits == 16))
    return STEP_BAD;
  self->left = self->left << 4 | value;
  self->digits = MIN (self->digits + 1, 16);
  return STEP_DIGITS;
}

static Step
step_byte (TapBody *self, Step step, guint8 c)
{
  gboolean lenient = !self->strict;

  switch (step)
    {
    case STEP_SIZE:
      if (lenient && (c == ' ' || c == '\t'))
        return STEP_SIZE;
      return hex_values[c] ? step_digit (self, c) : STEP_BAD;

    case STEP_DIGITS:
      if (hex_values[c])
        return step_digit (self, c);
      if (lenient && (c == ' ' || c == '\t'))
        return STEP_SPACE;
      G_GNUC_FALLTHROUGH;
    case STEP_SPACE:
      if (c == '\r')
        return STEP_LINE_LF;
      if (c == ';')
        return STEP_EXTENSION;
      if (lenient && c == '\n')
        return end_of_line (self);
      return lenient && step == STEP_SPACE && (c == ' ' || c == '\t') ? STEP_SPACE : STEP_BAD;

    case STEP_EXTENSION:
      if (c == '\r')
        return STEP_LINE_LF;
      if (c == '\n')
        return lenient ? end_of_line (self) : STEP_BAD;
      return c == '\0' && self->strict ? STEP_BAD : STEP_EXTENSION;

    case STEP_LINE_LF:
      if (c == '\n')
        return end_of_line (self);
      /* Clients that read to the LF take a CR inside an extension for one of its bytes. */
      return lenient && c == '\r' ? STEP_LINE_LF : STEP_BAD;

    case STEP_DATA_CR:
      if (c == '\r')
        return STEP_DATA_LF;
      return lenient && c == '\n' ? STEP_SIZE : STEP_BAD;

    case STEP_DATA_LF:
      return c == '\n' ? STEP_SIZE : STEP_BAD;

    case STEP_TRAILER_START:
      if (c == '\r')
        return STEP_LAST_LF;
      if (c == '\n')
        return lenient ? STEP_DONE : STEP_BAD;
      if (self->strict && (c == ' ' || c == '\t'))
        return STEP_BAD;
      G_GNUC_FALLTHROUGH;
    case STEP_TRAILER:
      if (c == '\r')
        return STEP_TRAILER_LF;
      if (c == '\n')
        return lenient ? STEP_TRAILER_START : STEP_BAD;
      return c == '\0' && self->strict ? STEP_BAD : STEP_TRAILER;

    case STEP_TRAILER_LF:
      if (c == '\n')
        return STEP_TRAILER_START;
      if (self->strict)
        return STEP_BAD;
      return c == '\r' ? STEP_TRAILER_LF : STEP_TRAILER;

    case STEP_LAST_LF:
      return c == '\n' ? STEP_DONE : STEP_BAD;

    case STEP_DATA:
    case STEP_DONE:
    case STEP_BAD:
    default:
      g_assert_not_reached ();
    }
}

static TapBodyState
state_of (const TapBody *self)
{
  if (self->step == STEP_BAD)
    return TAP_BODY_BAD;
  return self->step == STEP_DONE ? TAP_BODY_DONE : TAP_BODY_MORE;
}

static TapBodyState
scan_chunked (TapBody *self, const guint8 *bytes, gsize length, gsize *used, TapBodyFunc func,
              gpointer user_data)
{
  gsize at = 0;

  while (at < length && self->step < STEP_DONE)
    {
      Step step;

      if (self->step == STEP_DATA)
        {
          gsize run = MIN (self->left, length - at);

          if (func != NULL)
            func (bytes + at, run, user_data);
          at += run;
          self->payload += run;
          self->left -= run;
          if (self->left == 0)
            self->step = STEP_DATA_CR;
          continue;
        }

      self->line++;
      step = step_byte (self, self->step, bytes[at]);
      if (self->line > (self->step < STEP_DATA ? TAP_BODY_MAX_CHUNK_LINE : TAP_BODY_MAX_TRAILERS))
        step = STEP_BAD;
      if (self->step == STEP_DATA_CR || self->step == STEP_DATA_LF)
        self->line = 0;
      self->step = step;
      at += step != STEP_BAD;
    }

  *used = at;
  return state_of (self);
}

TapBodyState
tap_body_scan (TapBody *self, const guint8 *bytes, gsize length, gsize *used, TapBodyFunc func,
               gpointer user_data)
{
  gsize run = length;

  if (self->framing == TAP_FRAMING_CHUNKED)
    return scan_chunked (self, bytes, length, used, func, user_data);

  if (self->framing == TAP_FRAMING_NONE || self->framing == TAP_FRAMING_LENGTH)
    {
      run = MIN (self->left, length);
      self->left -= run;
      if (self->left == 0)
        self->step = STEP_DONE;
    }
  if (run > 0 && func != NULL)
    func (bytes, run, user_data);
  self->payload += run;
  *used = run;
  return state_of (self);
}

gboolean
tap_body_may_end (const TapBody *self)
{
  switch (self->framing)
    {
    case TAP_FRAMING_CHUNKED:
      return self->step == STEP_DONE;
    case TAP_FRAMING_LENGTH:
      return self->left == 0;
    case TAP_FRAMING_NONE:
    case TAP_FRAMING_CLOSE:
    case TAP_FRAMING_TUNNEL:
    default:
      return TRUE;
    }
}

static const char *
chunk_position (const TapBody *self)
{
  switch ((Step) self->step)
    {
    case STEP_SIZE:
      return self->line == 0 ? N_ ("between chunks") : N_ ("inside a chunk's size");
    case STEP_DIGITS:
    case STEP_SPACE:
    case STEP_EXTENSION:
    case STEP_LINE_LF:
      return N_ ("inside a chunk's size");
    case STEP_DATA:
      return N_ ("inside a chunk");
    case STEP_DATA_CR:
    case STEP_DATA_LF:
      return N_ ("at the end of a chunk");
    case STEP_TRAILER_START:
    case STEP_TRAILER:
    case STEP_TRAILER_LF:
    case STEP_LAST_LF:
      return N_ ("inside the trailers");
    case STEP_BAD:
      return N_ ("in broken chunk framing");
    case STEP_DONE:
    default:
      return N_ ("at the end");
    }
}

const char *
tap_body_position (const TapBody *self)
{
  switch (self->framing)
    {
    case TAP_FRAMING_CHUNKED:
      return chunk_position (self);
    case TAP_FRAMING_LENGTH:
      return self->left > 0 ? N_ ("short of length") : N_ ("at the end");
    case TAP_FRAMING_CLOSE:
      return N_ ("in a body without a length");
    case TAP_FRAMING_TUNNEL:
      return N_ ("in a tunnel");
    case TAP_FRAMING_NONE:
    default:
      return N_ ("at the end");
    }
}
