#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`record`, `status` and `follow` against a small gateway of this test's own."""

import http.client
import http.server
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

CLI = sys.argv[1]
KEY = "sk-ant-api03-planted-0123456789abcdefghijklmnop"
PATIENCE = 30


def event(name, **members):
    return f"event: {name}\ndata: {json.dumps(dict(type=name, **members))}\n\n".encode()


START = event("message_start", message={
    "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [],
    "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 5, "output_tokens": 1}})
REST = (event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        + event("content_block_delta", index=0, delta={"type": "text_delta", "text": "Hello"})
        + event("content_block_stop", index=0)
        + event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None},
                usage={"output_tokens": 3})
        + event("message_stop"))
BODIES = {"/v1/messages": START + REST, "/twice/v1/messages": START + START + REST}


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = BODIES[self.path]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Base(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix="tapline-record-")
        self.addCleanup(self.home.cleanup)
        self.gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
        self.gateway.daemon_threads = True
        threading.Thread(target=self.gateway.serve_forever, daemon=True).start()
        self.addCleanup(self.gateway.server_close)
        self.addCleanup(self.gateway.shutdown)
        self.upstream = f"http://127.0.0.1:{self.gateway.server_port}"
        self.log = self.path("log.tapline.jsonl")
        self.socket = self.path("control.sock")

    def path(self, *parts):
        return os.path.join(self.home.name, *parts)

    def environment(self):
        names = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")
        environment = {name: os.environ[name] for name in names if name in os.environ}
        environment.update(HOME=self.home.name, XDG_RUNTIME_DIR=self.home.name, LC_ALL="C.UTF-8",
                           G_DEBUG="fatal-criticals")
        return environment

    def run_cli(self, *arguments):
        return subprocess.run([CLI, *arguments], capture_output=True, text=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, env=self.environment())

    def start(self, *arguments):
        process = subprocess.Popen([CLI, *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                                   env=self.environment())
        process.seen = ""
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def line(self, process):
        """The next line, read past Python's own buffer: two may come at once."""
        while "\n" not in process.seen:
            ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
            self.assertTrue(ready, "no line in time")
            piece = os.read(process.stdout.fileno(), 65536).decode()
            if not piece:
                break
            process.seen += piece
        line, _, process.seen = process.seen.partition("\n")
        return line

    @staticmethod
    def rest(process):
        """What comes until it ends, and what it said on stderr."""
        out, err = process.communicate(timeout=PATIENCE)
        return process.seen + out, err

    def record(self, *arguments, log=None, control=None):
        process = self.start("record", "--upstream", self.upstream, "--listen", "127.0.0.1:0",
                             "--output", log or self.log, "--control", control or self.socket,
                             *arguments)
        url = self.line(process)
        if not url:
            self.fail(self.rest(process)[1])
        self.assertRegex(url, r"^http://127\.0\.0\.1:\d+$")
        return process, url

    def ask(self, url, path="/v1/messages"):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
        connection.request("POST", path, json.dumps({"model": "m", "stream": True}),
                           {"x-api-key": KEY, "Content-Type": "application/json"})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body

    def stop(self, process, number=signal.SIGTERM):
        process.send_signal(number)
        out, err = self.rest(process)
        self.assertEqual(process.returncode, 0, err)
        return out


class Record(Base):
    def test_lines_and_log(self):
        process, url = self.record()
        for path in BODIES:
            self.assertEqual(self.ask(url, path), (200, BODIES[path]))
        good = self.line(process)
        bad = self.line(process)
        self.assertRegex(good, r"^\d\d:\d\d:\d\d  #1  POST /v1/messages  200  0\.\d{3} s  "
                               r"6 events  gap 0\.\d{3} s  complete$")
        self.assertIn("  #2  POST /twice/v1/messages  200  ", bad)
        self.assertIn("duplicate-message-start", bad)
        self.assertEqual(self.stop(process, signal.SIGINT), "")

        with open(self.log, encoding="utf-8") as log:
            text = log.read()
        self.assertTrue(text.endswith("\n"))
        kinds = [json.loads(line)["kind"] for line in text.splitlines()]
        self.assertEqual(kinds[0], "session")
        self.assertEqual(kinds.count("end"), 2)
        self.assertNotIn(KEY, text)
        self.assertEqual(stat.S_IMODE(os.stat(self.log).st_mode), 0o600)
        self.assertFalse(os.path.exists(self.socket))

    def test_nobody_reads_the_lines(self):
        process, url = self.record()
        process.stdout.close()
        for _ in range(3):
            self.assertEqual(self.ask(url)[0], 200)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(PATIENCE), 0)
        with open(self.log, encoding="utf-8") as log:
            kinds = [json.loads(line)["kind"] for line in log]
        self.assertEqual(kinds.count("end"), 3)
        process.stdout = None

    def test_errors(self):
        process, url = self.record()
        port = url.rsplit(":", 1)[1]
        fresh = self.path("fresh.jsonl")
        other = self.path("other.sock")
        good = {"--upstream": self.upstream, "--listen": "127.0.0.1:0", "--output": fresh,
                "--control": other}
        cases = [
            ({"--listen": f"127.0.0.1:{port}"}, port),
            ({"--listen": "0.0.0.0:0"}, "0.0.0.0"),
            ({"--listen": "nonsense"}, "nonsense"),
            ({"--output": self.log}, self.log),
            ({"--output": self.path("control.sock", "x")}, "control.sock"),
            ({"--output": self.path("missing", "x.jsonl")}, "missing"),
            ({"--control": self.socket}, "--control"),
            ({"--control": self.log}, "--control"),
            ({"--control": self.path("c" * 120)}, "--control"),
            ({"--upstream": "ftp://127.0.0.1/"}, "http://HOST"),
            ({"--upstream": "nonsense"}, "http://HOST"),
            ({"--upstream": "https://127.0.0.1:1", "--upstream-ca": self.path("none.pem")},
             "none.pem"),
            ({"--resolve": "nonsense"}, "nonsense"),
        ]
        for change, expected in cases:
            with self.subTest(change=change):
                options = [part for pair in {**good, **change}.items() for part in pair]
                result = self.run_cli("record", *options)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertEqual(result.stdout, "")
                self.assertTrue(result.stderr.startswith("tapline-cli: "), result.stderr)
                self.assertIn(expected, result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
                self.assertFalse(os.path.exists(other))
        self.assertEqual(self.ask(url)[0], 200)
        self.stop(process)


class Control(Base):
    def raw(self, request):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(self.socket)
            client.sendall(request)
            answer = b""
            while piece := client.recv(65536):
                answer += piece
            return answer

    def test_status_before_anything_came(self):
        self.record()
        result = self.run_cli("status", "--control", self.socket, "--format", "json")
        self.assertEqual(result.returncode, 0, result.stderr)
        size = os.path.getsize(self.log)
        self.assertGreater(size, 0)
        self.assertEqual(json.loads(result.stdout)["log_bytes"], size)

    def test_status(self):
        process, url = self.record()
        self.assertEqual(stat.S_IMODE(os.stat(self.socket).st_mode), 0o600)
        self.ask(url)
        self.line(process)
        result = self.run_cli("status", "--control", self.socket, "--format", "json")
        self.assertEqual(result.returncode, 0, result.stderr)
        status = json.loads(result.stdout)
        self.assertEqual(status["url"], url)
        self.assertEqual(status["output"], self.log)
        self.assertEqual(status["pid"], process.pid)
        self.assertEqual(status["exchanges_ended"], 1)
        self.assertEqual(status["lost_records"], 0)
        self.assertIsNone(status["log_error"])
        self.assertIsNone(status["log_held_at"])
        self.assertGreater(status["now"], 0)
        self.assertGreater(status["bytes_down"], len(BODIES["/v1/messages"]))

        text = self.run_cli("status", "--control", self.socket)
        self.assertEqual(text.returncode, 0)
        for part in (url, self.upstream, self.log, "1 ended"):
            self.assertIn(part, text.stdout)
        self.stop(process)

    def test_follow(self):
        process, url = self.record()
        follower = self.start("follow", "--control", self.socket, "--format", "json")
        people = self.start("follow", "--control", self.socket)
        self.assertEqual(json.loads(self.line(follower)), {"type": "heartbeat"})
        self.ask(url, "/twice/v1/messages")
        lines = []
        while not lines or lines[-1]["type"] != "ended":
            lines.append(json.loads(self.line(follower)))
        self.assertEqual(lines[0]["type"], "begun")
        self.assertEqual(lines[-1]["rules"], ["duplicate-message-start"])
        self.assertEqual(lines[-1]["errors"], 1)
        self.assertEqual(lines[-1]["cause"], "order-duplicate")
        # Nothing more happens, so the next line is the engine's sign of life.
        self.assertEqual(json.loads(self.line(follower)), {"type": "heartbeat"})
        self.stop(process)
        rest, _ = self.rest(follower)
        self.assertEqual(json.loads(rest.splitlines()[-1]), {"type": "stopped"})
        self.assertEqual(follower.returncode, 0)
        text, _ = self.rest(people)
        self.assertEqual(people.returncode, 0)
        self.assertIn("begins", text)
        self.assertIn("duplicate-message-start", text)

    def test_follow_is_interrupted(self):
        process, _ = self.record()
        follower = self.start("follow", "--control", self.socket, "--format", "json")
        self.line(follower)
        follower.send_signal(signal.SIGINT)
        self.assertEqual(follower.wait(PATIENCE), 0)
        self.stop(process)

    def test_follow_loses_its_engine(self):
        process, _ = self.record()
        follower = self.start("follow", "--control", self.socket, "--format", "json")
        self.line(follower)
        process.kill()
        _, err = self.rest(follower)
        self.assertEqual(follower.returncode, 2)
        self.assertIn(self.socket, err)

    def test_stop(self):
        process, _ = self.record()
        answer = self.raw(b"POST /v1/stop HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer)
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assertFalse(os.path.exists(self.socket))

    def test_old_http_does_no_harm(self):
        process, url = self.record()
        answer = self.raw(b"GET /v1/status HTTP/1.0\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.0 505 "), answer)
        self.assertEqual(self.ask(url)[0], 200)
        self.stop(process)

    def test_recording_and_upstream(self):
        process, url = self.record()
        def post(path, body):
            return self.raw(b"POST /v1/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                            % (path, len(body), body))
        self.assertIn("Recording          on\n", self.run_cli("status", "--control",
                                                              self.socket).stdout)
        self.assertTrue(post(b"recording", b'{"on":false}').startswith(b"HTTP/1.1 200 "))
        self.assertEqual(self.ask(url)[0], 200)
        self.assertIn("Recording          off", self.run_cli("status", "--control",
                                                             self.socket).stdout)
        self.assertTrue(post(b"recording", b'{"on":true}').startswith(b"HTTP/1.1 200 "))
        self.assertIn(b"http://HOST", post(b"upstream", b'{"url":"nonsense"}'))
        answer = post(b"upstream", b'{"url":"http://127.0.0.1:9/api/"}')
        self.assertIn(b'"upstream":"http://127.0.0.1:9/api"', answer)
        self.assertEqual(self.ask(url)[0], 502)
        self.assertIn("  #1  POST ", self.line(process))
        self.stop(process)
        with open(self.log, encoding="utf-8") as log:
            records = [json.loads(line) for line in log]
        # Two threads take them over: their order among each other is open.
        self.assertEqual(sorted((record["note"], record["detail"]) for record in records
                                if record["kind"] == "note" and record["exchange"] == 0),
                         [("recording", "off"), ("recording", "on"),
                          ("upstream", "http://127.0.0.1:9")])

    def test_upstream_without_tls(self):
        """What it does not speak is said once, and what to do."""
        self.upstream = self.upstream.replace("http://", "https://")
        process, url = self.record()
        status, body = self.ask(url)
        self.assertEqual(status, 502)
        said = f"{self.upstream} does not speak TLS; try http:// instead of https://"
        self.assertIn(said, body.decode())
        self.stop(process)
        shown = " ".join(self.run_cli("check", self.log).stdout.split())
        self.assertIn(said, shown)
        self.assertNotIn("..", shown)

    def test_stale_socket(self):
        process, _ = self.record()
        process.kill()
        process.wait(PATIENCE)
        self.assertTrue(os.path.exists(self.socket))
        again, url = self.record(log=self.path("second.jsonl"))
        self.assertEqual(self.ask(url)[0], 200)
        self.stop(again)

    def test_no_engine(self):
        for command in ("status", "follow"):
            for control in ([], ["--control", self.socket], ["--control", self.path("c" * 120)]):
                result = self.run_cli(command, *control)
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stdout, "")
                self.assertTrue(result.stderr.startswith("tapline-cli: "), result.stderr)
                self.assertIn("--control", result.stderr)

    def test_default_path(self):
        process = self.start("record", "--upstream", self.upstream, "--listen", "127.0.0.1:0")
        url = self.line(process)
        folder = self.path("tapline")
        self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
        status = json.loads(self.run_cli("status", "--format", "json").stdout)
        self.assertEqual(status["url"], url)
        self.assertTrue(status["output"].startswith(self.home.name), status)
        self.stop(process)

    def test_folder(self):
        folder = self.path("made", "here")
        for wanted in (folder + "/", self.path("made") + "/"):
            process, _ = self.record(log=wanted)
            status = json.loads(
                self.run_cli("status", "--control", self.socket, "--format", "json").stdout)
            self.assertEqual(os.path.dirname(status["output"]) + "/", wanted)
            self.assertTrue(status["output"].endswith(".tapline.jsonl"), status)
            self.stop(process)
        self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
