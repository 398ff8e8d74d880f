# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Time: nothing is held back, nothing is given up on, and memory has a bound."""

import time

from messages import chunk, event, head
from registry import case
from wire import Background, Failure, Tally, until

OK = b"HTTP/1.1 200 OK"
EMPTY = b"Content-Length: 0"
STREAM = head(OK, b"Content-Type: text/event-stream", b"Transfer-Encoding: chunked")
CLOSE = head(OK, b"Content-Type: text/plain", b"Connection: close")

STALL = 0.4               # seconds without progress: a sender is being held back
ENOUGH = 100 * 1024 ** 2  # more than all the buffers on the way may hold
LONG_SILENCE = 15 * 60


@case("at-once")
def event_by_event(lab):
    """The gateway sends an event only after the agent has the one before."""
    agent, gateway = lab.open(EMPTY)
    content = lab.content(agent, lab.pass_head(gateway, agent, STREAM))
    for number in range(200):
        gateway.send(chunk(event(number)))
        if content.read(len(event(number))) != event(number):
            raise Failure(f"event {number} was changed")
    lab.record.reads = 200


@case("at-once")
def drip(lab):
    """Byte by byte, as a body up to the connection's end."""
    agent, gateway = lab.open(EMPTY)
    content = lab.content(agent, lab.pass_head(gateway, agent, CLOSE))
    for byte in event(1) + "größer €".encode():
        gateway.send(bytes((byte,)))
        if content.read(1) != bytes((byte,)):
            raise Failure("another byte came")


@case("at-once")
def part_of_a_chunk(lab):
    """A chunk's beginning need not wait for its end."""
    agent, gateway = lab.open(EMPTY)
    content = lab.content(agent, lab.pass_head(gateway, agent, STREAM))
    gateway.send(b"c8\r\nbegin")
    if content.read(5) != b"begin":
        raise Failure("another content came")


@case("at-once")
def head_before_body(lab):
    """The head arrives while there is nothing behind it, and byte by byte if it comes so."""
    agent, gateway = lab.open(EMPTY)
    lab.pass_head(gateway, agent, STREAM)


@case("at-once")
def head_in_pieces(lab):
    agent, gateway = lab.open(EMPTY)
    for byte in STREAM:
        gateway.send(bytes((byte,)))
        agent.expect(bytes((byte,)))


@case("at-once")
def request_drip(lab):
    agent, gateway = lab.open(b"Content-Length: 50")
    for number in range(50):
        agent.send(b"%c" % (65 + number % 26))
        gateway.expect(b"%c" % (65 + number % 26))


@case("at-once")
def two_streams_by_turns(lab):
    """No exchange waits for another one."""
    pairs = [lab.open(EMPTY) for _ in range(10)]
    contents = [lab.content(agent, lab.pass_head(gateway, agent, STREAM))
                for agent, gateway in pairs]
    for number in range(10):
        for (_, gateway), content in zip(reversed(pairs), reversed(contents)):
            gateway.send(chunk(event(number)))
            if content.read(len(event(number))) != event(number):
                raise Failure("another event came")


def _silence(lab, seconds):
    """Before the head, in the body, and in the request, all at once."""
    lab.restart()
    waiting, streaming, sending = (lab.open(EMPTY), lab.open(EMPTY),
                                   lab.open(b"Content-Length: 5"))
    got = lab.pass_head(streaming[1], streaming[0], STREAM)
    ends = time.monotonic() + seconds
    yield
    while time.monotonic() < ends:
        for peer in (*waiting, *streaming, *sending):
            if peer.fill(1) and (peer.ended or peer.buffer):
                raise Failure(f"the {peer.name} got something in the silence")
    lab.pass_head(waiting[1], waiting[0], STREAM)
    streaming[1].send(chunk(event(1)))
    if lab.content(streaming[0], got).read(len(event(1))) != event(1):
        raise Failure("another event came")
    sending[0].send(b"hello")
    sending[1].expect(b"hello")


@case("silence", spans=True)
def silence_of_the_whole_run(lab):
    """As long as all the other cases take."""
    yield from _silence(lab, 0)


@case("silence", spans=True, long=True)
def silence_of_15_minutes(lab):
    yield from _silence(lab, LONG_SILENCE)


@case("back-pressure")
def agent_does_not_read(lab):
    """The gateway is held back; then everything arrives."""
    lab.restart()
    agent = lab.agent(receive_buffer=65536)
    agent.send(lab.request(EMPTY))
    gateway = lab.accept()
    gateway.read_head()
    got = lab.pass_head(gateway, agent, CLOSE)
    block, before = event(7, 100000), gateway.sent.length
    if not gateway.flood(block, ENOUGH, STALL):
        raise Failure(f"the gateway could send {ENOUGH} bytes to an agent that does not read")
    lab.check_memory()
    count = (gateway.sent.length - before) // len(block)
    rest = Background(_finish, gateway)
    content = lab.content(agent, got)
    for number in range(count):
        if content.read(len(block)) != block:
            raise Failure(f"block {number} of {count} was changed or lost")
    rest.join()
    lab.check_memory()


