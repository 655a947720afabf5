"""The logarithmic vote rate of Klimek and others (2012): how lopsided the leader's support is across stations.

For voters N and the leader's votes W the rate is log((N - W) / W). Over honest stations it is close to a normal law,
without skew and without heavy tails; stations with almost all votes for the leader draw a long lower tail.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, ordered


class VoteRate(NamedTuple):
    """Moments of the rate.

    Parameters
    ----------
    stations : int
        With 100 voters or more, of whom some but not all voted for the leader.
    skewness, kurtosis : float
        Kurtosis in excess of a normal law's 3. NaN where the rate does not vary.
    """

    stations: int
    skewness: float
    kurtosis: float


def vote_rate(registered: np.ndarray, leader: np.ndarray) -> VoteRate:
    """Of int64 arrays of voters and votes."""
    used = (registered >= SMALL) & (leader > 0) & (leader < registered)
    n, w = registered[used], leader[used]
    rate = np.log((n - w) / w)
    off = rate - rate.mean() if rate.size else rate
    square = (off**2).mean() if rate.size else 0.0
    if square < 1e-24:
        return VoteRate(rate.size, np.nan, np.nan)
    return VoteRate(rate.size, float((off**3).mean() / square**1.5), float((off**4).mean() / square**2 - 3.0))


ABOUT = Finding(
    name="vote-rate",
    title="Tails of the leader's support",
    kind="description",
    assumes="Nothing; compared with a normal law, which honest and uniform support comes near to.",
    fails_when="Honest regions that differ give skew and tails as well. Once fraud is everywhere it is the "
    "middle and no tail, and both numbers fall.",
    cites=("klimek2012",),
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """Skewness and excess kurtosis of the rate. A description: nothing says how large they may honestly be."""
    some = ordered(case, SMALL)
    rate = vote_rate(some.registered, some.leader)
    if np.isnan(rate.skewness):
        return replace(ABOUT, says="No two stations differ in the leader's support: no tails to describe.")
    return replace(
        ABOUT,
        says=f"Over {rate.stations:,} stations the logarithmic vote rate has skewness {rate.skewness:.2f} and excess "
        f"kurtosis {rate.kurtosis:.2f}; a normal law has 0 and 0.",
        value=rate.kurtosis,
        tables={"rate": pl.DataFrame([rate], schema=["stations", "skewness", "kurtosis"], orient="row")},
    )
