#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A TCP relay that remembers what the gateway sent on each connection, and how that ended.

FIN is passed on as FIN, with the other direction alive, and a reset as a reset, after what came
before it. By hand: tee.py --to HOST:PORT [--listen HOST:PORT]; it prints a line a connection.
"""

import argparse
import array
import fcntl
import json
import select
import socket
import struct
import sys
import termios
import threading
import time

FIN, RST = "fin", "rst"
CHUNK = 65536
DRAIN_SECONDS = 2  # how long a reset waits until the other side's kernel has what came before it


def reset(side):
    """Closes a socket with a reset."""
    unsent = array.array("i", [0])
    deadline = time.monotonic() + DRAIN_SECONDS
    try:
        while time.monotonic() < deadline:
            fcntl.ioctl(side, termios.TIOCOUTQ, unsent)
            if unsent[0] == 0:
                break
            time.sleep(0.001)
        side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except OSError:
        pass
    side.close()


class Connection:
    """One connection of the near side's, and the one dialled for it."""

    def __init__(self, near, address, word=b""):
        self.near = near
        self.peer = "%s:%d" % address
        self.down = bytearray()  # what the gateway sent
        self.up = 0              # bytes that the near side sent
        self.word = word         # what is looked for in them
        self.has_word = False    # whether the near side sent it
        self._tail = b""         # where a word may have begun
        self.ends = {}           # "near" and "gateway": FIN or RST, in the order in which they came
        self.done = False

    def run(self, to):
        try:
            gateway = socket.create_connection(to, timeout=10)
        except OSError:
            self.ends["gateway"] = RST
            reset(self.near)
        else:
            sides = {"near": self.near, "gateway": gateway}
            for side in sides.values():
                side.setblocking(True)
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self._relay(sides)
            finally:
                for side in sides.values():
                    side.close()
        self.done = True

    def _relay(self, sides):
        other = {"near": "gateway", "gateway": "near"}
        names = {side.fileno(): name for name, side in sides.items()}
        poll = select.poll()
        for descriptor in names:
            poll.register(descriptor, select.POLLIN)
        while len(self.ends) < 2:
            for descriptor, _ in poll.poll():
                name = names[descriptor]
                try:
                    data = sides[name].recv(CHUNK)
                except OSError:
                    self._broken(sides, name)
                    return
                if data and name == "gateway":
                    self.down += data
                elif data:
                    self._take_up(data)
                try:
                    if data:
                        sides[other[name]].sendall(data)
                    elif name not in self.ends:
                        self.ends[name] = FIN
                        # A descriptor without events still tells of a reset.
                        poll.modify(descriptor, 0)
                        sides[other[name]].shutdown(socket.SHUT_WR)
                    else:
                        self._broken(sides, name)
                        return
                except OSError:
                    self._broken(sides, other[name])
                    return

    def _take_up(self, data):
        self.up += len(data)
        if self.word and not self.has_word:
            seen = self._tail + data
            self.has_word = self.word in seen
            self._tail = seen[max(0, len(seen) - len(self.word) + 1):]

    def _broken(self, sides, name):
        self.ends.pop(name, None)
        self.ends[name] = RST
        rest = self._take_rest(sides["gateway"])
        if name == "gateway":
            try:
                sides["near"].sendall(rest)
            except OSError:
                pass
        for side in sides.values():
            reset(side)

    def _take_rest(self, gateway):
        """What the gateway had sent when one side was gone was sent all the same."""
        rest = b""
        gateway.setblocking(False)
        try:
            while data := gateway.recv(CHUNK):
                rest += data
        except OSError:
            pass
        self.down += rest
        return rest

    def to_json(self):
        return json.dumps({"peer": self.peer, "up": self.up, "down": len(self.down),
                           "ends": list(self.ends.items())})


class Tee:
    """Listens at once; .connections grows from then on."""

    def __init__(self, to, listen=("127.0.0.1", 0), ended=None, word=b""):
        self.to = to
        self.ended = ended
        self.word = word
        self.connections = []
        self.listener = socket.create_server(listen, backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, address = self.listener.accept()
            except OSError:
                return
            connection = Connection(near, address, self.word)
            self.connections.append(connection)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection):
        connection.run(self.to)
        if self.ended:
            self.ended(connection)

    def wait(self, seconds=10):
        """Waits until every connection has ended; whether that came true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if all(connection.done for connection in self.connections):
                return True
            time.sleep(0.01)
        return False

    def close(self):
        self.listener.close()


def _address(text):
    host, _, port = text.rpartition(":")
    return host or "127.0.0.1", int(port)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", required=True, type=_address, metavar="HOST:PORT")
    parser.add_argument("--listen", default=("127.0.0.1", 0), type=_address, metavar="HOST:PORT")
    options = parser.parse_args()
    tee = Tee(options.to, options.listen,
              lambda connection: print(connection.to_json(), flush=True))
    print(f"127.0.0.1:{tee.port}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
