/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Makes frames of application/vnd.amazon.eventstream for tests. */

/* Headers: names and string values in turns, NULL-terminated. */
void frame_append (GByteArray *out, const char *payload, const char *header, ...)
  G_GNUC_NULL_TERMINATED;
/* As Bedrock's invoke wraps an event. */
void frame_append_chunk (GByteArray *out, const char *event);
void frame_append_event (GByteArray *out, const char *type, const char *payload);
void frame_append_exception (GByteArray *out, const char *type, const char *payload);
/* Any headers, with right lengths and checksums. */
void frame_append_raw (GByteArray *out, const guint8 *headers, gsize headers_length,
                       const guint8 *payload, gsize payload_length);
