/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-gateway-check.h"

#include <glib/gi18n-lib.h>

struct _TapGatewayCheck
{
  TapGatewayCheckFunc changed; /* NULL once it was let go */
  gpointer user_data;
  GCancellable *asking;        /* NULL: nobody is being asked */
  char *url;                   /* NULL: nobody was asked yet */
  TapProbeVerdict verdict;
  char *sentence;
  char *trouble;
};

TapGatewayCheck *
tap_gateway_check_new (TapGatewayCheckFunc changed, gpointer user_data)
{
  TapGatewayCheck *self = g_rc_box_new0 (TapGatewayCheck);

  self->changed = changed;
  self->user_data = user_data;
  return self;
}

static void
check_clear (gpointer data)
{
  TapGatewayCheck *self = data;

  g_clear_object (&self->asking);
  g_free (self->url);
  g_free (self->sentence);
  g_free (self->trouble);
}

static void
check_unref (TapGatewayCheck *self)
{
  g_rc_box_release_full (self, check_clear);
}

static void
give_up (TapGatewayCheck *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

void
tap_gateway_check_free (TapGatewayCheck *self)
{
  if (self == NULL)
    return;
  self->changed = NULL;
  give_up (self);
  check_unref (self);
}

static void
take (TapGatewayCheck *self, TapProbeVerdict verdict, const char *sentence)
{
  self->verdict = verdict;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  if (verdict != TAP_PROBE_ASKING)
    g_clear_pointer (&self->trouble, g_free);
  if (verdict == TAP_PROBE_UNREACHABLE)
    self->trouble = g_strdup (sentence);
  if (self->changed != NULL)
    self->changed (self->user_data);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TapGatewayCheck *self = user_data;
  g_autofree char *sentence = NULL;
  TapProbeVerdict verdict = tap_probe_finish (result, &sentence, NULL);

  /* Else it was cancelled: another is asked, or nobody. */
  if (verdict != TAP_PROBE_NONE)
    {
      g_clear_object (&self->asking);
      take (self, verdict, sentence);
    }
  check_unref (self);
}

void
tap_gateway_check_ask (TapGatewayCheck *self, const char *url)
{
  give_up (self);
  if (g_strcmp0 (self->url, url) != 0)
    {
      g_clear_pointer (&self->trouble, g_free);
      g_free (self->url);
      self->url = g_strdup (url);
    }
  self->asking = g_cancellable_new ();
  tap_probe_async (url, self->asking, asked_cb, g_rc_box_acquire (self));
  take (self, TAP_PROBE_ASKING, _ ("Asking the gateway…"));
}

static gboolean
knows (TapGatewayCheck *self, const char *url)
{
  return self->url != NULL && g_strcmp0 (self->url, url) == 0;
}

void
tap_gateway_check_note_answer (TapGatewayCheck *self, const char *url)
{
  if (!knows (self, url) || self->trouble == NULL)
    return;
  give_up (self);
  take (self, TAP_PROBE_GOOD, _ ("Reachable; it has just answered an agent."));
}

TapProbeVerdict
tap_gateway_check_get_verdict (TapGatewayCheck *self, const char *url)
{
  return knows (self, url) ? self->verdict : TAP_PROBE_NONE;
}

const char *
tap_gateway_check_get_sentence (TapGatewayCheck *self, const char *url)
{
  return knows (self, url) ? self->sentence : _ ("Not checked yet");
}

const char *
tap_gateway_check_get_trouble (TapGatewayCheck *self, const char *url)
{
  return knows (self, url) ? self->trouble : NULL;
}
