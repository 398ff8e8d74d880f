/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-record-private.h"

#include <string.h>

#define NAME(text) { text, sizeof text - 1 }

static const struct
{
  const char *text;
  gsize length;
} kind_names[TAP_N_RECORD_KINDS] = {
  [TAP_RECORD_SESSION] = NAME ("session"),
  [TAP_RECORD_CONNECTION] = NAME ("connection"),
  [TAP_RECORD_REQUEST] = NAME ("request"),
  [TAP_RECORD_RESPONSE] = NAME ("response"),
  [TAP_RECORD_UP] = NAME ("up"),
  [TAP_RECORD_UP_OUT] = NAME ("up-out"),
  [TAP_RECORD_IN] = NAME ("in"),
  [TAP_RECORD_OUT] = NAME ("out"),
  [TAP_RECORD_SENT] = NAME ("sent"),
  [TAP_RECORD_NOTE] = NAME ("note"),
  [TAP_RECORD_LOST] = NAME ("lost"),
  [TAP_RECORD_END] = NAME ("end"),
};

static void
hold_bytes (TapRecord *self, GBytes *bytes)
{
  if (bytes == NULL)
    return;
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->length);
  self->has_bytes = TRUE;
}

TapRecord *
tap_record_alloc (guint n_fields, gsize size, char **room)
{
  gsize head = sizeof (TapRecord) + n_fields * sizeof (TapRecordField);
  TapRecord *self = g_atomic_rc_box_alloc (head + size);

  memset (self, 0, head);
  self->n_plain = n_fields;
  *room = (char *) self + head;
  return self;
}

TapRecord *
tap_record_new (guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind, GBytes *bytes,
                JsonObject *fields)
{
  TapRecord *self = g_atomic_rc_box_new0 (TapRecord);

  self->seq = seq;
  self->exchange = exchange;
  self->at = at;
  self->kind = kind;
  hold_bytes (self, bytes);
  if (fields != NULL)
    {
      self->fields = json_object_ref (fields);
      json_object_seal (self->fields);
    }
  return self;
}

TapRecord *
tap_record_new_plain (guint64 seq, guint64 exchange, gint64 at, TapRecordKind kind, GBytes *bytes,
                      const TapRecordField *fields, guint n_fields)
{
  TapRecord *self;
  gsize size = 0;
  char *to;

  for (guint i = 0; i < n_fields; i++)
    size += strlen (fields[i].name) + 1
            + (fields[i].string != NULL ? strlen (fields[i].string) + 1 : 0);
  self = tap_record_alloc (n_fields, size, &to);
  self->seq = seq;
  self->exchange = exchange;
  self->at = at;
  self->kind = kind;
  hold_bytes (self, bytes);

  for (guint i = 0; i < n_fields; i++)
    {
      TapRecordField *field = &self->plain[i];

      *field = fields[i];
      field->name = to;
      to = stpcpy (to, fields[i].name) + 1;
      if (fields[i].string == NULL)
        continue;
      field->string = to;
      to = stpcpy (to, fields[i].string) + 1;
    }
  return self;
}

TapRecord *
tap_record_ref (TapRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
record_clear (gpointer data)
{
  TapRecord *self = data;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->fields, json_object_unref);
}

void
tap_record_unref (TapRecord *self)
{
  g_atomic_rc_box_release_full (self, record_clear);
}

guint64
tap_record_get_seq (const TapRecord *self)
{
  return self->seq;
}

guint64
tap_record_get_exchange (const TapRecord *self)
{
  return self->exchange;
}

gint64
tap_record_get_at (const TapRecord *self)
{
  return self->at;
}

TapRecordKind
tap_record_get_kind (const TapRecord *self)
{
  return self->kind;
}

