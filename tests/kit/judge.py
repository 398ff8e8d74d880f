#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every scenario of the acceptance kit, in every dialect: an agent asks through `tapline-cli
record`, and `tapline-cli check` must find what expected.tsv says, and nothing else.

Prints what differs, and `N passed, N failed`.
"""

import argparse
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.realpath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "neutral")]

from agents import AGENTS  # noqa: E402
from proxies import PROFILES, Proxy  # noqa: E402
from wire import Failure, until  # noqa: E402
import table  # noqa: E402

KIT = os.path.join(HERE, "..", "..", "..", "shared", "kit")
PATIENCE = 20  # s, until what happened is written
AT_ONCE = 6  # scenarios that compute; the silent ones only wait, and all of them do so together


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", help="tapline-cli")
    parser.add_argument("--rows-only", action="store_true",
                        help="only see that the table has a row for each scenario, and no other")
    parser.add_argument("--table", default=os.path.join(HERE, "expected.tsv"))
    parser.add_argument("--scenarios", help="names with commas, for a look at these only")
    parser.add_argument("--keep", help="a folder for the logs and for what was found in them")
    parser.add_argument("--kit", default=KIT, help="the kit's folder")
    return parser.parse_args()


def scenarios(kit):
    return sorted(name.removesuffix(".json") for name in os.listdir(os.path.join(kit, "scenarios"))
                  if name.endswith(".json"))


@contextlib.contextmanager
def gateways(kit, folder, names):
    """The ports of the gateways, by row."""
    command = ["node", os.path.join(HERE, "gateways.mjs"), kit, folder, *names, "--", *AGENTS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline()
        if not line:
            raise Failure("the kit's gateways did not start")
        try:
            yield json.loads(line)
        finally:
            process.stdin.close()


def steps_left(kit, row, port):
    """The steps of a scenario that no request took."""
    with open(os.path.join(kit, "scenarios", row.scenario + ".json"), encoding="utf-8") as file:
        scenario = json.load(file)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_mock/log", timeout=20) as answer:
        taken = {entry["step"] for entry in json.load(answer)}
    steps = set(range(len(scenario["steps"])))
    if "nonStream" in scenario:
        steps.add("non-stream")
    return steps - taken


def count(log, kind):
    """How many records of a kind a log holds."""
    with open(log, "rb") as file:
        return sum(b'"kind":"%s"' % kind.encode() in line[:200] for line in file)


def play(program, folder, row, port):
    """One row. Returns its log."""
    here = os.path.join(folder, row.scenario, row.dialect)
    shutil.rmtree(here, ignore_errors=True)
    os.makedirs(here)
    proxy = Proxy(PROFILES["tapline"], program, f"http://127.0.0.1:{port}", here)
    try:
        agent = AGENTS[row.dialect](proxy.port)
        for how in row.asks:
            agent.ask(how)
        # Stopped any earlier, it would take its own end for that of an exchange.
        until(lambda: count(proxy.log_path, "end") >= len(row.asks), PATIENCE, "all is in the log")
        return proxy.log_path
    finally:
        proxy.stop()


class Found:
    """What `check` printed about a log."""

    def __init__(self):
        self.findings = {}  # exchange: findings
        self.verdicts = {}  # exchange: the object


def check(program, logs):
    """By log."""
    result = subprocess.run([program, "check", "--format", "json", *logs], capture_output=True,
                            check=False, timeout=120, env=dict(os.environ, LC_ALL="C.UTF-8"))
    if result.returncode != 1 or result.stderr:
        raise Failure(f"check ended with {result.returncode}: {result.stderr.decode()[-800:]}")
    found = {log: Found() for log in logs}
    for line in result.stdout.splitlines():
        one = json.loads(line)
        here, exchange = found[one["file"]], one["exchange"]
        if "rule" in one:
            here.findings.setdefault(exchange, []).append(
                table.Finding(one["severity"], one["rule"], one["event"]))
        else:
            here.verdicts[exchange] = one
    return found


def attempts(row, number):
    """The requests of one call that come after the first; none for any but the first."""
    if number > 1 and row.asks[number - 1] != "turn":
        return []
    rest = range(number + 1, len(row.asks) + 1)
    return list(itertools.takewhile(lambda one: row.asks[one - 1] != "turn", rest))


def judge_verdict(row, number, verdict):
    """What differs from the row in the verdict of one request, as lines."""
    lines = []
    cause = row.causes[number - 1]
    if verdict.get("cause") != cause:
        lines.append(f"cause    {verdict.get('cause')}, not {cause}: {verdict.get('verdict')}")
    then = [(step["exchange"], step["cause"]) for step in verdict.get("then", [])]
    wanted = [(one, row.causes[one - 1]) for one in attempts(row, number)]
    # Attempts that fail alike are one step, which bears the number of the last.
    if then[-1:] != wanted[-1:] or not set(then) <= set(wanted):
        lines.append(f"then     {then}, of {wanted}")
    if not verdict.get("evidence"):
        lines.append("missing  evidence")
    mine = [effect["client"] == AGENTS[row.dialect].client for effect in verdict.get("effects", [])]
    if mine != sorted(mine, reverse=True):
        lines.append(f"effects  {AGENTS[row.dialect].client} does not come first")
    return lines


def judge(row, log, found):
    """What differs from the row, as lines."""
    lines = []
    requests = count(log, "request")
    if requests != len(row.asks):
        lines.append(f"{requests} requests in the log instead of {len(row.asks)}")
    for number, wanted in enumerate(row.findings, 1):
        where = f"request {number} ({row.asks[number - 1]}): "
        lines += [where + line
                  for line in table.differences(wanted, found.findings.get(number, []))
                  + judge_verdict(row, number, found.verdicts.get(number, {}))]
    return lines


def play_all(options, rows, folder):
    """Returns each row's log, and what went wrong before anything was checked."""
    silent = sum(row.scenario.startswith("silence-") for row in rows)
    logs, problems = {}, {}
    names = sorted({row.scenario for row in rows})
    with gateways(options.kit, folder, names) as ports, \
            ThreadPoolExecutor(silent + AT_ONCE) as pool:
        played = {row: pool.submit(play, options.program, folder, row, ports[row.name])
                  for row in rows}
        for row, log in played.items():
            try:
                logs[row] = log.result()
            except Failure as error:
                problems[row.name] = [str(error)]
                continue
            if left := steps_left(options.kit, row, ports[row.name]):
                problems[row.name] = [f"the agent did not ask for the steps {left}"]
    return logs, problems


def told(problems, names):
    """Prints what is wrong, and counts. Whether all is well."""
    for name, lines in sorted(problems.items()):
        print("\n    ".join([f"FAIL {name}", *lines]))
    passed = len(set(names) - set(problems))
    print(f"{passed} passed, {len(problems)} failed")
    return passed > 0 and not problems


def main():
    options = arguments()
    if not os.path.isfile(os.path.join(options.kit, "mock-gateway.mjs")):
        sys.exit("judge.py: the kit is not beside the project; give its folder with --kit")
    names = scenarios(options.kit)
    rows = table.read(options.table)
    problems = table.gaps(rows, names, AGENTS)
    if problems or options.rows_only:
        return told(problems, rows)

    options.program = os.path.abspath(options.program)
    chosen = options.scenarios.split(",") if options.scenarios else names
    todo = sorted((row for row in rows.values() if row.scenario in chosen),
                  key=lambda row: (not row.scenario.startswith("silence-"), row.name))
    with tempfile.TemporaryDirectory(prefix="tapline-judge-") as scratch:
        folder = os.path.abspath(options.keep) if options.keep else scratch
        logs, problems = play_all(options, todo, folder)
        found = check(options.program, list(logs.values()))
        for row, log in logs.items():
            if lines := problems.get(row.name, []) + judge(row, log, found[log]):
                problems[row.name] = lines
    return told(problems, [row.name for row in todo])


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
