/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-mask.h"

#include <string.h>

typedef struct
{
  const char *head;
  const char *masked;
} Case;

#define LINE(line, masked) { "GET / HTTP/1.1\r\n" line "\r\n\r\n", "GET / HTTP/1.1\r\n" masked "\r\n\r\n" }

static const Case heads[] = {
  LINE ("Authorization: Bearer planted-1", "Authorization: Bearer *********"),
  LINE ("AUTHORIZATION:bearer planted-1", "AUTHORIZATION:bearer *********"),
  LINE ("authorization:  Basic  dXNlcjpwYXNz  ", "authorization:  Basic  ************  "),
  LINE ("Authorization: planted-1", "Authorization: *********"),
  LINE ("Authorization: planted-1 second", "Authorization: ********* ******"),
  LINE ("Authorization: Bearer", "Authorization: Bearer"),
  LINE ("Authorization:", "Authorization:"),
  LINE ("Authorization: Digest username=\"u\", response=\"r\"", "Authorization: Digest ************* ************"),
  LINE ("Proxy-Authorization: Basic cGxhbnQ6", "Proxy-Authorization: Basic ********"),
  LINE ("x-api-key: planted-1", "x-api-key: *********"),
  LINE ("X-API-Key: p", "X-API-Key: *"),
  LINE ("api-key:planted-1", "api-key:*********"),
  LINE ("X-Goog-Api-Key:\tplanted-1", "X-Goog-Api-Key:\t*********"),
  LINE ("My-Own-Api-Key: planted-1", "My-Own-Api-Key: *********"),
  LINE ("Cookie: a=planted-1; b=planted-2;c", "Cookie: a=*********; b=*********;*"),
  LINE ("Cookie: planted-1", "Cookie: *********"),
  LINE ("Cookie: a=\"planted-1\"; Path=planted-2", "Cookie: a=***********; Path=*********"),
  LINE ("Set-Cookie: a=planted-1; Path=/; HttpOnly; Max-Age=3",
        "Set-Cookie: a=*********; Path=/; HttpOnly; Max-Age=3"),
  LINE ("set-cookie: path=planted-1; expires=Wed, 21 Oct 2026; x=planted-2; Secure",
        "set-cookie: path=*********; expires=Wed, 21 Oct 2026; x=*********; Secure"),
  LINE ("Set-Cookie: a=b; Path=/, c=planted-1", "Set-Cookie: a=*; Path=** ***********"),
  /* Malformed, and yet nothing leaks. */
  LINE ("Authorization : Bearer planted-1", "Authorization : Bearer *********"),
  LINE (" Authorization: Bearer planted-1", " Authorization: Bearer *********"),
  LINE ("Authorization Bearer planted-1", "Authorization Bearer *********"),
  LINE ("Authorization: Bearer\r\n planted-1", "Authorization: Bearer\r\n *********"),
  LINE ("Authorization: Bearer x\r\n\tplant: 1", "Authorization: Bearer *\r\n\t****** *"),
  LINE ("Authorization: Bearer\r\nplanted-1", "Authorization: Bearer\r\n*********"),
  LINE ("x-api-key: planted-1\rplanted-2: 3", "x-api-key: *********\r********** *"),
  LINE ("x-api-key: planted-1\nA: b", "x-api-key: *********\nA: b"),
  LINE ("x-api-key: planted-1\nplanted-2", "x-api-key: *********\n*********"),
  { "GET /\rx-api-key: planted-1", "GET /\rx-api-key: *********" },
  { "x\nx-api-key: planted-1", "x\nx-api-key: *********" },
  /* Near misses. */
  LINE ("X-Api-Keys: visible-1", "X-Api-Keys: visible-1"),
  LINE ("X-Authorization-Id: visible-1", "X-Authorization-Id: visible-1"),
  LINE ("anthropic-version: 2023-06-01", "anthropic-version: 2023-06-01"),
  LINE ("A: authorization", "A: authorization"),
  LINE ("Content-Type: application/json; charset=utf-8", "Content-Type: application/json; charset=utf-8"),
  LINE ("Host: 127.0.0.1:80", "Host: 127.0.0.1:80"),
  /* URLs. */
  { "GET /v1?key=planted-1&b=c HTTP/1.1\r\n\r\n", "GET /v1?key=*********&b=c HTTP/1.1\r\n\r\n" },
  { "GET /v1?b=c&API-Key=planted-1#d HTTP/1.1\r\n\r\n", "GET /v1?b=c&API-Key=*********#d HTTP/1.1\r\n\r\n" },
  { "GET /v1?ap%69_key=planted-1 HTTP/1.1\r\n\r\n", "GET /v1?ap%69_key=********* HTTP/1.1\r\n\r\n" },
  { "GET /#access_token=pl&token= HTTP/1.1\r\n\r\n", "GET /#access_token=**&token= HTTP/1.1\r\n\r\n" },
  { "GET /?keys=a&monkey=b&beta=true HTTP/1.1\r\n\r\n", "GET /?keys=a&monkey=b&beta=true HTTP/1.1\r\n\r\n" },
  { "GET /?key HTTP/1.1\r\n\r\n", "GET /?key HTTP/1.1\r\n\r\n" },
  { "GET http://us:pw@a/b?token=x HTTP/1.1\r\n\r\n", "GET http://**:**@a/b?token=* HTTP/1.1\r\n\r\n" },
  { "CONNECT us:pw@a:443 HTTP/1.1\r\n\r\n", "CONNECT **:**@a:443 HTTP/1.1\r\n\r\n" },
  { "CONNECT a:443 HTTP/1.1\r\n\r\n", "CONNECT a:443 HTTP/1.1\r\n\r\n" },
  { "GET /@scope/b:c@d HTTP/1.1\r\n\r\n", "GET /@scope/b:c@d HTTP/1.1\r\n\r\n" },
  LINE ("Referer: https://us@a/?sig=x&y=z", "Referer: https://**@a/?sig=*&y=z"),
  LINE ("Location: //us:p@w@a/?token=x", "Location: //us:p@w@a/?token=*"),
  LINE ("Location: https://us:p@w@a/", "Location: https://**:***@a/"),
  LINE ("Host: us:pw@a", "Host: **:**@a"),
  LINE ("From: someone@a", "From: someone@a"),
  /* By form. */
  LINE ("X-Other: sk-ant-api03-abcdefgh", "X-Other: *********************"),
};

