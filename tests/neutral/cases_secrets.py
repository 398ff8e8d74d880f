# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials reach the gateway untouched, and no file that the proxy writes."""

from messages import Content, Dechunker, chunk, head
from registry import case, table
from tapline_log import payload
from wire import Failure

KEY = b"sk-ant-api03-PLANTEDplantedPLANTEDplantedPLANTED-0123456789AA"
PLAIN = b"PLANTED-no-known-form-7788990011"  # known by its place in a header only
COOKIE = b"PLANTED-cookie-5566778899"


def _check(where, data):
    at = data.find(b"PLANTED")
    if at >= 0:
        raise Failure(f"{where} has a planted secret: {bytes(data[max(0, at - 60):at + 40])!r}")


def _check_files(lab):
    """Every file as it lies there; the log also with its base64 read, each direction of each
    exchange joined, and freed of chunks: a reader could do all that."""
    for path in lab.files():
        try:
            with open(path, "rb") as file:
                _check(path.rsplit("/", 1)[1], file.read())
        except OSError:
            continue  # a socket
    if not lab.log:
        return
    lab.log.poll()
    streams = {}
    for record in lab.log.records:
        if record["kind"] in ("up", "up-out", "in", "out"):
            streams.setdefault((record["exchange"], record["kind"]), bytearray()).extend(
                payload(record))
        else:
            _check(f"a {record['kind']} record", payload(record))
    for (exchange, kind), data in streams.items():
        _check(f"'{kind}' of exchange {exchange}", data)
        chunks = Dechunker()
        chunks.push(data)
        _check(f"'{kind}' of exchange {exchange} without its chunks", chunks.content)


def _finish(lab):
    lab.close()
    lab.audit()
    lab.proxy.stop()
    _check_files(lab)


REQUEST = (
    b"x-api-key: " + KEY, b"Authorization: Bearer " + PLAIN, b"api-key: " + PLAIN,
    b"x-goog-api-key: " + PLAIN, b"Cookie: session=" + COOKIE,
    b"Proxy-Authorization: Basic " + PLAIN, b"X-Mine: " + KEY, b"Transfer-Encoding: chunked")
TARGET = b"/v1/messages?beta=true&key=" + PLAIN
ANSWER = head(b"HTTP/1.1 200 OK", b"Content-Type: text/event-stream",
              b"Transfer-Encoding: chunked", b"Set-Cookie: id=" + COOKIE, b"X-Echo: " + PLAIN)
SAID = b"data: {\"text\":\"you sent " + KEY + b" and " + PLAIN + b"\"}\n\n"
ASKED = b'{"messages":[{"content":"my key is ' + KEY + b'"},"' + PLAIN + b'"]}'


def _in_pieces(data, border):
    """Split where the reader of reads likes it least."""
    middle = data.find(KEY) + border
    return data[:middle], data[middle:]


@table("secrets", [("whole", None), ("at-the-first-byte", 1), ("in-the-form", 4),
                   ("behind-the-form", 13), ("in-the-key", 30), ("at-the-last-byte", len(KEY) - 1)])
def planted(lab, border):
    """In headers, in the URL, in bodies both ways; in the bodies across two reads."""
    lab.restart()
    lab.record.masked = True
    agent = lab.agent()
    agent.send(lab.request(*REQUEST, target=TARGET))
    gateway = lab.accept()
    forwarded = gateway.read_head()
    for secret in (KEY, PLAIN, COOKIE, b"key=" + PLAIN):
        if secret not in forwarded:
            raise Failure(f"the gateway did not get {secret!r}")
    upwards = Content(gateway, forwarded)
    for part in _in_pieces(chunk(ASKED), border) if border else (chunk(ASKED),):
        agent.send(part)
        if lab.profile.exact:
            gateway.wait(lambda: gateway.buffer, "what the agent sent")
    agent.send(b"0\r\n\r\n")
    if upwards.read(1 << 30) != ASKED:
        raise Failure("the gateway did not get the key in the body")
    content = lab.content(agent, lab.pass_head(gateway, agent, ANSWER))
    got = b""
    for part in _in_pieces(chunk(SAID), border) if border else (chunk(SAID),):
        gateway.send(part)
        got += content.read(1)
    gateway.send(b"0\r\n\r\n")
    if got + content.read(1 << 30) != SAID:
        raise Failure("the answer's content was changed")
    _finish(lab)


