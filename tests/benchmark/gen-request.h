/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "gen-plan.h"

/* Requests as they come: head and body are collected, the body is thrown away. */

/* Looks for a whole request at the start of @bytes. Returns its length, 0 where more is to come,
 * -1 where this is none; sets @plan to what it asks. */
gssize gen_request_find (const GString *bytes, GenPlan *plan);
