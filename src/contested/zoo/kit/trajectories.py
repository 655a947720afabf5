"""Runs for targets and pictures: in memory, with nothing on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from contested.engine.model import Model, State
from contested.engine.run import InMemory, run


def trajectory(model: Model, *, steps: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Every observable of one run, step by step.

    Parameters
    ----------
    model : Model
        Simulated with its own `params`.
    steps, seed : int

    Returns
    -------
    dict of name to float64 array of shape (steps, ...)
    """
    kept = InMemory(model.observables, model.coords, 0, steps)
    run(model, model.params, seed, steps=steps, recorder=kept)
    return kept.arrays


class Unrecorded:
    """A recorder for runs of which only the state is read."""

    def record(self, step: int, numbers: dict[str, Any]) -> None:
        pass


def settled(
    model: Model, *, seed: int = 1, most: int = 1_000_000, until: Callable[[State], bool] | None = None
) -> State:
    """The state when nothing moves any more.

    Parameters
    ----------
    most : int
        Steps at most.
    until : (State) -> bool, optional
        True when it is settled. Absent: when every observable stayed as it was for one step, which is the end for a
        model whose step draws nothing.
    """
    before: list[bytes] = []

    def unchanged(state: State) -> bool:
        now = [np.asarray(v, float).tobytes() for v in model.observe(state).values()]
        same = now == before
        before[:] = now
        return same

    stop = until or unchanged
    return run(model, model.params, seed, steps=most, recorder=Unrecorded(), after=lambda _, state: stop(state))


def endings(model: Model, name: str, *, seeds: Iterable[int], **how: Any) -> np.ndarray:
    """One observable at the settled end of a run for each seed; `how` is what `settled` takes."""
    return np.array([np.asarray(model.observe(settled(model, seed=s, **how))[name], float) for s in seeds])
