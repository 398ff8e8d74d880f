/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tap-window-private.h"

void
tap_window_say (TapWindow *self, const char *text)
{
  /* A path or a reason may hold what a toast would take for markup, and show nothing. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* The one whose exchanges are shown, or were last. */
static TapEngineProcess *
get_process (TapWindow *self)
{
  return self->shows == TAP_SHOWS_DEMO && self->demo != NULL ? self->demo : self->engine;
}

static gboolean
is_broken (TapEngineProcess *process)
{
  TapEngineState state = tap_engine_process_get_state (process);

  return tap_engine_process_get_message (process) != NULL
         && (state == TAP_ENGINE_FAILED || state == TAP_ENGINE_LOST);
}

/* One at a time, the most serious first. What its button does follows from what is shown. */
void
tap_window_show_notices (TapWindow *self)
{
  TapEngineProcess *process = get_process (self);
  const char *message = tap_engine_process_get_message (process);
  TapEngineState state = tap_engine_process_get_state (process);
  gboolean broken = is_broken (process);
  TapSession *session = tap_session_view_get_session (self->view);
  g_autofree char *problem = session != NULL ? tap_session_dup_problem (session) : NULL;

  if (message != NULL)
    {
      tap_notice_show (self->notice, message, broken ? _ ("_Start Again") : NULL, broken);
    }
  else if (problem != NULL)
    {
      tap_notice_show (self->notice, problem, NULL, FALSE);
    }
  else if (self->shows == TAP_SHOWS_FILE)
    {
      gboolean live = tap_engine_process_get_state (self->engine) == TAP_ENGINE_RUNNING;

      tap_notice_show (self->notice, live ? _ ("This is a saved session.") : NULL,
                       _ ("Show the _Live One"), FALSE);
    }
  else if (self->shows == TAP_SHOWS_LIVE && state == TAP_ENGINE_RUNNING
           && !tap_engine_process_get_recording (self->engine))
    {
      tap_notice_show (self->notice,
                       _ ("Nothing is recorded. What agents send still passes."), _ ("_Record"),
                       FALSE);
    }
  else
    {
      tap_notice_show (self->notice, NULL, NULL, FALSE);
    }
}

void
tap_window_notice_activated (TapWindow *self)
{
  if (self->shows == TAP_SHOWS_DEMO)
    tap_window_show_demo (self);
  else if (is_broken (self->engine))
    tap_engine_process_start (self->engine);
  else if (self->shows == TAP_SHOWS_FILE)
    tap_window_show_live (self);
  else if (tap_engine_process_get_state (self->engine) == TAP_ENGINE_RUNNING)
    tap_engine_process_set_recording (self->engine, TRUE);
  else
    tap_engine_process_start (self->engine);
}
