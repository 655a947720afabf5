"""Evidence that a population's mean is above one half, from draws that were made stratum by stratum.

The mean is not above one half if some split of it over the strata is true whose weighted mean is one half. For each
split a bettor stakes in every stratum against that stratum's part; the product of the fortunes is a martingale if the
split is true. The fortune that counts is that under the split that leaves least (a union-intersection test, after
ottoboni2018 and spertus2022). A stake is a part of the fortune that knows no split: then the logarithm of the product
is convex in the split, strata are joined by one price, and any number of them takes no search (spertus2024).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.forensics.samples.martingale import Wealth, best_stake, result
from contested.forensics.table.case import Floats
from contested.ground.compiled import serial
from contested.ground.options import RISK_LIMIT

#: draws that weigh as much as the reported mean, as for one population (`martingale.WEIGHT`)
WEIGHT = 100.0
#: part of a fortune that is staked at most: one draw may then not take all of it
MOST = 0.95
#: looks at the fortunes while drawing, beside the last: each takes a search over splits
LOOKS = 100
#: halvings of a stratum's mean, and of the price that joins the strata
HALVINGS = 40


class Draws(NamedTuple):
    """Values drawn from one stratum.

    Parameters
    ----------
    values : float64 array of shape (drawn,)
        From 0, in the order of drawing, without replacement.
    at : int64 array of shape (drawn,)
        Place of each draw among those of all strata, from 0.
    population : int
        Values in the stratum.
    stakes : float64 array of shape (drawn,)
        Part of the fortune staked on each value, known before it is drawn.
    shift : float
        Mean of the values, less what the stratum adds to the mean that is tested.
    upper : float
        Largest part of a stratum in the mean that is tested.
    """

    values: Floats
    at: np.ndarray
    population: int
    stakes: Floats
    shift: float
    upper: float


def polled_stakes(values: Floats, mean: float, null: float, upper: float) -> Floats:
    """Stakes on values that were read: best for values of 0 and `upper` if their mean is as reported and as drawn.

    Parameters
    ----------
    values : float64 array of shape (drawn,)
    mean : float
        Reported for the stratum.
    null : float
        What it may be if the reported winner did not win and all strata are equally wrong.
    upper : float
    """
    before = np.cumsum(values) - values
    guess = (WEIGHT * mean + before) / (WEIGHT + np.arange(values.size))
    return np.clip((guess - null) / max(upper - null, 1e-9), 0.0, MOST)


def compared_stakes(size: int, null: float, upper: float, overstated: tuple[float, float]) -> Floats:
    """Stakes on `upper` less what was overstated, best for these chances of one vote and of two.

    `null` is the mean of the values if the reported winner did not win and all strata are equally wrong.
    """
    one, two = overstated
    levels, chances = np.array([upper, upper / 2, 0.0]), np.array([1.0 - one - two, one, two])
    return np.full(size, min(best_stake(levels / (2.0 * null), chances) / 2.0, MOST))


def joined(strata: list[Draws], *, alpha: float = RISK_LIMIT) -> Wealth:
    """Test "the mean over all strata is above one half".

    The path holds what was last looked at: every draw if there are at most `LOOKS`, else as many spread evenly.
    """
    n = sum(s.values.size for s in strata)
    population = np.array([s.population for s in strata], float)
    weights = population / population.sum()
    of, values, stakes = np.zeros(n, np.int64), np.zeros(n), np.zeros(n)
    for k, s in enumerate(strata):
        of[s.at], values[s.at], stakes[s.at] = k, s.values, s.stakes
    shift, upper = (np.array([getattr(s, name) for s in strata], float) for name in ("shift", "upper"))
    path = np.ones(n)
    looks = np.unique(np.linspace(1, n, min(n, LOOKS)).round().astype(np.int64)) if n else np.zeros(0, np.int64)
    for start, stop in zip(looks, [*looks[1:], n + 1], strict=True):
        least = _least(of[:start], values[:start], stakes[:start], population, weights, shift, upper)
        path[start - 1 : stop - 1] = np.exp(min(least, 700.0))
    return result(path, alpha)


@serial
def _one(k: int, theta: float, of: np.ndarray, values: Floats, stakes: Floats, population: float, shift: float,
         want_slope: bool) -> float:  # fmt: skip
    """Logarithm of the fortune in a stratum whose part of the mean is theta, or its slope in theta."""
    total, left, out = 0.0, population, 0.0
    start = (theta + shift) * population
    for i in range(of.size):
        if of[i] != k:
            continue
        null = max((start - total) / left, 1e-12)
        gain = 1.0 - stakes[i] + stakes[i] * values[i] / null
        if want_slope:
            out -= stakes[i] * values[i] / null**2 * population / left / gain
        else:
            out += np.log(gain)
        total += values[i]
        left -= 1.0
    return out


@serial
def _best(k: int, price: float, of: np.ndarray, values: Floats, stakes: Floats, population: float, shift: float,
          upper: float) -> float:  # fmt: skip
    """The part of a stratum that leaves least, if a unit of it costs `price`."""
    low, high = 0.0, upper
    for _ in range(HALVINGS):
        half = (low + high) / 2
        if _one(k, half, of, values, stakes, population, shift, True) + price < 0.0:
            low = half
        else:
            high = half
    return (low + high) / 2


@serial
def _least(of: np.ndarray, values: Floats, stakes: Floats, population: Floats, weights: Floats, shift: Floats,
           upper: Floats) -> float:  # fmt: skip
    """Logarithm of the least fortune over all splits whose weighted mean is one half; never above it.

    Any price gives a bound from below (weak duality), so that stopping the search early errs on the safe side.
    """
    low, high, best = 0.0, 1e12, -np.inf
    if (weights * upper).sum() <= 0.5:
        return np.inf
    for _ in range(HALVINGS):
        price = np.sqrt(max(low, 1e-12) * high) if high > 1e-9 else 0.0
        mean, bound = 0.0, -0.5 * price
        for k in range(weights.size):
            theta = _best(k, price * weights[k], of, values, stakes, population[k], shift[k], upper[k])
            mean += weights[k] * theta
            bound += _one(k, theta, of, values, stakes, population[k], shift[k], False) + price * weights[k] * theta
        best = max(best, bound)
        if mean > 0.5:
            low = price
        else:
            high = price
        if high < low * (1.0 + 1e-6):
            break
    return best
