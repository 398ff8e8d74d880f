/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into the engine under test: a disk that takes nothing, and one that is full, as long
 * as a file is there. Only writes of the log are touched. */

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int
is_log (int fd)
{
  char link[64], path[4096];
  ssize_t n;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n < 0)
    return 0;
  path[n] = '\0';
  return strstr (path, ".tapline.jsonl") != NULL;
}

ssize_t
write (int fd, const void *bytes, size_t length)
{
  static ssize_t (*real) (int, const void *, size_t);
  const char *blocked = getenv ("TEST_DISK_BLOCKED");
  const char *full = getenv ("TEST_DISK_FULL");

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "write");
  if ((blocked != NULL || full != NULL) && is_log (fd))
    {
      while (blocked != NULL && access (blocked, F_OK) == 0)
        nanosleep (&(struct timespec) { 0, 1000000 }, NULL);
      if (full != NULL && access (full, F_OK) == 0)
        {
          errno = ENOSPC;
          return -1;
        }
    }
  return real (fd, bytes, length);
}