@case("secrets")
def planted_across_chunks(lab):
    """A chunk's border lies inside the key."""
    lab.restart()
    lab.record.masked = True
    agent, gateway = lab.open(*REQUEST, target=TARGET)
    first, second = _in_pieces(ASKED, 20)
    agent.send(chunk(first) + chunk(second) + b"0\r\n\r\n")
    content = lab.content(agent, lab.pass_head(gateway, agent, ANSWER))
    first, second = _in_pieces(SAID, 20)
    gateway.send(chunk(first) + chunk(second) + b"0\r\n\r\n")
    if content.read(1 << 30) != SAID:
        raise Failure("the answer's content was changed")
    _finish(lab)


SECRETS_HEAD = b"HTTP/1.1 200 OK\r\nSet-Cookie: id=" + COOKIE
CHUNKED_ANSWER = head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked") + chunk(b"hi")

# What a gateway sends, in reads: where a credential is in no head and in no body.
ODD_ANSWERS = [
    ("trailer", CHUNKED_ANSWER + b"0\r\nSet-Cookie: id=" + COOKIE + b"\r\n\r\n"),
    ("trailer-in-the-name", CHUNKED_ANSWER + b"0\r\nSet-Co",
     b"okie: id=" + COOKIE + b"\r\n\r\n"),
    ("trailer-behind-hex", CHUNKED_ANSWER + b"0\r\na",
     b"uthorization: Bearer " + PLAIN + b"\r\n\r\n"),
    ("trailer-in-the-value", CHUNKED_ANSWER + b"0\r\nX-Auth-Token: PLAN",
     PLAIN[4:] + b"\r\nX-A: 1\r\n\r\n"),
    ("extension", head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked")
     + chunk(b"hi", extension=b";key=" + KEY) + b"0\r\n\r\n"),
    ("extension-in-pieces", head(b"HTTP/1.1 200 OK", b"Transfer-Encoding: chunked")
     + b"2;x=sk-ant-api03-PLANT", KEY[18:] + b"\r\nhi\r\n0\r\n\r\n"),
    ("half-a-head", SECRETS_HEAD),
    ("line-feeds", SECRETS_HEAD.replace(b"\r", b"") + b"\n\nhello"),
    ("other-version", SECRETS_HEAD.replace(b"1.1", b"2") + b"\r\n\r\nhello"),
    ("second-answer", head(b"HTTP/1.1 200 OK", b"Content-Length: 0") + SECRETS_HEAD[:-9],
     COOKIE[-9:] + b"\r\nContent-Length: 0\r\n\r\n"),
]


@table("secrets", [(name, reads) for name, *reads in ODD_ANSWERS])
def planted_oddly(lab, reads):
    lab.restart()
    lab.record.masked = True
    agent, gateway = lab.open(b"Content-Length: 0")
    for data in reads:
        gateway.send(data)
        agent.expect(data)
    gateway.fin()
    agent.expect_end("fin")
    agent.close()
    _finish(lab)


@case("secrets")
def planted_in_the_requests_trailer(lab):
    lab.restart()
    lab.record.masked = True
    agent, gateway = lab.open(b"Transfer-Encoding: chunked")
    for data in (chunk(b"hi") + b"0\r\nX-Api-Key: " + PLAIN, b"\r\nX-Mine: " + KEY + b"\r\n\r\n"):
        agent.send(data)
        gateway.expect(data)
    _finish(lab)


@case("secrets", needs_http=True)
def planted_in_errors(lab):
    """Where nothing can be reached, nothing is said about keys either."""
    lab.record.masked = True
    lab.restart(upstream="http://127.0.0.1:1")
    agent = lab.agent()
    agent.send(lab.request(b"x-api-key: " + KEY, b"Content-Length: 0",
                           target=b"/v1/messages?key=" + PLAIN))
    agent.read_head()
    agent.close()
    lab.proxy.stop()
    _check_files(lab)
