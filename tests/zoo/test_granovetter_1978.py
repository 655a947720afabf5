"""Thresholds on a crowd: what the rule implies beyond the paper's numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import zoo
from contested.zoo.granovetter_1978.model import init
from contested.zoo.kit.trajectories import settled, trajectory

CROWD = zoo.load("granovetter-1978")


def _by_hand(need: np.ndarray) -> int:
    out = 0
    while (now := int((need <= out).sum())) != out:
        out = now
    return out


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300), st.floats(-0.2, 1.0), st.floats(0.0, 1.0), st.integers(0, 2**62))
def test_the_crowd_is_what_counting_everybody_gives(people, mean, sd, seed):
    model = CROWD.model({"people": people, "mean": mean, "sd": sd})
    state = settled(model, seed=seed)
    assert state["crowd"][0] == _by_hand(state["need"])


def test_a_threshold_that_is_exactly_met_is_met():
    """tau <= r, not tau < r: with 0, 1, 2, ... strict comparison would stop at the first."""
    assert trajectory(CROWD.model({"thresholds": "ladder", "people": 3}), steps=3)["crowd"].tolist() == [1, 2, 3]


def test_nobody_leaves():
    share = trajectory(CROWD.model({"people": 5000, "sd": 0.3}), steps=30)["share"]
    assert (np.diff(share) >= 0).all()


def test_a_shier_crowd_is_never_larger():
    for seed in range(20):
        shy, bold = (settled(CROWD.model({"mean": m, "sd": 0.13}), seed=seed)["crowd"][0] for m in (0.30, 0.25))
        assert shy <= bold


def test_instigators_begin_and_are_not_drawn_away():
    """A normal law has thresholds below 0; cut them off and nothing ever happens."""
    need = init(CROWD.choose({"people": 100_000, "sd": 0.2}), 1)["need"]
    assert (need == 0).mean() == pytest.approx(0.1056, abs=0.005)  # Phi(-1.25)
    assert (need > 100_000).mean() == pytest.approx(0.0001, abs=0.0002)


def test_thresholds_are_the_same_however_they_are_drawn():
    """A longer crowd begins with the same people: a person's threshold depends on seed and row alone."""
    few, many = (init(CROWD.choose({"people": n, "mean": 0.5, "sd": 0.1}), 9)["need"] for n in (1000, 4000))
    assert np.abs(few[:1000] / 1000 - many[:1000] / 4000).max() <= 1 / 1000
