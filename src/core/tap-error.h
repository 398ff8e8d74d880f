/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one error domain: for what the user asked for and could not be had. A broken protocol is
 * never a GError but data (tap-finding.h). Messages say what and what to do. */
#define TAP_ERROR (tap_error_quark ())

typedef enum
{
  TAP_ERROR_USAGE,      /* a wrong option or argument */
  TAP_ERROR_IO,         /* a file, folder or socket that cannot be read, written or bound */
  TAP_ERROR_FORMAT,     /* a file that is not what it should be */
  TAP_ERROR_NEWER,      /* a file written by a newer version */
  TAP_ERROR_BUSY,       /* a port, socket or file that somebody else holds */
  TAP_ERROR_CONNECT,    /* the other side cannot be reached */
} TapError;

GQuark tap_error_quark (void);

G_END_DECLS
