#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session in the window, as a person meets it: the demo, a live capture, its engine's end.

run-ui session.py PROGRAM FOLDER      FOLDER: where to put the pictures
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

from program import BUTTONS, Atspi, Program, extents, wait

PROGRAM, FOLDER = sys.argv[1:3]
COMMAND = os.path.join(os.path.dirname(PROGRAM), "..", "cli", "tapline-cli")
CONTROL = os.path.join(os.environ["XDG_RUNTIME_DIR"], "tapline", "control.sock")
# What someone must read of each of the demo's exchanges.
PILLS = ["200 complete", "begun twice", "error in stream", "ended early", "tool call as text", "502",
         "502 ×1 → 200"]
MARKS = [
    "Error duplicate-message-start at event 2",
    "error-object-in-data at event",
    "of silence after event",
    "Error missing-message-stop at",
    "Warning tool-call-as-text at event",
    "Error upstream-5xx at",
]


PAGES = [
    ("alt+1", "of silence: no event, no ping, no byte"),
    ("alt+2", "I'll write the whole module anew:"),
    ("alt+3", "POST /v1/messages?beta=true HTTP/1.1"),
    ("alt+4", "HTTP/1.1 200 OK"),
    ("alt+5", "head of the request"),
    ("alt+6", "Answer’s head"),
]


def picture(name):
    return os.path.join(FOLDER, f"session-{name}.png")


class Control(http.client.HTTPConnection):
    def __init__(self):
        super().__init__("localhost")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(CONTROL)

    def status(self):
        self.request("GET", "/v1/status")
        return json.load(self.getresponse())


def capture_one(program):
    """One request of an agent that knows no better; nothing listens at the gateway's port."""
    label = program.named("ANTHROPIC_BASE_URL=http://127.0.0.1:", {"label"})
    port = int(re.search(r"127\.0\.0\.1:(\d+)", label.get_name()).group(1))
    agent = http.client.HTTPConnection("127.0.0.1", port)
    agent.request("POST", "/v1/messages", b"{}", {"User-Agent": "claude-cli/9.9.9 (test)"})
    answer = agent.getresponse()
    answer.read()
    return answer.status


class Trace:
    """A trace file that a test writes."""

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".tapline.jsonl")
        self.number = 0
        self.at = 0
        self.write(0, "session", format="1.0", version="0.1.0", started=1700000000000000,
                   monotonic=1, listeners=[])
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, exchange, kind, **members):
        json.dump({"seq": self.number, "exchange": exchange, "at": self.at, "kind": kind,
                   **members}, self.file)
        self.file.write("\n")
        self.number += 1
        self.at += 1000

    def exchange(self, number, agent, status):
        self.write(number, "request", connection=number, reused=False,
                   text=f"GET /v1/number-{number} HTTP/1.1\r\nHost: a\r\nUser-Agent: {agent}\r\n\r\n")
        self.write(number, "response", text=f"HTTP/1.1 {status} \r\nContent-Length: 0\r\n\r\n")
        self.write(number, "end", by="gateway", how="complete")

    def finish(self):
        self.file.flush()
        return self.file.name


