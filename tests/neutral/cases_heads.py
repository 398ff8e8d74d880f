# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heads, both ways: what the other side reads is what was written, byte for byte."""

from messages import head
from registry import case, table

EMPTY = b"Content-Length: 0"

# What is between "POST /v1/messages HTTP/1.1" and the blank line; HOST stands for Host's value.
REQUEST_LINES = [
    ("order", (b"X-Last: 1", b"Accept: */*", b"Host: HOST", b"X-First: 2", b"Content-Length: 0",
               b"User-Agent: a/1", b"Connection: keep-alive")),
    ("spelling", (b"hOsT: HOST", b"CONTENT-length: 0", b"x-API-version: 1", b"aCCept: */*")),
    ("duplicates", (b"Host: HOST", b"X-A: 1", b"X-B: 2", b"X-A: 3", b"Accept: a", b"X-A: 1",
                    b"Accept: b", EMPTY)),
    ("empty-values", (b"Host: HOST", b"X-Empty:", b"X-Blank: ", b"Accept:", EMPTY)),
    ("white-space", (b"Host: HOST", b"X-A:1", b"X-B:\t2\t", b"X-C:   3   4  ", EMPTY)),
    ("non-ascii-values", (b"Host: HOST", b"X-Utf: gr\xc3\xbc\xc3\x9fe", b"X-Latin: gr\xfc\xdfe",
                          b"X-High: \x80\xff", EMPTY)),
    ("odd-names", (b"Host: HOST", b"!#$%&'*+-.^_`|~: token", b"0: digit", EMPTY)),
    ("accept-encoding", (b"Host: HOST", b"Accept-Encoding: gzip, br;q=0.5, zstd, x-own", EMPTY)),
    ("no-accept-encoding", (b"Host: HOST", EMPTY)),
    ("hop-by-hop", (b"Host: HOST", b"Connection: close, X-Hop", b"X-Hop: 1", b"Keep-Alive: 5",
                    b"TE: trailers", b"Trailer: X-T", b"Via: 1.0 a", b"Forwarded: for=b",
                    b"X-Forwarded-For: c", EMPTY)),
    ("long-value", (b"Host: HOST", b"X-Long: " + b"v" * 60000, EMPTY)),
    ("many-fields", (b"Host: HOST",) + tuple(b"X-%d: %d" % (i, i) for i in range(2000))
     + (EMPTY,)),
]

FIRST_LINES = [
    ("method", b"PROPFIND /v1/messages HTTP/1.1"),
    ("lower-case-method", b"post /v1/messages HTTP/1.1"),
    ("query", b"POST /v1/messages?beta=true&x=%2F%00&&=+ HTTP/1.1"),
    ("dots-and-slashes", b"POST //a/../b/./c//%7e~;p=1/ HTTP/1.1"),
    ("odd-bytes", b"POST /v1/\xc3\xbc\xff|{}\"<>^` HTTP/1.1"),
    ("asterisk", b"OPTIONS * HTTP/1.1"),
    ("version", b"POST /v1/messages HTTP/1.0"),
    ("long-target", b"POST /" + b"a" * 30000 + b" HTTP/1.1"),
]

