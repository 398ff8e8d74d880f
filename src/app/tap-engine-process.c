/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-engine-process-private.h"

enum
{
  PROP_SETTINGS = 1,
  PROP_STATE,
  PROP_RECORDING,
  PROP_URL,
  PROP_UPSTREAM,
  PROP_OUTPUT,
  PROP_MESSAGE,
  PROP_LOSS,
  PROP_LOST,
  PROP_AGENTS,
  PROP_HELD,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TapEngineProcess, tap_engine_process, G_TYPE_OBJECT)

static void
notify (TapEngineProcess *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_text (TapEngineProcess *self, char **field, const char *text, guint prop)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  notify (self, prop);
}

void
tap_engine_process_set_state (TapEngineProcess *self, TapEngineState state, const char *trouble)
{
  set_text (self, &self->trouble, trouble, PROP_MESSAGE);
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

void
tap_engine_process_set_complaint (TapEngineProcess *self, const char *complaint)
{
  set_text (self, &self->complaint, complaint, PROP_MESSAGE);
}

void
tap_engine_process_set_loss (TapEngineProcess *self, const char *loss)
{
  set_text (self, &self->loss, loss, PROP_LOSS);
}

void
tap_engine_process_set_shown_recording (TapEngineProcess *self, gboolean recording)
{
  if (self->report.recording == !!recording)
    return;
  self->report.recording = !!recording;
  notify (self, PROP_RECORDING);
}

void
tap_engine_process_hold (TapEngineProcess *self, gboolean hold)
{
  if (hold && self->held == NULL && g_application_get_default () != NULL)
    {
      self->held = g_object_ref (g_application_get_default ());
      g_application_hold (self->held);
    }
  else if (!hold && self->held != NULL)
    {
      g_application_release (self->held);
      g_clear_object (&self->held);
    }
}

void
tap_engine_process_settle (TapEngineProcess *self, TapEngineState state, const char *trouble)
{
  gboolean again = self->again;

  tap_engine_process_poll (self, 0);
  g_clear_pointer (&self->child, tap_engine_child_free);
  g_clear_pointer (&self->report.problem, g_free);
  self->report.stuck = FALSE;
  self->again = FALSE;
  tap_engine_process_set_shown_recording (self, FALSE);
  if (self->report.agents > 0)
    {
      self->report.agents = 0;
      notify (self, PROP_AGENTS);
    }
  /* The next one starts with that of the settings. */
  if (!self->demo)
    set_text (self, &self->report.upstream, NULL, PROP_UPSTREAM);
  tap_engine_process_set_complaint (self, NULL);
  tap_engine_process_set_state (self, state, trouble);
  tap_engine_process_hold (self, FALSE);
  if (again)
    tap_engine_process_start (self);
}

void
tap_engine_process_apply (TapEngineProcess *self, const TapEngineReport *report)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->report.url, report->url, PROP_URL);
  set_text (self, &self->report.upstream, report->upstream, PROP_UPSTREAM);
  set_text (self, &self->report.output, report->output, PROP_OUTPUT);
  set_text (self, &self->report.problem, report->problem, PROP_MESSAGE);
  self->report.stuck = report->stuck;
  /* What was asked for and is not answered yet shall not flicker. */
  if (self->changes == 0)
    tap_engine_process_set_shown_recording (self, report->recording);
  if (self->report.lost != report->lost)
    {
      self->report.lost = report->lost;
      notify (self, PROP_LOST);
    }
  self->report.now = report->now;
  self->report.written = report->written;
  if (self->report.held_at != report->held_at)
    {
      self->report.held_at = report->held_at;
      notify (self, PROP_HELD);
    }
  if (self->report.agents != report->agents)
    {
      self->report.agents = report->agents;
      notify (self, PROP_AGENTS);
    }
  if (self->state == TAP_ENGINE_STARTING)
    {
      tap_engine_process_set_state (self, TAP_ENGINE_RUNNING, NULL);
      tap_engine_process_poll (self, TAP_ENGINE_POLL_MS);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

TapEngineState
tap_engine_process_get_state (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), TAP_ENGINE_NONE);

  return self->state;
}

gboolean
tap_engine_process_get_recording (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), FALSE);

  return self->report.recording;
}

guint
tap_engine_process_get_agents (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), 0);

  return self->report.agents;
}

guint64
tap_engine_process_get_lost (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), 0);

  return self->report.lost;
}

gint64
tap_engine_process_get_held (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), -1);

  return self->report.held_at;
}

guint64
tap_engine_process_get_written (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), 0);

  return self->report.written;
}

