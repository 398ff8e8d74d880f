/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"
#include "tap-mask.h"
#include "tap-record.h"

G_BEGIN_DECLS

/* A record on its way into the trace. Records of all entries are sorted before they are pushed, those
 * without a time behind the one before them. */
typedef struct
{
  TapRecord *record;
  gint64 order; /* µs since the first entry began */
} TapHarRecord;

/* What reading one archive needs. */
typedef struct
{
  const TapJson *json;
  TapMask *mask;
  GArray *records;       /* of TapHarRecord */
  gint64 started;        /* when the first entry began, µs since 1970 */
  gboolean no_connects;  /* what connecting took is told, but not part of the other times */
} TapHar;

/* One entry. Times are in µs since the first entry began. */
typedef struct
{
  guint32 node;
  guint32 request;  /* nodes */
  guint32 response;
  guint64 id;
  gint64 began;
  gint64 asked;     /* the request was out */
  gint64 answered;  /* the answer's head came, if it did */
  gint64 ended;
  gint64 order;     /* of its last record so far */
  guint status;     /* 0: none */
  gboolean failed;  /* the archive names an error */
} TapHarEntry;

/* --- tap-har-value.c: members of an object. */

char *tap_har_string (const TapJson *json, guint32 object, const char *name);
/* FALSE: it is no number, or not one that means anything here. */
gboolean tap_har_number (const TapJson *json, guint32 object, const char *name, double *value);
/* A "text" that may be base64, as "encoding" says. NULL: there is none. */
GByteArray *tap_har_text (const TapJson *json, guint32 object);

/* --- tap-har-time.c */

/* "2026-11-18T11:06:40.123+01:00" in µs since 1970; -1: it is no date. */
gint64 tap_har_date (const TapJson *json, guint32 entry);
/* Fills in asked, answered and ended from the timings. */
void tap_har_entry_time (TapHarEntry *self, const TapHar *har);

/* --- tap-har-head.c */

/* A head with its blank line, masked. @body: (nullable): what stands in for the one that was
 * measured; NULL: no length is told. @head is NULL for a request whose URL cannot be used. */
GBytes *tap_har_request_head (const TapHarEntry *entry, const TapHar *har, const GByteArray *body,
                              char **upstream);
GBytes *tap_har_response_head (const TapHarEntry *entry, const TapHar *har,
                               const GByteArray *body);

/* --- tap-har-events.c */

/* A stretch of a body that came at one time. */
typedef struct
{
  gsize end; /* where it ends in the body */
  gint64 at; /* -1: not known */
} TapHarPiece;

/* Puts a body together from the events that the archive tells; NULL: it tells none. */
GByteArray *tap_har_rebuild (const TapHarEntry *entry, const TapHar *har);
/* (transfer container) of TapHarPiece, all of the body. */
GArray *tap_har_pieces (const TapHarEntry *entry, const TapHar *har, const GByteArray *body);

/* --- tap-har-end.c */

/* By whom and how an entry ended, as its error says. */
typedef struct
{
  const char *by;  /* (nullable) not known */
  const char *how;
} TapHarEnd;

TapHarEnd tap_har_end (const char *error, gboolean answered); /* @error: (nullable) */

/* --- tap-har-entry.c */

/* FALSE: @why is what it lacks (static, translated); no record was made then. */
gboolean tap_har_entry_read (TapHarEntry *self, TapHar *har, const char **why);

G_END_DECLS
