/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-finding.h"

G_BEGIN_DECLS

/* The way through the findings of an exchange, in their order. An event is one as TapSelection
 * counts: 0: none, TAP_SELECTION_END: the end. -1: no finding. */

guint tap_finding_get_event (const TapFinding *finding);

/* The finding that is told at @event, @current if it is one of them. */
int tap_finding_find (const TapFindings *findings, guint event, int current);

/* The one @by (1 or -1) further than @current, or than @event if no finding is told. -1: there is
 * no more. From no event at all the first, or the last, is the next. */
int tap_finding_step (const TapFindings *findings, guint event, int current, int by);

G_END_DECLS
