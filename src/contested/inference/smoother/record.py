"""What the record of a crisis says beside the claims: it had not ended yet, so many calls were made, and these tactics
were ordered.

All are evidence about the rules by which actors go on after the last fitted day. A pass takes each for one more
observation, of a number that every run reports.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from contested.ground.arrays import Floats
from contested.inference.smoother.observations import Observations

#: rates that add up to less say nothing
LEAST = 1e-3
#: how far authors of calendars differ in how many calls they list (log): one has every march that somebody announced,
#: another the great ones; assumed
LISTED = 0.7
#: distance of a tactic's effort from the wanted one (of their square roots) at which it is still ordered: about the
#: prior median of `incumbent.width`, with what changes in the course of a spell; assumed
ORDERED = 0.2


def counting(
    observed: Observations, y: Floats, total: Floats, events: int, listed: float = 0.0
) -> tuple[Observations, Floats]:
    """Claims and one more observation: how many events of a kind there were.

    A run's rates add up to H over the days that are known, so the number n of events is Poisson with mean H. On the
    scale of log H its log-likelihood has the same slope and curvature at the members' mean m as that of an observation
    m + n exp(-m) - 1 with variance exp(-m). If there were none, it is the probability exp(-H) of survival.

    Parameters
    ----------
    observed : Observations
        The claims.
    y : float64 array of shape (members, m), log
        `Observations.predictions` of the members.
    total : float64 array of shape (members,)
        Sum of the rates over the known days: of endings, say.
    events : int
        How many there were.
    listed : float, log
        Standard deviation of how many of them are on record.

    Returns
    -------
    (Observations, float64 array of shape (members, m + 1))
        The claims as they are, and the observation behind them; it has no cell of its own.
    """
    log = np.log(total + LEAST)
    middle = float(log.mean())
    variance = float(np.exp(-middle))
    value = np.array([middle + events * variance - 1.0])
    return _beside(observed, value, 0.0, variance + listed**2), np.column_stack([y, log])


def ordering(observed: Observations, y: Floats, gap: Floats) -> tuple[Observations, Floats]:
    """Claims and one more observation for each spell of a tactic: that the effort wanted was near the tactic's.

    Parameters
    ----------
    observed : Observations
        The claims.
    y : float64 array of shape (members, m), log
        `Observations.predictions` of the members.
    gap : float64 array of shape (members, spells)
        Square root of the effort wanted, mean over the spell, less that of the tactic's effort.

    Returns
    -------
    (Observations, float64 array of shape (members, m + spells))
        The claims as they are, and the observations behind them; they have no cells of their own.
    """
    return _beside(observed, np.zeros(gap.shape[1]), ORDERED**2, 0.0), np.column_stack([y, gap])


def log_likelihood(hazard: Floats, calling: Floats, calls: int, gap: Floats) -> Floats:
    """Log-likelihood of the whole record given each run, float64 array of shape (runs,), up to a constant.

    Parameters
    ----------
    hazard, calling : float64 array of shape (runs,)
        Sums of the rates of endings and of new calls over the known days.
    calls : int
        New calls on record: Poisson, of a mean that authors of calendars list more or less of (`LISTED`).
    gap : float64 array of shape (runs, spells)
        See `ordering`.

    Example
    -------
    >>> log_likelihood(np.array([0.0, 2.0]), np.array([3.0, 3.0]), 3, np.zeros((2, 0))).round(2)
    array([-1.84, -3.84])
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(32)
    mean = (calling[:, None] + LEAST) * np.exp(LISTED * nodes)
    listed = (np.exp(calls * np.log(mean) - mean - gammaln(calls + 1)) @ weights) / weights.sum()
    of_calls = np.log(np.maximum(listed, np.finfo(float).tiny)) if calling.any() else 0.0
    return np.asarray(of_calls - hazard - 0.5 * np.square(gap / ORDERED).sum(axis=1))


def _beside(observed: Observations, value: Floats, own: float, numbers: float) -> Observations:
    """Claims, and exact values with independent errors behind them."""
    k = len(value)
    return Observations(
        np.append(observed.cell, np.full(k, -1)), np.append(observed.floor, np.zeros(k)),
        np.append(observed.low, value), np.append(observed.high, value), np.append(observed.own, np.full(k, own)),
        np.append(observed.numbers, np.full(k, numbers)), np.pad(observed.shared, (0, k)),
    )  # fmt: skip
