"""Two arms of a comparison simulated side by side on one chance, phase by phase, watching where they part.

A draw is a function of seed, decision, person and day (`ground.draws`), so arms with one seed share every draw they
have in common: what differs between them is what the change caused, and nothing else. Side by side they show through
which phase it came to whom (`ensemble.parting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from contested.engine.checkpoint import carry, load
from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import override
from contested.engine.phase import bind
from contested.engine.run import InMemory, run
from contested.ensemble.parting import Parting
from contested.ensemble.points import Answer, Point, Simulator
from contested.ensemble.summaries import COUNTED, PARTS, summaries
from contested.nation.chance import Chance, set_chance
from contested.nation.country import Country
from contested.nation.plan import PHASES
from contested.nation.world import world_hash
from contested.scenarios.branching import from_day
from contested.scenarios.changes import MECHANISM, Change, changed

#: kept day by day, nationwide; everything else is kept as summaries of the run
OVER_TIME = (
    "crowd", "detained", "injured", "killed_street", "killed_custody", "testimonies", "custody", "strikers",
    "output_lost", "outrage", "fear", "fraud_belief", "shutdown", "leadership", "effort", "legitimacy", "treasury",
    "threat", "elite_loyalty", "guarantee",
)  # fmt: skip
ARMS = ("a", "b")


@dataclass(frozen=True)
class Arm:
    """What one arm simulates; small, so that it can be sent to a worker.

    Parameters
    ----------
    folder : Path
        Of the scenario.
    change : Change
    """

    folder: Path
    change: Change

    def params(self, country: Country, draw: Mapping[str, Any]) -> Any:
        """Parameters of a pair: the scenario's, a draw's on top, and what the arm sets above all."""
        mine = {name: value for name, value in self.change.settings.items() if name != MECHANISM}
        return override(override(country.params, dict(draw)), mine)


@dataclass(frozen=True)
class Evening:
    """The checkpoint that both arms go on from, and the seed of the run that saved it."""

    path: Path
    seed: int


@dataclass(frozen=True)
class Before:
    """What arm b is up to the evening before it differs: arm a's parameters on b's calendar, and for how many days."""

    model: Model
    days: int


def pairs(
    a: Arm, b: Arm, *, scale: int, days: int, world: Path, origin: Evening | None = None, branch: int = 0
) -> Simulator:
    """Simulates pairs; a recipe like those of `ensemble.recipes`.

    Parameters
    ----------
    a, b : Arm
    scale, days : int
        Of both arms.
    world : Path
        Folder of the populations' columns, shared by all workers.
    origin : Evening, optional
        Absent, both begin on the first day.
    branch : int
        Number of the first day on which b differs: up to the evening before it goes as a does, and the state of that
        evening is carried into b's parameters. 0 if it differs from the beginning.

    Returns
    -------
    (Point) -> Answer
        A point's settings are the draw of parameters that both arms share, and a point of a member has that member's
        chances set in both, as far as each arm has such events. The answer holds, for each arm, summaries
        (`a.crowd.sum`), days (`a/day/crowd`) and places (`a/place/crowd`), and what `ensemble.parting` saw.
    """
    from contested.ensemble.shared import NationModels, mapped
    from contested.scenarios.load import load as load_scenario

    arms = (a, b)
    countries = [changed(load_scenario(arm.folder), arm.change).country for arm in arms]
    shared = mapped(countries[0], scale, world / "a")
    other = shared
    if world_hash(countries[1], scale) != shared.hash:
        other = mapped(countries[1], scale, world / "b")
    if branch:
        countries[1] = from_day(countries[0], countries[1], branch)
    models_of = [NationModels(c, arm.change.without, first) for c, arm, first in zip(countries, arms, (shared, other))]
    # columns of acts have a row for each, so the evening is one of b's calendar
    calendar = replace(countries[0], acts=countries[1].acts, calls=countries[1].calls)
    earlier = NationModels(calendar, a.change.without, shared)

    def simulate(point: Point) -> Answer:
        params = [arm.params(c, point.settings) for arm, c in zip(arms, countries)]
        models = [own.of(p, scale) for own, p in zip(models_of, params)]
        same = models_of[0].hash == models_of[1].hash
        chance = None if point.member is None else point.member.chance
        before = Before(earlier.of(params[0], scale), branch) if branch else None
        return simulate_pair(models, params, point.seed, days, same, scale, countries, chance, origin, before)

    return simulate


def simulate_pair(
    models: Sequence[Model], params: Sequence[Any], seed: int, days: int, same_people: bool, scale: int,
    countries: Sequence[Country], chance: Chance | None = None, origin: Evening | None = None,
    before: Before | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One pair, day by day and phase by phase.

    Parameters
    ----------
    models, params : two of each
    seed : int
        Of both arms.
    same_people : bool
        Whether both have one population; if not, nobody is compared person by person.
    countries : two of Country
        Of the arms.
    chance : Chance, optional
        Set in both.
    origin : Evening, optional
        That both go on from.
    before : Before, optional
        What b is first.
    """
    states = [model.init(p, origin.seed if origin else seed) for model, p in zip(models, params)]
    first = 0
    if origin is not None:
        first = max([load(origin.path, model, state) for model, state in zip(models, states)])
    if chance is not None:
        for state, country in zip(states, countries):
            set_chance(state, country, chance)
    recorders = [InMemory(model.observables, model.coords, first, days) for model in models]
    alike = 0
    if before is not None:
        alike = before.days
        evening = before.model.init(params[0], seed)
        if chance is not None:
            set_chance(evening, countries[1], chance)
        for model, state, recorder in zip((models[0], before.model), (states[0], evening), recorders):
            run(model, params[0], seed, steps=alike, recorder=recorder, state=state)
        carry(before.model, evening, states[1])
        del evening
    seen = Parting(states, days, scale, same_people)

    def observed(step: int) -> None:
        for model, state, recorder in zip(models, states, recorders):
            recorder.record(step, model.observe(state))

    side_by_side(models, params, states, seed, range(first + alike, first + days), seen, observed, first)
    people = np.array([p.population for p in countries[0].places], np.float64)
    answer: dict[str, Any] = {}
    for name, model, recorder in zip(ARMS, models, recorders):
        arrays = recorder.arrays
        answer |= {f"{name}.{k}": v for k, v in summaries(model, arrays, people).items()}
        for o in model.observables:
            if o.name in OVER_TIME:
                answer[f"{name}/day/{o.name}"] = national(o, arrays[o.name], people)
            if o.dims == ("place",):
                total = arrays[o.name].sum(axis=0) if o.unit in COUNTED else arrays[o.name].mean(axis=0)
                answer[f"{name}/place/{o.name}"] = total
    return answer | seen.answer()


