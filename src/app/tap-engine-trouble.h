/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong with the engine, in sentences of the window: its own name options of a command
 * line, which nobody sees here. All pure. */

typedef enum
{
  TAP_TROUBLE_OTHER,
  TAP_TROUBLE_LISTEN,   /* where agents connect */
  TAP_TROUBLE_UPSTREAM, /* the gateway's URL */
  TAP_TROUBLE_OUTPUT,   /* where the log is written */
  TAP_TROUBLE_CONTROL,  /* another engine, or no place for its socket */
} TapTroubleKind;

/* What the program said on stderr as it gave up; the language does not matter. */
TapTroubleKind tap_engine_trouble_classify (const char *errors);

/* A sentence with what to do. @errors: what the program said on stderr. @folder: (nullable): where
 * the captures lie if not in the usual place. (transfer full) */
char *tap_engine_trouble_explain (const char *errors, const char *listen, const char *upstream,
                                  const char *folder);

/* For an engine that was there and went. @signal: 0: none. @url: (nullable): where agents
 * connected. (transfer full) */
char *tap_engine_trouble_explain_end (const char *errors, int status, int signal,
                                      const char *url);

/* For an engine that ended because it was told to: what it could not keep, as a sentence, or NULL.
 * @errors: what it said since then. @output: its log; what it says of that is not about its end.
 * (transfer full) */
char *tap_engine_trouble_explain_stop (const char *errors, const char *output);

G_END_DECLS
