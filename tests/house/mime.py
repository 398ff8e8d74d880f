#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The MIME types are taken up by the desktop's own tool, and are those the desktop file names.

mime.py MIME_XML DESKTOP_FILE METAINFO
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

WANT = {
    'application/x-tapline-trace': '*.tapline.jsonl',
    'application/x-tapline-bundle': '*.tapline.zip',
}


def main():
    mime, desktop, metainfo = map(pathlib.Path, sys.argv[1:4])
    problems = []

    tool = shutil.which('update-mime-database')
    if tool is None:
        print('update-mime-database is missing')
        return 77
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder) / 'mime'
        (base / 'packages').mkdir(parents=True)
        shutil.copy(mime, base / 'packages')
        # A folder outside the desktop's own ones would be complained of.
        done = subprocess.run([tool, base], capture_output=True, text=True,
                              env={**os.environ, 'XDG_DATA_HOME': folder})
        # It goes on after a broken file, and exits with 0.
        if done.returncode != 0 or done.stderr.strip():
            problems.append(f'update-mime-database: {done.stderr.strip()}')
        globs = base / 'globs2'
        lines = globs.read_text('utf-8').splitlines() if globs.exists() else []
        for kind, pattern in WANT.items():
            if f'60:{kind}:{pattern}' not in lines:
                problems.append(f'{pattern} does not lead to {kind}')

    offered = next((line for line in desktop.read_text('utf-8').splitlines()
                    if line.startswith('MimeType=')), '')
    offered = set(filter(None, offered.partition('=')[2].split(';')))
    provided = {node.text for node in tree.parse(metainfo).iter('mediatype')}
    for where, kinds in (('desktop file', offered), ('metainfo', provided)):
        if kinds != set(WANT):
            problems.append(f'the {where} names {sorted(kinds)}')

    print('\n'.join(problems) or 'good')
    return 1 if problems else 0


sys.exit(main())
