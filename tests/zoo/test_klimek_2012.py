"""Votes add up, fraud moves returns one way, and what is drawn follows its law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from contested import zoo
from contested.engine.clock import Tick
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.klimek_2012.model import (
    correlation,
    cut_half_normal,
    cut_normal,
    honest,
    kurtosis,
    shares_of,
    stuffing,
)
from contested.zoo.klimek_2012.theory import baseline, fitted
from tests.laws import assert_chance, assert_law

KLIMEK = zoo.load("klimek-2012")
share = st.floats(0.0, 1.0)


def election(seed=1, **chosen):
    model = KLIMEK.model(chosen)
    state = model.init(model.params, seed)
    model.step(state, model.params, Tick(0, seed))
    return model, state


@given(
    a=share, v=share, s_a=st.floats(0, 2), s_v=st.floats(0, 2), fi=share, alpha=st.floats(0.2, 5),
    theta=st.floats(0.01, 3), cut=st.sampled_from(["redrawn", "clipped"]), votes=st.sampled_from(["parts", "whole"]),
    seed=st.integers(0, 2**40),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_station_counts_more_votes_than_electors(a, v, s_a, s_v, fi, alpha, theta, cut, votes, seed):
    model, state = election(
        seed, units=300, electors=57, turnout=a, turnout_sd=s_a, share=v, share_sd=s_v, incremental=fi,
        extreme=(1 - fi) / 2, switching=alpha, spread=theta, cut=cut, votes=votes,
    )  # fmt: skip
    # whole votes are rounded apart for the winner and the others, as in the port, so one vote too many can come of it
    spare = 1.0 if votes == "whole" else 1e-9
    assert (state["winner"] + state["others"] <= 57 + spare).all()
    assert (state["others"] >= 0).all()
    assert (state["winner"] >= state["honest"] - spare).all()
    seen = model.observe(state)
    assert seen["histogram"].sum() == 300
    assert -1e-12 <= seen["share"] <= 1 + 1e-12


def test_stations_report_what_the_formula_says():
    model, state = election(units=1000, incremental=0.5, extreme=0.2, switching=1.7, electors=800)
    turnout, v = honest(model.params, Tick(0, 1))
    x = stuffing(model.params, Tick(0, 1))
    assert state["winner"] == pytest.approx(800 * (turnout * v + x * (1 - turnout) + x**1.7 * turnout * (1 - v)))
    assert state["others"] == pytest.approx(800 * (1 - x**1.7) * turnout * (1 - v), abs=1e-9)


def test_both_kinds_of_fraud_come_as_often_as_they_should():
    _, state = election(units=200_000, incremental=0.3, extreme=0.1)
    x = state["stuffing"]
    assert_chance(int((x == 0).sum()), x.size, 0.6, detects=0.02)
    # incremental fraud of theta 0.25 passes 0.7 in one station of 200, extreme fraud does not in one of 15,000
    assert_chance(int((x > 0.7).sum()), x.size, 0.1 + 0.3 * 2 * stats.norm.sf(0.7 / 0.25), detects=0.02)


def test_what_is_cut_is_drawn_again():
    u = stats.qmc.Halton(1, seed=1).random(400_000).ravel()
    u = np.clip(np.random.default_rng(1).permutation(u), 1e-9, 1 - 1e-9)
    law = stats.truncnorm((0 - 0.3) / 0.4, (1 - 0.3) / 0.4, 0.3, 0.4)
    assert_law(cut_normal(0.3, 0.4, u, "redrawn"), law.cdf, detects=0.02)
    half = stats.truncnorm(0, 1 / 0.6, 0, 0.6)
    assert_law(cut_half_normal(0.6, u, "redrawn"), half.cdf, detects=0.02)
    assert (cut_normal(0.3, 0.4, u, "clipped") == 0).mean() == pytest.approx(stats.norm.cdf(-0.75), abs=0.01)
    assert (cut_normal(0.7, 0.0, u, "redrawn") == 0.7).all()


def test_more_fraud_never_costs_the_winner_a_vote():
    _, base = election(units=3000, incremental=0.2, extreme=0.0)
    for more in ({"incremental": 0.4}, {"incremental": 0.2, "spread": 0.4}, {"incremental": 0.2, "switching": 1.0}):
        _, state = election(units=3000, **{"extreme": 0.0, **more})
        assert (state["winner"] >= base["winner"] - 1e-9).all()


def test_fraud_ties_turnout_to_the_winner_and_fattens_the_tails():
    honest_, false = (
        {k: v.mean() for k, v in trajectory(each, steps=5).items() if v.ndim == 1}
        for each in (KLIMEK.model({"units": 20_000}, preset=name) for name in ("honest", "russia-2011"))
    )
    assert abs(honest_["correlation"]) < 0.02 < 0.4 < false["correlation"]
    assert honest_["kurtosis"] < 3 < 10 < false["kurtosis"]
    assert honest_["fraud"] == pytest.approx(0, abs=1e-12) and false["fraud"] > 0.2


def test_each_step_is_another_election():
    seen = trajectory(KLIMEK.model({"units": 100}), steps=3)
    assert len(set(seen["share"])) == 3


def test_extreme_fraud_is_found_again_and_honest_returns_show_none():
    _, state = election(4, units=8000, incremental=0.0, extreme=0.05)
    fit = fitted(*shares_of(state["winner"], state["others"], 1000.0), repeats=2, distance="chi2")
    assert fit.extreme == pytest.approx(0.05, abs=0.01)
    _, state = election(4, units=8000, incremental=0.0, extreme=0.0)
    assert fitted(*shares_of(state["winner"], state["others"], 1000.0), repeats=2).extreme < 0.002


def test_honest_voting_is_read_off_honest_returns():
    _, state = election(2, units=50_000, incremental=0.0, extreme=0.0)
    read = baseline(*shares_of(state["winner"], state["others"], 1000.0))
    assert (read.turnout, read.share) == pytest.approx((0.5, 0.4), abs=0.03)
    assert (read.turnout_sd, read.share_sd) == pytest.approx((0.1, 0.1), abs=0.02)


def test_columns_that_do_not_vary_have_no_correlation():
    flat = np.full(5, 0.3)
    assert correlation(flat, np.arange(5.0)) == 0.0
    assert kurtosis(flat, 1.0) == 0.0
    assert kurtosis(np.array([0.0, 1.0]), 1.0) == 0.0


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (lambda: KLIMEK.model({"incremental": 0.8, "extreme": 0.3}), "at most 1 together"),
        (lambda: KLIMEK.model({"shares": "pair", "cut": "clipped"}), "redrawn"),
        (lambda: KLIMEK.model({"turnout": 60}), "0 to 1"),
        (lambda: baseline(np.full(50, 0.5), np.full(50, 0.5)), "at least 100"),
        (lambda: baseline(np.full(200, 50.0), np.full(200, 0.5)), "0 to 1"),
        (lambda: baseline(np.full(200, np.nan), np.full(200, 0.5)), "0 to 1"),
        (lambda: baseline(np.full(200, 0.5), np.full(201, 0.5)), "as turnout has"),
        (lambda: fitted(np.full(200, 0.5), np.full(200, 0.5), distance="l1"), "port"),
        (lambda: fitted(np.full(200, 0.5), np.full(200, 0.5), repeats=0), "at least 1"),
    ],
)
def test_what_cannot_be_is_refused(asked, word):
    with pytest.raises(ParameterError, match=word):
        asked()
