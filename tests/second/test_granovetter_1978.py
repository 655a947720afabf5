"""Two people read Granovetter's thresholds alike."""

import numpy as np
import pytest
from scipy.special import ndtri

from contested import zoo
from contested.zoo.kit.threshold_map import normal_equilibrium, normal_jump
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law
from tests.second import granovetter_1978 as second
from tests.slow import all_but


def first(steps, seed=1, **settings):
    return trajectory(zoo.load("granovetter-1978").model(settings), steps=steps, seed=seed)["crowd"]


@pytest.mark.parametrize("people", [1, 2, 3, 10, 100, 1000])
@pytest.mark.parametrize("ladder", ["ladder", "ladder-gap"])
def test_ladders_are_climbed_alike(people, ladder):
    need = np.arange(people, dtype=float)
    if ladder == "ladder-gap" and people > 1:
        need[1] = 2
    path = second.course(need)
    seen = first(people + 3, people=people, thresholds=ladder)
    assert seen[: len(path) - 1].tolist() == path[1:].tolist()
    assert (seen[len(path) - 1 :] == path[-1]).all()


def test_quantile_crowds_are_the_same_step_by_step():
    rng = np.random.default_rng(1)
    for _ in range(150):
        n, mean, sd = int(rng.integers(1, 400)), rng.uniform(-0.2, 1.0), rng.uniform(0.001, 0.6)
        path = second.course(n * (mean + sd * ndtri((np.arange(n) + 0.5) / n)))
        seen = first(len(path) + 3, people=n, thresholds="normal-quantiles", mean=mean, sd=sd)
        assert seen[: len(path) - 1].tolist() == path[1:].tolist()
        assert (seen[len(path) - 1 :] == path[-1]).all()


@pytest.mark.parametrize("sd", all_but((0.122,), [0.1, 0.122, 0.2]))
def test_drawn_crowds_follow_one_law(sd):
    runs = 2000
    theirs = second.sample(runs, 7, sd=sd)
    paths = np.array([first(60, seed=500 + r, sd=sd) for r in range(runs)])
    for t in (1, 2, 3, 5, 10, 20):
        assert_same_law(paths[:, t - 1], theirs[f"at_{t}"], detects=0.3)
    assert_same_law(paths[:, -1], theirs["final"], detects=0.3)
    rest = (paths == paths[:, -1:]).argmax(axis=1) + 1
    rest[paths[:, -1] == 0] = 0  # at rest before the first step
    assert_same_law(rest, theirs["steps"], detects=0.3)


def test_exact_answers_agree():
    for mean in (0.2, 0.25, 0.4):
        sd, share = second.jump(mean)
        assert normal_jump(mean)[0] == pytest.approx(sd, abs=1e-7)
        assert normal_jump(mean)[1] == pytest.approx(share, abs=1e-3)
    rng = np.random.default_rng(2)
    for _ in range(100):
        mean, sd = rng.uniform(0.1, 0.7), rng.uniform(0.05, 0.6)
        assert normal_equilibrium(mean, sd) == pytest.approx(second.resting_share(mean, sd), abs=1e-9)
