/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

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
