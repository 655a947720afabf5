"""Stations as sums from which every tabulated statistic follows, so that a resample is one product of matrices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.forensics.table.case import Floats, Ints

#: statistics, in the order of tables, and what an honest count is supposed to give (none for the dip, a chance)
EXPECTED: dict[str, float | None] = {
    "2BL": 4.187, "LastC": 4.5, "C05s": 0.2, "P05s": 0.2, "Skew": 0.0, "Kurt": 3.0, "DipT": None,
}  # fmt: skip
#: of these, those that speak of digits
DIGITS = ("2BL", "LastC", "C05s", "P05s")
#: smallest counts whose second, and whose last digit is looked at
TWO, LAST = 10, 100
#: numbers a station has: twice a count and sums of digits, then powers 0 to 4 of its share
WIDTH = 11


class Series(NamedTuple):
    """One row of the table before it is one: a contestant's votes of ballots, or ballots of voters.

    Parameters
    ----------
    name : str
    part, whole : int64 array of shape (stations,)
        0 <= part; a station with a negative part (not known), or a whole of 0, is not counted.
    """

    name: str
    part: Ints
    whole: Ints

    @property
    def used(self) -> np.ndarray:
        """bool array: stations that are counted."""
        return (self.part >= 0) & (self.whole > 0)

    @property
    def share(self) -> Floats:
        """float64 array: part of whole; 0 where not counted."""
        return np.where(self.used, self.part / np.maximum(self.whole, 1), 0.0)


def features(series: Series) -> Floats:
    """float64 array of shape (stations, `WIDTH`); shares are measured from their mean, so that powers keep digits."""
    used, part, whole = series.used, np.maximum(series.part, 0), np.maximum(series.whole, 1)
    out = np.zeros((part.size, WIDTH))
    two, last = used & (part >= TWO), used & (part >= LAST)
    out[:, 0], out[:, 1] = two, two * _second(part)
    out[:, 2], out[:, 3], out[:, 4] = last, last * (part % 10), last * (part % 5 == 0)
    # the nearest whole per cent, a half upwards, in integers
    out[:, 5] = used * ((200 * part + whole) // (2 * whole) % 5 == 0)
    off = np.where(used, series.share - (series.share[used].mean() if used.any() else 0.0), 0.0)
    out[:, 6] = used
    for power in (1, 2, 3, 4):
        out[:, 6 + power] = off**power
    return out


def statistics(sums: Floats) -> Floats:
    """Statistics, without the dip, of sums of features.

    Parameters
    ----------
    sums : float64 array of shape (..., `WIDTH`)

    Returns
    -------
    float64 array of shape (..., 6)
        In the order of `EXPECTED`; NaN where there is nothing to take it of.
    """
    n = sums[..., 6]
    with np.errstate(invalid="ignore", divide="ignore"):
        m1, m2, m3, m4 = (sums[..., 6 + k] / n for k in (1, 2, 3, 4))
        variance = m2 - m1**2
        third = m3 - 3 * m1 * m2 + 2 * m1**3
        fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
        flat = (n < 3) | (variance < 1e-12)
        skew = np.where(flat, np.nan, third / np.where(flat, 1.0, variance) ** 1.5)
        kurt = np.where(flat, np.nan, fourth / np.where(flat, 1.0, variance) ** 2)
        means = sums[..., 1] / sums[..., 0], sums[..., 3] / sums[..., 2], sums[..., 4] / sums[..., 2], sums[..., 5] / n
    return np.stack([*means, skew, kurt], axis=-1)


def _second(part: Ints) -> Ints:
    """Second digits of counts of at least 10; of smaller ones, what they give."""
    scale = np.ones_like(part)
    for _ in range(18):
        more = part // scale >= 100
        if not more.any():
            break
        scale[more] *= 10
    return part // scale % 10
