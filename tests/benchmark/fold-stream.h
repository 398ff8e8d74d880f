/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A flawless stream in each dialect, with text, thinking and a tool call, as a model would write it:
 * what the benchmark of the fold works on. */
typedef struct
{
  const char *name;    /* the grammar's */
  const char *path;    /* of the request */
  const char *request; /* its body */
  /* About @count events, each with its empty line. (transfer full) of char * */
  GPtrArray *(*make) (guint count);
} FoldDialect;

#define FOLD_N_DIALECTS 4
extern const FoldDialect fold_dialects[FOLD_N_DIALECTS];

G_END_DECLS
