"""Claims about attacks on regimes of unknown strength that are not among the model's targets."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.kit.regime_change import cutoff, later_thresholds, slope, threshold, thresholds, unique
from contested.zoo.kit.trajectories import trajectory

GAME = zoo.load("angeletos-2007")
COSTS = st.floats(0.02, 0.98)
PRECISIONS = st.floats(0.05, 50.0)
MEANS = st.floats(-2.0, 3.0)


def fall_chance(theta, c, alpha, beta, z, above=-math.inf):
    """Chance of success at the cut-off that belongs to `theta`, by brute force over strengths."""
    x = cutoff(theta, beta)
    mean, sd = (alpha * z + beta * x) / (alpha + beta), 1 / math.sqrt(alpha + beta)
    t = np.linspace(mean - 12 * sd, mean + 12 * sd, 400_001)
    weight = np.exp(-0.5 * ((t - mean) / sd) ** 2) * (t > above)
    return weight[t <= theta].sum() / weight.sum()


@given(COSTS, PRECISIONS, PRECISIONS, MEANS)
@settings(max_examples=40, deadline=None)
def test_at_the_cutoff_hope_and_fear_balance(c, alpha, beta, z):
    for theta in thresholds(c, alpha, beta, z):
        assume(1e-4 < theta < 1 - 1e-4)
        assert fall_chance(theta, c, alpha, beta, z) == pytest.approx(c, abs=2e-4)
        assert ndtr(math.sqrt(beta) * (cutoff(theta, beta) - theta)) == pytest.approx(theta, abs=1e-9)


@given(COSTS, PRECISIONS, PRECISIONS, MEANS)
@settings(max_examples=100, deadline=None)
def test_there_are_one_or_three_equilibria_and_one_where_signals_are_good(c, alpha, beta, z):
    found = thresholds(c, alpha, beta, z)
    assert len(found) in ((1,) if unique(beta, alpha) else (1, 3))
    assert list(found) == sorted(found)
    # none is missed: the equation changes sign nowhere else
    u = np.linspace(-9, 9, 20_001)
    gap = alpha * (ndtr(u) - z) - math.sqrt(beta) * u - math.sqrt(alpha + beta) * ndtri(c)
    assert np.count_nonzero(np.diff(np.sign(gap))) <= len(found)


def test_the_threshold_falls_with_cost_and_with_the_strength_all_expect():
    assert threshold(0.3, 1, 1, 0.5) > threshold(0.4, 1, 1, 0.5)
    assert threshold(0.3, 1, 1, 0.5) > threshold(0.3, 1, 1, 0.7)
    h = 1e-6
    for z in (0.1, 0.5, 1.2):
        by_steps = (threshold(0.3, 1, 1, z + h) - threshold(0.3, 1, 1, z - h)) / (2 * h)
        assert slope(threshold(0.3, 1, 1, z), 1, 1) == pytest.approx(by_steps, rel=1e-5)


def test_survival_is_good_news_of_the_regime():
    """Nobody attacks again before having learnt more; then the condition holds under the belief cut at the old one."""
    first = threshold(0.5, 2.0, 1.0, 0.7)
    assert later_thresholds(0.5, 2.0, 2.0, 0.7, first) == ()
    low, high = later_thresholds(0.5, 2.0, 40.0, 0.7, first)
    assert first < low < high
    for theta in (low, high):
        assert fall_chance(theta, 0.5, 2.0, 40.0, 0.7, above=first) == pytest.approx(0.5, abs=2e-4)
    assert later_thresholds(0.5, 2.0, 40.0, 0.7, 0.6) == (), "nobody attacks what survived more than 1 - c"
    assert later_thresholds(0.5, 2.0, 40.0, 0.7, 1.2) == ()


def test_a_regime_falls_once_and_stays_down():
    path = trajectory(GAME.model({"people": 20_000}, "waves"), steps=60)
    assert path["fell"][0] == 0, "it is stronger than the first threshold"
    assert path["fell"][-1] == 1
    assert (np.diff(path["fell"]) >= 0).all() and len(set(path["strength"])) == 1
    after = path["attack"][np.argmax(path["fell"]) + 1 :]
    assert not after.any()
    attacks = np.flatnonzero(path["attack"])
    assert len(attacks) == 4 and attacks[0] == 0
    assert (np.diff(np.diff(attacks)) > 0).all(), "each calm lasts longer: what is left to fear is less uncertain"
    again = trajectory(GAME.model({"people": 20_000, "later": "never"}, "waves"), steps=60)
    assert np.flatnonzero(again["attack"]).tolist() == [0] and not again["fell"].any()


def test_signals_add_up():
    """A late cut-off is used on the mean of all signals so far: a regime exactly at the threshold is the margin."""
    at = 0.8113  # just above the fourth threshold of the preset, at step 49
    for strength, falls in ((at + 0.01, 0), (at - 0.01, 1)):
        path = trajectory(GAME.model({"people": 20_000, "given_strength": strength}, "waves"), steps=51)
        assert path["fell"][-1] == falls


def test_the_crowd_is_the_share_below_the_cutoff():
    model = GAME.model({"people": 200_000, "strength": "given", "given_strength": 0.2, "cost": 0.3})
    path = trajectory(model, steps=3)
    theta = threshold(0.3, 1, 1, 0.5)
    assert path["attack"] == pytest.approx(np.full(3, ndtr(cutoff(theta, 1.0) - 0.2)), abs=0.006)
    assert len(set(path["attack"])) > 1 and (path["fell"] == 1).all()


def test_a_regime_that_needs_nobody_falls_and_one_that_needs_all_and_more_stands():
    for strength, falls in ((-0.01, 1), (0.0, 1), (1.01, 0)):
        path = trajectory(GAME.model({"strength": "given", "given_strength": strength, "cost": 0.999}), steps=2)
        assert (path["fell"] == falls).all()


def test_words_choose_among_three():
    three = {w: GAME.model({"equilibrium": w}, "three-equilibria") for w in ("lowest", "middle", "highest")}
    found = [m.init(m.params, 1)["threshold"][0] for m in three.values()]
    assert found == sorted(found) and len(set(found)) == 3
    one = {GAME.model({"equilibrium": w}).init(GAME.params, 1)["threshold"][0] for w in three}
    assert len(one) == 1


def test_strength_cannot_be_drawn_from_nothing():
    with pytest.raises(ParameterError, match="public_precision") as error:
        GAME.model({"public_precision": 0})
    assert "given" in error.value.hint
    assert GAME.model(preset="benchmark").params.public_precision == 0


@pytest.mark.parametrize("preset", [None, "waves"])
def test_the_model_keeps_the_promises_of_models(preset):
    check_model(GAME.model({"people": 50}, preset))
