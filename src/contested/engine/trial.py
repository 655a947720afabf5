"""Runs of a model that are watched from outside: what stood in every array after every step, as fingerprints.

Fingerprints and not copies, so that a model of any size can be tried in the memory of a few states.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, State

Prints = dict[str, bytes]


class Broken(Exception):
    """A promise that is not kept; says what was expected and what came."""


def expect(holds: bool, words: str) -> None:
    """Raise `Broken` with these words unless a promise holds."""
    if not holds:
        raise Broken(words)


@dataclass
class Step:
    """One step of a watched run.

    Parameters
    ----------
    step : int
    same : bool
        Whether the state itself was handed back.
    layout : dict of name to (dtype, shape, address)
    state, seen : dict of name to bytes
        Fingerprints after the step, and after observing.
    numbers : dict of name to array, or None where it is no number
    """

    step: int
    same: bool
    layout: dict[str, tuple[Any, ...]]
    state: Prints
    seen: Prints
    numbers: dict[str, np.ndarray | None]


@dataclass
class Watched:
    """A watched run: what it started from, its steps, and its last state."""

    start: Prints
    layout: dict[str, tuple[Any, ...]]
    state: State
    steps: list[Step] = field(default_factory=list)


class Trial:
    """A model under trial, with the runs that several promises are compared with."""

    def __init__(self, model: Model, steps: int, seed: int) -> None:
        self.model, self.steps, self.seed, self.other = model, steps, seed, seed + 1
        self.params = model.params
        self.given = deepcopy(model.params)
        self.outside = outside(model)

    @cached_property
    def whole(self) -> Watched:
        """The run that others are compared with."""
        return play(self)[0]

    @cached_property
    def elsewhere(self) -> Watched:
        """The run of another seed."""
        return play(self, self.other)[0]


def play(
    trial: Trial, *seeds: int, steps: int | None = None, state: State | None = None, first: int = 0
) -> list[Watched]:
    """Play runs side by side, a step of each in turn; of the trial's seed if none is given."""
    model, params = trial.model, trial.params
    seeds = seeds or (trial.seed,)
    runs = []
    for seed in seeds:
        start = model.init(params, seed) if state is None else state
        runs.append(Watched(prints(start), _layout(start), start))
    for k in range(first, first + (trial.steps if steps is None else steps)):
        for seed, run in zip(seeds, runs):
            given = stepped(model, run.state, params, Tick(k, seed))
            same, run.state = given is run.state, given
            after = prints(given)
            numbers = numbers_of(model.observe(given))
            run.steps.append(Step(k, same, _layout(given), after, prints(given), numbers))
    return runs


def stepped(model: Model, state: State, params: Any, tick: Tick) -> State:
    """What a step hands back, with every array of it at home."""
    state = model.step(state, params, tick)
    if model.home is not None:
        model.home(state)
    return state


def touched(trial: Trial) -> list[str]:
    """Which global generators a run touches, NumPy's or Python's; they are left as they were found.

    Each is moved on by one draw first: a model that sets it may leave it as its last run left it.
    """
    known = [sys.modules[name] for name in ("numpy.random", "random") if name in sys.modules]
    looks = [
        (m, getattr(m, "get_state", None) or m.getstate, getattr(m, "set_state", None) or m.setstate) for m in known
    ]
    kept = [look() for _, look, _ in looks]
    try:
        for module in known:
            module.random()
        before = [repr(_whole(look())) for _, look, _ in looks]
        play(trial)
        return [m.__name__ for (m, look, _), was in zip(looks, before) if repr(_whole(look())) != was]
    finally:
        for (_, _, put), state in zip(looks, kept):
            put(state)


def prints(arrays: Mapping[str, np.ndarray | None]) -> Prints:
    """A fingerprint of each array: its dtype, shape and bytes."""
    return {name: _print(array) for name, array in arrays.items()}


def alike(one: Prints, other: Prints, leaving: Collection[str] = ()) -> str:
    """Names of what differs, for a message; empty if nothing does."""
    names = sorted((one.keys() | other.keys()) - set(leaving))
    return ", ".join(name for name in names if one.get(name) != other.get(name))


def numbers_of(observed: Mapping[str, Any]) -> dict[str, np.ndarray | None]:
    """What a model reported, as arrays of their own; None for what is no number."""
    return {name: _number(value) for name, value in observed.items()}


def frozen(state: State) -> State:
    """The same arrays, read-only."""
    views = {name: array.view() for name, array in state.items()}
    for view in views.values():
        view.flags.writeable = False
    return views


def outside(model: Model) -> Prints:
    """Fingerprints of the arrays a model could write although they are not its state's: of its modules and closures."""
    functions = [f for f in map(_plain, (model.init, model.step, model.observe)) if f is not None]
    own = {f.__module__ for f in functions}
    folders = {getattr(sys.modules.get(m), "__package__", None) for m in own} - {None, ""}
    held: dict[str, Any] = {}
    for module in sorted(m for m in sys.modules if m in own or m.rpartition(".")[0] in folders):
        held |= {f"{module}.{name}": value for name, value in list(vars(sys.modules[module]).items())}
    for f in functions:
        for name, cell in zip(f.__code__.co_freevars, f.__closure__ or ()):
            if cell != type(cell)():  # one that is filled
                held[f"{f.__module__}.{f.__qualname__}.{name}"] = cell.cell_contents
    found: State = {}
    for name, value in held.items():
        inside = value.items() if type(value) is dict else enumerate(value) if type(value) in (list, tuple) else ()
        for key, item in [("", value), *((f"[{k!r}]", v) for k, v in list(inside))]:
            if isinstance(item, np.ndarray) and not item.dtype.hasobject:
                found[name + key] = item
    return prints(found)


def _plain(function: Any) -> Any:
    """The Python function behind a partial, a method or a compiled one; None if there is none."""
    for inner in ("func", "__func__", "py_func", "__wrapped__"):
        function = getattr(function, inner, function)
    return function if hasattr(function, "__code__") else None


def _print(array: np.ndarray | None) -> bytes:
    if array is None:
        return b""
    whole = np.ascontiguousarray(array)
    seen = hashlib.sha256(f"{array.dtype.str} {array.shape} ".encode())
    seen.update(whole.tobytes() if whole.nbytes < 1 << 16 else whole.reshape(-1).view(np.uint8).data)
    return seen.digest()


def _number(value: Any) -> np.ndarray | None:
    try:
        return np.array(value, float)
    except (TypeError, ValueError):
        return None


def _layout(state: State) -> dict[str, tuple[Any, ...]]:
    return {name: (a.dtype, a.shape, a.__array_interface__["data"][0]) for name, a in state.items()}


def _whole(state: tuple[Any, ...]) -> list[Any]:
    return [part.tobytes() if isinstance(part, np.ndarray) else part for part in state]
