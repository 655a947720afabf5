"""Runs of a scenario in memory, for measurements that need thousands of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from contested.engine.params import override
from contested.engine.run import InMemory, run
from contested.nation.model import nation_model
from contested.nation.world import World, build
from contested.scenarios.load import load


@cache
def world_of(scenario: str, scale: int) -> World:
    """The population of a scenario at a scale."""
    return build(load(scenario).country, scale)


@dataclass(frozen=True)
class Outcome:
    """Numbers by day of one run: arrays of shape (days,) summed over places and whatever else, or as they are."""

    arrays: Mapping[str, np.ndarray]
    places: tuple[str, ...]

    def total(self, name: str) -> np.ndarray:
        """A number by day, summed over all else."""
        return self.arrays[name].reshape(len(self.arrays[name]), -1).sum(axis=1)

    def at(self, name: str, place: str) -> np.ndarray:
        """A number by day in one place."""
        return self.arrays[name][:, self.places.index(place)]


def play(
    world: World, seed: int, settings: Mapping[str, float] | None = None, *, days: int | None = None,
    without: tuple[str, ...] = (), **country: Any,
) -> Outcome:
    """One run; `country` replaces fields of the country, such as `origin`."""
    if country:
        world = replace(world, country=replace(world.country, **country))
    model = nation_model(world, without)
    steps = days or world.country.days
    recorder = InMemory(model.observables, model.coords, 0, steps)
    run(model, override(world.country.params, dict(settings or {})), seed, steps=steps, recorder=recorder)
    return Outcome(recorder.arrays, tuple(p.name for p in world.country.places))
