"""The runs that targets and pictures share."""

from __future__ import annotations

from functools import cache

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.makowsky_rubin_2013.model import Society, make

STEPS = 300
LOW, HIGH = 0.2, 0.8
RUNS = 60


@cache
def runs_of(centralisation: float, reach: int, shock: float, runs: int) -> dict[str, np.ndarray]:
    """Falsification before the shock, and change since it: an entry a society.

    Society r is the same one in every cell: only its institutions and networks differ.
    """
    model = make(Society(centralisation=centralisation, reach=reach, shock=shock))
    before = model.params.shock_at - 1
    found: dict[str, list[float]] = {"falsification": [], "change": []}
    for r in range(runs):
        seen = trajectory(model, steps=STEPS, seed=member_seed(2013, r))
        found["falsification"].append(seen["falsification"][before])
        found["change"].append(seen["change"][-1])
    return {name: np.array(values) for name, values in found.items()}


def cell(name: str, centralisation: float, reach: int) -> np.ndarray:
    """One of the numbers of `runs_of` at the standard shock."""
    return runs_of(centralisation, reach, Society().shock, RUNS)[name]
