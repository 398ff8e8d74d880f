# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The programs that can stand in the middle: how each is started, and what to ask of it."""

import os
import re
import signal
import subprocess
from dataclasses import dataclass

from wire import Failure, until


@dataclass(frozen=True)
class Profile:
    """What may be asked of a kind of proxy.

    reads_http: it edits Host, refuses bad requests and answers for a dead gateway.
    exact: other cases may take it for granted that heads and framing pass unchanged. Where a
    proxy does not even try, its rows about heads and bodies say so once, and the other rows
    compare content only.
    """
    title: str
    command: tuple
    reads_http: bool = True
    exact: bool = True
    tls: bool = True
    log: bool = False
    resolves: bool = False


PROFILES = {
    "tapline": Profile("Tapline", ("record",), log=True, resolves=True),
    "soup": Profile("soup peer", (), exact=False),
    "relay": Profile("bare relay", (), reads_http=False, tls=False),
}


class Proxy:
    """A running program. Its first line on stdout is the URL to point the agent at."""

    def __init__(self, profile, program, upstream, folder, ca=None, resolve=()):
        self.profile = profile
        self.upstream = upstream
        self.log_path = os.path.join(folder, "x.tapline.jsonl") if profile.log else None
        self.folder = folder
        command = [program, *profile.command, "--upstream", upstream, "--listen", "127.0.0.1:0"]
        if ca:
            command += ["--upstream-ca", ca]
        if profile.log:
            command += ["--output", self.log_path, "--control", os.path.join(folder, "c.sock")]
        for entry in resolve:
            command += ["--resolve", entry]
        environment = {key: value for key, value in os.environ.items()
                       if not key.lower().endswith("_proxy")}
        environment.update(XDG_DATA_HOME=folder, XDG_RUNTIME_DIR=folder, LC_ALL="C.UTF-8")
        self.errors = os.path.join(folder, "stderr")
        self.output = os.path.join(folder, "stdout")
        # Files, not pipes: nobody reads while a case runs, and a full pipe would stop the proxy.
        with open(self.errors, "wb") as errors, open(self.output, "wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=errors,
                                            stdin=subprocess.DEVNULL, env=environment)
        self.port = self._read_port()

    def _read_port(self):
        def first_line():
            with open(self.output, "rb") as file:
                line = file.readline()
            return (line,) if line.endswith(b"\n") or not self.alive() else None

        try:
            line, = until(first_line, 20, "the proxy's first line")
        except Failure:
            self.process.kill()
            self.process.wait()
            raise
        found = re.match(rb"http://127\.0\.0\.1:(\d+)/?\n", line)
        if not found:
            raise Failure(f"the proxy's first line is {line!r}, not a URL; {self.complaint()}")
        return int(found.group(1))

    def complaint(self):
        with open(self.errors, "rb") as file:
            return "it complains: " + (file.read()[-600:].decode(errors="replace") or "not at all")

    def alive(self):
        return self.process.poll() is None

    def authority(self):
        """What the Host header becomes: the upstream URL's host, and its port if not the
        scheme's own."""
        return re.match(r"https?://([^/]*)", self.upstream).group(1).encode()

    def peak_memory(self):
        """The most memory it ever had resident, in MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        """Ends it as a user would, with Ctrl+C."""
        if self.alive():
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failure("the proxy did not end within 20 s of SIGINT") from None
        if self.profile.log and self.process.returncode not in (0, 128 + signal.SIGINT):
            raise Failure(f"the proxy ended with status {self.process.returncode}; "
                          f"{self.complaint()}")

    def wait_for_descriptors(self, count, seconds):
        until(lambda: self.descriptors() <= count, seconds,
              f"{self.descriptors()} open descriptors go back to {count}")
