"""Two people read Kuran's bandwagons alike."""

import numpy as np
import pytest
from scipy.special import ndtri

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law
from tests.second import kuran_1991 as second
from tests.slow import all_but


def first(steps, seed=1, **settings):
    return trajectory(zoo.load("kuran-1991").model(settings), steps=steps, seed=seed)["opposition"]


def same(path, seen):
    """A path in percent from its start on, and shares from the first step on that go on resting."""
    assert 100 * seen[: len(path) - 1] == pytest.approx(path[1:], abs=1e-9)
    assert 100 * seen[len(path) - 1 :] == pytest.approx(path[-1], abs=1e-9)


@pytest.mark.parametrize("name", list(second.SOCIETIES))
def test_ten_person_societies(name):
    for start in np.arange(0, 11) / 10:
        path = second.course(second.SOCIETIES[name], 100 * start)
        same(path, first(len(path) + 3, thresholds=name.lower().replace("'", "-dash"), opposition=start))


def test_societies_of_quantiles_up_and_down():
    rng = np.random.default_rng(3)
    for _ in range(150):
        n, mean, sd = int(rng.integers(1, 300)), rng.uniform(-0.2, 1.2), rng.uniform(0.01, 0.6)
        start = float(rng.choice([0, rng.integers(n + 1), n])) / n
        need = 100 * (1 - (mean + sd * ndtri((np.arange(n) + 0.5) / n)))
        settings = {"people": n, "thresholds": "quantiles", "preference_mean": mean, "preference_sd": sd}
        path = second.course(list(need), 100 * start)
        same(path, first(len(path) + 3, opposition=start, **settings))


DRAWN = [(0.6, 0.15, 0.0), (0.7, 0.15, 0.0), (0.6, 0.15, 0.4), (0.5, 0.4, 1.0)]


@pytest.mark.parametrize(("mean", "sd", "start"), all_but(DRAWN[2:3], DRAWN, several=True))
def test_drawn_societies_follow_one_law(mean, sd, start):
    runs = 2000
    theirs = second.sample(runs, 5, mean=mean, sd=sd, start=start)
    settings = {"people": 100, "thresholds": "drawn", "preference_mean": mean, "preference_sd": sd, "opposition": start}
    paths = np.array([first(60, seed=900 + r, **settings) for r in range(runs)])
    for t in (1, 2, 3, 5, 10):
        assert_same_law(paths[:, t - 1].round(9), theirs[f"at_{t}"].round(9), detects=0.3)
    assert_same_law(paths[:, -1].round(9), theirs["final"].round(9), detects=0.3)
