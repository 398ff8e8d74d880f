#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing asks what becomes of the engine, and what is answered is done.

closing.py TAPLINE
"""

import os
import socket
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import Program, wait  # noqa: E402

TIMEOUT = 30
SOCKET = os.path.join(os.environ["XDG_RUNTIME_DIR"], "tapline", "control.sock")


def ask(method, path):
    """What an engine answers; None where none does."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(TIMEOUT)
        try:
            client.connect(SOCKET)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        client.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
        answer = b""
        while piece := client.recv(65536):
            answer += piece
        return answer


def count_windows(program):
    done = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(program.process.pid),
                           "--name", "."], stdout=subprocess.PIPE, text=True)
    return len(done.stdout.split())


def close_with(answer, ends):
    with Program(sys.argv[1]) as program:
        program.named("Waiting for an Agent")
        program.activate("quit")
        program.named("Keep Recording?")
        program.click(answer)
        if ends:
            assert program.process.wait(TIMEOUT) == 0
            return
        # Not by the accessibility bus: GTK 4.8 falls over who looks at a window that is just going.
        wait("the question's end", lambda: count_windows(program) == 1)
        assert program.process.poll() is None
        program.activate("quit")
        wait("the question again", lambda: count_windows(program) == 2)
        program.named("Keep Recording?")
        program.click("Stop Recording")
        assert program.process.wait(TIMEOUT) == 0


def main():
    try:
        close_with("Keep Recording", True)
        first = ask("GET", "/v1/status")
        assert first is not None, "the engine went with the window"
        # The next window finds it, and takes it with it.
        close_with("Stop Recording", True)
        wait("the engine's end", lambda: ask("GET", "/v1/status") is None)
        # So does one that started it itself, and thought again.
        close_with("Cancel", False)
        wait("the engine's end", lambda: ask("GET", "/v1/status") is None)
    finally:
        ask("POST", "/v1/stop")


main()
