/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-har-private.h"

#include "tap-utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A text may have lost its byte order mark. */
#define LOST_MARK 3

static void
add (TapHarEntry *self, TapHar *har, gint64 at, TapRecordKind kind, GBytes *bytes,
     JsonObject *fields)
{
  TapHarRecord item;

  self->order = MAX (self->order, at);
  item.order = self->order;
  item.record = tap_record_new (har->records->len + 1, self->id, at, kind, bytes, fields);
  g_array_append_val (har->records, item);
}

/* What a record tells besides its bytes. NULL values are left out. */
static JsonObject *
new_fields (const char *first, const char *value, const char *second, const char *other)
{
  JsonObject *fields = json_object_new ();

  if (value != NULL)
    json_object_set_string_member (fields, first, value);
  if (other != NULL)
    json_object_set_string_member (fields, second, other);
  return fields;
}

static char *
dup_error (const TapHarEntry *self, const TapHar *har)
{
  g_autofree char *error = tap_har_string (har->json, self->response, "_error");

  if (error == NULL || *error == '\0')
    {
      g_free (error);
      error = tap_har_string (har->json, self->node, "_error");
    }
  return error != NULL && *error != '\0' ? tap_utf8_quote (error) : NULL;
}

static void
read_status (TapHarEntry *self, const TapHar *har)
{
  gint64 status;

  self->response = tap_json_member (har->json, self->node, "response");
  if (tap_json_int64 (har->json, tap_json_member (har->json, self->response, "status"), &status)
      && status >= 100 && status <= 999)
    self->status = (guint) status;
}

#define NONE_MISSING (-1)

/* How many bytes of the body the archive left out, 0 if nobody knows; @body: (nullable) what it
 * has. */
static gint64
count_missing (const TapHarEntry *self, const TapHar *har, guint32 content, const GByteArray *body)
{
  double size = -1, on_wire = -1;

  tap_har_number (har->json, content, "size", &size);
  tap_har_number (har->json, self->response, "bodySize", &on_wire);
  if (body != NULL && body->len > 0)
    return size > (double) body->len + LOST_MARK ? (gint64) size - body->len : NONE_MISSING;
  if (size > 0 || on_wire > 0)
    return (gint64) MAX (size, on_wire);
  return body != NULL || size == 0 || on_wire == 0 ? NONE_MISSING : 0;
}

static gboolean
has_body (const TapHarEntry *self, const TapHar *har)
{
  g_autofree char *method = tap_har_string (har->json, self->request, "method");

  return self->status >= 200 && self->status != 204 && self->status != 304
         && g_ascii_strcasecmp (method, "HEAD") != 0 && g_ascii_strcasecmp (method, "CONNECT") != 0;
}

static gboolean
add_request (TapHarEntry *self, TapHar *har)
{
  const TapJson *json = har->json;
  guint32 post = tap_json_member (json, self->request, "postData");
  g_autoptr (GByteArray) body = tap_har_text (json, post);
  g_autofree char *upstream = NULL;
  g_autoptr (GBytes) head = tap_har_request_head (self, har, body, &upstream);
  g_autoptr (JsonObject) fields = NULL;

  if (head == NULL)
    return FALSE;
  fields = new_fields ("upstream", upstream, NULL, NULL);
  add (self, har, self->began, TAP_RECORD_REQUEST, head, fields);
  if (body != NULL && body->len > 0)
    {
      g_autoptr (GBytes) bytes = NULL;

      tap_mask_text_in_place (har->mask, (char *) body->data, body->len);
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&body));
      add (self, har, self->asked, TAP_RECORD_UP, bytes, NULL);
    }
  return TRUE;
}

/* @body: (transfer full) */
static void
add_body (TapHarEntry *self, TapHar *har, GByteArray *body)
{
  g_autoptr (GArray) pieces = tap_har_pieces (self, har, body);
  g_autoptr (GBytes) bytes = NULL;
  gsize begin = 0;

  tap_mask_text_in_place (har->mask, (char *) body->data, body->len);
  bytes = g_byte_array_free_to_bytes (body);
  for (guint i = 0; i < pieces->len; i++)
    {
      const TapHarPiece *piece = &g_array_index (pieces, TapHarPiece, i);
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, begin, piece->end - begin);

      add (self, har, piece->at, TAP_RECORD_IN, part, NULL);
      begin = piece->end;
    }
}

static void
add_lost (TapHarEntry *self, TapHar *har, gint64 missing, gboolean partly)
{
  g_autoptr (JsonObject) fields = new_fields (
    "detail",
    partly ? _ ("The archive holds only the beginning of the answer’s body; what followed was not "
                "judged.")
           : _ ("The archive does not hold the answer’s body, so nothing in it was judged."),
    NULL, NULL);

  json_object_set_int_member (fields, "bytes", missing);
  /* Of the time until the end nothing is known. */
  add (self, har, MAX (self->ended, self->order), TAP_RECORD_LOST, NULL, fields);
}

static void
add_answer (TapHarEntry *self, TapHar *har)
{
  guint32 content = tap_json_member (har->json, self->response, "content");
  gint64 missing = NONE_MISSING;
  g_autoptr (GByteArray) body = NULL;
  g_autoptr (GBytes) head = NULL;
  gsize length = 0;

  if (has_body (self, har))
    {
      body = tap_har_text (har->json, content);
      missing = count_missing (self, har, content, body);
      /* Chromium keeps the messages of an event source, but not its text. */
      if (body == NULL || body->len == 0)
        {
          g_clear_pointer (&body, g_byte_array_unref);
          body = tap_har_rebuild (self, har);
          missing = body != NULL ? NONE_MISSING : missing;
        }
      if (body == NULL)
        body = g_byte_array_new ();
    }

  /* Only of a body that came whole the length is known. */
  head = tap_har_response_head (self, har,
                                missing == NONE_MISSING && !self->failed ? body : NULL);
  add (self, har, self->answered, TAP_RECORD_RESPONSE, head, NULL);
  length = body != NULL ? body->len : 0;
  if (length > 0)
    add_body (self, har, g_steal_pointer (&body));
  if (missing != NONE_MISSING)
    add_lost (self, har, missing, length > 0);
}

gboolean
tap_har_entry_read (TapHarEntry *self, TapHar *har, const char **why)
{
  g_autofree char *error = NULL;
  g_autoptr (JsonObject) fields = NULL;
  TapHarEnd end;

  self->request = tap_json_member (har->json, self->node, "request");
  if (!tap_json_is (har->json, self->request, TAP_JSON_OBJECT))
    {
      *why = _ ("it has no request");
      return FALSE;
    }
  read_status (self, har);
  tap_har_entry_time (self, har);
  error = dup_error (self, har);
  self->failed = error != NULL;
  if (!add_request (self, har))
    {
      *why = _ ("its request has no method or no URL that can be used");
      return FALSE;
    }
  if (self->status > 0)
    add_answer (self, har);

  end = tap_har_end (error, self->status > 0);
  if (error != NULL)
    tap_mask_text_in_place (har->mask, error, strlen (error));
  fields = new_fields ("by", end.by, "how", end.how);
  if (error != NULL)
    json_object_set_string_member (fields, "detail", error);
  add (self, har, MAX (self->ended, self->order), TAP_RECORD_END, NULL, fields);
  return TRUE;
}
