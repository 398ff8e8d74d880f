# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""One end of a TCP connection, driven by hand, plain or in TLS.

The agent and the gateway of a case are both a Peer in the one thread of the test: whatever one
of them waits for must have come through the proxy because of what the other did before. So the
order of the statements in a case is the order of events on the wire, and nothing has to sleep.

TLS runs over memory buffers, because only so can an end be what the case wants: a close_notify
without waiting for the other's, an end without close_notify, a reset.
"""

import fcntl
import hashlib
import select
import socket
import ssl
import struct
import termios
import threading
import time

READ_SIZE = 256 * 1024
KEEP = 4 * 1024 * 1024


class Failure(Exception):
    """What came is not what a direct connection would have given."""


def show(data, limit=160):
    """Bytes for a message of one line: the beginning and the length."""
    data = bytes(data)
    text = repr(data[:limit])[1:]
    return text if len(data) <= limit else f"{text}… ({len(data)} bytes)"


def difference(want, got):
    """Where two byte strings part, in one line."""
    at = next((i for i, (a, b) in enumerate(zip(want, got)) if a != b), min(len(want), len(got)))
    start = max(0, at - 24)
    return (f"differ at byte {at}: wanted {show(want[start:at + 60])}, "
            f"got {show(got[start:at + 60])}")


def until(condition, seconds, what):
    """Waits for what no socket tells: a file's or a process's state."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise Failure(f"{what}: not within {seconds:g} s")
        time.sleep(0.002)
    return value


class Tally:
    """What went one way: all of it while it is small, its length and digest always."""

    def __init__(self):
        self.length = 0
        self.data = bytearray()
        self.hash = hashlib.blake2b()

    def add(self, data):
        self.length += len(data)
        self.hash.update(data)
        if self.length <= KEEP:
            self.data += data

    def same(self, data):
        """Whether the bytes are these."""
        return len(data) == self.length and \
            hashlib.blake2b(data).digest() == self.hash.digest()


class Background:
    """Runs one function beside the case, where both directions must move at once."""

    def __init__(self, function, *args):
        self.error = None

        def run():
            try:
                function(*args)
            except Exception as error:  # handed to the case by join()
                self.error = error

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()

    def join(self, seconds=60):
        self.thread.join(seconds)
        if self.thread.is_alive():
            raise Failure(f"the transfer did not end within {seconds} s")
        if self.error:
            raise self.error


