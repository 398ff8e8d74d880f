/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "gen-plan.h"

#include <string.h>

static const struct
{
  const char *path;
  GenPlan plan;
} plans[] = {
  { "/paced", { GEN_STREAM, 200, 1, 5000, 0, G_MAXUINT64, G_MAXUINT64 } },
  { "/burst", { GEN_STREAM, 20000, 32, 0, 0, G_MAXUINT64, G_MAXUINT64 } },
  { "/long", { GEN_STREAM, 2000000, 32, 0, 0, G_MAXUINT64, G_MAXUINT64 } },
  { "/small", { GEN_SMALL, 0, 1, 0, 0, G_MAXUINT64, G_MAXUINT64 } },
  { "/stats", { GEN_STATS, 0, 1, 0, 0, G_MAXUINT64, G_MAXUINT64 } },
};

static const struct
{
  const char *name;
  gsize offset;
} parameters[] = {
  { "events", G_STRUCT_OFFSET (GenPlan, events) },
  { "per_write", G_STRUCT_OFFSET (GenPlan, per_write) },
  { "interval_us", G_STRUCT_OFFSET (GenPlan, interval_us) },
  { "wait", G_STRUCT_OFFSET (GenPlan, wait) },
  { "drop", G_STRUCT_OFFSET (GenPlan, drop) },
  { "cut", G_STRUCT_OFFSET (GenPlan, cut) },
};

static void
set_parameter (GenPlan *self, const char *name, gsize length, guint64 value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (strlen (parameters[i].name) == length && memcmp (parameters[i].name, name, length) == 0)
      G_STRUCT_MEMBER (guint64, self, parameters[i].offset) = value;
}

void
gen_plan_parse (GenPlan *self, const char *target)
{
  const char *path = strstr (target, "://");
  gsize length;

  path = path != NULL ? strchr (path + 3, '/') : target;
  memset (self, 0, sizeof *self);
  self->kind = GEN_UNKNOWN;
  if (path == NULL)
    return;

  length = strcspn (path, "?");
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    if (strlen (plans[i].path) == length && memcmp (plans[i].path, path, length) == 0)
      *self = plans[i].plan;

  for (const char *at = path + length; *at != '\0';)
    {
      const char *name = at + 1;
      const char *equals = strchr (name, '=');

      if (equals == NULL)
        break;
      set_parameter (self, name, (gsize) (equals - name), g_ascii_strtoull (equals + 1, NULL, 10));
      at = equals + strcspn (equals, "&");
    }
  self->per_write = CLAMP (self->per_write, 1, GEN_MAX_PER_WRITE);
}
