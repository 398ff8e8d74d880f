# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bench of one case: a proxy in the middle, agents before it, the gateway behind it."""

import os
import re
import select
import socket
import ssl
import tempfile
import time

from messages import Content, content_of, head, status, value
from proxies import Proxy
from tapline_log import Expectation, Log, audit
from wire import Failure, Peer, show, until


class Bench:
    """What outlives a case: the gateway's port and one proxy, started again if it died."""

    def __init__(self, profile, program, transport, folder, pki, options):
        self.profile = profile
        self.program = program
        self.transport = transport
        self.folder = folder
        self.pki = pki
        self.options = options
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.listener.settimeout(options.patience)
        self.proxy = None
        self.log = None

    @property
    def gateway_port(self):
        return self.listener.getsockname()[1]

    @property
    def upstream(self):
        scheme = "https" if self.transport == "tls" else "http"
        return f"{scheme}://127.0.0.1:{self.gateway_port}"

    def start(self, upstream=None, ca=True, resolve=()):
        """A proxy with a folder of its own."""
        folder = tempfile.mkdtemp(dir=self.folder)
        ca = self.pki.ca if ca and self.transport == "tls" else None
        return Proxy(self.profile, self.program, upstream or self.upstream, folder, ca, resolve)

    def ready(self):
        """The common proxy, running."""
        if not self.proxy or not self.proxy.alive():
            self.proxy = self.start()
            self.log = Log(self.proxy.log_path) if self.profile.log else None

    def close(self):
        self.listener.close()
        if self.proxy:
            self.proxy.stop()


