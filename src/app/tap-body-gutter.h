/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtksourceview/gtksource.h>

#include "tap-body-text.h"

G_BEGIN_DECLS

/* The numbers of the text's own lines; an arrow beside those that only continue one. */
#define TAP_TYPE_BODY_GUTTER (tap_body_gutter_get_type ())
G_DECLARE_FINAL_TYPE (TapBodyGutter, tap_body_gutter, TAP, BODY_GUTTER,
                      GtkSourceGutterRendererText)

TapBodyGutter *tap_body_gutter_new (void);
void tap_body_gutter_set_text (TapBodyGutter *self, TapBodyText *text); /* (nullable) */

G_END_DECLS
