/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-end-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "tap-sentence.h"

static const struct
{
  const char *by;  /* NULL: anybody */
  const char *how;
  const char *text;
} ends[] = {
  { NULL, "complete", N_ ("The HTTP response ended properly.") },
  { "gateway", "fin", N_ ("The gateway closed the connection early.") },
  { "gateway", "cut", N_ ("The gateway cut the TLS connection without a word.") },
  { "gateway", "rst", N_ ("The gateway reset the connection.") },
  { "agent", "fin", N_ ("The agent closed the connection.") },
  { "agent", "cut", N_ ("The agent cut the connection.") },
  { "agent", "rst", N_ ("The agent reset the connection.") },
  { NULL, "refused", N_ ("The gateway refused the connection.") },
  { NULL, "no-such-name", N_ ("The gateway’s name could not be found.") },
  { NULL, "bad-certificate", N_ ("The gateway’s certificate was not accepted.") },
  { NULL, "tls", N_ ("TLS with the gateway failed.") },
  { NULL, "unreachable", N_ ("The gateway could not be reached.") },
  { NULL, "bad-request", N_ ("Tapline did not pass the request on.") },
  { NULL, "stopped", N_ ("The capture was stopped.") },
};

char *
tap_end_words (const TapExchangeFacts *facts)
{
  const char *text = NULL;

  if (facts->state != TAP_EXCHANGE_ENDED)
    return g_strdup ("");
  if (facts->end_how == NULL)
    return g_strdup (_ ("The capture ended before the exchange did."));
  for (guint i = 0; i < G_N_ELEMENTS (ends) && text == NULL; i++)
    {
      if ((ends[i].by == NULL || g_strcmp0 (facts->end_by, ends[i].by) == 0)
          && g_str_equal (facts->end_how, ends[i].how))
        text = _ (ends[i].text);
    }
  if (text == NULL)
    text = facts->end_how;
  if (facts->end_detail != NULL)
    {
      g_autofree char *detail = tap_sentence (facts->end_detail);

      /* The engine names the gateway where it says all of it. */
      return strstr (detail, "://") != NULL ? g_steal_pointer (&detail)
                                            : g_strdup_printf ("%s %s", text, detail);
    }
  return g_strdup (text);
}
