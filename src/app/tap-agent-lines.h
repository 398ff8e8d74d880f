/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What points an agent at Tapline. Pure. */
typedef struct
{
  const char *name;   /* of the agent; a product's name, so not translated, or N_() */
  const char *line;   /* each %s is the URL */
  const char *where;  /* N_(): where the line belongs */
  const char *vendor; /* part of the host of a gateway that speaks its protocol */
  const char *usual;  /* that gateway */
} TapAgentLine;

extern const TapAgentLine tap_agent_lines[];
extern const guint tap_n_agent_lines;

/* With the URL in its places. (transfer full) */
char *tap_agent_line_fill (const TapAgentLine *self, const char *url);

/* Whether @gateway is known to speak another protocol than the agent's; a gateway of unknown kind
 * may speak any. */
gboolean tap_agent_line_is_foreign (const TapAgentLine *self, const char *gateway);

G_END_DECLS
