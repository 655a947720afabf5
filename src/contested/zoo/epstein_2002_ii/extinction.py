"""How long it takes until one group is gone."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from contested.engine.model import Model
from contested.engine.run import run
from contested.ground.draws import member_seed
from contested.ground.errors import ParameterError
from contested.zoo.epstein_2002_ii.model import Strife, make

#: steps after which we stop waiting
MOST = 3_000


class _First:
    """Remembers the first step in which a group was gone."""

    def __init__(self) -> None:
        self.step: int | None = None

    def record(self, step: int, numbers: dict[str, Any]) -> None:
        if self.step is None and min(numbers["group_0"], numbers["group_1"]) == 0:
            self.step = step + 1


def steps_to_extinction(model: Model, *, seed: int = 1, most: int = MOST) -> float:
    """Steps until one group has no member left, or infinity if that takes more than `most`.

    Parameters
    ----------
    model : Model
        One that observes `group_0` and `group_1`.
    seed, most : int

    Raises
    ------
    ParameterError
        If the model has no groups.
    """
    if not {"group_0", "group_1"} <= {o.name for o in model.observables}:
        raise ParameterError(f"model: expected one with two groups; got {model.name}.", "epstein-2002-ii is one")
    first = _First()
    run(model, model.params, seed, steps=most, recorder=first, after=lambda *_: first.step is not None)
    return float("inf") if first.step is None else float(first.step)


@cache
def times(cop_density: float, legitimacy: float, runs: int) -> np.ndarray:
    """Steps to extinction of many runs, from fixed seeds."""
    model = make(Strife(cop_density=cop_density, legitimacy=legitimacy))
    return np.array([steps_to_extinction(model, seed=member_seed(2003, r)) for r in range(runs)])