class Lab:
    """Made for one case and taken down after it."""

    def __init__(self, bench):
        bench.ready()
        self.bench = bench
        self.profile = bench.profile
        self.proxy = bench.proxy
        self.log = bench.log
        self.tls = bench.transport == "tls"
        self.leaf = "good"
        self.tickets = 2  # as usual
        self.record = Expectation()
        self.agents = []
        self.gateways = []
        self.own_proxies = []
        self._drain()
        if self.log:
            self.log.begin()

    def _drain(self):
        """What an earlier case left in the listener's queue."""
        while self.gateway_was_called():
            self.bench.listener.accept()[0].close()

    # Proxies

    def restart(self, **options):
        """A proxy of its own for the rest of the case."""
        self.proxy = self.bench.start(**options)
        self.own_proxies.append(self.proxy)
        self.log = Log(self.proxy.log_path) if self.profile.log else None

    def restart_named(self, name, default_port):
        """A proxy whose upstream has a name that only --resolve knows."""
        scheme, port = ("https", 443) if self.tls else ("http", 80)
        here = self.bench.gateway_port
        port = port if default_port else here
        suffix = "" if default_port else f":{port}"
        self.restart(upstream=f"{scheme}://{name}{suffix}",
                     resolve=(f"{name}:{port}=127.0.0.1:{here}",))

    def check_memory(self):
        limit = self.bench.options.memory_limit
        peak = self.proxy.peak_memory()
        if peak > limit:
            raise Failure(f"the proxy needed {peak:.0f} MiB, more than {limit}")

    # Connections

    def agent(self, receive_buffer=0):
        """An agent connected to the proxy."""
        sock = socket.socket()
        if receive_buffer:  # before connect(), or the window is already offered
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.connect(("127.0.0.1", self.proxy.port))
        peer = Peer("agent", sock, sock.getsockname()[1], self.bench.options.patience)
        self.agents.append(peer)
        return peer

    def accept(self):
        """The proxy's next connection to the gateway."""
        try:
            sock, address = self.bench.listener.accept()
        except TimeoutError:
            raise Failure("the proxy did not connect to the gateway") from None
        context = self.bench.pki.context(self.leaf) if self.tls else None
        if context:
            context.num_tickets = self.tickets
        peer = Peer("gateway", sock, address[1], self.bench.options.patience, context)
        self.gateways.append(peer)
        return peer

    def next_request(self, agent, gateway, *lines, method=b"POST", more=b""):
        """A second request of the agent's, on the connection that there is. A proxy that frames
        anew also pools; its row about connections says so. Returns the gateway's side."""
        agent.send(self.request(*lines, method=method) + more)
        if not self.profile.exact:
            gateway = self.accept()
        gateway.read_head()
        return gateway

    def open(self, *lines, method=b"POST", target=b"/v1/messages", more=b""):
        """An agent and a gateway with a request's head between them: (agent, gateway)."""
        agent = self.agent()
        agent.send(self.request(*lines, method=method, target=target) + more)
        gateway = self.accept()
        gateway.read_head()
        return agent, gateway

    def _socket(self, agent):
        """The kernel's line about the proxy's side of an agent's connection, as words."""
        port = b":%04X" % self.proxy.port, b":%04X" % agent.port
        with open("/proc/net/tcp", "rb") as file:
            rows = [line.split() for line in file.read().splitlines()[1:]]
        return next((row for row in rows if row[1].endswith(port[0])
                     and row[2].endswith(port[1])), [b""] * 6)

    def until_read(self, agent):
        """Waits until the proxy's program has taken all that the agent sent."""
        until(lambda: self._socket(agent)[4].endswith(b":00000000"), self.bench.options.patience,
              "the proxy reads what was sent")

    def until_asked_after(self, agent):
        """Waits until the kernel has a keepalive timer on the proxy's side."""
        until(lambda: self._socket(agent)[5].startswith(b"02:"), self.bench.options.patience,
              "the agent is asked whether it lives")

    # Heads

    @property
    def host(self):
        """What an agent that was given the proxy's URL puts into Host."""
        return b"127.0.0.1:%d" % self.proxy.port

    def request(self, *lines, method=b"POST", target=b"/v1/messages"):
        return head(method + b" " + target + b" HTTP/1.1", b"Host: " + self.host, *lines)

    def forwarded(self, request):
        """The same head as the gateway must get it: only Host differs."""
        if not self.profile.reads_http:
            return request
        authority = self.proxy.authority()
        return re.sub(rb"(?im)^(host:[ \t]*)[^\r\n]*", lambda m: m.group(1) + authority, request)

    # Answers

    def pass_head(self, gateway, agent, answer_head):
        """The gateway's head arrives; where the proxy keeps heads, as it is. Returns the
        agent's."""
        gateway.send(answer_head)
        return self.get_head(agent, answer_head)

    def get_head(self, agent, answer_head):
        if self.profile.exact:
            agent.expect(answer_head)
            return answer_head
        got = agent.read_head()
        if status(got) != status(answer_head):
            raise Failure(f"the agent got {got.split(bytes([13]))[0]!r} instead of "
                          f"{answer_head.split(bytes([13]))[0]!r}")
        return got

    def content(self, agent, got_head, bodiless=False):
        return Content(agent, got_head, bodiless)

    def expect_message(self, peer, message, bodiless=False):
        """A whole message arrives: as it is where the proxy keeps heads and framing, else one
        of the same meaning. A request's Host differs either way."""
        request = not message.startswith(b"HTTP/")
        if self.profile.exact:
            peer.expect(self.forwarded(message) if request else message)
            return
        want_head, _, body = message.partition(b"\r\n\r\n")
        want_head += b"\r\n\r\n"
        got = peer.read_head()
        words = slice(0, 2) if request else slice(1, 2)
        if got.split()[words] != want_head.split()[words]:
            raise Failure(f"the {peer.name} got {show(got)} instead of {show(want_head)}")
        want = content_of(want_head, body)
        length_or_coding = value(got, b"Content-Length") or value(got, b"Transfer-Encoding")
        content = Content(peer, got, bodiless or (request and not length_or_coding))
        if content.read(len(want)) != want:
            raise Failure(f"the {peer.name} got another body")
        content.read(1 << 60)  # up to the end of its framing

    # Nothing may reach the gateway

    def gateway_was_called(self):
        """Whether a connection waits to be accepted."""
        return bool(select.select([self.bench.listener], [], [], 0)[0])

    def nothing_reached_gateway(self):
        """A request sent after the refused one must be the first thing that the gateway gets."""
        method, target = b"GET", b"/marker/%d" % time.monotonic_ns()
        marker = self.agent()
        marker.send(self.request(method=method, target=target))
        while True:
            try:
                gateway = self.accept()
            except (ConnectionError, ssl.SSLError):
                continue  # opened for the refused agent, and closed with it
            gateway.wait(lambda: gateway.buffer, "the marker request")
            if not gateway.buffer:
                continue
            got = gateway.read_head()
            if target in got:
                break
            raise Failure(f"the gateway got {got!r}")
        gateway.send(head(b"HTTP/1.1 204 No Content"))
        self.get_head(marker, head(b"HTTP/1.1 204 No Content"))

    # The end of a case

    def close(self):
        for peer in self.agents + self.gateways:
            peer.close()

    def audit(self):
        """Holds the log against the wire."""
        if self.log:
            audit(self.log, self.record, self.agents, self.gateways)

    def stop(self):
        for proxy in self.own_proxies:
            proxy.stop()

    def files(self):
        """Every file in the proxy's folder."""
        for folder, _, names in os.walk(self.proxy.folder):
            for name in names:
                yield os.path.join(folder, name)
