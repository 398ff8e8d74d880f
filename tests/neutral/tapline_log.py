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
        self.skip = None       # why the bytes cannot be compared
        self.up = "all"        # "part": what the agent sent may not have been read to its end
        self.down = "all"
        self.masked = False    # credentials stand as asterisks
        self.may_lose = False  # more than the ring holds came faster than the disk took it
        self.end = None        # (by, how): a name or several
        self.exchanges = None  # [(the agent's bytes, the gateway's)] of each, in order
        self.reads = 0         # so many reads of the answer must have a time of their own

    def ends(self, by, how):
        """An exchange of the case must have ended so."""
        self.end = tuple((x,) if isinstance(x, str) else x for x in (by, how))


def _joined(records, kinds):
    tally = Tally()
    for record in records:
        if record["kind"] in kinds:
            tally.add(payload(record))
    return tally


def _total(peers):
    total = Tally()
    for peer in peers:
        if peer.sent.length != len(peer.sent.data):
            return peer.sent if len(peers) == 1 else None
        total.add(peer.sent.data)
    return total


def _unmask(logged, sent):
    return bytes(b if a == ord("*") else a for a, b in zip(logged, sent))


def _compare(what, logged, sent, how_much, masked):
    if logged.hash.digest() == sent.hash.digest():
        return
    got, want = bytes(logged.data), bytes(sent.data)
    if sent.length != len(want) or logged.length != len(got):
        raise Failure(f"the log has {logged.length} bytes of {sent.length} {what}, or others")
    if how_much == "part":
        want = want[:len(got)]
    if masked and len(got) == len(want):
        got = _unmask(got, want)
    if got != want:
        raise Failure(f"{what} in the log ({len(got)} bytes of {len(want)}) "
                      f"{difference(want, got)}")


def audit(log, expectation, agents, gateways):
    """Raises a Failure where the log is not the truth about the case."""
    sent_up, sent_down = _total(agents), _total(gateways)
    records = log.records

    def settled():
        log.poll()
        begun = {r["exchange"] for r in records if r["kind"] == "request"}
        ended = {r["exchange"] for r in records if r["kind"] == "end"}
        return begun <= ended and (ended or not expectation.end) and (
            expectation.skip or expectation.may_lose or (
            (expectation.up != "all" or _joined(records, UP).length >= sent_up.length)
            and (expectation.down != "all" or _joined(records, DOWN).length >= sent_down.length)))

    try:
        until(settled, WRITTEN_WITHIN, "the log is complete")
        incomplete = None
    except Failure as failure:
        incomplete = failure
    if not expectation.skip:
        lost = sum(r.get("bytes", 0) for r in records if r["kind"] == "lost")
        if expectation.may_lose and lost:
            logged = _joined(records, UP + DOWN).length
            sent = sent_up.length + sent_down.length
            if logged + lost != sent:
                raise Failure(f"the log has {logged} bytes and says that {lost} are lost, "
                              f"of {sent}")
        else:
            _compare("the agent's bytes", _joined(records, UP), sent_up, expectation.up,
                     expectation.masked)
            _compare("the gateway's bytes", _joined(records, DOWN), sent_down, expectation.down,
                     expectation.masked)
    if incomplete:
        raise Failure(f"{incomplete}: records {[(r['exchange'], r['kind']) for r in records]}")
    _check_order(records)
    _check_end(records, expectation.end)
    _check_exchanges(records, expectation.exchanges)
    times = {r["at"] for r in records if r["kind"] == "in"}
    if len(times) < expectation.reads:
        raise Failure(f"the log has {len(times)} times for {expectation.reads} reads")


def _check_order(records):
    for before, after in zip(records, records[1:]):
        if after["seq"] <= before["seq"]:
            raise Failure(f"record {after['seq']} stands behind record {before['seq']}")


def _check_exchanges(records, wanted):
    """Which bytes belong to which exchange."""
    if wanted is None:
        return
    numbers = sorted({r["exchange"] for r in records if r["kind"] == "request"})
    got = [tuple(bytes(_joined([r for r in records if r["exchange"] == number], kinds).data)
                 for kinds in (UP, DOWN)) for number in numbers]
    if len(got) != len(wanted):
        raise Failure(f"the log has {len(got)} exchanges, not {len(wanted)}")
    for number, (one, other) in enumerate(zip(got, wanted), 1):
        for side, a, b in zip(("request", "answer"), one, other):
            if a != b:
                raise Failure(f"the {side} of exchange {number} in the log {difference(b, a)}")


def _check_end(records, wanted):
    """How it ended, and that nothing ended twice."""
    ended = [r["exchange"] for r in records if r["kind"] == "end"]
    if len(ended) != len(set(ended)):
        raise Failure(f"exchanges ended more than once: {ended}")
    ends = [(r.get("by"), r.get("how")) for r in records if r["kind"] == "end"]
    if wanted and not any(by in wanted[0] and how in wanted[1] for by, how in ends):
        raise Failure(f"the log says that it ended by {ends}, not by {wanted}")
