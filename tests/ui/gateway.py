#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway that cannot be reached, or can be none: said in words, for as long as it is so.

run-ui gateway.py PROGRAM FOLDER      FOLDER: where to put the pictures
"""

import http.client
import http.server
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from program import BUTTONS, Atspi, Program, wait

PROGRAM, FOLDER = sys.argv[1:3]
TRACE = """{"seq":1,"exchange":0,"at":0,"kind":"session","format":"1.0","version":"0"}
{"seq":2,"exchange":1,"at":1000,"kind":"request","text":"GET /v1/models HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"}
{"seq":3,"exchange":1,"at":2000,"kind":"end","by":"gateway","how":"rst"}
"""
REFUSED = [
    ("http://127.0.0.1:99999", "A port is a number from 1 to 65535."),
    ("http://user:pw@host", "A name and a password do not belong here."),
    ("http://host/?x=1", "Leave out what follows “?” or “#”."),
    ("two words", "This is no URL of a gateway."),
]


class Gateway(http.server.ThreadingHTTPServer):
    """One that answers anything with a 404, at a port that was free."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            pass

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), self.Handler)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def picture(name):
    return os.path.join(FOLDER, f"gateway-{name}.png")


class GatewayTest(unittest.TestCase):
    def choose(self, program, url):
        self.field(program).set_text_contents(url)
        program.named("Not in use yet", BUTTONS)
        program.click("Use This Gateway")

    def field(self, program):
        return program.named("Gateway URL", {"entry", "text"})

    def value(self, program):
        field = self.field(program)
        return Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))

    def ask(self, program):
        label = program.named("ANTHROPIC_BASE_URL=http://127.0.0.1:", {"label"})
        port = int(re.search(r"127\.0\.0\.1:(\d+)", label.get_name()).group(1))
        agent = http.client.HTTPConnection("127.0.0.1", port)
        agent.request("GET", "/v1/models")
        answer = agent.getresponse()
        answer.read()
        return answer.status

    def test_unreachable(self):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        text = f"The gateway {url} cannot be reached: the connection is refused."
        with Program(PROGRAM) as program:
            program.named("Recording", {"label"})
            self.choose(program, url)
            program.named(text, {"label"})
            program.named("Check Again", BUTTONS)
            self.assertEqual(program.unnamed(), [])
            program.picture(picture("unreachable"))
            program.click("Check Again")
            program.named("The gateway still cannot be reached")
            with Gateway(port):
                program.click("Check Again")
                program.named("Reachable; it does not answer /v1/models", BUTTONS)
                wait("the notice's end", lambda: not program.find(text, {"label"}))
            # An agent's failure tells it too, and an agent's success the contrary.
            self.assertEqual(self.ask(program), 502)
            program.named("Check Again", BUTTONS)
            program.named(text, {"label"})
            with Gateway(port):
                self.assertEqual(self.ask(program), 404)
                program.named("Reachable; it has just answered an agent.", BUTTONS)
                wait("the notice's end", lambda: not program.find(text, {"label"}))
            self.assertEqual(program.end(), 0)

    def test_refused(self):
        with Program(PROGRAM) as program:
            program.named("Recording", {"label"})
            before = self.value(program)
            for text, why in REFUSED:
                self.field(program).set_text_contents(text)
                program.named("Not in use yet", BUTTONS)
                program.click("Use This Gateway")
                program.named(why, {"label"})
                wait("the description",
                     lambda: why in self.field(program).get_description())
                self.assertEqual(program.unnamed(), [])
            program.picture(picture("refused"))
            # Nothing is no gateway: the one in use is back.
            program.point(self.field(program))
            program.press("ctrl+a", "BackSpace", "Return")
            wait("the gateway in use", lambda: self.value(program) == before)
            self.assertEqual(program.end(), 0)

    def test_file(self):
        """Who reads a file needs no gateway."""
        with tempfile.NamedTemporaryFile("w", suffix=".tapline.jsonl") as file, \
                Program(PROGRAM) as program:
            file.write(TRACE)
            file.flush()
            program.named("Recording", {"label"})
            self.choose(program, f"http://127.0.0.1:{free_port()}")
            program.named("Check Again", BUTTONS)
            subprocess.run([PROGRAM, file.name], check=True)
            program.named("This is a saved session.", {"label"})
            self.assertIsNone(program.find("Check Again", BUTTONS))
            program.click("Show the Live One")
            program.named("Check Again", BUTTONS)
            self.assertEqual(program.end(), 0)


unittest.main(argv=sys.argv[:1] + sys.argv[3:])