class Peer:
    """An end of a connection. Its name ("agent", "gateway") is for the messages; the port is the
    one that the proxy knows it by."""

    def __init__(self, name, sock, port, patience, context=None):
        self.name = name
        self.sock = sock
        self.port = port
        self.patience = patience
        self.sent = Tally()
        self.buffer = bytearray()
        self.ended = None      # None, "fin", "rst", or in TLS "cut": an end without close_notify
        self.owed = b""        # raw bytes that a flood could not send
        self.closed = False
        self.tls = None
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(patience)
        if context:
            self._handshake(context)

    # TLS

    def _handshake(self, context):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        while True:
            try:
                self.tls.do_handshake()
                self._flush_tls()
                return self._drain_tls()  # the first request may have come along
            except ssl.SSLWantReadError:
                self._flush_tls()
                data = self.sock.recv(READ_SIZE)
                if not data:
                    raise ConnectionError("closed in the handshake")
                self.incoming.write(data)

    def _flush_tls(self):
        self.sock.sendall(self.outgoing.read())

    def _decrypt(self, data):
        if data:
            self.incoming.write(data)
        else:
            self.incoming.write_eof()
        self._drain_tls()

    def _drain_tls(self):
        while True:
            try:
                clear = self.tls.read(READ_SIZE)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLZeroReturnError:
                clear = b""
            except ssl.SSLError:
                self.ended = self.ended or "cut"
                return
            if not clear:
                self.ended = self.ended or "fin"
                return
            self.buffer += clear

    # Sending

    def _raw(self, data):
        if not self.tls:
            return data
        self.tls.write(data)
        return self.outgoing.read()

    def send(self, data):
        """Sends all of it, and what a flood left behind before it."""
        try:
            self.sock.sendall(self.owed)
            self.owed = b""
            self.sent.add(data)
            for start in range(0, len(data), READ_SIZE):
                self.sock.sendall(self._raw(data[start:start + READ_SIZE]))
        except TimeoutError:
            raise Failure(f"the {self.name} could not send for {self.patience:g} s") from None
        except ConnectionError:
            raise Failure(f"the {self.name}'s connection broke while it sent") from None

    def flood(self, block, limit, stall):
        """Sends a block again and again until nothing moves for so many seconds (then True:
        it was held back) or until so many bytes went out."""
        self.sock.setblocking(False)
        try:
            while self.owed or self.sent.length < limit:
                if not self.owed:
                    self.owed = self._raw(block)
                    self.sent.add(block)
                if not select.select([], [self.sock], [], stall)[1]:
                    return True
                self.owed = self.owed[self.sock.send(self.owed):]
            return False
        finally:
            self.sock.settimeout(self.patience)

    # Ending

    def fin(self):
        """A clean end of this direction; the other lives."""
        if self.tls:
            try:
                self.tls.unwrap()
            except ssl.SSLError:
                pass
            self._flush_tls()
        self.sock.shutdown(socket.SHUT_WR)

    def cut(self):
        """TCP's end without TLS's: what a killed gateway or a middle box leaves."""
        self.sock.shutdown(socket.SHUT_WR)

    def reset(self):
        """RST, once the other side's kernel has all that was sent: a reset would drop it."""
        until(lambda: struct.unpack("i", fcntl.ioctl(self.sock, termios.TIOCOUTQ, b"\0" * 4))[0]
              == 0, self.patience, "the sent bytes are taken")
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self):
        if not self.closed:
            self.closed = True
            self.sock.close()

    # Receiving

    def fill(self, seconds=None):
        """Reads once; False when nothing came in time. An end is kept in self.ended."""
        self.sock.settimeout(self.patience if seconds is None else seconds)
        try:
            data = self.sock.recv(READ_SIZE)
        except (TimeoutError, BlockingIOError):
            return False
        except (ConnectionResetError, BrokenPipeError):
            self.ended = "rst"
            return True
        finally:
            self.sock.settimeout(self.patience)
        if self.tls:
            self._decrypt(data)
        elif data:
            self.buffer += data
        else:
            self.ended = "fin"
        return True

    def wait(self, enough, what):
        """Reads until enough() or the end; a Failure when nothing comes any more."""
        while not enough() and not self.ended:
            if not self.fill():
                raise Failure(f"the {self.name} waited {self.patience:g} s for {what}; "
                              f"it has {show(self.buffer)}")

    def take(self, length):
        data = bytes(self.buffer[:length])
        del self.buffer[:length]
        return data

    def read(self, length, what="more bytes"):
        self.wait(lambda: len(self.buffer) >= length, what)
        if len(self.buffer) < length:
            raise Failure(f"the {self.name} got the end ({self.ended}) instead of {what}, "
                          f"after {show(self.buffer)}")
        return self.take(length)

    def read_head(self):
        """A head up to its blank line."""
        self.wait(lambda: b"\r\n\r\n" in self.buffer, "a head")
        at = self.buffer.find(b"\r\n\r\n")
        if at < 0:
            raise Failure(f"the {self.name} got the end ({self.ended}) instead of a head, "
                          f"after {show(self.buffer)}")
        return self.take(at + 4)

    def read_all(self):
        """Everything up to the end."""
        self.wait(lambda: False, "the end")
        return self.take(len(self.buffer))

    def expect(self, data):
        """These very bytes."""
        while True:
            count = min(len(data), len(self.buffer))
            if self.buffer[:count] != data[:count]:
                raise Failure(f"the {self.name}'s bytes {difference(data, self.buffer)}")
            if count == len(data):
                self.take(count)
                return
            if self.ended:
                raise Failure(f"the {self.name} got the end ({self.ended}) at byte {count} "
                              f"of {len(data)}")
            if not self.fill():
                raise Failure(f"the {self.name} waited {self.patience:g} s at byte {count} of "
                              f"{len(data)}: {show(data[count:])}")

    def expect_end(self, *kinds):
        """Nothing more, and an end of one of these kinds."""
        rest = self.read_all()
        if rest:
            raise Failure(f"the {self.name} got {show(rest)} before the end")
        if self.ended not in kinds:
            raise Failure(f"the {self.name} saw the end as {self.ended}, "
                          f"not as {' or '.join(kinds)}")

    def expect_digest(self, tally):
        """As many bytes as the tally has, and the same, without keeping them."""
        got = Tally()
        while got.length < tally.length:
            self.wait(lambda: self.buffer, "the rest of a large body")
            if not self.buffer:
                raise Failure(f"the {self.name} got the end ({self.ended}) after {got.length} of "
                              f"{tally.length} bytes")
            got.add(self.take(tally.length - got.length))
        if got.hash.digest() != tally.hash.digest():
            raise Failure("a large body arrived altered")
