#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must not be lost, and what must not be harmed: a killed engine, a full disk, one that
blocks. usage: durability.py TAPLINE-CLI BLOCKED-DISK.so"""

import base64
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM, PRELOAD = sys.argv[1:3]
PATIENCE = 20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %d\r\n\r\n"
REQUEST = b"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"


class Engine:
    """tapline-cli record in front of a listening socket of ours."""

    def __init__(self, folder, **environment):
        self.gateway = socket.create_server(("127.0.0.1", 0))
        self.gateway.settimeout(PATIENCE)
        self.log = os.path.join(folder, "x.tapline.jsonl")
        self.errors = open(os.path.join(folder, "stderr"), "w+b")
        port = self.gateway.getsockname()[1]
        self.process = subprocess.Popen(
            [PROGRAM, "record", "--upstream", f"http://127.0.0.1:{port}", "--listen",
             "127.0.0.1:0", "--output", self.log, "--control", os.path.join(folder, "c.sock")],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors,
            env=dict(os.environ, LC_ALL="C.UTF-8", **environment))
        url = self.process.stdout.readline().decode().strip()
        self.address = ("127.0.0.1", int(url.rsplit(":", 1)[1]))

    def exchange(self):
        """An agent and the gateway's side of its connection, the request taken."""
        agent = socket.create_connection(self.address, PATIENCE)
        agent.sendall(REQUEST)
        peer, _ = self.gateway.accept()
        peer.settimeout(PATIENCE)
        got = b""
        while not got.endswith(b"\r\n\r\n"):
            got += peer.recv(65536)
        return agent, peer

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return status

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def status(self):
        """What the engine says of itself, over its control socket."""
        control = os.path.join(os.path.dirname(self.log), "c.sock")
        done = subprocess.run([PROGRAM, "status", "--control", control, "--format", "json"],
                              capture_output=True, check=True)
        return json.loads(done.stdout)

    def memory(self):
        """MiB that are resident now."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.gateway.close()
        self.errors.close()


def records(path):
    """The whole lines of a log, and whether there is a rest."""
    with open(path, "rb") as file:
        data = file.read()
    whole, _, rest = data.rpartition(b"\n")
    return [json.loads(line) for line in whole.split(b"\n")], rest


def body(log, exchange=1):
    """The bytes of an answer after its head, as far as the log has them."""
    return b"".join(base64.b64decode(r["base64"]) if "base64" in r else r["text"].encode()
                    for r in log if r["kind"] == "in" and r["exchange"] == exchange)


def read_exactly(agent, length):
    got = bytearray()
    while len(got) < length:
        part = agent.recv(1 << 18)
        assert part, f"the stream ended after {len(got)} of {length} bytes"
        got += part
    return bytes(got)


def wait_for(what, condition):
    """Looks until it is so; what it waits for is another process's doing."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        select.select([], [], [], 0.005)


def killed(folder):
    """kill -9 in mid-stream: the log lacks at most the last 100 ms, and opens."""
    with Engine(folder) as engine:
        agent, peer = engine.exchange()
        peer.sendall(HEAD % 10_000_000)
        read_exactly(agent, len(HEAD % 10_000_000))
        sent = []
        begin = time.monotonic()
        while time.monotonic() - begin < 1.0:
            event = b"event: ping\ndata: {\"n\":%06d}\n\n" % len(sent)
            peer.sendall(event)
            assert read_exactly(agent, len(event)) == event
            sent.append(time.monotonic())
            select.select([], [], [], 0.005)
        killed_at = time.monotonic()
        engine.process.kill()
        engine.process.wait()
        due = sum(at < killed_at - 0.1 for at in sent)
        log, _ = records(engine.log)
        have = body(log).count(b"event: ping")
        assert have >= due, f"{have} of {due} events are in the log"
        assert due > 50
        check = subprocess.run([PROGRAM, "check", engine.log], capture_output=True, text=True)
        assert check.returncode in (0, 1), check
        assert check.stderr == "", check.stderr
        agent.close()
        peer.close()


