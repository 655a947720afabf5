"""Two people read Lang & De Sterck's equation alike."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.second import lang_de_sterck_2014 as second


def first(steps, r0, c1, c2, alpha, beta, **settings):
    model = zoo.load("lang-de-sterck-2014").model(
        {"joining": c1, "removal": c2, "visibility": alpha, "capacity": beta, "start": r0, **settings}
    )
    return trajectory(model, steps=steps)


def some(rng):
    return (rng.uniform(0.2, 4), rng.uniform(0.2, 4), rng.uniform(0.02, 0.98), rng.uniform(0.02, 0.98))


def test_paths_are_the_same():
    rng = np.random.default_rng(4)
    for _ in range(200):
        rules, r0, dt = some(rng), rng.random(), rng.uniform(0.01, 0.8)
        seen = first(60, r0, *rules, duration=dt)
        # where a path starts a hair from a switch, one ulp decides the side: not for arithmetic to agree on
        path = second.course(r0, dt * np.arange(1, 61), *rules)
        assert seen["protesting"] == pytest.approx(path, abs=1e-9)
        c1, c2, alpha, beta = rules
        inside = (np.abs(path - beta) > 1e-9) & (np.abs(path - 1 + alpha) > 1e-9)
        assert (c1 * (path > 1 - alpha) * (1 - path))[inside] == pytest.approx(seen["growth"][inside], abs=1e-8)
        assert (c2 * (path < beta) * path)[inside] == pytest.approx(seen["decay"][inside], abs=1e-8)


def test_a_march_of_tiny_steps_comes_near():
    rng = np.random.default_rng(5)
    for _ in range(12):
        rules, r0 = some(rng), rng.random()
        seen = first(10, r0, *rules, duration=0.1)["protesting"][-1]
        assert seen == pytest.approx(second.marched(r0, 1.0, *rules), abs=2e-3)


def test_smooth_switches_are_the_same():
    rng = np.random.default_rng(6)
    for _ in range(30):
        rules, r0, k = some(rng), rng.random(), rng.uniform(2, 200)
        seen = first(40, r0, *rules, switches="smooth", steepness=k, duration=0.1)["protesting"]
        path = second.smooth(r0, 0.1 * np.arange(1, 41), *rules, k)
        assert seen == pytest.approx(path, abs=1e-7)


def test_regions_have_the_same_names():
    for name in ("stable", "meta-stable", "unstable", "failed"):
        p = zoo.load("lang-de-sterck-2014").choose(preset=name)
        assert second.region(p.joining, p.removal, p.visibility, p.capacity) == name
