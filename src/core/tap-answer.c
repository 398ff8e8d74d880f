/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-answer.h"

#include "tap-eventstream.h"
#include "tap-media-type.h"

#include <string.h>

/* How a body that is not said to be a stream gives itself away. A lone colon would be a comment
 * too, but as many plain texts begin with one. */
static const char *const sse_beginnings[] = { "event:", "data:", ": ", ":\n", "retry:" };

void
tap_answer_clear (TapAnswer *self)
{
  g_clear_pointer (&self->decoder, tap_decoder_free);
  g_clear_pointer (&self->checker, tap_checker_free);
  g_clear_pointer (&self->kept, g_byte_array_unref);
  self->keeping = FALSE;
}

static TapAnswerLook
decide (const TapAnswer *self, const TapAnswerHint *hint)
{
  if (self->body.framing == TAP_FRAMING_NONE || self->body.framing == TAP_FRAMING_TUNNEL)
    return TAP_ANSWER_IGNORED;
  if (!self->good)
    return TAP_ANSWER_SNIFFED;
  if (self->is_sse)
    return TAP_ANSWER_CHECKED;
  if (hint->request == NULL)
    return TAP_ANSWER_SNIFFED;
  return hint->request->stream || hint->is_endpoint ? TAP_ANSWER_CHECKED : TAP_ANSWER_SNIFFED;
}

static void
open_coding (TapAnswer *self, const TapHead *head)
{
  g_autofree char *codings = head != NULL ? tap_head_dup_value (head, "Content-Encoding") : NULL;

  self->coded = codings != NULL && g_ascii_strcasecmp (codings, "identity") != 0;
  if (!self->coded)
    return;
  self->decoder = tap_decoder_new (codings);
  if (self->decoder == NULL)
    {
      self->unknown_coding = TRUE;
      self->keeping = FALSE;
      self->look = TAP_ANSWER_IGNORED;
    }
}

static void
open_checker (TapAnswer *self)
{
  self->checker = tap_checker_new (self->grammar, self->request_known ? &self->request : NULL,
                                   self->observer, self->user_data);
  if (self->is_frames)
    tap_checker_expect_frames (self->checker);
}

void
tap_answer_begin (TapAnswer *self, const TapAnswerHint *hint, TapCheckerFunc observer,
                  gpointer user_data)
{
  TapFraming framing = TAP_FRAMING_CLOSE;
  guint64 length = 0;

  /* An unreadable head is passed on, and what follows it until the connection closes. */
  if (hint->head != NULL)
    framing = tap_head_response_framing (hint->head, hint->method,
                                         hint->method != NULL ? strlen (hint->method) : 0, &length);
  tap_body_init (&self->body, framing, length, FALSE);
  self->begun = TRUE;
  self->complete = framing == TAP_FRAMING_NONE || (framing == TAP_FRAMING_LENGTH && length == 0);
  self->observer = observer;
  self->user_data = user_data;
  self->grammar = hint->grammar;
  self->request_known = hint->request != NULL;
  if (self->request_known)
    self->request = *hint->request;
  self->is_frames = tap_media_type_is (hint->content_type, "application/vnd.amazon.eventstream");
  self->is_sse = self->is_frames || tap_media_type_is (hint->content_type, "text/event-stream");
  self->good = hint->status >= 200 && hint->status < 300;
  self->look = decide (self, hint);
  self->keeping = self->look != TAP_ANSWER_IGNORED;
  if (self->look != TAP_ANSWER_IGNORED)
    open_coding (self, hint->head);
  if (self->look == TAP_ANSWER_CHECKED)
    open_checker (self);
}

static void
keep (TapAnswer *self, const guint8 *bytes, gsize length)
{
  if (self->kept == NULL)
    {
      gsize start = 0;

      while (start < length && (g_ascii_isspace (bytes[start]) || bytes[start] == 0xEF
                                || bytes[start] == 0xBB || bytes[start] == 0xBF))
        start++;
      if (start == length)
        return;
      if (self->good && memchr ("{[<", bytes[start], 3) == NULL)
        {
          self->keeping = FALSE;
          return;
        }
      self->kept = g_byte_array_new ();
      bytes += start;
      length -= start;
    }
  if (length > TAP_ANSWER_KEPT - self->kept->len)
    {
      length = TAP_ANSWER_KEPT - self->kept->len;
      self->keeping = FALSE;
    }
  g_byte_array_append (self->kept, bytes, (guint) length);
}

