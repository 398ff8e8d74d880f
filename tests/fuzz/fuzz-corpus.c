/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include <glib.h>

/* Runs a fuzzer without libFuzzer: over each file of a folder, each of its beginnings, and the
 * same few changes of it every time. */
static void
run_file (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    g_error ("%s cannot be read", path);

  for (gsize end = 0; end <= length; end += 1 + length / 500)
    {
      g_autofree guint8 *exact = g_memdup2 (bytes, MAX (end, 1));

      LLVMFuzzerTestOneInput (exact, end);
    }

  for (guint i = 0; i < 300 && length > 0; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (bytes, length);

      for (guint k = 0; k <= i % 4; k++)
        changed[g_rand_int_range (rand, 0, length)]
          = "\r\n:\"{}[]\\\0\xEF" "a0 "[g_rand_int_range (rand, 0, 15)];
      LLVMFuzzerTestOneInput (changed, length);
    }
}

int
main (int argc, char *argv[])
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (argv[i], 0, NULL);
      const char *name;

      if (dir == NULL)
        g_error ("%s cannot be read", argv[i]);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          run_file (path);
          n++;
        }
    }

  return n > 0 ? 0 : 1;
}
