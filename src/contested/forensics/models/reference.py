"""Which stations are clean? References from the low end of turnout, and the ballots that each of them cannot explain.

Ballots added for the leader move a station up, in turnout and in support at once; nothing moves one down. So the
stations with the lowest turnout are the cleanest. If honest support has nothing to do with turnout, their ratio of the
leader's ballots to all others', k, is that of honest voting, and the leader's ballots above k times the others' are
surplus. How many of the lowest to take is a choice: few are clean and uncertain, many are certain and not clean. So
every part from 5 % to 50 % is tried, from below, as long as it agrees with the smaller ones (the plateau of k). Who is
compared is a choice too: stations of the country, of a region, or of a territory. The range is over all of these.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.models.core import Core
from contested.forensics.table.case import SMALL, Case, Floats, Ints, ordered
from contested.forensics.table.resample import resamples, units

#: of a unit's stations, ordered by turnout, the parts that are tried
PARTS = np.array([0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5])
#: stations that all references need, so that the smallest has a handful; those that a unit of a level must have
FEW, UNIT = 100, 8
#: fewer territories than this are no sample: stations are then drawn again in this many groups
GROUPS = 10
#: how far a larger part may lie below a smaller one on the same plateau: standard errors, or this part of it
APART, SLACK = 2.0, 0.05
#: no plateau at all: between these parts the surplus falls by so many standard errors, and by such a part of it
STEEP = (0.1, 0.2, 2.5, 0.12)
#: where a plateau ends at this part or before, some of it is falsified: all of it counts for the upper end in full
EARLY = 0.3
#: where it ends so early that falsified stations lie in the smallest part too: this part of the next fall is added
EXTRA = 0.5
#: by how much a core may lie beside the places that references allow, turnout and result; switched votes count more
#: than once among surplus ballots, and put these places at too low a turnout
NEAR = (0.06, 0.03)
#: resamples
TIMES = 200
#: honest stations lie within these shares
INSIDE = (0.01, 0.99)
NAMES = ("territories", "regions", "country")
Z = 1.96


class Level(NamedTuple):
    """References of stations that are compared within units of one size.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    ballots : float64 array of shape (9,), ballot
        Surplus by `PARTS`.
    sd : float64 array of shape (9,), ballot
        Over resampled territories.
    end : int
        How many of the parts make the plateau, from the smallest on.
    steep : bool
        Whether the surplus falls so soon that even the smallest parts are not clean.
    low, high : float, ballot
        Over the plateau, with 95 % for chance.
    """

    name: str
    ballots: Floats
    sd: Floats
    end: int
    steep: bool
    low: float
    high: float


class References(NamedTuple):
    """Surplus over all references.

    Parameters
    ----------
    levels : tuple of Level
        From the smallest units to the country; the best is the one with the least chance in it.
    best : int
        Row of `levels`.
    low, high : float, ballot
        Over all levels.
    bounded : bool
        Whether `high` is a bound. Where the surplus falls from the lowest stations on, there is no plateau: falsified
        stations lie everywhere, and `low` is all that can be had.
    turnout : (float, float), share
        Turnout of the stations of the plateau, over the country: from the lowest to its end.
    """

    levels: tuple[Level, ...]
    best: int
    low: float
    high: float
    bounded: bool
    turnout: tuple[float, float]

    @property
    def middle(self) -> float:
        """Surplus by the level that knows it best, in ballots."""
        level = self.levels[self.best]
        return float(level.ballots[level.end - 1])

    @property
    def table(self) -> pl.DataFrame:
        """within (str), lowest (share of stations), ballots, sd [ballot], plateau (bool); a row a reference."""
        return pl.concat(
            pl.DataFrame({"within": [x.name] * PARTS.size, "lowest": PARTS, "ballots": x.ballots, "sd": x.sd,
                          "plateau": np.arange(PARTS.size) < x.end})
            for x in self.levels
        )  # fmt: skip


def clean_place(case: Case, ballots: float) -> tuple[float, float]:
    """Turnout and result of a case without so many of the leader's ballots: where honest stations lie."""
    leader, issued, cast = (max(float(x.sum()) - ballots, 1.0) for x in (case.leader, case.issued, case.cast))
    place = issued / float(case.registered.sum()), leader / cast
    return float(np.clip(place[0], *INSIDE)), float(np.clip(place[1], *INSIDE))


def agrees(case: Case, core: Core, below: References) -> bool:
    """Whether a core is where references from below put honest stations, and not higher up, where fraud is common."""
    (t_low, r_low), (t_high, r_high) = (clean_place(case, x) for x in (below.high, below.low))
    return core.single and (
        t_low - NEAR[0] <= core.turnout <= t_high + NEAR[0] and r_low - NEAR[1] <= core.result <= r_high + NEAR[1]
    )


def references(case: Case, *, times: int = TIMES, seed: int = 1) -> References | None:
    """All references; None where stations are too few, or nobody voted for others at those of the lowest turnout.

    Parameters
    ----------
    case : Case
    times : int
        Resamples of territories.
    seed : int
    """
    some = ordered(case, SMALL)
    if some.stations < FEW:
        return None
    unit, count = units(some)
    if count < GROUPS:
        unit, count = np.arange(some.stations) % (4 * GROUPS), min(4 * GROUPS, some.stations)
    weights = np.vstack([np.ones(count), resamples(count, times, seed)])
    levels: list[Level] = []
    for name, codes in zip(NAMES, (some.territory, some.region, np.zeros(some.stations, np.int32)), strict=True):
        present, group = np.unique(codes, return_inverse=True)
        if name != "country" and (present.size == 1 or some.stations < UNIT * present.size):
            continue
        if levels and name == "regions" and present.size == np.unique(some.territory).size:
            continue
        ballots = _surplus(some, group, unit, weights)
        if not np.isfinite(ballots).all():
            return None
        levels.append(_level(name, ballots))
    return _over(levels, some)


