/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-close-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  TapCloseFunc answered;
  gpointer user_data;
  TapCloseAnswer answer;
  gboolean has_answer;
} Asking;

static void
response_cb (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  static const struct
  {
    const char *response;
    TapCloseAnswer answer;
  } answers[] = {
    { "keep", TAP_CLOSE_KEEP },
    { "stop", TAP_CLOSE_STOP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers) && !asking->has_answer; i++)
    if (g_str_equal (answers[i].response, response))
      asking->answer = answers[i].answer;
  asking->has_answer = TRUE;
}

static gboolean
answer_cb (gpointer user_data)
{
  Asking *asking = user_data;

  asking->answered (asking->answer, asking->user_data);
  g_free (asking);
  return G_SOURCE_REMOVE;
}

/* Only now, since the answer may be to destroy the window, of which the dialog knows to its end. */
static void
gone_cb (gpointer user_data, GObject *dialog)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, user_data, NULL);
}

void
tap_close_dialog_ask (GtkWindow *parent, const char *url, guint agents, gboolean stuck,
                      TapCloseFunc answered, gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Keep Recording?"), NULL);
  g_autofree char *connected = NULL;
  g_autofree char *body = NULL;
  Asking *asking = g_new0 (Asking, 1);

  if (agents > 0)
    connected = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u agent is connected just now.",
                                              "%u agents are connected just now.", agents),
                                 agents);
  else
    connected = g_strdup (_ ("No agent is connected just now."));
  body = g_strdup_printf (_ ("Agents that point at %s go through Tapline. If recording stops, they "
                             "cannot reach the gateway any more. %s"),
                          url, connected);
  if (stuck)
    {
      char *longer = g_strdup_printf ("%s\n\n%s", body,
                                      _ ("The capture cannot be written to disk just now: what waits "
                                         "in memory is lost if recording stops. Make room first to "
                                         "keep it."));

      g_free (body);
      body = longer;
    }
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "stop",
                                    _ ("_Stop Recording"), "keep", _ ("_Keep Recording"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "keep",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  asking->answered = answered;
  asking->user_data = user_data;
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), asking);
  g_object_weak_ref (G_OBJECT (dialog), gone_cb, asking);
  gtk_window_present (GTK_WINDOW (dialog));
}
