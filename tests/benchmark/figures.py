# SPDX-FileCopyrightText: 2026 The Tapline contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Medians over rounds, and how far they can be trusted."""

import random
import statistics

RESAMPLES = 2000


def interval(values, statistic=statistics.median, level=0.95):
    """A bootstrap interval of @statistic: (low, high). Always the same for the same values."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (None, None)
    dice = random.Random(len(values))
    found = sorted(statistic(dice.choices(values, k=len(values))) for _ in range(RESAMPLES))
    edge = int(RESAMPLES * (1 - level) / 2)
    return found[edge], found[-1 - edge]


def figure(values):
    """Median and interval of a list of values, one a round."""
    if not values:
        return None
    low, high = interval(values)
    return {'median': statistics.median(values), 'low': low, 'high': high, 'values': values}


def paired(left, right, combine):
    """The figure of combine(l, r) over the rounds that have both. Rounds are the keys."""
    both = sorted(set(left) & set(right))
    return figure([combine(left[r], right[r]) for r in both])


def difference(left, right):
    return paired(left, right, lambda l, r: l - r)


def ratio(left, right):
    return paired({k: v for k, v in left.items()}, {k: v for k, v in right.items() if v},
                  lambda l, r: l / r)
