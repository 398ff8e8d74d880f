/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-finding.h"

/* What is known of the request. */
typedef enum
{
  ASKED_NOTHING, /* no request is known */
  ASKED_TOOLS,
  ASKED_NO_TOOLS,
  ASKED_OTHER_MODEL,
  ASKED_NO_STREAM,
} Asked;

/* Each rule from both sides: a trace that trips it, and one that is as near as can be and does
 * not. All findings of both are named, see check-trace.h. */
typedef struct
{
  TapRule rule;
  const char *trips;
  const char *expected;
  const char *misses;
  const char *near_expected;
  Asked asked;
  Asked near_asked;
} MessagesRule;

/* Points that have been settled, and what was met in the wild. */
typedef struct
{
  const char *title;
  const char *trace;
  const char *expected;
  Asked asked;
} MessagesCase;

extern const MessagesRule messages_rules[];
extern const unsigned messages_n_rules;
extern const MessagesCase messages_cases[];
extern const unsigned messages_n_cases;
