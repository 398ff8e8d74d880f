# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages as bytes, and just enough of a reader to look at what a proxy made of them."""

import re


def head(first, *lines):
    """A head from its first line and its field lines."""
    return b"\r\n".join((first,) + lines) + b"\r\n\r\n"


def chunk(data, size=None, extension=b""):
    """One chunk; its size can be spelled otherwise ("000A")."""
    return (size or b"%x" % len(data)) + extension + b"\r\n" + data + b"\r\n"


def event(number, size=200):
    """A server-sent event of about that size."""
    text = b"x" * max(0, size - 90)
    return (b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
            b'"n":%d,"text":"%s"}\n\n' % (number, text))


def pattern(length, seed=0):
    """Text that does not repeat at any power of two, so that a lost or doubled read shows."""
    block = b"".join(b"%08d:%07d|" % (i, (i * 7919 + seed) % 9999991)
                     for i in range(length // 17 + 1))
    return block[:length]


def fields(head_bytes):
    """The field lines as written, without the first line."""
    return head_bytes[:-4].split(b"\r\n")[1:]


def value(head_bytes, name):
    """The first value of that name, or None."""
    found = re.search(rb"\r\n" + re.escape(name) + rb":[ \t]*([^\r\n]*)", head_bytes, re.I)
    return found and found.group(1).strip()


def status(head_bytes):
    found = re.match(rb"HTTP/\d\.\d (\d{3})", head_bytes)
    return int(found.group(1)) if found else 0


class Dechunker:
    """The content inside chunks, as far as it came."""

    def __init__(self):
        self.raw = bytearray()
        self.content = bytearray()
        self.left = 0
        self.done = False

    def push(self, data):
        self.raw += data
        while self.raw and not self.done:
            if self.left:
                part = self.raw[:self.left]
                self.content += part
                self.left -= len(part)
                del self.raw[:len(part)]
                continue
            line = re.match(rb"(?:\r\n)?([0-9A-Fa-f]+)[^\r\n]*\r\n", self.raw)
            if not line:
                return
            self.left = int(line.group(1), 16)
            del self.raw[:line.end()]
            self.done = self.left == 0


def content_of(head_bytes, body):
    """The content of a body in the framing of its head."""
    if (value(head_bytes, b"Transfer-Encoding") or b"").lower() != b"chunked":
        return body
    chunks = Dechunker()
    chunks.push(body)
    return bytes(chunks.content)


class Content:
    """A body's content read through an agent, however the proxy framed it: for the cases whose
    subject is time or the end, and which leave the framing to those about bodies."""

    def __init__(self, peer, head_bytes, bodiless=False):
        self.peer = peer
        self.chunks = None
        self.length = None
        self.content = bytearray()
        if bodiless:
            self.length = 0
        elif (value(head_bytes, b"Transfer-Encoding") or b"").lower() == b"chunked":
            self.chunks = Dechunker()
        elif value(head_bytes, b"Content-Length") is not None:
            self.length = int(value(head_bytes, b"Content-Length"))

    def _collect(self):
        if self.chunks:
            self.chunks.push(self.peer.take(len(self.peer.buffer)))
            self.content += self.chunks.content
            self.chunks.content.clear()
            if self.chunks.done:
                self.peer.buffer[:0] = self.chunks.raw[2:]  # behind the (empty) trailer section
                self.chunks.raw.clear()
            return len(self.content)
        count = len(self.peer.buffer)
        if self.length is not None:
            count = min(count, self.length)
            self.length -= count
        self.content += self.peer.take(count)
        return len(self.content)

    def read(self, length):
        """So many bytes of content, or fewer at the end."""
        self.peer.wait(lambda: self._collect() >= length or self.complete, "more of the body")
        self._collect()
        data = bytes(self.content[:length])
        del self.content[:length]
        return data

    @property
    def complete(self):
        """Whether the framing says that the body is whole."""
        if self.chunks:
            return self.chunks.done
        if self.length is not None:
            return self.length == 0
        return self.peer.ended == "fin"
