# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tapline's log held against what really went over the wire."""

import base64
import json

from wire import Failure, Tally, difference, until

UP = ("request", "up")
DOWN = ("response", "in")
WRITTEN_WITHIN = 3  # seconds; Tapline promises 0.1, a loaded machine may owe the rest


def payload(record):
    """A record's bytes."""
    if "base64" in record:
        return base64.b64decode(record["base64"])
    return record.get("text", "").encode()


class Log:
    """Follows a log as it grows; a case sees what was added since it began."""

    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.records = []

    def poll(self):
        """Takes in the whole lines that are there now."""
        with open(self.path, "rb") as file:
            file.seek(self.offset)
            data = file.read()
        end = data.rfind(b"\n") + 1
        self.offset += end
        self.records += map(json.loads, data[:end].splitlines())

    def begin(self):
        """A case begins: what is there belongs to those before."""
        self.poll()
        self.records.clear()


class Expectation:
    """What the log of one case must hold; the case changes what differs."""

    def __init__(self):
        self.up = "all"        # "part": what the agent sent need not have been read to its end
        self.down = "all"
        self.masked = False    # credentials stand as asterisks
        self.may_lose = False  # more than the ring holds came faster than the disk took it
        self.end = None        # ((by, …), (how, …), a part of its detail)
        self.exchanges = None  # [(the agent's bytes, the gateway's)] of each, in order
        self.reads = 0         # so many reads of the answer must have a time of their own

    def ends(self, by, how, detail=""):
        """An exchange of the case must have ended so; of the first two, one or several."""
        self.end = (*((x,) if isinstance(x, str) else x for x in (by, how)), detail)


class Story:
    """The records that belong to one agent's connection, found by its port."""

    def __init__(self, records, agent):
        numbers = [r["connection"] for r in records if r["kind"] == "connection"
                   and r["side"] == "agent" and _port(r["address"]) == agent.port]
        self.known = bool(numbers)
        number = numbers[-1] if numbers else None
        self.gateway_ports = {_port(r["local"]) for r in records if r["kind"] == "connection"
                              and r["side"] == "gateway" and r["for"] == number}
        self.exchanges = sorted({r["exchange"] for r in records if r["kind"] == "request"
                                 and r.get("connection") == number})
        self.records = [r for r in records if r["exchange"] in self.exchanges]

    def joined(self, kinds, exchange=None):
        """The bytes of some kinds of records."""
        tally = Tally()
        for record in self.records:
            if record["kind"] in kinds and exchange in (None, record["exchange"]):
                tally.add(payload(record))
        return tally

    def of_kind(self, kind):
        return [r for r in self.records if r["kind"] == kind]

    def lost(self):
        return sum(r.get("bytes", 0) for r in self.of_kind("lost"))


def _port(address):
    return int(address.rpartition(":")[2])


def _unmask(logged, sent):
    return bytes(b if a == ord("*") else a for a, b in zip(logged, sent))


def _compare(what, logged, sent, how_much, masked):
    if logged.hash.digest() == sent.hash.digest():
        return
    got, want = bytes(logged.data), bytes(sent.data)
    if how_much == "part":
        length = min(len(got), len(want))
        got, want = got[:length], want[:length]
    elif sent.length != len(want) or logged.length != len(got):
        raise Failure(f"the log has {logged.length} bytes of {sent.length} of {what}, or others")
    if masked and len(got) == len(want):
        got = _unmask(got, want)
    if got != want:
        raise Failure(f"{what} in the log ({len(got)} bytes of {len(want)}) "
                      f"{difference(want, got)}")


class Audit:
    """One case's log against what its peers sent."""

    def __init__(self, log, expectation, agents, gateways):
        self.log = log
        self.expectation = expectation
        self.agents = [agent for agent in agents if agent.sent.length]
        self.gateways = {gateway.port: gateway for gateway in gateways}
        self.stories = []

    def _sent_down(self, story):
        """What the gateway sent on the connections that belong to an agent's."""
        sides = [self.gateways[port] for port in story.gateway_ports if port in self.gateways]
        return sides[0].sent if sides else Tally()

    def _settled(self):
        """Whether all is there that can be expected; what is wrong then stays wrong."""
        self.log.poll()
        self.stories = [Story(self.log.records, agent) for agent in self.agents]
        for agent, story in zip(self.agents, self.stories):
            if not story.known or len(story.of_kind("end")) < len(story.exchanges):
                return False
            if self.expectation.up == self.expectation.down == "all":
                there = story.joined(UP + DOWN).length + story.lost()
                if there < agent.sent.length + self._sent_down(story).length:
                    return False
        return self._right_end()

    def _right_end(self):
        wanted = self.expectation.end
        return not wanted or any(
            r.get("by") in wanted[0] and r.get("how") in wanted[1]
            and wanted[2] in r.get("detail", "")
            for story in self.stories for r in story.of_kind("end"))

    def run(self):
        """Raises a Failure where the log is not the truth."""
        late = None
        try:
            until(self._settled, WRITTEN_WITHIN, "the log is complete")
        except Failure as failure:
            late = failure
        for before, after in zip(self.log.records, self.log.records[1:]):
            if after["seq"] <= before["seq"]:
                raise Failure(f"record {after['seq']} stands behind record {before['seq']}")
        for agent, story in zip(self.agents, self.stories):
            self._check_bytes(agent, story)
            self._check_ends(story)
        self._check_exchanges()
        times = {r["at"] for story in self.stories for r in story.of_kind("in")}
        if len(times) < self.expectation.reads:
            raise Failure(f"the log has {len(times)} times for {self.expectation.reads} reads")
        if not self._right_end():
            ends = [(r.get("by"), r.get("how"), r.get("detail")) for s in self.stories
                    for r in s.of_kind("end")]
            raise Failure(f"the log says that it ended by {ends}, not by {self.expectation.end}")
        if late:
            raise Failure(f"{late}: {[(r['exchange'], r['kind']) for r in self.log.records]}")

    def _check_bytes(self, agent, story):
        expectation, sent = self.expectation, self._sent_down(story)
        if story.lost():
            there = story.joined(UP + DOWN).length
            if not expectation.may_lose or there + story.lost() != agent.sent.length + sent.length:
                raise Failure(f"the log has {there} bytes and says that {story.lost()} are lost, "
                              f"of {agent.sent.length + sent.length}")
            return
        for what, kinds, side, how_much in (
                ("the agent's bytes", UP, agent.sent, expectation.up),
                ("the gateway's bytes", DOWN, sent, expectation.down)):
            _compare(what, story.joined(kinds), side, how_much, expectation.masked)

    @staticmethod
    def _check_ends(story):
        ended = [r["exchange"] for r in story.of_kind("end")]
        if sorted(ended) != story.exchanges:
            raise Failure(f"of the exchanges {story.exchanges} the log says that {ended} ended")

    def _check_exchanges(self):
        """Which bytes belong to which exchange."""
        wanted = self.expectation.exchanges
        if wanted is None:
            return
        got = [tuple(bytes(story.joined(kinds, number).data) for kinds in (UP, DOWN))
               for story in self.stories for number in story.exchanges]
        if len(got) != len(wanted):
            raise Failure(f"the log has {len(got)} exchanges, not {len(wanted)}")
        for number, (one, other) in enumerate(zip(got, wanted), 1):
            for side, a, b in zip(("request", "answer"), one, other):
                if a != b:
                    raise Failure(f"the {side} of exchange {number} in the log "
                                  f"{difference(b, a)}")


def audit(log, expectation, agents, gateways):
    """Raises a Failure where the log is not the truth about the case."""
    Audit(log, expectation, agents, gateways).run()
