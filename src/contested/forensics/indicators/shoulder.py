"""Stations above the shoulder: turnout and support that rise together, and not as they do where nobody adds ballots.

Honest causes make support rise with turnout too: a class gradient does, from the lowest turnout to the highest in a
straight line of logits; villages do, with their size; differing towns do, from town to town. Ballots added at some
stations leave a bend within territories: up to the shoulder nothing rises, and beyond it lie stations apart. So do
postal and special stations, whose electorate is another one. What tells these from added ballots is the others. Where
ballots are added, as many people voted for others as elsewhere, and among the stations above the shoulder it makes no
difference to them how many were added. Where another electorate votes, more people vote for others where more people
vote, station by station in proportion, whatever its support for the leader is.

All of it is within territories, and with the size of stations taken out. Stations above the shoulder where hardly
anybody voted for others are counted and left out of the comparison: invented results, or enclaves of one mind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, Flags, Floats, Ints, ordered

#: stations and territories that the test needs; stations to compare above the shoulder, and below it in a territory
FEW, TERRITORIES, COMPARED, BELOW = 200, 10, 30, 3
#: alarm: bend, a chi-square of two degrees of freedom (5 % of straight countries have more); part of the variance of
#: support that it explains
BEND, GAIN = 6.0, 0.004
#: alarm: how far from 0 others' ballots for each additional ballot may be, above the shoulder beside below it, in units
#: of others' share below it: 0 is what added ballots leave, 1 is what a keener electorate of the same mind gives, and
#: votes moved from others, or an electorate that likes the leader more, go below 0
GAINED = 0.4
#: alarm: standard errors by which stations above the shoulder may be smaller or larger
SIZE = 4.0
#: alarm: standard errors by which others' ballots above the shoulder grow otherwise than in proportion to turnout (10 %
#: lie beyond on one side); less so many for each time that they vary more, or less, from station to station than below
#: it: added ballots leave others as they are
ERRORS, UNLIKE = 1.28, 6.0
#: honest standard deviations from the shoulder's middle to stations apart; the part of stations that must lie there;
#: or the part of the variance of turnout that lies between two groups (0.64 where there is but one bell curve)
APART, LEAST, BETWEEN = 3.0, 0.015, 0.67
#: of others' ballots for a voter below the shoulder, what is hardly any
HARDLY = 0.2


class Shoulder(NamedTuple):
    """What lies above the shoulder.

    Parameters
    ----------
    bend : float
        Chi-square, two degrees of freedom, robust to territories: support against turnout is no straight line.
    gain : float, share
        Of the variance of support within territories, what the bend explains.
    stations, extreme : int
        Above the shoulder, and compared with those below it; left out because hardly anybody voted for others.
    turnout : (float, float), share
        Below and above it.
    gained : float
        Others' ballots above the shoulder less those below it, for each ballot more that was cast, in units of others'
        share of ballots below it. All are for a voter, and beside the mean of the territory's stations below.
    slope, proportion : float
        How others' ballots change with turnout among the stations above: 0 where ballots are added, 1 where they are
        in proportion; standard errors from there.
    spread : float
        Standard deviation of others' ballots for a voter within territories, over that of stations not falsified
        (`_usual`); chance taken out.
    size : float
        Standard errors by which stations above are larger.
    apart : bool
        Whether stations lie apart at all, and are no upper half of one cloud.
    """

    bend: float
    gain: float
    stations: int
    extreme: int
    turnout: tuple[float, float]
    gained: float
    slope: float
    proportion: float
    spread: float
    size: float
    apart: bool

    @property
    def has_bend(self) -> bool:
        """Whether there is a shoulder."""
        return self.bend > BEND and self.gain > GAIN

    @property
    def score(self) -> float:
        """How unlike another electorate these are: others' growth is not in proportion, and they vary as below."""
        return abs(self.proportion) - UNLIKE * abs(self.spread - 1.0)

    @property
    def as_added(self) -> bool:
        """Whether others' ballots are as added ballots leave them, and not in proportion to turnout."""
        few = abs(self.gained) < GAINED
        return self.apart and few and abs(self.size) < SIZE and self.score > ERRORS


