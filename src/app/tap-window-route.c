/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "tap-gateway-url.h"
#include "tap-window-private.h"

void
tap_window_show_route (TapWindow *self)
{
  TapEngineProcess *shown = self->shows == TAP_SHOWS_DEMO ? self->demo : self->engine;
  TapEngineState state = tap_engine_process_get_state (self->engine);
  gboolean runs = tap_engine_process_get_state (shown) == TAP_ENGINE_RUNNING;
  const char *url = runs ? tap_engine_process_get_url (shown) : NULL;
  const char *gateway = tap_engine_process_get_upstream (shown);
  g_autofree char *wanted = NULL;

  if (gateway == NULL && shown == self->engine && self->settings != NULL)
    gateway = wanted = g_settings_get_string (self->settings, "upstream");
  tap_route_bar_set_url (self->route, url);
  tap_route_bar_set_gateway (self->route, gateway, shown == self->engine);
  if (state != TAP_ENGINE_STARTING)
    tap_welcome_set_route (self->welcome,
                           state == TAP_ENGINE_RUNNING ? tap_engine_process_get_url (self->engine)
                                                       : NULL,
                           tap_engine_process_get_upstream (self->engine));
}

void
tap_window_choose_gateway (TapWindow *self, const char *url)
{
  tap_engine_process_set_upstream (self->engine, url);
}

void
tap_window_gateway_checked (TapWindow *self)
{
  TapProbeVerdict verdict = tap_route_bar_get_verdict (self->route);

  if (verdict == TAP_PROBE_UNREACHABLE && self->checking_again)
    tap_window_say (self, _ ("The gateway still cannot be reached"));
  if (verdict != TAP_PROBE_ASKING)
    self->checking_again = FALSE;
  tap_window_show_notices (self);
}

typedef enum
{
  TELLS_NOTHING,
  TELLS_ANSWER,      /* of the gateway's own */
  TELLS_UNREACHABLE,
} Tells;

static Tells
read_exchange (const TapExchangeFacts *facts)
{
  const char *const *rules = (const char *const *) facts->rules;

  if (rules != NULL && g_strv_contains (rules, tap_rule_id (TAP_RULE_UPSTREAM_UNREACHABLE)))
    return TELLS_UNREACHABLE;
  /* Tapline itself answers what it refuses. */
  if (rules != NULL && g_strv_contains (rules, tap_rule_id (TAP_RULE_REQUEST_REFUSED)))
    return TELLS_NOTHING;
  return facts->status > 0 ? TELLS_ANSWER : TELLS_NOTHING;
}

/* The newest exchange that tells something of the gateway in use holds. */
static void
live_changed_cb (TapSession *session, gpointer user_data)
{
  TapWindow *self = user_data;
  GPtrArray *changed = tap_session_get_changed (session);
  const char *gateway = tap_engine_process_get_upstream (self->engine);
  Tells tells = TELLS_NOTHING;
  gint64 newest = -1;

  if (self->shows == TAP_SHOWS_DEMO || gateway == NULL || !tap_session_get_live (session))
    return;
  for (guint i = 0; i < changed->len; i++)
    {
      const TapExchangeFacts *facts
        = tap_exchange_item_get_facts (g_ptr_array_index (changed, i));
      Tells told = read_exchange (facts);

      if (told != TELLS_NOTHING && facts->began >= newest && facts->upstream != NULL
          && tap_gateway_url_is_at (gateway, facts->upstream))
        {
          tells = told;
          newest = facts->began;
        }
    }
  if (tells == TELLS_ANSWER)
    tap_route_bar_note_answer (self->route);
  else if (tells == TELLS_UNREACHABLE && tap_route_bar_get_trouble (self->route) == NULL
           && tap_route_bar_get_verdict (self->route) != TAP_PROBE_ASKING)
    tap_route_bar_check (self->route);
}

void
tap_window_watch_gateway (TapWindow *self)
{
  if (self->watched == self->live)
    return;
  if (self->watched != NULL)
    g_clear_signal_handler (&self->watched_handler, self->watched);
  g_set_object (&self->watched, self->live);
  if (self->watched != NULL)
    self->watched_handler = g_signal_connect_object (self->watched, "changed",
                                                     G_CALLBACK (live_changed_cb), self, 0);
}
