# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The neutrality suite: what a direct connection gives, asserted through a proxy.

    neutral.py --proxy tapline --program build/src/cli/tapline-cli
    neutral.py --proxy soup --program build/tests/peers/soup/soup-peer --table
    neutral.py --merge tapline.json soup.json

It prints the Test Anything Protocol, or with --table a table in Markdown, or with --json one
object; the exit status is 1 if a case failed.
"""

import argparse
import fnmatch
import json
import sys
import tempfile
import time

import report
from lab import Bench, Lab
from pki import Pki
from proxies import PROFILES
from registry import CASES
from wire import Failure

import cases_heads  # noqa: F401  (each registers its cases)
import cases_bodies  # noqa: F401
import cases_flow  # noqa: F401
import cases_ends  # noqa: F401
import cases_time  # noqa: F401
import cases_refusals  # noqa: F401
import cases_secrets  # noqa: F401


def parse_arguments():
    parser = argparse.ArgumentParser(description="Does a proxy change anything?")
    parser.add_argument("--proxy", choices=PROFILES, help="the kind of proxy")
    parser.add_argument("--program", help="its executable")
    parser.add_argument("--transport", choices=("plain", "tls", "both"), default="both")
    parser.add_argument("--case", action="append", default=[], metavar="PATTERN",
                        help="only cases whose row or name matches")
    parser.add_argument("--long", action="store_true", help="also the 15 minutes of silence")
    parser.add_argument("--patience", type=float, default=5, metavar="SECONDS",
                        help="how long to wait for what should come at once")
    parser.add_argument("--memory-limit", type=float, default=128, metavar="MIB")
    parser.add_argument("--list", action="store_true", help="name the cases")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--table", action="store_true")
    output.add_argument("--json", action="store_true")
    output.add_argument("--merge", nargs="+", metavar="JSON", help="a table of earlier --json")
    arguments = parser.parse_args()
    if not (arguments.merge or arguments.list or (arguments.proxy and arguments.program)):
        parser.error("--proxy and --program are needed")
    return arguments


class Run:
    """All cases over one proxy with one kind of upstream."""

    def __init__(self, bench, options, tell):
        self.bench = bench
        self.options = options
        self.tell = tell
        self.results = []

    def reason_to_skip(self, one):
        if one.transport and one.transport != self.bench.transport:
            return f"only with {one.transport}"
        if one.needs_http and not self.bench.profile.reads_http:
            return "it reads no HTTP"
        if one.needs_resolve and not self.bench.profile.resolves:
            return "it has no --resolve"
        if one.long and not self.options.long:
            return "only with --long"
        return None

    def add(self, one, began, skip=None, reason=None):
        result = {"name": one.name, "row": one.row, "transport": self.bench.transport,
                  "ok": reason is None, "skip": skip, "reason": reason,
                  "seconds": round(time.monotonic() - began, 3)}
        self.results.append(result)
        self.tell(result)

    def guarded(self, step):
        """Runs a step of a case; the reason if it failed."""
        try:
            step()
        except Failure as failure:
            return str(failure)
        except Exception as error:  # a case must not end the run
            return f"{type(error).__name__}: {error}"
        return None

    def take_down(self, lab, reason):
        lab.close()
        for step in (lab.audit, lab.stop):
            if reason and step == lab.audit:
                continue
            reason = self.guarded(step) or reason
        if not self.bench.proxy.alive():
            reason = f"the proxy died; {self.bench.proxy.complaint()}; {reason}"
        return reason

    def run_one(self, one):
        began, labs = time.monotonic(), []

        def step():
            labs.append(Lab(self.bench))
            one.function(labs[0], *one.args)
        reason = self.guarded(step)
        self.add(one, began, reason=self.take_down(labs[0], reason) if labs else reason)

    def run(self, cases):
        spanning = []
        for one in cases:
            if self.reason_to_skip(one):
                self.add(one, time.monotonic(), skip=self.reason_to_skip(one))
            elif one.spans:
                lab = Lab(self.bench)
                half = one.function(lab, *one.args)
                spanning.append((one, lab, half, self.guarded(lambda half=half: next(half)),
                                 time.monotonic()))
        for one in cases:
            if not one.spans and not self.reason_to_skip(one):
                self.run_one(one)
        for one, lab, half, reason, began in spanning:
            reason = reason or self.guarded(lambda half=half: next(half, None))
            self.add(one, began, reason=self.take_down(lab, reason))


def chosen(patterns):
    return [one for one in CASES if not patterns or
            any(fnmatch.fnmatch(one.name, p) or fnmatch.fnmatch(one.row, p) for p in patterns)]


def transports(options, profile):
    if options.transport != "both":
        return [options.transport]
    return ["plain", "tls"] if profile.tls and Pki.available() else ["plain"]


def main():
    options = parse_arguments()
    if options.merge:
        runs = []
        for path in options.merge:
            with open(path, encoding="utf-8") as file:
                runs.append(json.load(file))
        print(report.markdown(runs))
        return 0
    cases = chosen(options.case)
    if options.list:
        for one in cases:
            print(f"{one.row:16} {one.name}")
        return 0
    if not cases:
        print("Bail out! no case matches")
        return 1
    profile = PROFILES[options.proxy]
    if options.transport == "tls" and not Pki.available():
        print("1..0 # SKIP the openssl program, which makes the certificates, is not here")
        return 0
    count = 0
    quiet = options.table or options.json

    def tell(result):
        nonlocal count
        count += 1
        print(report.tap_line(count, result), flush=True, file=sys.stderr if quiet else sys.stdout)

    if not quiet:
        print("TAP version 13")
        print(f"1..{len(cases) * len(transports(options, profile))}", flush=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="neutral-") as folder:
        for transport in transports(options, profile):
            pki = Pki(folder) if transport == "tls" else None
            bench = Bench(profile, options.program, transport, folder, pki, options)
            run = Run(bench, options, tell)
            try:
                bench.ready()
                run.run(cases)
                bench.close()
            except Failure as failure:
                print(f"Bail out! {failure}")
                return 1
            results += run.results
    whole = {"proxy": options.proxy, "title": profile.title, "results": results}
    if options.json:
        print(json.dumps(whole, indent=1))
    elif options.table:
        print(report.markdown([whole]))
    return 1 if any(not r["ok"] for r in results) else 0


if __name__ == "__main__":
    sys.exit(main())