/* Whether what was sniffed is enough to tell. */
static gboolean
sniff (TapAnswer *self, const guint8 *bytes, gsize length)
{
  const char *start = self->sniffed;
  gsize n;

  for (gsize i = 0; i < length && self->n_sniffed < sizeof self->sniffed; i++)
    self->sniffed[self->n_sniffed++] = (char) bytes[i];
  n = self->n_sniffed;
  if (n >= TAP_EVENT_STREAM_PRELUDE && *start <= 1
      && tap_event_stream_is_prelude ((const guint8 *) start))
    {
      self->look = TAP_ANSWER_CHECKED;
      return TRUE;
    }
  if (n >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0)
    {
      start += 3;
      n -= 3;
    }
  while (n > 0 && (*start == '\n' || *start == '\r'))
    {
      start++;
      n--;
    }

  for (guint i = 0; i < G_N_ELEMENTS (sse_beginnings); i++)
    {
      if (n >= strlen (sse_beginnings[i])
          && memcmp (start, sse_beginnings[i], strlen (sse_beginnings[i])) == 0)
        {
          self->look = TAP_ANSWER_CHECKED;
          return TRUE;
        }
    }
  if (self->n_sniffed < sizeof self->sniffed)
    return FALSE;
  self->look = TAP_ANSWER_IGNORED;
  return TRUE;
}

static void
take_decoded (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapAnswer *self = user_data;

  if (self->keeping)
    keep (self, bytes, length);
  if (self->look == TAP_ANSWER_SNIFFED)
    {
      gsize before = self->n_sniffed;

      if (!sniff (self, bytes, length))
        return;
      if (self->look == TAP_ANSWER_CHECKED)
        {
          open_checker (self);
          tap_checker_push (self->checker, (const guint8 *) self->sniffed, before, self->at);
        }
    }
  if (self->look == TAP_ANSWER_CHECKED)
    tap_checker_push (self->checker, bytes, length, self->at);
}

static void
take_coded (const guint8 *bytes, gsize length, gpointer user_data)
{
  TapAnswer *self = user_data;

  for (gsize i = 0; i < length && self->n_raw < sizeof self->raw; i++)
    self->raw[self->n_raw++] = bytes[i];
  if (self->look == TAP_ANSWER_IGNORED && !self->keeping)
    return;
  if (self->decoder != NULL)
    tap_decoder_push (self->decoder, bytes, length, take_decoded, self);
  else
    take_decoded (bytes, length, self);
}

gsize
tap_answer_push (TapAnswer *self, const guint8 *bytes, gsize length, gint64 at)
{
  TapBodyState state;
  gsize used = 0;

  if (self->blind || self->broken || self->complete)
    return self->complete ? 0 : length;

  self->at = at;
  state = tap_body_scan (&self->body, bytes, length, &used, take_coded, self);
  self->complete = state == TAP_BODY_DONE;
  self->broken = state == TAP_BODY_BAD;
  return self->complete ? used : length;
}

void
tap_answer_blind (TapAnswer *self)
{
  self->blind = TRUE;
}

void
tap_answer_finish (TapAnswer *self, TapBodyEnd end, gint64 at)
{
  if (self->checker != NULL)
    tap_checker_finish (self->checker, end, at);
}

TapFindings *
tap_answer_findings (const TapAnswer *self)
{
  return self->checker != NULL ? tap_checker_findings (self->checker) : NULL;
}

const char *
tap_answer_get_kept (const TapAnswer *self, gsize *length)
{
  if (self->kept == NULL)
    return NULL;
  *length = self->kept->len;
  return (const char *) self->kept->data;
}

const char *
tap_answer_undeclared_coding (const TapAnswer *self)
{
  static const struct
  {
    const char *name;
    gsize length;
    guint8 bytes[4];
  } beginnings[] = {
    { "gzip", 3, { 0x1f, 0x8b, 0x08 } },
    { "zstd", 4, { 0x28, 0xb5, 0x2f, 0xfd } },
  };

  for (guint i = 0; !self->coded && i < G_N_ELEMENTS (beginnings); i++)
    if (self->n_raw >= beginnings[i].length
        && memcmp (self->raw, beginnings[i].bytes, beginnings[i].length) == 0)
      return beginnings[i].name;
  return NULL;
}

const char *
tap_answer_decode_fault (const TapAnswer *self)
{
  return self->decoder != NULL ? tap_decoder_fault (self->decoder) : NULL;
}

gboolean
tap_answer_is_coding_cut (const TapAnswer *self)
{
  /* An ignored body was not decoded to its end. */
  return self->complete && self->coded && self->look != TAP_ANSWER_IGNORED
         && self->decoder != NULL && self->body.payload > 0
         && tap_decoder_fault (self->decoder) == NULL && !tap_decoder_is_complete (self->decoder);
}