gint64
tap_engine_process_get_alive (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), 0);

  return self->report.now;
}

gboolean
tap_engine_process_is_demo (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), FALSE);

  return self->demo;
}

const char *
tap_engine_process_get_url (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), NULL);

  return self->report.url;
}

const char *
tap_engine_process_get_upstream (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), NULL);

  /* What was chosen is shown at once, and taken back only if the engine refuses it. */
  return self->wanted != NULL ? self->wanted : self->report.upstream;
}

const char *
tap_engine_process_get_output (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), NULL);

  return self->report.output;
}

const char *
tap_engine_process_get_message (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), NULL);

  if (self->trouble != NULL)
    return self->trouble;
  return self->complaint != NULL ? self->complaint : self->report.problem;
}

gboolean
tap_engine_process_is_stuck (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), FALSE);

  return self->report.stuck;
}

const char *
tap_engine_process_get_loss (TapEngineProcess *self)
{
  g_return_val_if_fail (TAP_IS_ENGINE_PROCESS (self), NULL);

  return self->loss;
}

void
tap_engine_process_forget_loss (TapEngineProcess *self)
{
  g_return_if_fail (TAP_IS_ENGINE_PROCESS (self));

  tap_engine_process_set_loss (self, NULL);
}

static void
tap_engine_process_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TapEngineProcess *self = TAP_ENGINE_PROCESS (object);

  switch (id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_RECORDING:
      g_value_set_boolean (value, self->report.recording);
      break;
    case PROP_URL:
      g_value_set_string (value, self->report.url);
      break;
    case PROP_UPSTREAM:
      g_value_set_string (value, tap_engine_process_get_upstream (self));
      break;
    case PROP_OUTPUT:
      g_value_set_string (value, self->report.output);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, tap_engine_process_get_message (self));
      break;
    case PROP_LOSS:
      g_value_set_string (value, self->loss);
      break;
    case PROP_LOST:
      g_value_set_uint64 (value, self->report.lost);
      break;
    case PROP_AGENTS:
      g_value_set_uint (value, self->report.agents);
      break;
    case PROP_HELD:
      g_value_set_int64 (value, self->report.held_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tap_engine_process_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TapEngineProcess *self = TAP_ENGINE_PROCESS (object);

  if (id == PROP_SETTINGS)
    self->settings = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tap_engine_process_dispose (GObject *object)
{
  TapEngineProcess *self = TAP_ENGINE_PROCESS (object);

  self->disposed = TRUE;
  tap_engine_process_hold (self, FALSE);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_pointer (&self->child, tap_engine_child_free);
  g_clear_pointer (&self->client, tap_control_client_free);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tap_engine_process_parent_class)->dispose (object);
}

static void
tap_engine_process_finalize (GObject *object)
{
  TapEngineProcess *self = TAP_ENGINE_PROCESS (object);

  tap_engine_report_clear (&self->report);
  g_free (self->trouble);
  g_free (self->loss);
  g_free (self->complaint);
  g_free (self->wanted);
  g_free (self->demo_path);
  G_OBJECT_CLASS (tap_engine_process_parent_class)->finalize (object);
}

static void
tap_engine_process_class_init (TapEngineProcessClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tap_engine_process_dispose;
  object_class->finalize = tap_engine_process_finalize;
  object_class->get_property = tap_engine_process_get_property;
  object_class->set_property = tap_engine_process_set_property;

  props[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                                                | G_PARAM_STATIC_STRINGS);
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, TAP_ENGINE_LOST, 0, flags);
  props[PROP_RECORDING] = g_param_spec_boolean ("recording", NULL, NULL, FALSE, flags);
  props[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  props[PROP_UPSTREAM] = g_param_spec_string ("upstream", NULL, NULL, NULL, flags);
  props[PROP_OUTPUT] = g_param_spec_string ("output", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_LOSS] = g_param_spec_string ("loss", NULL, NULL, NULL, flags);
  props[PROP_LOST] = g_param_spec_uint64 ("lost", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_AGENTS] = g_param_spec_uint ("agents", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_HELD] = g_param_spec_int64 ("held", NULL, NULL, -1, G_MAXINT64, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tap_engine_process_init (TapEngineProcess *self)
{
  g_autofree char *path = tap_control_default_path ();

  self->client = tap_control_client_new (path);
  self->report.held_at = -1;
}

TapEngineProcess *
tap_engine_process_new (GSettings *settings)
{
  return g_object_new (TAP_TYPE_ENGINE_PROCESS, "settings", settings, NULL);
}
