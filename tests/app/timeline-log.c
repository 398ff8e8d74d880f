/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "timeline-log.h"

#include <stdio.h>
#include <string.h>

struct _TimelineLog
{
  FILE *file;
  guint64 seq;
};

#define DELTA(type) \
  "data: {\\\"type\\\":\\\"content_block_delta\\\",\\\"index\\\":0,\\\"delta\\\":{" type "}}"

static const char *const events[] = {
  [TAP_EVENT_OTHER] = "event: odd\\ndata: {\\\"type\\\":\\\"odd\\\"}",
  [TAP_EVENT_START] = "event: content_block_start\\ndata: {\\\"type\\\":\\\"content_block_start\\\","
                      "\\\"index\\\":0,\\\"content_block\\\":{\\\"type\\\":\\\"text\\\","
                      "\\\"text\\\":\\\"\\\"}}",
  [TAP_EVENT_TEXT] = "event: content_block_delta\\n" DELTA (
    "\\\"type\\\":\\\"text_delta\\\",\\\"text\\\":\\\"a\\\""),
  [TAP_EVENT_THINKING] = "event: content_block_delta\\n" DELTA (
    "\\\"type\\\":\\\"thinking_delta\\\",\\\"thinking\\\":\\\"a\\\""),
  [TAP_EVENT_TOOL] = "event: content_block_delta\\n" DELTA (
    "\\\"type\\\":\\\"input_json_delta\\\",\\\"partial_json\\\":\\\"\\\""),
  [TAP_EVENT_STOP] = "event: content_block_stop\\ndata: {\\\"type\\\":\\\"content_block_stop\\\","
                     "\\\"index\\\":0}",
  [TAP_EVENT_PING] = "event: ping\\ndata: {\\\"type\\\":\\\"ping\\\"}",
  [TAP_EVENT_COMMENT] = ": still here",
  [TAP_EVENT_ERROR] = "event: error\\ndata: {\\\"type\\\":\\\"error\\\",\\\"error\\\":{"
                      "\\\"type\\\":\\\"api_error\\\",\\\"message\\\":\\\"gone\\\"}}",
};

static void
begin (TimelineLog *self, guint exchange, gint64 at, const char *kind)
{
  fprintf (self->file,
           "{\"seq\":%" G_GUINT64_FORMAT ",\"exchange\":%u,\"at\":%" G_GINT64_FORMAT
           ",\"kind\":\"%s\"",
           ++self->seq, exchange, at, kind);
}

TimelineLog *
timeline_log_new (const char *path)
{
  TimelineLog *self = g_new0 (TimelineLog, 1);

  self->file = fopen (path, "w");
  g_assert_nonnull (self->file);
  begin (self, 0, 0, "session");
  fputs (",\"format\":\"1.0\",\"version\":\"0\"}\n", self->file);
  return self;
}

void
timeline_log_flush (TimelineLog *self)
{
  fflush (self->file);
}

void
timeline_log_free (TimelineLog *self)
{
  fclose (self->file);
  g_free (self);
}

void
timeline_log_request (TimelineLog *self, guint exchange, gint64 at)
{
  begin (self, exchange, at, "request");
  fputs (",\"text\":\"POST /v1/messages HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0\\r\\n\\r\\n\"}\n",
         self->file);
}

void
timeline_log_answer (TimelineLog *self, guint exchange, gint64 at, guint status)
{
  begin (self, exchange, at, "response");
  fprintf (self->file,
           ",\"text\":\"HTTP/1.1 %u X\\r\\nContent-Type: text/event-stream\\r\\n\\r\\n\"}\n", status);
}

static void
push (TimelineLog *self, guint exchange, gint64 at, const char *text)
{
  begin (self, exchange, at, "in");
  fprintf (self->file, ",\"text\":\"%s\\n\\n\"}\n", text);
}

void
timeline_log_message_start (TimelineLog *self, guint exchange, gint64 at)
{
  push (self, exchange, at,
        "event: message_start\\ndata: {\\\"type\\\":\\\"message_start\\\",\\\"message\\\":{"
        "\\\"id\\\":\\\"m\\\",\\\"type\\\":\\\"message\\\",\\\"role\\\":\\\"assistant\\\","
        "\\\"model\\\":\\\"x\\\",\\\"content\\\":[],\\\"usage\\\":{\\\"input_tokens\\\":1,"
        "\\\"output_tokens\\\":1}}}");
}

void
timeline_log_event (TimelineLog *self, guint exchange, gint64 at, TapEventKind kind)
{
  push (self, exchange, at, events[kind]);
}

void
timeline_log_end (TimelineLog *self, guint exchange, gint64 at, const char *by, const char *how)
{
  begin (self, exchange, at, "end");
  fprintf (self->file, ",\"by\":\"%s\",\"how\":\"%s\"}\n", by, how);
}
