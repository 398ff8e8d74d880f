/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-report.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

static JsonNode *
find (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == type ? node : NULL;
}

static char *
dup_string (JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_dup_string (node) : NULL;
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name, G_TYPE_INT64);

  return node != NULL ? MAX (json_node_get_int (node), 0) : 0;
}

gboolean
tap_engine_report_parse (TapEngineReport *self, const char *json)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  g_autofree char *log_error = NULL;
  JsonObject *object;
  JsonNode *recording;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  self->url = dup_string (object, "url");
  self->upstream = dup_string (object, "upstream");
  self->output = dup_string (object, "output");
  if (self->url == NULL || self->output == NULL)
    {
      tap_engine_report_clear (self);
      return FALSE;
    }

  /* An engine that cannot be switched off records. */
  recording = find (object, "recording", G_TYPE_BOOLEAN);
  self->recording = recording == NULL || json_node_get_boolean (recording);
  self->lost = get_int (object, "lost_bytes");
  self->now = get_int (object, "now");
  self->written = get_int (object, "log_bytes");
  self->agents = MIN (get_int (object, "agents_open"), G_MAXUINT);
  log_error = dup_string (object, "log_error");
  /* That it fails is enough, if it does not say since when. */
  self->held_at = find (object, "log_held_at", G_TYPE_INT64) != NULL || log_error != NULL
                    ? get_int (object, "log_held_at")
                    : -1;
  self->stuck = self->held_at >= 0;
  if (log_error != NULL)
    self->problem = g_strdup_printf (_ ("The capture cannot be written to disk (%s). Traffic "
                                        "passes on, but is not shown from here on: up to 64 MB of "
                                        "it wait in memory. Make room on the disk."),
                                     log_error);
  else if (self->held_at >= 0)
    self->problem = g_strdup (_ ("The disk takes the capture too slowly. Traffic passes on, but is "
                                 "not shown from here on: up to 64 MB of it wait in memory."));
  else if (self->lost > 0)
    {
      g_autofree char *size = g_format_size (self->lost);

      self->problem = g_strdup_printf (_ ("The disk is full or too slow: %s of the traffic could not "
                                          "be kept. The exchanges say what is missing."),
                                       size);
    }
  return TRUE;
}

void
tap_engine_report_clear (TapEngineReport *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->upstream, g_free);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->problem, g_free);
}