def _surplus(case: Case, group: Ints, unit: Ints, weights: Floats) -> Floats:
    """Surplus by part (rows), in the election and in each of its resamples (columns)."""
    rank, size = _ranks(case, group)
    columns = case.leader.astype(float), (case.cast - case.leader).astype(float)
    # sums over the stations that a group and a unit share: one unit a group where groups are the territories
    pair, of = np.unique(group * weights.shape[1] + unit, return_inverse=True)
    to_group, to_unit = np.divmod(pair, weights.shape[1])
    first = np.flatnonzero(np.diff(to_group, prepend=-1))
    weight = weights[:, to_unit]
    alone = first.size == pair.size

    def sums(x: Floats) -> Floats:
        one = np.bincount(of, x, pair.size)
        return np.asarray(one[None] if alone else np.add.reduceat(weight * one, first, axis=1), np.float64)

    whole = [sums(x) for x in columns]
    out = np.empty((PARTS.size, weights.shape[0]))
    for row, part in enumerate(PARTS):
        low = (rank < np.maximum(np.ceil(part * size), 2)[group]).astype(float)
        a, b = (x * low for x in columns)
        if not b.any():
            return np.full_like(out, np.nan)
        odds = _ratio(sums(low), sums(a), sums(b), sums(a * b), sums(b * b), float(a.sum() / b.sum()))
        beyond = whole[0] - odds * whole[1]
        out[row] = weight @ beyond[0] if alone else beyond.sum(axis=1)
    return out


def _ranks(case: Case, group: Ints) -> tuple[Ints, Ints]:
    """Place of each station in its group by turnout, from 0; and the groups' sizes."""
    order = np.lexsort((case.turnout, group))
    size = np.bincount(group)
    rank = np.empty(group.size, np.int64)
    rank[order] = np.arange(group.size) - np.repeat(np.cumsum(size) - size, size)
    return rank, size


def _ratio(n: Floats, a: Floats, b: Floats, ab: Floats, bb: Floats, other: float) -> Floats:
    """Beale's ratio of a to b from n stations' sums, nearly without bias for few of them; `other` where b is none."""
    m = np.maximum(n, 1.0)
    mean_a, mean_b = a / m, b / m
    few = np.maximum(m - 1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross, square = ((ab / m - mean_a * mean_b) / few, (bb / m - mean_b**2) / few)
        value = a / b * (1.0 + cross / (mean_a * mean_b)) / (1.0 + square / mean_b**2)
        value = np.where(mean_a > 0, value, 0.0)
    return np.where((n >= 2) & (b > 0), value, other)


def _level(name: str, ballots: Floats) -> Level:
    """The plateau of one level and its range."""
    value, sd = ballots[:, 0], ballots[:, 1:].std(axis=1)
    end = 1
    while end < PARTS.size:
        below = value[:end] - value[end]
        chance = APART * (ballots[:end, 1:] - ballots[end, 1:]).std(axis=1)
        if (below > np.maximum(chance, SLACK * np.abs(value[:end]))).any():
            break
        end += 1
    first, second = (int(np.searchsorted(PARTS, q)) for q in STEEP[:2])
    chance = STEEP[2] * (ballots[first, 1:] - ballots[second, 1:]).std()
    steep = bool(value[first] - value[second] > max(chance, STEEP[3] * abs(value[first])))
    return Level(name, value, sd, end, steep, *_range(value, sd, end, sure=True))


def _range(value: Floats, sd: Floats, end: int, *, sure: bool) -> tuple[float, float]:
    """Over a plateau: its last reference with its chance, the others as they are or with a part of theirs.

    Falsified stations among the lowest make a reference too high and the surplus too low, never the other way; so
    lower ends need no more, while upper ends look at the smallest parts, in full where the plateau ends early.
    """
    last, early = end - 1, PARTS[end - 1] <= EARLY
    z_last = Z if sure else Z / 2
    z_up, z_others = (Z, Z) if early else (z_last, Z / 4)
    low = min(float(value[:end].min()), float(value[last] - z_last * sd[last]))
    high = max(float((value[:end] + z_others * sd[:end]).max()), float(value[last] + z_up * sd[last]))
    if PARTS[last] <= STEEP[1]:
        high += EXTRA * max(float(value[:end].max() - value[end]), 0.0)
    return low, high


def _over(levels: list[Level], case: Case) -> References:
    best = min(range(len(levels)), key=lambda k: levels[k].sd[levels[k].end - 1])
    ranges = [_range(x.ballots, x.sd, x.end, sure=k == best) for k, x in enumerate(levels)]
    low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
    bounded = low <= 0 or 2 * sum(x.steep for x in levels) <= len(levels)
    turnout = np.sort(case.turnout)
    stop = max(PARTS[x.end - 1] for x in levels)
    around = float(turnout[0]), float(turnout[int(stop * (turnout.size - 1))])
    return References(tuple(levels), best, low, high, bounded, around)
