/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-verdict-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *title;
} causes[TAP_N_CAUSES] = {
#define X(symbol, id, title) [TAP_CAUSE_##symbol] = { id, title },
  TAP_CAUSES (X)
#undef X
};

const char *
tap_cause_id (TapCause cause)
{
  g_return_val_if_fail (cause < TAP_N_CAUSES, NULL);

  return causes[cause].id;
}

const char *
tap_cause_title (TapCause cause)
{
  g_return_val_if_fail (cause < TAP_N_CAUSES, NULL);

  return g_dgettext (GETTEXT_PACKAGE, causes[cause].title);
}

static void
evidence_free (gpointer data)
{
  TapEvidence *evidence = data;

  g_free (evidence->text);
  g_free (evidence);
}

TapVerdict *
tap_verdict_new (const TapTrace *trace, const TapExchange *exchange)
{
  TapVerdict *self = g_new0 (TapVerdict, 1);
  g_autoptr (GString) sentence = g_string_new (NULL);
  const TapVerdictRow *row;
  TapCase c;

  tap_case_gather (&c, trace, exchange);
  row = tap_verdict_find_row (&c);
  self->exchange = tap_exchange_get_id (exchange);
  tap_provider_error_copy (&self->error, tap_exchange_get_error (exchange));
  self->cause = row->cause;
  self->tone = row->tone;
  self->is_guess = row->is_guess != NULL && row->is_guess (&c);
  self->evidence = g_ptr_array_new_with_free_func (evidence_free);
  self->cures = g_ptr_array_new ();
  self->effects = g_ptr_array_new ();
  row->say (&c, sentence);
  tap_say_often (&c, row->cause, sentence);
  self->sentence = g_string_free (g_steal_pointer (&sentence), FALSE);
  tap_verdict_show (self->evidence, &c, row->show, row->sign);
  tap_verdict_affect (self->effects, &c, row->sign);
  /* An agent that storms is cured by what cures the failure. */
  if (row->cause == TAP_CAUSE_RETRY_STORM)
    row = tap_verdict_find_row_but (&c, TAP_CAUSE_RETRY_STORM);
  tap_verdict_cure (self->cures, &c, row->cures);
  return self;
}

TapCause
tap_verdict_find_cause (const TapTrace *trace, const TapExchange *exchange, TapTone *tone)
{
  const TapVerdictRow *row;
  TapCase c;

  tap_case_gather (&c, trace, exchange);
  row = tap_verdict_find_row (&c);
  *tone = row->tone;
  return row->cause;
}

void
tap_verdict_free (TapVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->sentence);
  tap_provider_error_clear (&self->error);
  g_ptr_array_unref (self->evidence);
  g_ptr_array_unref (self->cures);
  g_ptr_array_unref (self->effects);
  g_clear_pointer (&self->attempts, g_array_unref);
  g_free (self);
}
