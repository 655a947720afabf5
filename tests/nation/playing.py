"""Playing nations in tests: whole runs, two arms on the same draws, and single phases by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, State
from contested.engine.params import override
from contested.engine.phase import Columns, bind
from contested.engine.run import InMemory, run
from contested.nation.model import nation_model
from contested.nation.plan import PHASES
from contested.nation.world import World


@dataclass(frozen=True)
class Played:
    """A finished run: its numbers by day, its last state, its model."""

    numbers: dict[str, np.ndarray]
    state: State
    model: Model

    def total(self, name: str) -> np.ndarray:
        """A number by day, summed over places or whatever else it is by."""
        array = self.numbers[name]
        return array.reshape(len(array), -1).sum(axis=1)


def play(
    world: World,
    *,
    seed: int = 7,
    days: int | None = None,
    settings: dict[str, float] | None = None,
    without: tuple[str, ...] = (),
    each_day: Callable[[int, State], Any] | None = None,
) -> Played:
    """Play a world; `each_day` is called after every step."""
    model = nation_model(world, without)
    steps = world.country.days if days is None else days
    recorder = InMemory(model.observables, model.coords, 0, steps)

    def after(step: int, state: State) -> bool:
        if each_day is not None:
            each_day(step, state)
        return False

    state = run(
        model, override(world.country.params, settings or {}), seed, steps=steps, recorder=recorder, after=after
    )
    return Played(recorder.arrays, state, model)


def both_arms(world: World, name: str, one: float, other: float, **how: Any) -> tuple[Played, Played]:
    """Two runs on the same draws that differ in one parameter."""
    shared = how.pop("settings", {})
    one_run, other_run = (play(world, settings={**shared, name: value}, **how) for value in (one, other))
    return one_run, other_run


class Stage:
    """A nation on the morning of its first day, whose phases are played one at a time."""

    def __init__(
        self,
        world: World,
        settings: dict[str, float] | None = None,
        *,
        seed: int = 7,
        without: tuple[str, ...] = (),
    ) -> None:
        self.world = world
        self.seed = seed
        self.params = override(world.country.params, settings or {})
        self.model = nation_model(world, without)
        self.state = self.model.init(self.params, seed)

    def __getitem__(self, column: str) -> np.ndarray:
        return self.state[column]

    def own(self, column: str) -> np.ndarray:
        """A copy of a column that all runs on this world share, free to be changed."""
        self.state[column] = self.state[column].copy()
        return self.state[column]

    def bound(self, phase: str) -> Columns:
        """The state as a phase sees it."""
        return bind(next(p for p in PHASES if p.name == phase), self.state)

    def play(self, *phases: str, day: int = 0) -> Stage:
        """Play phases by name, in the order given."""
        by_name = {p.name: p for p in PHASES}
        for name in phases:
            phase = by_name[name]
            phase.run(bind(phase, self.state), self.params, Tick(day, self.seed))
        return self

    def day(self, day: int) -> Stage:
        """Play the whole plan of a day."""
        self.model.step(self.state, self.params, Tick(day, self.seed))
        return self

    def take_in(self, rows: np.ndarray, place: int = 0) -> None:
        """Hand people to the intake as if policing had just taken them in."""
        n = len(rows)
        self.state["security_taken"][:n] = rows
        self.state["security_taken_place"][:n] = place
        self.state["security_taken_count"][0] = n

    def march(self, rows: np.ndarray) -> None:
        """Put people (in order of their rows) on the street as if mobilisation had brought them."""
        rows = np.sort(np.asarray(rows, np.int64))
        start = np.searchsorted(rows, self.state["place_start"])
        self.state["street_rows"][: len(rows)] = rows
        self.state["street_start"][:] = start
        self.state["street_crowd"][:] = np.diff(start) * self.world.scale
