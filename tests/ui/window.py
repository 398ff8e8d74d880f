#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window comes up, says how to capture, opens its menu and About window, and ends well.

run-ui window.py PROGRAM [PICTURE]      PICTURE: where to put a screenshot, if import is there
"""
import os
import subprocess
import sys
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

TIMEOUT = 20


class Program:
    def __init__(self, *command):
        self.process = subprocess.Popen(command)
        Atspi.init()
        self.root = self.wait('the program on the accessibility bus', self.find_root)

    def wait(self, what, find):
        """What find() gives as soon as it gives something; the bus is looked at again and again."""
        context = GLib.MainContext.default()
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            while context.pending():
                context.iteration(False)
            try:
                found = find()
            except GLib.Error:  # a node went away while it was looked at
                found = None
            if found:
                return found
            time.sleep(0.02)
        raise SystemExit(f'{what}: not there within {TIMEOUT} s')

    def find_root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid:
                return child
        return None

    def walk(self, node=None):
        node = node or self.root
        node.clear_cache()
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child:
                yield from self.walk(child)

    def named(self, text, actions=False):
        return self.wait(f'“{text}”', lambda: next(
            (node for node in self.walk() if text in (node.get_name() or '')
             and (not actions or node.get_n_actions())), None))

    def click(self, text):
        self.named(text, actions=True).do_action(0)


def check_no_display(path):
    """Without a display: one sentence that names a way on, exit status 1."""
    environment = {key: value for key, value in os.environ.items()
                   if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    done = subprocess.run([path], env=environment, capture_output=True, text=True, timeout=TIMEOUT)
    if done.returncode != 1 or 'tapline-cli demo' not in done.stderr:
        raise SystemExit(f'without a display: status {done.returncode}, {done.stderr!r}')


def main():
    path = sys.argv[1]
    check_no_display(path)

    program = Program(path)
    program.named('No Capture Yet')
    program.named('tapline-cli record --upstream URL')
    if len(sys.argv) > 2:
        time.sleep(1)  # for the picture alone: what was laid out is also drawn
        subprocess.run(['import', '-window', 'root', sys.argv[2]], check=True)

    # A second start brings the first one's window to the front, hands its file over, and ends.
    again = subprocess.run([path, 'a<b>.tapline.jsonl'], timeout=TIMEOUT)
    if again.returncode != 0:
        raise SystemExit(f'the second start ended with {again.returncode}')
    program.named('a<b>.tapline.jsonl')
    program.named('tapline-cli check')

    bus = ['gdbus', 'call', '--session', '--dest', 'io.github.tapline.Tapline',
           '--object-path', '/io/github/tapline/Tapline',
           '--method', 'org.gtk.Actions.Activate']
    program.named('Main Menu')
    subprocess.run([*bus, 'about', '[]', '{}'], check=True, stdout=subprocess.DEVNULL)
    program.named('The Tapline contributors')
    subprocess.run([*bus, 'quit', '[]', '{}'], check=True, stdout=subprocess.DEVNULL)
    status = program.process.wait(TIMEOUT)
    if status != 0:
        raise SystemExit(f'the window ended with {status}')
    print('good')


main()
