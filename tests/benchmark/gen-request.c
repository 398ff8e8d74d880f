/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "gen-request.h"

#include <string.h>

#define MAX_REQUEST (1 << 20)

static const char *
find_header (const char *head, const char *end, const char *name)
{
  gsize length = strlen (name);

  for (const char *line = head; line < end; line = strchr (line, '\n') + 1)
    if (g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':')
      return line + length + 1 + strspn (line + length + 1, " ");
  return NULL;
}

gssize
gen_request_find (const GString *bytes, GenPlan *plan)
{
  const char *end = strstr (bytes->str, "\r\n\r\n");
  g_autofree char *target = NULL;
  const char *header;
  gsize whole;

  if (end == NULL)
    return bytes->len > MAX_REQUEST ? -1 : 0;
  end += 4;
  whole = (gsize) (end - bytes->str);

  header = find_header (bytes->str, end, "Content-Length");
  if (header != NULL)
    whole += g_ascii_strtoull (header, NULL, 10);
  else if (find_header (bytes->str, end, "Transfer-Encoding") != NULL)
    {
      const char *last = strstr (end - 2, "\r\n0\r\n\r\n");

      if (last == NULL)
        return bytes->len > MAX_REQUEST ? -1 : 0;
      whole = (gsize) (last - bytes->str) + 7;
    }
  if (whole > MAX_REQUEST)
    return -1;
  if (bytes->len < whole)
    return 0;

  header = memchr (bytes->str, ' ', (gsize) (end - bytes->str));
  if (header == NULL)
    return -1;
  target = g_strndup (header + 1, strcspn (header + 1, " \r\n"));
  gen_plan_parse (plan, target);
  return (gssize) whole;
}
