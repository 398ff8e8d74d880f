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

static void
show (TapWindow *self, TapNoticeKind kind, const char *text, const char *button, gboolean serious)
{
  self->notice_kind = kind;
  tap_notice_show (self->notice, text, button, serious);
}

/* One at a time, the most serious first. What its button does follows from what is shown. */
void
tap_window_show_notices (TapWindow *self)
{
  TapEngineProcess *process = get_process (self);
  const char *message = tap_engine_process_get_message (process);
  TapSession *session = tap_session_view_get_session (self->view);
  g_autofree char *problem = session != NULL ? tap_session_dup_problem (session) : NULL;
  const char *loss = tap_engine_process_get_loss (self->engine);
  const char *trouble = tap_route_bar_get_trouble (self->route);
  gboolean runs = tap_engine_process_get_state (self->engine) == TAP_ENGINE_RUNNING;
  gboolean live = self->shows == TAP_SHOWS_LIVE;

  if (message != NULL && is_broken (process))
    show (self, TAP_NOTICE_BROKEN, message, _ ("_Start Again"), TRUE);
  else if (message != NULL)
    show (self, TAP_NOTICE_PLAIN, message, NULL, FALSE);
  else if (loss != NULL)
    show (self, TAP_NOTICE_LOSS, loss, _ ("_Dismiss"), TRUE);
  else if (problem != NULL)
    show (self, live || !runs ? TAP_NOTICE_PLAIN : TAP_NOTICE_FILE, problem,
          live || !runs ? NULL : _ ("Show the _Live One"), FALSE);
  else if (self->shows == TAP_SHOWS_DEMO && runs)
    show (self, TAP_NOTICE_FILE, _ ("This is the demo."),
          _ ("Show the _Live One"), FALSE);
  else if (self->shows == TAP_SHOWS_FILE && runs)
    show (self, TAP_NOTICE_FILE, _ ("This is a saved session."), _ ("Show the _Live One"), FALSE);
  else if (live && trouble != NULL)
    show (self, TAP_NOTICE_GATEWAY, trouble, _ ("_Check Again"), TRUE);
  else if (live && runs && !tap_engine_process_get_recording (self->engine))
    show (self, TAP_NOTICE_PAUSED, _ ("Nothing is recorded. What agents send still passes."),
          _ ("_Record"), FALSE);
  else
    show (self, TAP_NOTICE_PLAIN, NULL, NULL, FALSE);
}

void
tap_window_notice_activated (TapWindow *self)
{
  switch (self->notice_kind)
    {
    case TAP_NOTICE_BROKEN:
      if (self->shows == TAP_SHOWS_DEMO)
        tap_window_show_demo (self);
      else
        tap_engine_process_start (self->engine);
      break;
    case TAP_NOTICE_LOSS:
      tap_engine_process_forget_loss (self->engine);
      break;
    case TAP_NOTICE_FILE:
      tap_window_show_live (self);
      break;
    case TAP_NOTICE_GATEWAY:
      self->checking_again = TRUE;
      tap_route_bar_check (self->route);
      break;
    case TAP_NOTICE_PAUSED:
      tap_engine_process_set_recording (self->engine, TRUE);
      break;
    case TAP_NOTICE_PLAIN:
    default:
      break;
    }
}
