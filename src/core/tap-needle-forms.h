/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The characters a credential is made of. */
typedef enum
{
  TAP_RUN_NONE,
  TAP_RUN_WORD,   /* A-Z a-z 0-9 _ - */
  TAP_RUN_UPPER,  /* A-Z 0-9 */
  TAP_RUN_TOKEN,  /* RFC 9110, 11.2: token68, what follows "Bearer" */
} TapRun;

#define TAP_N_RUNS (TAP_RUN_TOKEN + 1)

/* Past so many characters no word of a language goes: no digit is asked for any longer. */
#define TAP_FORM_LONG 64

typedef struct
{
  const char *literal;
  guint8 run;
  guint8 min;      /* characters behind the literal, at least */
  guint8 max;      /* at most; 0: any number */
  guint8 keep;     /* bytes of the literal that stay readable */
  gboolean border; /* only where no letter or digit stands before it */
  gboolean digit;  /* only with a digit among the characters, or with TAP_FORM_LONG of them */
} TapForm;

extern const TapForm tap_forms[];
extern const guint tap_n_forms;

typedef enum
{
  TAP_FORM_NO,
  TAP_FORM_MAYBE, /* the text ends too early to tell */
  TAP_FORM_YES,
} TapFormMatch;

/* @at: behind the literal. @end: (out): behind the credential. */
TapFormMatch tap_form_match (const TapForm *self, const guint8 *text, gsize at, gsize length,
                             gboolean final, gsize *end);

gboolean tap_run_has (guint8 run, guint8 c);

G_END_DECLS
