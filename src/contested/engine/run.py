"""The one loop: step, observe, record. Everything that runs a model runs it here.

Results leave through a recorder, day by day, so memory does not grow with the number of days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.ground.forked import computing


class Recorder(Protocol):
    """Takes one step's numbers."""

    def record(self, step: int, numbers: dict[str, Any]) -> None: ...


class InMemory:
    """Keeps a stretch of steps as arrays; the usual recorder for short runs and calibration.

    Parameters
    ----------
    observables : sequence of Observable
    coords : dict of dimension to labels
    first, steps : int
        The stretch kept.
    """

    def __init__(self, observables: Sequence[Observable], coords: dict[str, list[Any]], first: int, steps: int) -> None:
        self.first = first
        self.arrays = {o.name: np.full((steps, *(len(coords[d]) for d in o.dims)), np.nan) for o in observables}

    def record(self, step: int, numbers: dict[str, Any]) -> None:
        """Write one step's row."""
        row = step - self.first
        for name, array in self.arrays.items():
            array[row] = numbers[name]


def run(
    model: Model,
    params: Any,
    seed: int,
    *,
    steps: int,
    recorder: Recorder,
    state: State | None = None,
    first: int = 0,
    after: Callable[[int, State], bool] | None = None,
) -> State:
    """Play steps `first` .. `first + steps - 1`.

    Parameters
    ----------
    model, params, seed
        See `engine.model.Model`.
    steps : int
        How many steps.
    recorder : Recorder
        Takes the numbers of each step.
    state : State, optional
        Where to start from (a checkpoint); made by `model.init` if absent.
    first : int
        Number of the first step; the chances of a step depend on its number, so a branch takes up where it left off.
    after : (step, state) -> bool, optional
        Called after each step; returning True stops the run there. To read more of the state than the numbers
        reported, call `model.home` first where there is one.

    Returns
    -------
    State
        As it stands after the last step played.
    """
    computing()
    if state is None:
        state = model.init(params, seed)
    for step in range(first, first + steps):
        state = model.step(state, params, Tick(step, seed))
        recorder.record(step, model.observe(state))
        if after is not None and after(step, state):
            break
    if model.home is not None:
        model.home(state)
    return state
