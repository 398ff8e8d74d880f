/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tap-loop.h"
#include "tap-tls.h"

G_BEGIN_DECLS

/* A socket, plain or with TLS, as two streams of bytes that end each in its own way. Whoever owns
 * it is called when something may have changed, and then reads and writes as far as it goes. */
typedef struct _TapWire TapWire;

typedef enum
{
  TAP_WIRE_OPEN,
  TAP_WIRE_END,    /* FIN; with TLS after close_notify */
  TAP_WIRE_CUT,    /* TLS only: FIN without close_notify */
  TAP_WIRE_RESET,
  TAP_WIRE_FAILED, /* TLS only: a fault of the protocol, tap_wire_get_fault tells */
} TapWireEnd;

typedef void (*TapWireFunc) (TapWire *self, gpointer user_data);

/* Takes over the non-blocking socket @fd. @tls: (nullable) (transfer full): its handshake is done
 * by the wire. */
TapWire *tap_wire_new (TapLoop *loop, int fd, TapTls *tls);

/* Sets its owner, who may change. Not called by this. */
void tap_wire_set_func (TapWire *self, TapWireFunc func, gpointer user_data);

/* Closes the socket (what the kernel has taken is still delivered) and frees the wire as soon as
 * nothing in the loop can refer to it. */
void tap_wire_free (TapWire *self);

/* TRUE until a TLS handshake is over; then the owner is called. */
gboolean tap_wire_is_shaking (TapWire *self);

/* Reads at most @length bytes. 0: there is nothing now, or no more will come. */
gsize tap_wire_read (TapWire *self, void *buffer, gsize length);
gboolean tap_wire_is_readable (TapWire *self); /* a read may bring something */
TapWireEnd tap_wire_get_read_end (TapWire *self);
/* The other side has ended its stream, or broke it off; the end may still lie behind bytes. */
gboolean tap_wire_is_hung_up (TapWire *self);

/* Sends. What the socket does not take at once is kept and sent later; before more is given, wait
 * until nothing is pending. Returns FALSE if the socket fell short. */
gboolean tap_wire_send (TapWire *self, const void *bytes, gsize length);
gsize tap_wire_get_pending (TapWire *self);

/* The other side reset the connection, whichever direction showed it. */
gboolean tap_wire_is_reset (TapWire *self);

/* Ends our direction after what is pending: close_notify and FIN. */
void tap_wire_shutdown (TapWire *self);
gboolean tap_wire_is_shut (TapWire *self);      /* asked for and done */
gboolean tap_wire_is_shutting (TapWire *self);  /* asked for */

/* Resets the connection, after what was sent has reached the other side: a reset overtakes what
 * still lies in the socket. @patience: µs after which it is sent all the same; 0: never. Frees the
 * wire. */
void tap_wire_reset (TapWire *self, gint64 patience);

/* Has the kernel ask the other side's after half a minute without traffic, and every 10 s then,
 * whether the connection still is there; if not it counts as reset. Nothing of it is read by a
 * program, and a side that lives has its kernel answer, however long it is silent. */
void tap_wire_ask_after (TapWire *self);

/* Bytes that the other side's kernel has not taken. */
guint tap_wire_get_queued (TapWire *self);

const char *tap_wire_get_fault (TapWire *self);
TapTls *tap_wire_get_tls (TapWire *self);

/* Calls the owner again after the others had their turn. */
void tap_wire_again (TapWire *self);

G_END_DECLS
