# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The benchmark's tools against each other: what is whole passes, whatever is broken is noticed."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest

import figures
import targets
from processes import Process

GENERATOR, CLIENT, LOGSUM = sys.argv[1:4]
BENCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'bench.py')


def fetch(address, target):
    """The whole answer, as bytes."""
    host, port = address.split(':')
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(f'POST {target} HTTP/1.1\r\nHost: {address}\r\n'
                           'Content-Length: 2\r\n\r\n{}'.encode())
        data = b''
        while not data.endswith(b'0\r\n\r\n'):
            data += connection.recv(65536)
    return data


class Tools(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.ca = os.path.join(cls.folder.name, 'ca.pem')
        cls.generator = Process([GENERATOR, '--ca', cls.ca], os.sched_getaffinity(0),
                                os.path.join(cls.folder.name, 'stderr'))
        cls.plain = cls.generator.read_line(10)
        cls.tls = cls.generator.read_line(10)

    @classmethod
    def tearDownClass(cls):
        status, errors = cls.generator.stop(), cls.generator.errors()
        cls.folder.cleanup()
        if status != 0:
            raise AssertionError(f'the generator ended with {status}: {errors}')

    def client(self, target, *options, base=None):
        """Exit status and the results."""
        found = subprocess.run([CLIENT, *options, '--ca', self.ca, (base or self.plain) + target],
                               capture_output=True, check=False, timeout=60)
        lines = found.stdout.decode().splitlines()
        return found.returncode, [json.loads(line) for line in lines if line.startswith('{')]

    def test_streams(self):
        for base in (self.plain, self.tls):
            for options, target, events in (
                    ((), '/burst?events=2000', 2000),
                    ((), '/burst?events=333&per_write=7', 333),
                    ((), '/burst?events=0', 0),
                    (('--connections', '70'), '/burst?events=100&wait=70', 7000),
                    (('--connections', '20'), '/paced?events=3&interval_us=20000&wait=20', 60)):
                with self.subTest(target, base=base):
                    status, results = self.client(target, '--latencies', *options, base=base)
                    self.assertEqual(status, 0, results)
                    self.assertEqual([result['events'] for result in results], [events])

    def test_pace(self):
        status, (result,) = self.client('/paced?events=20&interval_us=5000', '--latencies')
        self.assertEqual(status, 0)
        self.assertGreater(result['seconds'], 19 * 0.005)
        self.assertLess(0, result['min_us'])
        self.assertLessEqual(result['min_us'], result['p50_us'])
        self.assertLessEqual(result['p50_us'], result['p99_us'])

    def test_small(self):
        status, (result,) = self.client('/small', '--connections', '4', '--duration', '0.05')
        self.assertEqual(status, 0)
        self.assertGreater(result['answers'], 4)

    def test_repeat(self):
        status, results = self.client('/burst?events=10', '--repeat', '3')
        self.assertEqual((status, len(results)), (0, 3))

    def test_broken_streams_are_noticed(self):
        for target, failure in (('/burst?events=100&drop=40', 'an event is missing'),
                                ('/burst?events=100&drop=99', 'an event is missing'),
                                ('/burst?events=100&cut=40', 'the connection ended early'),
                                ('/burst?events=100&cut=0', 'the connection ended early'),
                                ('/nothing', 'the status is not 200')):
            for base in (self.plain, self.tls):
                with self.subTest(target, base=base):
                    status, (result,) = self.client(target, base=base)
                    self.assertEqual((status, result['failed']), (1, 1))
                    self.assertIn(failure, result['failure'])

    def test_nobody_there(self):
        status, (result,) = self.client('/small', base='http://127.0.0.1:1')
        self.assertEqual((status, result['failure']), (1, 'the connection was refused'))

    def logsum(self, lines):
        path = os.path.join(self.folder.name, 'log')
        with open(path, 'w', encoding='utf-8') as log:
            log.write(''.join(lines))
        found = subprocess.run([LOGSUM, path], capture_output=True, check=False)
        return found.returncode, json.loads(found.stdout)

    def record(self, kind, data=None, as_base64=False, **fields):
        """A line of a log."""
        fields = {'seq': 1, 'exchange': 7, 'at': 5, 'kind': kind, **fields}
        if data is not None and as_base64:
            fields['base64'] = base64.b64encode(data).decode()
        elif data is not None:
            fields['text'] = data.decode()
        return json.dumps(fields, separators=(',', ':')) + '\n'

    def test_log(self):
        head, body = fetch(self.plain.split('://')[1], '/burst?events=50').split(b'\r\n\r\n', 1)
        lines = [self.record('session', listeners=[{'listen': 'a"b', 'n': [1, {}]}], x=None),
                 self.record('response', head + b'\r\n\r\n')]
        lines += [self.record('in', body[i:i + 77], as_base64=i % 2 == 1)
                  for i in range(0, len(body), 77)]
        lines.append(self.record('in', 'é\U0001f600"\\\n'.encode(), exchange=8))
        whole = len(body) + len('é\U0001f600"\\\n'.encode())

        status, log = self.logsum(lines[:-1])
        self.assertEqual((status, log['in_bytes'], log['whole'], log['events']),
                         (0, len(body), 1, 50))
        self.assertEqual(self.logsum(lines)[1]['in_bytes'], whole)

        broken = {'a record is missing': lines[:3] + lines[4:-1],
                  'two are in the wrong order': lines[:3] + [lines[4], lines[3]] + lines[5:-1],
                  'the last is cut': lines[:-2] + [lines[-2][:-9]],
                  'something was lost': lines[:-1] + [self.record('lost', bytes=5, records=1)]}
        for name, log_lines in broken.items():
            with self.subTest(name):
                self.assertEqual(self.logsum(log_lines)[0], 1)

    def test_quick_run(self):
        path = os.path.join(self.folder.name, 'figures.json')
        found = subprocess.run(
            [sys.executable, BENCH, '--quick', '--only', 'direct', '--generator', GENERATOR,
             '--client', CLIENT, '--logsum', LOGSUM, '--json', path, '--folder', self.folder.name,
             '--run', 'paced-1', 'burst-1', 'small'],
            capture_output=True, check=False, timeout=100)
        self.assertEqual(found.returncode, 0, found.stderr)
        with open(path, encoding='utf-8') as file:
            results = json.load(file)['results']
        self.assertEqual(sorted(results), ['plain/burst-1', 'plain/paced-1', 'plain/small',
                                           'tls/burst-1', 'tls/paced-1'])


class Figures(unittest.TestCase):
    def test_interval(self):
        low, high = figures.interval([1.0, 2.0, 3.0, 4.0, 5.0] * 4)
        self.assertTrue(1 < low <= 3 <= high < 5)
        self.assertEqual(figures.interval([4.0]), (4.0, 4.0))

    def test_pairs(self):
        """Only rounds that both have count."""
        self.assertEqual(figures.difference({0: 5, 1: 7, 3: 100}, {0: 4, 1: 6, 2: 0})['median'], 1)
        self.assertEqual(figures.ratio({0: 6, 1: 9}, {0: 2, 1: 0})['median'], 3)
        self.assertIsNone(figures.ratio({}, {0: 1}))

    def test_verdict(self):
        least = targets.Target('', '', '', '', '', 'ratio', 0.9, 1.0, True)
        most = targets.Target('', '', '', '', '', 'ratio', 10, 5, False)
        for target, values, expected in ((least, (0.8, 0.7, 0.85), 'missed'),
                                         (least, (0.95, 0.93, 0.97), 'reached'),
                                         (least, (1.1, 1.0, 1.2), 'aim'),
                                         (least, (0.95, 0.85, 0.97), 'reached ?'),
                                         (most, (11, 10.5, 12), 'missed'),
                                         (most, (11, 9, 12), 'missed ?'),
                                         (most, (4, 3, 6), 'aim'),
                                         (most, (6, 3, 8), 'reached')):
            figure = dict(zip(('median', 'low', 'high'), values))
            self.assertEqual(targets.verdict(target, figure), expected)
        self.assertEqual(targets.verdict(most, None), 'not measured')

    def test_loss_counts(self):
        results = {'plain/long': {'tapline': {'rate': {0: 8.0}}, 'nginx': {'rate': {0: 8.0}}}}
        for lost, expected in ((0, 'aim'), (3_000_000, 'missed: 3 MB lost')):
            verdicts = [row['verdict'] for row in targets.judge(results, lost) if row['figure']]
            self.assertEqual(verdicts, [expected])

    def test_both_metrics(self):
        results = {'plain/burst-1': {'tapline': {'relay_us': {0: 3.0}, 'rate': {0: 4.0}},
                                     'nginx': {'cpu_us': {0: 2.0}, 'rate': {0: 8.0}}}}
        rows = {row['text']: row for row in targets.judge(results)}
        relay = rows['burst: CPU of the relay thread per event against nginx']
        self.assertEqual((relay['figure']['median'], relay['verdict']), (1.5, 'missed'))
        self.assertEqual(rows['memory with 1,000 streams, MB']['verdict'], 'not measured')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
