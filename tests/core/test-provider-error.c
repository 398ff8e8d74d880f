/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-provider-error.h"

#include <string.h>

/* Errors in the shapes of every dialect: what is read of them, and what is none. */

typedef struct
{
  const char *name;
  guint event; /* 0: a body */
  const char *text;
  const char *type;
  const char *code;
  const char *message; /* NULL: it is none */
} Case;

static const Case cases[] = {
  { "anthropic-event", 3,
    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
    "overloaded_error", NULL, "Overloaded" },
  { "anthropic-body", 0,
    "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"},"
    "\"request_id\":\"req_1\"}",
    "not_found_error", NULL, "model: x" },
  { "message-instead-of-error", 2,
    "{\"type\":\"error\",\"message\":{\"type\":\"api_error\",\"message\":\"lost it\"}}", "api_error",
    NULL, "lost it" },
  { "an-error-in-the-message", 6,
    "{\"type\":\"error\",\"message\":{\"type\":\"api_error\",\"message\":"
    "\"{\\\"message\\\":\\\"Overloaded\\\",\\\"type\\\":\\\"overloaded_error\\\",\\\"code\\\":502}\"}}",
    "overloaded_error", "502", "Overloaded" },
  { "an-error-in-an-error-in-the-message", 0,
    "{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"No\\\"}}\",\"type\":\"t\"}}", "t", NULL,
    "No" },
  { "json-that-is-no-error", 0, "{\"error\":{\"message\":\"{\\\"a\\\":1}\"}}", NULL, NULL, "{\"a\":1}" },
  { "no-json-after-all", 0, "{\"error\":{\"message\":\"{braces}\"}}", NULL, NULL, "{braces}" },
  { "openai", 0,
    "{\"error\":{\"message\":\"No such model\",\"type\":\"invalid_request_error\",\"param\":null,"
    "\"code\":\"model_not_found\"}}",
    "invalid_request_error", "model_not_found", "No such model" },
  { "string", 4, "{\"error\":\"upstream timed out\",\"code\":504}", NULL, "504",
    "upstream timed out" },
  { "openrouter-number", 0, "{\"error\":{\"code\":502,\"message\":\"Provider returned error\","
                            "\"metadata\":{\"raw\":\"socket hang up\",\"provider_name\":\"P\"}}}",
    NULL, "502", "Provider returned error: socket hang up" },
  { "openrouter-chunk", 7,
    "{\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"error\":{\"code\":\"server_error\","
    "\"message\":\"Provider disconnected\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
    "\"finish_reason\":\"error\"}]}",
    NULL, "server_error", "Provider disconnected" },
  { "bare", 9, "{\"error\":{\"message\":\"Network gone.\"}}", NULL, NULL, "Network gone." },
  { "vllm", 1, "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\","
               "\"code\":400}",
    "BadRequestError", "400", "too long" },
  { "fastapi-string", 0, "{\"detail\":\"Not Found\"}", NULL, NULL, "Not Found" },
  { "fastapi-object", 0, "{\"detail\":{\"error\":\"no key\"}}", NULL, NULL, "no key" },
  { "fastapi-list", 0,
    "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"field required\",\"type\":\"missing\"}]}",
    NULL, NULL, "field required" },
  { "fastapi-event", 2, "{\"detail\":\"Internal\"}", NULL, NULL, "Internal" },
  { "responses-failed", 12,
    "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":"
    "\"rate_limit_exceeded\",\"message\":\"Slow down\"}}}",
    NULL, "rate_limit_exceeded", "Slow down" },
  { "responses-failed-without-error", 12,
    "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":null}}", "failed",
    NULL, "{\"status\":\"failed\",\"error\":null}" },
  { "responses-flat", 5,
    "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Oops\",\"param\":null}", NULL,
    "server_error", "Oops" },
  { "responses-nested", 5,
    "{\"type\":\"error\",\"sequence_number\":3,\"error\":{\"type\":\"insufficient_quota\",\"code\":"
    "\"insufficient_quota\",\"message\":\"Pay\"}}",
    "insufficient_quota", "insufficient_quota", "Pay" },
  { "gemini", 0,
    "{\"error\":{\"code\":429,\"message\":\"Quota\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
    "RESOURCE_EXHAUSTED", "429", "Quota" },
  { "gemini-array", 0, "[{\"error\":{\"code\":503,\"message\":\"Later\",\"status\":\"UNAVAILABLE\"}}]",
    "UNAVAILABLE", "503", "Later" },
  { "only-a-message", 0, "{\"message\":\"no Route matched\"}", NULL, NULL, "no Route matched" },
  { "no-message", 0, "{\"error\":{\"type\":\"odd\"}}", "odd", NULL, "{\"type\":\"odd\"}" },
  { "control-characters", 0, "{\"error\":\"a\\u001b[31m\\n\\n  b\"}", NULL, NULL, "a\357\277\275[31m b" },

  { "no-error", 1, "{\"error\":null,\"choices\":[]}", NULL, NULL, NULL },
  { "empty-error", 1, "{\"error\":\"\"}", NULL, NULL, NULL },
  { "false-error", 1, "{\"error\":false}", NULL, NULL, NULL },
  { "completed", 1, "{\"type\":\"response.completed\",\"response\":{\"error\":null}}", NULL, NULL,
    NULL },
  { "message-in-event", 1, "{\"message\":\"hello\"}", NULL, NULL, NULL },
  { "message-start", 1, "{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}", NULL, NULL, NULL },
  { "detail-among-others", 1, "{\"detail\":\"x\",\"id\":1}", NULL, NULL, NULL },
  { "a-number", 0, "5", NULL, NULL, NULL },
  { "an-empty-array", 0, "[]", NULL, NULL, NULL },
};

