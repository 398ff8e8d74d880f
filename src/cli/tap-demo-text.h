/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-demo-scenes.h"
#include "tap-verdict.h"

G_BEGIN_DECLS

/* What the demo prints of an exchange. Pure: text out, nothing else. */
typedef struct
{
  gboolean colour;
  gboolean unicode; /* else ASCII alone */
} TapDemoStyle;

/* "2  The gateway begins the message twice" */
void tap_demo_append_heading (GString *out, const TapDemoStyle *style, guint scene);

/* Its request line, its timeline, what that comes to, and a paragraph for each error and warning. */
void tap_demo_append_exchange (GString *out, const TapDemoStyle *style, const TapTrace *trace,
                               TapExchange *exchange);

/* What it means to the agent, and what to do. */
void tap_demo_append_advice (GString *out, const TapDemoStyle *style, guint scene);

/* Which mark stands for what on the timelines. */
void tap_demo_append_legend (GString *out, const TapDemoStyle *style);

/* Errors and warnings against the script. TRUE if all that it foresees were found, and nothing
 * else but silences: a machine may be slow. What is wrong is appended to @problems. */
gboolean tap_demo_compare (const TapDemoAnswer *answer, TapExchange *exchange,
                           GPtrArray *problems);

G_END_DECLS
