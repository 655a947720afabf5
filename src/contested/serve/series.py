"""The numbers of a run that a page shows, by day and place, and their hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from contested.engine.checkpoint import carry
from contested.engine.model import Model, State
from contested.engine.run import InMemory, run
from contested.ensemble.shared import NationModels
from contested.ensemble.summaries import by_day
from contested.nation.codes import OUTCOMES
from contested.nation.country import Country
from contested.nation.world import World
from contested.serve.ask import RunRequest, scenario_of

#: observables by place: persons of the day, but for strikers, custody (who is in it) and outrage (a level)
BY_PLACE = ("crowd", "detained", "injured", "killed", "released", "strikers", "custody", "outrage")
#: observables of the whole country, levels and shares
NATIONAL = ("elite_loyalty", "legitimacy", "hope", "fear", "shutdown")
#: digits of a level: more are not seen
DIGITS = 4

Numbers = dict[str, Any]


def simulated(request: RunRequest, world: World) -> Numbers:
    """A run, and what a page shows of it.

    Parameters
    ----------
    request : RunRequest
    world : World
        The scenario's population; another one is drawn where parameters that shape it are changed.

    Returns
    -------
    dict
        `place`: observable to a list of days of a list of places; `nation`: observable to a list of days; `outcome`:
        name and day of the ending, or None; `shares`: the incumbent's, as announced and as cast, or None. Persons are
        whole, levels have `DIGITS` digits; NaN is None.
    """
    country, model, recorder = simulate_run(request, world)
    arrays = recorder.arrays
    people = np.array([p.population for p in country.places], np.float64)
    named = {o.name: o for o in model.observables}
    place = {
        name: np.rint(arrays[name]) if name != "outrage" else arrays[name]
        for name in BY_PLACE if name not in ("killed", "custody")
    }  # fmt: skip
    place["killed"] = np.rint(arrays["killed_street"] + arrays["killed_custody"])
    place["custody"] = _at_places(np.rint(arrays["custody"]), [s.place for s in country.sites], len(people))
    nation = {name: by_day(named[name], arrays[name], model.coords, people)[0][1] for name in NATIONAL}
    return {
        "place": {name: _plain(place[name], name) for name in BY_PLACE},
        "nation": {name: _plain(nation[name], name) for name in NATIONAL},
        "outcome": _outcome(arrays["ended"]),
        "shares": _shares(arrays, country),
    }


class Begun(NamedTuple):
    """A run that stands at the beginning, or on the evening before the day of its branch.

    Parameters
    ----------
    country : Country
    model : Model
    state : State
    recorder : InMemory
        With the days before the branch.
    """

    country: Country
    model: Model
    state: State
    recorder: InMemory


def begun(request: RunRequest, world: World) -> Begun:
    """A run before its first day, or before the day of its branch.

    A branch has the scenario's own parameters up to its day; the state of that evening is carried into the changed
    model, as a checkpoint's is.
    """
    country = request.country()
    model = NationModels(country, (), world).of(country.params, request.scale)
    recorder = InMemory(model.observables, model.coords, 0, country.days)
    state = model.init(country.params, request.seed)
    if request.branch:
        own = scenario_of(request.scenario).country
        calendar = replace(own, acts=country.acts, calls=country.calls)
        before = NationModels(calendar, (), world).of(own.params, request.scale)
        evening = run(before, own.params, request.seed, steps=request.branch, recorder=recorder)
        carry(before, evening, state)
    return Begun(country, model, state, recorder)


def simulate_run(request: RunRequest, world: World) -> tuple[Country, Model, InMemory]:
    """The country, its model and every number of the run."""
    country, model, state, recorder = begun(request, world)
    run(model, country.params, request.seed, steps=country.days - request.branch, first=request.branch, state=state,
        recorder=recorder)  # fmt: skip
    return country, model, recorder


def hash_of(numbers: Numbers) -> str:
    """Of the numbers shown: 16 hexadecimal digits of their SHA-256, alike wherever the same run is made."""
    text = json.dumps(numbers, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _at_places(values: np.ndarray, places: list[int], count: int) -> np.ndarray:
    """Sites summed at the places they stand in."""
    total = np.zeros((len(values), count))
    for column, row in enumerate(places):
        total[:, row] += values[:, column]
    return total


def _plain(values: np.ndarray, name: str) -> Any:
    levels = name == "outrage" or name in NATIONAL
    # -0.0 would be another text than 0
    rounded = np.round(values, DIGITS) + 0.0 if levels else values
    if levels:
        plain = rounded.astype(object)
        plain[np.isnan(rounded)] = None
        return plain.tolist()
    return np.nan_to_num(rounded).astype(np.int64).tolist()


def _outcome(ended: np.ndarray) -> dict[str, Any] | None:
    days, kinds = np.nonzero(ended == 1)
    return {"name": OUTCOMES[kinds[0]], "day": int(days[0])} if len(days) else None


def _shares(arrays: dict[str, np.ndarray], country: Country) -> dict[str, float] | None:
    both = {"announced": arrays["official_share"][-1], "cast": arrays["true_share"][-1]}
    if country.election_day < 0 or any(np.isnan(v) for v in both.values()):
        return None
    return {name: round(float(value), DIGITS) for name, value in both.items()}
