# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

#!/usr/bin/env python3
"""The path benchmark: what it costs to stand between an agent and its gateway.

Generator and client share one core, the proxy under test has the other; in the throughput runs
it may use both, for Tapline's journal as for anyone's threads. Latency and small requests are
measured with the whole proxy on its one core. All candidates are started anew in each round,
take turns run by run in changing order, and are stopped (SIGSTOP) while another is measured.
What is printed is the median over the rounds, with a 95 % bootstrap interval.
"""

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import report
import runs
import targets
from candidates import Direct, Mitmproxy, Nginx, Relay, Soup, Tapline
from processes import Process, StartError, cores, raise_file_limit

ESSENTIAL = ('direct', 'relay', 'tapline')
METRICS = ('rate', 'p50_us', 'p99_us', 'cpu_us', 'relay_us', 'journal_us', 'follower_us', 'main_us',
           'rss_mb', 'private_mb', 'peak_mb', 'load_share')

# Shares of one core above which a run counts as disturbed.
DISTURBED = {'steal': 0.02, 'others': 0.15}


def disturbance(record):
    """How much of what can be borne was used by others; endless where nothing was measured."""
    if 'machine' not in record:
        return float('inf')
    return max(record['machine'][name] / limit for name, limit in DISTURBED.items())


def by_round(metrics):
    """One value a round: the median of its turns."""
    return {name: {number: statistics.median(values) for number, values in rounds.items()}
            for name, rounds in metrics.items()}


class Lab:
    """Where everything happens; what the candidates need to know."""

    def __init__(self, options, folder):
        self.folder = folder
        self.client = options.client
        self.warm_memory = options.warm_memory
        self.load_cpu, self.proxy_cpu = cores()
        self.cpus = {self.proxy_cpu}
        self.any_ca = os.path.join(folder, 'ca.pem')
        self.ca = None
        self.generator = Process([options.generator, '--ca', self.any_ca], {self.load_cpu},
                                 os.path.join(folder, 'generator.stderr'))
        self.plain_upstream = self.generator.read_line(10)
        self.tls_upstream = self.generator.read_line(10)
        if not self.tls_upstream:
            raise StartError(f'the generator did not start: {self.generator.errors()}')
        self.upstream = self.plain_upstream

    def use_tls(self, tls):
        self.upstream = self.tls_upstream if tls else self.plain_upstream
        self.ca = self.any_ca if tls else None


