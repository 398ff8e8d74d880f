# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bodies: the same content in the same framing, whatever it is."""

import gzip

from messages import Content, chunk, head, pattern
from registry import case, table
from wire import Background, Failure, Tally

TEXT = b'{"model":"m","stream":true}'
OK = b"HTTP/1.1 200 OK"
CHUNKED = b"Transfer-Encoding: chunked"

CHUNKS = [
    ("plain", chunk(b"one") + chunk(b"two" * 100) + b"0\r\n\r\n"),
    ("size-spelling", chunk(b"0123456789", b"00A") + chunk(b"0123456789", b"a")
     + b"000\r\n\r\n"),
    ("extension", chunk(b"one", extension=b";sig=1") + chunk(b"two", extension=b';a;b="c d"')
     + b"0;last=yes\r\n\r\n"),
    ("trailers", chunk(b"one") + b"0\r\nX-Sum: 1\r\nx-sum: 2\r\nX-Empty:\r\n\r\n"),
    ("empty", b"0\r\n\r\n"),
    ("single-bytes", b"".join(chunk(b"%c" % byte) for byte in b"byte by byte") + b"0\r\n\r\n"),
    ("large-chunk", chunk(pattern(300000)) + b"0\r\n\r\n"),
    ("binary", chunk(bytes(range(256)) * 4) + b"0\r\n\r\n"),
    ("crlf-inside", chunk(b"\r\n0\r\n\r\n") + chunk(b"\r\n") + b"0\r\n\r\n"),
]

# method, answer's head, answer's body, whether the gateway closes behind it
ANSWERS = [
    ("content-length", b"POST", head(OK, b"Content-Length: 27"), TEXT, False),
    ("close-delimited", b"POST", head(OK, b"Connection: close"), TEXT * 50, True),
    ("http-1.0", b"POST", head(b"HTTP/1.0 200 OK"), TEXT * 50, True),
    ("http-1.0-length", b"POST", head(b"HTTP/1.0 200 OK", b"Content-Length: 27"), TEXT, True),
    ("head-with-length", b"HEAD", head(OK, b"Content-Length: 12345"), b"", False),
    ("head-chunked", b"HEAD", head(OK, CHUNKED), b"", False),
    ("no-content", b"POST", head(b"HTTP/1.1 204 No Content"), b"", False),
    ("not-modified", b"GET", head(b"HTTP/1.1 304 Not Modified", b"Content-Length: 99"), b"", False),
    ("binary", b"GET", head(OK, b"Content-Length: 1024"), bytes(range(256)) * 4, False),
    ("length-zero", b"POST", head(OK, b"Content-Length: 0"), b"", False),
]

CODED = gzip.compress(TEXT * 100)
CODINGS = [
    ("gzip", b"gzip", CODED),
    ("gzip-cut-short", b"gzip", CODED[:50]),
    ("not-what-it-says", b"br", b"this is not brotli"),
    ("unknown", b"x-own", b"\0\1\2\3"),
]


@table("framing", ANSWERS)
def answer(lab, method, answer_head, body, closes):
    """Then, on the same connection, a second exchange: the first one's end was understood."""
    request = (b"Content-Length: 0",) if method == b"POST" else ()
    agent, gateway = lab.open(*request, method=method)
    gateway.send(answer_head + body)
    if closes:
        gateway.fin()
    agent.expect(answer_head + body)
    if closes:
        agent.expect_end("fin")
        lab.record.ends(("agent", "gateway"), ("complete", "fin"))
        return
    gateway = lab.next_request(agent, gateway, *request, method=method)
    gateway.send(answer_head + body)
    agent.expect(answer_head + body)
    lab.record.ends(("agent", "gateway"), "complete")


@table("framing", [("content-length", TEXT), ("binary", bytes(range(256)) * 100),
                   ("large", pattern(300000))])
def request_body(lab, body):
    agent, gateway = lab.open(b"Content-Length: %d" % len(body), more=body)
    gateway.expect(body)


