/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-summary.h"

#include <string.h>

typedef enum
{
  MEMBER_STRING,
  MEMBER_GUINT,
  MEMBER_INT64,
} MemberType;

/* The members as they stand in JSON; "begun" holds the first part of them only. */
static const struct
{
  const char *name;
  MemberType type;
  gsize offset;
  gboolean at_end;
} members[] = {
  { "exchange", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, exchange), FALSE },
  { "began", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, began), FALSE },
  { "method", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, method), FALSE },
  { "target", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, target), FALSE },
  { "client", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, client), FALSE },
  { "model", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, model), FALSE },
  { "duration", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, duration), TRUE },
  { "status", MEMBER_GUINT, G_STRUCT_OFFSET (TapSummary, status), TRUE },
  { "events", MEMBER_GUINT, G_STRUCT_OFFSET (TapSummary, events), TRUE },
  { "longest_gap", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, longest_gap), TRUE },
  { "bytes_up", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, bytes_up), TRUE },
  { "bytes_down", MEMBER_INT64, G_STRUCT_OFFSET (TapSummary, bytes_down), TRUE },
  { "end_by", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, end_by), TRUE },
  { "end_how", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, end_how), TRUE },
  { "end_detail", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, end_detail), TRUE },
  { "errors", MEMBER_GUINT, G_STRUCT_OFFSET (TapSummary, errors), TRUE },
  { "warnings", MEMBER_GUINT, G_STRUCT_OFFSET (TapSummary, warnings), TRUE },
  { "notes", MEMBER_GUINT, G_STRUCT_OFFSET (TapSummary, notes), TRUE },
  { "cause", MEMBER_STRING, G_STRUCT_OFFSET (TapSummary, cause), TRUE },
};

/* Nothing but ASCII that can be printed, as nearly all of them are. */
static gboolean
is_clean (const char *text, gsize *size)
{
  gsize length = 0;

  while (text[length] >= ' ' && text[length] < 0x7f && length <= TAP_SUMMARY_MAX_STRING - 8)
    length++;
  *size = length + 1;
  return text[length] == '\0';
}

static char *
make_clean (const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = NULL;

  valid = g_utf8_make_valid (text, strnlen (text, TAP_SUMMARY_MAX_STRING * 2));
  clean = g_string_new (NULL);
  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (clean->len > TAP_SUMMARY_MAX_STRING - 8)
        {
          g_string_append (clean, "…");
          break;
        }
      /* Format characters too: a right-to-left override would turn the line around. */
      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT
          || g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR
          || g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR)
        c = 0xfffd;
      g_string_append_unichar (clean, c);
    }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

char *
tap_summary_clean (const char *text)
{
  gsize size;

  if (text == NULL)
    return NULL;
  return is_clean (text, &size) ? g_memdup2 (text, size) : make_clean (text);
}

/* The strings of a summary on their way into its copy: where each is held, and in case it was not
 * clean what it is instead. */
#define MAX_STRINGS (G_N_ELEMENTS (members) + TAP_SUMMARY_MAX_RULES)

typedef struct
{
  const char **places[MAX_STRINGS];
  char *cleaned[MAX_STRINGS];
  gsize sizes[MAX_STRINGS];
  guint n;
  gsize size;
} Strings;

static void
add_string (Strings *strings, const char **place)
{
  guint i = strings->n;

  if (*place == NULL)
    return;
  strings->places[i] = place;
  strings->cleaned[i] = NULL;
  if (!is_clean (*place, &strings->sizes[i]))
    {
      strings->cleaned[i] = make_clean (*place);
      strings->sizes[i] = strlen (strings->cleaned[i]) + 1;
    }
  strings->size += strings->sizes[i];
  strings->n++;
}

static void
copy_strings (Strings *strings, char *to)
{
  for (guint i = 0; i < strings->n; i++)
    {
      const char *from = strings->cleaned[i] != NULL ? strings->cleaned[i] : *strings->places[i];

      *strings->places[i] = memcpy (to, from, strings->sizes[i]);
      to += strings->sizes[i];
      g_free (strings->cleaned[i]);
    }
}

