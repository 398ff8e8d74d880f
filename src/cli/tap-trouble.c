/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-trouble.h"

#include <glib/gi18n-lib.h>

#define LOOK_MS 250

struct _TapTrouble
{
  TapEngine *engine;
  guint look;
  int log_errno;        /* told of; 0: none */
  guint64 lost_bytes;   /* told of */
};

static void
look (TapTrouble *self)
{
  TapEngineStatus status;

  tap_engine_get_status (self->engine, &status);
  if (status.log_errno != self->log_errno)
    {
      if (status.log_errno != 0)
        g_printerr (_ ("tapline-cli: %s cannot be written just now (%s). Traffic passes on; up to "
                       "64 MiB wait in memory: make room, or start again with another --output.\n"),
                    tap_engine_get_output (self->engine), g_strerror (status.log_errno));
      else
        g_printerr (_ ("tapline-cli: %s is being written again.\n"),
                    tap_engine_get_output (self->engine));
      self->log_errno = status.log_errno;
    }
  if (status.lost_bytes > self->lost_bytes && self->lost_bytes == 0)
    g_printerr (_ ("tapline-cli: the log's disk is too slow or full: some of the traffic is not "
                   "kept. The log says how much of which exchange.\n"));
  self->lost_bytes = status.lost_bytes;
}

static gboolean
look_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

TapTrouble *
tap_trouble_new (TapEngine *engine)
{
  TapTrouble *self = g_new0 (TapTrouble, 1);

  self->engine = engine;
  self->look = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

void
tap_trouble_free (TapTrouble *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->look);
  g_free (self);
}

void
tap_trouble_conclude (TapTrouble *self, gboolean complete, const char *unwritten)
{
  look (self);
  if (self->lost_bytes > 0)
    g_printerr (_ ("tapline-cli: in all, %ju bytes of traffic were not kept.\n"),
                self->lost_bytes);
  if (complete)
    return;
  if (unwritten != NULL)
    g_printerr (_ ("tapline-cli: the log ends early; it lacks %s.\n"), unwritten);
  else
    g_printerr (_ ("tapline-cli: the log's disk does not answer; the log ends early.\n"));
}
