"""Where a model comes to rest, a run as long as nobody asked otherwise reaches it: its last numbers are the result."""

from __future__ import annotations

import numpy as np
import pytest

from contested import zoo
from contested.engine.run import InMemory, run
from contested.zoo.published import LONGEST
from contested.zoo.rest import Rest
from tests.zoo.test_every_model import CASES, IDS, MODELS, SMALL

#: why a preset of a model that comes to rest is not played to the end
LEFT = {
    ("berestycki-2015", "wave"): "the paper's number is the speed of the wave, and it takes a thousand steps to "
    "meet the end of the line",
}
#: a number that is approached, and not met, may still change by this part of itself in as many steps again
PART = 0.01


def ends(name: str, preset: str | None) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The last two numbers of the usual steps, and of a run that goes on for as many again."""
    published = zoo.load(name)
    model = published.model(SMALL.get(name), preset)
    usual = published.length(model.params)
    kept = InMemory(model.observables, model.coords, 0, 2 * usual)
    run(model, model.params, 1, steps=2 * usual, recorder=kept)
    # the first number is from before the first step, where there is one
    first = {key: len(values) - 2 * usual for key, values in kept.arrays.items()}
    once = {key: values[: usual + first[key]][-2:] for key, values in kept.arrays.items()}
    return once, {key: values[-2:] for key, values in kept.arrays.items()}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_says_what_stops_or_why_nothing_does(name):
    rest = zoo.load(name).rest
    assert rest is not None
    if not rest.within:
        assert isinstance(rest.never, str) and len(rest.never.split()) > 3
    whole = {o.name for o in zoo.load(name).model().observables if not o.dims}
    assert set(rest.within) <= whole


@pytest.mark.parametrize(("name", "preset"), CASES, ids=IDS)
def test_twice_as_many_steps_end_where_the_usual_ones_do(name, preset):
    published = zoo.load(name)
    params = published.choose(SMALL.get(name), preset)
    if (name, preset) in LEFT:
        pytest.skip(LEFT[name, preset])
    if why := published.rest.why_never(params):
        pytest.skip(why)
    once, twice = ends(name, preset)
    for key, within in published.rest.within.items():
        if within:
            assert once[key][-1] == pytest.approx(twice[key][-1], rel=PART, abs=10 * within), key
        else:
            assert once[key][-1] == twice[key][-1], key
    assert not published.rest.moving(params, *({k: v[at] for k, v in once.items()} for at in (0, 1))).any()


@pytest.mark.parametrize(
    ("name", "settings", "key", "last"),
    [
        ("granovetter-1978", {"thresholds": "ladder", "people": 700}, "crowd", 700),
        ("centola-macy-2007", {"nodes": 40_000, "rewired": 0.0}, "share", 1),
        ("siegel-2009", {"network": "complete", "memory": 0.95, "motivation_sd": 0.35, "people": 200}, "share", 0.93),
        ("makowsky-rubin-2013", {"shock_at": 400}, "fallen", 0),
    ],
)
def test_the_usual_steps_follow_what_a_run_takes(name, settings, key, last):
    """More steps are taken up a longer ladder, around a larger ring, with a longer memory, to a later shock."""
    published = zoo.load(name)
    model = published.model(settings)
    steps = published.length(model.params)
    assert steps > published.steps
    kept = InMemory(model.observables, model.coords, 0, steps)
    run(model, model.params, 1, steps=steps, recorder=kept)
    assert kept.arrays[key][-1] == kept.arrays[key][-2] == pytest.approx(last, abs=0.05)


def test_nobody_is_made_to_wait_for_millions_of_steps():
    crowd = zoo.load("granovetter-1978")
    assert crowd.length(crowd.choose({"thresholds": "ladder", "people": 100_000_000})) == LONGEST


def test_replicates_that_move_are_told_from_those_at_rest():
    rest = Rest(within={"out": 0, "share": 0.1})
    before, last = {"out": [1, 1, 1], "share": [0.0, 0.0, 0.0]}, {"out": [1, 2, 1], "share": [0.05, 0.0, 0.2]}
    assert rest.moving(None, before, last).tolist() == [False, True, True]
    assert not Rest(within={"out": 0}, never="it goes on").moving(None, before, last).any()
    assert not Rest(never="it goes on").moving(None, before, last).any()
