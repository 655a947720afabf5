"""Elections and fraud in the shadow of revolution, played by two writers who had not seen each other's files."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import little_2012 as second
from tests.slow import all_but

FIRST = zoo.load("little-2012")
NAMES = {
    "mu0": "mean_sentiment", "s0": "sd_sentiment", "se": "sd_result", "sv": "sd_citizen", "k": "joint_cost",
    "T": "needed", "c": "fraud_cost",
}  # fmt: skip
USUAL = {"mu0": 0.6, "s0": 0.5, "se": 0.5, "sv": 0.5, "k": 1.0, "T": 0.5, "c": 1.0}
GAMES = [
    {},
    {"mu0": 0.3, "s0": 0.6, "se": 0.3, "sv": 0.7, "k": 0.8, "T": 0.35, "c": 2.0},
    {"mu0": 1.0, "s0": 0.4, "se": 0.8, "sv": 0.45, "k": 0.9, "T": 0.7, "c": 0.5},
]
PEOPLE = 60


def first(game, steps, seed, **words):
    chosen = {NAMES[k]: v for k, v in game.items()}
    return trajectory(FIRST.model({**chosen, "people": PEOPLE, **words}), steps=steps, seed=seed)


@pytest.mark.parametrize("game", GAMES)
def test_the_best_fraud_is_the_same(game):
    assert first(game, 1, 1)["fraud"][0] == pytest.approx(second.exact(**game)["fraud"], abs=1e-5)


@pytest.mark.parametrize("game", GAMES)
@pytest.mark.parametrize("fraud", ["equilibrium", "none", "naive"])
def test_results_are_believed_alike(game, fraud):
    g = {**USUAL, **game}
    theirs = first(game, 200, 2, fraud=fraud)
    weight, _ = second.public(g["se"], g["s0"])
    expected = second.exact(**game)["fraud"] if fraud == "equilibrium" else 0.0
    believed = (1 - weight) * g["mu0"] + weight * (theirs["result"] + expected)
    assert theirs["belief"] == pytest.approx(believed, abs=1e-5)


WORDS = [{"fraud": "equilibrium"}, {"fraud": "none"}, {"fraud": "naive"}, {"election": "none"}]


@pytest.mark.parametrize("game", all_but(GAMES[1:2], GAMES))
@pytest.mark.parametrize("words", all_but((WORDS[0], WORDS[3]), WORDS))
def test_crowds_behave_alike(game, words):
    theirs = first(game, 6_000, 5, **words)
    ours = second.sample(6_000, 6, citizens=PEOPLE, **game, **words)
    names = [("sentiment", "theta"), ("protest", "protest")]
    if words.get("election") != "none":
        names.append(("result", "result"))
    for name, other in names:
        assert_same_law(theirs[name], ours[other], detects=0.18)
    assert_same_mean(theirs["revolution"], ours["revolution"], detects=0.11)
    # what people do given how discontented they are on average
    middle = {**USUAL, **game}["mu0"]
    for low, high in ((-9, middle - 0.3), (middle - 0.3, middle + 0.3), (middle + 0.3, 9)):
        a = theirs["protest"][(theirs["sentiment"] > low) & (theirs["sentiment"] <= high)]
        b = ours["protest"][(ours["theta"] > low) & (ours["theta"] <= high)]
        assert_same_mean(a, b, detects=0.15)


@pytest.mark.parametrize("game", all_but(GAMES[:1], GAMES))
def test_chances_are_those_of_the_endless_crowd(game):
    exact = second.exact(**game)
    for words, name in (({}, "revolution"), ({"election": "none"}, "revolution_without")):
        seen = first(game, 6_000, 9, people=4_000, **words)["revolution"]
        assert abs(seen.mean() - exact[name]) < 6 * np.sqrt(exact[name] * (1 - exact[name]) / 6_000)
