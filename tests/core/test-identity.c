/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-identity.h"

#include <string.h>

/* Heads and bodies as clients send them, and what is known of who asked. */

#define UUID "0a1b2c3d-0000-4000-8000-112233445566"
#define OTHER "99999999-0000-4000-8000-112233445566"
#define TURNS "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
#define TOOLS "\"tools\":[{\"name\":\"t\"}]"

typedef struct
{
  const char *name;
  const char *line;    /* the request's first line; NULL: POST /v1/messages */
  const char *headers;
  const char *body;    /* (nullable) */
  TapClient client;
  const char *version;
  const char *session;
  const char *from;
  const char *agent;
  TapAskClass ask_class;
  gboolean guess;
  int retry;
  gint64 timeout;
  gboolean helper;
} Case;

static const Case cases[] = {
  { "claude-code", "POST /v1/messages?beta=true",
    "User-Agent: claude-cli/2.1.329 (external, sdk-cli)\r\nX-Claude-Code-Session-Id: " UUID "\r\n"
    "X-Stainless-Retry-Count: 0\r\nX-Stainless-Timeout: 600\r\n",
    "{\"stream\":true," TURNS "," TOOLS "}", TAP_CLIENT_CLAUDE_CODE, "2.1.329", UUID,
    "X-Claude-Code-Session-Id", NULL, TAP_ASK_MAIN, TRUE, 0, 600 * G_USEC_PER_SEC, FALSE },
  { "claude-code-classed", NULL,
    "User-Agent: claude-cli/2.1.329 (external, cli)\r\nX-Claude-Code-Session-Id: " UUID "\r\n"
    "x-claude-code-request-class: auxiliary\r\n",
    "{" TURNS "," TOOLS "}", TAP_CLIENT_CLAUDE_CODE, "2.1.329", UUID, "X-Claude-Code-Session-Id",
    NULL, TAP_ASK_SIDE, FALSE, -1, -1, FALSE },
  { "sub-agent", NULL,
    "User-Agent: claude-cli/2.1.329 (external, cli)\r\nX-Claude-Code-Session-Id: " UUID "\r\n"
    "x-claude-code-agent-id: a77\r\nx-claude-code-parent-agent-id: main\r\n"
    "x-claude-code-agent-type: Explore\r\n",
    "{" TURNS "}", TAP_CLIENT_CLAUDE_CODE, "2.1.329", UUID, "X-Claude-Code-Session-Id", "a77",
    TAP_ASK_SUBAGENT, FALSE, -1, -1, FALSE },
  { "agent-sdk-old", NULL,
    "User-Agent: claude-cli/2.0.77 (external, sdk-ts, agent-sdk/0.1.77)\r\n"
    "x-stainless-helper-method: stream\r\n",
    "{\"metadata\":{\"user_id\":\"user_abc_account__session_" UUID "\"}," TURNS "," TOOLS "}",
    TAP_CLIENT_CLAUDE_CODE, "2.0.77", UUID, "metadata.user_id", NULL, TAP_ASK_MAIN, TRUE, -1, -1,
    TRUE },
  { "agent-sdk-warm-up", NULL, "User-Agent: claude-cli/2.0.77 (external, sdk-ts)\r\n",
    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"},"
    "{\"type\":\"text\",\"text\":\"Warmup\"}]}]," TOOLS "}",
    TAP_CLIENT_CLAUDE_CODE, "2.0.77", NULL, NULL, NULL, TAP_ASK_WARMUP, TRUE, -1, -1, FALSE },
  { "user-id-in-json", NULL, "User-Agent: claude-cli/2.1.0 (external, cli)\r\n",
    "{\"metadata\":{\"user_id\":\"{\\\"device_id\\\":\\\"d\\\",\\\"session_id\\\":\\\"" UUID
    "\\\"}\"}," TURNS "}",
    TAP_CLIENT_CLAUDE_CODE, "2.1.0", UUID, "metadata.user_id", NULL, TAP_ASK_SIDE, TRUE, -1, -1,
    FALSE },
  { "user-id-of-somebody", NULL, "User-Agent: Anthropic/JS 1.11.0\r\n",
    "{\"metadata\":{\"user_id\":\"customer-7\"}," TURNS "}", TAP_CLIENT_ANTHROPIC_JS, "1.11.0", NULL,
    NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "header-before-body", NULL, "X-Claude-Code-Session-Id: " UUID "\r\n",
    "{\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"" OTHER "\\\"}\"}," TURNS "}",
    TAP_CLIENT_UNKNOWN, NULL, UUID, "X-Claude-Code-Session-Id", NULL, TAP_ASK_MAIN, TRUE, -1, -1,
    FALSE },
  { "masked", NULL, "X-Claude-Code-Session-Id: ************************************\r\n",
    "{\"prompt_cache_key\":\"k1\"," TURNS "}", TAP_CLIENT_UNKNOWN, NULL, "k1", "prompt_cache_key",
    NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "python", NULL,
    "User-Agent: AsyncAnthropic/Python 0.121.0\r\nx-stainless-retry-count: 2\r\n"
    "x-stainless-read-timeout: 600\r\nX-Stainless-Stream-Helper: messages\r\n",
    "{" TURNS "}", TAP_CLIENT_ANTHROPIC_PYTHON, "0.121.0", NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, 2,
    600 * G_USEC_PER_SEC, TRUE },
  { "odd-numbers", NULL,
    "User-Agent: OpenAI/Python\r\nx-stainless-retry-count: many\r\nx-stainless-read-timeout: None\r\n",
    "{" TURNS "}", TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "openai-js", "POST /v1/chat/completions", "user-agent: OpenAI/JS 7.55.0\r\n", "{" TURNS "}",
    TAP_CLIENT_OPENAI_JS, "7.55.0", NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "codex", "POST /v1/responses",
    "User-Agent: codex_exec/0.169.0 (Debian 12; x86_64) unknown (codex_exec; 0.169.0)\r\n"
    "session-id: " UUID "\r\nthread-id: " UUID "\r\nx-client-request-id: " UUID "\r\n"
    "x-codex-turn-metadata: {\"session_id\":\"" UUID "\",\"thread_id\":\"" UUID
    "\",\"turn_id\":\"t9\",\"request_kind\":\"turn\"}\r\noriginator: codex_exec\r\n",
    "{\"input\":[],\"prompt_cache_key\":\"" UUID "\"," TOOLS "}", TAP_CLIENT_CODEX, "0.169.0", UUID,
    "session-id", NULL, TAP_ASK_MAIN, FALSE, -1, -1, FALSE },
  { "codex-sub-agent", "POST /v1/responses",
    "User-Agent: codex_cli_rs/0.169.0\r\nsession-id: " UUID "\r\nthread-id: " OTHER "\r\n"
    "x-openai-subagent: compact\r\n",
    "{\"input\":[]}", TAP_CLIENT_CODEX, "0.169.0", UUID, "session-id", OTHER, TAP_ASK_COMPACTION,
    FALSE, -1, -1, FALSE },
  { "codex-metadata-alone", "POST /v1/responses",
    "User-Agent: codex_exec/1.0\r\nx-codex-turn-metadata: {\"thread_id\":\"" UUID "\"}\r\n",
    "{\"input\":[]," TOOLS "}", TAP_CLIENT_CODEX, "1.0", UUID, "x-codex-turn-metadata", NULL,
    TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "codex-metadata-broken", "POST /v1/responses", "x-codex-turn-metadata: {\"thread_id\r\n",
    "{\"input\":[]," TOOLS "}", TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, -1,
    -1, FALSE },
  { "opencode", NULL,
    "User-Agent: opencode/1.18.33 ai-sdk/provider-utils/4.0.46 runtime/bun/1.3.14\r\n"
    "x-session-id: ses_1\r\nx-session-affinity: ses_1\r\n",
    "{" TURNS "," TOOLS "}", TAP_CLIENT_OPENCODE, "1.18.33", "ses_1", "x-session-id", NULL,
    TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "opencode-title", NULL, "User-Agent: opencode/1.18.33\r\nx-session-id: ses_1\r\n",
    "{" TURNS "}", TAP_CLIENT_OPENCODE, "1.18.33", "ses_1", "x-session-id", NULL, TAP_ASK_SIDE, TRUE,
    -1, -1, FALSE },
  { "ai-sdk", NULL, "User-Agent: ai/5.0.1 ai-sdk/anthropic/2.0.4 runtime/node\r\n", "{" TURNS "}",
    TAP_CLIENT_AI_SDK, "2.0.4", NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "not-codex", NULL, "User-Agent: my-codex/1\r\n", "{" TURNS "}", TAP_CLIENT_UNKNOWN, NULL, NULL,
    NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1, FALSE },
  { "count-tokens", "POST /v1/messages/count_tokens?beta=true",
    "User-Agent: claude-cli/2.1.329 (external, cli)\r\nx-claude-code-request-class: main\r\n",
    "{" TURNS "}", TAP_CLIENT_CLAUDE_CODE, "2.1.329", NULL, NULL, NULL, TAP_ASK_COUNT_TOKENS, FALSE,
    -1, -1, FALSE },
  { "models", "GET /v1/models?limit=1000", "", NULL, TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL,
    TAP_ASK_MODELS, FALSE, -1, -1, FALSE },
  { "one-model", "GET /v1/models/m", "", NULL, TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL,
    TAP_ASK_MODELS, FALSE, -1, -1, FALSE },
  { "gemini-is-no-list", "POST /v1beta/models/m:streamGenerateContent?alt=sse", "",
    "{\"contents\":[]}", TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL, TAP_ASK_MAIN, TRUE, -1, -1,
    FALSE },
  { "probe-head", "HEAD /", "", NULL, TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL, TAP_ASK_PROBE,
    FALSE, -1, -1, FALSE },
  { "probe-root", "GET http://127.0.0.1:1?x", "", NULL, TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL,
    TAP_ASK_PROBE, FALSE, -1, -1, FALSE },
  { "probe-token", NULL, "", "{\"max_tokens\":1," TURNS "}", TAP_CLIENT_UNKNOWN, NULL, NULL, NULL,
    NULL, TAP_ASK_PROBE, TRUE, -1, -1, FALSE },
  { "other-json", "POST /v1/other", "", "{\"a\":1}", TAP_CLIENT_UNKNOWN, NULL, NULL, NULL, NULL,
    TAP_ASK_UNKNOWN, TRUE, -1, -1, FALSE },
};

