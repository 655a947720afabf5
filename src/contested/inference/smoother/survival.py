"""That a crisis had not ended by the last fitted day is evidence too, about how likely endings are.

A run's hazards of ending add up to H over the days that are known, and the probability that none came is exp(-H). On
the scale of log H a parabola about the members' mean has the same value, slope and curvature: that of an observation
one below the mean, with variance 1/H. A pass takes it for one more claim.
"""

from __future__ import annotations

import numpy as np

from contested.ground.arrays import Floats
from contested.inference.smoother.observations import Observations

#: hazards that add up to less say nothing
LEAST = 1e-3


def surviving(observed: Observations, y: Floats, hazard: Floats) -> tuple[Observations, Floats]:
    """Claims and one more observation: that no ending came.

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
    shared = np.pad(observed.shared, (0, 1))
    low, high = (np.append(a, middle - 1.0) for a in (observed.low, observed.high))
    more = Observations(
        np.append(observed.cell, -1), np.append(observed.floor, LEAST), low, high, np.append(observed.own, 0.0),
        np.append(observed.numbers, np.exp(-middle)), shared,
    )  # fmt: skip
    return more, np.column_stack([y, log])
