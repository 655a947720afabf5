"""Ensembles of runs: settings drawn from the priors, calls and acts changed from one arm to another, z permuted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from benchmarks.dynamics.playing import Outcome, play

from contested.engine.model import State
from contested.engine.params import override
from contested.engine.run import InMemory, run
from contested.inference.priors import of
from contested.nation.country import Act, Call, Country
from contested.nation.model import nation_model
from contested.nation.world import World


def prior_draws(country: Country, n: int, key: int = 0) -> list[dict[str, float]]:
    """Settings of n draws over all parameters with a prior; the same ones for the same country and key."""
    priors = of(country.params)
    z = np.random.default_rng([2015, key]).standard_normal((n, len(priors.each)))
    return [priors.settings(theta) for theta in priors.to_theta(z)]


def ensemble(
    world: World, draws: Iterable[dict[str, float]], *, first_seed: int = 0, days: int | None = None, **country: object
) -> list[Outcome]:
    """One run a draw, each with a seed of its own."""
    return [play(world, first_seed + k, d, days=days, **country) for k, d in enumerate(draws)]


def with_tactic(country: Country, tactic: str, first: int, last: int) -> tuple[Act, ...]:
    """The acts, with one tactic everywhere on some days whatever else is ordered: of two orders the later counts."""
    return (*country.acts, Act(first, last, "tactic", -1, 1.0, tactic))


def play_changed(
    world: World, seed: int, settings: dict[str, float], days: int, change: Callable[[State], None]
) -> Outcome:
    """One run whose state is changed on the morning of its first day."""
    model = nation_model(world)
    params = override(world.country.params, settings)
    state = model.init(params, seed)
    change(state)
    recorder = InMemory(model.observables, model.coords, 0, days)
    run(model, params, seed, steps=days, recorder=recorder, state=state)
    return Outcome(recorder.arrays, tuple(p.name for p in world.country.places))


def permute_z(calls: tuple[Call, ...], key: int) -> Callable[[State], None]:
    """A change that permutes z among all scripted gatherings of one form."""

    def change(state: State) -> None:
        z = state["opposition_z"]
        rng = np.random.default_rng([15, key])
        meetings: dict[str, list[tuple[int, int]]] = {}
        for k, c in enumerate(calls):
            for day in range(c.day, min(c.until + 1, z.shape[1]), c.every):
                meetings.setdefault(c.form, []).append((k, day))
        for cells in meetings.values():
            rows, days = np.array(cells).T
            z[rows, days] = z[rows, days][rng.permutation(len(cells))]

    return change