static void
read_identity (TapIdentity *identity, const char *line, const char *headers, const char *body)
{
  g_autofree char *head_text = g_strdup_printf ("%s HTTP/1.1\r\nHost: h\r\n%s\r\n",
                                                line != NULL ? line : "POST /v1/messages", headers);
  gsize length = strlen (head_text);
  g_autofree char *bytes = g_memdup2 (head_text, length);
  g_auto (TapHead) head = { 0 };

  g_assert_cmpint (tap_head_parse_request (&head, bytes, length), ==, TAP_HEAD_OK);
  tap_identity_read_head (identity, &head);
  g_assert_cmpuint (identity->fingerprint, ==, 0);
  if (body != NULL)
    {
      gsize size = strlen (body);
      g_autofree char *text = g_memdup2 (body, size);
      g_auto (TapJson) json = { 0 };

      g_assert_true (tap_json_parse (&json, text, size, NULL));
      tap_identity_read_body (identity, &json, size);
      g_assert_cmpuint (identity->fingerprint, !=, 0);
    }
}

static void
test_identity (gconstpointer data)
{
  const Case *c = data;
  TapIdentity identity = { 0 };

  read_identity (&identity, c->line, c->headers, c->body);
  g_assert_cmpint (identity.client, ==, c->client);
  g_assert_cmpstr (identity.client_version, ==, c->version);
  g_assert_cmpstr (identity.session, ==, c->session);
  g_assert_cmpstr (identity.session_from, ==, c->from);
  g_assert_cmpstr (identity.agent, ==, c->agent);
  g_assert_cmpint (identity.ask_class, ==, c->ask_class);
  g_assert_cmpint (identity.class_is_guess, ==, c->guess);
  g_assert_cmpint (identity.retry_count, ==, c->retry);
  g_assert_cmpint (identity.timeout, ==, c->timeout);
  g_assert_cmpint (identity.helper, ==, c->helper);
  tap_identity_clear (&identity);
}

