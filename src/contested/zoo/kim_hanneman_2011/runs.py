"""Outbursts of a run, and the runs that targets and pictures share."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.kim_hanneman_2011.model import Works, make
from contested.zoo.kit.trajectories import trajectory

#: an outburst lasts while more than this part of all workers protests
OVER = 0.05
DROPPED = 100


class Outbursts(NamedTuple):
    """Whole outbursts: those open at the start or the end are left out.

    Parameters
    ----------
    began, duration : int64 arrays, steps
    strength : float64 array
        Largest share protesting.
    size : float64 array
        Shares protesting, summed over its steps.
    """

    began: np.ndarray
    duration: np.ndarray
    strength: np.ndarray
    size: np.ndarray


def outbursts(protesting: np.ndarray, over: float = OVER) -> Outbursts:
    """Stretches of steps with more than `over` protesting; of the first step only whether one is open there counts."""
    turns = np.diff(np.concatenate([[0], protesting > over, [0]]).astype(np.int8))
    began, ended = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    whole = (began > 0) & (ended < protesting.size)
    began, ended = began[whole], ended[whole]
    pieces = [protesting[a:b] for a, b in zip(began, ended)]
    return Outbursts(
        began, ended - began, np.array([p.max() for p in pieces]), np.array([p.sum() for p in pieces])
    )  # fmt: skip


@cache
def _whole(inequality: float, identity: float, replicate: int, steps: int) -> dict[str, np.ndarray]:
    model = make(Works(inequality=inequality, identity=identity))
    return trajectory(model, steps=DROPPED + steps, seed=member_seed(2011, replicate))


def series(inequality: float, identity: float, replicate: int, steps: int) -> dict[str, np.ndarray]:
    """One run of the standard works, without its first steps."""
    return {name: column[DROPPED:] for name, column in _whole(inequality, identity, replicate, steps).items()}


def cell(inequality: float, identity: float, runs: int, steps: int) -> dict[str, np.ndarray]:
    """Of each run: outbursts per 100 steps, and their mean duration and strength."""
    whole = [_whole(inequality, identity, r, steps)["protesting"] for r in range(runs)]
    # with the last step dropped, which tells an outburst that begins just after it from one that is open
    found = [outbursts(protesting[DROPPED - 1 :]) for protesting in whole]
    return {
        "frequency": np.array([100.0 * o.began.size / steps for o in found]),
        "duration": np.array([o.duration.mean() if o.began.size else np.nan for o in found]),
        "strength": np.array([o.strength.mean() if o.began.size else np.nan for o in found]),
    }
