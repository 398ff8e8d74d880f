#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""There is one Tapline: what is started later hands its wish on and goes.

instance.py TAPLINE
"""

import os
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import Program, wait  # noqa: E402

TIMEOUT = 30
SESSION = ('{"seq":0,"exchange":0,"at":0,"kind":"session","format":"1.0","version":"0.1.0",'
           '"started":1790000000000000,"listeners":[]}\n')


def start_again(*arguments):
    done = subprocess.run([sys.argv[1], *arguments], timeout=TIMEOUT, capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)


def windows(program):
    program.root.clear_cache()
    return program.root.get_child_count()


def stop_engine():
    """One that the window started outlives it, as it should."""
    path = os.path.join(os.environ["XDG_RUNTIME_DIR"], "tapline", "control.sock")
    if not os.path.exists(path):
        return
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(TIMEOUT)
        try:
            client.connect(path)
        except ConnectionRefusedError:
            return
        client.sendall(b"POST /v1/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        while client.recv(4096):
            pass
    wait("the engine's end", lambda: not os.path.exists(path))


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("one.tapline.jsonl", "two.tapline.jsonl")]
        for name in files:
            with open(name, "w", encoding="utf-8") as file:
                file.write(SESSION)
        try:
            with Program(sys.argv[1]) as program:
                start_again()
                assert windows(program) == 1, windows(program)
                start_again("--demo")
                assert windows(program) == 1, windows(program)
                start_again(files[0])
                assert windows(program) == 1, windows(program)
                # One window shows one trace.
                start_again(*files)
                wait("a window for each file", lambda: windows(program) == 2)
                assert program.process.poll() is None
        finally:
            stop_engine()


main()
