# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A running window, seen as a screen reader sees it, and as a picture."""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

TIMEOUT = 20
APP_ID = "io.github.tapline.Tapline"
# GTK names roles otherwise from 4.10 on.
BUTTONS = {"push button", "button", "toggle button", "push button menu"}
CONTROLS = BUTTONS | {"check box", "combo box", "entry", "link", "menu item", "page tab",
                      "password text", "radio button", "slider", "spin button", "switch"}
TEXTS = {"text", "text box"}


def wait(what, find):
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
    raise AssertionError(f"{what}: not there within {TIMEOUT} s")


class Picture:
    """The window's pixels as grey values, and as a file to look at."""

    def __init__(self, window, path):
        subprocess.run(["import", "-window", window, path], check=True)
        pixels = subprocess.run(["convert", path, "-depth", "8", "gray:-"],
                                check=True, stdout=subprocess.PIPE).stdout
        self.pixels = pixels
        self.greys = len(set(pixels))
        self.brightness = sum(pixels) / len(pixels)


class Program:
    SELECTED = Atspi.StateType.SELECTED

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(command, env=dict(os.environ, **environment))
        try:
            Atspi.init()
            self.root = wait("the program on the accessibility bus", self._find_root)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def _find_root(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid and child.get_child_count():
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

    def says(self, text):
        """Whether a view of more than a line has it among what it shows."""
        return any(text in Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
                   for node in self.walk()
                   if node.get_role_name() in TEXTS and node.get_text_iface())

    def find(self, text, roles=None, actions=False):
        return next((node for node in self.walk() if text in (node.get_name() or "")
                     and (roles is None or node.get_role_name() in roles)
                     and (not actions or node.get_n_actions())), None)

    def named(self, text, roles=None):
        return wait(f"“{text}”", lambda: self.find(text, roles))

    def click(self, text):
        wait(f"“{text}” to click", lambda: self.find(text, CONTROLS, True)).do_action(0)

    def unnamed(self):
        """The controls that a screen reader could not tell apart; GTK falls back to type names."""
        def is_nameless(node):
            name = node.get_name() or ""
            return not name.strip() or name.startswith(("Gtk", "Adw", "Tap"))

        # What a drop-down is made of is read with it.
        return [f"{node.get_role_name()} “{node.get_name() or ''}”" for node in self.walk()
                if node.get_role_name() in CONTROLS and is_nameless(node)
                and not (node.get_parent().get_role_name() == "combo box"
                         and not is_nameless(node.get_parent()))]

    def activate(self, action):
        """An action of the program, over D-Bus, as the desktop would."""
        Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            APP_ID, "/" + APP_ID.replace(".", "/"), "org.gtk.Actions", "Activate",
            GLib.Variant("(sava{sv})", (action, [], {})), None, Gio.DBusCallFlags.NONE,
            TIMEOUT * 1000, None)

    def x_window(self):
        def find():
            done = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid),
                                   "--name", "^Tapline$"], stdout=subprocess.PIPE, text=True)
            return done.stdout.split()
        return wait("the window on the display", find)[0]

    def resize(self, width, height):
        subprocess.run(["xdotool", "windowsize", "--sync", self.x_window(), str(width), str(height)],
                       check=True, timeout=TIMEOUT)

    def point(self, node):
        """A click with the mouse, near the beginning of what is to be clicked, once it stands still.
        Then the mouse goes away, so that no tooltip is in the way of the next click."""
        places = []

        def settled():
            node.clear_cache()
            places.append(extents(node))
            return len(places) > 5 and len(set(places[-5:])) == 1
        wait("a place that stays", settled)
        x, y, _, height = places[-1]
        subprocess.run(["xdotool", "mousemove", "--window", self.x_window(), str(x + 20),
                        str(y + height // 2), "click", "1", "mousemove", "0", "0"], check=True,
                       timeout=TIMEOUT)

    def press(self, *keys):
        window = self.x_window()
        subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", *keys], check=True,
                       timeout=TIMEOUT)

    def picture(self, path):
        """A picture of what is drawn once nothing changes any more."""
        window, last = self.x_window(), []

        def settled():
            taken = Picture(window, path)
            last.append(taken)
            return taken if taken.greys > 16 and len(last) > 1 and last[-2].pixels == taken.pixels else None
        return wait("a picture that stays", settled)

    def end(self):
        """Quits, and stops what records; the exit status."""
        self.activate("quit")

        def gone():
            if self.process.poll() is not None:
                return True
            stop = self.find("Stop Recording", BUTTONS, True)
            if stop:
                stop.do_action(0)
            return False
        wait("the program's end", gone)
        return self.process.wait(TIMEOUT)


def extents(node):
    """Where a node lies in its window, in pixels: x, y, width, height."""
    rect = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    return rect.x, rect.y, rect.width, rect.height
