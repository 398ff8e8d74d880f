/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-settings.h"

/* Of the executable in a build: src/app/tapline, or a test beside src. */
static const char *const build_folders[] = { "../../data", "../../../data" };

GSettings *
tap_settings_new (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, APP_ID, TRUE);
  for (guint i = 0; schema == NULL && folder != NULL && i < G_N_ELEMENTS (build_folders); i++)
    {
      g_autofree char *path = g_build_filename (folder, build_folders[i], NULL);
      g_autoptr (GSettingsSchemaSource) source
        = g_settings_schema_source_new_from_directory (path, installed, FALSE, NULL);

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, APP_ID, FALSE);
    }
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
