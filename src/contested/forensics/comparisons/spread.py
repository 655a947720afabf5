"""How far one number lies from what its surroundings say, in units that a few wild stations do not stretch."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from contested.forensics.table.case import Floats, Ints

#: nearest stations that a station is held against
NEAREST = 10
#: median distance from the middle of a normal law, in standard deviations
_HALF = 0.6744897501960817


def medians(x: Floats, unit: Ints) -> Floats:
    """The median of each station's unit, without the station itself where its unit has others; float64 (stations,)."""
    order = np.lexsort((x, unit))
    start = np.searchsorted(unit[order], unit)  # of each station's unit, in the sorted order
    n = np.bincount(unit)[unit]
    place = np.empty(x.size, np.int64)
    place[order] = np.arange(x.size)
    place -= start
    left = n - 1

    def other(k: Ints) -> Floats:
        """The k-th smallest of the others."""
        k = np.clip(k, 0, np.maximum(left - 1, 0))
        return x[order[start + np.minimum(k + (k >= place), n - 1)]]

    both = (other((left - 1) // 2) + other(left // 2)) / 2
    return np.where(left > 0, both, x)


def neighbours(place: Floats, count: int = NEAREST) -> Ints:
    """Rows of each station's nearest others, int64 (stations, at most `count`); of places without gaps."""
    some = min(count + 1, place.shape[0])
    rows = np.atleast_2d(cKDTree(place).query(place, k=some)[1]).reshape(place.shape[0], some)
    own = rows == np.arange(place.shape[0])[:, None]
    # several stations of one house: the station itself may not come first, or not at all
    own[~own.any(axis=1), -1] = True
    return np.asarray(rows[~own].reshape(place.shape[0], some - 1), np.int64)


def expected(x: Floats, unit: Ints, place: Floats | None) -> Floats:
    """What surroundings say of every station: the median of its nearest others, or of its unit without coordinates."""
    out = medians(x, unit)
    if place is None:
        return out
    known = np.flatnonzero(np.isfinite(place).all(axis=1))
    if known.size > NEAREST:
        out[known] = np.median(x[known][neighbours(place[known])], axis=1)
    return out


def standardised(off: Floats, noise: Floats) -> Floats:
    """Distances in standard deviations; chance of the count and the spread of places both belong to these.

    Parameters
    ----------
    off : float64 array of shape (stations,)
        Distance from what was expected.
    noise : float64 array of shape (stations,)
        Its variance by chance alone.
    """
    if not off.size:
        return off
    low, high = 0.0, float(np.abs(off).max()) * 3 + 1e-9

    def middle(tau: float) -> float:
        return float(np.median(np.abs(off) / np.sqrt(tau * tau + noise + 1e-18)))

    for _ in range(60):
        half = (low + high) / 2
        low, high = (half, high) if middle(half) > _HALF else (low, half)
    return np.asarray(off / np.sqrt(high * high + noise + 1e-18))


def share_noise(share: Floats, *sizes: Ints) -> Floats:
    """Variance by chance of a share, or of the difference of shares, of these many."""
    part = np.clip(share, 0.02, 0.98)
    return np.asarray(part * (1 - part) * sum(1.0 / np.maximum(n, 1) for n in sizes))
