/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-probe.h"

G_BEGIN_DECLS

/* What is known of one gateway, the one that was asked last: of any other it knows nothing. */
typedef struct _TapGatewayCheck TapGatewayCheck;

/* @changed: after any of what the getters say has changed. */
typedef void (*TapGatewayCheckFunc) (gpointer user_data);

TapGatewayCheck *tap_gateway_check_new (TapGatewayCheckFunc changed, gpointer user_data);

/* Gives up what is being asked. */
void tap_gateway_check_free (TapGatewayCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapGatewayCheck, tap_gateway_check_free)

/* Asks the gateway at @url, and forgets what was known of another. */
void tap_gateway_check_ask (TapGatewayCheck *self, const char *url);

/* An agent has just had an answer of it: it can be reached, whatever the check said. */
void tap_gateway_check_note_answer (TapGatewayCheck *self, const char *url);

TapProbeVerdict tap_gateway_check_get_verdict (TapGatewayCheck *self, const char *url);
const char *tap_gateway_check_get_sentence (TapGatewayCheck *self, const char *url);

/* Why it cannot be reached, and what to do: stays while it is asked again. (nullable) */
const char *tap_gateway_check_get_trouble (TapGatewayCheck *self, const char *url);

G_END_DECLS
