/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-body-spool.h"

#include <glib/gi18n-lib.h>

static void
spool_decoded (const guint8 *bytes, gsize length, gpointer user_data)
{
  tap_spool_append (((TapBodySpool *) user_data)->spool, bytes, length);
}

static void
spool_content (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapBodySpool *self = user_data;

  if (self->decoder == NULL)
    tap_spool_append (self->spool, bytes, length);
  else if (!tap_decoder_push (self->decoder, bytes, length, spool_decoded, self)
           && self->fault == NULL)
    self->fault = g_strdup (tap_decoder_fault (self->decoder));
}

void
tap_body_spool_begin (TapBodySpool *self, const TapHead *head, TapFraming framing, guint64 length,
                      gboolean strict)
{
  g_autofree char *codings = head != NULL ? tap_head_dup_value (head, "Content-Encoding") : NULL;

  self->begun = TRUE;
  self->done = framing == TAP_FRAMING_NONE || (framing == TAP_FRAMING_LENGTH && length == 0);
  tap_body_init (&self->body, framing, length, strict);
  if (codings == NULL || g_ascii_strcasecmp (codings, "identity") == 0)
    return;
  self->decoder = tap_decoder_new (codings);
  if (self->decoder == NULL)
    self->fault = g_strdup_printf (_ ("Its coding is not known: %s."), codings);
}

void
tap_body_spool_push (TapBodySpool *self, const guint8 *bytes, gsize length)
{
  TapBodyState state;
  gsize used;

  if (!self->begun || self->stopped)
    return;
  state = tap_body_scan (&self->body, bytes, length, &used, spool_content, self);
  self->done = state == TAP_BODY_DONE;
  if (state == TAP_BODY_BAD && self->fault == NULL)
    self->fault = g_strdup (_ ("The chunked framing is broken."));
}

void
tap_body_spool_stop (TapBodySpool *self, const char *fault)
{
  if (self->done)
    return;
  self->stopped = TRUE;
  if (self->fault == NULL)
    self->fault = g_strdup (fault);
}

void
tap_body_spool_clear (TapBodySpool *self)
{
  g_clear_pointer (&self->decoder, tap_decoder_free);
  g_clear_pointer (&self->fault, g_free);
}
