# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of what must be found in each scenario, and how a result is held against it.

A row has five columns, with tabs between them: scenario, dialect, what the agent asks (words of
agents.py, with a space between them), what must be found, and the causes of the verdicts. The last
two have a part for each request, with “ | ” between the parts; where parts repeat, the last stands
for all that follow. Findings are parted by commas, and “-” is none:

    E truncated-body@end    an error at the end, or about the whole
    W leading-bom@1         a warning at event 1
    N unknown-event-type    a note, at one event or several, whichever
"""

import csv
import re
from dataclasses import dataclass

COLUMNS = ("scenario", "dialect", "asks", "findings", "causes")
SEVERITIES = {"E": "error", "W": "warning", "N": "note"}
FINDING = re.compile(r"([EWN]) ([a-z0-9-]+)(?:@(\d+|end))?")
ANYWHERE = "anywhere"


class Wrong(Exception):
    """The table cannot be read."""


@dataclass(frozen=True, order=True)
class Finding:
    """Its event is a number, None for the end, or ANYWHERE in the table."""
    severity: str
    rule: str
    event: object = ANYWHERE

    def __str__(self):
        place = {ANYWHERE: "", None: "@end"}.get(self.event, f"@{self.event}")
        letter = next(key for key, value in SEVERITIES.items() if value == self.severity)
        return f"{letter} {self.rule}{place}"

    def covers(self, other):
        return (self.severity, self.rule) == (other.severity, other.rule) \
            and self.event in (ANYWHERE, other.event)


@dataclass(frozen=True)
class Row:
    """What the table says of a scenario in one dialect."""
    scenario: str
    dialect: str
    asks: tuple
    findings: tuple  # a tuple of findings for each request
    causes: tuple    # a cause for each request

    @property
    def name(self):
        return f"{self.scenario}/{self.dialect}"


def _finding(text):
    match = FINDING.fullmatch(text)
    if not match:
        raise Wrong(f"“{text}” is no finding")
    where = match[3]
    event = {None: ANYWHERE, "end": None}[where] if where in (None, "end") else int(where)
    return Finding(SEVERITIES[match[1]], match[2], event)


def _parts(cell, count):
    parts = cell.split(" | ")
    if len(parts) > count:
        raise Wrong(f"“{cell}” has more parts than there are requests")
    return parts + parts[-1:] * (count - len(parts))


def row(cells):
    """A line of the table."""
    if len(cells) != len(COLUMNS) or not all(cells):
        raise Wrong(f"{cells} are not the columns {', '.join(COLUMNS)}")
    scenario, dialect, asks, findings, causes = cells
    asks = tuple(asks.split(" "))
    return Row(scenario, dialect, asks,
               tuple(tuple(map(_finding, part.split(", "))) if part != "-" else ()
                     for part in _parts(findings, len(asks))),
               tuple(_parts(causes, len(asks))))


def read(path):
    """The rows by name, e.g. "proper/chat"."""
    rows = {}
    with open(path, encoding="utf-8", newline="") as file:
        lines = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t",
                           quoting=csv.QUOTE_NONE)
        if tuple(next(lines)) != COLUMNS:
            raise Wrong(f"the columns are not {', '.join(COLUMNS)}")
        for cells in lines:
            new = row(cells)
            if new.name in rows:
                raise Wrong(f"{new.name} has two rows")
            rows[new.name] = new
    return rows


def gaps(rows, scenarios, dialects):
    """The scenarios without a row, and the rows without a scenario: lines by name."""
    wanted = {f"{scenario}/{dialect}" for scenario in scenarios for dialect in dialects}
    return {name: ["the table has no row" if name in wanted else "a row without a scenario"]
            for name in wanted ^ set(rows)}


def differences(wanted, found):
    """What is missing in @found, and what is too much there, as lines."""
    lines = [f"missing  {want}" for want in wanted if not any(map(want.covers, found))]
    extra = list(found)
    for want in wanted:
        covered = [one for one in extra if want.covers(one)]
        for one in covered if want.event == ANYWHERE else covered[:1]:
            extra.remove(one)
    return lines + [f"extra    {one}" for one in extra]
