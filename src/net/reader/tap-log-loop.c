/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-log-loop.h"

typedef struct
{
  TapLogLoopFunc read_on;
  gpointer user_data;
} Grown;

void
tap_log_loop_init (TapLogLoop *self, gboolean grows)
{
  *self = (TapLogLoop){ .context = g_main_context_new (), .finishing = !grows };
}

void
tap_log_loop_clear (TapLogLoop *self)
{
  g_clear_pointer (&self->context, g_main_context_unref);
}

void
tap_log_loop_finish (TapLogLoop *self)
{
  g_atomic_int_set (&self->finishing, TRUE);
  g_main_context_wakeup (self->context);
}

void
tap_log_loop_abandon (TapLogLoop *self)
{
  g_atomic_int_set (&self->abandoned, TRUE);
  g_main_context_wakeup (self->context);
}

gboolean
tap_log_loop_is_abandoned (const TapLogLoop *self)
{
  return g_atomic_int_get (&self->abandoned);
}

static gboolean
grown_cb (gpointer user_data)
{
  Grown *grown = user_data;

  grown->read_on (grown->user_data);
  return G_SOURCE_CONTINUE;
}

gboolean
tap_log_loop_run (TapLogLoop *self, TapLogReader *reader, guint interval_ms,
                  TapLogLoopFunc read_on, gpointer user_data)
{
  Grown grown = { read_on, user_data };
  g_autoptr (GSource) watch = NULL;

  g_main_context_push_thread_default (self->context);
  watch = tap_log_reader_watch (reader, interval_ms);
  g_source_set_callback (watch, grown_cb, &grown, NULL);
  g_source_attach (watch, self->context);
  read_on (user_data);
  while (!g_atomic_int_get (&self->finishing) && !tap_log_loop_is_abandoned (self))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (watch);

  read_on (user_data);
  g_main_context_pop_thread_default (self->context);
  return !tap_log_loop_is_abandoned (self);
}