/* Enough of them to be sure that a line is looked at on its own: each with a mask of its own. */
static void
test_heads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (TapMask) mask = tap_mask_new ();
      gsize length = strlen (heads[i].head);
      g_autofree char *head = g_memdup2 (heads[i].head, length);

      tap_mask_head (mask, head, length);
      if (memcmp (head, heads[i].masked, length) != 0)
        g_error ("%s became %.*s", heads[i].head, (int) length, head);
      g_assert_cmpuint (strlen (heads[i].masked), ==, length);
    }
}

typedef struct
{
  const char *head;
  const char *later;  /* in a body afterwards */
  const char *masked;
} Learnt;

#define KEY(value) "GET / HTTP/1.1\r\nx-api-key: " value "\r\n\r\n"

static const Learnt learnt[] = {
  { KEY ("planted-key"), "x planted-key y", "x *********** y" },
  { KEY ("short-k"), "x short-k y", "x short-k y" },
  { KEY ("assistant"), "\"role\":\"assistant\"", "\"role\":\"assistant\"" },
  { "GET / HTTP/1.1\r\nAuthorization: Bearer planted-key\r\n\r\n", "planted-key", "***********" },
  { "GET / HTTP/1.1\r\nAuthorization: Bearer planted-key\r\n\r\n", "Bearer", "Bearer" },
  /* dXNlcjpodW50ZXIyMTk= is user:hunter219 */
  { "GET / HTTP/1.1\r\nAuthorization: Basic dXNlcjpodW50ZXIyMTk=\r\n\r\n", "a hunter219 b user",
    "a ********* b user" },
  { "GET / HTTP/1.1\r\nAuthorization: Basic dXNlcjpodW50ZXIyMTk=\r\n\r\n", "dXNlcjpodW50ZXIyMTk=",
    "********************" },
  { "GET /?key=pl%2Fanted-key HTTP/1.1\r\n\r\n", "pl/anted-key pl%2fanted-key pl%2Fanted-key",
    "************ ************** **************" },
  { "GET /?key=pl%2Fanted-key HTTP/1.1\r\n\r\n", "\"pl\\/anted-key\"", "\"*************\"" },
  { KEY ("pla\"nt\\ed"), "\"pla\\\"nt\\\\ed\"", "\"***********\"" },
  { KEY ("pla\"nt\\ed"), "\"{\\\"a\\\":\\\"pla\\\\\\\"nt\\\\\\\\ed\\\"}\"", "\"{\\\"a\\\":\\\"***************\\\"}\"" },
  { KEY ("plant\xc3\xa9" "d-key"), "plant\xc3\xa9" "d-key plant\\u00e9d-key", "************ ****************" },
  { "HTTP/1.1 200 OK\r\nSet-Cookie: a=planted-key; Path=/\r\n\r\n", "planted-key", "***********" },
  { "GET / HTTP/1.1\r\nCookie: a=\"planted-key\"\r\n\r\n", "planted-key", "***********" },
  { "GET https://planted-user:planted-key@a/ HTTP/1.1\r\n\r\n", "planted-key", "***********" },
};

