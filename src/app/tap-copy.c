/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-copy.h"

#include <glib/gi18n-lib.h>

#define SHORT_S 2

void
tap_copy_say (GtkWidget *widget, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (escaped));
}

void
tap_copy_text (GtkWidget *widget, const char *text)
{
  tap_copy_text_saying (widget, text, _ ("Copied to the clipboard"), SHORT_S);
}

void
tap_copy_text_saying (GtkWidget *widget, const char *text, const char *say, guint seconds)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *escaped = g_markup_escape_text (say, -1);
  AdwToast *toast;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  if (overlay == NULL)
    return;
  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
