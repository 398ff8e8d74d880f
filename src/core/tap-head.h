/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The head of an HTTP/1 message, read strictly and without changing or copying a byte: lines as
 * offsets into the caller's bytes. What is shown, exported or compared comes from these raw
 * bytes; values are read with libsoup's soup_header_* functions. */
#define TAP_HEAD_MAX (256 * 1024)

typedef struct
{
  guint32 name, name_length;   /* offsets into the head */
  guint32 value, value_length; /* without the white space around it */
  guint32 line, line_length;   /* the whole line with its CRLF */
} TapHeadField;

typedef struct
{
  const char *bytes; /* borrowed; not NUL-terminated */
  gsize length;      /* with the blank line */
  gboolean is_response;
  guint32 method_length;                /* request: the method starts at 0 */
  guint32 target, target_length;        /* request */
  guint32 reason, reason_length;        /* response */
  guint32 first_line_length;            /* with its CRLF */
  guint status;                         /* response */
  guint minor;                          /* HTTP/1.minor */
  GArray *fields;                       /* of TapHeadField, in order */
} TapHead;

/* Why a head is not taken. The first is none; each has a status to refuse it with. */
typedef enum
{
  TAP_HEAD_OK,
  TAP_HEAD_INCOMPLETE,        /* no blank line yet: read on */
  TAP_HEAD_TOO_LARGE,         /* 431 */
  TAP_HEAD_BARE_LF,           /* 400, and so are all below */
  TAP_HEAD_FOLDED,
  TAP_HEAD_NUL,
  TAP_HEAD_BARE_CR,
  TAP_HEAD_SPACE_BEFORE_COLON,
  TAP_HEAD_BAD_NAME,
  TAP_HEAD_BAD_FIRST_LINE,
  TAP_HEAD_BAD_VERSION,
  TAP_HEAD_TWO_HOSTS,
  TAP_HEAD_NO_HOST,
  TAP_HEAD_LENGTH_AND_CODING, /* Transfer-Encoding with Content-Length */
  TAP_HEAD_TWO_LENGTHS,
  TAP_HEAD_BAD_LENGTH,        /* sign, list, not decimal, too large */
  TAP_HEAD_UNKNOWN_CODING,    /* or "chunked" not last, not once, or in HTTP/1.0 */
} TapHeadFault;

#define TAP_N_HEAD_FAULTS (TAP_HEAD_UNKNOWN_CODING + 1)

/* Finds the blank line: the length of the head with it, or 0. @seen: bytes that were searched by
 * an earlier call, to go on from there. */
gsize tap_head_length (const char *bytes, gsize length, gsize seen);

/* The length of the empty lines (CRLF) before a request line, which a server should overlook
 * (RFC 9112, 2.2): some clients send one behind a body. The readers below take none. */
gsize tap_head_empty_lines (const char *bytes, gsize length);

/* Reads a complete head strictly; bytes behind its blank line are not looked at. The response's
 * reader is as strict; whoever passes a response on does so whatever comes out: after a fault
 * (but INCOMPLETE and TOO_LARGE) the head holds what could be understood, with status 0 where
 * the first line said none, and its framing can be asked for.
 * A zero-filled TapHead is ready; used again it is emptied. */
TapHeadFault tap_head_parse_request (TapHead *self, const char *bytes, gsize length);
TapHeadFault tap_head_parse_response (TapHead *self, const char *bytes, gsize length);
void tap_head_clear (TapHead *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TapHead, tap_head_clear)

guint tap_head_fault_status (TapHeadFault fault);
const char *tap_head_fault_text (TapHeadFault fault); /* translated, one sentence */

/* The first field of that name (ASCII case-insensitive), or NULL; @after: (nullable): the next. */
const TapHeadField *tap_head_find (const TapHead *self, const char *name, const TapHeadField *after);
/* Its value as a string of its own, fields of one name joined with ", "; NULL if there is none. */
char *tap_head_dup_value (const TapHead *self, const char *name);
/* Whether a comma-separated value, in any field of that name, has that element (case-insensitive). */
gboolean tap_head_has_token (const TapHead *self, const char *name, const char *token);

/* Whether Transfer-Encoding ends with "chunked"; @strict: and all codings are known ones and
 * "chunked" stands once. */
gboolean tap_head_is_chunked (const TapHead *self, gboolean strict);

/* A Content-Length: digits alone, at most 2^63 - 1. */
gboolean tap_head_parse_length (const char *text, gsize length, guint64 *value);

typedef enum
{
  TAP_FRAMING_NONE,    /* no body: 1xx, 204, 304, the answer to HEAD, a request without length */
  TAP_FRAMING_LENGTH,
  TAP_FRAMING_CHUNKED,
  TAP_FRAMING_CLOSE,   /* a response that ends with its connection */
  TAP_FRAMING_TUNNEL,  /* 101, and 2xx to CONNECT: bytes of another protocol, both ways */
} TapFraming;

/* How the body after a head is framed (RFC 9112, 6.3). Framing is decided here and nowhere else.
 * @length: (out) for TAP_FRAMING_LENGTH, else 0. @request_method: of the request that a response
 * is for. A response whose lengths or codings make no sense ends with its connection. */
TapFraming tap_head_request_framing (const TapHead *self, guint64 *length);
TapFraming tap_head_response_framing (const TapHead *self, const char *request_method,
                                      gsize method_length, guint64 *length);

G_END_DECLS
