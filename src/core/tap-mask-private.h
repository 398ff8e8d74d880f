/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-mask.h"
#include "tap-needles.h"

G_BEGIN_DECLS

/* Past so many known values those not seen for longest are forgotten. */
#define TAP_MASK_MAX_VALUES 1024

TapNeedles *tap_mask_get_needles (TapMask *self);

/* Remembers a value, and how it looks inside JSON strings and URLs. */
void tap_mask_learn (TapMask *self, const char *value, gsize length);

/* Masks what can be seen; white space and control characters stay, because they frame. */
void tap_mask_bytes (char *bytes, gsize length);

/* Learns and masks by place. A URL: its user info and the query parameters that hold keys;
 * @authority: the text may begin with a user info without a scheme. */
void tap_mask_url (TapMask *self, char *text, gsize length, gboolean authority);
/* The value of a header that holds a key; a known scheme word stays. */
void tap_mask_key (TapMask *self, char *value, gsize length);
/* "a=b; c=d"; @attributes: of Set-Cookie, whose attributes stay. */
void tap_mask_cookies (TapMask *self, char *value, gsize length, gboolean attributes);

/* All known values and forms in a text that stands alone. */
void tap_mask_known (TapMask *self, char *text, gsize length);

G_END_DECLS