/* --- What two requests have in common. */

#define FIRST                                                                                      \
  "{\"model\":\"m\",\"max_tokens\":64,\"stream\":true,\"system\":[{\"type\":\"text\",\"text\":"     \
  "\"x-anthropic-billing-header: cc_version=1; cch=aa;\"},{\"type\":\"text\",\"text\":\"Be\"}],"    \
  "\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}]}"

static const struct
{
  const char *name;
  const char *line; /* NULL: as the first */
  const char *body;
  gboolean same;
} prints[] = {
  { "itself", NULL, FIRST, TRUE },
  { "without-streaming", "POST /v1/messages?beta=true",
    "{\"model\":\"m\",\"max_tokens\":32,\"thinking\":{\"budget_tokens\":1},\"system\":[{\"type\":"
    "\"text\",\"text\":\"x-anthropic-billing-header: cc_version=2; cch=bb;\"},{\"type\":\"text\","
    "\"text\":\"Be\"}],\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"metadata\":{\"user_id\":\"u\"}}",
    TRUE },
  { "without-the-billing-line", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}]}",
    TRUE },
  { "the-temperature-that-holds-anyway", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}],\"temperature\":1}",
    TRUE },
  { "another-temperature", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}],\"temperature\":0.5}",
    FALSE },
  { "another-question", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long questioN\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}]}",
    FALSE },
  { "another-model", NULL,
    "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}]}",
    FALSE },
  { "another-system", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Bee\"}]}",
    FALSE },
  { "one-more-turn", NULL,
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a long question\"},{}],"
    "\"system\":[{\"type\":\"text\",\"text\":\"Be\"}]}",
    FALSE },
  { "another-path", "POST /v1/messages/count_tokens", FIRST, FALSE },
};