static void
test_json (gconstpointer data)
{
  const Case *c = data;
  gsize length = strlen (c->text);
  g_autofree char *text = g_memdup2 (c->text, length);
  g_auto (TapJson) json = { 0 };
  TapProviderError error = { 0 };

  g_assert_true (tap_json_parse (&json, text, length, NULL));
  g_assert_cmpint (tap_provider_error_read (&error, &json, c->event, 77), ==, c->message != NULL);
  g_assert_cmpstr (error.type, ==, c->type);
  g_assert_cmpstr (error.code, ==, c->code);
  g_assert_cmpstr (error.message, ==, c->message);
  g_assert_cmpuint (error.event, ==, c->message != NULL ? c->event : 0);
  g_assert_cmpint (error.at, ==, c->message != NULL ? 77 : 0);
  tap_provider_error_clear (&error);
}

static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("{\"error\":\"");
  g_auto (TapJson) json = { 0 };
  TapProviderError error = { 0 };

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "äö ");
  g_string_append (text, "\"}");
  g_assert_true (tap_json_parse (&json, text->str, text->len, NULL));
  g_assert_true (tap_provider_error_read (&error, &json, 0, 0));
  g_assert_cmpint (g_utf8_strlen (error.message, -1), <=, 401);
  g_assert_true (g_str_has_suffix (error.message, "…"));
  tap_provider_error_clear (&error);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* NULL: nothing to tell */
    gboolean is_page;
  } texts[] = {
    { "<html>\r\n<head><title>502 Bad Gateway</title></head>", "502 Bad Gateway", TRUE },
    { " <!DOCTYPE html><HTML><HEAD><TITLE>\n  Attention\n needed </TITLE>", "Attention needed", TRUE },
    { "<html><body><h1>Forbidden</h1>", "Forbidden", TRUE },
    { "<html><titles>no</titles></html>", NULL, FALSE },
    { "upstream connect error\nor disconnect", "upstream connect error or disconnect", FALSE },
    { "<title", NULL, FALSE },
    { " \n ", NULL, FALSE },
    { "", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gsize length = strlen (texts[i].text);
      g_autofree char *text = g_memdup2 (texts[i].text, length);
      TapProviderError error = { 0 };

      g_assert_cmpint (tap_provider_error_read_text (&error, text != NULL ? text : "", length, 5), ==,
                       texts[i].message != NULL);
      g_assert_cmpstr (error.message, ==, texts[i].message);
      g_assert_cmpint (error.is_page, ==, texts[i].is_page);
      tap_provider_error_clear (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/provider-error/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_json);
    }
  g_test_add_func ("/provider-error/long", test_long);
  g_test_add_func ("/provider-error/text", test_text);
  return g_test_run ();
}
