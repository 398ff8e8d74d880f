/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A record is one line of the log: immutable, counted atomically, and the only thing that the
 * fold, the window, the checker and the exporters read.
 *
 *   {"seq":7,"exchange":1,"at":4212,"kind":"in","text":"event: ping\ndata: {}\n\n"}
 *
 * Bytes stand as "text" where they are valid UTF-8 without a NUL, as "base64" where not. What a
 * kind holds besides is in its fields; unknown fields are kept, so that a newer minor version
 * can be read. */
typedef struct _TapRecord TapRecord;

/* The format of the log. A reader takes every minor version of a major one that it knows. */
#define TAP_RECORD_FORMAT_MAJOR 1
#define TAP_RECORD_FORMAT_MINOR 0

typedef enum
{
  TAP_RECORD_SESSION,    /* first line: format, version, started (wall clock), monotonic, listeners */
  TAP_RECORD_CONNECTION, /* an agent's or gateway's side was opened */
  TAP_RECORD_REQUEST,    /* bytes: the head as the agent sent it, credentials masked */
  TAP_RECORD_RESPONSE,   /* bytes: a head as the gateway sent it; 1xx heads have one of their own */
  TAP_RECORD_UP,         /* bytes of the request's body as read from the agent, framing included */
  TAP_RECORD_UP_OUT,     /* as sent to the gateway, where it differs */
  TAP_RECORD_IN,         /* bytes after the response's head as read from the gateway */
  TAP_RECORD_OUT,        /* as sent to the agent, where it differs */
  TAP_RECORD_SENT,       /* after a short send: the agent's socket took all up to "offset" */
  TAP_RECORD_NOTE,       /* "note": a word for what happened; more in other fields */
  TAP_RECORD_LOST,       /* "bytes" and "records" of the exchange could not be written; "detail": or why
                            else they are missing, in a sentence */
  TAP_RECORD_END,        /* "by" and "how" it ended, what was "pending" */
} TapRecordKind;

#define TAP_N_RECORD_KINDS (TAP_RECORD_END + 1)

/* at: µs since the session began, monotonic. exchange: 0 where it belongs to none.
 * bytes: (nullable) (transfer none). fields: (nullable) (transfer none): members beside the
 * common ones; sealed by the record. */
TapRecord *tap_record_new (guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind,
                           GBytes *bytes, JsonObject *fields);
TapRecord *tap_record_ref (TapRecord *self);
void tap_record_unref (TapRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapRecord, tap_record_unref)

guint64 tap_record_get_seq (const TapRecord *self);
guint64 tap_record_get_exchange (const TapRecord *self);
gint64 tap_record_get_at (const TapRecord *self);
TapRecordKind tap_record_get_kind (const TapRecord *self);

/* The bytes, never NULL: an empty GBytes where the kind has none. (transfer none) */
GBytes *tap_record_get_bytes (const TapRecord *self);
/* The same where they lie, as long as the record does: nothing is made for who only looks at them. */
const guint8 *tap_record_peek_bytes (const TapRecord *self, gsize *length);

/* Whether it has bytes, perhaps none of them. */
gboolean tap_record_has_bytes (const TapRecord *self);

/* A field by name; NULL, 0 or FALSE where it is absent or of another type. */
const char *tap_record_get_string (const TapRecord *self, const char *field);
gint64 tap_record_get_int (const TapRecord *self, const char *field);
gboolean tap_record_get_boolean (const TapRecord *self, const char *field);

/* All fields, or NULL. (transfer none) */
JsonObject *tap_record_get_fields (const TapRecord *self);

const char *tap_record_kind_name (TapRecordKind kind);
gboolean tap_record_kind_from_name (const char *name, gssize length, TapRecordKind *kind);

/* Writing: appends the record's line to @out, with its line feed. The second form needs no
 * TapRecord: the journal uses it on bytes that lie in its ring. @fields_json: (nullable): the
 * fields as JSON text without the braces, e.g. `"by":"agent","how":"fin"`. */
void tap_record_append_line (const TapRecord *self, GString *out);
void tap_record_append_line_raw (GString *out, guint64 seq, guint64 exchange, gint64 at,
                                 TapRecordKind kind, const guint8 *bytes, gsize length,
                                 gboolean has_bytes, const char *fields_json);

/* Reading: one line, with or without its line feed. Fails with TAP_ERROR_FORMAT and a message
 * that says what is wrong with the line, or with TAP_ERROR_NEWER for a kind that is not known;
 * never crashes on any input. */
TapRecord *tap_record_parse_line (const char *line, gsize length, GError **error);

G_END_DECLS
