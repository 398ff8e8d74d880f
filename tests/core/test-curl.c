/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-curl.h"

#include <string.h>

#define BASE "https://gateway.example"
#define REST " \\\n  -H 'Accept: */*' \\\n  -H 'User-Agent: a/1'"
#define FIELDS "Host: agent\r\nAccept: */*\r\nUser-Agent: a/1\r\n"

static const struct
{
  const char *title;
  const char *base;
  const char *head;
  const char *body; /* NULL: none */
  const char *command;
} cases[] = {
  { "get", BASE, "GET /v1/models HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/v1/models'" REST },
  { "slash of both", BASE "/", "GET /v1/models HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/v1/models'" REST },
  { "post", BASE,
    "POST /v1/messages?beta=true HTTP/1.1\r\nContent-Length: 2\r\n"
    "Connection: keep-alive\r\nAccept-Encoding: gzip\r\nExpect: 100-continue\r\n"
    "content-type: application/json\r\n" FIELDS "\r\n",
    "{}",
    "curl -N -X 'POST' 'https://gateway.example/v1/messages?beta=true' \\\n"
    "  -H 'content-type: application/json'" REST " \\\n  --data-raw '{}'" },
  { "coding undone", BASE,
    "POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    "Content-Type: a/b\r\n" FIELDS "\r\n",
    "x", "curl -N -X 'POST' 'https://gateway.example/' \\\n  -H 'Content-Type: a/b'" REST
         " \\\n  --data-raw 'x'" },
  { "key", BASE, "GET / HTTP/1.1\r\nx-api-key: ********************\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/' \\\n  -H 'x-api-key: '\"$API_KEY\"" REST },
  { "scheme stays", BASE, "GET / HTTP/1.1\r\nAuthorization: Bearer *****\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/' \\\n  -H 'Authorization: Bearer '\"$API_KEY\"" REST },
  { "mask within", BASE, "GET / HTTP/1.1\r\nCookie: a=*****; b=1\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/' \\\n  -H 'Cookie: a='\"$API_KEY\"'; b=1'" REST },
  { "mask in the query", BASE, "GET /x?key=*****&alt=sse HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/x?key='\"$API_KEY\"'&alt=sse'" REST },
  { "few asterisks are none", BASE, "GET / HTTP/1.1\r\nIf-Match: **\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/' \\\n  -H 'If-Match: **'" REST },
  { "quotes", BASE,
    "POST / HTTP/1.1\r\nX-Note: it's $HOME `id` \\\r\nContent-Type: a/b\r\n" FIELDS "\r\n",
    "it's \"$(id)\"\n\\",
    "curl -N -X 'POST' 'https://gateway.example/' \\\n"
    "  -H 'X-Note: it'\\''s $HOME `id` \\' \\\n  -H 'Content-Type: a/b'" REST
    " \\\n  --data-raw 'it'\\''s \"$(id)\"\n\\'" },
  { "at sign is text", BASE, "POST / HTTP/1.1\r\nContent-Type: a/b\r\n" FIELDS "\r\n",
    "@/etc/passwd",
    "curl -N -X 'POST' 'https://gateway.example/' \\\n  -H 'Content-Type: a/b'" REST
    " \\\n  --data-raw '@/etc/passwd'" },
  { "no file for no text", BASE, "POST / HTTP/1.1\r\nContent-Type: a/b\r\n" FIELDS "\r\n",
    "\xff\xfe",
    "curl -N -X 'POST' 'https://gateway.example/' \\\n  -H 'Content-Type: a/b'" REST
    " \\\n  --data-binary @body.bin" },
  { "nothing that curl adds", BASE, "POST / HTTP/1.1\r\nHost: a\r\n\r\n", "x",
    "curl -N -X 'POST' 'https://gateway.example/' \\\n  -H 'Accept:' \\\n  -H 'User-Agent:'"
    " \\\n  -H 'Content-Type:' \\\n  --data-raw 'x'" },
  { "empty header", BASE, "GET / HTTP/1.1\r\nX-Empty:\r\n" FIELDS "\r\n", NULL,
    "curl -N 'https://gateway.example/' \\\n  -H 'X-Empty;'" REST },
  { "patterns", BASE, "GET /a[1-3]{b,c} HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N -g 'https://gateway.example/a[1-3]{b,c}'" REST },
  { "head", BASE, "HEAD / HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N --head 'https://gateway.example/'" REST },
  { "absolute", BASE, "GET http://other.example/x HTTP/1.1\r\n" FIELDS "\r\n", NULL,
    "curl -N 'http://other.example/x'" REST },
  { "no base", NULL, "GET /x HTTP/1.1\r\n" FIELDS "\r\n", NULL, "curl -N '/x'" REST },
  { "no head", BASE, "nonsense\r\n\r\n", NULL, NULL },
};

static char *
run (const char *base, const char *head, const char *body, gsize body_length)
{
  gsize head_length = strlen (head);
  /* Neither of them ends in NUL. */
  g_autofree char *head_copy = g_memdup2 (head, head_length);
  g_autofree char *body_copy = body != NULL ? g_memdup2 (body, body_length) : NULL;

  return tap_curl_from_request (base, head_copy, head_length, body_copy, body_length);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = run (cases[i].base, cases[i].head, cases[i].body,
                                      cases[i].body != NULL ? strlen (cases[i].body) : 0);

      g_test_message ("%s", cases[i].title);
      g_assert_cmpstr (command, ==, cases[i].command);
    }
}

static void
test_size (void)
{
  g_autofree char *body = g_malloc (TAP_CURL_MAX_BODY + 1);
  g_autofree char *fits = NULL;
  g_autofree char *large = NULL;
  const char *head = "POST / HTTP/1.1\r\nHost: a\r\n\r\n";

  memset (body, 'x', TAP_CURL_MAX_BODY + 1);
  fits = run (BASE, head, body, TAP_CURL_MAX_BODY);
  large = run (BASE, head, body, TAP_CURL_MAX_BODY + 1);
  g_assert_nonnull (strstr (fits, "--data-raw 'xxx"));
  g_assert_true (g_str_has_suffix (large, "--data-binary @body.bin"));
}

/* What a shell makes of it is what was sent, whatever bytes it holds. */
static void
test_shell (void)
{
  const char *value = "it's $HOME \"x\" `id` \\ !! ; & | < > * ? ~ # % 'q'";
  const char *body = "a'b\n\"c\" $d `e` \\f\n\n";
  g_autofree char *head = g_strdup_printf ("POST /p HTTP/1.1\r\nX-V: %s\r\nX-Key: ******\r\n"
                                           "Content-Type: t/t\r\n" FIELDS "\r\n", value);
  g_autofree char *command = run (BASE, head, body, strlen (body));
  g_autofree char *script = g_strdup_printf (
      "API_KEY='it is $x'; curl () { for a in \"$@\"; do printf '%%s\\001' \"$a\"; done; }\n%s",
      command);
  const char *argv[] = { "sh", "-c", script, NULL };
  g_autofree char *out = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  wanted = g_strdup_printf ("-N\001-X\001POST\001" BASE "/p\001-H\001X-V: %s\001-H\001"
                            "X-Key: it is $x\001-H\001Content-Type: t/t\001-H\001Accept: */*\001"
                            "-H\001User-Agent: a/1\001--data-raw\001%s\001", value, body);
  g_assert_cmpstr (out, ==, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curl/cases", test_cases);
  g_test_add_func ("/curl/size", test_size);
  g_test_add_func ("/curl/shell", test_shell);
  return g_test_run ();
}