def _finish(peer):
    peer.send(b"")
    peer.fin()


@case("back-pressure")
def gateway_does_not_read(lab):
    lab.restart()
    agent, gateway = lab.open(b"Content-Length: 1000000000")
    before, block = agent.sent.length, event(7, 100000)
    if not agent.flood(block, ENOUGH, STALL):
        raise Failure(f"the agent could send {ENOUGH} bytes to a gateway that does not read")
    lab.check_memory()
    count = (agent.sent.length - before) // len(block)
    rest = Background(agent.send, b"")
    total = Tally()
    for _ in range(count):
        total.add(block)
    gateway.expect_digest(total)
    rest.join()
    lab.check_memory()


@case("back-pressure")
def held_back_alone(lab):
    """One agent that does not read holds nobody else up."""
    slow = lab.agent(receive_buffer=65536)
    slow.send(lab.request(EMPTY))
    behind = lab.accept()
    behind.read_head()
    lab.pass_head(behind, slow, CLOSE)
    lab.record.down = "part"
    if not behind.flood(event(1, 100000), ENOUGH, STALL):
        raise Failure("the gateway was not held back")
    agent, gateway = lab.open(EMPTY)
    content = lab.content(agent, lab.pass_head(gateway, agent, STREAM))
    for number in range(20):
        gateway.send(chunk(event(number)))
        if content.read(len(event(number))) != event(number):
            raise Failure(f"event {number} was changed")


@case("back-pressure")
def held_back_agent_leaves(lab):
    """An agent that goes while it is owed megabytes is told to the gateway all the same."""
    lab.record.down = "part"
    agent = lab.agent(receive_buffer=65536)
    agent.send(lab.request(EMPTY))
    gateway = lab.accept()
    gateway.read_head()
    lab.pass_head(gateway, agent, CLOSE)
    if not gateway.flood(event(1, 100000), ENOUGH, STALL):
        raise Failure("the gateway was not held back")
    gateway.owed = b""
    agent.close()

    def told():
        return gateway.fill(0) and gateway.ended
    until(told, 1, "the gateway is told")
    lab.record.ends("agent", ("fin", "rst"))


@case("connections")
def one_for_one(lab):
    """Agents' connections and the gateway's are pairs; exchanges do not move between them."""
    pairs = [lab.open(EMPTY, target=b"/first/%d" % number) for number in range(5)]
    answer = head(OK, b"Content-Length: 2") + b"ok"
    for agent, gateway in pairs:
        gateway.send(answer)
        lab.expect_message(agent, answer)
    for number, (agent, gateway) in reversed(list(enumerate(pairs))):
        agent.send(lab.request(EMPTY, target=b"/again/%d" % number))
        if b"/again/%d " % number not in gateway.read_head():
            raise Failure("the gateway got another agent's request")
        gateway.send(answer)
        lab.expect_message(agent, answer)


@case("connections")
def closed_with_the_agent(lab):
    """No connection is kept for the next agent."""
    answer = head(OK, b"Content-Length: 2") + b"ok"
    for _ in range(3):
        agent, gateway = lab.open(EMPTY)
        gateway.send(answer)
        lab.expect_message(agent, answer)
        agent.close()
        gateway.expect_end("fin")
        gateway.close()


@case("connections")
def nothing_is_left_behind(lab):
    """After 50 agents that came and went in every way, the proxy has no more open than before."""
    lab.record.up = lab.record.down = "part"
    answer = head(OK, b"Content-Length: 2") + b"ok"
    before = lab.proxy.descriptors() if not lab.agents else 0
    for number in range(50):
        agent, gateway = lab.open(EMPTY)
        if number % 5 < 3:
            gateway.send(answer)
            lab.expect_message(agent, answer)
        (agent.close, agent.reset, gateway.reset)[number % 3]()
        agent.close()
        gateway.close()
    lab.proxy.wait_for_descriptors(before, 3)


@case("connections")
def two_hundred_at_once(lab):
    """Agents that come all together get their connections, each its own."""
    agents = [lab.agent() for _ in range(200)]
    for number, agent in enumerate(agents):
        agent.send(lab.request(EMPTY, target=b"/%d" % number))
    seen = set()
    for _ in agents:
        gateway = lab.accept()
        seen.add(int(gateway.read_head().split()[1][1:]))
    if seen != set(range(200)):
        raise Failure("some requests did not arrive")
