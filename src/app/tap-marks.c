/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-marks.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  gboolean pinned;
  char *comment; /* (nullable) */
} Mark;

/* Counted: each operation on the file holds it, so that it outlives who asked for it. */
struct _TapMarks
{
  guint references;
  GFile *file;
  GHashTable *marks;     /* id → Mark */
  void (*changed) (gpointer user_data); /* NULL: nobody wants to know any more */
  gpointer user_data;
  char *problem;
  gboolean busy;         /* the file is being read or written */
  gboolean dirty;        /* it is to be written */
  gboolean precious;     /* it holds what was not understood: the old one is kept beside */
};

static void
mark_free (gpointer data)
{
  Mark *mark = data;

  g_free (mark->comment);
  g_free (mark);
}

static void
release (TapMarks *self)
{
  if (--self->references > 0)
    return;
  g_hash_table_unref (self->marks);
  g_object_unref (self->file);
  g_free (self->problem);
  g_free (self);
}

static gboolean
put (TapMarks *self, guint64 exchange, gboolean pinned, const char *comment, gboolean replace)
{
  guint64 *id;
  Mark *mark;

  if (!replace && g_hash_table_contains (self->marks, &exchange))
    return FALSE;
  id = g_new (guint64, 1);
  mark = g_new0 (Mark, 1);
  *id = exchange;
  mark->pinned = pinned;
  mark->comment = g_strdup (comment);
  g_hash_table_replace (self->marks, id, mark);
  return TRUE;
}

char *
tap_marks_path (const char *log)
{
  g_autofree char *stem = g_strdup (log);

  if (g_str_has_suffix (stem, ".jsonl"))
    stem[strlen (stem) - strlen (".jsonl")] = '\0';
  return g_strconcat (stem, ".marks.json", NULL);
}

/* A member of that type, or NULL. */
static JsonNode *
get_value (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == type ? node : NULL;
}

static void
parse_mark (TapMarks *self, JsonObject *object)
{
  JsonNode *exchange = get_value (object, "exchange", G_TYPE_INT64);
  JsonNode *pinned = get_value (object, "pinned", G_TYPE_BOOLEAN);
  JsonNode *comment = get_value (object, "comment", G_TYPE_STRING);

  if (exchange != NULL && json_node_get_int (exchange) > 0)
    put (self, (guint64) json_node_get_int (exchange),
         pinned != NULL && json_node_get_boolean (pinned),
         comment != NULL ? json_node_get_string (comment) : NULL, FALSE);
}

/* What is not as it should be is passed over: it is the user's file, and may have been edited.
 * FALSE: none of it is. */
static gboolean
parse (TapMarks *self, const char *text, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonArray *array;

  if (length == 0)
    return TRUE;
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)
      || !json_object_has_member (json_node_get_object (root), "marks")
      || !JSON_NODE_HOLDS_ARRAY (json_object_get_member (json_node_get_object (root), "marks")))
    return FALSE;
  array = json_object_get_array_member (json_node_get_object (root), "marks");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        parse_mark (self, json_node_get_object (node));
    }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const guint64 *first = a;
  const guint64 *second = b;

  return (*first > *second) - (*first < *second);
}

static char *
to_json (TapMarks *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->marks), compare_ids);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "marks");
  json_builder_begin_array (builder);
  for (GList *id = ids; id != NULL; id = id->next)
    {
      const Mark *mark = g_hash_table_lookup (self->marks, id->data);

      if (!mark->pinned && mark->comment == NULL)
        continue;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "exchange");
      json_builder_add_int_value (builder, *(const gint64 *) id->data);
      json_builder_set_member_name (builder, "pinned");
      json_builder_add_boolean_value (builder, mark->pinned);
      if (mark->comment != NULL)
        {
          json_builder_set_member_name (builder, "comment");
          json_builder_add_string_value (builder, mark->comment);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

static void write_if_dirty (TapMarks *self);

static void
tell (TapMarks *self)
{
  if (self->changed != NULL)
    self->changed (self->user_data);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapMarks *self = user_data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  g_clear_pointer (&self->problem, g_free);
  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      self->precious = FALSE;
    }
  else
    {
      /* Translators: %s: why, a sentence from the system */
      self->problem = g_strdup_printf (_ ("Pins and comments could not be written: %s"),
                                       error->message);
      tell (self);
    }
  write_if_dirty (self);
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  release (self);
}

/* Each writing holds the program, which would else take it along when it ends. */
static void
write_if_dirty (TapMarks *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!self->dirty || self->busy)
    return;
  self->dirty = FALSE;
  self->busy = TRUE;
  self->references++;
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  text = to_json (self);
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (self->file, bytes, NULL, self->precious,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, written_cb, self);
}

/* What is set now must not take away what is there. */
static void
note_unread (TapMarks *self, const char *why)
{
  self->precious = TRUE;
  g_free (self->problem);
  /* Translators: %s: why, a sentence, perhaps from the system */
  self->problem = g_strdup_printf (_ ("Pins and comments could not be read: %s"), why);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapMarks *self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  self->busy = FALSE;
  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    {
      if (!parse (self, text, length))
        note_unread (self, _ ("the file holds something else."));
      tell (self);
    }
  /* Mostly there are none. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      note_unread (self, error->message);
      tell (self);
    }
  write_if_dirty (self);
  release (self);
}

TapMarks *
tap_marks_new (const char *log, void (*changed) (gpointer user_data), gpointer user_data)
{
  TapMarks *self = g_new0 (TapMarks, 1);
  g_autofree char *path = tap_marks_path (log);

  self->references = 2; /* the caller's, and the reading's */
  self->file = g_file_new_for_path (path);
  self->marks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, mark_free);
  self->changed = changed;
  self->user_data = user_data;
  self->busy = TRUE;
  g_file_load_contents_async (self->file, NULL, read_cb, self);
  return self;
}

void
tap_marks_free (TapMarks *self)
{
  if (self == NULL)
    return;
  self->changed = NULL;
  release (self);
}

gboolean
tap_marks_apply (TapMarks *self, TapExchangeItem *item)
{
  guint64 exchange = tap_exchange_item_get_facts (item)->id;
  const Mark *mark = g_hash_table_lookup (self->marks, &exchange);

  return mark != NULL && tap_exchange_item_set_mark (item, mark->pinned, mark->comment);
}

void
tap_marks_set (TapMarks *self, TapExchangeItem *item, gboolean pinned, const char *comment)
{
  put (self, tap_exchange_item_get_facts (item)->id, pinned, comment, TRUE);
  tap_exchange_item_set_mark (item, pinned, comment);
  self->dirty = TRUE;
  write_if_dirty (self);
}

const char *
tap_marks_get_problem (TapMarks *self)
{
  return self->problem;
}