static guint64
print_of (const char *line, const char *body)
{
  TapIdentity identity = { 0 };
  guint64 print;

  read_identity (&identity, line, "", body);
  print = identity.fingerprint;
  tap_identity_clear (&identity);
  return print;
}

static void
test_fingerprint (void)
{
  guint64 first = print_of (NULL, FIRST);

  for (guint i = 0; i < G_N_ELEMENTS (prints); i++)
    {
      guint64 print = print_of (prints[i].line, prints[i].body);

      if ((print == first) != prints[i].same)
        g_test_message ("%s", prints[i].name);
      g_assert_cmpint (print == first, ==, prints[i].same);
    }
  g_assert_cmpuint (print_of ("POST /m:streamGenerateContent?alt=sse", "{\"contents\":[]}"), ==,
                    print_of ("POST /m:generateContent", "{\"contents\":[]}"));
  g_assert_cmpuint (print_of (NULL, "{\"system\":\"x-anthropic-billing-header: a\\nBe\"}"), ==,
                    print_of (NULL, "{\"system\":\"x-anthropic-billing-header: b\\nBe\"}"));
  g_assert_cmpuint (print_of (NULL, "{\"system\":\"x-anthropic-billing-header: a\\nBe\"}"), !=,
                    print_of (NULL, "{\"system\":\"x-anthropic-billing-header: a\\nNo\"}"));
}

static void
test_names (void)
{
  for (guint i = 0; i < TAP_N_CLIENTS; i++)
    g_assert_nonnull (tap_client_name (i));
  for (guint i = 0; i <= TAP_ASK_MODELS; i++)
    g_assert_nonnull (tap_ask_class_name (i));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/identity/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_identity);
    }
  g_test_add_func ("/identity/fingerprint", test_fingerprint);
  g_test_add_func ("/identity/names", test_names);
  return g_test_run ();
}
