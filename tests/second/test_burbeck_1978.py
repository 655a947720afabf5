"""Two people read a riot as an epidemic alike: by rates to the last digits, by chances in law."""

import numpy as np
import pytest

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.burbeck_1978.theory import joined, peak
from contested.zoo.kit.trajectories import settled, trajectory
from tests.laws import assert_law, assert_same_law, assert_same_mean
from tests.second import burbeck_1978 as second

CITY = zoo.load("burbeck-1978")

#: recruit, stop, people, how many riot at the start; of three people, one who meets two others differs from one who
#: meets all three, himself included
CASES = {"grows": (0.5, 0.25, 40, 3), "quick": (3.0, 1.0, 25, 1), "dies": (0.6, 0.9, 30, 6), "few": (1.0, 1.0, 3, 1),
         "all": (0.4, 0.3, 8, 8)}  # fmt: skip
RUNS = 2000
#: of the crowd; the second, read between its strides, is off by up to 3e-9, the first by 5e-12
NEAR = 2e-8


def city(recruit, stop, n, first, **settings):
    return CITY.model({"infection": recruit, "recovery": stop, "people": n, "first": first, **settings})


def test_courses_by_rates_are_the_same():
    rng = np.random.default_rng(9)
    for _ in range(60):
        recruit, stop, n = rng.uniform(0, 3), rng.uniform(0.05, 2), 10 ** rng.uniform(0, 6)
        first = n * 10 ** rng.uniform(-6, 0)
        seen = trajectory(city(recruit, stop, n, first), steps=50)
        path = second.course(np.arange(51), recruit=recruit, stop=stop, n=n, first=first)
        for name, letter in (("waiting", "S"), ("rioting", "I"), ("calmed", "R")):
            assert seen[name] == pytest.approx(path[letter][1:], abs=NEAR * n, rel=0), name
        assert seen["joining"] == pytest.approx(-np.diff(path["S"]), abs=NEAR * n, rel=0)
        assert seen["joined"] == pytest.approx(1 - path["S"][1:] / n, abs=NEAR, rel=0)


def test_exact_sizes_and_peaks_agree():
    rng = np.random.default_rng(10)
    for _ in range(200):
        r0, begun = rng.uniform(0.1, 6), 10 ** rng.uniform(-6, -0.01)
        assert joined(r0, begun) == pytest.approx(second.exact_final_share(r0, begun), abs=1e-9, rel=0)
        assert peak(r0, begun) == pytest.approx(second.exact_peak_share(r0, begun), abs=1e-12, rel=0)
    for r0 in (0.7, 1.0, 1.2, 1.5, 2.0, 3.0):
        assert joined(r0) == pytest.approx(second.exact_final_share(r0), abs=1e-9, rel=0)


@pytest.mark.parametrize("case", CASES)
def test_sizes_by_chances_follow_the_exact_law(case):
    """Every number who ever riot, against the sum over all paths: a difference of 0.15 in chance is surely seen."""
    recruit, stop, n, first = CASES[case]
    law = np.cumsum(second.final_size_law(recruit=recruit, stop=stop, n=n, first=first))
    model = city(recruit, stop, n, first, law="chances")
    ends = [settled(model, seed=member_seed(31, r), until=lambda state: state["rioting"][0] == 0) for r in range(RUNS)]
    sizes = np.array([end["calmed"][0] for end in ends])
    assert (sizes >= first).all()
    assert_law(sizes, lambda x: law[np.clip(np.floor(x), 0, n).astype(int)], detects=0.15)


@pytest.mark.parametrize("case", CASES)
def test_courses_by_chances_follow_one_law(case):
    """Who riots and who has calmed after each time, in law to 0.3 and in the mean to 0.17 of the city."""
    recruit, stop, n, first = CASES[case]
    times = (1, 2, 4, 8, 16)
    theirs = second.sample(RUNS, 5, recruit=recruit, stop=stop, n=n, first=first, times=times)
    model = city(recruit, stop, n, first, law="chances")
    runs = [trajectory(model, steps=16, seed=member_seed(32, r)) for r in range(RUNS)]
    for t in times:
        for name, letter in (("rioting", "I"), ("calmed", "R")):
            mine = np.array([run[name][t - 1] for run in runs])
            assert_same_law(mine, theirs[f"{letter}_{t}"], detects=0.3)
            assert_same_mean(mine, theirs[f"{letter}_{t}"], detects=0.17 * n)
    # the first says when it was over in whole steps only
    over = np.array([np.count_nonzero(run["rioting"]) for run in runs])
    assert_same_law(over, np.minimum(np.floor(theirs["duration"]), 16), detects=0.3)
