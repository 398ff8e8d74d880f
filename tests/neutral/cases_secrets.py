# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials reach the gateway untouched, and no file that the proxy writes."""

from messages import Content, chunk, head
from registry import case
from wire import Failure

KEY = b"sk-ant-api03-PLANTEDplantedPLANTEDplantedPLANTED-0123456789AA"
PLAIN = b"PLANTED-no-known-form-7788990011"  # known by its place in a header only
COOKIE = b"PLANTED-cookie-5566778899"


def _check_files(lab):
    for path in lab.files():
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError:  # a socket
            continue
        at = data.find(b"PLANTED")
        if at >= 0:
            start = max(0, at - 60)
            raise Failure(f"{path.rsplit('/', 1)[1]} has a planted secret: "
                          f"{data[start:at + 40]!r}")


@case("secrets")
def planted(lab):
    """In headers, in the URL, in bodies both ways, whole, across chunks and across reads."""
    lab.restart()
    lab.record.masked = True
    agent = lab.agent()
    request = lab.request(
        b"x-api-key: " + KEY, b"Authorization: Bearer " + PLAIN, b"api-key: " + PLAIN,
        b"x-goog-api-key: " + PLAIN, b"Cookie: session=" + COOKIE,
        b"Proxy-Authorization: Basic " + PLAIN, b"X-Mine: " + KEY,
        b"Transfer-Encoding: chunked", target=b"/v1/messages?beta=true&key=" + PLAIN)
    agent.send(request)
    gateway = lab.accept()
    forwarded = gateway.read_head()
    for secret in (KEY, PLAIN, COOKIE, b"key=" + PLAIN):
        if secret not in forwarded:
            raise Failure(f"the gateway did not get {secret!r}")
    body = chunk(b'{"messages":[{"content":"my key is ' + KEY + b'"},"' + PLAIN + b'"]}')
    middle = body.find(KEY) + 20
    upwards = Content(gateway, forwarded)
    for part in (body[:middle], body[middle:], b"0\r\n\r\n"):
        agent.send(part)
    if KEY not in upwards.read(1 << 30):
        raise Failure("the gateway did not get the key in the body")
    got = lab.pass_head(gateway, agent, head(
        b"HTTP/1.1 200 OK", b"Content-Type: text/event-stream", b"Transfer-Encoding: chunked",
        b"Set-Cookie: id=" + COOKIE, b"X-Echo: " + PLAIN))
    content = lab.content(agent, got)
    said = b"data: {\"text\":\"you sent " + KEY + b" and " + PLAIN + b"\"}\n\n"
    for start in range(0, len(said), 25):
        gateway.send(chunk(said[start:start + 25]))
        if content.read(len(said[start:start + 25])) != said[start:start + 25]:
            raise Failure("the answer's content was changed")
    whole = chunk(said)
    middle = whole.find(KEY) + 30
    for part in (whole[:middle], whole[middle:], b"0\r\n\r\n"):
        gateway.send(part)
    if content.read(len(said)) != said or content.read(1) or not content.complete:
        raise Failure("the answer's content was changed")
    lab.close()
    lab.audit()
    lab.proxy.stop()
    _check_files(lab)


@case("secrets", needs_http=True)
def planted_in_errors(lab):
    """Where nothing can be reached, nothing is said about keys either."""
    lab.restart(upstream="http://127.0.0.1:1")
    lab.record.skip = "the answer is not the gateway's"
    agent = lab.agent()
    agent.send(lab.request(b"x-api-key: " + KEY, b"Content-Length: 0",
                           target=b"/v1/messages?key=" + PLAIN))
    agent.read_head()
    agent.close()
    lab.proxy.stop()
    _check_files(lab)
