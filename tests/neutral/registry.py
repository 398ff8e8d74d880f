# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lines of the neutrality list, and the cases that prove them."""

from dataclasses import dataclass
from typing import Callable

ROWS = {
    "request-heads": "Request heads pass unchanged but for Host, target form and proxy headers",
    "response-heads": "Response heads pass unchanged: order, spelling, duplicates, reason, version",
    "framing": "Content-Length, close-delimited, HTTP/1.0, HEAD, 204, 304",
    "chunks": "Chunks pass as written: sizes, extensions, trailers",
    "codings": "gzip and other codings pass unopened",
    "large": "20 MB up, 200 MB down, in bounded memory",
    "informational": "1xx answers pass, also 100, which is the gateway's to send",
    "early-answer": "An answer before the request's body was read",
    "keep-alive": "Keep-alive and pipelining",
    "tunnel": "After 101 both sides speak as they like",
    "fin": "The gateway's FIN arrives where it came: in a chunk, between chunks, before the head",
    "rst": "The gateway's reset arrives as a reset, after all that came before it",
    "agent-leaves": "An agent that closes or resets reaches the gateway within 20 ms, also in "
                    "silence",
    "half-close": "A FIN ends one direction; the other lives",
    "tls-end": "In TLS a close_notify and a cut are two different ends",
    "at-once": "Each read is sent at once, event by event and byte by byte",
    "silence": "Silence passes",
    "back-pressure": "Who does not read is waited for, both ways, in bounded memory",
    "connections": "One gateway connection for each agent connection, opened and closed with it",
    "bad-requests": "Ambiguous requests are refused with 400 before anything is sent on",
    "large-heads": "Heads over 256 KiB are refused with 431, smaller ones pass",
    "browsers": "Foreign hosts and pages of a browser are refused with 403",
    "bad-responses": "Malformed responses pass byte for byte",
    "unreachable": "A gateway that cannot be had: 502 in the dialect's own shape, with the cause",
    "secrets": "Credentials pass, and are in no file",
}


@dataclass(frozen=True)
class Case:
    """A row's proof, or a part of it. Its function gets a lab and raises Failure."""
    name: str
    row: str
    function: Callable
    args: tuple = ()
    needs_http: bool = False  # a relay that reads no HTTP cannot do it
    needs_resolve: bool = False
    transport: str = ""       # "tls" or "plain": it makes sense, or is needed, only there
    spans: bool = False       # a generator: its first half runs before all other cases
    long: bool = False        # runs only when asked for


CASES = []


def case(row, name=None, **options):
    """Registers a function as one case."""
    assert row in ROWS

    def register(function):
        CASES.append(Case(name or function.__name__.replace("_", "-"), row, function, **options))
        return function
    return register


def table(row, entries, **options):
    """Registers a function for each row of a table: a name and its further arguments."""
    assert row in ROWS

    def register(function):
        prefix = function.__name__.replace("_", "-")
        for name, *args in entries:
            CASES.append(Case(f"{prefix}-{name}", row, function, tuple(args), **options))
        return function
    return register
