/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "tap-record.h"

G_BEGIN_DECLS

/* Writes a log of a test's own making, in a temporary folder that goes with it. */
typedef struct
{
  char *folder;
  char *path;
  int fd;
  guint64 seq;
  gint64 at;       /* of the next record; each takes 1 ms */
  guint64 written; /* bytes */
} LogWriter;

void log_writer_init (LogWriter *self); /* with its session line */
void log_writer_clear (LogWriter *self);

void log_writer_add (LogWriter *self, guint64 exchange, TapRecordKind kind, const void *bytes,
                     gssize length, const char *fields);
void log_writer_add_raw (LogWriter *self, const char *text);

/* A POST to /v1/messages, and the head of a streamed answer to it. @coding: (nullable) */
void log_writer_begin (LogWriter *self, guint64 exchange, const char *user_agent,
                       const char *coding);
/* One event of its body. */
void log_writer_event (LogWriter *self, guint64 exchange, const char *name, const char *data);
void log_writer_end (LogWriter *self, guint64 exchange, const char *by, const char *how);

/* Runs the default context until @done says TRUE. */
void log_writer_wait (gboolean (*done) (gpointer user_data), gpointer user_data);

G_END_DECLS
