"""Claims about protest as news to elites, beyond the model's targets."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from contested import zoo
from contested.engine.check import check_model
from contested.ground.errors import ParameterError
from contested.zoo.casper_tyson_2014.theory import (
    Square,
    belief,
    coup_threshold,
    informed,
    overreaction,
    protest_threshold,
)
from contested.zoo.kit.regime_change import cutoff
from contested.zoo.kit.trajectories import trajectory

SQUARE = zoo.load("casper-tyson-2014")


def test_a_report_is_bayes_news_of_strength():
    """The belief after a report, held against brute force over strengths."""
    params = Square(media_freedom=0.7, citizen_precision=2.0, prior_precision=0.8, mean_strength=0.3, citizen_cost=0.4)
    sees = cutoff(protest_threshold(params), 2.0)
    t = np.linspace(-8, 8, 200_001)
    for report in (-1.0, 0.2, 1.5):
        weight = np.exp(-0.4 * (t - 0.3) ** 2 - 0.35 * (report - math.sqrt(2.0) * (sees - t)) ** 2)
        mean = np.average(t, weights=weight)
        assert belief(params, report) == pytest.approx(mean, abs=1e-6)
        assert informed(params) == pytest.approx(1 / np.average((t - mean) ** 2, weights=weight), rel=1e-6)


def test_larger_crowds_bring_more_of_the_palace_out():
    params = Square()
    falls = [coup_threshold(params, belief(params, y)) for y in (-2, -1, 0, 1, 2)]
    assert falls == sorted(falls) and falls[0] < falls[-1]


@pytest.mark.parametrize("mu", [0.1, 1.0, 3.0])
@pytest.mark.parametrize("at", [-0.5, 0.3, 0.5, 1.4])
def test_elites_overreact_and_by_as_much_as_the_cutoff_moves(mu, at):
    params = Square(media_freedom=mu)
    h = 1e-6
    moved = [cutoff(coup_threshold(params, at + s * h), params.elite_precision) for s in (-1, 1)]
    alone = -informed(params) / params.elite_precision  # if the coup's chance at each strength did not move
    assert overreaction(params, at) == pytest.approx((moved[1] - moved[0]) / (2 * h) / alone, rel=1e-4)
    assert overreaction(params, at) > 1.0


def test_a_free_press_makes_crowds_matter_more():
    """The same leadership, the same crowd reported larger or smaller: the gap in coups grows with media freedom."""
    gaps = []
    for mu in (0.1, 0.5, 3.0):
        params = Square(media_freedom=mu)
        gaps.append(coup_threshold(params, belief(params, 0.5)) - coup_threshold(params, belief(params, -0.5)))
    assert gaps == sorted(gaps)


def won_exactly(params):
    """Chance that a coup against a leadership of given strength wins: binomial tails over the law of the report."""
    crowd = math.sqrt(params.citizen_precision) * (
        cutoff(protest_threshold(params), params.citizen_precision) - params.given_strength
    )
    heard = ndtri((np.arange(1000) + 0.5) / 1000) / math.sqrt(params.media_freedom)
    joins = [cutoff(coup_threshold(params, belief(params, float(y))), params.elite_precision) for y in crowd + heard]
    share = ndtr(math.sqrt(params.elite_precision) * (np.array(joins) - params.given_strength))
    return binom.sf(math.ceil(params.given_strength * params.elites) - 1, params.elites, share).mean()


@pytest.mark.parametrize(("mu", "chance"), [(0.25, 0.048378), (3.0, 0.312386)])
def test_the_chances_among_the_targets_are_the_exact_ones(mu, chance):
    assert won_exactly(Square(given_strength=0.7, media_freedom=mu)) == pytest.approx(chance, abs=2e-4)


def test_all_hear_one_report_and_the_press_hears_no_single_citizen():
    few, many = (trajectory(SQUARE.model({"citizens": n}), steps=50) for n in (10, 1000))
    assert (few["report"] == many["report"]).all() and (few["coup"] == many["coup"]).all()
    assert not (few["protest"] == many["protest"]).all()
    assert (many["coup_won"] == (many["coup"] >= many["strength"])).all()
    assert (many["protest_won"] == (many["protest"] >= many["strength"])).all()


@pytest.mark.parametrize(
    ("settings", "name"),
    [({"citizen_precision": 0.15}, "citizen_precision"), ({"media_freedom": 4.2}, "elite_precision")],
)
def test_where_people_could_coordinate_in_several_ways_it_says_so(settings, name):
    with pytest.raises(ParameterError, match=f"{name}: expected at least") as error:
        SQUARE.model(settings)
    assert "prior_precision" in error.value.hint


def test_the_model_keeps_the_promises_of_models():
    check_model(SQUARE.model({"citizens": 50, "elites": 20}))
