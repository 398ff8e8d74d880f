# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a connection ends, and that the other side learns just that."""

import time

from messages import chunk, event, head, pattern
from registry import case, table
from wire import Failure, show

OK = b"HTTP/1.1 200 OK"
EMPTY = b"Content-Length: 0"
CHUNKED = head(OK, b"Content-Type: text/event-stream", b"Transfer-Encoding: chunked")
LENGTH = head(OK, b"Content-Type: text/event-stream", b"Content-Length: 1000")
CLOSE = head(OK, b"Content-Type: text/event-stream", b"Connection: close")

LIMIT = 0.020    # seconds, for an agent's end to reach the gateway
ATTEMPTS = 3     # a loaded machine may miss it by itself

# What the gateway has sent when it ends: a head and a part of a body, whole, or nothing.
STOPS = [
    ("in-a-chunk", CHUNKED, b"ff\r\npartial"),
    ("in-a-chunk-size", CHUNKED, chunk(b"whole") + b"f"),
    ("between-chunks", CHUNKED, chunk(b"whole") + chunk(b"whole too")),
    ("before-the-last-line", CHUNKED, chunk(b"whole") + b"0\r\n"),
    ("in-the-trailers", CHUNKED, chunk(b"whole") + b"0\r\nX-Sum: 1\r\n"),
    ("short-of-the-length", LENGTH, b"short"),
    ("after-the-head", LENGTH, b""),
    ("before-the-head", b"", b""),
    ("in-the-head", b"HTTP/1.1 200 OK\r\nContent-Type: te", b""),
    ("in-the-first-line", b"HTTP/1", b""),
]

RESET_STOPS = STOPS + [
    ("of-a-close-delimited-body", CLOSE, b"the end would be a FIN"),
    ("after-64-kb", CLOSE, pattern(65536)),
]


def _expect_stop(lab, agent, stop_head, part, kinds):
    """The agent has what was sent, and the end. A proxy that frames anew is asked for the
    content only, and that it does not look whole."""
    if lab.profile.exact or not stop_head.endswith(b"\r\n\r\n"):
        agent.expect(stop_head + part)
        agent.expect_end(*kinds)
        return
    content = lab.content(agent, lab.get_head(agent, stop_head))
    got = content.read(1 << 30)
    want = bytes(part)
    if stop_head is CHUNKED:
        want = (b"partial" if b"partial" in part else
                b"".join(w for w in (b"whole", b"whole too") if chunk(w) in part))
    if got != want:
        raise Failure(f"the agent got {show(got)} instead of {show(want)}")
    if content.complete and stop_head is not CLOSE:
        raise Failure("the agent sees a complete answer")
    agent.expect_end(*kinds)


@table("fin", STOPS)
def fin(lab, stop_head, part):
    agent, gateway = lab.open(EMPTY)
    gateway.send(stop_head + part)
    gateway.fin()
    _expect_stop(lab, agent, stop_head, part, ("fin",))
    lab.record.ends("gateway", "fin")


