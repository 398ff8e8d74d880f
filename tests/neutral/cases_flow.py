# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens between messages: interim answers, early answers, pipelines, tunnels."""

from messages import chunk, head
from registry import case, table
from wire import Failure

OK = b"HTTP/1.1 200 OK"
EMPTY = b"Content-Length: 0"
FINAL = head(OK, b"Content-Length: 2") + b"ok"


def has_no_body(request, answer):
    """Whether the answer to that request ends with its head, whatever the head says."""
    return request.startswith(b"HEAD ") or answer[9:12] in (b"204", b"304")


INTERIM = [
    ("100", (b"HTTP/1.1 100 Continue",)),
    ("103", (b"HTTP/1.1 103 Early Hints", b"Link: </a>; rel=preload")),
    ("102", (b"HTTP/1.1 102 Processing",)),
    ("199", (b"HTTP/1.1 199 Unheard Of", b"X-A: 1")),
]


@table("informational", INTERIM)
def interim(lab, lines):
    """An unasked interim answer arrives before the final one exists."""
    agent, gateway = lab.open(EMPTY)
    gateway.send(head(*lines))
    agent.expect(head(*lines))
    gateway.send(head(*lines))
    agent.expect(head(*lines))
    gateway.send(FINAL)
    lab.expect_message(agent, FINAL)


@case("informational")
def expect_continue(lab):
    """100 comes from the gateway: the first that the agent gets is the 103 sent before it."""
    agent, gateway = lab.open(b"Expect: 100-continue", b"Content-Length: 5")
    hints, go = head(b"HTTP/1.1 103 Early Hints"), head(b"HTTP/1.1 100 Continue")
    gateway.send(hints)
    agent.expect(hints)
    gateway.send(go)
    agent.expect(go)
    agent.send(b"hello")
    gateway.expect(b"hello")
    gateway.send(FINAL)
    agent.expect(FINAL)


@case("informational")
def expect_header_passes(lab):
    agent = lab.agent()
    request = lab.request(b"Expect: 100-continue", b"Content-Length: 5")
    agent.send(request)
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request))


@case("informational")
def expect_refused(lab):
    """The gateway says no: the agent hears it without having sent its body."""
    agent, gateway = lab.open(b"Expect: 100-continue", b"Content-Length: 5")
    answer = head(b"HTTP/1.1 417 Expectation Failed", EMPTY)
    gateway.send(answer)
    agent.expect(answer)
    gateway.fin()
    agent.expect_end("fin")


@case("informational")
def interim_with_final(lab):
    """Interim and final answer in one segment."""
    agent, gateway = lab.open(EMPTY)
    answer = head(b"HTTP/1.1 100 Continue") + head(b"HTTP/1.1 103 Early Hints") + FINAL
    gateway.send(answer)
    agent.expect(answer)


@table("early-answer", [("content-length", b"Content-Length: 1000000", b"x" * 10000),
                        ("chunked", b"Transfer-Encoding: chunked", chunk(b"x" * 10000))])
def too_large(lab, framing, part):
    """413 while the body is under way, and the end of the connection behind it."""
    agent, gateway = lab.open(framing, more=part)
    gateway.expect(part)
    answer = head(b"HTTP/1.1 413 Content Too Large", b"Content-Length: 3",
                  b"Connection: close") + b"no\n"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    gateway.fin()
    agent.expect_end("fin")


@case("early-answer")
def body_goes_on(lab):
    """The whole answer comes first, then the rest of the body, then the next request."""
    agent, gateway = lab.open(b"Content-Length: 10", more=b"01234")
    gateway.expect(b"01234")
    gateway.send(FINAL)
    lab.expect_message(agent, FINAL)
    agent.send(b"56789")
    gateway.expect(b"56789")
    agent.send(lab.request(EMPTY))
    gateway.read_head()
    gateway.send(FINAL)
    lab.expect_message(agent, FINAL)


@case("early-answer")
def both_at_once(lab):
    """Both bodies grow by turns: nothing waits for the other direction's end."""
    agent, gateway = lab.open(b"Transfer-Encoding: chunked")
    got = lab.pass_head(gateway, agent, head(OK, b"Transfer-Encoding: chunked"))
    content = lab.content(agent, got)
    for number in range(20):
        agent.send(chunk(b"up %d" % number))
        gateway.expect(chunk(b"up %d" % number))
        gateway.send(chunk(b"down %d" % number))
        if content.read(len(b"down %d" % number)) != b"down %d" % number:
            raise Failure("the answer's content was changed")


@case("keep-alive")
def many_exchanges(lab):
    """One connection, exchanges of every framing, in the agent's pace."""
    agent, gateway = lab.agent(), None
    turns = [
        (lab.request(EMPTY), FINAL),
        (lab.request(b"Content-Length: 3") + b"abc", head(OK, b"Transfer-Encoding: chunked")
         + chunk(b"x") + b"0\r\n\r\n"),
        (lab.request(method=b"HEAD"), head(OK, b"Content-Length: 7")),
        (lab.request(method=b"GET"), head(b"HTTP/1.1 204 No Content")),
        (lab.request(b"Transfer-Encoding: chunked") + chunk(b"abc") + b"0\r\nT: 1\r\n\r\n",
         head(b"HTTP/1.1 304 Not Modified", b"Content-Length: 9")),
        (lab.request(method=b"GET"), FINAL),
    ]
    lab.record.exchanges = turns * 3
    for request, answer in turns * 3:
        agent.send(request)
        gateway = gateway or lab.accept()
        lab.expect_message(gateway, request)
        gateway.send(answer)
        lab.expect_message(agent, answer, bodiless=has_no_body(request, answer))