def side_by_side(
    models: Sequence[Model], params: Sequence[Any], states: Sequence[State], seed: int, steps: range, seen: Parting,
    evening: Callable[[int], None], first: int,
) -> None:  # fmt: skip
    """Simulate two begun states on one chance, in place, phase by phase.

    Parameters
    ----------
    models, params, states : two of each
    seed : int
        Of both.
    steps : range of int
        Days to simulate; the first is that at which both states stand.
    seen : Parting
        Watches the states.
    evening : (step) -> None
        Called at the end of each day.
    first : int
        The step that is day 0 of `seen`.
    """
    views = [{ph.name: (ph.run, bind(ph, state)) for ph in model.plan} for model, state in zip(models, states)]
    for step in steps:
        tick = Tick(step, seed)
        for k, phase in enumerate(PHASES):
            for view, p in zip(views, params):
                if phase.name in view:
                    run, columns = view[phase.name]
                    run(columns, p, tick)
            seen.after(step - first, k)
        seen.evening(step - first)
        evening(step)


def national(o: Observable, values: np.ndarray, people: np.ndarray) -> np.ndarray:
    """A day's number for the whole country: counts added up, shares and levels averaged over people.

    Parameters
    ----------
    values : float64 array of shape (days, ...)

    Returns
    -------
    float64 array of shape (days,)
    """
    for dim in reversed(o.dims):
        if dim not in PARTS:
            raise ValueError(f"{o.name} has {dim}, of which no sum makes sense")
        if o.unit in COUNTED:
            values = values.sum(axis=-1)
        else:
            values = (values * people).sum(axis=-1) / people.sum() if dim == "place" else values.mean(axis=-1)
    return values
