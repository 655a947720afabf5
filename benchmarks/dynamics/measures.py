"""What is measured of an ensemble of runs: tails, waves, rhythm, shares of variance. Arrays in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from contested.nation.country import Country

WEEK = 7
#: fewest gatherings that a tail is fitted to
FEWEST = 50


def by_week(daily: np.ndarray, how: str = "max") -> np.ndarray:
    """Largest, or sum, of each week from the first day on; days beyond whole weeks are left out."""
    weeks = len(daily) // WEEK
    table = np.asarray(daily)[: weeks * WEEK].reshape(weeks, WEEK, *np.shape(daily)[1:])
    return table.max(axis=1) if how == "max" else table.sum(axis=1)


def power_tail(sizes: np.ndarray, least: float) -> tuple[float, float]:
    """Exponent of the density above the cut with the least Kolmogorov-Smirnov distance, and the cut (Clauset 2009).

    Cuts from `least` on are tried, as long as FEWEST sizes lie above; nan where there are fewer.
    """
    x = np.sort(np.asarray(sizes, float))
    x = x[x >= least]
    best = (np.inf, np.nan, np.nan)
    for cut in np.unique(x)[:: max(1, len(np.unique(x)) // 100)]:
        tail = x[np.searchsorted(x, cut) :]
        if len(tail) < FEWEST or tail[-1] <= cut:
            break
        exponent = 1.0 + len(tail) / np.log(tail / cut).sum()
        law = 1.0 - (tail / cut) ** (1.0 - exponent)
        gap = np.abs(np.arange(1, len(tail) + 1) / len(tail) - law).max()
        best = min(best, (float(gap), float(exponent), float(cut)))
    return best[1], best[2]


def share_of_largest(sizes: np.ndarray, part: float = 0.1) -> float:
    """Part of the sum in the largest `part` of sizes."""
    x = np.sort(np.asarray(sizes, float))[::-1]
    return float(x[: max(1, round(part * len(x)))].sum() / x.sum()) if len(x) else np.nan


def busiest_weekday(daily: np.ndarray) -> float:
    """Part of a sum over days that lies on its busiest weekday: 1/7 without a rhythm."""
    whole = np.asarray(daily)[: len(daily) // WEEK * WEEK].reshape(-1, WEEK).sum(axis=0)
    return float(whole.max() / whole.sum()) if whole.sum() > 0 else np.nan


def half_life(weekly: np.ndarray) -> float:
    """Days in which weekly largest crowds halve after their peak: least squares of their logarithm on the week.

    From the peak to the first week below a hundredth of it, 16 weeks at most; inf where they do not fall, nan where
    less than two weeks follow the peak.
    """
    peak = int(np.argmax(weekly))
    tail = np.asarray(weekly[peak : peak + 17], float)
    if len(tail) < 3 or tail[0] <= 0:
        return np.nan
    low = np.flatnonzero(tail < tail[0] / 100)
    if len(low):
        tail = np.maximum(tail[: low[0] + 1], tail[0] / 100)
    slope = np.polyfit(np.arange(len(tail)), np.log(tail), 1)[0]
    return float(WEEK * np.log(2) / -slope) if slope < 0 else np.inf


def slope_of_logs(y: np.ndarray, x: np.ndarray) -> float:
    """Slope of log y on log x over days where both are above 0; nan where there are fewer than five, or one x."""
    both = (np.asarray(x) > 0) & (np.asarray(y) > 0)
    a, b = np.log(np.asarray(x)[both]), np.log(np.asarray(y)[both])
    return float(np.polyfit(a, b, 1)[0]) if len(a) >= 5 and np.ptp(a) > 0 else np.nan


def inputs_by_day(country: Country, days: int) -> list[tuple[object, ...]]:
    """What the calls of each day ask for, and shocks: form, places, recurrence, caller; size and place of shocks."""
    signs: list[tuple[object, ...]] = []
    for day in range(days):
        calls = sorted(
            (c.form, c.places, c.every, c.caller, -1.0 if c.level is None else c.level)
            for c in country.calls
            if c.day <= day <= c.until and (day - c.day) % c.every == 0
        )
        shocks = sorted((a.place, a.level) for a in country.acts if a.act == "shock" and a.day == day)
        signs.append((tuple(calls), tuple(shocks)))
    return signs


def between_groups(values: np.ndarray, groups: Sequence[object]) -> float:
    """Part of the variance of values, of shape (draws, days), between groups of days (one-way, over all draws)."""
    x = np.asarray(values, float)
    names = {g: k for k, g in enumerate(dict.fromkeys(groups))}
    row = np.broadcast_to([names[g] for g in groups], x.shape).ravel()
    n = np.bincount(row)
    means = np.bincount(row, weights=x.ravel()) / n
    total = ((x - x.mean()) ** 2).sum()
    return float((n * (means - x.mean()) ** 2).sum() / total) if total > 0 else np.nan


def randomised_ks(one: np.ndarray, other: np.ndarray, rng: np.random.Generator, null: int = 4000) -> float:
    """Two-sample Kolmogorov-Smirnov p, ties of the discrete distance broken by chance, so that it is uniform."""
    joined = np.concatenate([one, other])
    mine = np.arange(len(joined)) < len(one)
    ranks = stats.rankdata(joined + 1e-12 * rng.standard_normal(len(joined)), method="ordinal").astype(int) - 1
    label = np.empty(len(joined), bool)
    label[ranks] = mine

    def gap(labels: np.ndarray) -> np.ndarray:
        a = labels.cumsum(axis=-1) / len(one)
        b = (~labels).cumsum(axis=-1) / len(other)
        return np.round(np.abs(a - b).max(axis=-1), 9)

    seen = gap(label)
    drawn = gap(rng.permuted(np.tile(mine, (null, 1)), axis=1))
    above, same = (drawn > seen).mean(), (drawn == seen).mean()
    return float(above + rng.random() * same)


def standard_errors(differences: np.ndarray) -> float:
    """Mean of paired differences in standard errors, as the normal deviate of as small a p; 0 where all are 0.

    Of few pairs the standard error is itself uncertain: Student's t is read as the deviate it would be of many.
    """
    d = np.asarray(differences, float)
    if not np.any(d):
        return 0.0
    error = d.std(ddof=1) / np.sqrt(len(d))
    if error == 0.0:
        return float(np.copysign(np.inf, d.mean()))
    t = d.mean() / error
    return float(np.copysign(stats.norm.isf(stats.t.sf(abs(t), len(d) - 1)), t))
