"""Runs that targets and pictures share: each is simulated once."""

from __future__ import annotations

from functools import cache

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.epstein_2002.model import make
from contested.zoo.epstein_2002.outbursts import Outbursts, outbursts
from contested.zoo.epstein_2002.params import Rebellion
from contested.zoo.kit.trajectories import trajectory

#: first steps left out of every series of outbursts
DROPPED = 200


def settings(**changes: object) -> tuple[tuple[str, object], ...]:
    """Settings as something that can be looked up."""
    return tuple(sorted(changes.items()))


@cache
def actives(chosen: tuple[tuple[str, object], ...], steps: int, run: int) -> np.ndarray:
    """Number of actives step by step; `run` says which people, places and chances."""
    model = make(Rebellion(**dict(chosen)))  # type: ignore[arg-type]  # values of mixed types, cached as pairs
    return trajectory(model, steps=steps, seed=member_seed(2002, run))["active"]


@cache
def bursts(chosen: tuple[tuple[str, object], ...], steps: int, run: int) -> Outbursts:
    """Outbursts of a run, without its beginning."""
    return outbursts(actives(chosen, steps, run)[DROPPED:])


def mean_of(chosen: tuple[tuple[str, object], ...], steps: int, runs: int | tuple[int, int], what: str) -> float:
    """Mean over runs of one number of each: the number of outbursts, or mean or SD of a column of theirs.

    Parameters
    ----------
    runs : int or (int, int)
        How many, or from which to below which.
    what : str
        "number", "wait sd", or a column of `Outbursts` for its mean.
    """

    def one(run: int) -> float:
        found = bursts(chosen, steps, run)
        if what == "number":
            return float(found.start.size)
        if what == "wait sd":
            return float(found.wait.std())
        return float(getattr(found, what).mean())

    return float(np.mean([one(run) for run in range(*((0, runs) if isinstance(runs, int) else runs))]))
