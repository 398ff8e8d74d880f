/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"
#include "tap-record.h"

G_BEGIN_DECLS

/* A field of a line that is a string, an integer or a boolean. Nearly all lines have no others, and
 * a tree of them would cost more than all else of a record: they lie in one block with it, and the
 * tree is made for who asks for it. */
typedef struct
{
  const char *name;
  const char *string;
  gint64 number;
  TapJsonType type; /* TAP_JSON_STRING, NUMBER, TRUE or FALSE */
} TapRecordField;

/* As tap_record_new(); names and strings are copied. A name that is repeated: the last one counts. */
TapRecord *tap_record_new_plain (guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind,
                                 GBytes *bytes, const TapRecordField *fields, guint n_fields);

G_END_DECLS
