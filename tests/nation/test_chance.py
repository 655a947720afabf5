"""Chance that is set: the run's own chances leave it as it is, another one changes its gathering and nothing before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.engine.run import InMemory, run
from contested.nation.chance import SHOCK_SPREAD, Chance, events, set_chance
from contested.nation.model import nation_model
from contested.nation.world import build
from contested.scenarios.load import load

DAYS = 14


@pytest.fixture(scope="module")
def model():
    return nation_model(build(load("teaching").country, 20))


def crowds(model, chance=None) -> np.ndarray:
    country = load("teaching").country
    state = model.init(model.params, 3)
    if chance is not None:
        set_chance(state, country, chance)
    recorder = InMemory(model.observables, model.coords, 0, DAYS)
    run(model, model.params, 3, steps=DAYS, recorder=recorder, state=state)
    return recorder.arrays["crowd"].sum(axis=1)


def own(model, which) -> tuple[float, ...]:
    """What the run has drawn for itself."""
    state = model.init(model.params, 3)
    row = {int(k): n for n, k in enumerate(state["series_key"][: len(state["call_until"])])}
    return tuple(float(state["opposition_z"][row[e.key], e.day]) if e.kind == "gathering" else 0.0 for e in which)


def test_a_run_s_own_chances_set_leave_it_as_it_was(model):
    which = events(load("teaching").country, 40)
    assert {e.kind for e in which} == {"gathering", "shock"}
    assert (crowds(model, Chance(which, own(model, which))) == crowds(model)).all()


def test_another_chance_changes_its_day_and_what_follows(model):
    which = tuple(e for e in events(load("teaching").country, DAYS) if e.kind == "gathering" and e.day >= 4)[:1]
    plain, more = crowds(model), crowds(model, Chance(which, (own(model, which)[0] + 3.0,)))
    day = which[0].day
    assert (plain[:day] == more[:day]).all() and more[day] > plain[day]


def test_a_shock_is_as_large_as_its_chance_says(model):
    country = load("teaching").country
    which = tuple(e for e in events(country, 40) if e.kind == "shock")[:1]
    state = model.init(model.params, 3)
    set_chance(state, country, Chance(which, (1.0,)))
    changed = np.flatnonzero(state["act_level"] != model.init(model.params, 3)["act_level"])
    assert len(changed) == 1 and country.acts[changed[0]].act == "shock"
    assert state["act_level"][changed[0]] == country.acts[changed[0]].level * np.exp(SHOCK_SPREAD)


def test_events_end_with_the_script_and_are_named_by_what_they_are(model):
    country = load("teaching").country
    every = events(country, 1000)
    assert max(e.day for e in every) <= country.origin
    assert len(set(every)) == len(every)
    fewer = replace(country, calls=country.calls[1:])
    assert set(events(fewer, 1000)) < set(every), "another script has the same events as far as it has them"