TapSummary *
tap_summary_copy (const TapSummary *self)
{
  TapSummary all = *self, *copy;
  const char *rules[TAP_SUMMARY_MAX_RULES + 1];
  guint n_rules = 0;
  Strings strings;
  char *to;

  strings.n = strings.size = 0;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (members[i].type == MEMBER_STRING)
        add_string (&strings, G_STRUCT_MEMBER_P (&all, members[i].offset));
    }
  for (; self->rules != NULL && self->rules[n_rules] != NULL && n_rules < TAP_SUMMARY_MAX_RULES;
       n_rules++)
    {
      rules[n_rules] = self->rules[n_rules];
      add_string (&strings, &rules[n_rules]);
    }
  rules[n_rules] = NULL;

  copy = g_malloc (sizeof *copy + (n_rules + 1) * sizeof *rules + strings.size);
  all.rules = (const char *const *) (copy + 1);
  to = (char *) (copy + 1) + (n_rules + 1) * sizeof *rules;
  copy_strings (&strings, to);
  memcpy (copy + 1, rules, (n_rules + 1) * sizeof *rules);
  *copy = all;
  return copy;
}

void
tap_summary_free (TapSummary *self)
{
  g_free (self);
}

static void
add_member (const TapSummary *self, JsonBuilder *builder, guint i)
{
  gconstpointer member = G_STRUCT_MEMBER_P (self, members[i].offset);
  const char *string;

  switch (members[i].type)
    {
    case MEMBER_STRING:
      string = *(const char *const *) member;
      if (string == NULL)
        return;
      json_builder_set_member_name (builder, members[i].name);
      json_builder_add_string_value (builder, string);
      break;

    case MEMBER_GUINT:
      json_builder_set_member_name (builder, members[i].name);
      json_builder_add_int_value (builder, *(const guint *) member);
      break;

    case MEMBER_INT64:
      json_builder_set_member_name (builder, members[i].name);
      json_builder_add_int_value (builder, *(const gint64 *) member);
      break;

    default:
      g_assert_not_reached ();
    }
}

char *
tap_summary_to_json (const TapSummary *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, self->ended ? "ended" : "begun");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      if (self->ended || !members[i].at_end)
        add_member (self, builder, i);
    }
  if (self->ended)
    {
      json_builder_set_member_name (builder, "rules");
      json_builder_begin_array (builder);
      for (guint i = 0; self->rules != NULL && self->rules[i] != NULL; i++)
        json_builder_add_string_value (builder, self->rules[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* @rules: (out) room for TAP_SUMMARY_MAX_RULES and NULL. */
static void
read_rules (JsonObject *object, const char **rules)
{
  JsonNode *node = json_object_get_member (object, "rules");
  guint n_rules = 0;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      guint n = MIN (json_array_get_length (array), TAP_SUMMARY_MAX_RULES);

      for (guint i = 0; i < n; i++)
        {
          JsonNode *rule = json_array_get_element (array, i);

          if (json_node_get_value_type (rule) == G_TYPE_STRING)
            rules[n_rules++] = json_node_get_string (rule);
        }
    }
  rules[n_rules] = NULL;
}

TapSummary *
tap_summary_from_json (JsonObject *object)
{
  const char *rules[TAP_SUMMARY_MAX_RULES + 1];
  TapSummary self = { .rules = rules };
  const char *type = NULL;
  JsonNode *node = json_object_get_member (object, "type");

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
    type = json_node_get_string (node);
  if (g_strcmp0 (type, "begun") != 0 && g_strcmp0 (type, "ended") != 0)
    return NULL;

  self.ended = g_str_equal (type, "ended");
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      gpointer member = G_STRUCT_MEMBER_P (&self, members[i].offset);
      GType value_type;

      node = json_object_get_member (object, members[i].name);
      value_type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                                : G_TYPE_INVALID;
      if (members[i].type == MEMBER_STRING && value_type == G_TYPE_STRING)
        *(const char **) member = json_node_get_string (node);
      else if (members[i].type == MEMBER_INT64 && value_type == G_TYPE_INT64)
        *(gint64 *) member = json_node_get_int (node);
      else if (members[i].type == MEMBER_GUINT && value_type == G_TYPE_INT64)
        *(guint *) member = (guint) CLAMP (json_node_get_int (node), 0, G_MAXUINT);
    }
  read_rules (object, rules);
  return tap_summary_copy (&self);
}