def shoulder(case: Case) -> Shoulder | None:
    """None where stations, territories or their differences are too few."""
    some = ordered(case, SMALL)
    unit = np.unique(some.territory, return_inverse=True)[1].astype(np.int64)
    if some.stations < FEW or unit.max(initial=0) + 1 < TERRITORIES:
        return None
    voters, others = some.registered.astype(float), (some.cast - some.leader).astype(float)
    x = np.clip(np.log((some.issued + 0.5) / (voters - np.minimum(some.issued, voters) + 0.5)), -5, 5)
    y = np.log((some.leader + 0.5) / (others + 0.5))
    u = np.clip(x - _quartiles(x, unit)[unit], -2.5, 4.0)
    if np.ptp(u) < 1e-6 or np.ptp(y) < 1e-6:
        return None
    bend, gain = _bend(u, y, voters, unit)
    above, below, apart, sd = _apart(u)
    by_voter, share = others / voters, np.minimum(some.turnout, 1.0)
    few, low = _means(by_voter, unit, below), _means(share, unit, below)
    known = (np.bincount(unit[below], minlength=few.size)[unit] >= BELOW) & (few[unit] > 0)
    above, below = above & known, below & known
    extreme = above & (by_voter < HARDLY * few[unit])
    above &= ~extreme
    if not below.any():
        return None
    if above.sum() < COMPARED:
        nan = float("nan")
        return Shoulder(bend, gain, int(above.sum()), int(extreme.sum()), (nan, nan), nan, nan, nan, nan, nan, False)
    at = unit[above]
    rest, turnout = by_voter[above] / few[at], share[above] / low[at]
    more, many = float(turnout.mean()), float(rest.mean())
    gained = (many - 1.0) / (more - 1.0) if more > 1.0 else np.nan
    slope, error = _slope(turnout, rest, at)
    even = many / more
    wide = _spread(rest, at, _chance(by_voter, voters, few[unit], above))
    chance = _chance(by_voter, voters, few[unit], below), _chance(share, voters, low[unit], below)
    usual = _usual(by_voter[below] / few[unit[below]], share[below] / low[unit[below]], unit[below],
                   sd * (1 - float(low[at].mean())), chance)  # fmt: skip
    size = np.log(voters)
    noise = np.sqrt(sum(size[part].var() / part.sum() for part in (above, below)))
    larger = float((size[above].mean() - size[below].mean()) / max(noise, 1e-9))
    lies = float(low[at].mean()), float(share[above].mean())
    return Shoulder(bend, gain, int(above.sum()), int(extreme.sum()), lies, gained, slope / max(even, 1e-9),
                    (slope - even) / max(error, 1e-9), wide / max(usual, 1e-9), larger, apart)  # fmt: skip


