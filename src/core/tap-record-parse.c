/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-record.h"

#include "tap-error.h"
#include "tap-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What stands in the struct and not among the fields. */
typedef enum
{
  MEMBER_FIELD,
  MEMBER_SEQ,
  MEMBER_EXCHANGE,
  MEMBER_AT,
  MEMBER_KIND,
  MEMBER_TEXT,
  MEMBER_BASE64,
} Member;

static const char *const member_names[] = {
  [MEMBER_FIELD] = NULL,  [MEMBER_SEQ] = "seq",   [MEMBER_EXCHANGE] = "exchange",
  [MEMBER_AT] = "at",     [MEMBER_KIND] = "kind", [MEMBER_TEXT] = "text",
  [MEMBER_BASE64] = "base64",
};

/* The scanner's array, used again from line to line by each thread. */
static void
json_free (gpointer data)
{
  tap_json_clear (data);
  g_free (data);
}

static GPrivate scanners = G_PRIVATE_INIT (json_free);

static TapJson *
get_scanner (void)
{
  TapJson *json = g_private_get (&scanners);

  if (json == NULL)
    {
      json = g_new0 (TapJson, 1);
      g_private_set (&scanners, json);
    }
  return json;
}

static Member
which_member (const TapJson *json, guint32 key)
{
  for (guint i = MEMBER_SEQ; i < G_N_ELEMENTS (member_names); i++)
    if (tap_json_equals (json, key, member_names[i]))
      return i;
  return MEMBER_FIELD;
}

static JsonNode *make_node (const TapJson *json, guint32 value);

static JsonNode *
make_array (const TapJson *json, guint32 value)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint32 child = tap_json_first (json, value); child != TAP_JSON_NONE;
       child = tap_json_next (json, value, child))
    {
      JsonNode *node = make_node (json, child);

      if (node == NULL)
        return NULL;
      json_array_add_element (array, node);
    }
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
make_object (const TapJson *json, guint32 value)
{
  g_autoptr (JsonObject) object = json_object_new ();

  for (guint32 key = tap_json_first (json, value); key != TAP_JSON_NONE;
       key = tap_json_next (json, value, key))
    {
      g_autofree char *name = tap_json_dup_string (json, key);
      JsonNode *node = make_node (json, key + 1);

      if (node == NULL)
        return NULL;
      json_object_set_member (object, name, node);
    }
  return json_node_init_object (json_node_alloc (), object);
}

/* Not by json-glib, which makes broken UTF-8 of lone surrogates. The scanner bounds the depth.
 * NULL for a number that no double holds. */
static JsonNode *
make_node (const TapJson *json, guint32 value)
{
  g_autofree char *string = NULL;
  gint64 number;
  double real;

  switch (tap_json_type (json, value))
    {
    case TAP_JSON_STRING:
      string = tap_json_dup_string (json, value);
      return json_node_init_string (json_node_alloc (), string);
    case TAP_JSON_NUMBER:
      if (tap_json_int64 (json, value, &number))
        return json_node_init_int (json_node_alloc (), number);
      string = g_strndup (json->text + json->nodes[value].start, json->nodes[value].length);
      real = g_ascii_strtod (string, NULL);
      return real >= -G_MAXDOUBLE && real <= G_MAXDOUBLE
                 ? json_node_init_double (json_node_alloc (), real)
                 : NULL;
    case TAP_JSON_TRUE:
    case TAP_JSON_FALSE:
      return json_node_init_boolean (json_node_alloc (), tap_json_is (json, value, TAP_JSON_TRUE));
    case TAP_JSON_ARRAY:
      return make_array (json, value);
    case TAP_JSON_OBJECT:
      return make_object (json, value);
    case TAP_JSON_NULL:
    default:
      return json_node_init_null (json_node_alloc ());
    }
}

