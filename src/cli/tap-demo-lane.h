/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-demo-text.h"

G_BEGIN_DECLS

typedef enum
{
  TAP_DEMO_PLAIN,
  TAP_DEMO_BOLD,
  TAP_DEMO_DIM,
  TAP_DEMO_RED,
  TAP_DEMO_GREEN,
  TAP_DEMO_YELLOW,
  TAP_DEMO_CYAN,
} TapDemoColour;

void tap_demo_append_coloured (GString *out, const TapDemoStyle *style, TapDemoColour colour,
                               const char *text);

/* The exchange's timeline on one line: a mark for each event where it came, silence as a band
 * with its length in it. Nothing if there was no event. */
void tap_demo_append_lane (GString *out, const TapDemoStyle *style, TapExchange *exchange);

G_END_DECLS
