/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-json.h"

G_BEGIN_DECLS

/* An error in the provider's or gateway's own words, from an event or from a body, in any dialect's
 * shape. A zero-filled one is empty. */
typedef struct
{
  char *type;     /* "overloaded_error" (nullable) */
  char *code;     /* (nullable) a number is written out */
  char *message;  /* short and printable; NULL: there is no error */
  guint event;    /* 0: it was the body */
  gint64 at;
  gboolean is_page; /* the message is the title of a page of HTML */
} TapProviderError;

void tap_provider_error_clear (TapProviderError *self);

/* @self: empty. @from: (nullable). */
void tap_provider_error_copy (TapProviderError *self, const TapProviderError *from);

/* FALSE, and nothing changed, if @json holds none. */
gboolean tap_provider_error_read (TapProviderError *self, const TapJson *json, guint event,
                                  gint64 at);

/* Of a body that is no JSON: the title of a page of HTML, else the first words. FALSE, and nothing
 * changed, if there are none. */
gboolean tap_provider_error_read_text (TapProviderError *self, const char *text, gsize length,
                                       gint64 at);

G_END_DECLS
