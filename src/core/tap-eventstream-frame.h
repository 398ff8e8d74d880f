/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"

G_BEGIN_DECLS

/* What one frame says, whose lengths and checksums are right. */
typedef struct
{
  GString *event;     /* name */
  GString *data;
  gboolean bad_utf8;  /* what was bad is U+FFFD */
} TapFrameWords;

/* Reads @headers and @payload into @words, which is emptied before. @json: scratch. Returns why
 * they cannot be read (static, not translated), or NULL. */
const char *tap_frame_read (TapFrameWords *words, const guint8 *headers, gsize headers_length,
                            const guint8 *payload, gsize payload_length, TapJson *json);

G_END_DECLS
