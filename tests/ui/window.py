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
COMMAND = "tapline-cli record --upstream https://"
NARROW = 360
MENU = ["Keyboard Shortcuts", "About Tapline"]


def picture(name):
    return os.path.join(FOLDER, f"window-{name}.png")


class Window(unittest.TestCase):
    def test_first_page(self):
        with Program(PROGRAM) as program:
            program.named("No Capture Yet")
            program.named("Run this command in a terminal", {"label"})
            program.named(COMMAND, {"label"})
            program.named("Main Menu", BUTTONS)
            self.assertEqual(program.unnamed(), [])
            program.click("Copy Command")
            program.named("Copied to the clipboard")
            self.assertEqual(program.end(), 0)

    def test_menu(self):
        with Program(PROGRAM) as program:
            for text in MENU:
                self.assertIsNone(program.find(text, {"menu item"}), text)
            program.named("Main Menu")
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
            program.named("No Capture Yet")
            path = os.path.join(folder, "a<b> c.tapline.jsonl")
            again = subprocess.run([PROGRAM, path], timeout=TIMEOUT)
            self.assertEqual(again.returncode, 0)
            program.named("a<b> c.tapline.jsonl")
            program.named(f"tapline-cli check '{path}'", {"label"})
            self.assertIsNone(program.find("No Capture Yet"))
            self.assertEqual(program.end(), 0)

    def test_narrow(self):
        """Nothing that can be used or read lies outside of a window as wide as a telephone."""
        with Program(PROGRAM) as program:
            program.named("No Capture Yet")
            program.resize(NARROW, 640)
            frame = program.named("Tapline", {"frame"})
            wait("the narrow window", lambda: 0 < extents(frame)[2] <= NARROW)
            width = extents(frame)[2]
            seen = 0
            for node in program.walk():
                if node.get_role_name() in CONTROLS | {"label"}:
                    x, _, wide, _ = extents(node)
                    self.assertTrue(0 <= x and x + wide <= width, f"{node.get_name()}: {x} + {wide}")
                    seen += 1
            self.assertGreater(seen, 5)
            program.picture(picture("narrow"))
            self.assertEqual(program.end(), 0)

    def test_light_and_dark(self):
        pictures = {}
        for name in ("light", "dark"):
            with Program(PROGRAM, ADW_DEBUG_COLOR_SCHEME=f"prefer-{name}") as program:
                program.named("No Capture Yet")
                pictures[name] = program.picture(picture(name))
                self.assertEqual(program.end(), 0)
        self.assertGreater(pictures["light"].brightness, 200)
        self.assertLess(pictures["dark"].brightness, 80)


unittest.main(argv=sys.argv[:1])