def stream(engine, size):
    """One answer through the engine, verified byte for byte on the agent's side."""
    agent, peer = engine.exchange()
    block = b"".join(b"data: {\"n\":%08d}\n\n" % n for n in range(3000))
    head = HEAD % size
    whole = head + (block * (size // len(block) + 1))[:size]
    sender = threading.Thread(target=peer.sendall, args=(whole,))
    sender.start()
    got = read_exactly(agent, len(whole))
    sender.join()
    assert got == whole, "the stream was harmed"
    agent.close()
    peer.close()


def full(folder):
    """A full disk: the stream goes on unharmed, and what is lost is said by exchange."""
    flag = os.path.join(folder, "disk-is-full")
    with Engine(folder, LD_PRELOAD=PRELOAD, TEST_DISK_FULL=flag) as engine:
        stream(engine, 100_000)
        wait_for("the first exchange's end", lambda: any(
            r["kind"] == "end" for r in records(engine.log)[0]))
        open(flag, "w").close()
        stream(engine, 200_000)
        wait_for("a word about the disk", lambda: "cannot be written just now" in engine.said())
        assert engine.stop() == 0
        assert "exchange 2: 2" in engine.said(), engine.said()
        log, rest = records(engine.log)
        assert len(body(log)) == 100_000 and not rest


def full_and_freed(folder):
    """A disk that was full for a while: nothing is lost that memory could hold."""
    flag = os.path.join(folder, "disk-is-full")
    with Engine(folder, LD_PRELOAD=PRELOAD, TEST_DISK_FULL=flag) as engine:
        open(flag, "w").close()
        stream(engine, 200_000)
        wait_for("a word about the disk", lambda: "cannot be written just now" in engine.said())
        held_at = engine.status()["log_held_at"]
        assert held_at is not None
        os.unlink(flag)
        wait_for("a word that it is over", lambda: "written again" in engine.said())
        wait_for("the rest of the log", lambda: engine.status()["log_held_at"] is None)
        assert held_at <= records(engine.log)[0][1]["at"], held_at
        assert engine.stop() == 0
        log, _ = records(engine.log)
        assert len(body(log)) == 200_000
        assert not any(r["kind"] == "lost" for r in log)


def blocked(folder):
    """A disk that blocks: the stream goes on, memory is bounded, the log tells what it lacks."""
    size = 150_000_000
    flag = os.path.join(folder, "disk-is-blocked")
    with Engine(folder, LD_PRELOAD=PRELOAD, TEST_DISK_BLOCKED=flag) as engine:
        open(flag, "w").close()
        stream(engine, size)
        assert engine.memory() < 150, engine.memory()
        wait_for("a word about the hole", lambda: engine.status()["log_held_at"] is not None)
        wait_for("a word about the loss", lambda: "not kept" in engine.said())
        os.unlink(flag)
        assert engine.stop() == 0
        log, _ = records(engine.log)
        lost = sum(r["bytes"] for r in log if r["kind"] == "lost" and r["exchange"] == 1)
        assert lost > 0 and len(body(log)) + lost == size, (lost, len(body(log)))
        assert [r["how"] for r in log if r["kind"] == "end"] == ["complete"]


def blocked_for_ever(folder):
    """A disk that never answers again: the engine still ends when it is told to."""
    flag = os.path.join(folder, "disk-is-blocked")
    with Engine(folder, LD_PRELOAD=PRELOAD, TEST_DISK_BLOCKED=flag) as engine:
        open(flag, "w").close()
        stream(engine, 100_000)
        begin = time.monotonic()
        assert engine.stop() == 0
        assert time.monotonic() - begin < 15
        assert "does not answer" in engine.said(), engine.said()
        os.unlink(flag)


def small_tmpfs(folder):
    """The same on a real file system that is too small; needs the right to mount one."""
    place = os.path.join(folder, "tmpfs")
    os.mkdir(place)
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place],
                           capture_output=True)
    if mount.returncode != 0:
        return "may not mount"
    try:
        with Engine(place) as engine:
            stream(engine, 4_000_000)
            wait_for("a word about the disk", lambda: "No space left" in engine.said())
            stream(engine, 1_000_000)
            assert engine.stop() == 0
            assert "exchange 2: 1" in engine.said(), engine.said()
            check = subprocess.run([PROGRAM, "check", engine.log], capture_output=True, text=True)
            assert check.returncode in (0, 1), check
    finally:
        subprocess.run(["umount", "-l", place], check=True)
    return None


CASES = [killed, full, full_and_freed, blocked, blocked_for_ever, small_tmpfs]
ASAN = subprocess.run(["nm", "-D", PROGRAM], capture_output=True, text=True).stdout.count("__asan")


def main():
    print("TAP version 13")
    print(f"1..{len(CASES)}")
    failed = 0
    for number, case in enumerate(CASES, 1):
        folder = tempfile.mkdtemp(prefix="tapline-")
        title = f"{number} - {case.__doc__.splitlines()[0]}"
        try:
            if ASAN and case is not killed:
                print(f"ok {title} # SKIP a preloaded library and AddressSanitizer do not mix")
                continue
            skipped = case(folder)
            print(f"ok {title}" + (f" # SKIP {skipped}" if skipped else ""))
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            failed += 1
            print(f"not ok {title}\n# {type(error).__name__}: {error}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
