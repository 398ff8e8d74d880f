#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with words for people is in po/POTFILES, in order, and the template builds from it.

potfiles.py SOURCE_ROOT [--fix]     --fix writes po/POTFILES anew instead of complaining
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

WORDS = {
    '.c': re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dpgettext2?)\s*\(\s*"'
                     r'|\bg_dn?gettext\s*\(\s*GETTEXT_PACKAGE\b'),
    '.h': re.compile(r'\b(?:N_|NC_)\s*\(\s*"'),
    '.ui': re.compile(r'translatable="yes"'),
    '.in': re.compile(r''),
    '.gschema.xml': re.compile(r'<summary>'),
}
# One message of each kind of file, so that a kind that xgettext does not understand is seen.
SAMPLES = {
    'C': 'Tell the version',
    'ui': 'Main Menu',
    'desktop file': 'Agent Traffic Inspector',
    'metainfo': 'See what breaks an agent’s stream',
    'settings': 'Where agents connect',
    'MIME types': 'Tapline trace',
}
# xgettext ends a message at a macro, so that what it is part of can never be translated; %ju, %jd and
# %zu say the same.
MACRO = re.compile(r'(?:\bN?_|\bg_dngettext)\s*\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*?'
                   r'\bG_\w+_FORMAT\b')
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dngettext:2,3', 'ngettext:1,2', 'g_dgettext:2']


def expected(root):
    found = []
    for folder in ('data', 'src'):
        for path in sorted((root / folder).rglob('*')):
            for suffix, pattern in WORDS.items():
                if path.name.endswith(suffix) and pattern.search(path.read_text('utf-8')):
                    found.append(path.relative_to(root).as_posix())
                    break
    return sorted(found)


def macro_problems(root):
    found = []
    for path in sorted((root / 'src').rglob('*.[ch]')):
        text = path.read_text('utf-8')
        found += [f'{path.relative_to(root)}:{text.count(chr(10), 0, match.start()) + 1}: '
                  'a macro stands in a string for people' for match in MACRO.finditer(text)]
    return found


def template_problems(root):
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / 'tapline.pot'
        done = subprocess.run(
            ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--files-from=po/POTFILES',
             f'--directory={root}', f'--output={pot}', '--package-name=tapline']
            + [f'--keyword={word}' for word in KEYWORDS],
            cwd=root, capture_output=True, text=True)
        if done.returncode != 0:
            return [f'xgettext failed: {done.stderr.strip()}']
        text = pot.read_text('utf-8')
        problems = [f'no message of the {kind} is in the template: {sample!r}'
                    for kind, sample in SAMPLES.items() if f'msgid "{sample}"' not in text]
        # The header of a template is no catalogue's, so only what concerns the messages is asked.
        done = subprocess.run(['msgfmt', '--check-format', '-o', '/dev/null', pot],
                              capture_output=True, text=True)
        if done.returncode != 0:
            problems.append(f'msgfmt: {done.stderr.strip()}')
        return problems


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    potfiles = root / 'po' / 'POTFILES'
    want = expected(root)
    if '--fix' in sys.argv:
        potfiles.write_text(''.join(f'{line}\n' for line in want), 'utf-8')
    have = [line for line in potfiles.read_text('utf-8').splitlines() if line and line[0] != '#']
    problems = [f'{line} has words for people, and is not in po/POTFILES' for line in want if line not in have]
    problems += [f'{line} is in po/POTFILES, and has no words for people' for line in have if line not in want]
    if not problems and have != want:
        problems.append('po/POTFILES is not in order')
    if problems:
        problems.append('“tests/house/potfiles.py . --fix” puts it right')
    elif shutil.which('xgettext') is None:
        print('xgettext is missing: the template was not built')
        return 77
    else:
        problems = macro_problems(root) + template_problems(root)
    print('\n'.join(problems) or f'{len(have)} files')
    return 1 if problems else 0


sys.exit(main())
