/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-relay.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 4096

int
tap_relay_listen (const char *address, char **url, GError **error)
{
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  g_autoptr (GSocketAddress) socket_address = NULL;
  struct sockaddr_storage native = { 0 };
  socklen_t size = sizeof native;
  const char *name;
  guint16 port;
  int one = 1;
  int fd;

  if (!tap_split_host_port (address, &host, &port))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("“%s” is no address to listen on: write HOST:PORT, such as 127.0.0.1:4747"),
                   address);
      return -1;
    }
  name = g_ascii_strcasecmp (host, "localhost") == 0 ? "127.0.0.1" : host;
  inet = g_inet_address_new_from_string (name);
  if (inet == NULL || !g_inet_address_get_is_loopback (inet))
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("Tapline listens on loopback only, not on “%s”: use 127.0.0.1 or [::1]"),
                   host);
      return -1;
    }

  socket_address = g_inet_socket_address_new (inet, port);
  g_socket_address_to_native (socket_address, &native, sizeof native, NULL);
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0)
    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (fd < 0 || bind (fd, (struct sockaddr *) &native, g_socket_address_get_native_size (socket_address)) < 0
      || listen (fd, BACKLOG) < 0 || getsockname (fd, (struct sockaddr *) &native, &size) < 0)
    {
      int code = errno;

      if (code == EADDRINUSE)
        g_set_error (error, TAP_ERROR, TAP_ERROR_BUSY,
                     _ ("port %u is taken by another program (perhaps by a running Tapline: see "
                        "tapline-cli status): choose another with --listen %s:0"), port, host);
      else
        g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                     _ ("%s cannot be listened on (%s): choose another address with --listen"),
                     address, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return -1;
    }

  {
    g_autoptr (GSocketAddress) bound = g_socket_address_new_from_native (&native, size);
    g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (bound));

    *url = g_strdup_printf ("http://%s", text);
  }
  return fd;
}