@case("framing")
def request_1_0(lab):
    """An agent of HTTP/1.0 reads up to the end."""
    agent, request = lab.agent(), head(b"POST /v1/messages HTTP/1.0", b"Host: " + lab.host,
                                       b"Content-Length: 27")
    agent.send(request + TEXT)
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request) + TEXT)
    answer_head = head(b"HTTP/1.0 200 OK")
    lab.pass_head(gateway, agent, answer_head)
    gateway.send(TEXT)
    gateway.fin()
    agent.expect(TEXT)
    agent.expect_end("fin")


@table("chunks", CHUNKS)
def response_chunks(lab, body):
    """Twice on one connection, so that the last chunk's end was seen for what it is."""
    agent, gateway = lab.open(b"Content-Length: 0")
    answer_head = head(OK, CHUNKED)
    gateway.send(answer_head + body)
    agent.expect(answer_head + body)
    gateway = lab.next_request(agent, gateway, b"Content-Length: 0")
    gateway.send(answer_head + body)
    agent.expect(answer_head + body)


@table("chunks", CHUNKS)
def request_chunks(lab, body):
    agent, gateway = lab.open(CHUNKED, more=body)
    gateway.expect(body)
    answer_head = head(OK, b"Content-Length: 0")
    lab.pass_head(gateway, agent, answer_head)
    gateway = lab.next_request(agent, gateway, CHUNKED, more=body)
    gateway.expect(body)


@case("chunks")
def chunks_in_pieces(lab):
    """Split where a reader likes it least: inside sizes, extensions, line ends and trailers."""
    body = chunk(b"0123456789", b"0a", b";x=y") + b"0\r\nX-T: 1\r\n\r\n"
    agent, gateway = lab.open(CHUNKED)
    for byte in body:
        agent.send(bytes((byte,)))
        gateway.expect(bytes((byte,)))
    answer_head = head(OK, CHUNKED)
    got = lab.pass_head(gateway, agent, answer_head)
    assert got
    for byte in body:
        gateway.send(bytes((byte,)))
        agent.expect(bytes((byte,)))


@table("codings", CODINGS)
def coded(lab, coding, body):
    agent, gateway = lab.open(b"Accept-Encoding: gzip, br", b"Content-Length: 0")
    answer_head = head(OK, b"Content-Type: text/event-stream", b"Content-Encoding: " + coding,
                       b"Content-Length: %d" % len(body))
    got = lab.pass_head(gateway, agent, answer_head)
    gateway.send(body)
    content = lab.content(agent, got)
    if content.read(len(body)) != body:
        raise Failure("the coded body was changed")


@case("codings")
def coded_transfer(lab):
    """gzip as a transfer coding: rare, but known, and the chunks around it frame the request."""
    body = chunk(CODED) + b"0\r\n\r\n"
    agent, gateway = lab.open(b"Transfer-Encoding: gzip, chunked", more=body)
    gateway.expect(body)
    lab.pass_head(gateway, agent, head(OK, b"Content-Length: 0"))


@case("codings")
def coded_request(lab):
    agent, gateway = lab.open(b"Content-Encoding: gzip", b"Content-Length: %d" % len(CODED),
                              more=CODED)
    gateway.expect(CODED)


@case("large")
def up_20_mb(lab):
    block = pattern(1 << 20)
    agent, gateway = lab.open(b"Content-Length: %d" % (20 * len(block)))
    head_length = agent.sent.length
    total = Tally()
    for _ in range(20):
        total.add(block)
    sending = Background(agent.flood, block, head_length + total.length, 20)
    gateway.expect_digest(total)
    sending.join()
    answer_head = head(OK, b"Content-Length: 0")
    lab.pass_head(gateway, agent, answer_head)
    lab.check_memory()
    lab.record.may_lose = True


@case("large")
def down_200_mb(lab):
    block, blocks = pattern(1 << 20), 200
    agent, gateway = lab.open(b"Content-Length: 0")
    answer_head = head(OK, b"Content-Type: text/plain",
                       b"Content-Length: %d" % (blocks * len(block)))
    got = lab.pass_head(gateway, agent, answer_head)
    total = Tally()
    for _ in range(blocks):
        total.add(block)
    content = Content(agent, got)
    sending = Background(gateway.flood, block, len(answer_head) + total.length, 20)
    if content.chunks:
        raise Failure("Content-Length became chunked")
    agent.expect_digest(total)
    sending.join()
    lab.check_memory()
    lab.record.may_lose = True
