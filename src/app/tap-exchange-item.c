/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-exchange-item.h"

#include <string.h>

#include "tap-client-name.h"
#include "tap-exchange-verdict.h"
#include "tap-summary.h"

struct _TapExchangeItem
{
  GObject parent_instance;

  TapExchangeFacts facts;
  gboolean request_read;  /* what its head says does not change */
  gboolean identity_read;
  gboolean response_read;
  char *verdict;
  const char *verdict_style;
  gboolean pinned;
  char *comment;
};

enum
{
  PROP_PINNED = 1,
  PROP_COMMENT,
  N_PROPERTIES,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TapExchangeItem, tap_exchange_item, G_TYPE_OBJECT)

const TapExchangeFacts *
tap_exchange_item_get_facts (TapExchangeItem *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), NULL);

  return &self->facts;
}

gint64
tap_exchange_item_get_duration (TapExchangeItem *self, gint64 now)
{
  const TapExchangeFacts *facts;
  gint64 last;

  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), 0);

  facts = &self->facts;
  last = MAX (MAX (facts->asked, facts->answered), facts->last_byte);
  last = facts->ended >= 0 ? facts->ended : MAX (now, last);
  return facts->began >= 0 ? MAX (last - facts->began, 0) : 0;
}

gint64
tap_exchange_item_get_gap (TapExchangeItem *self, gint64 now)
{
  const TapExchangeFacts *facts;

  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), 0);

  facts = &self->facts;
  return facts->silent_since >= 0 ? MAX (facts->longest_gap, now - facts->silent_since)
                                  : facts->longest_gap;
}

const char *
tap_exchange_item_get_verdict (TapExchangeItem *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), NULL);

  return self->verdict;
}

char *
tap_exchange_item_dup_verdict (TapExchangeItem *self, const char **style)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), NULL);

  *style = self->verdict_style;
  return g_strdup (self->verdict);
}

gboolean
tap_exchange_item_get_pinned (TapExchangeItem *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), FALSE);

  return self->pinned;
}

const char *
tap_exchange_item_get_comment (TapExchangeItem *self)
{
  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), NULL);

  return self->comment;
}

gboolean
tap_exchange_item_set_mark (TapExchangeItem *self, gboolean pinned, const char *comment)
{
  gboolean same_pin;
  gboolean same_comment;

  g_return_val_if_fail (TAP_IS_EXCHANGE_ITEM (self), FALSE);

  same_pin = self->pinned == pinned;
  same_comment = g_strcmp0 (self->comment, comment) == 0;
  self->pinned = pinned;
  if (!same_comment)
    {
      g_free (self->comment);
      self->comment = g_strdup (comment);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMMENT]);
    }
  if (!same_pin)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
  return !same_pin || !same_comment;
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = tap_summary_clean (value);
}

static void
read_request (TapExchangeItem *self, TapExchange *exchange)
{
  TapExchangeFacts *facts = &self->facts;
  GBytes *head = tap_exchange_get_request_head (exchange);

  if (self->request_read || head == NULL)
    return;
  self->request_read = TRUE;
  replace (&facts->method, tap_exchange_get_method (exchange));
  replace (&facts->target, tap_exchange_get_target (exchange));
  replace (&facts->client, tap_exchange_get_client (exchange));
  replace (&facts->upstream, tap_exchange_get_upstream (exchange));
  if (facts->target != NULL)
    facts->path = g_strndup (facts->target, strcspn (facts->target, "?"));
}

static char *
dup_client_name (const TapExchangeFacts *facts, const TapIdentity *identity)
{
  if (identity->client == TAP_CLIENT_UNKNOWN)
    return tap_client_name_from_agent (facts->client);
  return identity->client_version != NULL
             ? g_strdup_printf ("%s %s", tap_client_name (identity->client),
                                identity->client_version)
             : g_strdup (tap_client_name (identity->client));
}

