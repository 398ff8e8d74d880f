/* SPDX-FileCopyrightText: 2026 The Tapline contributors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-tls.h"

#include <gnutls/x509.h>

#include <arpa/inet.h>
#include <time.h>

#define DAY (24 * 60 * 60)

static void
check (int result, const char *what)
{
  if (result < 0)
    g_error ("%s: %s", what, gnutls_strerror (result));
}

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key;

  check (gnutls_x509_privkey_init (&key), "key");
  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
         "key");
  return key;
}

static gnutls_x509_crt_t
make_certificate (gnutls_x509_privkey_t key, guint8 serial, const char *name)
{
  gnutls_x509_crt_t certificate;
  guint8 id[20];
  gsize id_length = sizeof id;

  check (gnutls_x509_crt_init (&certificate), "certificate");
  check (gnutls_x509_crt_set_version (certificate, 3), "version");
  check (gnutls_x509_crt_set_serial (certificate, &serial, 1), "serial");
  check (gnutls_x509_crt_set_activation_time (certificate, time (NULL) - DAY), "activation");
  check (gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 7 * DAY), "expiration");
  check (gnutls_x509_crt_set_key (certificate, key), "key");
  check (gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                        (unsigned) strlen (name)),
         "name");
  check (gnutls_x509_crt_get_key_id (certificate, 0, id, &id_length), "key id");
  check (gnutls_x509_crt_set_subject_key_id (certificate, id, id_length), "key id");
  return certificate;
}

static gnutls_x509_crt_t
make_authority (gnutls_x509_privkey_t key)
{
  gnutls_x509_crt_t authority = make_certificate (key, 1, "Benchmark authority");

  check (gnutls_x509_crt_set_ca_status (authority, 1), "authority");
  check (gnutls_x509_crt_set_key_usage (authority, GNUTLS_KEY_KEY_CERT_SIGN), "usage");
  check (gnutls_x509_crt_sign2 (authority, authority, key, GNUTLS_DIG_SHA256, 0), "signature");
  return authority;
}

static gnutls_x509_crt_t
make_leaf (gnutls_x509_privkey_t key, gnutls_x509_crt_t authority, gnutls_x509_privkey_t ca_key)
{
  gnutls_x509_crt_t leaf = make_certificate (key, 2, "localhost");
  struct in_addr address = { htonl (INADDR_LOOPBACK) };

  check (gnutls_x509_crt_set_subject_alt_name (leaf, GNUTLS_SAN_DNSNAME, "localhost", 9,
                                               GNUTLS_FSAN_SET),
         "name");
  check (gnutls_x509_crt_set_subject_alt_name (leaf, GNUTLS_SAN_IPADDRESS, &address,
                                               sizeof address, GNUTLS_FSAN_APPEND),
         "address");
  check (gnutls_x509_crt_set_ca_status (leaf, 0), "leaf");
  check (gnutls_x509_crt_set_key_usage (leaf, GNUTLS_KEY_DIGITAL_SIGNATURE), "usage");
  check (gnutls_x509_crt_set_key_purpose_oid (leaf, GNUTLS_KP_TLS_WWW_SERVER, 0), "purpose");
  check (gnutls_x509_crt_sign2 (leaf, authority, ca_key, GNUTLS_DIG_SHA256, 0), "signature");
  return leaf;
}

static void
write_certificate (gnutls_x509_crt_t certificate, const char *path)
{
  g_autoptr (GError) error = NULL;
  gnutls_datum_t pem;

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem), "export");
  if (!g_file_set_contents (path, (const char *) pem.data, pem.size, &error))
    g_error ("%s", error->message);
  gnutls_free (pem.data);
}

gnutls_certificate_credentials_t
bench_tls_server (const char *ca_path)
{
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_privkey_t ca_key = make_key ();
  gnutls_x509_privkey_t key = make_key ();
  gnutls_x509_crt_t authority = make_authority (ca_key);
  gnutls_x509_crt_t leaf = make_leaf (key, authority, ca_key);

  write_certificate (authority, ca_path);
  check (gnutls_certificate_allocate_credentials (&credentials), "credentials");
  check (gnutls_certificate_set_x509_key (credentials, &leaf, 1, key), "credentials");
  gnutls_x509_crt_deinit (authority);
  gnutls_x509_crt_deinit (leaf);
  gnutls_x509_privkey_deinit (ca_key);
  gnutls_x509_privkey_deinit (key);
  return credentials;
}

gnutls_certificate_credentials_t
bench_tls_client (const char *ca_path)
{
  gnutls_certificate_credentials_t credentials;

  check (gnutls_certificate_allocate_credentials (&credentials), "credentials");
  check (gnutls_certificate_set_x509_trust_file (credentials, ca_path, GNUTLS_X509_FMT_PEM),
         ca_path);
  return credentials;
}
