"""Information manipulation with a linear cost, solved by two writers who had not seen each other's files."""

import math

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import edmond_2013 as second
from tests.slow import all_but

FIRST = zoo.load("edmond-2013")
#: p, alpha, k: usual ones, a dear lie under which the weakest survivors are honest, and lies too dear to tell
GAMES = [(0.25, 10.0, 0.5), (0.62, 900.0, 0.2), (0.8, 3.0, 0.31), (0.25, 10.0, 1.2), (0.3, 40.0, 2.6)]


def settings(p, alpha, k, **more):
    return {"opportunity_cost": p, "precision": alpha, "marginal_cost": k, **more}


def bias_of(game, theta):
    alone = FIRST.model(settings(*game, strength="given", given_strength=theta, people=1))
    return trajectory(alone, steps=1)["bias"][0]


@pytest.mark.parametrize("game", GAMES)
def test_regimes_lie_alike(game):
    p, alpha, k = game
    ours = second.exact(p=p, alpha=alpha, k=k)
    ends = []
    for theta in ours["theta_star"] + np.array([-0.4, -0.05, -1e-4, 1e-4, 0.01, 0.05, 0.1, 0.3, 0.7, 1.5]):
        expected = second.best_bias(theta, ours["x_star"], k, alpha)[0] if theta >= ours["theta_star"] else 0.0
        assert bias_of(game, theta) == pytest.approx(expected, abs=2e-6)
        ends.append(expected)
    assert max(ends) > 0.0 or k >= math.sqrt(alpha / (2 * math.pi))


@pytest.mark.parametrize("game", all_but(GAMES[:1], GAMES[:3]))
def test_the_weakest_liar_is_the_weakest_survivor(game):
    p, alpha, k = game
    low, high = -0.5, second.exact(p=p, alpha=alpha, k=k)["theta_star"] + 1e-3
    for _ in range(40):
        middle = 0.5 * (low + high)
        if bias_of(game, middle) > 0.0:
            high = middle
        else:
            low = middle
    assert high == pytest.approx(second.exact(p=p, alpha=alpha, k=k)["theta_star"], abs=1e-7)


@pytest.mark.parametrize("game", all_but((GAMES[1], GAMES[3]), GAMES))
def test_crowds_behave_alike(game):
    p, alpha, k = game
    theirs = trajectory(FIRST.model(settings(*game, people=50)), steps=6_000, seed=21)
    ours = second.sample(6_000, 22, n=50, p=p, alpha=alpha, k=k)
    for name, other in (("strength", "theta"), ("bias", "bias"), ("uprising", "uprising")):
        assert_same_law(theirs[name], ours[other], detects=0.18)
    assert_same_mean(theirs["fell"], ours["fell"], detects=0.11)
    for low, high in ((-0.5, 0.2), (0.2, 0.5), (0.5, 1.5)):
        assert_same_mean(
            theirs["uprising"][(theirs["strength"] > low) & (theirs["strength"] <= high)],
            ours["uprising"][(ours["theta"] > low) & (ours["theta"] <= high)],
            detects=0.2,
        )


@pytest.mark.parametrize("p", [0.2, 0.7])
def test_without_manipulation_too(p):
    theirs = trajectory(FIRST.model(settings(p, 30.0, 0.5, manipulation="none", people=50)), steps=6_000, seed=31)
    ours = second.sample(6_000, 32, n=50, p=p, alpha=30.0, k=math.inf)
    assert second.exact(p=p, alpha=30.0, k=math.inf)["theta_star"] == pytest.approx(1 - p, abs=1e-9)
    assert theirs["bias"].max() == ours["bias"].max() == 0.0
    assert_same_law(theirs["uprising"], ours["uprising"], detects=0.18)
    assert_same_mean(theirs["fell"], ours["fell"], detects=0.11)
