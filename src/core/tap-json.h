/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A strict RFC 8259 scanner over text that stays where it is: one flat array of nodes, used
 * again for the next text, so that an event costs no allocation. It exists for speed on log lines
 * and deltas and because json-glib takes more than the standard; a test proves that both give
 * the same values. Not recursive: nesting past TAP_JSON_MAX_DEPTH is an error like any other. */
#define TAP_JSON_MAX_DEPTH 512
#define TAP_JSON_NONE G_MAXUINT32

typedef enum
{
  TAP_JSON_NULL,
  TAP_JSON_FALSE,
  TAP_JSON_TRUE,
  TAP_JSON_NUMBER,
  TAP_JSON_STRING,
  TAP_JSON_ARRAY,
  TAP_JSON_OBJECT,
} TapJsonType;

/* A member's key is a string node that stands right before its value. */
typedef struct
{
  guint32 type : 4;
  guint32 escaped : 1; /* a string with at least one escape */
  guint32 start;       /* offset of the value in the text; of a string: after its quote */
  guint32 length;      /* of its text; of a string: without the quotes */
  guint32 end;         /* index of the first node after this value and all inside it */
} TapJsonNode;

typedef struct
{
  const char *text;
  TapJsonNode *nodes;
  guint32 n_nodes;
  guint32 allocated;
} TapJson;

typedef struct
{
  gsize offset;       /* where the text stops being JSON */
  const char *reason; /* static, e.g. "a control character in a string" */
  gboolean too_deep;
} TapJsonFault;

/* A zero-filled TapJson is ready for use; clear frees its array. */
void tap_json_clear (TapJson *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapJson, tap_json_clear)

/* Parses exactly one value with white space around it (no byte order mark). @text must live as
 * long as the nodes are read and need not end in NUL. Less than 4 GiB. @fault: (out) (nullable);
 * left as it is on success. After a failure there are no nodes.
 *
 * Bytes that are not UTF-8 are let through inside strings, although RFC 8259 forbids them, because
 * text from a stream was decoded before (WHATWG: with U+FFFD) and a log's bytes are base64 where
 * they are no UTF-8; a string that holds them is read with U+FFFD in their place. */
gboolean tap_json_parse (TapJson *self, const char *text, gsize length, TapJsonFault *fault);

/* Node 0 is the root. The walkers return TAP_JSON_NONE where there is nothing, and take it as a
 * node too, so that look-ups chain; the type of nothing is TAP_JSON_NULL, but it is not one. A
 * repeated key: the last one counts, as in json-glib. */
TapJsonType tap_json_type (const TapJson *self, guint32 node);
gboolean tap_json_is (const TapJson *self, guint32 node, TapJsonType type);
guint32 tap_json_member (const TapJson *self, guint32 object, const char *name);
guint32 tap_json_first (const TapJson *self, guint32 container);  /* an object: its first key */
guint32 tap_json_next (const TapJson *self, guint32 container, guint32 node);
guint32 tap_json_count (const TapJson *self, guint32 container);

/* Values. A lone surrogate escape becomes U+FFFD. An int64 is a number of integral value, however
 * it is written; past 2^53 only if written with digits alone. dup_string ends at a NUL in the
 * string, append_string does not. */
gboolean tap_json_equals (const TapJson *self, guint32 node, const char *string);
gboolean tap_json_int64 (const TapJson *self, guint32 node, gint64 *value);
gboolean tap_json_append_string (const TapJson *self, guint32 node, GString *out);
char *tap_json_dup_string (const TapJson *self, guint32 node); /* NULL if it is no string */

G_END_DECLS
