/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-media-type.h"

#include <libsoup/soup.h>
#include <string.h>

gboolean
tap_media_type_is (const char *content_type, const char *type)
{
  SoupMessageHeaders *headers;
  const char *found;
  gboolean same;

  if (content_type == NULL)
    return FALSE;
  /* Without parameters there is nothing to parse. */
  if (strpbrk (content_type, ";, \t\r\n\"") == NULL)
    return g_ascii_strcasecmp (content_type, type) == 0;
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_append (headers, "Content-Type", content_type);
  found = soup_message_headers_get_content_type (headers, NULL);
  same = found != NULL && g_ascii_strcasecmp (found, type) == 0;
  soup_message_headers_unref (headers);
  return same;
}
