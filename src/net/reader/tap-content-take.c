/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-content-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What each kind of record adds to the contents of its exchange. */

static void
take_request (TapContent *self, const TapRecord *record, const char *bytes, gsize length)
{
  g_auto (TapHead) head = { NULL };
  TapHeadFault fault = tap_head_parse_request (&head, bytes, length);
  TapFraming framing;
  guint64 body_length = 0;

  g_mutex_lock (&self->mutex);
  self->facts.reused = tap_record_get_boolean (record, "reused");
  g_mutex_unlock (&self->mutex);
  if (fault != TAP_HEAD_OK || self->method != NULL)
    return;
  self->method = g_strndup (bytes, head.method_length);
  framing = tap_head_request_framing (&head, &body_length);
  tap_body_spool_begin (&self->sides[TAP_CONTENT_REQUEST], &head, framing, body_length, TRUE);
}

static void
take_response (TapContent *self, const char *bytes, gsize length)
{
  g_auto (TapHead) head = { NULL };
  TapHeadFault fault = tap_head_parse_response (&head, bytes, length);
  TapBodySpool *side = &self->sides[TAP_CONTENT_ANSWER];
  TapFraming framing = TAP_FRAMING_CLOSE;
  guint64 body_length = 0;

  if (side->begun || (head.status >= 100 && head.status < 200 && head.status != 101))
    return; /* one that nobody asked for, or an interim one */
  if (fault != TAP_HEAD_INCOMPLETE && fault != TAP_HEAD_TOO_LARGE)
    {
      framing = tap_head_response_framing (&head, self->method,
                                           self->method != NULL ? strlen (self->method) : 0,
                                           &body_length);
      tap_body_spool_begin (side, &head, framing, body_length, FALSE);
    }
  else
    {
      tap_body_spool_begin (side, NULL, framing, 0, FALSE);
    }
}

static gint64
get_time (const TapRecord *record, const char *field)
{
  JsonObject *fields = tap_record_get_fields (record);

  return fields != NULL && json_object_has_member (fields, field)
             ? tap_record_get_int (record, field)
             : -1;
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

void
tap_content_take_connection (TapContent *self, const TapRecord *record)
{
  TapConnectionFacts *facts = &self->facts;
  gboolean gateway = g_strcmp0 (tap_record_get_string (record, "side"), "gateway") == 0;

  g_mutex_lock (&self->mutex);
  replace (gateway ? &facts->gateway : &facts->agent, tap_record_get_string (record, "address"));
  if (gateway)
    {
      replace (&facts->tls, tap_record_get_string (record, "protocol"));
      facts->resolved = get_time (record, "resolved");
      facts->connected = get_time (record, "connected");
      facts->secured = get_time (record, "tls");
    }
  g_mutex_unlock (&self->mutex);
}

/* What comes behind a hole has another place than it would have had; the trace does not look at
 * it either. The wire shows it. */
static void
take_lost (TapContent *self)
{
  for (guint i = 0; i < TAP_CONTENT_WIRE; i++)
    tap_body_spool_stop (&self->sides[i], _ ("Part of the exchange could not be written to the log."));
}

static void
take_wire (TapContent *self, const TapRecord *record, const guint8 *bytes, gsize length)
{
  TapRead read = {
    .at = tap_record_get_at (record),
    .offset = self->wire,
    .length = (guint32) MIN (length, G_MAXUINT32),
    .kind = (guint8) tap_record_get_kind (record),
  };

  tap_spool_append (self->spools[TAP_CONTENT_WIRE], bytes, length);
  self->wire += length;
  g_array_append_val (self->new_reads, read);
}

void
tap_content_take_record (TapContent *self, const TapRecord *record)
{
  gsize length;
  const guint8 *bytes = tap_record_peek_bytes (record, &length);

  switch (tap_record_get_kind (record))
    {
    case TAP_RECORD_CONNECTION:
      tap_content_take_connection (self, record);
      return;

    case TAP_RECORD_REQUEST:
      take_request (self, record, (const char *) bytes, length);
      break;

    case TAP_RECORD_RESPONSE:
      take_response (self, (const char *) bytes, length);
      break;

    case TAP_RECORD_UP:
      tap_body_spool_push (&self->sides[TAP_CONTENT_REQUEST], bytes, length);
      break;

    case TAP_RECORD_IN:
      tap_body_spool_push (&self->sides[TAP_CONTENT_ANSWER], bytes, length);
      break;

    case TAP_RECORD_UP_OUT:
    case TAP_RECORD_OUT:
      break;

    case TAP_RECORD_END:
      self->ended = TRUE;
      return;

    case TAP_RECORD_LOST:
      take_lost (self);
      return;

    case TAP_RECORD_SESSION:
    case TAP_RECORD_SENT:
    case TAP_RECORD_NOTE:
    default:
      return;
    }
  take_wire (self, record, bytes, length);
}
