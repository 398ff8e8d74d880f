/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tap-origin.h"

#include "tap-clock.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct
{
  TapOrigin origin;
  const TapUpstream *upstream;
  TapTlsTrust *trust;
  GSocketClient *client;
  guint pending;
} Network;

/* One attempt to open a stream. */
typedef struct
{
  Network *network;
  TapLoop *loop;
  GCancellable *cancel;
  TapOriginFunc func;
  gpointer user_data;
  TapWire *shaking;   /* while the TLS handshake goes on */
  gulong cancel_id;
  gint64 began;
  gint64 step;
  TapOriginResult result;
} Attempt;

/* GIO's error, the word for the log, and the sentence for people. */
static const struct
{
  gboolean resolver;
  int code;
  const char *how;
  const char *text;
} causes[] = {
  { FALSE, G_IO_ERROR_CONNECTION_REFUSED, "refused", N_ ("%s refused the connection") },
  { FALSE, G_IO_ERROR_HOST_UNREACHABLE, "unreachable", N_ ("%s cannot be reached: no route to the host") },
  { FALSE, G_IO_ERROR_NETWORK_UNREACHABLE, "unreachable", N_ ("%s cannot be reached: no network") },
  { FALSE, G_IO_ERROR_TIMED_OUT, "unreachable", N_ ("%s did not answer the attempt to connect") },
  { FALSE, G_IO_ERROR_HOST_NOT_FOUND, "no-such-name", N_ ("%s has a host name that is not known") },
  { TRUE, G_RESOLVER_ERROR_NOT_FOUND, "no-such-name", N_ ("%s has a host name that is not known") },
  { TRUE, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "no-such-name",
    N_ ("the name of %s could not be looked up just now") },
  { TRUE, G_RESOLVER_ERROR_INTERNAL, "no-such-name", N_ ("the name of %s could not be looked up") },
};

static void
attempt_free (Attempt *self)
{
  self->network->pending--;
  g_free (self->result.address);
  g_free (self->result.local);
  g_free (self->result.protocol);
  g_free (self->result.detail);
  g_object_unref (self->cancel);
  g_free (self);
}

static void
attempt_done (Attempt *self)
{
  if (!g_cancellable_is_cancelled (self->cancel))
    self->func (&self->result, self->user_data);
  else
    tap_wire_free (self->result.wire);
  attempt_free (self);
}

static void
attempt_fail (Attempt *self, const char *how, char *detail)
{
  self->result.how = how;
  self->result.detail = detail;
  attempt_done (self);
}

static void
tls_cb (TapWire *wire, gpointer user_data)
{
  Attempt *self = user_data;
  const char *origin = self->network->upstream->origin;
  TapTls *tls = tap_wire_get_tls (wire);
  const char *fault = tap_wire_get_fault (wire);

  g_cancellable_disconnect (self->cancel, self->cancel_id);
  self->shaking = NULL;
  if (tap_wire_get_read_end (wire) == TAP_WIRE_OPEN && !tap_wire_is_reset (wire))
    {
      self->result.tls = tap_clock_now () - self->step;
      self->result.protocol = g_strdup (tap_tls_get_protocol (tls));
      self->result.wire = wire;
      attempt_done (self);
      return;
    }

  if (tap_tls_is_bad_certificate (tls))
    attempt_fail (self, "bad-certificate",
                  g_strdup_printf (_ ("the certificate of %s is not to be trusted: %s"), origin,
                                   fault != NULL ? fault : ""));
  else if (tap_tls_is_foreign (tls))
    attempt_fail (self, "tls", g_strdup_printf (_ ("%s does not speak TLS; try http:// instead of "
                                                   "https://"), origin));
  else if (tap_wire_get_read_end (wire) == TAP_WIRE_FAILED)
    attempt_fail (self, "tls", g_strdup_printf (_ ("TLS with %s failed: %s"), origin,
                                                fault != NULL ? fault : ""));
  else
    attempt_fail (self, "tls", g_strdup_printf (_ ("%s ended the connection during the TLS "
                                                   "handshake"), origin));
  tap_wire_free (wire);
}

/* Runs on the relay thread, as the link that gives up its attempt does. */
static void
cancelled_cb (GCancellable *cancel, gpointer user_data)
{
  Attempt *self = user_data;

  tap_wire_free (self->shaking);
  attempt_free (self);
}

