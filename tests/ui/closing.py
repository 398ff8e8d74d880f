#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing asks what becomes of the engine, and what is answered is done.

closing.py TAPLINE
"""

import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import BUTTONS, Program, wait  # noqa: E402

TIMEOUT = 30
SOCKET = os.path.join(os.environ["XDG_RUNTIME_DIR"], "tapline", "control.sock")


def ask(method, path):
    """What an engine answers; None where none does."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(TIMEOUT)
        answer = b""
        try:
            client.connect(SOCKET)
            client.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
            while piece := client.recv(65536):
                answer += piece
        except (FileNotFoundError, ConnectionError):
            return None
        return answer


def count_windows(program):
    done = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(program.process.pid),
                           "--name", "."], stdout=subprocess.PIPE, text=True)
    return len(done.stdout.split())


def ask_to_quit(program):
    # As below: who looks at a window that is just coming makes GTK 4.8 fall over, too.
    program.activate("quit")
    wait("the question", lambda: count_windows(program) == 2)


def close_with(answer, ends):
    with Program(sys.argv[1]) as program:
        program.named("Waiting for an Agent")
        program.named("Recording", {"label"})
        ask_to_quit(program)
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


def engine_pid():
    answer = ask("GET", "/v1/status")
    return json.loads(answer.split(b"\r\n\r\n", 1)[1])["pid"] if answer else None


def stop_and_start(program):
    """Recording is stopped with the window; a second start comes before that is done."""
    ask_to_quit(program)
    program.named("Keep Recording?")
    pid = engine_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        program.click("Stop Recording")
        wait("the window's end", lambda: count_windows(program) == 0)
        assert program.process.poll() is None
        subprocess.run([sys.argv[1]], check=True, timeout=TIMEOUT)
        wait("a window", lambda: count_windows(program) == 1)
        program.named("The last capture is still being written to disk.", {"label"})
        program.named("Record", {"label"})
    finally:
        os.kill(pid, signal.SIGCONT)
    wait("another engine", lambda: engine_pid() not in (None, pid))
    wait("recording", lambda: not program.find("The last capture is still", {"label"})
         and program.find("Recording", {"label"}))


def start_while_stopping():
    with Program(sys.argv[1]) as program:
        program.named("Waiting for an Agent")
        stop_and_start(program)
        assert program.find("The last capture is still") is None
        assert program.end() == 0


class Gateway(http.server.BaseHTTPRequestHandler):
    """What no small disk takes."""

    def do_GET(self):
        body = b"x" * 1000000
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def fill_disk(program):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as gateway:
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{gateway.server_port}"
        program.named("Gateway URL", {"entry", "text"}).set_text_contents(url)
        program.click("Use This Gateway")
        program.named("Reachable;", BUTTONS)
        line = program.named("ANTHROPIC_BASE_URL=http://127.0.0.1:", {"label"}).get_name()
        agent = http.client.HTTPConnection("127.0.0.1",
                                           int(re.search(r"127\.0\.0\.1:(\d+)", line).group(1)))
        agent.request("GET", "/v1/models")
        assert len(agent.getresponse().read()) == 1000000
        agent.close()
        program.named("The capture cannot be written to disk", {"label"})
        gateway.shutdown()


def say_what_is_lost():
    """A limit for files is a full disk, for everybody who runs this."""
    with Program("sh", "-c", 'ulimit -f 300; trap "" XFSZ; exec "$0"', sys.argv[1]) as program:
        program.named("Waiting for an Agent")
        fill_disk(program)
        ask_to_quit(program)
        program.named("is lost if recording stops")
        program.click("Cancel")
        wait("the question's end", lambda: count_windows(program) == 1)
        stop_and_start(program)
        program.named("Not all of the last capture could be kept: the log ends early", {"label"})
        program.click("Dismiss")
        wait("the notice's end", lambda: not program.find("Not all of the last", {"label"}))
        assert program.end() == 0


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
        start_while_stopping()
        say_what_is_lost()
    finally:
        ask("POST", "/v1/stop")


main()