def _quartiles(x: Floats, unit: Ints) -> Floats:
    """Lower quartile of each unit: where half of its stations are clean, they lie around it or above."""
    order = np.lexsort((x, unit))
    size = np.bincount(unit)
    return np.asarray(x[order][np.cumsum(size) - size + (size - 1) // 4])


def _within(x: Floats, unit: Ints, weight: Floats) -> Floats:
    return np.asarray(x - (np.bincount(unit, weight * x) / np.maximum(np.bincount(unit, weight), 1e-12))[unit])


def _bend(u: Floats, y: Floats, voters: Floats, unit: Ints) -> tuple[float, float]:
    """Wald's chi-square of turnout's square and cube, beside turnout and size; and the variance they explain."""
    weight = 1.0 / (8.0 / voters + 0.05)
    size = np.log(voters)
    straight, bent = (np.column_stack([_within(z, unit, weight) for z in zs])
                      for zs in ((u, size, size**2), (u**2, u**3, y)))  # fmt: skip
    w = weight[:, None]
    tiny = 1e-9 * w.sum()
    bent = bent - straight @ np.linalg.solve(straight.T @ (w * straight) + tiny * np.eye(3), straight.T @ (w * bent))
    f, z = bent[:, :2], bent[:, 2]
    curve = f.T @ (w * f) + tiny * np.eye(2)
    slope = np.linalg.solve(curve, f.T @ (weight * z))
    off = z - f @ slope
    score = np.array([np.bincount(unit, weight * off * f[:, k]) for k in range(2)])
    spread = np.linalg.solve(curve, np.linalg.solve(curve, score @ score.T).T)
    bend = float(slope @ np.linalg.solve(spread + 1e-18 * np.eye(2), slope))
    return bend, float(1.0 - (weight @ off**2) / max(float(weight @ z**2), 1e-300))


def _apart(u: Floats) -> tuple[Flags, Flags, bool, float]:
    """Stations above the shoulder, those to compare them with, whether the former lie apart; honest spread, logit.

    Above are stations three honest spreads up, beside those around the middle. Where hardly any lie there, stations are
    cut in two where that leaves the least variance (Otsu); one bell curve can be cut as well, and nothing is apart.
    """
    low, quarter = np.quantile(u, (0.05, 0.25))
    sd = max((quarter - low) / 0.97, 0.03)
    middle = quarter + 0.674 * sd
    above = u > middle + APART * sd
    if above.mean() > LEAST:
        return above, np.abs(u - middle) <= sd, True, sd
    v = np.sort(u)
    sums, k = np.cumsum(v), np.arange(1, v.size)
    between = k * (v.size - k) * (sums[:-1] / k - (sums[-1] - sums[:-1]) / (v.size - k)) ** 2 / v.size**2
    above = u > v[int(np.argmax(between))]
    return above, ~above, bool(between.max() > BETWEEN * v.var()), sd


def _means(x: Floats, unit: Ints, part: Flags) -> Floats:
    """Of each unit's stations of a part; 0 where it has none."""
    count = int(unit.max()) + 1
    return np.asarray(np.bincount(unit[part], x[part], count) / np.maximum(np.bincount(unit[part], minlength=count), 1))


def _slope(x: Floats, y: Floats, unit: Ints) -> tuple[float, float]:
    """Slope of a line and its standard error, midway (in variance) between stations and units as what is drawn."""
    x, y = x - x.mean(), y - y.mean()
    square = max(float(x @ x), 1e-12)
    slope = float(x @ y) / square
    score = x * (y - slope * x)
    by_unit = np.bincount(unit, score)
    return slope, float(np.sqrt((score @ score + by_unit @ by_unit) / 2)) / square


def _chance(x: Floats, voters: Floats, one: Floats, part: Flags) -> float:
    """Mean variance that drawing ballots gives to shares `x` of voters, in units of `one`, at a part of stations."""
    return float(np.mean((x * (1 - x) / voters / np.maximum(one, 1e-9) ** 2)[part]))


def _spread(x: Floats, unit: Ints, chance: float) -> float:
    """Standard deviation within units with three stations, less what drawing ballots adds."""
    count = np.bincount(unit)
    some = count[unit] >= 3
    if not some.any():
        return np.nan
    off = _within(x[some], unit[some], np.ones(int(some.sum())))
    free = max(int(some.sum() - (count >= 3).sum()), 1)
    return float(np.sqrt(max(float(off @ off) / free - chance, 1e-6)))


def _usual(others: Floats, turnout: Floats, unit: Ints, sd: float, chance: tuple[float, float]) -> float:
    """Standard deviation within units of others' ballots for a voter, of all stations that are not falsified.

    Those below the shoulder were chosen by turnout, so they vary less in it than honest stations do, and less in
    others' ballots too. What turnout does not explain is theirs; what it does is put back for the whole spread `sd` of
    honest turnout. `chance` is what drawing ballots adds to the variance of both.
    """
    one = np.ones(unit.size)
    y, x = _within(others, unit, one), _within(turnout, unit, one)
    slope = float(x @ y) / max(float(x @ x), 1e-12)
    free = max(unit.size - np.unique(unit).size, 1)
    rest = max(float(((y - slope * x) ** 2).sum()) / free - chance[0], 1e-6)
    return float(np.sqrt(rest + slope**2 * max(sd**2 - chance[1], 1e-6)))


ABOUT = Finding(
    name="shoulder", title="Stations above the shoulder of turnout", kind="estimate",
    rule=f"within territories, support plotted against turnout has a bend, the shoulder (chi-square above {BEND:g}, "
    f"{GAIN:.1%} of the variance), stations above it form a separate group, and in this group, compared with "
    f"stations of the same sizes below, each additional ballot brings other candidates only -{GAINED:g} to "
    f"{GAINED:g} of their share below, and not in proportion to turnout (by {ERRORS:g} standard errors, plus "
    f"{UNLIKE:g} times the relative change of their spread)",
    assumes="Within a territory, no honest group of stations differs in turnout while other candidates get the same "
    "number of ballots per registered voter as elsewhere, however many people vote at a station.",
    fails_when="Postal and special stations, or villages, that by chance give other candidates as many ballots as "
    "elsewhere, or are of several kinds; or two electorates in every town, one of which votes more often and favours "
    "the leader. No alarm if every station is falsified, if the same share of non-voters is added everywhere, if "
    "ballots are added in proportion, if many votes are also moved from other candidates, or if whole territories "
    "are falsified.",
    cites=("sobyanin1995", "kobak2016"),
)  # fmt: skip


def find(case: Case, *, seed: int = 1, least: float = ERRORS) -> Finding:
    """Whether stations lie apart as added ballots put them. No chance in it: `seed` changes nothing.

    `least` is the score from which it alarms; honest elections are asked whether they have one as high as the case's.
    """
    some = shoulder(case)
    if some is None or not np.isfinite([some.bend, some.gain]).all():
        return replace(ABOUT, says=f"Not possible: fewer than {FEW} stations of {SMALL} voters in {TERRITORIES} "
                                   "territories, or all of them alike.")  # fmt: skip
    if some.has_bend and not np.isfinite(some.score):
        says = (f"Within territories, support for {case.leader_name} does not rise evenly with turnout (chi-square "
                f"{some.bend:.0f}), but only {some.stations:,} stations lie apart and can be compared, and "
                f"{some.extreme:,} have hardly any votes for others.")  # fmt: skip
    elif some.has_bend:
        says = (
            f"Within territories, support for {case.leader_name} does not rise evenly with turnout (chi-square "
            f"{some.bend:.0f}): {some.stations:,} stations {'lie apart' if some.apart else 'are in the upper group'}, "
            f"at {some.turnout[1]:.0%} turnout beside {some.turnout[0]:.0%}. Of each ballot more that was cast there, "
            f"others have {some.gained:.2f} times their share below the shoulder; from station to station they grow "
            f"{some.slope:.2f} times as they would in proportion to turnout, and vary {some.spread:.2f} times as much. "
        )
        if some.extreme:
            says += (f"{some.extreme:,} further stations there, where hardly anybody voted for others, are left out of "
                     "this comparison. ")  # fmt: skip
        says += ("So ballots added for the leader would leave it." if some.as_added else
                 "Added ballots need not be behind this: another electorate explains it as well.")  # fmt: skip
    else:
        says = (f"Within territories, support for {case.leader_name} against turnout is as straight as chance leaves "
                f"it (chi-square {some.bend:.1f}).")  # fmt: skip
    facts = pl.DataFrame({"what": ["bend", "gain", "stations above", "stations left out", "turnout below",
                                   "turnout above", "others gained", "others' slope", "errors from proportion",
                                   "others' spread", "size"],
                          "number": [some.bend, some.gain, float(some.stations), float(some.extreme), *some.turnout,
                                     some.gained, some.slope, some.proportion, some.spread, some.size]})  # fmt: skip
    alarm = some.has_bend and some.as_added and some.score >= least
    value = some.score if np.isfinite(some.score) else 0.0
    return replace(ABOUT, says=says, value=value, alarm=alarm, tables={"shoulder": facts})