class Bench:
    def __init__(self, options, lab):
        self.options = options
        self.lab = lab
        self.results = {}   # "plain/paced-1" -> candidate -> metric -> round -> value
        self.records = []
        self.problems = []  # what makes the exit status 1
        self.notes = []     # what else is to be known
        self.logs = []
        self.skipped = {}

    def candidates(self):
        """Those that are there and wanted, new each time."""
        options = self.options
        everyone = [Direct('direct'), Relay('relay', options.relay)]
        if options.self_check:
            everyone.append(Relay('relay-again', options.relay))
        everyone += [Tapline('tapline', options.tapline), Nginx('nginx', options.nginx, '4k'),
                     Nginx('nginx-64k', options.nginx, '64k'),
                     Soup('soup', options.soup), Mitmproxy('mitmproxy', options.mitmdump)]
        found = []
        for candidate in everyone:
            if options.only and candidate.name not in options.only:
                continue
            reason = candidate.missing()
            if reason is None:
                found.append(candidate)
            else:
                self.skipped[candidate.name] = reason
        return found

    def start(self, found):
        started = []
        for candidate in found:
            try:
                candidate.start(self.lab)
            except StartError as error:
                self.complain(candidate, f'{error}')
                self.skipped[candidate.name] = str(error)
                continue
            started.append(candidate)
            warm_up = runs.Run('warm-up', '/burst?events=200', '', repeat=3)
            record = runs.measure(self.lab, candidate, warm_up)
            candidate.sent = record.get('sent_bytes', 0)
            if 'failure' in record:
                self.complain(candidate, f'warm-up: {record["failure"]}')
            self.freeze(candidate)
        return started

    @staticmethod
    def freeze(candidate):
        if candidate.process is not None:
            candidate.process.send(signal.SIGSTOP)

    def complain(self, candidate, text):
        line = f'{candidate.name}: {text}'
        if candidate.name in ESSENTIAL:
            self.problems.append(line)
        elif line not in self.notes:
            self.notes.append(line)

    def keep(self, key, candidate, number, record):
        self.records.append({'run': key, 'candidate': candidate.name, 'round': number, **record})
        if 'failure' in record:
            self.complain(candidate, f'{key}: {record["failure"]}')
            return
        metrics = self.results.setdefault(key, {}).setdefault(candidate.name, {})
        for name in METRICS:
            if name in record:
                metrics.setdefault(name, {}).setdefault(number, []).append(record[name])

    @staticmethod
    def in_turn(started, number):
        """Each candidate has each place, and follows and precedes each other one."""
        first = number // 2 % len(started)
        turn = started[first:] + started[:first]
        return turn if number % 2 == 0 else turn[::-1]

    def take(self, key, candidate, number, run):
        """Measures; once more where others used the machine, of which the quieter counts."""
        record = runs.measure(self.lab, candidate, run)
        candidate.sent += record.get('sent_bytes', 0)
        if run.pinned and disturbance(record) > 1:
            again = runs.measure(self.lab, candidate, run)
            candidate.sent += again.get('sent_bytes', 0)
            record = min(record, again, key=disturbance)
        self.freeze(candidate)
        self.flush(candidate)
        self.keep(key, candidate, number, record)

    def round(self, number, tls, lot):
        prefix = 'tls' if tls else 'plain'
        lot = [run for run in lot if (run.tls or not tls)
               and (not self.options.run or run.name in self.options.run)]
        if not lot:
            return
        self.lab.use_tls(tls)
        found = [candidate for candidate in self.candidates()
                 if any(run.wants(candidate.name, number, prefix) for run in lot)]
        started = []
        try:
            started = self.start(found)
            for run in lot:
                key = f'{prefix}/{run.name}'
                for turn in range(run.turns):
                    for candidate in self.in_turn(started, number + turn):
                        if run.wants(candidate.name, number, prefix):
                            self.take(key, candidate, number, run)
        finally:
            for candidate in found:
                candidate.stop()
        for candidate in started:
            self.check_log(candidate, f'{prefix}, {lot[0].name}, round {number + 1}')

    @staticmethod
    def flush(candidate):
        """Dirty pages of the log are written now, and not while another is measured."""
        if isinstance(candidate, Tapline) and os.path.exists(candidate.log):
            with open(candidate.log, 'rb') as log:
                os.fsync(log.fileno())

    def check_log(self, candidate, where):
        """Nothing lost: the log holds all that the generator sent, whole and in order."""
        if not isinstance(candidate, Tapline):
            return
        found = subprocess.run([self.options.logsum, candidate.log], capture_output=True,
                               check=False)
        try:
            log = json.loads(found.stdout)
        except ValueError:
            self.complain(candidate, f'{where}: log unreadable: {found.stderr.decode().strip()}')
            return
        log['sent_bytes'] = candidate.sent
        log['size'] = os.path.getsize(candidate.log)
        self.logs.append({'where': where, **log})
        if found.returncode != 0 or log['in_bytes'] != candidate.sent:
            self.complain(candidate, f'{where}: the log is not whole: {log}')
        os.unlink(candidate.log)

    def order(self):
        """The results in the order of runs and candidates, with one value a round."""
        names = ['direct', 'relay', 'relay-again', 'tapline', 'nginx', 'nginx-64k',
                 'soup', 'mitmproxy']
        ordered = {}
        for prefix in ('plain', 'tls'):
            for run in self.options.titles.values():
                key = f'{prefix}/{run.name}'
                if key in self.results:
                    ordered[key] = {name: by_round(self.results[key][name]) for name in names
                                    if name in self.results[key]}
        self.results = ordered

    def judge_machine(self):
        """Says so where the numbers are not to be trusted."""
        shares = [record['machine'] for record in self.records if 'machine' in record]
        for name, limit in DISTURBED.items():
            bad = sum(1 for share in shares if share[name] > limit)
            if bad > len(shares) / 20:
                self.notes.append(f'{bad} of {len(shares)} runs were disturbed '
                                  f'({name} took more than {limit:.0%} of a core)')
        for key, run in self.results.items():
            for name, metrics in run.items():
                share = sorted(metrics.get('load_share', {}).values())
                if 'paced' not in key and name not in ('direct', 'relay', 'relay-again') \
                        and share and share[len(share) // 2] > 0.9:
                    self.notes.append(f'{key}, {name}: generator and client were busy all the '
                                      'time: the rate is theirs')

    def print(self):
        titles = self.options.titles
        for key, run in self.results.items():
            prefix, name = key.split('/')
            upstream = 'TLS upstream' if prefix == 'tls' else 'plain upstream'
            report.print_run(f'{titles[name].title}; {upstream}', titles[name].unit, run)
        rows = targets.judge(self.results,
                             sum(log['sent_bytes'] - log['in_bytes'] for log in self.logs))
        report.print_targets(rows)
        report.print_self_check(self.results.get('plain/paced-1', {}),
                                self.results.get('plain/burst-1', {}))
        if self.logs:
            lost = sum(log['lost_records'] for log in self.logs)
            whole = sum(1 for log in self.logs if log['in_bytes'] == log['sent_bytes'])
            print(f'Logs: {whole} of {len(self.logs)} hold every byte that was sent; '
                  f'{lost} records of loss.')
        for name, reason in self.skipped.items():
            print(f'Not measured: {name}: {reason}')
        for note in self.notes:
            print(f'Note: {note}')
        for problem in self.problems:
            print(f'PROBLEM: {problem}')
        return rows

    def write(self, path, rows, seconds):
        with open(path, 'w', encoding='utf-8') as out:
            json.dump({'version': 1, 'machine': machine(), 'rounds': self.options.rounds,
                       'quick': self.options.quick, 'seconds': seconds,
                       'runs': {name: run.title for name, run in self.options.titles.items()},
                       'targets': rows, 'results': self.results, 'logs': self.logs,
                       'skipped': self.skipped, 'notes': self.notes, 'problems': self.problems,
                       'records': self.records}, out, indent=1)


def machine():
    with open('/proc/cpuinfo', encoding='utf-8') as info:
        model = next((line.split(':')[1].strip() for line in info if 'model name' in line), '')
    return {'kernel': platform.release(), 'cpu': model, 'cores': len(os.sched_getaffinity(0))}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    for name in ('generator', 'client', 'logsum'):
        parser.add_argument(f'--{name}', required=True, metavar='PROGRAM')
    for name, default in (('relay', None), ('tapline', None), ('soup', None),
                          ('nginx', 'nginx'), ('mitmdump', 'mitmdump')):
        parser.add_argument(f'--{name}', default=default, metavar='PROGRAM')
    parser.add_argument('--rounds', type=int, help='10, or 1 with --quick')
    parser.add_argument('--quick', action='store_true', help='small numbers: does it work at all')
    parser.add_argument('--only', nargs='+', metavar='CANDIDATE')
    parser.add_argument('--run', nargs='+', metavar='RUN', help='such as paced-1 burst-1')
    parser.add_argument('--upstreams', choices=('plain', 'tls', 'both'), default='both')
    parser.add_argument('--no-self-check', dest='self_check', action='store_false',
                        help='do not measure the bare relay against itself')
    parser.add_argument('--no-warm-memory', dest='warm_memory', action='store_false',
                        help='do not touch free memory before the throughput runs')
    parser.add_argument('--folder', help='where logs are written while it runs')
    parser.add_argument('--json', metavar='FILE', help='write all figures to FILE')
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 10)
    options.self_check = options.self_check and not options.quick
    options.lots = runs.quick_runs() if options.quick else runs.full_runs()
    options.titles = {run.name: run for lot in options.lots for run in lot}
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    return options


def stop_on_signal(number, _frame):
    sys.exit(128 + number)


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, stop_on_signal)
    raise_file_limit()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix='tapline-benchmark-', dir=options.folder) as folder:
        lab = Lab(options, folder)
        bench = Bench(options, lab)
        try:
            for number in range(options.rounds):
                for tls in (False, True):
                    if options.upstreams not in ('both', 'tls' if tls else 'plain'):
                        continue
                    for lot in options.lots:
                        bench.round(number, tls, lot)
                print(f'round {number + 1} of {options.rounds} done, '
                      f'{time.monotonic() - began:.0f} s', file=sys.stderr)
        finally:
            lab.generator.stop()
    bench.order()
    bench.judge_machine()
    rows = bench.print()
    if options.json:
        bench.write(options.json, rows, time.monotonic() - began)
    return 1 if bench.problems else 0


if __name__ == '__main__':
    sys.exit(main())
