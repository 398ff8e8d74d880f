# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables that people read."""

import figures


def number(value):
    if value is None:
        return ''
    if abs(value) >= 10000:
        return f'{value:,.0f}'
    if abs(value) >= 100:
        return f'{value:.0f}'
    return f'{value:.1f}' if abs(value) >= 10 else f'{value:.2f}'


def with_interval(figure):
    if figure is None:
        return ''
    text = number(figure['median'])
    if figure['low'] == figure['high']:
        return text
    return f'{text} [{number(figure["low"])}, {number(figure["high"])}]'


def print_table(rows, header):
    widths = [max(len(str(row[i])) for row in [header] + rows) for i in range(len(header))]
    for row in [header, ['-' * width for width in widths]] + rows:
        cells = [str(cell).ljust(width) if i == 0 else str(cell).rjust(width)
                 for i, (cell, width) in enumerate(zip(row, widths))]
        print('  ' + '  '.join(cells).rstrip())
    print()


def _median(metrics, name):
    values = metrics.get(name, {})
    return figures.figure([values[r] for r in sorted(values)])


def run_rows(run):
    """One row a candidate. @run: candidate -> metric -> round -> value."""
    rows = []
    for name, metrics in run.items():
        added = [with_interval(figures.difference(metrics['p50_us'], run[base]['p50_us']))
                 if 'p50_us' in metrics and base != name and 'p50_us' in run.get(base, {}) else ''
                 for base in ('direct', 'relay')]
        rows.append([name, number((_median(metrics, 'p50_us') or {}).get('median')),
                     number((_median(metrics, 'p99_us') or {}).get('median'))] + added
                    + [with_interval(_median(metrics, 'rate'))]
                    + [number((_median(metrics, metric) or {}).get('median'))
                       for metric in ('cpu_us', 'relay_us', 'journal_us', 'follower_us', 'main_us',
                                      'rss_mb', 'peak_mb')])
    return rows


def drop_empty(header, rows):
    keep = [i for i in range(len(header)) if i == 0 or any(row[i] for row in rows)]
    return [header[i] for i in keep], [[row[i] for i in keep] for row in rows]


def print_run(title, unit, run):
    print(title)
    header = ['', 'p50 µs', 'p99 µs', 'over direct', 'over relay', f'{unit}s/s',
              f'CPU µs/{unit}', 'relay thread', 'journal', 'follower',
              'main', 'RSS MB', 'peak MB']
    header, rows = drop_empty(header, run_rows(run))
    print_table(rows, header)


def print_targets(rows):
    for binding, title in ((True, 'What must be reached (Tapline, capture to disk on)'),
                           (False, 'Besides')):
        print(title)
        table = []
        for row in rows:
            if row['binding'] != binding:
                continue
            sign = '≥' if row['least'] else '≤'
            goal = f'{sign} {row["limit"]:g}' if row['limit'] else ''
            if row['aim'] and row['aim'] != row['limit']:
                goal += f', aim {row["aim"]:g}'
            table.append([row['text'], goal, with_interval(row['figure']), row['verdict']])
        print_table(table, ['', 'target', 'reached', 'verdict'])


def print_self_check(paced, burst):
    """The bare relay against itself: 0 µs and 1.0 must lie in the intervals, or nothing holds."""
    if 'relay-again' not in paced or 'relay-again' not in burst:
        return
    added = figures.difference(paced['relay-again']['p50_us'], paced['relay']['p50_us'])
    rate = figures.ratio(burst['relay-again']['rate'], burst['relay']['rate'])
    print(f'Self-check, the bare relay against itself: p50 {with_interval(added)} µs apart, '
          f'burst rate {with_interval(rate)}.')
