"""Two people read coercion as a hunter of revolution alike."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.second import tsebelis_sprague_1989 as second


def first(steps, r, c, *, a=1.0, b=1.0, d=1.0, e=1.0, capacity=np.inf, strain=0.0, help_r=0.0, help_c=0.0, **settings):
    model = zoo.load("tsebelis-sprague-1989").model(
        {"growth": a, "deterrence": b, "relaxing": d, "provocation": e, "strain": strain, "help_activity": help_r,
         "help_coercion": help_c, "room": capacity if np.isfinite(capacity) else 0, "activity": r, "coercion": c,
         **settings}
    )  # fmt: skip
    return trajectory(model, steps=steps)


def some(rng, *, variant):
    rules = {name: rng.uniform(0.3, 2.0) for name in "abde"}
    if variant:
        rules |= {"capacity": rng.uniform(1, 8), "strain": rng.uniform(0, 0.5), "help_r": rng.uniform(0, 0.4),
                  "help_c": rng.uniform(0, 0.4)}  # fmt: skip
    return rules


@pytest.mark.parametrize("variant", [False, True])
def test_paths_are_the_same(variant):
    rng = np.random.default_rng(7)
    for _ in range(40):
        rules, r, c, dt = some(rng, variant=variant), *rng.uniform(0.2, 3.0, 2), rng.uniform(0.02, 0.2)
        seen = first(80, r, c, duration=dt, **rules)
        path = second.course(dt * np.arange(1, 81), r, c, **rules)
        assert seen["activity"] == pytest.approx(path[0], rel=1e-6, abs=1e-8)
        assert seen["coercion"] == pytest.approx(path[1], rel=1e-6, abs=1e-8)
        if not variant:
            assert seen["orbit"] == pytest.approx(second.kept(r, c, **rules), abs=1e-6)


def test_periods_are_the_same():
    rng = np.random.default_rng(8)
    for _ in range(60):
        rules, r, c, h = some(rng, variant=bool(rng.integers(2))), *rng.uniform(0.2, 3.0, 2), rng.uniform(0.05, 0.4)
        seen = first(60, r, c, time="periods", duration=h, **rules)
        path = second.periods(60, h, r, c, **rules)
        assert seen["activity"] == pytest.approx(path[0], rel=1e-9, abs=1e-12)
        assert seen["coercion"] == pytest.approx(path[1], rel=1e-9, abs=1e-12)


def test_small_rounds_take_the_same_time():
    rules = {"a": 1.3, "b": 0.8, "d": 0.6, "e": 0.5}
    r, c = rules["d"] / rules["e"] * 1.001, rules["a"] / rules["b"]
    period = second.period(r, c, **rules)
    seen = first(400, r, c, duration=period / 100, **rules)
    above = np.flatnonzero(np.diff((seen["coercion"] > c).astype(int)) == 1)
    assert np.diff(above) == pytest.approx(100, abs=1)
    assert period == pytest.approx(2 * np.pi / np.sqrt(rules["a"] * rules["d"]), rel=1e-5)


def test_room_decides_stability_in_both():
    for room, falls in ((1.2, True), (5.0, True), (0.8, False)):
        seen = first(3000, 0.5, 0.5, capacity=room, duration=0.1)
        if room > 1.0:
            assert (second.growth_at_rest(capacity=room) < 0) == falls
            assert seen["activity"][-1] == pytest.approx(1.0, abs=1e-4)
            assert seen["coercion"][-1] == pytest.approx(1 - 1 / room, abs=1e-4)
        else:
            assert seen["activity"][-1] == pytest.approx(room, abs=1e-4)
            assert seen["coercion"][-1] < 1e-4