class Session(unittest.TestCase):
    def test_demo(self):
        with Program(PROGRAM, "--demo") as program:
            program.named("7 exchanges", {"label"})
            for pill in PILLS:
                program.named(pill, {"label"})
            for mark in MARKS:
                program.named(mark, BUTTONS)
            program.named("Claude Code", {"label"})
            program.named("↳ retry 1 · after", {"list item"})
            self.assertEqual(program.unnamed(), [])
            program.picture(picture("demo"))

            # A mark leads to its exchange, in the list too.
            program.click(MARKS[0])
            wait("the row of the mark", lambda: self.chosen(program, "begun twice"))
            program.named("Gateway sent the beginning twice", {"label"})
            program.named("What would cure it", {"label"})
            wait("the event of the mark in the table",
                 lambda: self.chosen(program, "duplicate-message-start"))
            program.click(MARKS[1])
            program.named("1 of 2", {"label"})
            program.click("Next Finding")
            program.named("2 of 2", {"label"})

            # From key to key through all that was found, to the next exchange that has something,
            # also with the focus in the list, whose pane would have the key for itself.
            program.point(program.named("error in stream", {"label"}))
            program.press("F8")
            program.named("Gateway ended the answer early", {"label"})
            wait("the end in the table", lambda: self.chosen(program, "missing-message-stop"))
            program.press("shift+F8")
            program.named("2 of 2", {"label"})

            # Every page has something to say, and no control without a name.
            for key, text in PAGES:
                program.press(key)
                wait(f"“{text}”", lambda: program.find(text) or program.says(text))
                self.assertEqual(program.unnamed(), [])
            program.press("alt+1")

            # The command for a shell lacks the key, and says so.
            program.press("ctrl+shift+c")
            program.named("Copied; put your API key in place of $API_KEY", {"label"})

            # Filters by text, status and finding; nothing found is said.
            program.press("ctrl+f")
            entry = program.named("Search Exchanges", {"entry", "text"})
            for text, shown in (("status:502", "1 of 7"), ("finding:missing-message-stop", "1 of 7"),
                                ("path:count_tokens", "0 of 7"), ("status:>=400", "1 of 7"),
                                ("is:retry", "1 of 7"), ("", "7 exchanges")):
                entry.set_text_contents(text)
                program.named(shown, {"label"})
            self.assertEqual(program.end(), 0)

    def chosen(self, program, text):
        """Whether a row with that text in it is selected."""
        for node in program.walk():
            if text not in (node.get_name() or ""):
                continue
            while node is not None and node.get_role_name() not in ("list item", "table row"):
                node = node.get_parent()
            if node is not None and node.get_state_set().contains(program.SELECTED):
                return True
        return False

    def test_capture(self):
        """A live exchange appears, its engine's death is told, a new start shows all of it."""
        with Program(PROGRAM) as program:
            program.named("Recording", {"label"})

            # Off still relays, and records nothing.
            program.click("Record")
            program.named("Nothing is recorded")
            program.click("Record")
            program.named("Recording", {"label"})

            self.assertEqual(capture_one(program), 502)
            program.named("no connection", {"label"})
            program.named("Claude Code 9.9.9", {"label"})
            self.assertEqual(program.unnamed(), [])

            program.process.send_signal(signal.SIGKILL)
            program.process.wait()

        with Program(PROGRAM) as program:
            program.named("no connection", {"label"})
            os.kill(Control().status()["pid"], signal.SIGKILL)
            program.named("Start Again", BUTTONS)
            program.named("no connection", {"label"})
            program.click("Start Again")
            program.named("Recording", {"label"})
            program.named("Waiting for an Agent")

            # What was captured is kept, and can be opened again.
            program.press("ctrl+shift+o")
            program.named("1 exchange")
            self.assertEqual(program.end(), 0)

    def test_file(self):
        """A file is opened; with another threshold for silence it is read again, and stays."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "demo.tapline.jsonl")
            subprocess.run([COMMAND, "demo", "--output", path], check=True,
                           stdout=subprocess.DEVNULL)
            with Program(PROGRAM, path) as program:
                program.named("error in stream", {"label"})
                program.click("Error missing-message-stop at")
                wait("the row of the mark", lambda: self.chosen(program, "ended early"))
                program.press("ctrl+comma")
                program.named("Shortest Silence Shown", {"spin button"}).set_current_value(2)
                program.named("error in stream", {"label"})
                program.named("of silence after event", BUTTONS)
                wait("the selection again", lambda: self.chosen(program, "ended early"))
                self.assertEqual(program.end(), 0)

    def test_empty_file(self):
        with Trace() as trace, Program(PROGRAM, trace.finish()) as program:
            program.named("Nothing Was Recorded")
            self.assertEqual(program.end(), 0)

    def test_keys(self):
        """Among many exchanges of several sessions: seen at once, and all reached by keys."""
        with Trace() as trace:
            for number in range(1, 61):
                trace.exchange(number, f"agent-{(number - 1) // 30}/1.0",
                               500 if number == 20 else 200)
            with Program(PROGRAM, trace.finish()) as program:
                program.named("60 exchanges", {"label"})
                wait("the broken one", lambda: self.chosen(program, "/v1/number-20,"))
                wait("rows beside it", lambda: len(self.shown(program)) > 3)
                wait("itself", lambda: "/v1/number-20," in "".join(self.shown(program)))
                program.point(self.named_row(program, "/v1/number-20,"))
                for keys, number in ((["End"], 60), (["Up"] * 30, 30), (["Down"], 31),
                                     (["Home"], 1), (["Up"], 1), (["Page_Down"] * 15, 60),
                                     (["ctrl+Page_Up"], 59), (["ctrl+Page_Down"], 60),
                                     (["space"], 60)):
                    program.press(*keys)
                    name = f"/v1/number-{number},"
                    wait(name, lambda: self.chosen(program, name))
                    wait("the focus there", lambda: self.named_row(program, name).get_state_set()
                         .contains(Atspi.StateType.FOCUSED))
                program.press("Tab")
                wait("the focus behind the list", lambda: program.named("Fold Idle Time")
                     .get_state_set().contains(Atspi.StateType.FOCUSED))
                self.assertEqual(program.end(), 0)

    def test_search(self):
        """What filters is seen, and leaving the search leaves the focus at the list."""
        with Trace() as trace:
            for number in range(1, 4):
                trace.exchange(number, "agent/1.0", 200)
            with Program(PROGRAM, trace.finish()) as program:
                program.named("3 exchanges", {"label"})
                program.resize(1280, 800)  # the size of the window before it is kept
                program.point(wait("the row", lambda: program.find("/v1/number-2,", {"list item"})))
                wait("the row", lambda: self.chosen(program, "/v1/number-2,"))
                for toggle, said in (("Pinned Exchanges Alone", "Nothing Is Pinned"),
                                     ("Open Exchanges Alone", "Nothing Is Open"), (None, None)):
                    program.press("ctrl+f")
                    entry = program.named("Search Exchanges", {"entry", "text"})
                    if toggle:
                        program.point(program.named(toggle, BUTTONS))
                        program.named(said, {"label"})
                        program.named("0 of 3", {"label"})
                        program.picture(picture("nothing-" + said.split()[-1].lower()))
                    else:
                        entry.set_text_contents("nonsense")
                        program.named("No Results Found", {"label"})
                    program.press("Escape")
                    program.named("3 exchanges", {"label"})
                    wait("the focus in the list", lambda: self.named_row(program, "/v1/number-2,")
                         .get_state_set().contains(Atspi.StateType.FOCUSED))
                self.assertEqual(program.end(), 0)

    def rows(self, program):
        return [node for node in program.walk() if node.get_role_name() == "list item"]

    def named_row(self, program, text):
        return next(node for node in self.rows(program) if text in (node.get_name() or ""))

    def shown(self, program):
        """The names of the exchanges that lie within the list's part of the window."""
        names = []
        for node in self.rows(program):
            _, y, width, _ = extents(node)
            if "/v1/number-" in (node.get_name() or "") and width > 0 and 60 <= y < 400:
                names.append(node.get_name())
        return names

    def test_narrow(self):
        with Program(PROGRAM, "--demo") as program:
            program.named("7 exchanges", {"label"})
            program.resize(360, 720)
            program.named("tool call as text", {"label"})
            program.picture(picture("narrow"))
            self.assertEqual(program.unnamed(), [])
            # One click, as there is nothing else that it could be about.
            row = wait("its row", lambda: program.find("ended early, ", {"list item"}))
            program.point(row)
            program.named("Gateway ended the answer early", BUTTONS)
            program.click("Gateway ended the answer early")
            program.named("What would cure it", {"label"})
            self.assertEqual(program.end(), 0)


unittest.main(argv=sys.argv[:1] + sys.argv[3:])
