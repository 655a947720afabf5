"""Two people stuff ballot boxes alike."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import klimek_2012 as second

NAMES = {
    "a": "turnout", "s_a": "turnout_sd", "v": "share", "s_v": "share_sd", "fi": "incremental", "fe": "extreme",
    "theta": "spread", "alpha": "switching",
}  # fmt: skip
#: differences that would surely be seen, by statistic
SEEN = {"turnout": 0.02, "share": 0.02, "correlation": 0.1, "near_all": 0.02, "fraud": 0.03}
THEIRS = {"near_all": "both_high", "fraud": "false"}


def first(elections, seed, units, cut, **rules):
    """Each step is an election of its own."""
    model = zoo.load("klimek-2012").model({"units": units, "cut": cut, **{NAMES[k]: v for k, v in rules.items()}})
    return trajectory(model, steps=elections, seed=seed)


CASES = [
    {"fi": 0.0, "fe": 0.0},
    {"fi": 0.64, "fe": 0.033},
    {"fi": 0.3, "fe": 0.2, "a": 0.7, "v": 0.6, "theta": 0.5, "alpha": 1.0},
    {"fi": 0.5, "fe": 0.0, "a": 0.9, "s_a": 0.3, "v": 0.2, "s_v": 0.25, "theta": 1.0, "alpha": 0.5},
]


@pytest.mark.parametrize("cut", ["redraw", "clip"])
@pytest.mark.parametrize("rules", CASES, ids=range(len(CASES)))
def test_elections_follow_one_law(rules, cut):
    runs, units = 150, 2000
    theirs = second.sample(runs, 3, n=units, cut=cut, **rules)
    mine = first(runs, 8, units, {"redraw": "redrawn", "clip": "clipped"}[cut], **rules)
    for name, seen in SEEN.items():
        assert_same_mean(mine[name], theirs[THEIRS.get(name, name)], detects=seen)
    # a few extreme stations make a kurtosis: its logarithm (it is above -2) has a mean that can be compared
    assert_same_mean(np.log(mine["kurtosis"] + 3), np.log(theirs["kurtosis"] + 3), detects=0.5)
    for percent in (30, 45, 60):
        assert_same_mean(mine["histogram"][:, percent], theirs[f"bin_{percent}"], detects=20)
    assert_same_mean(mine["histogram"][:, 97:].sum(axis=1), theirs["bins_97"], detects=30)


def test_small_elections_follow_one_law():
    """Ten stations: the whole law of a country's result, and not only its mean."""
    runs, rules = 2500, {"fi": 0.64, "fe": 0.033}
    theirs = second.sample(runs, 4, n=10, **rules)
    mine = first(runs, 9, 10, "redrawn", **rules)
    for name in ("turnout", "share", "correlation", "fraud"):
        assert_same_law(mine[name], theirs[THEIRS.get(name, name)], detects=0.28)


def test_without_spread_the_returns_are_the_formula():
    rng = np.random.default_rng(5)
    for _ in range(20):
        a, v = rng.uniform(0.1, 0.9, 2)
        seen = first(1, 1, 50, "redrawn", a=a, v=v, s_a=0.0, s_v=0.0, fi=0.0, fe=0.0)
        won, lost, false = second.units(np.random.default_rng(1), 50, a=a, v=v, s_a=0.0, s_v=0.0)
        assert seen["turnout"] == pytest.approx(won[0] + lost[0], abs=1e-9)
        assert seen["share"] == pytest.approx(won[0] / (won[0] + lost[0]), abs=1e-9)
        assert false.sum() == seen["fraud"][0] == 0.0
