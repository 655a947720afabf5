"""Test martingales: evidence that a population's mean is above one half, from values drawn at random from it.

A bettor who starts with 1 and stakes on "above one half" cannot reach 1 / alpha with a chance above alpha if the mean
is not above one half (Ville), so the wealth tests the null at any time, and sampling may stop after any draw. With a
reported mean the stake follows ALPHA (stark2023): a shrinkage estimate of the mean that trusts the report as much as
`WEIGHT` draws. With known chances of few values the stake is the one under which the logarithm of wealth grows fastest
(spertus2023).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar

from contested.forensics.table.case import Floats
from contested.ground.compiled import serial
from contested.ground.errors import InputError
from contested.ground.options import RISK_LIMIT

#: draws that weigh as much as the reported mean (stark2023, section 3.2)
WEIGHT = 100.0
#: part of a tie that rounding could confirm
_ROUNDING = 1e-9


class Wealth(NamedTuple):
    """How a test went.

    Parameters
    ----------
    path : float64 array of shape (drawn,)
        Wealth after each draw, starting from 1. `inf`: what was drawn proves the assertion.
    risk : float
        Smallest level at which the assertion is confirmed: 1 over the largest wealth, at most 1.
    stopped : int
        Draws after which the level asked for was reached; 0 if never.
    """

    path: np.ndarray
    risk: float
    stopped: int


def result(path: np.ndarray, alpha: float) -> Wealth:
    """The risk of a path of wealth, and where it reached 1 / alpha."""
    reached = np.flatnonzero(path >= 1.0 / alpha)
    return Wealth(path, 1.0 / path.max(initial=1.0), int(reached[0]) + 1 if reached.size else 0)


def shrinkage(
    x: np.ndarray,
    population: int,
    mean: float,
    *,
    upper: float = 1.0,
    weight: float = WEIGHT,
    alpha: float = RISK_LIMIT,
) -> Wealth:
    """Test "the mean is above one half" on draws without replacement, with the stake of ALPHA.

    Parameters
    ----------
    x : float64 array of shape (drawn,), from 0 to `upper`
        In the random order of drawing.
    population : int
        Values in all; 0 for draws with replacement.
    mean : float
        Reported, from 1/2 to `upper`.
    upper : float
        Largest value.
    weight : float
        Draws that the report weighs as much as; infinite for a mean that is never learnt (BRAVO, lindeman2012bravo).
    alpha : float
        Risk limit.

    Raises
    ------
    InputError
        A value outside its range, or more draws than values.

    Examples
    --------
    >>> shrinkage(np.ones(8), 0, 0.75, weight=np.inf).stopped
    8
    """
    x = _checked(x, population, upper, alpha)
    if not 0.5 <= mean <= upper:
        raise InputError(f"mean: expected 1/2 to {upper:g}; got {mean}.", "a reported winner has more than one half")
    path = np.empty(x.size)
    _shrunk(x, float(population), upper, mean, min(weight, 1e15), (mean - 0.5) / 2, path)
    return result(path, alpha)


def fixed_stake(
    x: np.ndarray, population: int, stake: float, *, upper: float = 1.0, alpha: float = RISK_LIMIT
) -> Wealth:
    """The same with one stake from 0 to 2 at each draw (`best_stake`)."""
    x = _checked(x, population, upper, alpha)
    if not 0 <= stake <= 2:
        raise InputError(f"stake: expected 0 to 2; got {stake}.")
    path = np.empty(x.size)
    _staked(x, float(population), upper, stake, path)
    return result(path, alpha)


def best_stake(values: np.ndarray, chances: np.ndarray) -> float:
    """The stake under which log wealth grows fastest, for draws of `values` with these chances."""
    values, chances = np.asarray(values, float), np.asarray(chances, float)

    def loss(stake: float) -> float:
        return -float(chances @ np.log1p(stake * (values - 0.5)))

    # at a stake of 2 a value of 0 takes all
    return float(minimize_scalar(loss, bounds=(0.0, 2.0 - 1e-6), method="bounded", options={"xatol": 1e-9}).x)


def _checked(x: np.ndarray, population: int, upper: float, alpha: float) -> Floats:
    x = np.ascontiguousarray(x, np.float64)
    if (population and x.size > population) or not ((x >= 0) & (x <= upper * (1 + 1e-12))).all():
        raise InputError(f"expected at most {population} values from 0 to {upper:g}.")
    if not 0 < alpha < 1:
        raise InputError(f"risk limit: expected a number between 0 and 1; got {alpha}.", "0.05 is usual")
    return x


@serial
def _null(population: float, total: float, seen: int) -> float:
    """Mean of what is left if that of all were one half; below 0 where what was seen proves that it is more."""
    if population == 0.0:
        return 0.5
    if total > population * (0.5 + _ROUNDING):
        return -1.0
    return (population * 0.5 - total + _ROUNDING * population) / (population - seen)


@serial
def _shrunk(x: Floats, population: float, upper: float, mean: float, weight: float, gap: float, path: Floats) -> None:
    wealth, total = 1.0, 0.0
    for i in range(x.size):
        null = _null(population, total, i)
        if null >= upper:
            wealth = 0.0 if null > upper else wealth
        elif wealth < np.inf:
            guess = max((weight * mean + total) / (weight + i), null + gap / np.sqrt(weight + i))
            guess = min(guess, upper * (1 - 1e-15))
            if guess > null:
                wealth *= 1.0 + (guess / null - 1.0) / (upper - null) * (x[i] - null)
        total += x[i]
        if population and total > population * (0.5 + _ROUNDING):
            wealth = np.inf
        path[i] = wealth


@serial
def _staked(x: Floats, population: float, upper: float, stake: float, path: Floats) -> None:
    wealth, total = 1.0, 0.0
    for i in range(x.size):
        null = _null(population, total, i)
        if null >= upper:
            wealth = 0.0 if null > upper else wealth
        elif wealth < np.inf:
            wealth *= 1.0 + min(stake, 1.0 / null) * (x[i] - null)
        total += x[i]
        if population and total > population * (0.5 + _ROUNDING):
            wealth = np.inf
        path[i] = wealth
