/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "verdict-script.h"

#include "tap-record.h"

#include <stdlib.h>
#include <string.h>

#define MS 1000 /* µs */

static void
push (TapTrace *trace, const Step *step, TapRecordKind kind, const char *text, JsonObject *fields)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  g_autoptr (TapRecord) record = tap_record_new (1, step->exchange, step->at * MS, kind, bytes,
                                                 fields);

  tap_trace_push (trace, record);
}

const char *script_upstream = "http://gateway.example:4000";

static void
push_ask (TapTrace *trace, const Step *step)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  const char *body = strstr (step->text, "\r\n\r\n") + 4;
  g_autofree char *lines = g_strndup (step->text, (gsize) (body - 2 - step->text));
  g_autofree char *head = g_strdup_printf ("%sContent-Length: %zu\r\n\r\n", lines, strlen (body));

  json_object_set_string_member (fields, "upstream", script_upstream);
  push (trace, step, TAP_RECORD_REQUEST, head, fields);
  push (trace, step, TAP_RECORD_UP, body, NULL);
}

static void
push_answer (TapTrace *trace, const Step *step)
{
  g_autofree char *head = g_strconcat (step->text, "Transfer-Encoding: chunked\r\n\r\n", NULL);

  push (trace, step, TAP_RECORD_RESPONSE, head, NULL);
}

static void
push_body (TapTrace *trace, const Step *step)
{
  g_autofree char *chunk = g_strdup_printf ("%zx\r\n%s\r\n", strlen (step->text), step->text);

  push (trace, step, TAP_RECORD_IN, chunk, NULL);
}

static void
push_raw (TapTrace *trace, const Step *step)
{
  push (trace, step, TAP_RECORD_IN, step->text, NULL);
}

static void
push_note (TapTrace *trace, const Step *step)
{
  g_autoptr (JsonObject) fields = json_object_new ();

  json_object_set_string_member (fields, "note", step->text);
  push (trace, step, TAP_RECORD_NOTE, NULL, fields);
}

static void
push_lost (TapTrace *trace, const Step *step)
{
  g_autoptr (JsonObject) fields = json_object_new ();

  json_object_set_int_member (fields, "bytes", atoi (step->text));
  json_object_set_int_member (fields, "records", 1);
  push (trace, step, TAP_RECORD_LOST, NULL, fields);
}

static void
push_end (TapTrace *trace, const Step *step)
{
  g_autoptr (JsonObject) fields = json_object_new ();
  g_auto (GStrv) said = g_strsplit (step->text, ": ", 2);
  g_auto (GStrv) words = g_strsplit (said[0], " ", 2);

  if (g_str_equal (said[0], "gateway complete"))
    push (trace, step, TAP_RECORD_IN, "0\r\n\r\n", NULL);
  json_object_set_string_member (fields, "by", words[0]);
  json_object_set_string_member (fields, "how", words[1]);
  json_object_set_string_member (fields, "pending", "");
  if (said[1] != NULL)
    json_object_set_string_member (fields, "detail", said[1]);
  push (trace, step, TAP_RECORD_END, NULL, fields);
}

static void
push_finish (TapTrace *trace, const Step *step)
{
  tap_trace_went_on (trace, step->at * MS);
  tap_trace_finish (trace);
}

void
script_push (TapTrace *trace, const Step *steps)
{
  static void (*const pushers[]) (TapTrace *trace, const Step *step) = {
    [STEP_ASK] = push_ask, [STEP_ANSWER] = push_answer, [STEP_BODY] = push_body,
    [STEP_RAW] = push_raw, [STEP_NOTE] = push_note,     [STEP_LOST] = push_lost,
    [STEP_END] = push_end, [STEP_FINISH] = push_finish,
  };

  for (; steps->kind != STEP_OVER; steps++)
    pushers[steps->kind](trace, steps);
}
