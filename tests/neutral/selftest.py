# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who judges the judge: the readers and the audit must themselves say no where they should."""

import base64
import json
import os
import tempfile
import unittest

import messages
import report
import tapline_log
from tapline_log import Expectation, Log, audit
from wire import Failure, Tally

REQUEST = b"POST / HTTP/1.1\r\nHost: h\r\nx-api-key: secret\r\n\r\n"
UP = b"body\xff"
RESPONSE = b"HTTP/1.1 200 OK\r\n\r\n"
DOWN = b"answer"


class Side:
    """What the audit wants to know of a peer."""

    def __init__(self, port, *parts):
        self.port = port
        self.sent = Tally()
        for part in parts:
            self.sent.add(part)


def record(kind, data=None, exchange=1, **fields):
    fields.update(exchange=exchange, at=0, kind=kind)
    if data is not None:
        try:
            fields["text"] = data.decode()
        except UnicodeDecodeError:
            fields["base64"] = base64.b64encode(data).decode()
    return fields


AGENT = {"side": "agent", "address": "127.0.0.1:1001", "connection": 1}
GATEWAY = {"side": "gateway", "local": "127.0.0.1:1002", "connection": 2, "for": 1}
BEFORE = [record("connection", exchange=0, **AGENT), record("connection", **GATEWAY)]
GOOD = [record("request", REQUEST, connection=1), record("up", UP[:2]), record("up", UP[2:]),
        record("response", RESPONSE), record("in", DOWN),
        record("end", by="gateway", how="complete")]


class Audit(unittest.TestCase):
    def setUp(self):
        tapline_log.WRITTEN_WITHIN = 0.02
        handle, self.path = tempfile.mkstemp()
        os.close(handle)
        self.addCleanup(os.unlink, self.path)

    def audit(self, records, **changes):
        with open(self.path, "w", encoding="utf-8") as file:
            records = BEFORE + records
            file.writelines(json.dumps({"seq": seq, **r}) + "\n"
                            for seq, r in enumerate(records))
        expectation = Expectation()
        expectation.ends("gateway", "complete")
        for name, value in changes.items():
            setattr(expectation, name, value)
        audit(Log(self.path), expectation, [Side(1001, REQUEST, UP)],
              [Side(1002, RESPONSE, DOWN)])

    def refuses(self, records, **changes):
        with self.assertRaises(Failure):
            self.audit(records, **changes)

    def test_truth(self):
        self.audit(GOOD)

    def test_anything_missing(self):
        for gone in range(len(GOOD)):
            self.refuses(GOOD[:gone] + GOOD[gone + 1:])

    def test_anything_doubled(self):
        for twice in range(len(GOOD) - 1):
            self.refuses(GOOD[:twice + 1] + GOOD[twice:])
        self.refuses(GOOD + GOOD[-1:])

    def test_anything_altered(self):
        for changed in range(len(GOOD) - 1):
            data = bytearray(tapline_log.payload(GOOD[changed]))
            data[-1] ^= 1
            self.refuses(GOOD[:changed] + [record(GOOD[changed]["kind"], bytes(data),
                                                    connection=1)]
                         + GOOD[changed + 1:])

    def test_exchanges(self):
        self.audit(GOOD, exchanges=[(REQUEST + UP, RESPONSE + DOWN)])
        self.refuses(GOOD, exchanges=[(REQUEST + UP, RESPONSE)])
        self.refuses(GOOD, exchanges=[])
        self.refuses(GOOD[:4] + [record("in", DOWN, exchange=2)] + GOOD[5:],
                     exchanges=[(REQUEST + UP, RESPONSE + DOWN)])

    def test_times(self):
        self.audit(GOOD, reads=1)
        self.refuses(GOOD, reads=2)

    def test_another_end(self):
        self.refuses(GOOD, end=(("agent",), ("complete",), ""))
        self.refuses(GOOD, end=(("gateway",), ("rst",), ""))
        self.refuses(GOOD, end=(("gateway",), ("complete",), "without"))

    def test_order(self):
        self.refuses([{"seq": 99, **GOOD[0]}] + GOOD[1:])

    def test_masks(self):
        masked = [record("request", REQUEST.replace(b"secret", b"******"), connection=1)] + GOOD[1:]
        self.refuses(masked)
        self.audit(masked, masked=True)
        self.refuses([record("request", REQUEST.replace(b"secret", b"*****"), connection=1)]
                     + GOOD[1:],
                     masked=True)

    def test_part(self):
        self.refuses(GOOD[:2] + GOOD[3:])
        self.audit(GOOD[:2] + GOOD[3:], up="part")
        self.refuses([GOOD[0], record("up", b"Body")] + GOOD[3:], up="part")

    def test_loss_is_counted(self):
        less = GOOD[:4] + GOOD[5:]
        self.refuses(less, may_lose=True)
        self.audit(less + [record("lost", bytes=len(DOWN), records=1)], may_lose=True)
        self.refuses(less + [record("lost", bytes=len(DOWN) - 1, records=1)], may_lose=True)


class Readers(unittest.TestCase):
    BODY = (messages.chunk(b"one", b"003") + messages.chunk(b"\r\n0\r\n", extension=b";a=b")
            + b"0\r\nT: 1\r\n\r\n")

    def test_dechunker_in_pieces(self):
        for size in range(1, len(self.BODY)):
            chunks = messages.Dechunker()
            for start in range(0, len(self.BODY), size):
                chunks.push(self.BODY[start:start + size])
            self.assertEqual(bytes(chunks.content), b"one\r\n0\r\n")
            self.assertTrue(chunks.done)

    def test_dechunker_cut_short(self):
        end = self.BODY.index(b"0\r\nT")
        for length in range(end + 2):
            chunks = messages.Dechunker()
            chunks.push(self.BODY[:length])
            self.assertFalse(chunks.done, length)

    def test_pattern_does_not_repeat(self):
        data = messages.pattern(100000)
        self.assertEqual(len(data), 100000)
        for step in (1 << power for power in range(4, 16)):
            self.assertNotEqual(data[:64], data[step:step + 64])


class Table(unittest.TestCase):
    @staticmethod
    def cell(*results):
        rows = [{"row": "tunnel", "name": "n", "ok": ok, "skip": skip, "reason": reason}
                for ok, skip, reason in results]
        text = report.markdown([{"title": "T", "results": rows}])
        return next(line for line in text.splitlines() if "101" in line).split(" | ")[1][:-2]

    def test_cells(self):
        good, skipped, bad = (True, None, None), (True, "why", None), (False, None, "because")
        self.assertEqual(self.cell(good, skipped), "yes (1)")
        self.assertEqual(self.cell(skipped), "not asked (why)")
        self.assertEqual(self.cell(bad), "no; n: because")
        self.assertEqual(self.cell(good, bad), "no, 1 of 2; n: because")


if __name__ == "__main__":
    unittest.main()