@case("keep-alive")
def pipelined(lab):
    """Three requests in one segment reach the gateway before it has answered any."""
    requests = [lab.request(EMPTY, target=b"/1"), lab.request(method=b"HEAD", target=b"/2"),
                lab.request(b"Content-Length: 3", target=b"/3") + b"abc"]
    answers = [FINAL, head(OK, b"Content-Length: 99"), head(OK, b"Transfer-Encoding: chunked")
               + chunk(b"x") + b"0\r\n\r\n"]
    agent = lab.agent()
    agent.send(b"".join(requests))
    gateway = lab.accept()
    for request in requests:
        lab.expect_message(gateway, request)
    gateway.send(b"".join(answers))
    for request, answer in zip(requests, answers):
        lab.expect_message(agent, answer, bodiless=has_no_body(request, answer))
    lab.record.exchanges = list(zip(requests, answers))
    lab.record.ends(("agent", "gateway"), "complete")


@case("keep-alive")
def pipelined_in_pieces(lab):
    """The border between two requests lies anywhere in a segment."""
    requests = [lab.request(b"Content-Length: 4", target=b"/%d" % i) + b"body" for i in range(8)]
    stream, agent, gateway = b"".join(requests), lab.agent(), None
    for start in range(0, len(stream), 37):
        agent.send(stream[start:start + 37])
    gateway = lab.accept()
    for request in requests:
        lab.expect_message(gateway, request)
    gateway.send(FINAL * 8)
    for request in requests:
        lab.expect_message(agent, FINAL)
    lab.record.exchanges = [(request, FINAL) for request in requests]


@case("keep-alive", needs_http=True)
def empty_line_between_answers(lab):
    """Some servers send one behind a body. It passes, and the next answer still is one."""
    answers = [FINAL + b"\r\n", FINAL]
    agent, gateway = lab.open(EMPTY)
    requests = [lab.request(EMPTY)] * 2
    gateway.send(answers[0])
    agent.expect(answers[0])
    lab.next_request(agent, gateway, EMPTY)
    gateway.send(answers[1])
    agent.expect(answers[1])
    agent.close()
    lab.record.exchanges = list(zip(requests, answers))
    lab.audit()
    ends = [(r["by"], r["how"]) for r in lab.log.records if r["kind"] == "end"]
    if ends != [("gateway", "complete")] * 2:
        raise Failure(f"the log says that they ended by {ends}")


@case("keep-alive")
def unasked_answer(lab):
    """A gateway that gives up on an idle connection says 408 before it goes."""
    agent, gateway = lab.open(EMPTY)
    gateway.send(FINAL)
    lab.expect_message(agent, FINAL)
    timeout = head(b"HTTP/1.1 408 Request Timeout", EMPTY, b"Connection: close")
    gateway.send(timeout)
    agent.expect(timeout)
    gateway.fin()
    agent.expect_end("fin")


UPGRADE = (b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: AAAA",
           b"Sec-WebSocket-Version: 13")
SWITCHING = head(b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket",
                 b"Connection: Upgrade")


@case("tunnel")
def websocket(lab):
    """No HTTP any more: NULs, line ends, what looks like a request, each way at any time."""
    agent = lab.agent()
    request = lab.request(*UPGRADE, method=b"GET")
    agent.send(request)
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request))
    gateway.send(SWITCHING + b"\x81\x05first")
    agent.expect(SWITCHING + b"\x81\x05first")
    for data in (b"\0\1\2", b"\r\n\r\n", b"GET / HTTP/1.1\r\nA : b\r\n\r\n", b"\xff" * 70000):
        agent.send(data)
        gateway.expect(data)
        gateway.send(data[::-1])
        agent.expect(data[::-1])


@case("tunnel")
def tunnel_half_close(lab):
    agent, gateway = lab.open(*UPGRADE, method=b"GET")
    gateway.send(SWITCHING)
    agent.expect(SWITCHING)
    agent.send(b"last")
    agent.fin()
    gateway.expect(b"last")
    gateway.expect_end("fin")
    gateway.send(b"still here")
    agent.expect(b"still here")
    gateway.fin()
    agent.expect_end("fin")


@case("tunnel")
def early_tunnel(lab):
    """What an agent sends of the other protocol before it has the 101 is not lost."""
    agent, gateway = lab.open(*UPGRADE, method=b"GET", more=b"\x81\x05early")
    gateway.send(SWITCHING)
    agent.expect(SWITCHING)
    agent.send(b"and late")
    gateway.expect(b"\x81\x05earlyand late")
    agent.close()


@case("tunnel")
def upgrade_declined(lab):
    """An answer of 200 means that it goes on as HTTP."""
    agent, gateway = lab.open(*UPGRADE, method=b"GET")
    gateway.send(FINAL)
    lab.expect_message(agent, FINAL)
    request = lab.request(EMPTY)
    agent.send(request)
    lab.expect_message(gateway, request)
