/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"
#include "tap-framing.h"

#include <string.h>

typedef struct
{
  TapBodyState state;
  gsize used;
  guint64 payload;
  guint sum;
} Digest;

static void
add (const guint8 *bytes, gsize length, gpointer user_data)
{
  for (gsize i = 0; i < length; i++)
    *(guint *) user_data = *(guint *) user_data * 31 + bytes[i];
}

/* A body ends at the same byte, with the same content, however the reads were cut. */
static Digest
digest (const uint8_t *bytes, size_t size, size_t step, gboolean strict)
{
  Digest self = { TAP_BODY_MORE, 0, 0, 0 };
  TapBody body;

  tap_body_init (&body, TAP_FRAMING_CHUNKED, 0, strict);
  while (self.used < size && self.state == TAP_BODY_MORE)
    {
      gsize used = 0, n = MIN (step, size - self.used);

      self.state = tap_body_scan (&body, bytes + self.used, n, &used, add, &self.sum);
      g_assert (used == n || (used < n && self.state != TAP_BODY_MORE));
      self.used += used;
    }
  self.payload = body.payload;
  g_assert (tap_body_may_end (&body) == (self.state == TAP_BODY_DONE));
  g_assert (strlen (tap_body_position (&body)) > 0);

  return self;
}

static gboolean
equal (Digest a, Digest b)
{
  return a.state == b.state && a.used == b.used && a.payload == b.payload && a.sum == b.sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  for (int strict = 0; strict < 2; strict++)
    {
      Digest whole = digest (bytes, size, size + 1, strict);

      g_assert (equal (whole, digest (bytes, size, 1, strict)));
      g_assert (equal (whole, digest (bytes, size, 3, strict)));
      /* What a request may hold, a response may. */
      g_assert (!strict || whole.state == TAP_BODY_BAD
                || equal (whole, digest (bytes, size, size + 1, FALSE)));
    }

  return 0;
}
