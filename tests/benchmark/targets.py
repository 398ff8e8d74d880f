# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Tapline must reach, and whether it did."""

from dataclasses import dataclass

import figures


@dataclass
class Target:
    text: str
    run: str           # "plain/…" or "tls/…"
    metric: str        # of Tapline
    other: str         # candidate to compare with; '' for the plain value
    other_metric: str
    combine: str       # 'ratio', 'difference' or 'value'
    limit: float
    aim: float
    least: bool        # more is better
    whole: bool = False  # and the log must hold every byte


TARGETS = [
    Target('1 stream, an event each 5 ms: added p50 over the bare relay, µs', 'plain/paced-1',
           'p50_us', 'relay', 'p50_us', 'difference', 10, 5, False),
    Target('burst of 20,000 events: rate against nginx', 'plain/burst-1',
           'rate', 'nginx', 'rate', 'ratio', 0.9, 1.0, True),
    Target('2,000,000 events on end: rate against nginx, nothing lost', 'plain/long',
           'rate', 'nginx', 'rate', 'ratio', 0.4, 0.6, True, whole=True),
    Target('burst of 20,000 events: rate against mitmproxy', 'plain/burst-1',
           'rate', 'mitmproxy', 'rate', 'ratio', 30, 40, True),
    Target('1,000 streams: p50 against the bare relay', 'plain/paced-1000',
           'p50_us', 'relay', 'p50_us', 'ratio', 1.2, 1.2, False),
    Target('1,000 streams: burst against nginx', 'plain/burst-1000',
           'rate', 'nginx', 'rate', 'ratio', 0.8, 0.8, True),
    Target('small requests: CPU of all threads against nginx', 'plain/small',
           'cpu_us', 'nginx', 'cpu_us', 'ratio', 1.3, 1.3, False),
    Target('burst: CPU of the relay thread per event against nginx', 'plain/burst-1',
           'relay_us', 'nginx', 'cpu_us', 'ratio', 1.3, 1.3, False),
    Target('memory with 1,000 streams, MB', 'plain/paced-1000',
           'rss_mb', '', '', 'value', 60, 40, False),
]

# No promise hangs on these, but they say where the time goes.
REMARKS = [
    Target('small requests: CPU of the relay thread against nginx', 'plain/small',
           'relay_us', 'nginx', 'cpu_us', 'ratio', 1.3, 1.3, False),
    Target('burst: CPU of all threads per event against nginx', 'plain/burst-1',
           'cpu_us', 'nginx', 'cpu_us', 'ratio', 0, 0, False),
    Target('paced: CPU of the relay thread per event against nginx', 'plain/paced-100',
           'relay_us', 'nginx', 'cpu_us', 'ratio', 1.3, 1.3, False),
    Target('burst: rate against the soup peer', 'plain/burst-1',
           'rate', 'soup', 'rate', 'ratio', 0, 0, True),
    Target('memory after all runs, peak of the last, MB', 'plain/long',
           'peak_mb', '', '', 'value', 0, 0, False),
    Target('TLS: 1 stream, an event each 5 ms: added p50 over nginx, µs', 'tls/paced-1',
           'p50_us', 'nginx', 'p50_us', 'difference', 10, 5, False),
    Target('TLS: burst of 20,000 events: rate against nginx', 'tls/burst-1',
           'rate', 'nginx', 'rate', 'ratio', 0.9, 1.0, True),
    Target('TLS: burst: CPU of the relay thread per event against nginx', 'tls/burst-1',
           'relay_us', 'nginx', 'cpu_us', 'ratio', 1.3, 1.3, False),
    Target('TLS: 1,000 streams: burst against nginx', 'tls/burst-1000',
           'rate', 'nginx', 'rate', 'ratio', 0.8, 0.8, True),
    Target('TLS: memory with 1,000 streams, MB', 'tls/paced-1000',
           'rss_mb', '', '', 'value', 60, 40, False),
]


def reach(target, results):
    """The figure that Tapline has for @target, or None where it was not measured."""
    run = results.get(target.run, {})
    own = run.get('tapline', {}).get(target.metric, {})
    if target.combine == 'value':
        return figures.figure([own[r] for r in sorted(own)])
    other = run.get(target.other, {}).get(target.other_metric, {})
    return getattr(figures, target.combine)(own, other)


def verdict(target, figure):
    """'aim', 'reached' or 'missed'; with ' ?' where the interval holds the limit."""
    if figure is None:
        return 'not measured'
    if target.limit == 0:
        return ''
    value = figure['median']
    better = (lambda a, b: a >= b) if target.least else (lambda a, b: a <= b)
    word = 'missed'
    if better(value, target.limit):
        word = 'aim' if better(value, target.aim) and target.aim != target.limit else 'reached'
    return word + (' ?' if figure['low'] < target.limit < figure['high'] else '')


def judge(results, lost=0):
    """Rows of targets and remarks, for the table and the JSON. @lost: bytes that logs lack."""
    rows = []
    for target in TARGETS + REMARKS:
        figure = reach(target, results)
        judgement = verdict(target, figure)
        if target.whole and figure is not None and lost:
            judgement = f'missed: {lost / 1e6:,.0f} MB lost'
        rows.append({'text': target.text, 'run': target.run, 'least': target.least,
                     'limit': target.limit or None, 'aim': target.aim or None,
                     'binding': target in TARGETS, 'figure': figure,
                     'verdict': judgement})
    return rows
