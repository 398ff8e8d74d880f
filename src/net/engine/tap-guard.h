/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-head.h"
#include "tap-upstream.h"

G_BEGIN_DECLS

/* Who may ask what of a listener on loopback: agents, for the gateway it stands for; never a page
 * of a browser, which could reach the port by a name that it made point here. */
typedef struct
{
  guint status;      /* 0: welcome */
  const char *cause; /* a word for the log */
  const char *text;  /* translated, one sentence */
} TapRefusal;

TapRefusal tap_guard_check (const TapHead *head, const TapUpstream *upstream);

/* The head as the gateway shall get it: its Host, the path before the target, the form of the
 * target; everything else byte for byte. NULL where nothing differs. @target: (out) (transfer
 * full) (nullable): the new target, where that differs. */
GByteArray *tap_guard_edit (const TapHead *head, const TapUpstream *upstream, char **target);

G_END_DECLS
