"""Claims about propaganda that nobody believes, beyond the model's targets."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.edmond_2013.theory import bias, equilibrium
from contested.zoo.kit.trajectories import trajectory

PROPAGANDA = zoo.load("edmond-2013")
P, ALPHA, K = st.floats(0.03, 0.97), st.floats(0.2, 2000.0), st.floats(0.02, 5.0)


def hope(at, alpha):
    """Chance of an overthrow as seen from the cut-off, by brute force over strengths."""
    t = np.linspace(at.threshold - 12 / math.sqrt(alpha) - 1, 3 + 12 / math.sqrt(alpha), 1_000_001)
    shown = np.where((t >= at.liars_from) & (t < at.pool), at.pool, t)
    weight = np.exp(-0.5 * alpha * (at.cutoff - shown) ** 2)
    return weight[t < at.threshold].sum() / weight.sum()


@given(P, ALPHA, K)
@settings(max_examples=40, deadline=None)
def test_it_is_an_equilibrium(p, alpha, k):
    at = equilibrium(p, alpha, k)
    assert hope(at, alpha) == pytest.approx(p, abs=1e-3)
    theta = np.linspace(-0.5, 2.0, 120)[:, None]
    lie = np.linspace(0, 1.5 / k, 800)[None, :]
    own = np.array([[bias(float(t), at)] for t in theta[:, 0]])

    def worth(a):
        return np.maximum(theta - ndtr(math.sqrt(alpha) * (at.cutoff - theta - a)), 0) - k * a

    assert (worth(lie) <= worth(own) + 1e-9).all(), "no regime gains by another lie"
    stands = theta[:, 0] - ndtr(math.sqrt(alpha) * (at.cutoff - theta - own))[:, 0] >= 0
    assert (stands == (theta[:, 0] >= at.threshold)).all()


@given(P, ALPHA, K)
@settings(max_examples=200, deadline=None)
def test_cheap_lies_never_bring_a_regime_down(p, alpha, k):
    assert equilibrium(p, alpha, k).threshold <= 1 - p + 1e-12


def test_sharper_signals_and_cheaper_lies_help_the_regime():
    for p in (0.25, 0.5, 0.75):
        by_precision = [equilibrium(p, a, 0.5).threshold for a in (30, 100, 300, 1000)]
        assert by_precision == sorted(by_precision, reverse=True)
        by_cost = [equilibrium(p, 100, k).threshold for k in (0.1, 0.3, 1, 3)]
        assert by_cost == sorted(by_cost)


def test_the_three_cases_join_without_a_step():
    """The threshold is continuous in the cost of lies, across dear, middling and cheap ones."""
    for p in (0.25, 0.5, 0.8):
        path = np.array([equilibrium(p, 10.0, k).threshold for k in np.linspace(0.3, 1.4, 2201)])
        assert np.abs(np.diff(path)).max() < 0.002
        assert path[-1] == 1 - p


def test_liars_look_alike_and_others_do_not_lie():
    path = trajectory(PROPAGANDA.model(), steps=400)
    at = equilibrium(0.5, 100.0, 0.5)
    lies = path["bias"] > 0
    assert lies.any() and (~lies).any()
    assert path["strength"][lies] + path["bias"][lies] == pytest.approx(np.full(lies.sum(), at.pool), abs=1e-12)
    assert ((path["strength"] >= at.threshold) & (path["strength"] < at.pool) == lies).all()
    assert (path["fell"] == (path["strength"] < path["uprising"])).all()
    honest = trajectory(PROPAGANDA.model(preset="no-manipulation"), steps=400)
    assert not honest["bias"].any() and honest["fell"].sum() > path["fell"].sum()
    assert (honest["strength"] == path["strength"]).all(), "both arms face the same regimes"


def test_a_given_regime_is_played_as_given():
    path = trajectory(PROPAGANDA.model({"strength": "given", "given_strength": 0.3, "people": 100_000}), steps=2)
    at = equilibrium(0.5, 100.0, 0.5)
    assert (path["strength"] == 0.3).all()
    assert path["uprising"] == pytest.approx(np.full(2, ndtr(10 * (at.cutoff - at.pool))), abs=0.005)


def test_bounds_out_of_order_are_refused():
    with pytest.raises(ParameterError, match="weakest: expected a number below strongest") as error:
        PROPAGANDA.model({"weakest": 1.0, "strongest": 1.0})
    assert error.value.hint


@pytest.mark.parametrize("preset", [None, "no-manipulation", "dear-lies"])
def test_the_model_keeps_the_promises_of_models(preset):
    check_model(PROPAGANDA.model({"people": 50}, preset))
