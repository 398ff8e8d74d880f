#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest parses, and asks for what Tapline needs and nothing more.

manifest.py MANIFEST APPLICATION_ID
"""
import json
import pathlib
import sys

NEEDED = {'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'modules'}
PERMISSIONS = {'--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
               '--device=dri'}


def main():
    path, app_id = pathlib.Path(sys.argv[1]), sys.argv[2]
    manifest = json.loads(path.read_text('utf-8'))
    problems = [f'“{key}” is missing' for key in sorted(NEEDED - set(manifest))]
    if not problems:
        for key, value in {'id': app_id, 'runtime': 'org.gnome.Platform', 'sdk': 'org.gnome.Sdk',
                           'command': 'tapline'}.items():
            if manifest[key] != value:
                problems.append(f'“{key}” is {manifest[key]!r}, not {value!r}')
        for extra in sorted(set(manifest['finish-args']) - PERMISSIONS):
            problems.append(f'{extra} is a permission that nothing needs')
        for module in manifest['modules']:
            for source in module.get('sources', []):
                if source['type'] == 'dir' and not (path.parent / source['path'] / 'meson.build').exists():
                    problems.append(f'module {module["name"]}: nothing to build in {source["path"]}')
        if manifest['modules'][-1]['name'] != 'tapline':
            problems.append('the last module is not Tapline itself')
    if path.name != f'{app_id}.json':
        problems.append(f'the file is named {path.name}')
    print('\n'.join(problems) or 'good')
    return 1 if problems else 0


sys.exit(main())
