/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The socket file of the control server, from its folder to its removal. */
typedef struct
{
  char *path;
  GSocket *socket; /* listens */
  guint64 device;  /* which file was made, so that only this one is removed */
  guint64 inode;
} TapControlSocket;

/* Binds and listens; fails as tap_control_new() says. Nobody can connect before the file has its
 * mode of 0600: it gets it at birth, and it does not listen before. */
gboolean tap_control_socket_open (TapControlSocket *self, const char *path, GError **error);
void tap_control_socket_clear (TapControlSocket *self);

G_END_DECLS
