/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-record-private.h"

#include "tap-error.h"

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

#define NAME(text) { text, sizeof text - 1 }

static const struct
{
  const char *text;
  gsize length;
} member_names[] = {
  [MEMBER_FIELD] = { NULL, 0 },  [MEMBER_SEQ] = NAME ("seq"),   [MEMBER_EXCHANGE] = NAME ("exchange"),
  [MEMBER_AT] = NAME ("at"),     [MEMBER_KIND] = NAME ("kind"), [MEMBER_TEXT] = NAME ("text"),
  [MEMBER_BASE64] = NAME ("base64"),
};

/* What is used again from line to line by each thread. */
typedef struct
{
  TapJson json;
  TapRecordField plain[TAP_RECORD_MAX_PLAIN];
  gsize names[TAP_RECORD_MAX_PLAIN];  /* where they begin in the text below */
  gsize strings[TAP_RECORD_MAX_PLAIN];
  guint n_plain;
  GString *text;
} Scratch;

static void
scratch_free (gpointer data)
{
  Scratch *scratch = data;

  tap_json_clear (&scratch->json);
  g_string_free (scratch->text, TRUE);
  g_free (scratch);
}

static GPrivate scratches = G_PRIVATE_INIT (scratch_free);

static Scratch *
get_scratch (void)
{
  Scratch *scratch = g_private_get (&scratches);

  if (scratch == NULL)
    {
      scratch = g_new0 (Scratch, 1);
      scratch->text = g_string_new (NULL);
      g_private_set (&scratches, scratch);
    }
  scratch->n_plain = 0;
  g_string_truncate (scratch->text, 0);
  return scratch;
}

static Member
which_member (const TapJson *json, guint32 key)
{
  const TapJsonNode *node = &json->nodes[key];

  for (guint i = MEMBER_SEQ; i < G_N_ELEMENTS (member_names); i++)
    if (node->escaped ? tap_json_equals (json, key, member_names[i].text)
                      : node->length == member_names[i].length
                            && memcmp (json->text + node->start, member_names[i].text,
                                       node->length) == 0)
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

/* FALSE if there are too many of them, or it is none. */
static gboolean
take_plain (Scratch *scratch, guint32 key, guint32 value)
{
  const TapJson *json = &scratch->json;
  TapRecordField *field = &scratch->plain[scratch->n_plain];

  if (scratch->n_plain == TAP_RECORD_MAX_PLAIN)
    return FALSE;
  field->type = tap_json_type (json, value);
  field->number = 0;
  field->string = NULL;
  if (field->type != TAP_JSON_STRING && field->type != TAP_JSON_TRUE
      && field->type != TAP_JSON_FALSE && !tap_json_int64 (json, value, &field->number))
    return FALSE;

  scratch->names[scratch->n_plain] = scratch->text->len;
  tap_json_append_string (json, key, scratch->text);
  g_string_append_c (scratch->text, '\0');
  scratch->strings[scratch->n_plain] = scratch->text->len;
  if (tap_json_append_string (json, value, scratch->text))
    g_string_append_c (scratch->text, '\0');
  scratch->n_plain++;
  return TRUE;
}

/* Once the text does not move any more. */
static void
point_plain (Scratch *scratch)
{
  for (guint i = 0; i < scratch->n_plain; i++)
    {
      TapRecordField *field = &scratch->plain[i];

      field->name = scratch->text->str + scratch->names[i];
      if (field->type == TAP_JSON_STRING)
        field->string = scratch->text->str + scratch->strings[i];
    }
}

/* All that are no members of the struct, of whatever type. The key of the one that holds what
 * it should not, or TAP_JSON_NONE. */
static guint32
take_fields (const TapJson *json, JsonObject **fields)
{
  for (guint32 key = tap_json_first (json, 0); key != TAP_JSON_NONE;
       key = tap_json_next (json, 0, key))
    if (which_member (json, key) == MEMBER_FIELD && !take_field (fields, json, key, key + 1))
      return key;
  return TAP_JSON_NONE;
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

static TapRecord *
scan_line (const char *line, gsize length, GError **error)
{
  Scratch *scratch = get_scratch ();
  TapJson *json = &scratch->json;
  TapJsonFault fault = { 0 };
  gint64 numbers[MEMBER_AT + 1] = { 0 };
  guint seen = 0;
  TapRecordKind kind = TAP_RECORD_NOTE;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonObject) fields = NULL;
  gboolean known = FALSE, plain = TRUE;
  guint32 wrong = TAP_JSON_NONE;

  if (!tap_json_parse (json, line, length, &fault))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                   _ ("the line is no JSON (%s at its byte %zu)"), fault.reason,
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
          plain = plain && take_plain (scratch, key, value);
          break;
        }
      if (!right)
        {
          wrong = key;
          break;
        }
      seen |= 1u << member;
    }
  if (!plain && wrong == TAP_JSON_NONE)
    wrong = take_fields (json, &fields);
  if (wrong != TAP_JSON_NONE)
    {
      g_autofree char *name = tap_json_dup_string (json, wrong);

      g_set_error (error, TAP_ERROR, TAP_ERROR_FORMAT,
                   _ ("the member “%s” of the line is not what it should be"), name);
      return NULL;
    }

  if (!(seen & 1u << MEMBER_SEQ) || !(seen & 1u << MEMBER_AT) || !(seen & 1u << MEMBER_KIND))
    return fail (error, _ ("the line is no record: seq, at or kind is missing"));
  if (!known)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_NEWER,
                   _ ("the line is a record of a kind that this version does not know"));
      return NULL;
    }
  if (!plain)
    return tap_record_new (numbers[MEMBER_SEQ], numbers[MEMBER_EXCHANGE], numbers[MEMBER_AT], kind,
                           bytes, fields);
  point_plain (scratch);
  return tap_record_new_plain (numbers[MEMBER_SEQ], numbers[MEMBER_EXCHANGE], numbers[MEMBER_AT],
                               kind, bytes, scratch->plain, scratch->n_plain);
}

TapRecord *
tap_record_parse_line (const char *line, gsize length, GError **error)
{
  TapRecord *record = tap_record_read_own_line (line, length);

  return record != NULL ? record : scan_line (line, length, error);
}
