/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-status.h"

#include <json-glib/json-glib.h>
#include <unistd.h>

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

char *
tap_engine_status_to_json (TapEngine *engine)
{
  TapEngineStatus status;
  g_autofree char *output = g_filename_display_name (tap_engine_get_output (engine));
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  tap_engine_get_status (engine, &status);
  {
    const struct
    {
      const char *name;
      gint64 value;
    } numbers[] = {
      { "pid", getpid () },
      { "started", status.started },
      { "now", status.now },
      { "agents_open", (gint64) status.agents_open },
      { "exchanges_open", (gint64) status.exchanges_open },
      { "exchanges_ended", (gint64) status.exchanges_ended },
      { "bytes_up", (gint64) status.bytes_up },
      { "bytes_down", (gint64) status.bytes_down },
      { "log_bytes", (gint64) status.log_bytes },
      { "lost_bytes", (gint64) status.lost_bytes },
      { "lost_records", (gint64) status.lost_records },
      { "ring_bytes", (gint64) status.ring_bytes },
    };

    json_builder_begin_object (builder);
    add_string (builder, "version", PACKAGE_VERSION);
    add_string (builder, "url", tap_engine_get_url (engine));
    add_string (builder, "upstream", tap_engine_get_upstream (engine));
    add_string (builder, "output", output);
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      {
        json_builder_set_member_name (builder, numbers[i].name);
        json_builder_add_int_value (builder, numbers[i].value);
      }
  }
  json_builder_set_member_name (builder, "recording");
  json_builder_add_boolean_value (builder, tap_engine_get_recording (engine));
  json_builder_set_member_name (builder, "log_error");
  if (status.log_errno != 0)
    json_builder_add_string_value (builder, g_strerror (status.log_errno));
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "log_held_at");
  if (status.log_held_at >= 0)
    json_builder_add_int_value (builder, status.log_held_at);
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
