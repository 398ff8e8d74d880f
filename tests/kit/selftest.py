#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tee passes everything on as it is, and the comparison sees what is missing."""

import base64
import copy
import json
import os
import socket
import tempfile
import unittest

import held
import tee

PATIENCE = 20
MANY = bytes(range(256)) * 20000  # 5 MB: more than the sockets hold


def receive(side):
    """What comes, and how it ends."""
    data = bytearray()
    try:
        while piece := side.recv(65536):
            data += piece
    except ConnectionResetError:
        return bytes(data), tee.RST
    return bytes(data), tee.FIN


class Passing(unittest.TestCase):
    def setUp(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        self.tee = tee.Tee(self.listener.getsockname())
        self.addCleanup(self.tee.close)
        self.near = socket.create_connection(("127.0.0.1", self.tee.port), timeout=PATIENCE)
        self.addCleanup(self.near.close)
        self.gateway, _ = self.listener.accept()
        self.gateway.settimeout(PATIENCE)
        self.addCleanup(self.gateway.close)
        self.peer = "%s:%d" % self.near.getsockname()

    def seen(self):
        self.assertTrue(self.tee.wait(PATIENCE))
        (connection,) = self.tee.connections
        self.assertEqual(connection.peer, self.peer)
        return connection

    def test_both_ways_and_half_closed(self):
        self.near.sendall(b"question")
        self.near.shutdown(socket.SHUT_WR)
        self.assertEqual(receive(self.gateway), (b"question", tee.FIN))
        self.gateway.sendall(MANY)
        self.gateway.close()
        self.assertEqual(receive(self.near), (MANY, tee.FIN))
        connection = self.seen()
        self.assertEqual(connection.down, MANY)
        self.assertEqual(connection.up, len(b"question"))
        self.assertEqual(list(connection.ends.items()), [("near", "fin"), ("gateway", "fin")])

    def test_gateway_closes_first(self):
        self.gateway.sendall(b"answer")
        self.gateway.shutdown(socket.SHUT_WR)
        self.assertEqual(receive(self.near), (b"answer", tee.FIN))
        self.near.sendall(b"late")
        self.near.close()
        self.assertEqual(receive(self.gateway), (b"late", tee.FIN))
        self.assertEqual(list(self.seen().ends.items()), [("gateway", "fin"), ("near", "fin")])

    def test_gateway_resets(self):
        for before in (b"", b"part of an answer"):
            with self.subTest(before=before):
                self.near.sendall(b"question")
                self.gateway.recv(100)
                self.gateway.sendall(before)
                tee.reset(self.gateway)
                self.assertEqual(receive(self.near), (before, tee.RST))
                connection = self.seen()
                self.assertEqual(connection.down, before)
                self.assertEqual(next(iter(connection.ends.items())), ("gateway", "rst"))
            self.doCleanups()
            self.setUp()

    def test_gateway_resets_after_its_end(self):
        self.gateway.shutdown(socket.SHUT_WR)
        self.assertEqual(receive(self.near), (b"", tee.FIN))
        tee.reset(self.gateway)
        self.assertEqual(self.seen().ends["gateway"], "rst")
        with self.assertRaises(OSError):
            for _ in range(100):
                self.near.sendall(b"x" * 65536)

    def test_near_side_resets(self):
        self.gateway.sendall(b"answer")
        self.assertEqual(self.near.recv(6), b"answer")
        tee.reset(self.near)
        self.assertEqual(receive(self.gateway), (b"", tee.RST))
        connection = self.seen()
        self.assertEqual(connection.down, b"answer")
        self.assertEqual(next(iter(connection.ends.items())), ("near", "rst"))


class Looking(unittest.TestCase):
    def test_word(self):
        """Also when it comes in pieces; and never where it did not come."""
        for pieces, there in (([b"x-api-key: secret"], True), ([b"a sec", b"ret b"], True),
                              ([b"s", b"e", b"c", b"r", b"e", b"t"], True),
                              ([b"sec", b"-ret", b"cret"], False), ([], False)):
            with self.subTest(pieces=pieces):
                connection = tee.Connection(None, ("127.0.0.1", 1), b"secret")
                for piece in pieces:
                    connection._take_up(piece)
                self.assertEqual(connection.has_word, there)
                self.assertEqual(held.sent_word([connection]), there)
                self.assertEqual(connection.up, sum(map(len, pieces)))
        self.assertFalse(held.sent_word([]))


class Dialling(unittest.TestCase):
    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            address = listener.getsockname()
        lonely = tee.Tee(address)
        try:
            with socket.create_connection(("127.0.0.1", lonely.port), timeout=PATIENCE) as near:
                ended = receive(near)
        except ConnectionResetError:
            ended = b"", tee.RST  # so early that connecting already tells it
        self.assertEqual(ended, (b"", tee.RST))
        self.assertTrue(lonely.wait(PATIENCE))
        lonely.close()


class Sent:
    """What a tee would have seen."""

    def __init__(self, peer, down, *ends):
        self.peer = peer
        self.down = bytearray(down)
        self.ends = dict(ends)


GOOD = [
    {"kind": "session"},
    {"kind": "connection", "side": "agent", "connection": 1, "exchange": 0},
    {"kind": "request", "exchange": 1, "connection": 1, "text": "POST"},
    {"kind": "connection", "side": "gateway", "connection": 2, "for": 1, "exchange": 1,
     "local": "127.0.0.1:7"},
    {"kind": "response", "exchange": 1, "text": "HEAD"},
    {"kind": "request", "exchange": 2, "connection": 3, "text": "POST"},
    {"kind": "connection", "side": "gateway", "connection": 4, "for": 3, "exchange": 2,
     "local": "127.0.0.1:8"},
    {"kind": "in", "exchange": 2, "base64": base64.b64encode(b"\xff\x00").decode()},
    {"kind": "in", "exchange": 1, "text": "é"},
    {"kind": "end", "exchange": 1, "by": "gateway", "how": "rst"},
    {"kind": "request", "exchange": 3, "connection": 3, "text": "POST"},
    {"kind": "response", "exchange": 3, "text": "MORE"},
]


def connections(first="HEADé".encode(), ends=(("gateway", "rst"),)):
    return [Sent("127.0.0.1:8", b"\xff\x00MORE", ("gateway", "fin"), ("near", "fin")),
            Sent("127.0.0.1:7", first, *ends)]


class Comparing(unittest.TestCase):
    def test_equal(self):
        result = held.compare(GOOD, connections())
        self.assertEqual(result.problems, [])
        self.assertEqual((result.connections, result.bytes, result.left), (2, 12, 0))

    def test_a_port_comes_again(self):
        again = [{"kind": "request", "exchange": 4, "connection": 5, "text": "POST"},
                 {"kind": "connection", "side": "gateway", "connection": 6, "for": 5, "exchange": 4,
                  "local": "127.0.0.1:7"},
                 {"kind": "in", "exchange": 4, "text": "again"}]
        sent = connections() + [Sent("127.0.0.1:7", b"again", ("gateway", "fin"))]
        result = held.compare(GOOD + again, sent)
        self.assertEqual((result.problems, result.connections), ([], 3))
        sent[2].down += b"!"
        self.assertEqual(len(held.compare(GOOD + again, sent).problems), 1)

    def test_the_agent_left(self):
        left = (("near", "fin"), ("gateway", "fin"))
        result = held.compare(GOOD, connections("HEADé and more".encode(), left))
        self.assertEqual((result.problems, result.left), ([], 1))
        result = held.compare(GOOD, connections(b"HEADx and more", left))
        self.assertEqual(len(result.problems), 1)

    def test_what_is_wrong_is_seen(self):
        def without(index):
            return [record for i, record in enumerate(GOOD) if i != index]

        def changed(index, **members):
            records = copy.deepcopy(GOOD)
            records[index].update(members)
            return records

        cases = [
            ("a read is missing", without(8), connections(), "from byte 4"),
            ("a head is missing", without(4), connections(), "from byte 0"),
            ("a byte differs", changed(4, text="HEAP"), connections(), "from byte 3"),
            ("a byte too many", changed(8, text="é!"), connections(), "from byte 6"),
            ("a byte too few", GOOD, connections(b"HEAD\xc3\xa9\n"), "from byte 6"),
            ("swapped", changed(8, exchange=3), connections(), "from byte"),
            ("no such request", changed(8, exchange=9), connections(), "has no request"),
            ("a loss", GOOD + [{"kind": "lost", "exchange": 1}], connections(), "lost"),
            ("a connection nobody saw", GOOD, connections()[:1], "127.0.0.1:7"),
            ("a connection not logged", GOOD, connections() + [Sent("127.0.0.1:9", b"x")],
             "127.0.0.1:9"),
            ("a reset that looks like an end", changed(9, how="fin"), connections(), "reset"),
            ("nothing at all", GOOD[:1], [], "nothing was compared"),
        ]
        for name, records, sent, expected in cases:
            with self.subTest(name):
                self.assertIn(expected, "\n".join(held.compare(records, sent).problems))


class Secrets(unittest.TestCase):
    def test_found(self):
        encoded = {"text": "log", "base64": base64.b64encode(b"\xffx-api-key: sk-1\xff").decode()}
        files = {"plain": "a sk-1 b", "log": json.dumps(encoded), "masked": "****", "odd": '"base64"'}
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "below"))
            for name, text in files.items():
                with open(os.path.join(folder, "below", name), "w", encoding="utf-8") as file:
                    file.write(text)
            self.assertEqual(held.find_secret(folder, "sk-1"), ["below/log", "below/plain"])


if __name__ == "__main__":
    unittest.main()
