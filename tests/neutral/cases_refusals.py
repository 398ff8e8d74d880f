# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is refused, by whom, and what passes although it is broken."""

import json

from messages import chunk, head, status
from registry import case, table
from wire import Failure

EMPTY = b"Content-Length: 0"
CHUNKED = b"Transfer-Encoding: chunked"

# Lines between the first line with a good Host and the blank line, and what follows.
BAD_LINES = [
    ("coding-and-length", b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    ("length-and-coding", b"Content-Length: 5\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n"),
    ("two-lengths", b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
    ("two-equal-lengths", b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
    ("length-plus", b"Content-Length: +5\r\n\r\nhello"),
    ("length-minus", b"Content-Length: -5\r\n\r\nhello"),
    ("length-list", b"Content-Length: 5, 5\r\n\r\nhello"),
    ("length-hex", b"Content-Length: 0x5\r\n\r\nhello"),
    ("length-empty", b"Content-Length:\r\n\r\n"),
    ("length-words", b"Content-Length: 5 5\r\n\r\nhello"),
    ("length-huge", b"Content-Length: 99999999999999999999\r\n\r\nhello"),
    ("bare-line-feed", b"X-A: 1\nX-B: 2\r\nContent-Length: 0\r\n\r\n"),
    ("bare-line-feed-at-end", b"Content-Length: 0\r\n\n"),
    ("all-line-feeds", b"Content-Length: 0\n\n"),
    ("folded", b"X-A: 1\r\n  2\r\nContent-Length: 0\r\n\r\n"),
    ("folded-by-tab", b"X-A: 1\r\n\t2\r\nContent-Length: 0\r\n\r\n"),
    ("nul-in-value", b"X-A: 1\x002\r\nContent-Length: 0\r\n\r\n"),
    ("nul-in-name", b"X-\x00A: 1\r\nContent-Length: 0\r\n\r\n"),
    ("bare-carriage-return", b"X-A: 1\rX-B: 2\r\nContent-Length: 0\r\n\r\n"),
    ("space-before-colon", b"X-A : 1\r\nContent-Length: 0\r\n\r\n"),
    ("space-before-lengths-colon", b"Content-Length : 5\r\n\r\nhello"),
    ("space-in-name", b"X A: 1\r\nContent-Length: 0\r\n\r\n"),
    ("no-colon", b"junk\r\nContent-Length: 0\r\n\r\n"),
    ("unknown-coding", b"Transfer-Encoding: gzip\r\n\r\n"),
    ("coding-behind-chunked", b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
    ("coding-before-chunked", b"Transfer-Encoding: x-own, chunked\r\n\r\n0\r\n\r\n"),
    ("chunked-twice", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("coding-misspelt", b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("coding-quoted", b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n'),
    ("two-hosts", b"Host: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"),
]

# The size line of a second chunk.
BAD_SIZES = [
    ("hex-prefix", b"0x5"), ("plus", b"+5"), ("minus", b"-5"), ("leading-space", b" 5"),
    ("no-digit", b""), ("no-hex", b"g"), ("underscore", b"5_0"), ("too-large", b"1" * 17),
    ("only-extension", b";a=b"), ("line-feed", b"5\nhello\n0\n\n"),
]

PAGES = [
    ("foreign-host", b"Host: evil.example"),
    ("foreign-host-with-port", b"Host: evil.example:@PORT"),
    ("foreign-address", b"Host: 192.0.2.1"),
    ("loopback-as-prefix", b"Host: 127.0.0.1.evil.example"),
    ("localhost-as-prefix", b"Host: localhost.evil.example"),
    ("origin", b"Host: @HOST\r\nOrigin: http://evil.example"),
    ("origin-null", b"Host: @HOST\r\nOrigin: null"),
    ("cross-site", b"Host: @HOST\r\nSec-Fetch-Site: cross-site"),
]

WELCOME = [
    ("localhost", b"Host: localhost"),
    ("localhost-with-port", b"Host: localhost:@PORT"),
    ("localhost-in-capitals", b"Host: LocalHost:@PORT"),
    ("loopback", b"Host: 127.0.0.1:@PORT"),
    ("loopback-without-port", b"Host: 127.0.0.1"),
    ("loopback-v6", b"Host: [::1]:@PORT"),
    ("no-browser", b"Host: @HOST\r\nSec-Fetch-Mode: cors"),
]


REFUSED = ("bad-request", "refused", "forbidden", "too-large")  # what the log may call it


def _expect_refusal(lab, agent, want):
    try:
        got = agent.read_head()
    except Failure as failure:
        if lab.gateway_was_called():
            raise Failure("it was not refused but sent on") from None
        raise Failure(f"neither refused nor sent on: {failure}") from None
    if status(got) != want:
        raise Failure(f"the agent got {got[:40]!r} instead of status {want}")
    return got


@table("bad-requests", BAD_LINES, needs_http=True)
def bad(lab, lines):
    agent = lab.agent()
    agent.send(b"POST /v1/messages HTTP/1.1\r\nHost: " + lab.host + b"\r\n" + lines)
    _expect_refusal(lab, agent, 400)
    agent.wait(lambda: False, "the end of the connection")
    lab.nothing_reached_gateway()
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@table("bad-requests", BAD_SIZES, needs_http=True)
def bad_chunk(lab, size):
    """At once with the head: nothing is sent on."""
    agent = lab.agent()
    agent.send(lab.request(CHUNKED) + size + b"\r\nhello\r\n0\r\n\r\n")
    _expect_refusal(lab, agent, 400)
    agent.wait(lambda: False, "the end of the connection")
    lab.nothing_reached_gateway()
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_chunk_later(lab):
    """The head and a chunk are on their way; what is broken is not sent behind them, and the
    gateway must not take the request for whole."""
    agent, gateway = lab.open(CHUNKED, more=chunk(b"good"))
    gateway.expect(chunk(b"good"))
    agent.send(b"0x5\r\nhello\r\n0\r\n\r\n")
    gateway.expect_end("fin", "rst", "cut")
    agent.wait(lambda: False, "the end of the connection")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_after_good(lab):
    """A good request before a bad one, in one segment: the first is answered, the second not
    sent on."""
    agent = lab.agent()
    good = lab.request(EMPTY, target=b"/good")
    agent.send(good + lab.request(EMPTY, b"Content-Length: 1", target=b"/bad"))
    gateway = lab.accept()
    lab.expect_message(gateway, good)
    answer = head(b"HTTP/1.1 200 OK", b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    _expect_refusal(lab, agent, 400)
    rest = gateway.read_all()
    if rest:
        raise Failure(f"the gateway got {rest!r}")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_after_unreachable(lab):
    """In one segment; the gateway cannot be had. The answer to the first says so, and no other
    comes."""
    lab.restart(upstream="http://127.0.0.1:1")
    agent = lab.agent()
    agent.send(lab.request(EMPTY) + lab.request(EMPTY, b"Content-Length: 1"))
    _expect_refusal(lab, agent, 502)
    if b"HTTP/1.1" in agent.read_all():
        raise Failure("a second answer came")
    lab.record.ends("gateway", "refused")


@case("bad-requests", needs_http=True)
def good_after_unreachable(lab):
    """Of requests that came together each ended because of the gateway."""
    lab.restart(upstream="http://127.0.0.1:1")
    agent = lab.agent()
    agent.send(lab.request(EMPTY) + lab.request(EMPTY))
    _expect_refusal(lab, agent, 502)
    agent.read_all()
    agent.close()
    lab.audit()
    ends = [(r["by"], r["how"]) for r in lab.log.records if r["kind"] == "end"]
    if ends != [("gateway", "refused")] * 2:
        raise Failure(f"the log says that they ended by {ends}")


@case("bad-requests", needs_http=True)
def bad_chunk_behind_unanswered(lab):
    """An answer is owed that can come no more, for the gateway had to be told that the request
    behind it is none: the agent must not wait for it."""
    agent, gateway = lab.open(EMPTY)
    agent.send(lab.request(CHUNKED) + chunk(b"good"))
    gateway.read_head()
    gateway.expect(chunk(b"good"))
    agent.send(b"0x5\r\nhello\r\n0\r\n\r\n")
    gateway.expect_end("rst", "cut")
    agent.expect_end("rst")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_chunk_during_answer(lab):
    """What came of an answer must not look like all of it."""
    agent, gateway = lab.open(CHUNKED, more=chunk(b"good"))
    gateway.expect(chunk(b"good"))
    answer = head(b"HTTP/1.1 200 OK", b"Connection: close") + b"hello"
    gateway.send(answer)
    agent.expect(answer)
    agent.send(b"0x5\r\nhello\r\n0\r\n\r\n")
    agent.expect_end("rst")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_chunk_after_answer(lab):
    """A whole answer that came early stays one."""
    agent, gateway = lab.open(CHUNKED, more=chunk(b"good"))
    gateway.expect(chunk(b"good"))
    answer = head(b"HTTP/1.1 200 OK", b"Content-Length: 5") + b"hello"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    agent.send(b"0x5\r\nhello\r\n0\r\n\r\n")
    gateway.expect_end("rst", "cut")
    agent.expect_end("fin")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("bad-requests", needs_http=True)
def bad_chunk_after_good(lab):
    """A good request before it, in one segment, is sent on and answered."""
    agent, good = lab.agent(), lab.request(EMPTY, target=b"/good")
    agent.send(good + lab.request(CHUNKED) + b"0x5\r\nhello\r\n0\r\n\r\n")
    gateway = lab.accept()
    lab.expect_message(gateway, good)
    answer = head(b"HTTP/1.1 200 OK", b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    _expect_refusal(lab, agent, 400)
    gateway.expect_end("fin")
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("request-heads", needs_http=True)
def empty_line_in_pieces(lab):
    """An empty line before a request is overlooked, also when it comes in two."""
    agent = lab.agent()
    for piece in (b"\r", b"\n", b"\r", b"\n\r", b"\n"):
        agent.sock.sendall(piece)  # not by send(): the log need not have it
        lab.until_read(agent)
    request = lab.request(EMPTY)
    agent.send(request)
    lab.expect_message(lab.accept(), request)


@case("bad-requests", needs_http=True)
def not_http(lab):
    agent = lab.agent()
    agent.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n")
    agent.wait(lambda: False, "the end of the connection")
    lab.nothing_reached_gateway()
    lab.record.up = "part"


@table("large-heads", [("one-field", b"X-Long: " + b"v" * 300000),
                       ("many-fields", b"\r\n".join(b"X-%d: v" % i for i in range(40000)))],
       needs_http=True)
def too_large_head(lab, lines):
    agent = lab.agent()
    agent.send(lab.request(lines, EMPTY))
    _expect_refusal(lab, agent, 431)
    lab.nothing_reached_gateway()
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@case("large-heads")
def almost_too_large(lab):
    """250 KiB in one field."""
    agent, line = lab.agent(), b"X-Long: " + b"v" * (250 * 1024)
    agent.send(lab.request(line, EMPTY))
    gateway = lab.accept()
    if line not in gateway.read_head():
        raise Failure("the long field did not arrive")


@case("large-heads", needs_http=True)
def large_target(lab):
    """It goes out in another form; the log holds both, and must escape each byte of one."""
    agent, path = lab.agent(), b'/' + b'"' * (200 * 1024)
    lines = [b"Host: " + lab.host, EMPTY]
    agent.send(head(b"GET http://" + lab.host + path + b" HTTP/1.1", *lines))
    gateway = lab.accept()
    lab.expect_message(gateway, head(b"GET " + path + b" HTTP/1.1", *lines))


def _page(lab, lines):
    lines = lines.replace(b"@HOST", lab.host).replace(b"@PORT", b"%d" % lab.proxy.port)
    return head(b"POST /v1/messages HTTP/1.1", lines, EMPTY)


@table("browsers", PAGES, needs_http=True)
def page(lab, lines):
    agent = lab.agent()
    agent.send(_page(lab, lines))
    _expect_refusal(lab, agent, 403)
    agent.close()
    lab.nothing_reached_gateway()
    lab.record.up = "part"
    lab.record.ends("tapline", REFUSED)


@table("browsers", WELCOME)
def welcome(lab, lines):
    """Names of this very machine, which the agent may have been given instead."""
    agent, request = lab.agent(), _page(lab, lines)
    agent.send(request)
    gateway = lab.accept()
    lab.expect_message(gateway, request)


@case("browsers", needs_resolve=True)
def welcome_gateways_name(lab):
    """An agent whose name look-up was bent to Tapline asks for the gateway by its own name."""
    lab.restart_named("gateway.test", default_port=False)
    name = b"gateway.test:%d" % lab.bench.gateway_port
    agent, request = lab.agent(), head(b"GET / HTTP/1.1", b"Host: " + name)
    agent.send(request)
    lab.accept().expect(request)


BAD_RESPONSES = [
    ("line-feeds", b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok"),
    ("one-line-feed", b"HTTP/1.1 200 OK\r\nX-A: 1\nContent-Length: 2\r\n\r\nok"),
    ("folded", b"HTTP/1.1 200 OK\r\nX-A: 1\r\n  2\r\nContent-Length: 2\r\n\r\nok"),
    ("no-colon", b"HTTP/1.1 200 OK\r\njunk\r\nContent-Length: 2\r\n\r\nok"),
    ("nul", b"HTTP/1.1 200 OK\r\nX-A: \x00\r\nContent-Length: 2\r\n\r\nok"),
    ("space-before-colon", b"HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length : 2\r\n\r\nok"),
    ("coding-and-length", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
     b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
    ("two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nhello"),
    ("negative-length", b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok"),
    ("no-length", b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok"),
    ("unknown-coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: x-own\r\n\r\nok"),
    ("no-reason", b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"),
    ("two-spaces", b"HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("status-of-two-digits", b"HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("status-999", b"HTTP/1.1 999 Who knows\r\nContent-Length: 2\r\n\r\nok"),
    ("status-in-words", b"HTTP/1.1 fine OK\r\nContent-Length: 2\r\n\r\nok"),
    ("version-2", b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("version-3-digits", b"HTTP/1.10 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("icy", b"ICY 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("no-http", b"-ERR this is no HTTP\r\n"),
    ("http-0.9", b"<html>just a page</html>"),
    ("binary", b"\x15\x03\x01\x00\x02\x02\x28"),
    ("empty-lines-first", b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    ("more-than-the-length", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more"),
    ("body-of-204", b"HTTP/1.1 204 No Content\r\n\r\nbody"),
    ("huge-head", b"HTTP/1.1 200 OK\r\nX-A: " + b"v" * 400000 + b"\r\nContent-Length: 2\r\n\r\nok"),
    ("size-with-prefix", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"0x2\r\nok\r\n0\r\n\r\n"),
    ("size-with-sign", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"-2\r\nok\r\n0\r\n\r\n"),
    ("size-with-space", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"2 \r\nok\r\n0 \r\n\r\n"),
    ("size-too-large", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"fffffffffffffffff\r\nok\r\n0\r\n\r\n"),
    ("chunk-without-line-end", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"2\r\nok0\r\n\r\n"),
    ("chunks-with-line-feeds", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"2\nok\n0\n\n"),
    ("no-chunks-at-all", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"event: ping\ndata: {}\n\n"),
]


@table("bad-responses", BAD_RESPONSES)
def bad_response(lab, answer):
    agent, gateway = lab.open(EMPTY)
    gateway.send(answer)
    agent.expect(answer)
    gateway.fin()
    agent.expect_end("fin")


# What is wrong, the proxy's options, the gateway's leaf, words of the message, how the log says it
# ended. The name cannot be asked for on any network: a label is 63 bytes at most.
UNREACHABLE = [
    ("refused", {"upstream": "SCHEME://127.0.0.1:1"}, "good", ("refused",), "refused"),
    ("no-such-name", {"upstream": "SCHEME://" + "a" * 64 + ".invalid:1"}, "good", ("aaaa",),
     "no-such-name"),
]
CERTIFICATES = [
    ("self-signed", {}, "self-signed", ("certificate",), "bad-certificate"),
    ("wrong-name", {}, "wrong-name", ("certificate",), "bad-certificate"),
    ("expired", {}, "expired", ("certificate", "expired"), "bad-certificate"),
    ("unknown-authority", {"ca": False}, "good", ("certificate",), "bad-certificate"),
]
DIALECTS = [("/v1/messages", True), ("/v1/chat/completions", False), ("/v1/responses", False)]


def _check_error(lab, agent, target, anthropic, words):
    got = _expect_refusal(lab, agent, 502)
    length = next((int(line.split(b":")[1]) for line in got.split(b"\r\n")
                   if line.lower().startswith(b"content-length:")), None)
    body = agent.read(length) if length is not None else agent.read_all()
    try:
        answer = json.loads(body)
        message = answer["error"]["message"]
        kind = answer["error"]["type"]
    except (ValueError, KeyError, TypeError):
        raise Failure(f"the body for {target} is {body!r}, not the dialect's JSON") from None
    if (answer.get("type") == "error") != anthropic:
        raise Failure(f"the body for {target} is {body!r}, in another dialect's shape")
    if not kind or not all(word in message.lower() for word in words):
        raise Failure(f"the message {message!r} does not name the cause ({', '.join(words)})")


def _unreachable(lab, options, leaf, words, how):
    lab.leaf = leaf
    if "upstream" in options:
        scheme = "https" if lab.tls else "http"
        options = {**options, "upstream": options["upstream"].replace("SCHEME", scheme)}
    lab.restart(**options)
    for target, anthropic in DIALECTS:
        agent = lab.agent()
        agent.send(lab.request(EMPTY, target=target.encode()))
        if "upstream" not in options:
            try:
                lab.accept()
            except (ConnectionError, OSError):
                pass  # the proxy turned away in the handshake, as it should
        _check_error(lab, agent, target, anthropic, words)
        agent.close()
    lab.record.ends("gateway", how)


@table("unreachable", UNREACHABLE, needs_http=True)
def unreachable(lab, options, leaf, words, how):
    _unreachable(lab, options, leaf, words, how)


@table("unreachable", CERTIFICATES, needs_http=True, transport="tls")
def certificate(lab, options, leaf, words, how):
    _unreachable(lab, options, leaf, words, how)


@case("unreachable", needs_http=True)
def goes_on_afterwards(lab):
    """The program lives on, and the next agent gets a gateway that has come back."""
    lab.restart(upstream=lab.bench.upstream)
    agent, gateway = lab.open(EMPTY)
    gateway.reset()
    agent.expect_end("rst")
    agent, gateway = lab.open(EMPTY)
    lab.pass_head(gateway, agent, head(b"HTTP/1.1 200 OK", EMPTY))
