"""What the record of a crisis says beside the claims: it had not ended yet, and these tactics were ordered.

Both are evidence about the rules by which actors go on after the last fitted day. A pass takes each for one more
observation, of a number that every run reports.
"""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.smoother.observations import Observations

#: hazards that add up to less say nothing
LEAST = 1e-3
#: distance of a tactic's effort from the wanted one (of their square roots) at which it is still ordered: about the
#: prior median of `incumbent.width`, with what changes in the course of a spell; assumed
ORDERED = 0.2


def surviving(observed: Observations, y: Floats, hazard: Floats) -> tuple[Observations, Floats]:
    """Claims and one more observation: that no ending came.

    A run's hazards of ending add up to H over the days that are known, and the probability that none came is exp(-H).
    On the scale of log H a parabola about the members' mean has the same value, slope and curvature: that of an
    observation one below the mean, with variance 1/H.

    Parameters
    ----------
    observed : Observations
        The claims.
    y : float64 array of shape (members, m), log
        `Observations.predictions` of the members.
    hazard : float64 array of shape (members,)
        Sum of all hazards of ending over the known days.

    Returns
    -------
    (Observations, float64 array of shape (members, m + 1))
        The claims as they are, and the observation behind them; it has no cell of its own.
    """
    log = np.log(hazard + LEAST)
    middle = float(log.mean())
    return _beside(observed, np.array([middle - 1.0]), 0.0, np.exp(-middle)), np.column_stack([y, log])


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


def _beside(observed: Observations, value: Floats, own: float, numbers: float) -> Observations:
    """Claims, and exact values with independent errors behind them."""
    k = len(value)
    return Observations(
        np.append(observed.cell, np.full(k, -1)), np.append(observed.floor, np.zeros(k)),
        np.append(observed.low, value), np.append(observed.high, value), np.append(observed.own, np.full(k, own)),
        np.append(observed.numbers, np.full(k, numbers)), np.pad(observed.shared, (0, k)),
    )  # fmt: skip