@case("fin")
def fin_when_idle(lab):
    """A kept-alive connection that the gateway closes is closed for the agent, there and then."""
    agent, gateway = lab.open(EMPTY)
    answer = head(OK, b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    gateway.fin()
    agent.expect_end("fin")


@case("fin", needs_http=True)
def fin_before_the_request(lab):
    """The gateway ended an idle connection, and a request came all the same: the gateway did not
    answer it, whoever hangs up next."""
    agent, gateway = lab.open(b"Content-Length: 0")
    answer = head(b"HTTP/1.1 200 OK", b"Content-Length: 0")
    lab.pass_head(gateway, agent, answer)
    gateway.fin()
    agent.expect_end("fin")
    agent.send(lab.request(b"Content-Length: 0"))
    gateway.read_head()
    agent.close()
    gateway.expect_end("fin")
    lab.record.ends("gateway", "fin")


@table("rst", RESET_STOPS)
def reset(lab, stop_head, part):
    agent, gateway = lab.open(EMPTY)
    gateway.send(stop_head + part)
    gateway.reset()
    _expect_stop(lab, agent, stop_head, part, ("rst",))
    lab.record.ends("gateway", "rst")


@case("rst")
def reset_when_idle(lab):
    agent, gateway = lab.open(EMPTY)
    answer = head(OK, b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)
    gateway.reset()
    agent.expect_end("rst")


@case("rst")
def reset_waits_for_slow_agent(lab):
    """What the gateway got rid of before it reset is owed to an agent that reads late."""
    agent = lab.agent(receive_buffer=8192)
    agent.send(lab.request(EMPTY))
    gateway = lab.accept()
    gateway.read_head()
    body = pattern(300000)
    gateway.send(CLOSE + body)
    gateway.reset()
    got = lab.get_head(agent, CLOSE)
    if lab.content(agent, got).read(len(body)) != body:
        raise Failure(f"the agent got not all of {len(body)} bytes; {agent.ended}")
    agent.expect_end("rst")


@case("rst")
def reset_with_request_under_way(lab):
    agent, gateway = lab.open(b"Content-Length: 100000", more=b"x" * 5000)
    gateway.expect(b"x" * 5000)
    gateway.reset()
    agent.expect_end("rst")
    lab.record.ends("gateway", "rst")


def _close(agent):
    agent.close()


def _reset(agent):
    agent.reset()


# How the agent goes; how that ends the gateway's reading, plain and in TLS; what the log says.
LEAVES = [("closes", _close, ("fin",), "fin"), ("resets", _reset, ("rst",), "rst")]

# What the agent has when it goes: none, a head, a head and some events, a part of its request.
MOMENTS = ["before-the-head", "in-silence", "in-the-answer", "in-the-request"]


@table("agent-leaves", [(f"{how}-{moment}", leave, kinds, word, moment)
                        for how, leave, kinds, word in LEAVES for moment in MOMENTS])
def agent(lab, leave, kinds, word, moment):
    """Measured up to three times, because the machine may be busy with something else."""
    times = []
    for _ in range(ATTEMPTS):
        if moment == "in-the-request":
            one, gateway = lab.open(b"Content-Length: 100", more=b"part")
            gateway.expect(b"part")
        else:
            one, gateway = lab.open(EMPTY)
        if moment in ("in-silence", "in-the-answer"):
            got = lab.pass_head(gateway, one, CHUNKED)
            if moment == "in-the-answer":
                gateway.send(chunk(event(1)))
                lab.content(one, got).read(len(event(1)))
                one.buffer.clear()
        start = time.monotonic()
        leave(one)
        gateway.expect_end(*kinds)
        times.append(time.monotonic() - start)
        gateway.close()
        if times[-1] <= LIMIT:
            lab.record.ends("agent", word)
            return
    raise Failure(f"the gateway heard it after {', '.join(f'{t * 1000:.1f}' for t in times)} ms")


@case("agent-leaves")
def agent_resets_behind_a_body(lab):
    """What the agent got rid of before it reset still goes to the gateway."""
    body = pattern(200000)
    one, gateway = lab.open(b"Content-Length: %d" % (len(body) + 1))
    one.send(body)
    one.reset()
    gateway.expect(body)
    gateway.expect_end("rst")
    lab.record.ends("agent", "rst")


@case("agent-leaves")
def agent_leaves_busy_stream(lab):
    """The gateway goes on sending to an agent that closed: it gets an error soon, as it would
    from the agent itself."""
    one, gateway = lab.open(EMPTY)
    lab.pass_head(gateway, one, CHUNKED)
    one.close()
    gateway.expect_end("fin")
    lab.record.down = "part"
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        try:
            gateway.send(chunk(event(1)))
        except Failure:
            return
    raise Failure("the gateway could go on sending for 3 s")


# How it leaves, and what it has sent of the body by then.
LEAVES_EARLY = [
    ("in-a-body", _close, b"5\r\nhel", "fin"),
    ("by-reset-in-a-body", _reset, b"5\r\nhel", "rst"),
    ("by-reset-behind-a-request", _reset, b"0\r\n\r\n", "rst"),
]


@table("agent-leaves", LEAVES_EARLY, transport="tls", needs_http=True)
def in_a_handshake(lab, leave, part, word):
    """An agent that leaves while the TLS handshake with the gateway stalls for ever is gone for
    the gateway at once."""
    for attempt in range(ATTEMPTS):
        agent = lab.agent()
        agent.send(lab.request(b"Transfer-Encoding: chunked"))
        gateway = lab.bench.listener.accept()[0]
        try:
            gateway.settimeout(lab.bench.options.patience)
            gateway.recv(65536)  # its hello, which nobody answers
            agent.send(part)
            began = time.monotonic()
            leave(agent)
            try:
                rest = gateway.recv(65536)
            except ConnectionResetError:
                rest = b""
            except TimeoutError:
                raise Failure("the gateway never learns that the agent left") from None
            took = time.monotonic() - began
        finally:
            gateway.close()
        if rest:
            raise Failure(f"the gateway got {show(rest)}")
        lab.record.ends("agent", word)
        lab.record.up = "part"  # a reset overtakes what nobody reads yet
        if took <= LIMIT:
            return
    raise Failure(f"the gateway learned it after {took * 1000:.1f} ms")


@case("half-close", transport="tls", needs_http=True)
def agent_half_closes_in_a_handshake(lab):
    """Behind a whole request, larger than one read, a FIN in the handshake ends nothing."""
    body = pattern(150000)
    agent = lab.agent()
    request = lab.request(b"Content-Length: %d" % len(body))
    agent.send(request + body)
    agent.fin()
    gateway = lab.accept()
    gateway.expect(lab.forwarded(request) + body)
    gateway.expect_end("fin")
    answer = head(OK, b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    agent.expect(answer)
    gateway.fin()
    agent.expect_end("fin")


@case("half-close")
def agent_half_closes(lab):
    """An agent that has said all keeps listening."""
    one, gateway = lab.open(b"Content-Length: 3", more=b"abc")
    gateway.expect(b"abc")
    one.fin()
    gateway.expect_end("fin")
    content = lab.content(one, lab.pass_head(gateway, one, CHUNKED))
    for number in range(5):
        gateway.send(chunk(event(number)))
        if content.read(len(event(number))) != event(number):
            raise Failure("another event came")
    gateway.send(b"0\r\n\r\n")
    if content.read(1) or not content.complete:
        raise Failure("the answer did not end")
    gateway.fin()
    one.expect_end("fin")
    lab.record.ends(("agent", "gateway"), "complete")


@case("half-close")
def agent_half_closes_short(lab):
    """It ends its request before the length that it announced; the gateway may still answer."""
    one, gateway = lab.open(b"Content-Length: 100", more=b"abc")
    gateway.expect(b"abc")
    one.fin()
    gateway.expect_end("fin")
    answer = head(b"HTTP/1.1 400 Bad Request", b"Content-Length: 3") + b"no\n"
    gateway.send(answer)
    lab.expect_message(one, answer)
    gateway.fin()
    one.expect_end("fin")


@case("agent-leaves", needs_http=True)
def agent_half_closed_or_gone(lab):
    """A FIN does not tell which; the gateway says nothing that would show it. So the agent's
    kernel is asked: one that lives, half-closed, has it answer, and gets its answer."""
    agent, gateway = lab.open(b"Content-Length: 0")
    agent.fin()
    gateway.expect_end("fin")
    lab.until_asked_after(agent)
    answer = head(OK, b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)


@case("half-close", transport="plain")
def agent_ends_inside_a_body_at_once(lab):
    """Head, part of a body and FIN in one go, before the gateway's side can be up: the gateway
    gets that very thing, as it would from the agent itself."""
    for _ in range(10):
        agent, request = lab.agent(), lab.request(b"Content-Length: 10") + b"part"
        agent.send(request)
        agent.fin()
        gateway = lab.accept()
        gateway.expect(lab.forwarded(request))
        gateway.expect_end("fin")
        agent.close()
        gateway.close()
    lab.record.ends("agent", ("fin", "rst"))


@case("half-close")
def gateway_half_closes(lab):
    """A gateway that has said all still takes the rest of the request."""
    one, gateway = lab.open(b"Content-Length: 10", more=b"01234")
    gateway.expect(b"01234")
    got = lab.pass_head(gateway, one, CLOSE)
    gateway.send(b"whole answer")
    gateway.fin()
    if lab.content(one, got).read(12) != b"whole answer":
        raise Failure("another answer came")
    one.expect_end("fin")
    one.send(b"56789")
    gateway.expect(b"56789")
    one.fin()
    gateway.expect_end("fin")


TLS_STOPS = [
    ("in-a-chunk", CHUNKED, b"ff\r\npartial"),
    ("between-chunks", CHUNKED, chunk(b"whole")),
    ("short-of-the-length", LENGTH, b"short"),
    ("before-the-head", b"", b""),
]


@table("tls-end", TLS_STOPS, transport="tls")
def cut(lab, stop_head, part):
    """The end that is none: TCP ends, TLS has not. The agent sees by the framing that something
    is missing; the log says what did not come."""
    agent_peer, gateway = lab.open(EMPTY)
    gateway.send(stop_head + part)
    gateway.cut()
    _expect_stop(lab, agent_peer, stop_head, part, ("fin",))
    lab.record.ends("gateway", ("fin", "cut"), "close_notify")


@case("tls-end", transport="tls")
def cut_of_a_close_delimited_body(lab):
    """A plain FIN would make it look whole, which no TLS client would have believed."""
    agent_peer, gateway = lab.open(EMPTY)
    got = lab.pass_head(gateway, agent_peer, CLOSE)
    gateway.send(b"as it seems")
    gateway.cut()
    if lab.content(agent_peer, got).read(11) != b"as it seems":
        raise Failure("another answer came")
    agent_peer.expect_end("rst")
    lab.record.ends("gateway", ("fin", "cut"), "close_notify")


@case("at-once", transport="tls")
def answer_behind_many_tickets(lab):
    """TLS says much of its own before the answer; nothing more comes that would wake anyone."""
    lab.tickets = 255
    agent, gateway = lab.open(b"Content-Length: 0")
    answer = head(b"HTTP/1.1 200 OK", b"Content-Length: 2") + b"ok"
    gateway.send(answer)
    lab.expect_message(agent, answer)


@case("tls-end", transport="tls")
def close_notify_is_clean(lab):
    agent_peer, gateway = lab.open(EMPTY)
    got = lab.pass_head(gateway, agent_peer, CLOSE)
    gateway.send(b"whole answer")
    gateway.fin()
    if lab.content(agent_peer, got).read(12) != b"whole answer":
        raise Failure("another answer came")
    agent_peer.expect_end("fin")
    lab.record.ends("gateway", ("complete", "fin"))
