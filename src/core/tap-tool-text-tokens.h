/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-tool-text-families.h"

G_BEGIN_DECLS

/* Judges, as in TapToolTextFamily, of what follows a token or a tag and is JSON or more tokens. */
TapToolTextVerdict tap_tool_text_judge_json (const char *text, gsize length, gboolean complete,
                                             const char **name, gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_call_begin (const char *text, gsize length,
                                                   gboolean complete, const char **name,
                                                   gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_calls_begin (const char *text, gsize length,
                                                    gboolean complete, const char **name,
                                                    gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_json_list (const char *text, gsize length, gboolean complete,
                                                  const char **name, gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_args (const char *text, gsize length, gboolean complete,
                                             const char **name, gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_python (const char *text, gsize length, gboolean complete,
                                               const char **name, gsize *name_length);
TapToolTextVerdict tap_tool_text_judge_harmony (const char *text, gsize length, gboolean complete,
                                                const char **name, gsize *name_length);

G_END_DECLS
