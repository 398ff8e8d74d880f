/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-clock.h"

gint64
tap_clock_now (void)
{
  return g_get_monotonic_time ();
}

gint64
tap_clock_wall (void)
{
  return g_get_real_time ();
}
