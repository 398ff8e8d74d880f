/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-detail.h"

struct _TapDetail
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (TapDetail, tap_detail, GTK_TYPE_WIDGET)

static void
tap_detail_class_init (TapDetailClass *klass)
{
}

static void
tap_detail_init (TapDetail *self)
{
}

TapDetail *
tap_detail_new (TapSelection *selection)
{
  return g_object_new (TAP_TYPE_DETAIL, NULL);
}

void
tap_detail_set_session (TapDetail *self, TapSession *session)
{
}

void
tap_detail_show_page (TapDetail *self, const char *name)
{
}
