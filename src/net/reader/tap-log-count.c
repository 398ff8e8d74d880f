/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-log-count.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define REQUEST "\"kind\":\"request\""
#define OVERLAP (sizeof REQUEST - 2) /* bytes that may begin what the next piece ends */
#define PIECE (1024 * 1024)
#define BOUND (256 * PIECE) /* what a disk gives in a second or two */

/* Text of the traffic has its quotes escaped, so that it cannot be taken for a record's kind. */
guint
tap_log_count (const char *log, gsize length)
{
  const char *end = log + length;
  guint n = 0;

  while ((log = memmem (log, end - log, REQUEST, strlen (REQUEST))) != NULL)
    {
      log += strlen (REQUEST);
      n++;
    }
  return n;
}

gboolean
tap_log_count_file (const char *path, GCancellable *cancellable, guint *n_exchanges,
                    gboolean *more)
{
  g_autofree char *buffer = g_malloc (OVERLAP + PIECE);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gsize kept = 0;
  guint64 read_bytes = 0;
  ssize_t n = -1;

  *n_exchanges = 0;
  while (fd >= 0 && read_bytes < BOUND && !g_cancellable_is_cancelled (cancellable))
    {
      n = read (fd, buffer + kept, PIECE);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      read_bytes += n;
      *n_exchanges += tap_log_count (buffer, kept + n);
      /* Too short to hold what was counted. */
      n += kept;
      kept = MIN ((gsize) n, OVERLAP);
      memmove (buffer, buffer + n - kept, kept);
    }
  *more = n > 0;
  if (fd >= 0)
    close (fd);
  return n >= 0 && !g_cancellable_is_cancelled (cancellable);
}
