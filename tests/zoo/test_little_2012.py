"""Claims about elections, fraud and monitors, beyond the model's targets."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.little_2012.theory import (
    Contest,
    chance_of_revolution,
    cut_off,
    fraud_in_equilibrium,
    largest_regret,
    payoff,
)

CONTEST = zoo.load("little-2012")


@pytest.mark.parametrize("election", ["held", "none"])
@pytest.mark.parametrize("q", [-0.4, 0.5, 1.1])
def test_at_the_cut_off_taste_is_worth_the_company(q, election):
    """Held against brute force: the share that joins as a citizen at the cut-off expects it."""
    params = Contest(election=election, sd_result=0.8)
    t = float(cut_off(params, q))
    variance = 1 / (1 / 0.25 + 1 / 0.64) if election == "held" else 0.25
    theta = np.linspace(q - 6, q + 6, 200_001)
    weight = np.exp(-0.5 * (theta - q) ** 2 / variance - 0.5 * (t - theta) ** 2 / 0.25)
    company = np.average(1 - ndtr((t - theta) / 0.5), weights=weight)
    assert t - params.joint_cost * (1 - company) == pytest.approx(0, abs=1e-7)


@given(st.floats(-3, 4), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_news_of_discontent_brings_people_out(q, more):
    params = Contest()
    assert cut_off(params, q + more) <= cut_off(params, q) + 1e-12
    assert 0 <= cut_off(params, q) <= params.joint_cost


def test_fraud_that_is_expected_changes_nothing_but_its_cost():
    honest, rigged = (trajectory(CONTEST.model({"fraud": f}), steps=200) for f in ("none", "equilibrium"))
    assert (rigged["fraud"] > 0).all() and not honest["fraud"].any()
    assert rigged["belief"] == pytest.approx(honest["belief"], abs=1e-12)
    assert rigged["protest"] == pytest.approx(honest["protest"], abs=1e-9)
    assert rigged["result"] == pytest.approx(honest["result"] - rigged["fraud"], abs=1e-12)
    fooled = trajectory(CONTEST.model({"fraud": "naive"}), steps=200)
    assert (fooled["protest"] <= honest["protest"]).all() and (fooled["protest"] < honest["protest"]).mean() > 0.5


@pytest.mark.parametrize("mean", [0.2, 0.6, 1.0])
def test_marginal_fraud_is_worth_its_marginal_cost(mean):
    params, h = Contest(mean_sentiment=mean), 1e-4
    gain = (chance_of_revolution(params, -h) - chance_of_revolution(params, h)) / (2 * h)
    assert params.fraud_cost * fraud_in_equilibrium(params) == pytest.approx(gain, rel=1e-6)
    assert largest_regret(params) <= 1e-9


def test_only_the_insecure_want_an_election_and_only_under_monitors():
    def gain(mean, cost):
        held = Contest(mean_sentiment=mean, fraud_cost=cost)
        return payoff(held) - payoff(Contest(mean_sentiment=mean, election="none", fraud="none"))

    assert gain(0.8, 3.0) > 0 > gain(0.8, 0.2)
    assert gain(0.2, 3.0) < 0 and gain(0.2, 1e6) < 0
    by_cost = [gain(0.8, c) for c in (0.2, 0.5, 1, 3)]
    assert by_cost == sorted(by_cost)
    assert gain(0.8, 1e6) == pytest.approx(-gain(0.2, 1e6), abs=1e-7), "needing half, the two mirror each other"


def test_a_revolution_needs_what_it_needs():
    path = trajectory(CONTEST.model({"needed": 0.7, "people": 10}), steps=300)
    assert (path["revolution"] == (path["protest"] >= 0.7)).all()
    assert 0.7 in path["protest"], "a share of exactly what is needed occurs, and is enough"
    assert path["revolution"][path["protest"] == 0.7].all()


def test_without_an_election_beliefs_stay():
    path = trajectory(CONTEST.model(preset="no-election"), steps=20)
    assert (path["belief"] == 0.6).all() and (path["result"] == 0.6).all() and not path["fraud"].any()
    assert not math.isclose(path["sentiment"].std(), 0)


def test_impossible_contests_say_so():
    with pytest.raises(ParameterError, match="joint_cost: expected below") as error:
        CONTEST.model({"joint_cost": 2.2})
    assert "lower it" in error.value.hint
    with pytest.raises(ParameterError, match="fraud_cost: expected enough"):
        CONTEST.model({"fraud_cost": 0.001})
    assert CONTEST.model({"fraud_cost": 0.001, "fraud": "none"}) and CONTEST.model({"joint_cost": 2.1})


@pytest.mark.parametrize("preset", [None, "no-election"])
def test_the_model_keeps_the_promises_of_models(preset):
    check_model(CONTEST.model({"people": 50}, preset))
