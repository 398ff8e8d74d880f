#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""README's first command opens the window on the demo, which shows what broke.

run-ui first_command.py FOLDER COMMAND…      FOLDER: where to put the picture
"""

import os
import sys

import program
from program import Program

program.TIMEOUT = 600  # it installs and builds


def main():
    with Program(*sys.argv[2:]) as window:
        window.named("7 exchanges", {"label"})
        for pill in ("begun twice", "error in stream", "ended early", "tool call as text", "502"):
            window.named(pill, {"label"})
        window.named("Gateway sent the beginning twice", {"label"})
        window.picture(os.path.join(sys.argv[1], "first-command.png"))
        status = window.end()
    sys.exit(status)


main()
