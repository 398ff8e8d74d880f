/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-control.h"

/* The server runs in a thread with a context of its own, as an engine's does in its process; the
 * test is a client with a plain socket, or the library's. */
typedef struct
{
  char *folder;
  char *path;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  TapControl *control;
  GError *error;
  gint stops;   /* atomic */
  gint ready;   /* atomic */
  gint followed;  /* atomic: what it was told last */
  gboolean off;   /* what was asked of it */
  char *upstream;
} ControlFixture;

extern const TapControlHooks control_fixture_hooks;

/* For g_test_add(): a folder with a path for the socket; what still runs is stopped. */
void control_fixture_set_up (ControlFixture *fixture, gconstpointer data);
void control_fixture_tear_down (ControlFixture *fixture, gconstpointer data);

/* Starts the server; returns once it serves or has failed. */
void control_fixture_start (ControlFixture *fixture);
void control_fixture_stop (ControlFixture *fixture);