static void
test_learnt (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (learnt); i++)
    {
      g_autoptr (TapMask) mask = tap_mask_new ();
      g_autofree char *head = g_strdup (learnt[i].head);
      g_autofree char *later = NULL;
      g_autofree char *before = tap_mask_text (mask, learnt[i].later);

      g_assert_cmpstr (before, ==, learnt[i].later);
      tap_mask_head (mask, head, strlen (head));
      later = tap_mask_text (mask, learnt[i].later);
      g_assert_cmpstr (later, ==, learnt[i].masked);
    }
}

/* A value of one head is masked wherever it stands in a later one. */
static void
test_other_head (void)
{
  g_autoptr (TapMask) mask = tap_mask_new ();
  char first[] = "GET / HTTP/1.1\r\nx-api-key: planted-key\r\n\r\n";
  char second[] = "HTTP/1.1 200 planted-key\r\nX-Echo: <planted-key>\r\n\r\n";

  tap_mask_head (mask, first, strlen (first));
  tap_mask_head (mask, second, strlen (second));
  g_assert_cmpstr (second, ==, "HTTP/1.1 200 ***********\r\nX-Echo: <***********>\r\n\r\n");
}

/* New cookies without end: the newest and those in use stay known. */
static void
test_many (void)
{
  g_autoptr (TapMask) mask = tap_mask_new ();

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *head
          = g_strdup_printf ("GET / HTTP/1.1\r\nx-api-key: planted-key\r\nCookie: a=value-%u-\r\n\r\n", i);
      g_autofree char *cookie = g_strdup_printf ("planted-key value-%u-", i);
      g_autofree char *masked = NULL;

      tap_mask_head (mask, head, strlen (head));
      masked = tap_mask_text (mask, cookie);
      g_assert_null (strpbrk (masked, "abcdefghijklmnopqrstuvwxyz0123456789"));
    }
}

static void
test_text (void)
{
  static const Case texts[] = {
    { "", "" },
    { "/v1/messages?beta=true&key=x", "/v1/messages?beta=true&key=*" },
    { "cannot connect to https://u:p@a/b?token=x: refused", "cannot connect to https://*:*@a/b?token=** refused" },
    { "a sk-proj-abcdefghij b", "a ****************** b" },
    /* Inside JSON, which must stay JSON. */
    { "\"error\":\"\\\"/?key=x\\\"\\n\"", "\"error\":\"\\\"/?key=*\\\"\\n\"" },
    { "\"/?key=a\\/b\\u0026c\",\"d\":1", "\"/?key=***********\",\"d\":1" },
    { "\"https:\\/\\/us:pw@a\\/\"", "\"https:\\/\\/**:**@a\\/\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TapMask) mask = tap_mask_new ();
      g_autofree char *masked = tap_mask_text (mask, texts[i].head);

      g_assert_cmpstr (masked, ==, texts[i].masked);
    }
}

/* Any cut of a head: same length, white space and line ends as they were. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    for (gsize length = 0; length <= strlen (heads[i].head); length++)
      {
        g_autoptr (TapMask) mask = tap_mask_new ();
        g_autofree char *head = g_memdup2 (heads[i].head, length);

        tap_mask_head (mask, head, length);
        for (gsize j = 0; j < length; j++)
          g_assert_true (head[j] == heads[i].head[j]
                         || (head[j] == TAP_MASK_CHAR && !g_ascii_isspace (heads[i].head[j])));
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mask/heads", test_heads);
  g_test_add_func ("/mask/learnt", test_learnt);
  g_test_add_func ("/mask/other-head", test_other_head);
  g_test_add_func ("/mask/many", test_many);
  g_test_add_func ("/mask/text", test_text);
  g_test_add_func ("/mask/cut", test_cut);
  return g_test_run ();
}