GBytes *
tap_record_get_bytes (const TapRecord *self)
{
  static gsize initialized;
  static GBytes *empty;
  GBytes **place = &((TapRecord *) self)->bytes;
  GBytes *bytes = g_atomic_pointer_get (place);

  if (bytes != NULL)
    return bytes;
  if (self->has_bytes)
    {
      bytes = g_bytes_new (self->data, self->length);
      if (g_atomic_pointer_compare_and_exchange (place, NULL, bytes))
        return bytes;
      g_bytes_unref (bytes);
      return g_atomic_pointer_get (place);
    }
  if (g_once_init_enter (&initialized))
    {
      empty = g_bytes_new_static ("", 0);
      g_once_init_leave (&initialized, 1);
    }
  return empty;
}

const guint8 *
tap_record_peek_bytes (const TapRecord *self, gsize *length)
{
  *length = self->length;
  return self->data != NULL ? self->data : (const guint8 *) "";
}

gboolean
tap_record_has_bytes (const TapRecord *self)
{
  return self->has_bytes;
}

static JsonObject *
make_fields (const TapRecord *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->n_plain; i++)
    {
      const TapRecordField *field = &self->plain[i];

      if (field->type == TAP_JSON_STRING)
        json_object_set_string_member (object, field->name, field->string);
      else if (field->type == TAP_JSON_NUMBER)
        json_object_set_int_member (object, field->name, field->number);
      else
        json_object_set_boolean_member (object, field->name, field->type == TAP_JSON_TRUE);
    }
  json_object_seal (object);
  return object;
}

static const TapRecordField *
find_plain (const TapRecord *self, const char *name)
{
  for (guint i = self->n_plain; i > 0; i--)
    if (strcmp (self->plain[i - 1].name, name) == 0)
      return &self->plain[i - 1];
  return NULL;
}

/* The field if it is a value of that type, or NULL. */
static JsonNode *
get_value (const TapRecord *self, const char *field, GType type)
{
  JsonNode *node = self->fields != NULL ? json_object_get_member (self->fields, field) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

const char *
tap_record_get_string (const TapRecord *self, const char *field)
{
  const TapRecordField *plain;
  JsonNode *node;

  if (self->n_plain > 0)
    {
      plain = find_plain (self, field);
      return plain != NULL ? plain->string : NULL;
    }
  node = get_value (self, field, G_TYPE_STRING);
  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
tap_record_get_int (const TapRecord *self, const char *field)
{
  const TapRecordField *plain;
  JsonNode *node;

  if (self->n_plain > 0)
    {
      plain = find_plain (self, field);
      return plain != NULL ? plain->number : 0;
    }
  node = get_value (self, field, G_TYPE_INT64);
  return node != NULL ? json_node_get_int (node) : 0;
}

gboolean
tap_record_get_boolean (const TapRecord *self, const char *field)
{
  const TapRecordField *plain;
  JsonNode *node;

  if (self->n_plain > 0)
    {
      plain = find_plain (self, field);
      return plain != NULL && plain->type == TAP_JSON_TRUE;
    }
  node = get_value (self, field, G_TYPE_BOOLEAN);
  return node != NULL && json_node_get_boolean (node);
}

JsonObject *
tap_record_get_fields (const TapRecord *self)
{
  JsonObject **place = &((TapRecord *) self)->fields;
  JsonObject *fields = g_atomic_pointer_get (place);

  if (fields != NULL || self->n_plain == 0)
    return fields;
  fields = make_fields (self);
  if (!g_atomic_pointer_compare_and_exchange (place, NULL, fields))
    {
      json_object_unref (fields);
      fields = g_atomic_pointer_get (place);
    }
  return fields;
}

const char *
tap_record_kind_name (TapRecordKind kind)
{
  g_return_val_if_fail (kind < TAP_N_RECORD_KINDS, NULL);
  return kind_names[kind].text;
}

gboolean
tap_record_kind_from_name (const char *name, gssize length, TapRecordKind *kind)
{
  gsize size = length < 0 ? strlen (name) : (gsize) length;

  for (guint i = 0; i < TAP_N_RECORD_KINDS; i++)
    if (kind_names[i].length == size && memcmp (kind_names[i].text, name, size) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}
