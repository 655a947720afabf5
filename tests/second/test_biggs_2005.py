"""Two people read the forest fire of Biggs 2005 alike, and both as exact arithmetic does."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_chance, assert_law, assert_same_mean
from tests.second import biggs_2005 as second


def first(*, steps, seed, **settings):
    return trajectory(zoo.load("biggs-2005").model(settings), steps=steps, seed=seed)


@pytest.mark.parametrize(("lattice", "n", "theta"), [("ring", 3, 2), ("ring", 4, 3), ("torus", 9, 4)])
def test_tiny_towns_follow_the_exact_law(lattice, n, theta):
    density, law, takes = second.exact(lattice, n, theta)
    thin = 5  # rounds apart: a tiny town has forgotten by then
    path = first(steps=9000 * thin, seed=11, lattice=lattice, establishments=n, gathering=theta)
    sizes = path["size"][thin - 1 :: thin]
    assert_law(sizes, lambda x: law.cumsum()[np.clip(np.floor(x), -1, n).astype(int)] * (x >= 0), detects=0.07)
    for k in range(n + 1):
        assert_chance(int((sizes == k).sum()), sizes.size, law[k], detects=0.07)
    assert path["ready"].mean() == pytest.approx(density, abs=0.01)
    assert path["gathered"].mean() == pytest.approx(takes, abs=0.03)


CASES = [
    {"lattice": "torus", "n": 4096, "theta": 200, "settle": 200, "rounds": 300},
    {"lattice": "torus", "n": 400, "theta": 30, "settle": 100, "rounds": 300},
    {"lattice": "ring", "n": 2048, "theta": 60, "settle": 100, "rounds": 300},
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['lattice']}-{c['n']}")
def test_two_people_read_the_paper_alike(case):
    runs, settle = 40, case["settle"]
    a = second.sample(runs, 7, **case)
    settings = {"lattice": case["lattice"], "establishments": case["n"], "gathering": case["theta"]}
    paths = [first(steps=settle + case["rounds"], seed=500 + r, **settings) for r in range(runs)]
    size = np.array([p["size"] for p in paths])
    gathered, ready, left = (np.array([p[name] for p in paths]) for name in ("gathered", "ready", "left"))
    kept = size[:, settle:]
    b = {
        "density_before": ready[:, settle:].mean(axis=1),
        "density_after": left[:, settle:].mean(axis=1),
        "struck": (kept > 0).mean(axis=1),
        "size_10": (kept >= 10).mean(axis=1),
        "size_100": (kept >= 100).mean(axis=1),
        "density_first": ready[:, 0],
        "density_5": ready[:, 4],
    }
    for name, values in b.items():
        assert_same_mean(a[name], values, detects=0.1)
    assert_same_mean(a["takes"], gathered[:, settle:].mean(axis=1), detects=0.12 * case["theta"])
    given = np.array([row[row > 0].mean() for row in kept])
    assert_same_mean(a["size_given_event"], given, detects=0.5 * given.mean())
    # what became ready and did not strike is ready still, in either version and every run
    assert (a["all_takes"] - a["all_burnt"] == a["left"].round()).all()
    assert gathered.sum(axis=1) - size.sum(axis=1) == pytest.approx(left[:, -1] * case["n"], abs=1e-6)
