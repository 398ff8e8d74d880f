/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-error.h"

G_DEFINE_QUARK (tap-error-quark, tap_error)