/* The head says part of it, the body the rest. */
static void
read_identity (TapExchangeItem *self, TapExchange *exchange)
{
  TapExchangeFacts *facts = &self->facts;
  const TapIdentity *identity = tap_exchange_get_identity (exchange);
  g_autofree char *name = NULL;

  if (self->identity_read || !self->request_read)
    return;
  self->identity_read = facts->state != TAP_EXCHANGE_REQUESTING;
  name = dup_client_name (facts, identity);
  replace (&facts->client_name, name);
  replace (&facts->session, identity->session);
  replace (&facts->agent_type, identity->agent_type);
  facts->ask_class = identity->ask_class;
  facts->asked_stream = tap_exchange_asked_stream (exchange);
}

#define MAX_BEFORE 100

/* Attempts before it that a status refused, all with the same one. */
static void
read_attempt (TapExchangeItem *self, const TapTrace *trace, const TapExchange *exchange)
{
  TapExchangeFacts *facts = &self->facts;
  const TapAttempt *attempt = tap_exchange_get_attempt (exchange);

  facts->attempt = *attempt;
  facts->failed_before = 0;
  while (attempt->of != 0 && facts->failed_before < MAX_BEFORE)
    {
      const TapExchange *before = tap_trace_find (trace, attempt->of);
      guint status = before != NULL ? tap_exchange_get_status (before) : 0;

      if (status < 400 || (facts->failed_before > 0 && status != facts->failed_status))
        return;
      facts->failed_status = status;
      facts->failed_before++;
      attempt = tap_exchange_get_attempt (before);
    }
}

static void
read_findings (TapExchangeItem *self, TapFindings *findings)
{
  TapExchangeFacts *facts = &self->facts;
  g_autoptr (GPtrArray) rules = NULL;
  gboolean seen[TAP_N_RULES] = { FALSE };
  gboolean same = facts->rules != NULL || facts->worst < 0;

  for (int severity = 0; severity <= TAP_SEVERITY_ERROR; severity++)
    {
      guint count = tap_findings_count_severity (findings, severity);

      same = same && facts->counts[severity] == count;
      facts->counts[severity] = count;
    }
  if (same && facts->state != TAP_EXCHANGE_ENDED)
    return;

  rules = g_ptr_array_new ();
  facts->worst = -1;
  for (int severity = TAP_SEVERITY_ERROR; severity >= 0; severity--)
    {
      for (guint i = 0; i < tap_findings_count (findings); i++)
        {
          const TapFinding *finding = tap_findings_get (findings, i);

          if ((int) finding->severity != severity || seen[finding->rule])
            continue;
          seen[finding->rule] = TRUE;
          facts->worst = MAX (facts->worst, severity);
          g_ptr_array_add (rules, g_strdup (tap_rule_id (finding->rule)));
        }
    }
  g_free (facts->worst_rule);
  facts->worst_rule = rules->len > 0 ? g_strdup (g_ptr_array_index (rules, 0)) : NULL;
  g_strfreev (facts->rules);
  g_ptr_array_add (rules, NULL);
  facts->rules = (char **) g_ptr_array_free (g_steal_pointer (&rules), FALSE);
  if (facts->rules[0] == NULL)
    g_clear_pointer (&facts->rules, g_strfreev);
}

static void
read_verdict (TapExchangeItem *self, const TapTrace *trace, const TapExchange *exchange,
              gboolean silent)
{
  TapExchangeFacts *facts = &self->facts;
  TapTone tone;
  TapCause cause;

  g_free (self->verdict);
  if (facts->state != TAP_EXCHANGE_ENDED && facts->counts[TAP_SEVERITY_ERROR] == 0)
    {
      self->verdict = tap_exchange_verdict_dup_open (facts, silent, &self->verdict_style);
      return;
    }
  cause = tap_verdict_find_cause (trace, exchange, &tone);
  if (tone == TAP_TONE_OPEN)
    self->verdict = tap_exchange_verdict_dup_open (facts, silent, &self->verdict_style);
  else
    self->verdict = tap_exchange_verdict_dup (facts, tap_exchange_get_findings (exchange), cause,
                                              tone, &self->verdict_style);
}

