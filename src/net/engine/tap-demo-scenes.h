/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The demo's script, as data: what a user asks of the agent, what the gateway answers, and which
 * rules must be found in it. The gateway, the agent and who prints all read it from here. */

#define TAP_DEMO_SILENCE G_MAXUINT /* instead of ms: the silence that the user chose */
#define TAP_DEMO_MODEL "claude-sonnet-4-5-20250929"

/* Looks like a key, is none, and must not be in any file that was written. */
#define TAP_DEMO_KEY "sk-ant-demo-4Qn7vX2mTz9LwB5sKd8RfYc3HgJpA6uE1xNtVbMq-no-real-key"

typedef struct
{
  guint after;       /* ms of pause before it */
  const char *bytes; /* NULL: the body ends */
} TapDemoPiece;

typedef struct
{
  guint status;
  const char *content_type;
  const TapDemoPiece *pieces;
  const char *rules[4]; /* errors and warnings that must be found in it, and no others; sorted */
} TapDemoAnswer;

typedef struct
{
  const char *title;  /* translatable, as the others */
  const char *prompt; /* not translatable: it goes over the wire */
  const TapDemoAnswer *answers[3]; /* one for each attempt; NULL-terminated */
  const char *effect; /* what the agent's user sees of it */
  const char *advice; /* what to do about it; NULL where nothing is */
} TapDemoScene;

#define TAP_DEMO_SCENES 6
extern const TapDemoScene tap_demo_scenes[TAP_DEMO_SCENES];

guint tap_demo_count_answers (void);

/* The answers of all scenes in order. @scene: (out) (optional): index of its scene. */
const TapDemoAnswer *tap_demo_get_answer (guint index, guint *scene);

G_END_DECLS
