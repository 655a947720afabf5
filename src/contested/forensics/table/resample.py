"""Ranges by drawing territories again: stations of a territory share a commission, so they are not drawn one by one."""

from __future__ import annotations

import numpy as np

from contested.forensics.table.case import Case
from contested.ground import streams
from contested.ground.draws import uniforms

#: units below which resamples give no range: those of one unit are all alike, and those of a few vary too little
UNITS = 10


def units(case: Case) -> tuple[np.ndarray, int]:
    """Number the territories that have stations so that neither their codes nor the order of rows matters.

    Returns
    -------
    int64 array of shape (stations,), int
        Each station's territory, numbered by its totals of voters, ballots and votes; how many there are.
    """
    present, code = np.unique(case.territory, return_inverse=True)
    sums = [np.bincount(code, c, present.size) for c in (case.leader, case.cast, case.issued, case.registered)]
    place = np.empty(present.size, np.int64)
    place[np.lexsort(sums)] = np.arange(present.size)
    return place[code], present.size


def resamples(count: int, times: int, seed: int) -> np.ndarray:
    """How often each of `count` units is drawn, in `times` draws of `count` units with replacement.

    Returns
    -------
    int64 array of shape (times, count)
    """
    step = 4 * ((count + 3) // 4)
    u = uniforms(step * times, seed, streams.RESAMPLE_UNITS).reshape(times, step)[:, :count]
    picked = (u * count).astype(np.int64) + count * np.arange(times)[:, None]
    return np.bincount(picked.ravel(), minlength=times * count).reshape(times, count)


def middle95(values: np.ndarray) -> tuple[float, float]:
    """The 2.5 and 97.5 percentiles of what is a number."""
    values = values[np.isfinite(values)]
    if not values.size:
        return float("nan"), float("nan")
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)
