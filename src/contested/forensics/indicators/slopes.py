"""Where turnout is higher, who gets the votes? (Sobyanin and Sukhovolsky 1995)

Over stations, the leader's votes per registered voter are set against turnout. If turnout has nothing to do with
support, the slope is the leader's share of ballots. Near 1 the leader gains nearly every additional ballot, which
ballots added for the leader explain and a larger crowd does not; above 1 others lose votes where more people come.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.stats import t as student

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, ordered

#: low end of the slope within territories above which `find` alarms: of ten additional ballots the leader gains nine.
#: Added ballots alone bring it near 1 and seldom above, since honest differences of turnout are mixed in
ALARM = 0.9


class Slope(NamedTuple):
    """A straight line through stations.

    Parameters
    ----------
    slope : float, leader's vote per ballot
        NaN where turnout does not vary.
    low, high : float
        95 %, from residuals that may go together within a unit (cluster-robust); NaN with fewer than two units.
    """

    slope: float
    low: float
    high: float


def slope(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, unit: np.ndarray, *, within: bool = False
) -> Slope:
    """Least squares of y on x.

    Parameters
    ----------
    x, y, weight : float64 arrays of shape (stations,)
    unit : int array of shape (stations,)
        Codes from 0 of the units whose stations may err together.
    within : bool
        Each unit has a level of its own; only differences inside units count.
    """
    group = unit if within else np.zeros(x.size, np.int64)
    total = np.bincount(group, weight)
    dx, dy = (v - (np.bincount(group, weight * v) / np.maximum(total, 1e-300))[group] for v in (x, y))
    spread = float((weight * dx * dx).sum())
    if spread <= 1e-12 * max(float(weight.sum()), 1e-300):
        return Slope(math.nan, math.nan, math.nan)
    value = float((weight * dx * dy).sum()) / spread
    score = np.bincount(unit, weight * dx * (dy - value * dx))
    units = np.unique(unit).size
    if units < 2:
        return Slope(value, math.nan, math.nan)
    error = math.sqrt(units / (units - 1) * float((score**2).sum())) / spread
    reach = float(student.ppf(0.975, units - 1)) * error
    return Slope(value, value - reach, value + reach)


def table(case: Case) -> pl.DataFrame:
    """Slopes of stations with 100 voters or more: plain and weighted by voters, over all and within units.

    Returns
    -------
    polars.DataFrame
        over (str: all, within regions, within territories), weighted (bool), slope, low, high (Float64).
    """
    some = ordered(case, SMALL)
    x, y = some.turnout, some.leader / some.registered
    rows = []
    for weighted in (False, True):
        weight = some.registered.astype(float) if weighted else np.ones(some.stations)
        rows += [
            ("all", weighted, *slope(x, y, weight, some.territory)),
            ("within regions", weighted, *slope(x, y, weight, some.region, within=True)),
            ("within territories", weighted, *slope(x, y, weight, some.territory, within=True)),
        ]
    return pl.DataFrame(rows, schema=["over", "weighted", "slope", "low", "high"], orient="row").fill_nan(None)


ABOUT = Finding(
    name="turnout-slope",
    title="The leader's votes against turnout",
    kind="estimate",
    rule=f"within territories, weighted by voters, even the low end of the slope's 95 % range is above {ALARM:g}",
    assumes="Inside one territory, support for others does not fall because more people come to vote.",
    fails_when="Villages with high turnout that honestly favour the leader raise the slope, especially the one over "
    "all stations: compare the slope within territories. Class gradients within territories and special stations "
    "raise it too. "
    "Votes moved from others at one turnout leave no trace.",
    cites=("sobyanin1995",),
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """The slope over all stations, and within territories, where it alarms. No chance in it: `seed` changes nothing."""
    some = ordered(case, SMALL)
    if some.stations < 3:
        return replace(ABOUT, says="Fewer than three stations with 100 voters: no slope.")
    rows = table(case)
    plain, weighted, inside = (rows.row(i, named=True) for i in (0, 3, 5))
    if plain["slope"] is None:
        return replace(ABOUT, says="Turnout is the same everywhere: no slope.")
    share = some.leader.sum() / some.cast.sum()
    if inside["low"] is None:
        within = "Units are too few or too alike for a slope within territories."
    else:
        within = (f"Within territories it is {inside['slope']:.2f} (95 %: {inside['low']:.2f} to "
                  f"{inside['high']:.2f}).")  # fmt: skip
    return replace(
        ABOUT,
        says=f"For every 100 additional ballots the leader gains {100 * plain['slope']:.0f} "
        f"({100 * weighted['slope']:.0f} if large stations count for more), with {100 * share:.0f} of 100 ballots in "
        f"all. {within}",
        value=plain["slope"],
        low=plain["low"],
        high=plain["high"],
        range_is="95 %, stations of one territory may err together",
        alarm=None if inside["low"] is None else bool(inside["low"] > ALARM),
        tables={"slopes": rows},
    )
