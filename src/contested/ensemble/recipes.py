"""What a worker builds once and simulates many times: a scenario's nation, or a published model.

    build = partial(nation, scenario, scale=100, days=145, world=folder, read=summaries)
    for result in executors.run("pool", build, points): ...

A recipe is a function of a module with plain arguments, so that it can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.engine.model import Model, State
from contested.engine.params import override
from contested.engine.run import InMemory, run
from contested.ensemble.points import Answer, Point, Simulator
from contested.nation import tallies
from contested.nation.chance import set_chance

if TYPE_CHECKING:
    from contested.zoo.published import Published

#: (model, observables by name as arrays of shape (steps, ...), people of each place or None) -> what is kept of a run;
#: of a nation its votes by place are there as well (nation.election.tallies)
Read = Callable[[Model, dict[str, np.ndarray], "np.ndarray | None"], Answer]


def nation(
    scenario: Path,
    *,
    scale: int,
    days: int,
    world: Path,
    read: Read,
    settings: Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
    origin: int | None = None,
    also: Sequence[str] = (),
) -> Simulator:
    """Simulates points of a scenario.

    Parameters
    ----------
    scenario : Path
        Its folder.
    scale, days, settings, without
        As for `contested.simulate`; a point's settings are put on top.
    world : Path
        Folder of the population's columns, shared by all workers; see `ensemble.shared`.
    read : see `Read`
    origin : int, optional
        An earlier last day of the script than the scenario's own: what is dated later is not done, what lasts longer
        ends, and from the next day on actors follow their policies.
    also : sequence of str
        Columns of the state that `read` is handed as well, day by day.
    """
    from contested.ensemble.shared import NationModels, mapped
    from contested.scenarios.load import load

    country = load(scenario).country
    base = override(country.params, dict(settings or {}))
    country = replace(country, params=base, origin=country.origin if origin is None else min(origin, country.origin))
    people = np.array([p.population for p in country.places], np.float64)
    models = NationModels(country, without, mapped(country, scale, world))
    models.of(base, scale)  # what cannot be made is no point's fault

    def simulate(point: Point) -> Answer:
        params = override(base, dict(point.settings))
        model = models.of(params, scale)
        state = model.init(params, point.seed)
        if point.member is not None:
            set_chance(state, country, point.member.chance)
        columns = {name: np.empty((days, *state[name].shape)) for name in also}

        def after(day: int, now: State) -> bool:
            for name, values in columns.items():
                values[day] = now[name]
            return False

        arrays, state = _simulated(model, params, point.seed, days, state, after)
        each = tallies.tallies(tallies.protocols(state, scale), state["station_place"], len(people))
        return read(model, arrays | columns | tallies.by_day(each, country.count_day, days), people)

    return simulate


def published(
    model: str | Path | Published,
    *,
    steps: int,
    read: Read,
    preset: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Simulator:
    """Simulates points of a model of the zoo, or of one of your own.

    Parameters
    ----------
    model : str, Path or Published
        As for `zoo.load`; or the model itself, which no other process can be sent.
    preset, steps, settings
        As for `contested.simulate_model`; a point's settings are put on top.
    read : see `Read`
    """
    from contested.zoo.catalogue import load

    chosen = load(model) if isinstance(model, str | Path) else model
    before: tuple[Any, Model] | None = None

    def simulate(point: Point) -> Answer:
        nonlocal before
        params = chosen.choose({**(settings or {}), **point.settings}, preset)
        if before is None or params != before[0]:  # replicates of a point come one after another
            before = params, chosen.make(params)
        return read(before[1], _simulated(before[1], params, point.seed, steps)[0], None)

    return simulate


def _simulated(
    model: Model, params: Any, seed: int, steps: int, state: State | None = None,
    after: Callable[[int, State], bool] | None = None,
) -> tuple[dict[str, np.ndarray], State]:  # fmt: skip
    recorder = InMemory(model.observables, model.coords, 0, steps)
    state = run(model, params, seed, steps=steps, recorder=recorder, state=state, after=after)
    return recorder.arrays, state
