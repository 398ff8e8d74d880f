# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates for the gateway, made anew for each run: no key lies in the project."""

import os
import shutil
import ssl
import subprocess

# name: (issuer, subject alternative names, days)
LEAVES = {
    "good": ("ca", "IP:127.0.0.1,DNS:localhost,DNS:gateway.test", 30),
    "wrong-name": ("ca", "DNS:elsewhere.test", 30),
    "expired": ("ca", "IP:127.0.0.1,DNS:localhost", -1),
    "self-signed": (None, "IP:127.0.0.1,DNS:localhost", 30),
}


class Pki:
    """A private authority and the leaves of the table above, in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.contexts = {}
        self.ca = self._path("ca.pem")
        self._make("ca", None, None, 30)

    @staticmethod
    def available():
        return shutil.which("openssl") is not None

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _openssl(self, *args):
        subprocess.run(("openssl",) + args, cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL)

    def _make(self, name, issuer, names, days):
        extensions = self._path(name + ".ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write(f"basicConstraints=critical,CA:{'FALSE' if names else 'TRUE'}\n")
            file.write(f"subjectAltName={names}\n" if names else "keyUsage=keyCertSign\n")
        self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key")
        self._openssl("req", "-new", "-key", name + ".key", "-subj", f"/CN=neutral {name}",
                      "-out", name + ".csr")
        signer = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial") if issuer else \
            ("-signkey", name + ".key")
        self._openssl("x509", "-req", "-in", name + ".csr", "-days", str(days),
                      "-extfile", extensions, "-out", name + ".pem", *signer)

    def context(self, name="good"):
        """A server's side with that leaf."""
        if name not in self.contexts:
            self._make(name, *LEAVES[name])
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._path(name + ".pem"), self._path(name + ".key"))
            context.set_alpn_protocols(["http/1.1"])
            self.contexts[name] = context
        return self.contexts[name]
