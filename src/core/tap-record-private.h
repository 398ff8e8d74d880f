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

#define TAP_RECORD_MAX_PLAIN 16

struct _TapRecord
{
  guint64 seq;
  guint64 exchange;
  gint64 at;
  TapRecordKind kind;
  gboolean has_bytes;
  const guint8 *data; /* in this block, or of the bytes */
  gsize length;
  GBytes *bytes;      /* atomic: made of the data for the first who asks */
  JsonObject *fields; /* atomic: made of the plain ones for the first who asks */
  guint n_plain;
  TapRecordField plain[]; /* then their names and strings, then perhaps the data */
};

/* As tap_record_new(); names and strings are copied. A name that is repeated: the last one counts. */
TapRecord *tap_record_new_plain (guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind,
                                 GBytes *bytes, const TapRecordField *fields, guint n_fields);

/* A record with room for so many fields and @size bytes behind them, which begin at @room: (out).
 * All else in it is zero. */
TapRecord *tap_record_alloc (guint n_fields, gsize size, char **room);

/* A line exactly as tap_record_append_line_raw() writes it, with fields that are plain: read at
 * once and into one block, for nearly all lines are such. NULL if it is anything else, which may
 * be a record all the same; this is no error, and never another record than the scanner makes. */
TapRecord *tap_record_read_own_line (const char *line, gsize length);

G_END_DECLS
