/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-finding.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *id;
  TapSeverity severity;
  const char *meaning;
} TapRuleInfo;

static const TapRuleInfo rules[TAP_N_RULES] = {
#define X(symbol, id, severity, meaning) [TAP_RULE_##symbol] = { id, severity, meaning },
  TAP_RULES (X)
#undef X
};

static const char *const severity_names[] = {
  [TAP_SEVERITY_NOTE] = "note",
  [TAP_SEVERITY_WARNING] = "warning",
  [TAP_SEVERITY_ERROR] = "error",
};

struct _TapFindings
{
  GArray *items; /* of TapFinding, sorted */
  guint severities[G_N_ELEMENTS (severity_names)];
  guint16 kept[TAP_N_RULES];
  guint dropped;
};

G_STATIC_ASSERT (TAP_FINDINGS_MAX_OF_RULE <= G_MAXUINT16);

const char *
tap_rule_id (TapRule rule)
{
  g_return_val_if_fail (rule < TAP_N_RULES, NULL);

  return rules[rule].id;
}

TapSeverity
tap_rule_severity (TapRule rule)
{
  g_return_val_if_fail (rule < TAP_N_RULES, TAP_SEVERITY_NOTE);

  return rules[rule].severity;
}

const char *
tap_rule_meaning (TapRule rule)
{
  g_return_val_if_fail (rule < TAP_N_RULES, NULL);

  return g_dgettext (GETTEXT_PACKAGE, rules[rule].meaning);
}

gboolean
tap_rule_is_of_exchange (TapRule rule)
{
  /* They stand last. */
#define X(symbol, id, severity, meaning) +1
  static const guint n = 0 TAP_RULES_EXCHANGE (X);
#undef X

  return rule >= TAP_N_RULES - n && rule < TAP_N_RULES;
}

gboolean
tap_rule_from_id (const char *id, TapRule *rule)
{
  g_return_val_if_fail (id != NULL && rule != NULL, FALSE);

  for (guint i = 0; i < TAP_N_RULES; i++)
    {
      if (strcmp (rules[i].id, id) == 0)
        {
          *rule = i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
tap_severity_name (TapSeverity severity)
{
  g_return_val_if_fail (severity < G_N_ELEMENTS (severity_names), NULL);

  return severity_names[severity];
}

static void
tap_finding_clear (gpointer item)
{
  TapFinding *self = item;

  g_clear_pointer (&self->detail, g_free);
}

TapFindings *
tap_findings_new (void)
{
  return g_new0 (TapFindings, 1);
}

void
tap_findings_free (TapFindings *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->items, g_array_unref);
  g_free (self);
}

guint
tap_findings_count (const TapFindings *self)
{
  return self->items != NULL ? self->items->len : 0;
}

const TapFinding *
tap_findings_get (const TapFindings *self, guint index)
{
  g_return_val_if_fail (index < tap_findings_count (self), NULL);

  return &g_array_index (self->items, TapFinding, index);
}

guint
tap_findings_count_severity (const TapFindings *self, TapSeverity severity)
{
  g_return_val_if_fail (severity < G_N_ELEMENTS (severity_names), 0);

  return self->severities[severity];
}

guint
tap_findings_count_dropped (const TapFindings *self)
{
  return self->dropped;
}

void
tap_findings_add_dropped (TapFindings *self, TapSeverity severity, guint count)
{
  g_return_if_fail (severity < G_N_ELEMENTS (severity_names));

  self->severities[severity] += count;
  self->dropped += count;
}

/* The end of the stream, event 0, comes after every event. */
static gboolean
is_after (const TapFinding *finding, guint event)
{
  return event != 0 && (finding->event == 0 || finding->event > event);
}

/* Whether one more of that rule is kept. */
static gboolean
tap_findings_count_in (TapFindings *self, TapRule rule, TapSeverity severity)
{
  self->severities[severity]++;

  if (self->kept[rule] == TAP_FINDINGS_MAX_OF_RULE)
    {
      self->dropped++;
      return FALSE;
    }

  self->kept[rule]++;
  return TRUE;
}

/* Takes the detail. */
static void
tap_findings_take (TapFindings *self, TapFinding finding)
{
  guint index;

  if (self->items == NULL)
    {
      self->items = g_array_new (FALSE, FALSE, sizeof (TapFinding));
      g_array_set_clear_func (self->items, tap_finding_clear);
    }

  index = self->items->len;
  while (index > 0 && is_after (&g_array_index (self->items, TapFinding, index - 1), finding.event))
    index--;

  g_array_insert_val (self->items, index, finding);
}

static void G_GNUC_PRINTF (6, 0)
tap_findings_insert (TapFindings *self, TapRule rule, TapSeverity severity, guint event,
                     gint64 at, const char *format, va_list args)
{
  TapFinding finding = { rule, severity, event, at, NULL };

  g_return_if_fail (rule < TAP_N_RULES);
  g_return_if_fail (severity < G_N_ELEMENTS (severity_names));

  if (!tap_findings_count_in (self, rule, severity))
    return;
  finding.detail = g_strdup_vprintf (format, args);
  tap_findings_take (self, finding);
}

void
tap_findings_add (TapFindings *self, TapRule rule, guint event, gint64 at, const char *format, ...)
{
  va_list args;

  g_return_if_fail (rule < TAP_N_RULES);

  va_start (args, format);
  tap_findings_insert (self, rule, rules[rule].severity, event, at, format, args);
  va_end (args);
}

void
tap_findings_add_as (TapFindings *self, TapRule rule, TapSeverity severity, guint event,
                     gint64 at, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  tap_findings_insert (self, rule, severity, event, at, format, args);
  va_end (args);
}

void
tap_findings_add_copy (TapFindings *self, const TapFinding *finding)
{
  TapFinding copy = *finding;

  if (!tap_findings_count_in (self, copy.rule, copy.severity))
    return;
  copy.detail = g_strdup (finding->detail);
  tap_findings_take (self, copy);
}
