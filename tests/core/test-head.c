/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-head.h"

#include <string.h>

typedef struct
{
  const char *bytes;
  gsize length; /* of the literal without its NUL */
  TapHeadFault fault;
} Case;

#define CASE(literal, fault) { literal, sizeof (literal) - 1, fault }
#define REQUEST(fields) "GET / HTTP/1.1\r\nHost: a\r\n" fields "\r\n"
#define RESPONSE(fields) "HTTP/1.1 200 OK\r\n" fields "\r\n"

static const Case requests[] = {
  /* Each refusal beside its near miss. */
  CASE ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_OK),
  CASE ("GET / HTTP/1.1\r\nHost: a\r\n", TAP_HEAD_INCOMPLETE),
  CASE ("GET / HTTP/1.1\r\nHost: a\r\n\r", TAP_HEAD_INCOMPLETE),
  CASE ("", TAP_HEAD_INCOMPLETE),
  CASE ("GET / HTTP/1.1\r\nHost: a\n\r\n", TAP_HEAD_BARE_LF),
  CASE ("GET / HTTP/1.1\nHost: a\r\n\r\n", TAP_HEAD_BARE_LF),
  CASE ("GET / HTTP/1.1\r\nHost: a\r\n\n", TAP_HEAD_BARE_LF),
  CASE ("GET / HTTP/1.1\n\n", TAP_HEAD_BARE_LF),
  CASE (REQUEST ("A: b\r\n c\r\n"), TAP_HEAD_FOLDED),
  CASE (REQUEST ("A: b\r\n\tc\r\n"), TAP_HEAD_FOLDED),
  CASE (REQUEST ("A: b\r\n \r\n"), TAP_HEAD_FOLDED),
  CASE ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", TAP_HEAD_FOLDED),
  CASE (REQUEST ("A: b c\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A: b\0c\r\n"), TAP_HEAD_NUL),
  CASE (REQUEST ("A\0: b\r\n"), TAP_HEAD_NUL),
  CASE (REQUEST ("A: b\1c\x7f\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A: b\rc\r\n"), TAP_HEAD_BARE_CR),
  CASE (REQUEST ("A: b\r\r\n"), TAP_HEAD_BARE_CR),
  CASE ("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", TAP_HEAD_BARE_CR),
  CASE (REQUEST ("A : b\r\n"), TAP_HEAD_SPACE_BEFORE_COLON),
  CASE (REQUEST ("A\t: b\r\n"), TAP_HEAD_SPACE_BEFORE_COLON),
  CASE (REQUEST ("A:b\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A:\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A: \t \r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A: b:c\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A b: c\r\n"), TAP_HEAD_BAD_NAME),
  CASE (REQUEST ("A(b): c\r\n"), TAP_HEAD_BAD_NAME),
  CASE (REQUEST ("\xc3\xa4: c\r\n"), TAP_HEAD_BAD_NAME),
  CASE (REQUEST (": c\r\n"), TAP_HEAD_BAD_NAME),
  CASE (REQUEST ("no colon\r\n"), TAP_HEAD_BAD_NAME),
  CASE (REQUEST ("!#$%&'*+-.^_`|~09azAZ: c\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("A: \xc3\xa4\xff\r\n"), TAP_HEAD_OK),
  CASE ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET /\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_OK),
  CASE ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("GET / HTTP/1.10\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("GET / http/1.1\r\nHost: a\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("GET / HTTP/1.9\r\nHost: a\r\n\r\n", TAP_HEAD_OK),
  CASE ("frob * HTTP/1.0\r\n\r\n", TAP_HEAD_OK),
  CASE ("GET / HTTP/1.1\r\n\r\n", TAP_HEAD_NO_HOST),
  CASE ("GET / HTTP/1.1\r\nX-Host: a\r\n\r\n", TAP_HEAD_NO_HOST),
  CASE ("GET / HTTP/1.1\r\nHost:\r\n\r\n", TAP_HEAD_OK),
  CASE (REQUEST ("Host: a\r\n"), TAP_HEAD_TWO_HOSTS),
  CASE (REQUEST ("hOST: b\r\n"), TAP_HEAD_TWO_HOSTS),
  CASE (REQUEST ("Content-Length: 5\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("content-length:0\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Content-Length: 007\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Content-Length: 9223372036854775807\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Content-Length: 9223372036854775808\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 18446744073709551617\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length:\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: +5\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: -5\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 5, 5\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 5 5\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 0x5\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 5.0\r\n"), TAP_HEAD_BAD_LENGTH),
  CASE (REQUEST ("Content-Length: 5\r\nContent-Length: 5\r\n"), TAP_HEAD_TWO_LENGTHS),
  CASE (REQUEST ("Content-Length: 5\r\ncontent-length: 6\r\n"), TAP_HEAD_TWO_LENGTHS),
  CASE (REQUEST ("Transfer-Encoding: chunked\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("transfer-encoding:\tCHUNKED\t\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Transfer-Encoding: gzip, chunked\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), TAP_HEAD_OK),
  CASE (REQUEST ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), TAP_HEAD_LENGTH_AND_CODING),
  CASE (REQUEST ("Content-Length: 5\r\nTransfer-Encoding: x\r\n"), TAP_HEAD_LENGTH_AND_CODING),
  CASE (REQUEST ("Transfer-Encoding:\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: identity\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: xchunked\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: chunked;q=1\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: chunked, gzip\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: gzip\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: chunked, chunked\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: chunked,\r\n"), TAP_HEAD_UNKNOWN_CODING),
  CASE (REQUEST ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        TAP_HEAD_UNKNOWN_CODING),
  CASE ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", TAP_HEAD_UNKNOWN_CODING),
};

static const Case responses[] = {
  CASE ("HTTP/1.1 200 OK\r\n\r\n", TAP_HEAD_OK),
  CASE ("HTTP/1.1 200 \r\n\r\n", TAP_HEAD_OK),
  CASE ("HTTP/1.1 200\r\n\r\n", TAP_HEAD_OK),
  CASE ("HTTP/1.0 999 \xc3\xa4 \r\n\r\n", TAP_HEAD_OK),
  CASE ("HTTP/1.1 099 OK\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("HTTP/1.1 20 OK\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("HTTP/1.1 2000 OK\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("HTTP/1.1  200 OK\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE ("HTTP/2.0 200 OK\r\n\r\n", TAP_HEAD_BAD_VERSION),
  CASE ("HTTP/1.1 200 OK\n\n", TAP_HEAD_BARE_LF),
  CASE ("ICY 200 fine then\r\n\r\n", TAP_HEAD_BAD_FIRST_LINE),
  CASE (RESPONSE ("A: b\r\n c\r\n"), TAP_HEAD_FOLDED),
  CASE (RESPONSE ("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
        TAP_HEAD_LENGTH_AND_CODING),
};

/* A copy of just these bytes, so that the sanitizer sees a read past them. */
static TapHeadFault
parse (TapHead *head, gboolean response, const char *bytes, gsize length, char **copy)
{
  *copy = g_memdup2 (bytes, length);
  return response ? tap_head_parse_response (head, *copy, length)
                  : tap_head_parse_request (head, *copy, length);
}

static void
check_cases (const Case *cases, gsize n, gboolean response)
{
  g_auto (TapHead) head = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *copy = NULL;
      TapHeadFault fault = parse (&head, response, cases[i].bytes, cases[i].length, &copy);

      if (fault != cases[i].fault)
        g_error ("%s: %s, not %s", cases[i].bytes, tap_head_fault_text (fault),
                 tap_head_fault_text (cases[i].fault));
      if (fault == TAP_HEAD_OK)
        g_assert_cmpuint (head.length, ==, cases[i].length);
    }
}

static void
test_requests (void)
{
  gboolean seen[TAP_N_HEAD_FAULTS] = { FALSE };

  check_cases (requests, G_N_ELEMENTS (requests), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    seen[requests[i].fault] = TRUE;
  for (guint i = 0; i < TAP_N_HEAD_FAULTS; i++)
    g_assert_true (seen[i] || i == TAP_HEAD_TOO_LARGE);
}

static void
test_responses (void)
{
  check_cases (responses, G_N_ELEMENTS (responses), TRUE);
}

static void
test_faults (void)
{
  for (guint i = 1; i < TAP_N_HEAD_FAULTS; i++)
    {
      g_assert_cmpuint (tap_head_fault_status (i), ==, i == TAP_HEAD_TOO_LARGE ? 431 : 400);
      g_assert_cmpuint (strlen (tap_head_fault_text (i)), >, 10);
    }
}

static void
test_size (void)
{
  static const char start[] = "GET / HTTP/1.1\r\nHost: a\r\nA: ";

  for (int extra = -1; extra <= 1; extra++)
    {
      gsize length = TAP_HEAD_MAX + extra;
      g_autofree char *bytes = g_malloc (length);
      g_auto (TapHead) head = { 0 };

      memset (bytes, 'x', length);
      memcpy (bytes, start, strlen (start));
      memcpy (bytes + length - 4, "\r\n\r\n", 4);
      g_assert_cmpint (tap_head_parse_request (&head, bytes, length), ==,
                       extra > 0 ? TAP_HEAD_TOO_LARGE : TAP_HEAD_OK);
      g_assert_cmpint (tap_head_parse_request (&head, bytes, TAP_HEAD_MAX - 1), ==,
                       extra < 0 ? TAP_HEAD_OK : TAP_HEAD_INCOMPLETE);
    }
}

/* The blank line is found whatever the reads, and never early. */
static void
test_length (void)
{
  static const struct
  {
    const char *bytes;
    gsize expected;
  } cases[] = {
    { "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n\r\n", 27 },
    { "a\nb\n\nc\n\n", 5 },
    { "a\r\n\nb", 4 },
    { "a\n\r\nb", 4 },
    { "a\r\r\n\r\rb\n\r\n", 10 },
    { "a\r\nb\r\n\rc", 0 },
    { "\r\nGET\r\n\r\n", 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].bytes);

      for (gsize split = 0; split <= length; split++)
        {
          g_autofree char *first = g_memdup2 (cases[i].bytes, split);
          g_autofree char *all = g_memdup2 (cases[i].bytes, length);
          gsize found = tap_head_length (first, split, 0);

          if (found == 0)
            found = tap_head_length (all, length, split);
          g_assert_cmpuint (found, ==, cases[i].expected);
        }
    }

  g_assert_cmpuint (tap_head_empty_lines ("\r\n\r\nGET", 7), ==, 4);
  g_assert_cmpuint (tap_head_empty_lines ("\r\n\r", 3), ==, 2);
  g_assert_cmpuint (tap_head_empty_lines ("\nGET", 4), ==, 0);
  g_assert_cmpuint (tap_head_empty_lines ("", 0), ==, 0);
}

static void
assert_field (const TapHead *head, guint index, const char *name, const char *value,
              const char *line)
{
  const TapHeadField *field = &g_array_index (head->fields, TapHeadField, index);

  g_assert_cmpmem (head->bytes + field->name, field->name_length, name, strlen (name));
  g_assert_cmpmem (head->bytes + field->value, field->value_length, value, strlen (value));
  g_assert_cmpmem (head->bytes + field->line, field->line_length, line, strlen (line));
}

static void
test_fields (void)
{
  static const char bytes[] = "PoST /v1/messages?beta=true HTTP/1.1\r\n"
                              "x-B:  two \r\n"
                              "HOST: a:1\r\n"
                              "X-b:\r\n"
                              "Accept: caf\xc3\xa9, \xff\r\n"
                              "X-B: three, four\r\n"
                              "\r\nrest";
  g_autofree char *copy = g_memdup2 (bytes, sizeof bytes - 1);
  g_auto (TapHead) head = { 0 };
  g_autofree char *value = NULL;
  g_autofree char *none = NULL;
  const TapHeadField *field;

  g_assert_cmpint (tap_head_parse_request (&head, copy, sizeof bytes - 1), ==, TAP_HEAD_OK);
  g_assert_cmpuint (head.length, ==, sizeof bytes - 1 - 4);
  g_assert_cmpmem (copy, head.method_length, "PoST", 4);
  g_assert_cmpmem (copy + head.target, head.target_length, "/v1/messages?beta=true", 22);
  g_assert_cmpuint (head.first_line_length, ==, 38);
  g_assert_cmpuint (head.minor, ==, 1);
  g_assert_cmpuint (head.fields->len, ==, 5);
  assert_field (&head, 0, "x-B", "two", "x-B:  two \r\n");
  assert_field (&head, 1, "HOST", "a:1", "HOST: a:1\r\n");
  assert_field (&head, 2, "X-b", "", "X-b:\r\n");
  assert_field (&head, 3, "Accept", "caf\xc3\xa9, \xff", "Accept: caf\xc3\xa9, \xff\r\n");

  field = tap_head_find (&head, "x-b", NULL);
  g_assert_true (field == &g_array_index (head.fields, TapHeadField, 0));
  field = tap_head_find (&head, "X-B", field);
  g_assert_true (field == &g_array_index (head.fields, TapHeadField, 2));
  field = tap_head_find (&head, "X-B", field);
  g_assert_true (field == &g_array_index (head.fields, TapHeadField, 4));
  g_assert_null (tap_head_find (&head, "X-B", field));

  value = tap_head_dup_value (&head, "X-B");
  g_assert_cmpstr (value, ==, "two, , three, four");
  none = tap_head_dup_value (&head, "x-");
  g_assert_null (none);

  g_assert_true (tap_head_has_token (&head, "x-b", "FOUR"));
  g_assert_true (tap_head_has_token (&head, "x-b", "two"));
  g_assert_false (tap_head_has_token (&head, "x-b", "fou"));
  g_assert_false (tap_head_has_token (&head, "x-b", "three, four"));
  g_assert_false (tap_head_has_token (&head, "x-c", "two"));
}

static void
test_status_line (void)
{
  g_auto (TapHead) head = { 0 };

  g_assert_cmpint (tap_head_parse_response (&head, "HTTP/1.0 404 Not  so\r\n\r\n", 24), ==,
                   TAP_HEAD_OK);
  g_assert_cmpuint (head.status, ==, 404);
  g_assert_cmpuint (head.minor, ==, 0);
  g_assert_cmpmem (head.bytes + head.reason, head.reason_length, "Not  so", 7);

  g_assert_cmpint (tap_head_parse_response (&head, "HTTP/1.1 200\r\n\r\n", 16), ==, TAP_HEAD_OK);
  g_assert_cmpuint (head.status, ==, 200);
  g_assert_cmpuint (head.reason_length, ==, 0);
}

typedef struct
{
  const char *method;
  const char *head;
  TapFraming framing;
  guint64 length;
} FramingCase;

static const FramingCase framings[] = {
  { "POST", RESPONSE (""), TAP_FRAMING_CLOSE, 0 },
  { "POST", RESPONSE ("Content-Length: 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "POST", RESPONSE ("Transfer-Encoding: chunked\r\n"), TAP_FRAMING_CHUNKED, 0 },
  { "HEAD", RESPONSE ("Content-Length: 7\r\n"), TAP_FRAMING_NONE, 0 },
  { "head", RESPONSE ("Content-Length: 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "HEAD", "HTTP/1.1 101 Up\r\n\r\n", TAP_FRAMING_TUNNEL, 0 },
  { "POST", "HTTP/1.1 100 Continue\r\nContent-Length: 7\r\n\r\n", TAP_FRAMING_NONE, 0 },
  { "POST", "HTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n", TAP_FRAMING_NONE, 0 },
  { "POST", "HTTP/1.1 304 Same\r\nContent-Length: 7\r\n\r\n", TAP_FRAMING_NONE, 0 },
  { "CONNECT", "HTTP/1.1 299 Go\r\nContent-Length: 7\r\n\r\n", TAP_FRAMING_TUNNEL, 0 },
  { "CONNECT", "HTTP/1.1 407 No\r\nContent-Length: 7\r\n\r\n", TAP_FRAMING_LENGTH, 7 },
  { "POST", "HTTP/1.0 200 OK\r\n\r\n", TAP_FRAMING_CLOSE, 0 },
  /* What is out of order is framed as clients frame it. */
  { "POST", RESPONSE ("Content-Length: 7\r\nContent-Length: 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "POST", RESPONSE ("Content-Length: 7, 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "POST", RESPONSE ("Content-Length: 7\r\nContent-Length: 8\r\n"), TAP_FRAMING_CLOSE, 0 },
  { "POST", RESPONSE ("Content-Length: x\r\n"), TAP_FRAMING_CLOSE, 0 },
  { "POST", RESPONSE ("Content-Length: 7\r\nTransfer-Encoding: chunked\r\n"), TAP_FRAMING_CHUNKED, 0 },
  { "POST", RESPONSE ("Transfer-Encoding: gzip\r\n"), TAP_FRAMING_CLOSE, 0 },
  { "POST", RESPONSE ("Transfer-Encoding: what, chunked,\r\n"), TAP_FRAMING_CHUNKED, 0 },
  { "POST", RESPONSE ("Transfer-Encoding: gzip,\r\n chunked\r\n"), TAP_FRAMING_CHUNKED, 0 },
  { "POST", RESPONSE ("Content-Length : 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "POST", RESPONSE ("junk\r\nContent-Length: 7\r\n"), TAP_FRAMING_LENGTH, 7 },
  { "POST", "HTTP/1.1 200 OK\nContent-Length: 7\n\n", TAP_FRAMING_LENGTH, 7 },
  { "POST", "hello\r\n\r\n", TAP_FRAMING_CLOSE, 0 },
};

static void
test_framing (void)
{
  g_auto (TapHead) head = { 0 };
  guint64 length = 99;

  for (gsize i = 0; i < G_N_ELEMENTS (framings); i++)
    {
      const FramingCase *c = &framings[i];
      g_autofree char *copy = NULL;
      TapFraming framing;

      parse (&head, TRUE, c->head, strlen (c->head), &copy);
      framing = tap_head_response_framing (&head, c->method, strlen (c->method), &length);
      if (framing != c->framing || length != c->length)
        g_error ("%s %s: %d %" G_GUINT64_FORMAT, c->method, c->head, framing, length);
    }

  tap_head_parse_request (&head, REQUEST (""), strlen (REQUEST ("")));
  g_assert_cmpint (tap_head_request_framing (&head, &length), ==, TAP_FRAMING_NONE);
  tap_head_parse_request (&head, REQUEST ("Content-Length: 0\r\n"),
                          strlen (REQUEST ("Content-Length: 0\r\n")));
  g_assert_cmpint (tap_head_request_framing (&head, &length), ==, TAP_FRAMING_LENGTH);
  g_assert_cmpuint (length, ==, 0);
  tap_head_parse_request (&head, REQUEST ("Transfer-Encoding: gzip, chunked\r\n"),
                          strlen (REQUEST ("Transfer-Encoding: gzip, chunked\r\n")));
  g_assert_cmpint (tap_head_request_framing (&head, &length), ==, TAP_FRAMING_CHUNKED);
}

static void
test_folded_value (void)
{
  static const char bytes[] = "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\td \r\nB: e\r\n\r\n";
  g_auto (TapHead) head = { 0 };
  g_autofree char *value = NULL;

  g_assert_cmpint (tap_head_parse_response (&head, bytes, strlen (bytes)), ==, TAP_HEAD_FOLDED);
  g_assert_cmpuint (head.fields->len, ==, 2);
  value = tap_head_dup_value (&head, "A");
  g_assert_cmpstr (value, ==, "b    c  \td");
  assert_field (&head, 0, "A", "b\r\n  c\r\n\td", "A: b\r\n  c\r\n\td \r\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head/requests", test_requests);
  g_test_add_func ("/head/responses", test_responses);
  g_test_add_func ("/head/faults", test_faults);
  g_test_add_func ("/head/size", test_size);
  g_test_add_func ("/head/length", test_length);
  g_test_add_func ("/head/fields", test_fields);
  g_test_add_func ("/head/status-line", test_status_line);
  g_test_add_func ("/head/framing", test_framing);
  g_test_add_func ("/head/folded-value", test_folded_value);
  return g_test_run ();
}
