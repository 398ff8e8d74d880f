# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is measured: each run is one use of the client against one candidate."""

import http.client
import json
import os
import signal
import statistics
import time
from dataclasses import dataclass

from processes import Machine, Process


# Those that must be compared in each round; those that need so long that they are measured in
# each fifth round only, with TLS in each tenth, but for the runs in which all rounds are wanted.
CORE = ('direct', 'relay', 'tapline', 'nginx')
SLOW = ('soup', 'mitmproxy')
SLOW_EACH = {'plain': 5, 'tls': 10}


@dataclass
class Run:
    name: str
    target: str
    title: str
    connections: int = 1
    repeat: int = 1           # within one client, on new connections
    turns: int = 1            # in one round, with the other candidates in between
    duration: float = 0       # s for which small requests are repeated; 0: one each
    latencies: bool = False
    pinned: bool = False      # the proxy has its core only, else both cores
    memory: bool = False      # sampled when events come on all streams
    who: tuple = CORE + SLOW  # names of candidates
    slow_always: bool = False # the slow ones in each round
    slow_repeat: int = 0      # of the slow ones, if not as the others
    tls: bool = True          # also with a TLS upstream
    warm_mb: int = 0          # free memory to touch before, see warm_memory()

    @property
    def unit(self):
        return 'request' if self.duration else 'event'

    def wants(self, name, number, upstream):
        """Whether the candidate is measured in this round."""
        return name in self.who and (name not in SLOW or number % SLOW_EACH[upstream] == 0
                                     or (self.slow_always and upstream == 'plain'))

    def repetitions(self, name):
        return self.slow_repeat or self.repeat if name in SLOW else self.repeat


def full_runs():
    """Two lots, each on fresh processes: what many streams leave behind, in memory and in
    descriptors that some candidates never close, must not touch the runs with one stream."""
    everyone = CORE + SLOW
    few = [
        Run('paced-1', '/paced?events=100&interval_us=5000', '1 stream, an event each 5 ms',
            turns=4, latencies=True, pinned=True, memory=True, who=everyone + ('relay-again',)),
        Run('burst-1', '/burst?events=20000', 'burst of 20,000 events, 1 stream', repeat=5,
            turns=2, warm_mb=64, slow_always=True, slow_repeat=1,
            who=everyone + ('relay-again', 'nginx-64k')),
        Run('small', '/small', 'small requests, 16 connections kept alive', connections=16,
            duration=1, latencies=True, pinned=True, tls=False),
        Run('long', '/long?events=2000000', '2,000,000 events on end, 1 stream',
            who=CORE + ('nginx-64k',), tls=False, warm_mb=600),
    ]
    many = [
        Run('paced-100', '/paced?events=25&interval_us=50000&wait=100',
            '100 streams, 2,000 events/s together', connections=100, latencies=True, pinned=True,
            memory=True),
        Run('paced-1000', '/paced?events=3&interval_us=500000&wait=1000',
            '1,000 streams, 2,000 events/s together', connections=1000, latencies=True,
            pinned=True, memory=True),
        Run('burst-100', '/burst?events=1000&wait=100', 'burst of 100,000 events, 100 streams',
            connections=100, repeat=2, slow_repeat=1, warm_mb=64),
        Run('burst-1000', '/burst?events=100&wait=1000', 'burst of 100,000 events, 1,000 streams',
            connections=1000, repeat=2, slow_repeat=1, warm_mb=64),
    ]
    return [few, many]


def quick_runs():
    return [[
        Run('paced-1', '/paced?events=60&interval_us=5000', '1 stream, an event each 5 ms',
            latencies=True, pinned=True, memory=True),
        Run('burst-1', '/burst?events=20000', 'burst of 20,000 events, 1 stream', repeat=2),
        Run('small', '/small', 'small requests, 16 connections kept alive', connections=16,
            duration=0.2, latencies=True, pinned=True, tls=False),
        Run('long', '/long?events=200000', '200,000 events on end, 1 stream',
            who=CORE, tls=False, warm_mb=64),
        Run('paced-100', '/paced?events=5&interval_us=50000&wait=100',
            '100 streams, 2,000 events/s together', connections=100, latencies=True, pinned=True,
            memory=True),
        Run('burst-100', '/burst?events=100&wait=100', 'burst of 10,000 events, 100 streams',
            connections=100, tls=False),
    ]]