static gboolean
take_field (JsonObject **fields, const TapJson *json, guint32 key, guint32 value)
{
  g_autofree char *name = tap_json_dup_string (json, key);
  JsonNode *node = make_node (json, value);

  if (node == NULL)
    return FALSE;
  if (*fields == NULL)
    *fields = json_object_new ();
  json_object_set_member (*fields, name, node);
  return TRUE;
}

static GBytes *
take_text (const TapJson *json, guint32 value)
{
  const TapJsonNode *node = &json->nodes[value];
  GString *text;

  if (!node->escaped)
    return g_bytes_new (json->text + node->start, node->length);
  text = g_string_sized_new (node->length);
  tap_json_append_string (json, value, text);
  return g_string_free_to_bytes (text);
}

static GBytes *
take_base64 (const TapJson *json, guint32 value)
{
  const TapJsonNode *node = &json->nodes[value];
  gsize length = node->length;
  guint8 *bytes = g_malloc (length / 4 * 3 + 3);
  int state = 0;
  guint save = 0;

  length = g_base64_decode_step (json->text + node->start, length, bytes, &state, &save);
  return g_bytes_new_take (bytes, length);
}

static TapRecord *
fail (GError **error, const char *why)
{
  g_set_error_literal (error, TAP_ERROR, TAP_ERROR_FORMAT, why);
  return NULL;
}

TapRecord *
tap_record_parse_line (const char *line, gsize length, GError **error)
{
  TapJson *json = get_scanner ();
  TapJsonFault fault = { 0 };
  gint64 numbers[MEMBER_AT + 1] = { 0 };
  guint seen = 0;
  TapRecordKind kind = TAP_RECORD_NOTE;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) fields = NULL;
  gboolean known = FALSE;

  if (!tap_json_parse (json, line, length, &fault))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                   _ ("the line is no JSON (%s at its byte %" G_GSIZE_FORMAT ")"), fault.reason,
                   fault.offset);
      return NULL;
    }
  if (!tap_json_is (json, 0, TAP_JSON_OBJECT))
    return fail (error, _ ("the line is no JSON object"));

  for (guint32 key = tap_json_first (json, 0); key != TAP_JSON_NONE;
       key = tap_json_next (json, 0, key))
    {
      guint32 value = key + 1;
      Member member = which_member (json, key);
      gboolean right = TRUE;

      switch (member)
        {
        case MEMBER_SEQ:
        case MEMBER_EXCHANGE:
        case MEMBER_AT:
          right = tap_json_int64 (json, value, &numbers[member]);
          break;
        case MEMBER_KIND:
          right = tap_json_is (json, value, TAP_JSON_STRING);
          if (right)
            known = tap_record_kind_from_name (json->text + json->nodes[value].start,
                                               json->nodes[value].length, &kind);
          break;
        case MEMBER_TEXT:
        case MEMBER_BASE64:
          right = tap_json_is (json, value, TAP_JSON_STRING);
          g_clear_pointer (&bytes, g_bytes_unref);
          if (right)
            bytes = member == MEMBER_TEXT ? take_text (json, value) : take_base64 (json, value);
          break;
        case MEMBER_FIELD:
        default:
          right = take_field (&fields, json, key, value);
          break;
        }
      if (!right)
        {
          g_autofree char *name = tap_json_dup_string (json, key);

          g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                       _ ("the member “%s” of the line is not what it should be"), name);
          return NULL;
        }
      seen |= 1u << member;
    }

  if (!(seen & 1u << MEMBER_SEQ) || !(seen & 1u << MEMBER_AT) || !(seen & 1u << MEMBER_KIND))
    return fail (error, _ ("the line is no record: seq, at or kind is missing"));
  if (!known)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_NEWER,
                   _ ("the line is a record of a kind that this version does not know"));
      return NULL;
    }
  return tap_record_new (numbers[MEMBER_SEQ], numbers[MEMBER_EXCHANGE], numbers[MEMBER_AT], kind,
                         bytes, fields);
}
