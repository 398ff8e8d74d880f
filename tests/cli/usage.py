#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, version and errors of use: what is printed, where, and with which exit status."""

import os
import subprocess
import sys
import unittest

CLI = sys.argv[1]
COMMANDS = ["record", "check", "status", "follow", "demo"]

# arguments, what stderr must say
ERRORS = [
    ([], "no command"),
    (["frobnicate"], "no command “frobnicate”"),
    (["--frobnicate"], "no option “--frobnicate”"),
    (["record"], "--upstream"),
    (["record", "--frobnicate"], "record --help"),
    (["record", "--upstream", "http://127.0.0.1:9", "extra"], "“extra”"),
    (["status", "--frobnicate"], "status --help"),
    (["status", "extra"], "“extra”"),
    (["follow", "--format", "xml"], "“xml”"),
]


def run(*arguments):
    environment = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="", G_DEBUG="fatal-criticals")
    return subprocess.run([CLI, *arguments], capture_output=True, text=True, timeout=20,
                          stdin=subprocess.DEVNULL, env=environment)


class Usage(unittest.TestCase):
    def test_help_names_every_command(self):
        for flag in ("--help", "-h", "help"):
            result = run(flag)
            self.assertEqual(result.returncode, 0)
            self.assertEqual(result.stderr, "")
            for command in COMMANDS:
                self.assertIn(f"  {command} ", result.stdout)
            for line in result.stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_help_of_each_command(self):
        for command in COMMANDS:
            result = run(command, "--help")
            self.assertEqual(result.returncode, 0, command)
            self.assertIn(f"tapline-cli {command}", result.stdout)

    def test_version(self):
        result = run("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^tapline-cli \d+\.\d+\.\d+\n$")

    def test_errors_say_what_to_do(self):
        for arguments, expected in ERRORS:
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, "")
                self.assertTrue(result.stderr.startswith("tapline-cli: "), result.stderr)
                self.assertIn(expected, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
