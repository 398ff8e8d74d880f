/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity.h"

void
tap_identity_clear (TapIdentity *self)
{
  g_clear_pointer (&self->client_version, g_free);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->agent, g_free);
  g_clear_pointer (&self->parent_agent, g_free);
  g_clear_pointer (&self->agent_type, g_free);
  g_clear_pointer (&self->turn, g_free);
}
