/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-control-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tap-error.h"

#define BACKLOG 128
#define LOCK_TRIES 100 /* of 10 ms */

typedef enum
{
  SOCKET_ABSENT,
  SOCKET_STALE,
  SOCKET_ALIVE,
  SOCKET_FOREIGN, /* a file that is no socket */
  SOCKET_UNKNOWN, /* cannot be told; errno says why */
} SocketState;

static SocketState
probe (const struct sockaddr_un *address)
{
  struct stat status;
  int fd;
  int result;
  int saved;

  if (lstat (address->sun_path, &status) != 0)
    return errno == ENOENT ? SOCKET_ABSENT : SOCKET_UNKNOWN;
  if (!S_ISSOCK (status.st_mode))
    return SOCKET_FOREIGN;

  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return SOCKET_UNKNOWN;
  result = connect (fd, (const struct sockaddr *) address, sizeof *address);
  saved = errno;
  close (fd);
  errno = saved;

  /* EAGAIN: its backlog is full, so somebody listens, although slowly. */
  if (result == 0 || errno == EAGAIN || errno == EINPROGRESS)
    return SOCKET_ALIVE;
  if (errno == ENOENT)
    return SOCKET_ABSENT;
  return errno == ECONNREFUSED ? SOCKET_STALE : SOCKET_UNKNOWN;
}

/* Between the probe and the bind nobody else may do the same: two that start at once would each
 * remove the other's socket. The folder itself is the lock, so that no file is left behind. */
static int
lock_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                   _ ("the folder “%s” of the control socket cannot be opened (%s); make it, or "
                      "name another with “--control SOCKET”."),
                   folder, g_strerror (errno));
      return -1;
    }
  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      if (errno != EWOULDBLOCK && errno != EINTR)
        return fd; /* a file system without locks */
      g_usleep (10000);
    }
  close (fd);
  g_set_error (error, TAP_ERROR, TAP_ERROR_BUSY,
               _ ("another program holds the folder “%s” of the control socket; try again, or "
                  "name another with “--control SOCKET”."),
               folder);
  return -1;
}

static gboolean
make_way (const struct sockaddr_un *address, GError **error)
{
  switch (probe (address))
    {
    case SOCKET_ABSENT:
      return TRUE;

    case SOCKET_STALE:
      if (unlink (address->sun_path) == 0 || errno == ENOENT)
        return TRUE;
      break;

    case SOCKET_ALIVE:
      g_set_error (error, TAP_ERROR, TAP_ERROR_BUSY,
                   _ ("an engine is already recording and answers at “%s”; see “tapline-cli "
                      "status”, or start this one with another “--control SOCKET”."),
                   address->sun_path);
      return FALSE;

    case SOCKET_FOREIGN:
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("“%s” is a file and no socket; name another with “--control SOCKET”."),
                   address->sun_path);
      return FALSE;

    case SOCKET_UNKNOWN:
    default:
      break;
    }
  g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
               _ ("the control socket “%s” cannot be used (%s); name another with “--control "
                  "SOCKET”."),
               address->sun_path, g_strerror (errno));
  return FALSE;
}

static gboolean
bind_and_listen (TapControlSocket *self, const struct sockaddr_un *address, GError **error)
{
  struct stat status;
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  /* On Linux the file takes the mode of the socket it is bound to; elsewhere the second call sets
   * it. Either way nobody can connect before listen(). */
  if (fd < 0 || fchmod (fd, 0600) != 0
      || bind (fd, (const struct sockaddr *) address, sizeof *address) != 0
      || chmod (address->sun_path, 0600) != 0 || stat (address->sun_path, &status) != 0
      || listen (fd, BACKLOG) != 0)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_IO,
                   _ ("the control socket “%s” cannot be made (%s); name another with “--control "
                      "SOCKET”."),
                   address->sun_path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  self->socket = g_socket_new_from_fd (fd, error);
  if (self->socket == NULL)
    {
      close (fd);
      return FALSE;
    }
  self->path = g_strdup (address->sun_path);
  self->device = status.st_dev;
  self->inode = status.st_ino;
  return TRUE;
}

gboolean
tap_control_socket_open (TapControlSocket *self, const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *folder = g_path_get_dirname (path);
  int lock;
  gboolean opened;

  if (*path == '\0' || strlen (path) >= sizeof address.sun_path)
    {
      g_set_error (error, TAP_ERROR, TAP_ERROR_USAGE,
                   _ ("the path “%s” cannot be one of a socket: it must have 1 to %d bytes; name "
                      "a shorter one with “--control SOCKET”."),
                   path, (int) sizeof address.sun_path - 1);
      return FALSE;
    }
  strcpy (address.sun_path, path);

  /* If it cannot be made, opening it says so. */
  g_mkdir_with_parents (folder, 0700);
  lock = lock_folder (folder, error);
  if (lock < 0)
    return FALSE;
  opened = make_way (&address, error) && bind_and_listen (self, &address, error);
  close (lock);
  return opened;
}

void
tap_control_socket_clear (TapControlSocket *self)
{
  struct stat status;

  if (self->path != NULL && lstat (self->path, &status) == 0 && status.st_dev == self->device
      && status.st_ino == self->inode)
    unlink (self->path);
  g_clear_pointer (&self->path, g_free);
  if (self->socket != NULL)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}
