# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run says: TAP while it goes, JSON and a table at its end."""

import re

from registry import ROWS


def tap_line(number, result):
    """One result as the Test Anything Protocol has it."""
    name = f"{result['transport']} {result['row']} {result['name']}"
    if result["skip"]:
        return f"ok {number} - {name} # SKIP {result['skip']}"
    if result["ok"]:
        return f"ok {number} - {name}"
    return f"not ok {number} - {name}\n# {result['reason']}"


def _cell(results):
    """A row's answer for one proxy: yes, or no and the first reason."""
    ran = [r for r in results if not r["skip"]]
    bad = [r for r in ran if not r["ok"]]
    if not ran:
        return "not asked" if not results else f"not asked ({results[0]['skip']})"
    if not bad:
        return f"yes ({len(ran)})"
    reason = re.split(r": wanted|; it has|: '|; not", bad[0]["reason"].splitlines()[0])[0]
    reason = reason.replace("|", "\\|")
    word = "no" if len(bad) == len(ran) else f"no, {len(bad)} of {len(ran)}"
    return f"{word}; {bad[0]['name']}: {reason}"


def markdown(runs):
    """A table with a line for each row of the list and a column for each run."""
    lines = ["| What neutral means | " + " | ".join(run["title"] for run in runs) + " |",
             "|---|" + "---|" * len(runs)]
    for row, text in ROWS.items():
        cells = (_cell([r for r in run["results"] if r["row"] == row]) for run in runs)
        lines.append(f"| {text} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
