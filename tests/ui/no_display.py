#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a display, or without its settings: one sentence that names a way on, and exit status 1.

no_display.py PROGRAM
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv[1]
PLACES = {
    "no variable": {},
    "a display that is not there": {"DISPLAY": ":65000"},
    "a compositor that is not there": {"WAYLAND_DISPLAY": "nowhere", "GDK_BACKEND": "wayland"},
}


class NoDisplay(unittest.TestCase):
    def run_in(self, *arguments, program=PROGRAM, **variables):
        with tempfile.TemporaryDirectory() as folder:
            environment = {key: value for key, value in os.environ.items()
                           if key not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
            # GTK would find the compositor of whoever runs this in the real folder.
            environment.update(XDG_RUNTIME_DIR=folder, GDK_BACKEND="x11", LC_ALL="C.UTF-8", LANGUAGE="")
            environment.update(variables)
            return subprocess.run([program, *arguments], env=environment, capture_output=True,
                                  text=True, timeout=20, stdin=subprocess.DEVNULL)

    def test_says_so(self):
        for name, variables in PLACES.items():
            with self.subTest(name):
                done = self.run_in(**variables)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, r"^tapline: [^\n]*no display[^\n]*“tapline-cli demo”[^\n]*\.\n$")

    def test_no_settings(self):
        with tempfile.TemporaryDirectory() as folder:
            alone = shutil.copy(PROGRAM, folder)
            done = self.run_in(program=alone, GSETTINGS_SCHEMA_DIR=folder, XDG_DATA_DIRS=folder)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"^tapline: [^\n]*settings[^\n]*install Tapline again\.\n$")

    def test_version_needs_none(self):
        done = self.run_in("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^tapline \d+\.\d+\.\d+\n$")


unittest.main(argv=sys.argv[:1])
