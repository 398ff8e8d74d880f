/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-tool-text-families.h"

G_BEGIN_DECLS

/* A reader over what follows a marker. Each step either passes, fails, or finds that there is not
 * enough text yet; after the first that does not pass, the others do nothing. */
typedef struct
{
  const char *text;
  gsize length;
  gsize pos;
  TapToolTextVerdict verdict; /* YES as long as all steps passed */
} TapToolTextReader;

void tap_tool_text_skip_space (TapToolTextReader *self);
void tap_tool_text_expect (TapToolTextReader *self, const char *literal);

/* One of some literals, none of which begins another. Returns which. */
guint tap_tool_text_expect_one (TapToolTextReader *self, const char *const *literals);

/* A tool's name, of which something must stand behind it. Placeholders such as "..." are none. */
void tap_tool_text_expect_name (TapToolTextReader *self, const char **name, gsize *name_length);

G_END_DECLS
