/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-guard.h"

#include <string.h>

static const struct
{
  const char *url;
  const char *head;
  guint status;
  const char *target; /* as the gateway gets it, where it differs */
  const char *sent;   /* the head as the gateway gets it; NULL: as it is */
} heads[] = {
  { "http://127.0.0.1:9100", "GET /v1 HTTP/1.1\r\nHost: 127.0.0.1:9100\r\n\r\n", 0, NULL, NULL },
  { "http://127.0.0.1:9100", "GET /v1 HTTP/1.1\r\nA: 1\r\nhOST:  127.0.0.1:4747 \r\nB:2\r\n\r\n", 0,
    NULL, "GET /v1 HTTP/1.1\r\nA: 1\r\nhOST:  127.0.0.1:9100 \r\nB:2\r\n\r\n" },
  { "https://gw.example/a/b/", "POST /v1?x=%2F HTTP/1.1\r\nHost: localhost\r\n\r\n", 0,
    "/a/b/v1?x=%2F", "POST /a/b/v1?x=%2F HTTP/1.1\r\nHost: gw.example\r\n\r\n" },
  { "https://gw.example:444", "GET / HTTP/1.1\r\nHost: [::1]:4747\r\n\r\n", 0, NULL,
    "GET / HTTP/1.1\r\nHost: gw.example:444\r\n\r\n" },
  { "http://[::1]:80/p", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 0, NULL,
    "OPTIONS * HTTP/1.1\r\nHost: [::1]\r\n\r\n" },
  { "http://gw.example", "GET /v1 HTTP/1.0\r\n\r\n", 0, NULL, NULL },
  { "http://gw.example", "GET http://localhost:4747/v1?a HTTP/1.1\r\nHost: localhost:4747\r\n"
                         "Proxy-Connection: keep-alive\r\nX: 1\r\n\r\n", 0,
    "/v1?a", "GET /v1?a HTTP/1.1\r\nHost: gw.example\r\nX: 1\r\n\r\n" },
  { "http://gw.example", "GET http://gw.example HTTP/1.1\r\nHost: gw.example\r\n\r\n", 0, "/",
    "GET / HTTP/1.1\r\nHost: gw.example\r\n\r\n" },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: GW.example\r\n\r\n", 0, NULL,
    "GET / HTTP/1.1\r\nHost: gw.example\r\n\r\n" },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, NULL, NULL },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 403, NULL, NULL },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 403, NULL, NULL },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", 403, NULL, NULL },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: localhost\r\nsec-fetch-site: Cross-Site\r\n\r\n", 403,
    NULL, NULL },
  { "http://gw.example", "GET / HTTP/1.1\r\nHost: gw.example\r\nSec-Fetch-Mode: cors\r\n\r\n", 0, NULL,
    NULL },
  { "http://gw.example", "GET http://other.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, NULL,
    NULL },
  { "http://gw.example", "CONNECT gw.example:443 HTTP/1.1\r\nHost: gw.example:443\r\n\r\n", 400, NULL,
    NULL },
};

static void
test_heads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (TapUpstream) upstream = tap_upstream_new (heads[i].url, NULL, NULL);
      gsize length = strlen (heads[i].head);
      g_autofree char *bytes = g_memdup2 (heads[i].head, length);
      g_auto (TapHead) head = { 0 };
      g_autoptr (GByteArray) sent = NULL;
      g_autofree char *target = NULL;

      g_test_message ("%u: %s", i, heads[i].head);
      g_assert_nonnull (upstream);
      g_assert_cmpint (tap_head_parse_request (&head, bytes, length), ==, TAP_HEAD_OK);
      g_assert_cmpuint (tap_guard_check (&head, upstream).status, ==, heads[i].status);
      if (heads[i].status != 0)
        continue;
      sent = tap_guard_edit (&head, upstream, &target);
      g_assert_cmpstr (target, ==, heads[i].target);
      if (heads[i].sent == NULL)
        g_assert_null (sent);
      else
        g_assert_cmpmem (sent->data, sent->len, heads[i].sent, strlen (heads[i].sent));
    }
}

static void
test_upstreams (void)
{
  static const struct
  {
    const char *url;
    const char *origin; /* NULL: refused */
    const char *prefix;
    const char *dial;
  } urls[] = {
    { "http://a", "http://a", "", "a:80" },
    { "https://a/", "https://a", "", "a:443" },
    { "https://a:8443/x//", "https://a:8443", "/x", "10.0.0.1:1" },
    { "http://[::1]:8080", "http://[::1]:8080", "", "::1:8080" },
    { "HTTP://a:80", "http://a", "", "a:80" },
    { "ftp://a", NULL, NULL, NULL },
    { "a:80", NULL, NULL, NULL },
    { "http://", NULL, NULL, NULL },
    { "http://user:pw@a", NULL, NULL, NULL },
    { "http://a/?key=1", NULL, NULL, NULL },
    { "http://a#x", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
  };
  static const char *const resolve[] = { "a:8443=10.0.0.1:1", "b:1=[::1]:2", NULL };
  static const char *const bad[] = { "a=b", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TapUpstream) upstream = tap_upstream_new (urls[i].url, resolve, &error);
      g_autofree char *dial = NULL;

      g_test_message ("%s", urls[i].url);
      if (urls[i].origin == NULL)
        {
          g_assert_error (error, TAP_ERROR, TAP_ERROR_USAGE);
          continue;
        }
      g_assert_no_error (error);
      dial = g_strdup_printf ("%s:%u", upstream->dial_host, upstream->dial_port);
      g_assert_cmpstr (upstream->origin, ==, urls[i].origin);
      g_assert_cmpstr (upstream->prefix, ==, urls[i].prefix);
      g_assert_cmpstr (dial, ==, urls[i].dial);
    }
  g_assert_null (tap_upstream_new ("http://a", bad, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guard/heads", test_heads);
  g_test_add_func ("/guard/upstreams", test_upstreams);
  return g_test_run ();
}
