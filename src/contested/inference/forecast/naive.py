"""Baselines without parameters: what is usual, what was last, what was last on the same day of the week.

How far "last" can be off is read from the series itself: changes of log(1 + number) between pairs of days that lie
about as far apart as the forecast is long, taken with both signs, so that the median stays where the last number was.
Pairs and not steps, because days without a claim are missing. Used by inference.forecast.baselines.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import uniforms
from contested.inference.forecast.series import Past

#: pairs of days that a spread is read from at least, if there are so many
PAIRS = 5
#: change assumed where a single day is known: half or double
ALONE = float(np.log(2.0))


def climatology(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Any earlier day again: quantiles are those of all numbers so far; see `baselines.Baseline`."""
    return np.column_stack([
        _picked(past.values, draws, seed, streams.CLIMATOLOGY, lead) for lead in leads
    ])  # fmt: skip


def last_value(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """The last number, changed as much as numbers so far apart did; see `baselines.Baseline`."""
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        ahead = past.origin + int(lead) - int(past.days[-1])
        change = _picked(_changes(past, ahead, 1), draws, seed, streams.LAST_VALUE, lead)
        out[:, k] = _moved(past.values[-1], change)
    return out


def same_weekday(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """The last number of the same weekday, changed as those of one weekday did; climatology if it had none.

    See `baselines.Baseline`.
    """
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        day = past.origin + int(lead)
        same = np.flatnonzero((day - past.days) % 7 == 0)
        if not same.size:
            out[:, k] = _picked(past.values, draws, seed, streams.SAME_WEEKDAY, lead)
            continue
        changes = _changes(past, day - int(past.days[same[-1]]), 7)
        change = _picked(changes, draws, seed, streams.SAME_WEEKDAY, lead)
        out[:, k] = _moved(past.values[same[-1]], change)
    return out


def _changes(past: Past, ahead: int, step: int) -> Floats:
    """Changes over pairs half to twice as far apart, at least PAIRS of the nearest; gaps are multiples of `step`."""
    i, j = np.triu_indices(past.days.size, 1)
    gap = past.days[j] - past.days[i]
    if (gap % step == 0).any():
        i, j, gap = (a[gap % step == 0] for a in (i, j, gap))
    if not gap.size:
        return np.array([-ALONE, ALONE])
    off = np.abs(np.log2(gap / ahead))
    near = off <= max(1.0, np.sort(off)[min(PAIRS, off.size) - 1])
    change = np.log1p(past.values[j[near]]) - np.log1p(past.values[i[near]])
    return np.concatenate([change, -change])


def _moved(value: float, change: Floats) -> Floats:
    return np.asarray(np.maximum(np.expm1(np.log1p(value) + change), 0.0))


def _picked(values: Floats, draws: int, seed: int, stream: int, lead: int) -> Floats:
    u = uniforms(draws, seed, stream, day=int(lead))
    return values[(u * values.size).astype(np.int64)]
