/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The bytes of one exchange, read again from the log for who looks at it: a thread of its own
 * takes the framing off and decodes on the way, into unlinked files (0600) in the user's cache
 * folder, so that a body of any size can be shown a screen at a time. Follows a log that grows
 * until the exchange's end. */
typedef struct _TapContent TapContent;

typedef enum
{
  TAP_CONTENT_REQUEST, /* the request's body: framing undone, decoded */
  TAP_CONTENT_ANSWER,  /* the answer's: offsets are those of TapEvent */
  TAP_CONTENT_WIRE,    /* all heads and bodies, both ways, as they passed, in order of time */
  TAP_N_CONTENTS,
} TapContentPart;

/* A read of the relay's, or a head: a border on the wire. */
typedef struct
{
  gint64 at;       /* µs since the session began */
  guint64 offset;  /* in TAP_CONTENT_WIRE */
  guint32 length;
  guint8 kind;     /* TapRecordKind: request, response, up, up-out, in, out */
} TapRead;

/* What is known of the connections; strings NULL and times -1 where unknown. */
typedef struct
{
  char *agent;      /* addresses "127.0.0.1:51234" */
  char *gateway;
  char *tls;        /* version and cipher, as recorded */
  gboolean reused;  /* the gateway's connection served an exchange before */
  gint64 resolved;  /* µs that looking the name up took */
  gint64 connected; /* µs that connecting took */
  gint64 secured;   /* µs that the TLS handshake took */
} TapConnectionFacts;

/* Where the log has to be read: offsets of records, as tap_live_trace_get_places() knows them. */
#define TAP_CONTENT_NOWHERE G_MAXUINT64

typedef struct
{
  guint64 first;   /* the exchange's first record */
  guint64 agent;   /* the connection of the agent's side; TAP_CONTENT_NOWHERE: not known */
  guint64 gateway; /* that of the gateway's, if it served an exchange before; else NOWHERE */
} TapContentPlaces;

/* Called in the context of tap_content_new() when there is more, at most each 50 ms. */
typedef void (*TapContentFunc) (gpointer user_data);

/* @grows: as for a live trace. Fails as tap_log_reader_open() does, or with TAP_ERROR_IO if the
 * cache folder takes no file. */
TapContent *tap_content_new (const char *path, guint64 exchange, const TapContentPlaces *places,
                             gboolean grows, TapContentFunc changed, gpointer user_data,
                             GError **error);
void tap_content_free (TapContent *self); /* nothing is called after it */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TapContent, tap_content_free)

/* The engine ended: what is left is read, then it is complete, with an end or without. */
void tap_content_finish (TapContent *self);

guint64 tap_content_get_size (TapContent *self, TapContentPart part); /* so far */
gboolean tap_content_is_complete (TapContent *self);                  /* no more will come */

/* NULL, or why the part is not whole or not decoded from some point on. (transfer full) */
char *tap_content_dup_fault (TapContent *self, TapContentPart part);

/* At most @length bytes from @offset into @buffer: how many there are. From the cache file, which
 * is memory; it never waits for the log. */
gsize tap_content_read (TapContent *self, TapContentPart part, guint64 offset, guint8 *buffer,
                        gsize length);

/* The same for another thread or for much of it: (transfer full). */
GBytes *tap_content_dup_bytes (TapContent *self, TapContentPart part, guint64 offset,
                               gsize length);

guint tap_content_count_reads (TapContent *self);
gboolean tap_content_get_read (TapContent *self, guint index, TapRead *read);

void tap_content_get_connection (TapContent *self, TapConnectionFacts *facts);
void tap_connection_facts_clear (TapConnectionFacts *facts);

G_END_DECLS
