"""Too many stations at coarse shares, 0.5 or 0.75 sharp: the resampled kernel density of Rozenas (2017).

Coarse shares are frequent where few vote: half of ten is one count in eleven, half of a thousand one in a thousand. So
the same stations are redrawn, each around a share that the count and all other counts make likely, and a share is
suspicious only where the stations at it are more than in every redraw. The published bandwidth, 1/10,000 on 1,001
points, is so narrow that a station counts at one point only; the density is then a table and takes no kernel sums.

Leaves out shares of exactly 0 and 1: unanimity is not rounding.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.models import beta_mixture
from contested.forensics.models.beta_mixture import beta_draw
from contested.forensics.table.case import Case, Flags, Floats, Ints, ordered
from contested.ground.binomials import binomial
from contested.ground.compiled import parallel, prange, scalar
from contested.ground.draws import TO_UNIT, four
from contested.ground.streams import KERNEL_RESULT, KERNEL_TURNOUT

POINTS = 1001
BANDWIDTH = 1e-4
#: redraws of the election
RESAMPLES = 1000


class CoarseShares(NamedTuple):
    """What sticks out above every redraw.

    Parameters
    ----------
    stations : int
    excess : float, station
        At the points that stick out, stations above the mean of redraws.
    usual : float, station
        The same excess of a redraw over all the others, on average: what honesty looks like to this test.
    low, high : float, station
        95 % of what the excess would be against single redraws instead of their mean.
    p : float, chance
        Part of redraws that stick out of all the others as much; at least 1 / (redraws + 1).
    spikes : polars.DataFrame
        share, observed, expected [station], height, envelope [station at the point itself, by the kernel].
    """

    stations: int
    excess: float
    usual: float
    low: float
    high: float
    p: float
    spikes: pl.DataFrame


def coarse_shares(case: Case, *, resamples: int = RESAMPLES, seed: int = 1) -> CoarseShares:
    """Rozenas's test of the leader's share of ballots.

    Parameters
    ----------
    case : Case
        Stations without ballots are left out.
    resamples : int
        At least 2.
    seed : int
    """
    some = ordered(case)
    n, t, v = some.registered, np.minimum(some.issued, some.registered), some.leader
    t = np.maximum(t, 1)
    known = bool((n > t).any())  # else the ballots stand for voters that are not known: they are all redrawn
    turnout, result = beta_mixture.fit(t, n if known else n + 1), beta_mixture.fit(v, some.cast)
    height, stations = np.zeros((resamples, POINTS)), np.zeros((resamples, POINTS))
    _redraw(
        n, t, v, some.cast, np.cumsum(turnout.parts(t, n if known else n + 1), axis=1), turnout.a, turnout.b,
        np.cumsum(result.parts(v, some.cast), axis=1), result.a, result.b, known, seed, height,
        stations,
    )  # fmt: skip
    seen, at = np.zeros(POINTS), np.zeros(POINTS)
    for share in some.result:
        _place(share, seen, at)
    first, second = -np.partition(-height, 1, axis=0)[:2]
    mean = stations.mean(axis=0)
    out = _inside(seen > first)
    excess = float(np.maximum(at - mean, 0.0)[out].sum())
    others = np.array([_excess(h, b, np.where(h >= first, second, first), mean) for h, b in zip(height, stations)])
    single = np.maximum(at - stations, 0.0)[:, out].sum(axis=1) if out.any() else np.zeros(resamples)
    low, high = np.percentile(single, (2.5, 97.5))
    spikes = pl.DataFrame({
        "share": np.flatnonzero(out) / (POINTS - 1), "observed": at[out], "expected": mean[out], "height": seen[out],
        "envelope": first[out],
    }).sort(pl.col("observed") - pl.col("expected"), descending=True)  # fmt: skip
    p = (1 + int((others >= excess).sum())) / (resamples + 1) if excess > 0 else 1.0
    return CoarseShares(some.stations, excess, float(others.mean()), float(low), float(high), p, spikes)


ABOUT = Finding(
    name="coarse-shares",
    title="Stations at coarse shares",
    kind="estimate",
    unit="share",
    rule=f"the excess over the redraws is larger than that of each of {RESAMPLES:,} redraws compared with the others",
    assumes="Latent turnout and support vary smoothly over stations, and ballots are drawn around them.",
    fails_when="Rounding to a tenth of a point is not detected. At stations with fewer than a thousand ballots a "
    "rounded share cannot be met exactly, so the excess is too low. It counts rounded results, not everything that "
    "is false.",
    cites=("rozenas2017",),
)


def find(case: Case, *, seed: int = 1, resamples: int = RESAMPLES) -> Finding:
    """How many stations sit at coarse shares beyond what their sizes explain."""
    about = replace(ABOUT, rule=ABOUT.rule.replace(f"{RESAMPLES:,}", f"{resamples:,}"))
    if ordered(case).stations < 2:
        return replace(about, says="Fewer than two stations with ballots: nothing to redraw.")
    found = coarse_shares(case, resamples=resamples, seed=seed)
    # the published estimate less what it finds in honest redraws: it picks points because they stick out
    n = found.stations
    part, low, high = (max(x - found.usual, 0.0) / n for x in (found.excess, found.low, found.high))
    top = ", ".join(f"{s:.3g}" for s in found.spikes["share"].head(5))
    where = f" They are at {found.spikes.height} point{'s' * (found.spikes.height != 1)}, most at {top}." if top else ""
    return replace(
        about,
        says=f"{100 * part:.2f} % of {n:,} stations report a coarse share for the leader beyond what their sizes give "
        f"by chance (95 %: {100 * low:.2f} to {100 * high:.2f} %). The published estimate is "
        f"{100 * found.excess / n:.2f} %, of which honest redraws show {100 * found.usual / n:.2f} %.{where}",
        value=part,
        low=low,
        high=high,
        range_is=f"95 % of {resamples:,} redraws, each in the place of their mean",
        alarm=bool(found.p <= 1.0 / (resamples + 1)),
        tables={"spikes": found.spikes},
    )


def _inside(mask: Flags) -> Flags:
    mask = mask.copy()
    mask[0] = mask[-1] = False
    return mask


def _excess(height: Floats, stations: Floats, envelope: Floats, mean: Floats) -> float:
    return float(np.maximum(stations - mean, 0.0)[_inside(height > envelope)].sum())


@scalar
def _place(share: float, height: Floats, stations: Floats) -> None:
    """Add a station to the point nearest its share: whole to the table, by the kernel to the density."""
    j = int(share * (POINTS - 1) + 0.5)
    off = (share - j / (POINTS - 1)) / BANDWIDTH
    height[j] += math.exp(-0.5 * off * off)
    stations[j] += 1.0


@scalar
def _part(u: float, upto: Floats) -> int:
    j = 0
    while j < upto.size - 1 and u >= upto[j]:
        j += 1
    return j


@scalar
def _count(n: int, a: float, b: float, u: float, v: float, seed: int, stream: int, row: int, day: int) -> int:
    """Bin(n, Beta(a, b)). Where drawing alone has a variance of 100 or more, a rounded normal number of the same mean
    and variance, four times as fast: what matters here is that it prefers no share to its neighbours."""
    mean = a / (a + b)
    drawing = n * mean * (1.0 - mean)
    if drawing < 100.0:
        return int(binomial(n, beta_draw(a, b, seed, stream, row, day), v))
    normal = math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)
    sd = math.sqrt(drawing * (a + b + n) / (a + b + 1.0))
    return min(max(math.floor(n * mean + sd * normal + 0.5), 0), n)


@parallel
def _redraw(
    n: Ints, t: Ints, v: Ints, cast: Ints, upto_t: Floats, a_t: Floats, b_t: Floats, upto_v: Floats, a_v: Floats,
    b_v: Floats, known: bool, seed: int, height: Floats, stations: Floats,
) -> None:  # fmt: skip
    for r in prange(height.shape[0]):
        for i in range(n.size):
            u, v1, v2, w = four(seed, KERNEL_TURNOUT, i, r, 0)
            j = _part(u, upto_t[i])
            a, b = t[i] + a_t[j], n[i] - t[i] + b_t[j]
            voted = t[i]
            if known:
                voted = _count(n[i], a, b, w + 0.5 * TO_UNIT, v1 + v2 * TO_UNIT, seed, KERNEL_TURNOUT, i, r)
            if voted == 0:
                continue
            u, v1, v2, w = four(seed, KERNEL_RESULT, i, r, 0)
            j = _part(u, upto_v[i])
            a, b = v[i] + a_v[j], cast[i] - v[i] + b_v[j]
            votes = _count(voted, a, b, w + 0.5 * TO_UNIT, v1 + v2 * TO_UNIT, seed, KERNEL_RESULT, i, r)
            _place(votes / voted, height[r], stations[r])
