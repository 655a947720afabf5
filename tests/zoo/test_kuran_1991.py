"""Thresholds are met at equality, silence can return, and one person decides."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.kuran_1991.theory import breaking_mean, tipping_share

KURAN = zoo.load("kuran-1991")


def final(**chosen):
    model = KURAN.model(chosen)
    return model.observe(settled(model, seed=3))["opposition"]


def test_a_threshold_is_met_by_exactly_as_many():
    # with < for <= the person at 10 % would not follow the one person out
    assert list(trajectory(KURAN.model({"thresholds": "a-dash"}), steps=4)["opposition"]) == [0.1, 0.2, 0.3, 0.4]


def test_the_third_society_goes_over_all_at_once():
    assert list(trajectory(KURAN.model({"thresholds": "c-dash"}), steps=5)["opposition"]) == [0.1, 0.2, 0.8, 0.9, 0.9]


def test_nobody_at_a_hundred_percent_ever_joins():
    assert final(thresholds="a-dash", opposition=0.95) == 0.9


def test_an_opposition_that_was_expected_too_large_falls_silent_again():
    path = trajectory(KURAN.model({"thresholds": "a", "opposition": 0.1}), steps=3)
    assert list(path["opposition"]) == [0.1, 0.1, 0.1]
    falling = trajectory(KURAN.model({"thresholds": "b-dash", "opposition": 0.2}), steps=2)
    assert falling["opposition"][-1] == pytest.approx(0.2)
    quantiles = {"thresholds": "quantiles", "people": 10_000, "preference_mean": 0.6}
    edge = tipping_share(0.4, 0.15)
    assert final(**quantiles, opposition=edge - 0.005) < 0.01
    assert final(**quantiles, opposition=edge + 0.005) > 0.99
    assert trajectory(KURAN.model({**quantiles, "opposition": edge - 0.005}), steps=1)["joining"][0] < 0


@given(
    mean=st.floats(0.05, 0.95),
    sd=st.floats(0.02, 0.5),
    start=st.floats(0, 1),
    more=st.floats(0, 0.3),
    seed=st.integers(0, 2**40),
)
@settings(max_examples=40, deadline=None)
def test_more_discontent_and_more_expected_never_end_lower(mean, sd, start, more, seed):
    def end(shift, believed):
        chosen = {"people": 300, "thresholds": "drawn", "preference_mean": mean + shift, "preference_sd": sd}
        model = KURAN.model({**chosen, "opposition": min(1.0, believed)})
        return model.observe(settled(model, seed=seed))["opposition"]

    base = end(0.0, start)
    assert end(more, start) >= base
    assert end(0.0, start + more) >= base
    assert 0 <= base <= 1


def test_an_end_is_an_equilibrium_and_hidden_completes_it():
    model = KURAN.model({"people": 2000, "thresholds": "drawn", "preference_mean": 0.6})
    state = settled(model, seed=9)
    before = model.observe(state)
    model.step(state, model.params, Tick(99, 9))
    assert model.observe(state)["opposition"] == before["opposition"]
    everybody = model.init(model.params, 9)["ready"][2000] / 2000
    assert before["opposition"] + before["hidden"] == pytest.approx(everybody)


def test_drawn_thresholds_follow_one_minus_a_normal_preference():
    model = KURAN.model({"people": 200_000, "thresholds": "drawn", "preference_mean": 0.7, "preference_sd": 0.2})
    ready = model.init(model.params, 5)["ready"] / 200_000
    for share in (0.0, 0.2, 0.5, 0.9):
        assert ready[int(share * 200_000)] == pytest.approx(ndtr((share - 0.3) / 0.2), abs=0.01)


def test_the_edge_and_the_break_agree():
    mean, share = breaking_mean(0.15)
    assert tipping_share(mean + 1e-7, 0.15) == pytest.approx(share, abs=1e-3)
    assert np.isclose(ndtr((share - mean) / 0.15), share)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (lambda: KURAN.model({"people": 11}), "multiple of 10"),
        (lambda: KURAN.model({"thresholds": "d"}), "one of"),
        (lambda: KURAN.model({"opposition": 1.2}), "0 to 1"),
        (lambda: tipping_share(0.2, 0.15), "two equilibria"),
        (lambda: tipping_share(0.5, 0.5), "two equilibria"),
        (lambda: breaking_mean(0.5), "0.3989"),
    ],
)
def test_what_cannot_be_is_refused(asked, word):
    with pytest.raises(ParameterError, match=word):
        asked()


@pytest.mark.parametrize(("believed", "end"), [(0.2, 0.0), (0.3, 1.0)])
def test_a_threshold_as_a_share_is_met_by_the_next_whole_person(believed, end):
    # a threshold of a quarter of ten people: three are enough, two are not
    assert final(thresholds="quantiles", preference_mean=0.75, preference_sd=1e-6, opposition=believed) == end
