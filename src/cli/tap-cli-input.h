/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-trace.h"

G_BEGIN_DECLS

/* What `check` and its like are given: a file by name, or stdin as "-". What it holds is told by
 * its content; its name helps only where the content could be anything. */
typedef enum
{
  TAP_INPUT_TRACE, /* a log */
  TAP_INPUT_HAR,   /* an archive of HTTP */
  TAP_INPUT_BODY,  /* one bare body */
} TapInputKind;

typedef struct _TapInput TapInput;

/* Fails with a message that names the file: it is not there, a folder, a bundle (which this
 * version does not read), or foreign. */
TapInput *tap_input_open (const char *name, GError **error);
void tap_input_free (TapInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapInput, tap_input_free)

TapInputKind tap_input_get_kind (const TapInput *self);
const char *tap_input_get_name (const TapInput *self);  /* as it was given */
const char *tap_input_get_title (const TapInput *self); /* as it may be shown */

/* Of a trace: a file that can be opened by name, of its own if it came through a pipe. */
const char *tap_input_get_path (TapInput *self, GError **error);

/* Of a body: the next bytes; 0 at the end, -1 on failure. */
gssize tap_input_read (TapInput *self, guint8 *bytes, gsize length, GError **error);
/* All of it, at most @most bytes. (transfer full); NULL on failure. */
GBytes *tap_input_read_all (TapInput *self, gsize most, GError **error);

G_END_DECLS
