/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One exchange in a few numbers and short strings, for who watches a capture without keeping it:
 * the lines of `tapline-cli record` and `follow`, and the control socket. It is made from the log
 * alone, so that credentials are masked in it; control characters of the wire are replaced and
 * long strings cut, so that a line of it can be printed anywhere. */
typedef struct
{
  guint64 exchange;
  gboolean ended;       /* else it has just begun, and what follows "model" is not known */
  gint64 began;         /* wall clock, µs since 1970 */
  const char *method;   /* strings are NULL where they are not known */
  const char *target;   /* path and query */
  const char *client;   /* the User-Agent */
  const char *model;
  gint64 duration;      /* µs, from the request's head to the end */
  guint status;         /* 0: no answer came */
  guint events;
  gint64 longest_gap;   /* µs of byte silence */
  guint64 bytes_up;
  guint64 bytes_down;
  const char *end_by;   /* as the end record says: "agent", "gateway", … */
  const char *end_how;  /* "complete", "fin", "rst", … */
  const char *end_detail;
  guint errors;
  guint warnings;
  guint notes;
  const char *cause;    /* the id of its verdict's, where that says more than its rules; NULL: it went
                           well, but for what these say */
  const char *const *rules; /* (nullable) ids of what was found, each once, errors first, at most
                               TAP_SUMMARY_MAX_RULES of them; NULL-terminated */
} TapSummary;

#define TAP_SUMMARY_MAX_STRING 512 /* bytes */
#define TAP_SUMMARY_MAX_RULES 16

/* With its strings cleaned, all in one block: it is made in one thread and freed in another. */
TapSummary *tap_summary_copy (const TapSummary *self);
void tap_summary_free (TapSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapSummary, tap_summary_free)

/* A copy that is valid UTF-8, without control characters and at most TAP_SUMMARY_MAX_STRING bytes
 * long; NULL for NULL. */
char *tap_summary_clean (const char *text);

/* One JSON object without a line feed: {"type":"begun",…} or {"type":"ended",…}; times in µs. */
char *tap_summary_to_json (const TapSummary *self);

/* NULL if @object is neither. Unknown members are ignored, missing ones are 0 or NULL. */
TapSummary *tap_summary_from_json (JsonObject *object);

G_END_DECLS