# The whole first line, and what is between it and the blank line.
RESPONSE_HEADS = [
    ("order", b"HTTP/1.1 200 OK", (b"X-Z: 1", b"Server: s", b"Content-Length: 0", b"Date: now",
                                   b"X-A: 2", b"Content-Type: a/b")),
    ("spelling", b"HTTP/1.1 200 OK", (b"content-TYPE: a/b", b"CONTENT-LENGTH: 0", b"x-Id: 1")),
    ("duplicates", b"HTTP/1.1 200 OK", (b"Set-Cookie: a=1", b"X-A: 1", b"Set-Cookie: b=2",
                                        b"X-A: 1", EMPTY)),
    ("empty-values", b"HTTP/1.1 200 OK", (b"X-Empty:", b"X-Blank: ", b"Server:", EMPTY)),
    ("non-ascii-values", b"HTTP/1.1 200 OK", (b"X-Utf: \xe2\x82\xac", b"X-Latin: \xa4", EMPTY)),
    ("reason", b"HTTP/1.1 200 Everything is  fine", (EMPTY,)),
    ("empty-reason", b"HTTP/1.1 200 ", (EMPTY,)),
    ("non-ascii-reason", b"HTTP/1.1 200 \xc3\x9cber \xfc", (EMPTY,)),
    ("version", b"HTTP/1.0 200 OK", (b"Connection: keep-alive", EMPTY)),
    ("unknown-status", b"HTTP/1.1 529 Overloaded", (EMPTY,)),
    ("unauthorized", b"HTTP/1.1 401 Unauthorized", (b"WWW-Authenticate: Basic realm=x", EMPTY)),
    ("redirect", b"HTTP/1.1 302 Found", (b"Location: /elsewhere", EMPTY)),
    ("hop-by-hop", b"HTTP/1.1 200 OK", (b"Connection: close, X-Hop", b"X-Hop: 1", b"Via: 1.1 g",
                                        b"Keep-Alive: timeout=5", b"Alt-Svc: h3", EMPTY)),
    ("no-date-added", b"HTTP/1.1 200 OK", (EMPTY,)),
    ("long-value", b"HTTP/1.1 200 OK", (b"X-Long: " + b"v" * 60000, EMPTY)),
    ("very-long", b"HTTP/1.1 200 OK", (b"X-Long: " + b"v" * 200000, EMPTY)),
]

PLAIN_ANSWER = head(b"HTTP/1.1 200 OK", b"Content-Length: 0")


def _send_request(lab, request):
    agent = lab.agent()
    agent.send(request)
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request))
    lab.pass_head(gateway, agent, PLAIN_ANSWER)


@table("request-heads", REQUEST_LINES)
def request_head(lab, *lines):
    lines = tuple(line.replace(b"HOST", lab.host) for line in lines[0])
    _send_request(lab, head(b"POST /v1/messages HTTP/1.1", *lines))


@table("request-heads", FIRST_LINES)
def request_line(lab, line):
    _send_request(lab, head(line, b"Host: " + lab.host, EMPTY))


@case("request-heads")
def request_in_pieces(lab):
    """The head comes byte by byte, and leaves whole."""
    agent, request = lab.agent(), lab.request(b"X-A: 1", EMPTY)
    for byte in request:
        agent.send(bytes((byte,)))
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request))


@case("request-heads", needs_http=True)
def absolute_form(lab):
    """The form that is for a proxy becomes the form for a server, and what was said to the
    proxy alone goes no further."""
    agent = lab.agent()
    agent.send(head(b"POST http://" + lab.host + b"/v1/messages?a=b HTTP/1.1",
                    b"Host: " + lab.host, b"Proxy-Connection: keep-alive",
                    b"Proxy-Authorization: Basic eDp5", b"X-A: 1", EMPTY))
    gateway = lab.accept()
    gateway.expect(lab.forwarded(lab.request(b"X-A: 1", EMPTY, target=b"/v1/messages?a=b")))
    lab.record.masked = True


@case("request-heads", needs_http=True)
def path_prefix(lab):
    """An upstream URL with a path stands before the agent's own."""
    lab.restart(upstream=lab.bench.upstream + "/gate/way")
    agent = lab.agent()
    agent.send(lab.request(EMPTY, target=b"/v1/messages?beta=true"))
    gateway = lab.accept()
    gateway.expect(lab.forwarded(lab.request(EMPTY, target=b"/gate/way/v1/messages?beta=true")))


@case("request-heads", needs_resolve=True)
def host_without_port(lab):
    """The scheme's own port is not written into Host. In TLS the leaf is for this name."""
    lab.restart_named("gateway.test", default_port=True)
    agent = lab.agent()
    agent.send(lab.request(EMPTY))
    lab.accept().expect(head(b"POST /v1/messages HTTP/1.1", b"Host: gateway.test", EMPTY))


@table("response-heads", RESPONSE_HEADS)
def response_head(lab, first, lines):
    lab.record.masked = b"Set-Cookie" in b"".join(lines)
    agent, gateway = lab.open(EMPTY)
    answer = head(first, *lines)
    gateway.send(answer)
    agent.expect(answer)
