"""What is seen of a model is what it reports: as many agents of each kind as its numbers say, at every step."""

from __future__ import annotations

import numpy as np
import pytest

from contested import zoo
from contested.engine.run import run
from contested.zoo.kit.trajectories import Unrecorded

STEPS = 25


def epstein(seen, numbers, params):
    assert seen["active"] == numbers["active"]
    if params.pursuit == "stays" and params.jailed == "off-grid":
        assert seen["quiet"] == numbers["quiet"]
    assert seen["cops"] == numbers["cops"]


def strife(seen, numbers, params):
    assert seen["active"] == numbers["active"]
    people = seen["first group"] + seen["second group"] + seen["active"]
    assert people == numbers["group_0"] + numbers["group_1"] - numbers["jailed"]


def works(seen, numbers, params):
    workers = round(params.workers * params.side**2)
    assert seen["protesting"] == pytest.approx(numbers["protesting"] * workers)
    assert seen["quiet"] + seen["protesting"] == pytest.approx((1 - numbers["jailed"]) * workers)


def of_all(kind, number):
    """A kind of which there are as many as this share of all sites."""

    def same(seen, numbers, params):
        assert seen[kind] / sum(seen.values()) == pytest.approx(numbers[number])

    return same


def as_many(kind, number):
    def same(seen, numbers, params):
        assert seen[kind] == numbers[number]

    return same


WATTS = {"nodes": 400, "degree": 4.0}
CASES = [
    ("epstein-2002", {}, epstein),
    ("epstein-2002", {"jailed": "in-place"}, epstein),
    ("epstein-2002", {"jailed": "under-foot", "pursuit": "takes-place"}, epstein),
    ("epstein-2002", {"ratio": "floor", "neighbourhood": "disc", "pursuit": "takes-place"}, epstein),
    ("epstein-2002-ii", {"legitimacy": 0.8, "cop_density": 0.04}, strife),
    ("kim-hanneman-2011", {"inequality": 0.5}, works),
    ("makowsky-rubin-2013", {"shock_at": 5}, of_all("defying it", "defiance")),
    ("biggs-2005", {"establishments": 1024, "gathering": 100}, of_all("ready after the wave", "left")),
    ("centola-macy-2007", {"nodes": 400, "lattice": "moore", "threshold": 3}, as_many("active", "active")),
    ("watts-2002", WATTS, as_many("on", "on")),
    ("siegel-2009", {"people": 300}, as_many("taking part", "participants")),
]


@pytest.mark.parametrize(("name", "settings", "same"), CASES, ids=[f"{n} {s}" for n, s, _ in CASES])
def test_what_is_seen_is_what_is_reported(name, settings, same):
    published = zoo.load(name)
    model, view = published.model(settings), published.view
    steps = []

    def look(step, state):
        codes = view.codes(state, model.params)
        seen = {kind: int((codes == k).sum()) for k, (kind, _) in enumerate(view.kinds)}
        assert codes.min() >= -1 and codes.max() < len(view.kinds)
        if side := view.side(model.params):
            assert codes.size == side**2
        else:
            assert view.ties(state).degrees.size == codes.size
        same(seen, model.observe(state), model.params)
        steps.append(step)
        return False

    run(model, model.params, 5, steps=STEPS, recorder=Unrecorded(), after=look)
    assert steps == list(range(STEPS))


@pytest.mark.parametrize("name", zoo.names())
def test_a_view_follows_a_number_and_its_kinds_have_names_of_their_own(name):
    published = zoo.load(name)
    if published.view is None:
        return
    numbers = [o.name for o in published.model().observables if not o.dims]
    assert published.view.follows in numbers
    names = [kind for kind, _ in published.view.kinds]
    assert len(set(names)) == len(names) and "active" in {role for _, role in published.view.kinds}


@pytest.mark.parametrize(
    ("name", "settings"), [("siegel-2009", {"network": "complete"}), ("biggs-2005", {"lattice": "ring"})]
)
def test_where_nobody_has_a_place_there_is_nothing_to_draw(name, settings):
    published = zoo.load(name)
    model = published.model(settings)
    state = model.init(model.params, 1)
    assert published.view.side(model.params) == 0 and published.view.ties(state) is None
    assert isinstance(published.view.codes(state, model.params), np.ndarray)