def ask_generator(lab):
    """The generator's own account: answers, body bytes, connections that are open."""
    connection = http.client.HTTPConnection(lab.plain_upstream.split('://')[1], timeout=10)
    try:
        connection.request('POST', '/stats', b'')
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def client_command(lab, candidate, run):
    scheme = 'https' if lab.ca and candidate.passes_tls else 'http'
    command = [lab.client, '--connections', str(run.connections),
               '--repeat', str(run.repetitions(candidate.name)), '--pause', '30',
               '--duration', str(run.duration), '--timeout', '20']
    if scheme == 'https':
        command += ['--ca', lab.ca]
    if run.latencies:
        command.append('--latencies')
    if run.memory:
        command.append('--ready')
    return command + [f'{scheme}://{candidate.address}{run.target}']


def warm_memory(lab, megabytes):
    """Touches free memory by writing and deleting a file. A virtual machine may give free pages
    back to its host after seconds, and getting one again costs ten times what writing to it does:
    without this the first to write a file pays for what is no work of its own."""
    path = f'{lab.folder}/warm'
    block = bytes(1 << 20)
    with open(path, 'wb', buffering=0) as file:
        for _megabyte in range(megabytes):
            file.write(block)
    os.unlink(path)


def settle(candidate, limit=20.0):
    """Waits until the candidate rests: what it does after the last byte is its work as well."""
    end = time.monotonic() + limit
    before = candidate.cpu()['total']
    while time.monotonic() < end:
        time.sleep(0.05)
        now = candidate.cpu()['total']
        if now - before < 300_000:
            return
        before = now


def run_client(lab, candidate, run, record):
    """The client's results, one a repetition; samples memory at the right time."""
    process = candidate.process
    client = Process(client_command(lab, candidate, run), {lab.load_cpu},
                     f'{lab.folder}/client.stderr')
    results = []
    try:
        while len(results) < run.repetitions(candidate.name):
            line = client.read_line(60)
            if line == 'ready' and process is not None:
                record['memory'] = process.memory()
            elif line.startswith('{'):
                results.append(json.loads(line))
            elif line != 'ready':
                record['failure'] = client.errors() or 'the client ended early'
                break
    finally:
        client.stop()
    return results


def measure(lab, candidate, run):
    """One run of one candidate: a record of plain numbers."""
    process = candidate.process
    record = {}
    if lab.warm_memory and run.warm_mb:
        warm_memory(lab, run.warm_mb)
    if process is not None:
        process.send(signal.SIGCONT)
        process.set_cpus({lab.proxy_cpu} if run.pinned else {lab.load_cpu, lab.proxy_cpu})
        process.reset_peak()
    before = ask_generator(lab)
    machine = Machine()
    cpu_before, own_before = candidate.cpu(), time.process_time()

    results = run_client(lab, candidate, run, record)
    if process is not None:
        settle(candidate)
        process.discard_output()
    after = ask_generator(lab)
    cpu = {name: value - cpu_before.get(name, 0) for name, value in candidate.cpu().items()}

    units = sum(result['answers' if run.duration else 'events'] for result in results)
    client_us = sum(result['client_cpu_us'] for result in results)
    generator_us = (after['cpu_ns'] - before['cpu_ns']) / 1000
    record['sent_bytes'] = after['body_bytes'] - before['body_bytes']
    for result in results:
        if result['failed']:
            record['failure'] = f'{result["failed"]} failed: {result.get("failure")}'
    seconds = [result['seconds'] for result in results if result['seconds'] > 0]
    if units == 0 or not seconds:
        record.setdefault('failure', 'nothing came')
        return record

    record['rate'] = statistics.median(
        result['answers' if run.duration else 'events'] / result['seconds']
        for result in results if result['seconds'] > 0)
    if run.latencies and 'p50_us' in results[0]:
        for name in ('p50_us', 'p99_us'):
            record[name] = statistics.median(result[name] for result in results)
    for name, value in cpu.items():
        record['cpu_us' if name == 'total' else f'{name}_us'] = value / 1000 / units
    record['load_share'] = (client_us + generator_us) / 1e6 / sum(seconds)
    if process is not None:
        record['peak_mb'] = process.memory()['VmHWM'] / 1024
        if 'memory' in record:
            memory = record.pop('memory')
            record['rss_mb'] = memory['VmRSS'] / 1024
            record['private_mb'] = memory['RssAnon'] / 1024
    own = time.process_time() - own_before
    record['machine'] = machine.since(cpu['total'] / 1e9 + (client_us + generator_us) / 1e6 + own)
    return record