static char *
describe (GSocketAddress *address)
{
  return address != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address)) : NULL;
}

/* A descriptor of our own: the GSocket closes its one. */
static int
take_fd (GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  int fd = fcntl (g_socket_get_fd (socket), F_DUPFD_CLOEXEC, 3);

  if (fd >= 0)
    fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
  return fd;
}

static void
connect_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Attempt *self = user_data;
  const TapUpstream *upstream = self->network->upstream;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), res, &error);
  g_autoptr (GSocketAddress) remote = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  TapTls *tls = NULL;
  TapWire *wire;
  int fd;

  if (g_cancellable_is_cancelled (self->cancel))
    {
      attempt_free (self);
      return;
    }
  if (connection == NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
        if (g_error_matches (error, causes[i].resolver ? G_RESOLVER_ERROR : G_IO_ERROR,
                             causes[i].code))
          {
            /* The table's strings have one %s each. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            attempt_fail (self, causes[i].how,
                          g_strdup_printf (_ (causes[i].text), upstream->origin));
#pragma GCC diagnostic pop
            return;
          }
      attempt_fail (self, "unreachable",
                    g_strdup_printf (_ ("%s cannot be reached: %s"), upstream->origin,
                                     error->message));
      return;
    }

  self->result.connected = tap_clock_now () - self->step;
  remote = g_socket_connection_get_remote_address (connection, NULL);
  local = g_socket_connection_get_local_address (connection, NULL);
  self->result.address = describe (remote);
  self->result.local = describe (local);
  fd = take_fd (connection);
  if (fd < 0)
    {
      attempt_fail (self, "unreachable", g_strdup (_ ("too many files are open: raise the limit "
                                                      "(ulimit -n)")));
      return;
    }
  if (upstream->tls)
    {
      self->step = tap_clock_now ();
      tls = tap_tls_new (self->network->trust, fd, upstream->host);
    }

  wire = tap_wire_new (self->loop, fd, tls);
  if (tls == NULL)
    {
      self->result.wire = wire;
      attempt_done (self);
      return;
    }
  self->shaking = wire;
  tap_wire_set_func (wire, tls_cb, self);
  self->cancel_id = g_cancellable_connect (self->cancel, G_CALLBACK (cancelled_cb), self, NULL);
}

static void
event_cb (GSocketClient *client, GSocketClientEvent event, GSocketConnectable *connectable,
          GIOStream *connection, Network *network)
{
  Attempt *self = g_object_get_data (G_OBJECT (connectable), "tap-attempt");

  if (event == G_SOCKET_CLIENT_RESOLVED)
    {
      self->step = tap_clock_now ();
      self->result.resolved = self->step - self->began;
    }
}

static void
network_open (TapOrigin *origin, TapLoop *loop, GCancellable *cancel, TapOriginFunc func,
              gpointer user_data)
{
  Network *self = (Network *) origin;
  Attempt *attempt = g_new0 (Attempt, 1);
  g_autoptr (GSocketConnectable) target = NULL;

  attempt->network = self;
  attempt->loop = loop;
  attempt->cancel = g_object_ref (cancel);
  attempt->func = func;
  attempt->user_data = user_data;
  attempt->began = attempt->step = tap_clock_now ();
  attempt->result.resolved = attempt->result.connected = attempt->result.tls = -1;
  target = g_network_address_new (self->upstream->dial_host, self->upstream->dial_port);
  g_object_set_data (G_OBJECT (target), "tap-attempt", attempt);
  self->pending++;
  g_socket_client_connect_async (self->client, target, cancel, connect_cb, attempt);
}

static void
network_free (TapOrigin *origin)
{
  Network *self = (Network *) origin;

  /* Attempts that were cancelled still report back. */
  while (self->pending > 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_object_unref (self->client);
  g_free (self);
}

TapOrigin *
tap_origin_network_new (const TapUpstream *upstream, TapTlsTrust *trust)
{
  Network *self = g_new0 (Network, 1);

  self->origin.open = network_open;
  self->origin.free = network_free;
  self->upstream = upstream;
  self->trust = trust;
  self->client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (self->client, FALSE);
  g_signal_connect (self->client, "event", G_CALLBACK (event_cb), self);
  return &self->origin;
}
