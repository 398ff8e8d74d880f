/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-body-spool.h"
#include "tap-content.h"
#include "tap-log-reader.h"
#include "tap-record.h"

G_BEGIN_DECLS

struct _TapContent
{
  guint64 exchange;
  TapContentFunc changed;
  gpointer user_data;
  GMainContext *owner;
  GThread *thread;
  TapSpool *spools[TAP_N_CONTENTS];

  /* The thread's own. */
  GMainContext *context;
  TapLogReader *reader;
  TapBodySpool sides[TAP_CONTENT_WIRE]; /* request and answer */
  char *method;
  guint64 wire;           /* bytes of it so far */
  GArray *new_reads;      /* of TapRead, not published yet */
  TapContentPlaces places;
  gboolean ended;

  gint grows;             /* atomic */
  gint abandoned;         /* atomic */

  GMutex mutex;           /* guards what follows */
  guint64 sizes[TAP_N_CONTENTS];
  char *faults[TAP_N_CONTENTS];
  GArray *reads;          /* of TapRead */
  TapConnectionFacts facts;
  gboolean complete;
  gboolean told_once;
  GSource *telling;
};

/* tap-content-take.c: one record of the exchange, or of its connections, in the thread. */
void tap_content_take_record (TapContent *self, const TapRecord *record);
void tap_content_take_connection (TapContent *self, const TapRecord *record);

G_END_DECLS
