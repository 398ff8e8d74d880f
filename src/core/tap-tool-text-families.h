/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TAP_TOOL_TEXT_NO,
  TAP_TOOL_TEXT_MORE, /* what follows decides */
  TAP_TOOL_TEXT_YES,
} TapToolTextVerdict;

/* How one family of models writes a call. */
typedef struct
{
  const char *family; /* NULL: generic */
  const char *marker; /* shorter than TAP_TOOL_TEXT_MARKER; none begins another */
  const char *wide;   /* (nullable) how it looks in wide characters */
  gboolean named;     /* the marker goes on with a name and ends with the next '>' */

  /* Whether what follows the marker makes it a call. @complete: nothing more will come.
   * @name, @name_length: the tool's name inside @text, if it could be read. */
  TapToolTextVerdict (*judge) (const char *text, gsize length, gboolean complete,
                               const char **name, gsize *name_length);
} TapToolTextFamily;

/* What follows a marker is gathered up to so many bytes. */
#define TAP_TOOL_TEXT_WINDOW 256

extern const TapToolTextFamily tap_tool_text_families[];
extern const guint tap_tool_text_n_families;

G_END_DECLS
