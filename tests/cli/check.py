#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`tapline-cli check`: formats, exit statuses, bad files, standard input; and the transcripts of
the fold, written to files: what is found in them from disk is what is found in memory."""

import glob
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

CLI, TRANSCRIPTS = sys.argv[1:3]
FIXTURES = sys.argv[3] if len(sys.argv) > 3 else None
KEYS = ["file", "exchange", "event", "at", "rule", "severity", "detail"]
VERDICT_KEYS = ["file", "exchange", "verdict", "cause", "evidence", "cures", "title", "tone", "guess",
                "effects"]
EVIDENCE_KEYS = ["exchange", "event", "at", "text", "rule"]
EFFECT_KEYS = ["rule", "client", "versions", "effect", "shows", "sure"]
STEP_KEYS = ["exchange", "verdict", "cause"]

START = ('event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1",'
         '"type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,'
         '"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}\n\n')
REST = ('event: content_block_start\ndata: {"type":"content_block_start","index":0,'
        '"content_block":{"type":"text","text":""}}\n\n'
        'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
        '"delta":{"type":"text_delta","text":"Hello"}}\n\n'
        'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n'
        'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn",'
        '"stop_sequence":null},"usage":{"output_tokens":4}}\n\n'
        'event: message_stop\ndata: {"type":"message_stop"}\n\n')
GOOD = START + REST
DOUBLE = START + START + REST
MESSAGE = '{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"m"}'
SESSION = {"seq": 0, "exchange": 0, "at": 0, "kind": "session", "format": "1.0",
           "version": "0.1.0", "started": 1795000000000000}


def trace(*bodies, session=SESSION, target="/v1/messages", gap=0, again=False,
          agent="test/1.0"):
    """A log with one exchange a body; the body comes in two reads, so many µs apart. Each asks for
    something else, but where the same is asked again."""
    lines = [session]
    for number, body in enumerate(bodies, 1):
        at = number * 1000000
        request = json.dumps({"model": "m", "stream": True, "n": 1 if again else number})
        lines += [
            {"exchange": number, "at": at, "kind": "request",
             "text": f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\n"
                     f"Content-Type: application/json\r\nContent-Length: {len(request)}\r\n\r\n"},
            {"exchange": number, "at": at, "kind": "up", "text": request},
            {"exchange": number, "at": at + 10, "kind": "response",
             "text": "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"},
            {"exchange": number, "at": at + 20, "kind": "in", "text": body[:len(START)]},
            {"exchange": number, "at": at + 20 + gap, "kind": "in", "text": body[len(START):]},
            {"exchange": number, "at": at + 30 + gap, "kind": "end", "by": "gateway",
             "how": "complete"},
        ]
    return "".join(json.dumps({"seq": seq, **line}, separators=(",", ":")) + "\n"
                   for seq, line in enumerate(lines))


SEEDS = itertools.count() # so that no request is another one again


def entry(body, second=0):
    """An entry of an HTTP archive, as a browser that spoke HTTP/2 would write it."""
    return {"startedDateTime": f"2026-11-18T11:06:{40 + second}.000Z", "time": 30000,
            "request": {"method": "POST", "url": "https://127.0.0.1/v1/messages",
                        "httpVersion": "http/2.0",
                        "headers": [{"name": ":method", "value": "POST"},
                                    {"name": "x-api-key", "value": "secret-token"}],
                        "postData": {"mimeType": "application/json",
                                     "text": json.dumps({"model": "m", "stream": True,
                                                         "seed": next(SEEDS)})}},
            "response": {"status": 200, "statusText": "OK", "httpVersion": "http/2.0",
                         "headers": [{"name": "content-type", "value": "text/event-stream"},
                                     {"name": "content-encoding", "value": "br"}],
                         "content": {"size": len(body), "mimeType": "text/event-stream",
                                     "text": body}},
            "timings": {"blocked": -1, "send": 1, "wait": 999, "receive": 29000}}


def har(*entries):
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "Browser", "version": "1"},
                               "entries": list(entries)}}, indent=1)


class Check(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        return path

    def run_check(self, *arguments, stdin=None, locale="C.UTF-8", stdout=subprocess.PIPE):
        environment = dict(os.environ, LC_ALL=locale, LANGUAGE="", TZ="UTC",
                           G_DEBUG="fatal-criticals")
        return subprocess.run([CLI, "check", *arguments], stdout=stdout, stderr=subprocess.PIPE,
                              timeout=60, env=environment,
                              input=stdin.encode() if isinstance(stdin, str) else stdin or b"")

    def find(self, *arguments, status, stderr="", stdin=None):
        result = self.run_check("--format", "json", *arguments, stdin=stdin)
        errors = result.stderr.decode()
        self.assertEqual(result.returncode, status, errors)
        if stderr:
            self.assertRegex(errors, "^tapline-cli: ")
            self.assertIn(stderr, errors)
        else:
            self.assertEqual(errors, "")
        objects = [json.loads(line) for line in result.stdout.decode().splitlines()]
        self.verdicts = [one for one in objects if "cause" in one]
        findings = [one for one in objects if "cause" not in one]
        for finding in findings:
            self.assertEqual(list(finding), KEYS)
            self.assertIn(finding["severity"], ("error", "warning", "note"))
        for verdict in self.verdicts:
            self.look_at_verdict(verdict)
        # What is found in an exchange follows its verdict.
        about = None
        for one in objects:
            if "cause" in one:
                about = (one["file"], one["exchange"])
            self.assertEqual((one["file"], one["exchange"]), about)
        return findings

    def look_at_verdict(self, verdict):
        keys = list(verdict)
        if keys[-1] == "then":
            self.assertGreater(len(verdict["then"]), 0)
            for step in verdict["then"]:
                self.assertEqual(list(step), STEP_KEYS)
            keys.pop()
        self.assertEqual(keys, VERDICT_KEYS)
        for key in ("verdict", "title"):
            self.assertTrue(verdict[key].strip())
        self.assertRegex(verdict["cause"], "^[a-z0-9-]+$")
        self.assertIn(verdict["tone"], ("open", "good", "neutral", "warning", "error"))
        self.assertIsInstance(verdict["guess"], bool)
        for cure in verdict["cures"]:
            self.assertRegex(cure, "^[a-z-]+$")
        for row in verdict["evidence"]:
            self.assertEqual(list(row), EVIDENCE_KEYS)
            self.assertEqual(row["exchange"] is None, verdict["exchange"] is None)
            self.assertTrue(row["text"])
        for effect in verdict["effects"]:
            self.assertEqual(list(effect), EFFECT_KEYS)
            self.assertIn(effect["effect"], ("stops", "loses", "tolerates"))
            self.assertIn(effect["sure"], ("run", "source", "issue", "documentation", "guess"))

    # --- Bare bodies.

    def test_good_body(self):
        for name in ("good.sse", "good.txt", "good.body"):
            self.assertEqual(self.find(self.write(name, GOOD), status=0), [])

    def test_double_start(self):
        path = self.write("double.sse", DOUBLE)
        finding, = self.find(path, status=1)
        self.assertEqual((finding["file"], finding["exchange"], finding["event"], finding["at"],
                          finding["rule"], finding["severity"]),
                         (path, None, 2, None, "duplicate-message-start", "error"))
        self.assertTrue(finding["detail"])

    def test_verdicts(self):
        path = self.write("double.sse", DOUBLE)
        self.find(path, status=1)
        verdict, = self.verdicts
        self.assertEqual((verdict["file"], verdict["exchange"], verdict["cause"], verdict["tone"],
                          verdict["guess"], verdict["cures"]),
                         (path, None, "order-duplicate", "error", False, ["dedupe-message-start"]))
        # A body has no times, and nobody is known to have ended it.
        self.assertEqual([(row["exchange"], row["event"], row["at"]) for row in verdict["evidence"]],
                         [(None, 2, None)])
        self.assertIn("claude-code", [effect["client"] for effect in verdict["effects"]])

        self.find(self.write("good.sse", GOOD), status=0)
        verdict, = self.verdicts
        self.assertEqual((verdict["cause"], verdict["tone"]), ("complete", "good"))
        self.assertNotRegex(verdict["verdict"], r"\d (ms|s)\b")

        self.find(self.write("a.tapline.jsonl", trace(GOOD, DOUBLE)), status=1)
        self.assertEqual([(verdict["exchange"], verdict["cause"]) for verdict in self.verdicts],
                         [(1, "complete"), (2, "order-duplicate")])
        self.assertIn((2, 2, 2000020), [(row["exchange"], row["event"], row["at"])
                                        for row in self.verdicts[1]["evidence"]])

        self.find(self.write("a.har", har(entry(DOUBLE))), status=1)
        verdict, = self.verdicts
        self.assertEqual((verdict["exchange"], verdict["cause"]), (1, "order-duplicate"))
        self.assertIn((2, None), [(row["event"], row["at"]) for row in verdict["evidence"]])

    def test_attempts(self):
        path = self.write("again.tapline.jsonl", trace(DOUBLE, GOOD, again=True))
        self.find(path, status=1)
        first, second = self.verdicts
        self.assertEqual((first["cause"], second["cause"]), ("order-duplicate", "complete"))
        step, = first["then"]
        self.assertEqual((step["exchange"], step["cause"]), (2, "complete"))
        self.assertNotIn("then", second)
        text = self.run_check(path).stdout.decode()
        self.assertEqual(text.count("    then     #2: "), 1)
        self.find(self.write("other.tapline.jsonl", trace(DOUBLE, GOOD)), status=1)
        self.assertTrue(all("then" not in verdict for verdict in self.verdicts))

    def test_bare_bodies_have_a_verdict(self):
        for body, status, tone in ((MESSAGE, 1, "error"), ("<html>no</html>", 1, "error"), ("", 1, "error"),
                                   ('{"error":{"message":"no"}}', 1, "error"), (START, 1, "error"),
                                   (GOOD, 0, "good")):
            with self.subTest(body):
                self.find(self.write("body.sse", body), status=status)
                verdict, = self.verdicts
                self.assertEqual(verdict["tone"], tone, verdict)
                self.assertNotRegex(verdict["verdict"], r"\d (ms|s)\b")

    def test_standard_input(self):
        finding, = self.find("-", status=1, stdin=DOUBLE)
        self.assertEqual((finding["file"], finding["event"]), ("-", 2))
        self.assertEqual(self.find("-", status=0, stdin=GOOD), [])
        finding, = self.find("-", status=1, stdin=trace(GOOD, DOUBLE))
        self.assertEqual((finding["exchange"], finding["event"]), (2, 2))

    def test_large_body(self):
        body = START + ": x\n\n" * 100000 + REST
        self.assertEqual(self.find(self.write("long.sse", body), status=0), [])

    def test_whole_bodies(self):
        for name, body, rule in (("message.json", MESSAGE, "json-instead-of-sse"),
                                 ("message.sse", MESSAGE, "json-instead-of-sse"),
                                 ("page.txt", "<html>no</html>", "html-in-stream"),
                                 ("error.txt", '{"error":{"message":"no"}}', "error-json-in-200"),
                                 ("empty.sse", "", "empty-stream"),
                                 ("empty", "", "empty-stream")):
            with self.subTest(name):
                finding, = self.find(self.write(name, body), status=1)
                self.assertEqual((finding["rule"], finding["event"]), (rule, None))

    def test_protocol(self):
        path = self.write("good.sse", GOOD)
        self.assertEqual(self.find(path, "--protocol", "anthropic-messages", status=0), [])
        self.assertEqual(self.find(path, "--protocol", "auto", status=0), [])
        # What the user says holds for bare bodies too.
        other = self.write("strange.sse", 'data: {"strange":1}\n\n')
        rules = {finding["rule"] for finding in self.find(other, status=0)}
        self.assertNotIn("unknown-event-type", rules)
        rules = {finding["rule"] for finding in self.find(other, "--protocol=anthropic-messages", status=1)}
        self.assertIn("unknown-event-type", rules)
        self.find(path, "--protocol", "nonsense", status=2, stderr="anthropic-messages")

    # --- Traces.

    def test_trace(self):
        for name in ("a.tapline.jsonl", "capture.log", "copy.txt"):
            with self.subTest(name):
                path = self.write(name, trace(GOOD, DOUBLE, GOOD))
                finding, = self.find(path, status=1)
                self.assertEqual([finding[key] for key in KEYS[:-1]],
                                 [path, 2, 2, 2000020, "duplicate-message-start", "error"])

    def test_gap(self):
        path = self.write("gap.tapline.jsonl", trace(GOOD, gap=12000000))
        finding, = self.find(path, status=0)
        self.assertEqual((finding["rule"], finding["severity"], finding["event"], finding["at"]),
                         ("idle-gap", "warning", 2, 13000020))
        self.assertEqual(self.find(path, "--gap", "12.5", status=0), [])
        finding, = self.find(path, "--gap=11.9", status=0)
        for wrong in ("0", "-1", "nan", "x"):
            self.assertEqual(self.run_check("--gap=" + wrong, path).returncode, 2)

    def test_several_files(self):
        good = self.write("good.sse", GOOD)
        double = self.write("double.tapline.jsonl", trace(DOUBLE))
        findings = self.find(good, double, good, status=1)
        self.assertEqual([finding["file"] for finding in findings], [double])
        findings = self.find(double, self.folder + "/none", good, status=2, stderr="none")
        self.assertEqual(len(findings), 1)

    def test_transcripts(self):
        paths = sorted(glob.glob(os.path.join(TRANSCRIPTS, "*.transcript")))
        self.assertGreater(len(paths), 40)
        expected, files = [], []
        for path in paths:
            with open(path, encoding="utf-8", newline="") as file:
                log, outcome = file.read().split("\n----\n")
            lines = [line for line in log.split("\n") if line.startswith("{")]
            files.append(self.write(os.path.basename(path), "\n".join(lines) + "\n"))
            exchange = None
            for line in outcome.splitlines():
                if line.startswith("#"):
                    exchange = int(line[1:].split()[0])
                match = re.match(r"  (error|warning|note) (\S+) event (\d+) at (-?\d+)", line)
                if match:
                    severity, rule, event, at = match.groups()
                    expected.append((files[-1], exchange, int(event) or None, int(at), rule,
                                     severity))
        found = [tuple(finding[key] for key in KEYS[:-1])
                 for finding in self.find(*files, status=1)]
        self.maxDiff = None
        self.assertEqual(found, expected)

    # --- HTTP archives.

    def test_har(self):
        for name in ("a.har", "archive.json", "b.txt"):
            with self.subTest(name):
                path = self.write(name, har(entry(GOOD), entry(DOUBLE, second=1),
                                            entry(GOOD, second=2)))
                finding, = self.find(path, status=1)
                self.assertEqual([finding[key] for key in KEYS[:-1]],
                                 [path, 2, 2, None, "duplicate-message-start", "error"])
        finding, = self.find("-", status=1, stdin="\ufeff" + har(entry(DOUBLE)))
        self.assertEqual((finding["file"], finding["exchange"]), ("-", 1))

    def test_har_entries(self):
        path = self.write("a.har", har(entry(DOUBLE), {"request": 7}, entry(GOOD), 8))
        finding, = self.find(path, status=2, stderr="2 of 4 entries")
        self.assertEqual(finding["exchange"], 1)
        self.assertEqual(self.find(self.write("empty.har", har()), status=0), [])

    def test_har_text(self):
        result = self.run_check(self.write("a.har", har(entry(GOOD))))
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        lines = result.stdout.decode().splitlines()
        self.assertEqual(lines[1], "    captured 2026-11-18 11:06:40 · 1 exchange")
        self.assertEqual(lines[3], "#1  POST /v1/messages → 200 OK · m · 6 events in 30.00 s · complete "
                                   "(end_turn) · 11:06:40.000")
        self.assertNotIn("secret-token", result.stdout.decode())

    # --- Bad files. Everything readable is read.

    def test_bad_files(self):
        newer = dict(SESSION, format="9.0")
        for name, content, says in (
                ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "nor an event stream"),
                ("foreign.tapline.jsonl", '{"hello":1}\n', "not a trace"),
                ("text.tapline.jsonl", "hello\n", "not a trace"),
                ("newer.tapline.jsonl", trace(GOOD, session=newer), "newer"),
                ("x.tapline.zip", b"PK\3\4....", "bundle"),
                ("x.har", '{"log":{"version":"1.2","creator":{},"entries":[', "cut off"),
                ("har.json", '{"log":{"version":"1.2","creator":{}}}', "entries")):
            with self.subTest(name):
                path = self.write(name, content)
                self.assertEqual(self.find(path, status=2, stderr=says), [])
                self.assertEqual(self.find(path, status=2, stderr=name), [])
        self.find(self.folder, status=2, stderr="folder")
        self.find(self.folder + "/none.sse", status=2, stderr="none.sse")

    def test_truncated_last_line(self):
        whole = trace(DOUBLE)
        path = self.write("cut.tapline.jsonl", whole[:-20])
        findings = self.find(path, status=1, stderr="last line")
        self.assertEqual([finding["rule"] for finding in findings],
                         ["duplicate-message-start", "capture-ended"])

    def test_broken_line(self):
        lines = trace(DOUBLE, GOOD).splitlines()
        lines[2] = lines[2][:30]
        path = self.write("broken.tapline.jsonl", "\n".join(lines) + "\n")
        findings = self.find(path, status=2, stderr="read all the same")
        self.assertEqual([finding["rule"] for finding in findings], ["duplicate-message-start"])

    def test_empty_trace(self):
        self.assertEqual(self.find(self.write("a.tapline.jsonl", ""), status=0), [])
        self.assertEqual(self.find(self.write("b.tapline.jsonl", trace()), status=0), [])

    def test_usage(self):
        for arguments, says in (((), "no file"), (("--format", "xml", "x"), "xml"),
                                (("--frobnicate",), "--help")):
            result = self.run_check(*arguments)
            self.assertEqual((result.returncode, result.stdout), (2, b""))
            self.assertIn(says, result.stderr.decode())
            self.assertTrue(result.stderr.startswith(b"tapline-cli: "))
        result = self.run_check("--help")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        for line in result.stdout.decode().splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            result = self.run_check(self.write("double.sse", DOUBLE), stdout=full)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"written", result.stderr)

    # --- The text.

    def test_text(self):
        path = self.write("a.tapline.jsonl", trace(GOOD, DOUBLE))
        result = self.run_check(path)
        self.assertEqual((result.returncode, result.stderr), (1, b""))
        text = result.stdout.decode()
        self.assertNotIn("\033", text)
        head, first, second, counts = text.rstrip("\n").split("\n\n")
        self.assertEqual(head, f"{path}\n    captured 2026-11-18 11:06:40 · 2 exchanges")
        self.assertEqual(first, "#1  POST /v1/messages → 200 OK · m · 6 events in 30 µs · complete"
                                " (end_turn) · 11:06:41.000")
        lines = second.splitlines()
        self.assertEqual(lines[2], "    verdict  Gateway sent the beginning twice")
        labels = [line.split()[0] for line in lines[2:] if not line.startswith(" " * 13)]
        self.assertEqual(labels, ["verdict", "seen", "cure", "clients"])
        self.assertRegex(second, r"(?m)^ {4}(seen )? {4,}at event 2, after 20 µs:")
        self.assertRegex(second, r"(?m)^    cure     dedupe-message-start: \w")
        self.assertEqual(second.count("duplicate-message-start"), 1)
        self.assertIn(" · body ended properly", lines[1])
        self.assertTrue(all(len(line) <= 80 for line in lines), second)
        self.assertEqual(counts, "    calls    1 failed: #2\n             1 fine: #1\n"
                                 "1 error, 0 warnings, 0 notes in 2 exchanges")

    def test_verbose(self):
        path = self.write("a.tapline.jsonl", trace(GOOD, DOUBLE))
        text = self.run_check("--verbose", path).stdout.decode()
        self.assertIn("    verdict  Complete\n             The answer is complete: 6 events", text)
        self.assertIn("    error    duplicate-message-start    at event 2, after 20 µs\n", text)

    def test_early_end(self):
        """What was cut is never called complete, and a second time is told in a line."""
        cut = START + REST[:REST.index("event: content_block_stop")]
        longer = cut + 'event: ping\ndata: {"type":"ping"}\n\n'
        path = self.write("a.tapline.jsonl", trace(cut, cut, longer, again=True))
        first, second, third = self.run_check(path).stdout.decode().split("\n\n")[1:4]
        self.assertIn(" · body ended, answer not\n", first)
        self.assertIn("message_stop never came", " ".join(first.split()))
        self.assertNotIn("complete\n", first)
        self.assertRegex(" ".join(second.split()),
                         r"verdict \S.*, the same as #1: after the same event \(3\) and byte \(\d+\)$")
        self.assertRegex(" ".join(third.split()), r", the same as #1, but after event 4 and not 3$")
        self.assertIn("#2, #3: Then the agent tried 2 more times", " ".join(first.split()))

    def test_recovered(self):
        path = self.write("a.tapline.jsonl", trace(DOUBLE, GOOD, again=True))
        text = self.run_check(path).stdout.decode()
        self.assertIn("    calls    1 recovered: #1 in #2\n", text)

    def test_calls_that_an_agent_does_not_mind(self):
        for version, says in (("2.0.77", "2 failed: #1, #2"), ("2.1.329", "2 with flaws: #1, #2")):
            path = self.write("a.tapline.jsonl", trace(DOUBLE, DOUBLE,
                                                       agent=f"claude-cli/{version} (external, cli)"))
            text = self.run_check(path).stdout.decode()
            self.assertIn(f"    calls    {says}\n", text)
            self.assertIn(f"Claude Code {version} (this agent)", text)

    def test_text_of_a_body(self):
        result = self.run_check(self.write("good.sse", GOOD))
        self.assertEqual(result.stdout.decode().splitlines()[1:],
                         [f"    Anthropic Messages · 6 events in {len(GOOD)} bytes",
                          "    verdict  Complete",
                          "             The answer is complete: 6 events. Its stop reason is end_turn.",
                          "", "0 errors, 0 warnings, 0 notes"])

    def test_text_without_unicode(self):
        result = self.run_check(self.write("a.tapline.jsonl", trace(DOUBLE)), locale="C")
        self.assertEqual(result.returncode, 1)
        result.stdout.decode("ascii")
        self.assertIn(b"-> 200 OK", result.stdout)

    def test_terminal_is_safe(self):
        path = self.write("a.tapline.jsonl", trace(GOOD, target="/v1/\x1b]0;x\x07messages"))
        for line in self.run_check(path).stdout.decode().split("\n"):
            self.assertTrue(line.isprintable(), line)

    # --- Streams recorded elsewhere.

    @unittest.skipUnless(FIXTURES, "no recorded streams here")
    def test_fixture_duplicate_start(self):
        path, = glob.glob(os.path.join(FIXTURES, "extracted-sse", "*duplicate-message-start.sse"))
        with open(path, encoding="utf-8") as file:
            names = [line for line in file if line.startswith("event: ")]
        second = [i for i, name in enumerate(names, 1) if name == "event: message_start\n"][1]
        findings = self.find(path, status=1)
        self.assertEqual([(finding["rule"], finding["event"]) for finding in findings
                          if finding["severity"] == "error"],
                         [("duplicate-message-start", second)])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
