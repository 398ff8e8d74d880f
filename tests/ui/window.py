#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window comes up, says how to capture, can be told apart and read, and ends well.

run-ui window.py PROGRAM FOLDER      FOLDER: where to put the pictures
"""

import os
import subprocess
import sys
import tempfile
import unittest

from program import BUTTONS, CONTROLS, TIMEOUT, Program, extents, wait

PROGRAM, FOLDER = sys.argv[1:3]
TRACE = """{"seq":1,"exchange":0,"at":0,"kind":"session","format":"1.0","version":"0"}
{"seq":2,"exchange":1,"at":1000,"kind":"request","text":"GET /v1/models HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"}
{"seq":3,"exchange":1,"at":2000,"kind":"end","by":"gateway","how":"rst"}
"""
NARROW = 360
MENU = ["Keyboard Shortcuts", "About Tapline"]


def picture(name):
    return os.path.join(FOLDER, f"window-{name}.png")


class Window(unittest.TestCase):
    def test_first_page(self):
        with Program(PROGRAM) as program:
            program.named("Waiting for an Agent")
            program.named("ANTHROPIC_BASE_URL=http://127.0.0.1:", {"label"})
            program.named("Main Menu", BUTTONS)
            program.named("Recording", {"label"})
            self.assertEqual(program.unnamed(), [])
            self.assertEqual(program.end(), 0)

    def test_menu(self):
        with Program(PROGRAM) as program:
            program.named("Recording", {"label"})
            program.press("F10")
            for text in MENU:
                program.named(text, {"menu item"})
            self.assertEqual(program.unnamed(), [])
            program.click("Keyboard Shortcuts")
            program.named("Open the main menu")
            self.assertEqual(program.end(), 0)

    def test_about(self):
        with Program(PROGRAM) as program:
            program.named("Main Menu")
            program.press("F10")
            program.click("About Tapline")
            program.named("The Tapline contributors", {"label"})
            self.assertEqual(program.end(), 0)

    def test_second_start(self):
        """It hands its file to the first one's window, and ends."""
        with Program(PROGRAM) as program, tempfile.TemporaryDirectory() as folder:
            program.named("Waiting for an Agent")
            path = os.path.join(folder, "a<b> c.tapline.jsonl")
            with open(path, "w", encoding="utf-8") as trace:
                trace.write(TRACE)
            again = subprocess.run([PROGRAM, path], timeout=TIMEOUT)
            self.assertEqual(again.returncode, 0)
            program.named("a<b> c.tapline.jsonl")
            program.named("1 exchange")
            self.assertEqual(program.end(), 0)

    def test_foreign_file(self):
        with Program(PROGRAM) as program:
            program.named("Waiting for an Agent")
            subprocess.run([PROGRAM, __file__], timeout=TIMEOUT, check=True)
            program.named("is no Tapline trace")
            self.assertEqual(program.end(), 0)

    def test_narrow(self):
        """Nothing that can be used or read lies outside of a window as wide as a telephone."""
        with Program(PROGRAM) as program:
            program.named("Waiting for an Agent")
            program.resize(NARROW, 640)
            frame = program.named("Tapline", {"frame"})
            wait("the narrow window", lambda: 0 < extents(frame)[2] <= NARROW)
            wait("the narrow arrangement", lambda: not self.outside(program, NARROW))
            program.picture(picture("narrow"))
            self.assertEqual(program.end(), 0)

    def outside(self, program, width):
        found = []
        for node in program.walk():
            if node.get_role_name() in CONTROLS | {"label"}:
                x, _, wide, _ = extents(node)
                if wide > 0 and not 0 <= x <= x + wide <= width:
                    found.append(f"{node.get_name()}: {x} + {wide}")
        return found

    def test_light_and_dark(self):
        pictures = {}
        for name in ("light", "dark"):
            with Program(PROGRAM, ADW_DEBUG_COLOR_SCHEME=f"prefer-{name}") as program:
                program.named("Recording", {"label"})
                pictures[name] = program.picture(picture(name))
                self.assertEqual(program.end(), 0)
        self.assertGreater(pictures["light"].brightness, 200)
        self.assertLess(pictures["dark"].brightness, 80)


unittest.main(argv=sys.argv[:1])
