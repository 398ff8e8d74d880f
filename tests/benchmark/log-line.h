/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* One line of Tapline's log, read as JSON by code that shares nothing with Tapline's own. */
typedef struct
{
  char kind[16];
  guint64 exchange;
  guint64 bytes;   /* of a lost record */
  GString *data;   /* what "text" or "base64" stand for; kept from line to line */
} LogLine;

/* FALSE if the line is not a JSON object of the expected form. */
gboolean log_line_parse (LogLine *self, const char *line, gsize length);
