/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "verdict-script.h"

#define MISSES_NONE TAP_N_CAUSES

typedef struct
{
  const char *name;
  TapCause cause;
  TapCause misses;  /* the cause that it only just is not, or MISSES_NONE */
  const char *says; /* what its sentence must hold */
  const char *cure; /* (nullable) what must be among its cures; with a "!" before it: must not */
  const Step *steps;
} VerdictCase;

extern const VerdictCase verdict_cases[];
extern const guint n_verdict_cases;
