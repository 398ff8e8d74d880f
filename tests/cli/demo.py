#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo end to end, through the real relay: what it prints, and what it leaves behind."""

import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

CLI = sys.argv[1]
KEY = b"sk-ant-demo-4Qn7vX2mTz9LwB5sKd8RfYc3HgJpA6uE1xNtVbMq"
RULES = ["duplicate-message-start", "error-object-in-data", "idle-gap", "missing-message-stop",
         "tool-call-as-text", "upstream-5xx"]


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class Run:
    """One demo in a home folder of its own; several run beside each other to save time."""

    def __init__(self, *arguments, terminal=False, **variables):
        self.home = tempfile.TemporaryDirectory(prefix="tapline-demo-")
        self.log = os.path.join(self.home.name, "demo.tapline.jsonl")
        environment = {"PATH": os.environ["PATH"], "HOME": self.home.name, "TERM": "xterm",
                       "XDG_RUNTIME_DIR": self.home.name, "LC_ALL": "C.UTF-8",
                       "G_DEBUG": "fatal-criticals", "HTTP_PROXY": "http://127.0.0.1:1",
                       "http_proxy": "http://127.0.0.1:1"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        environment.update(variables)
        self.terminal = None
        output = subprocess.PIPE
        if terminal:
            self.terminal, output = pty.openpty()
        self.process = subprocess.Popen([CLI, "demo", "--silence", "1.5", *arguments],
                                        stdin=subprocess.DEVNULL, stdout=output,
                                        stderr=subprocess.PIPE, env=environment)
        if terminal:
            os.close(output)

    def finish(self):
        if self.terminal is None:
            out, self.stderr = self.process.communicate(timeout=60)
        else:
            out = b""
            try:
                while piece := os.read(self.terminal, 65536):
                    out += piece
            except OSError:  # a terminal whose other side is closed
                pass
            os.close(self.terminal)
            self.stderr = self.process.stderr.read()
            self.process.stderr.close()
            self.process.wait(60)
        self.raw = out
        self.stdout = out.decode()
        self.status = self.process.returncode

    def files(self):
        return [path for path in pathlib.Path(self.home.name).rglob("*") if path.is_file()]


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = Run()
        cls.named = Run(LC_ALL="C", terminal=True, NO_COLOR="1")
        cls.colour = Run(terminal=True)
        cls.runs = [cls.plain, cls.named, cls.colour]
        for run in cls.runs:
            run.finish()

    @classmethod
    def tearDownClass(cls):
        for run in cls.runs:
            run.home.cleanup()

    def test_succeeds(self):
        for run in self.runs:
            self.assertEqual(run.status, 0, run.stdout + run.stderr.decode())
            self.assertEqual(run.stderr, b"")

    def test_names_every_failure(self):
        for run in self.runs:
            for rule in RULES:
                self.assertIn(rule, run.stdout)
        for number in range(1, 7):
            self.assertRegex(self.plain.stdout, rf"(?m)^{number}  \w")

    def test_tells_a_verdict_of_each_failure(self):
        titles = re.findall(r"(?m)^   verdict  (\w.*)$", self.plain.stdout)
        self.assertEqual(len(titles), 5, self.plain.stdout)
        self.assertIn("Gateway sent the beginning twice", titles)

    def test_good_exchanges_have_no_finding(self):
        self.assertEqual(self.plain.stdout.count("No fault was found."), 2)
        self.assertRegex(self.plain.stdout, r"1\.5 s of silence")

    def test_fits_the_terminal(self):
        for run in self.runs:
            text = re.sub("\033\\[[0-9;]*m", "", run.stdout)
            for line in text.splitlines():
                # Paths are as long as they are.
                if run.home.name not in line and CLI not in line:
                    self.assertLessEqual(columns(line), 80, line)

    def test_colour_only_where_wanted(self):
        self.assertNotIn("\033", self.plain.stdout)
        self.assertNotIn("\033", self.named.stdout)
        self.assertIn("\033[", self.colour.stdout)

    def test_ascii_where_the_locale_has_no_more(self):
        self.assertIn("o", self.named.stdout)
        self.assertTrue(self.named.raw.isascii())

    def test_log(self):
        for run in self.runs:
            logs = [path for path in run.files() if path.name.endswith(".jsonl")]
            self.assertEqual(len(logs), 1, run.files())
            self.assertIn(str(logs[0]), run.stdout)
            self.assertEqual(logs[0].stat().st_mode & 0o777, 0o600)
            records = [json.loads(line) for line in logs[0].read_text().splitlines()]
            kinds = [record["kind"] for record in records]
            self.assertEqual(kinds.count("request"), 7)
            self.assertEqual(kinds.count("end"), 7)

    def test_key_is_nowhere(self):
        for run in self.runs:
            self.assertNotEqual(run.files(), [])
            for path in run.files():
                content = path.read_bytes()
                self.assertNotIn(KEY[:20], content, path)
                self.assertNotIn(KEY[12:], content, path)
            self.assertNotIn(KEY[:20], run.raw)


class Errors(unittest.TestCase):
    CASES = [
        (["--silence", "0"], "--silence"),
        (["--silence", "nan"], "--silence"),
        (["--silence", "x"], "demo --help"),
        (["--gap", "3"], "--gap"),
        (["--gap", "-1"], "--gap"),
        (["extra"], "“extra”"),
    ]

    def test_usage(self):
        for arguments, expected in self.CASES:
            with self.subTest(arguments=arguments):
                run = Run(*arguments)
                run.finish()
                self.assertEqual(run.status, 2)
                self.assertEqual(run.stdout, "")
                self.assertIn(expected, run.stderr.decode())
                self.assertEqual(run.files(), [])
                run.home.cleanup()

    def test_log_exists(self):
        with tempfile.NamedTemporaryFile() as taken:
            run = Run("--output", taken.name)
            run.finish()
            self.assertEqual(run.status, 2)
            self.assertIn(taken.name, run.stderr.decode())
            self.assertEqual(taken.read(), b"")
            run.home.cleanup()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
