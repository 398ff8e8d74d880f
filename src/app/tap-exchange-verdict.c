/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-item.h"

#include <glib/gi18n-lib.h>

/* What stands in the pill of an exchange: a word or two, and a colour that is never alone. */

typedef struct
{
  const char *rule; /* id of a finding */
  const char *text; /* of two words at most, translatable */
} RuleText;

/* Findings that say more than how the stream ended; the first that was found is what is told. */
static const RuleText rule_texts[] = {
  { "error-event", N_ ("error event") },
  { "error-object-in-data", N_ ("error event") },
  { "duplicate-message-start", N_ ("order broken") },
  { "spliced-message-start", N_ ("order broken") },
  { "second-message-after-stop", N_ ("order broken") },
  { "delta-without-start", N_ ("order broken") },
  { "tool-call-as-text", N_ ("tool call as text") },
  { "body-not-decodable", N_ ("not decodable") },
};

static gboolean
has_rule (const TapExchangeFacts *facts, const char *rule)
{
  return facts->rules != NULL && g_strv_contains ((const char *const *) facts->rules, rule);
}

static const char *
open_text (const TapExchangeFacts *facts)
{
  switch (facts->state)
    {
    case TAP_EXCHANGE_REQUESTING:
      return _ ("sending…");

    case TAP_EXCHANGE_WAITING:
      return _ ("waiting…");

    case TAP_EXCHANGE_ANSWERING:
    case TAP_EXCHANGE_ENDED:
    default:
      return _ ("streaming…");
    }
}

typedef struct
{
  const char *by;    /* NULL: any */
  const char *how;
  const char *text;
  const char *style;
} EndText;

/* Ends that are not the answer's own; in the order of their weight. */
static const EndText end_texts[] = {
  { "tapline", "refused", N_ ("refused here"), "error" },
  { NULL, "bad-request", N_ ("refused here"), "error" },
  { NULL, "refused", N_ ("no connection"), "error" },
  { NULL, "no-such-name", N_ ("no such name"), "error" },
  { NULL, "bad-certificate", N_ ("bad certificate"), "error" },
  { NULL, "tls", N_ ("TLS failed"), "error" },
  { NULL, "unreachable", N_ ("no connection"), "error" },
  { NULL, "stopped", N_ ("capture stopped"), "dim" },
  { "agent", NULL, N_ ("agent left"), "dim" },
  { NULL, "rst", N_ ("reset"), "error" },
  { NULL, "cut", N_ ("cut"), "error" },
};

char *
tap_exchange_item_dup_verdict (TapExchangeItem *self, const char **style)
{
  const TapExchangeFacts *facts = tap_exchange_item_get_facts (self);
  gboolean complete = g_strcmp0 (facts->end_how, "complete") == 0;

  g_return_val_if_fail (facts != NULL, NULL);

  if (facts->state != TAP_EXCHANGE_ENDED)
    {
      *style = facts->worst >= TAP_SEVERITY_WARNING ? "warning" : "accent";
      return g_strdup (open_text (facts));
    }

  for (guint i = 0; !complete && i < G_N_ELEMENTS (end_texts); i++)
    {
      const EndText *end = &end_texts[i];

      /* An agent that leaves a complete answer, or after an error, does as it should. */
      if ((end->by == NULL || g_strcmp0 (facts->end_by, end->by) == 0)
          && (end->how == NULL || g_strcmp0 (facts->end_how, end->how) == 0))
        {
          if (g_strcmp0 (end->by, "agent") == 0 && facts->worst == TAP_SEVERITY_ERROR)
            break;
          *style = end->style;
          return g_strdup (_ (end->text));
        }
    }

  *style = facts->worst == TAP_SEVERITY_ERROR     ? "error"
           : facts->worst == TAP_SEVERITY_WARNING ? "warning"
                                                  : "success";
  if (facts->status >= 400)
    {
      *style = facts->status >= 500 ? "error" : "warning";
      return g_strdup_printf ("%u", facts->status);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rule_texts); i++)
    {
      if (has_rule (facts, rule_texts[i].rule))
        return g_strdup (_ (rule_texts[i].text));
    }
  if (has_rule (facts, "missing-message-stop") || has_rule (facts, "truncated-body"))
    return g_strdup (has_rule (facts, "idle-gap") ? _ ("cut in silence") : _ ("ended early"));
  if (facts->worst == TAP_SEVERITY_ERROR)
    return g_strdup (facts->worst_rule);
  if (facts->status == 0)
    {
      *style = "error";
      return g_strdup (_ ("no answer"));
    }
  return g_strdup_printf (_ ("%u complete"), facts->status);
}
