/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "detail-fixture.h"

/* Of deltas that are too long to be read for a line, it says the beginning. */
static void
test_large_deltas (DetailFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *delta = g_strdup_printf (DELTA ("start%s"), text);

  detail_write_answer (&self->log, 1, 0);
  for (guint i = 0; i < 6; i++)
    log_writer_event (&self->log, 1, "content_block_delta", delta);
  detail_write_rest (&self->log, 1);
  detail_open_log (self, FALSE);
  detail_choose (self, 1, 0);
  detail_wait_for (self, "content_block_delta ×6");
  detail_wait_for (self, "“startxxxx");
  detail_open_run (self, 2);
  g_assert_cmpuint (g_list_model_get_n_items (detail_get_rows (self)), ==, 12);
  detail_wait_for (self, "“startxxxx");
  g_assert_null (detail_find_words (GTK_WIDGET (self->detail), "text_delta"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (DetailFixture *self, gconstpointer data);
  } tests[] = {
    { "/detail-long/deltas", test_large_deltas },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DetailFixture, NULL, detail_set_up, tests[i].run,
                detail_tear_down);
  return g_test_run ();
}