void
tap_exchange_item_update (TapExchangeItem *self, const TapTrace *trace, gint64 now, gint64 gap,
                          gboolean held)
{
  TapExchangeFacts *facts = &self->facts;
  TapExchange *exchange = tap_trace_get (trace, facts->index);
  TapFindings *findings = tap_exchange_get_findings (exchange);
  TapSilence silence;

  g_return_if_fail (TAP_IS_EXCHANGE_ITEM (self));

  facts->state = tap_exchange_get_state (exchange);
  read_request (self, exchange);
  read_identity (self, exchange);
  read_attempt (self, trace, exchange);
  if (facts->model == NULL && tap_exchange_get_model (exchange) != NULL)
    replace (&facts->model, tap_exchange_get_model (exchange));
  facts->status = tap_exchange_get_status (exchange);
  if (!self->response_read && tap_exchange_get_content_type (exchange) != NULL)
    {
      self->response_read = TRUE;
      replace (&facts->content_type, tap_exchange_get_content_type (exchange));
    }
  if (facts->state == TAP_EXCHANGE_ENDED)
    {
      replace (&facts->end_by, tap_exchange_get_end_by (exchange));
      replace (&facts->end_how, tap_exchange_get_end_how (exchange));
      replace (&facts->end_pending, tap_exchange_get_end_pending (exchange));
      replace (&facts->end_detail, tap_exchange_get_end_detail (exchange));
    }
  facts->began = tap_exchange_get_began (exchange);
  facts->asked = tap_exchange_get_asked (exchange);
  facts->answered = tap_exchange_get_answered (exchange);
  facts->first_byte = tap_exchange_get_first_byte (exchange);
  facts->last_byte = tap_exchange_get_last_byte (exchange);
  facts->ended = tap_exchange_get_ended (exchange);
  facts->bytes_up = tap_exchange_get_bytes_up (exchange);
  facts->bytes_in = tap_exchange_get_bytes_in (exchange);
  facts->bytes_lost = tap_exchange_get_bytes_lost (exchange);
  facts->events = tap_exchange_count_events (exchange);
  facts->blocks = tap_exchange_count_blocks (exchange);
  facts->longest_gap = tap_exchange_get_longest_gap (exchange, facts->ended >= 0 ? facts->ended
                                                                                 : now);
  facts->silent_since = tap_exchange_get_open_silence (exchange, now, TRUE, &silence) ? silence.from
                                                                                      : -1;
  facts->unrecorded = held && facts->state != TAP_EXCHANGE_ENDED;
  read_findings (self, findings);
  read_verdict (self, trace, exchange,
                facts->silent_since >= 0 && now - facts->silent_since >= gap);
}

void
tap_exchange_item_tell_changed (TapExchangeItem *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tap_exchange_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TapExchangeItem *self = TAP_EXCHANGE_ITEM (object);

  switch (id)
    {
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;

    case PROP_COMMENT:
      g_value_set_string (value, self->comment);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_exchange_item_finalize (GObject *object)
{
  TapExchangeItem *self = TAP_EXCHANGE_ITEM (object);
  TapExchangeFacts *facts = &self->facts;
  char *strings[] = {
    facts->method,      facts->target,       facts->path,         facts->client,
    facts->client_name, facts->session,      facts->model,        facts->upstream,
    facts->agent_type,
    facts->end_by,      facts->end_how,      facts->end_pending,  facts->end_detail,
    facts->worst_rule,  facts->content_type, self->comment,       self->verdict,
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (facts->rules);
  G_OBJECT_CLASS (tap_exchange_item_parent_class)->finalize (object);
}

static void
tap_exchange_item_class_init (TapExchangeItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tap_exchange_item_get_property;
  object_class->finalize = tap_exchange_item_finalize;
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMMENT] = g_param_spec_string ("comment", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tap_exchange_item_init (TapExchangeItem *self)
{
  self->facts.worst = -1;
  self->facts.began = self->facts.asked = self->facts.answered = -1;
  self->facts.first_byte = self->facts.last_byte = self->facts.ended = -1;
  self->facts.silent_since = -1;
  self->verdict = g_strdup ("");
  self->verdict_style = "dim";
}

TapExchangeItem *
tap_exchange_item_new (guint64 id, guint index)
{
  TapExchangeItem *self = g_object_new (TAP_TYPE_EXCHANGE_ITEM, NULL);

  self->facts.id = id;
  self->facts.index = index;
  return self;
}
