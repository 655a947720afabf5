"""The static game of regime change, played by two writers who had not seen each other's files."""

import math

import numpy as np
import pytest
from scipy.special import ndtr

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_chance, assert_same_law, assert_same_mean
from tests.second import angeletos_2007 as second
from tests.slow import all_but

FIRST = zoo.load("angeletos-2007")


def settings(c, beta, alpha, z, **more):
    return {"cost": c, "private_precision": beta, "public_precision": alpha, "public_mean": z, **more}


def drawn_games():
    rng = np.random.default_rng(2007)
    games = []
    for _ in range(5):
        games.append((rng.uniform(0.1, 0.9), rng.uniform(0.5, 9.0), rng.uniform(0.2, 6.0), rng.uniform(-0.3, 1.3)))
    return [*games, (0.5, 1.0, 4.0, 0.5)]


@pytest.mark.parametrize("game", drawn_games())
def test_thresholds_are_the_same(game):
    c, beta, alpha, z = game
    ours = second.exact(c=c, beta=beta, alpha=alpha, z=z, points=30)["theta_star"]
    which = {"lowest": 0, "middle": len(ours) // 2, "highest": -1}
    for word, at in which.items():
        theirs = trajectory(FIRST.model(settings(*game, equilibrium=word, people=1)), steps=1)["threshold"][0]
        assert theirs == pytest.approx(ours[at], abs=1e-9)
    assert (len(ours) == 1) or not second.unique_for_every_z(alpha, beta)


@pytest.mark.parametrize(("c", "beta"), [(0.25, 1.0), (0.75, 4.0), (0.2, 25.0)])
def test_with_a_flat_prior_too(c, beta):
    theirs = FIRST.model(settings(c, beta, 0.0, 0.5, strength="given", people=1_000_000, given_strength=0.9))
    ours = second.exact(c=c, beta=beta, points=11)
    seen = trajectory(theirs, steps=1)
    assert seen["threshold"][0] == pytest.approx(ours["theta_star"][0], abs=1e-9)
    attack = float(ndtr(math.sqrt(beta) * (ours["x_star"][0] - 0.9)))
    assert_chance(round(seen["attack"][0] * 1_000_000), 1_000_000, attack, detects=0.01)


CROWDS = [((0.4, 2.0, 1.5, 0.6), "lowest"), ((0.5, 1.0, 4.0, 0.5), "highest"), ((0.5, 1.0, 4.0, 0.5), "lowest")]


@pytest.mark.parametrize(("game", "word"), all_but((CROWDS[0], CROWDS[2]), CROWDS, several=True))
def test_crowds_behave_alike(game, word):
    c, beta, alpha, z = game
    found = second.exact(c=c, beta=beta, alpha=alpha, z=z, points=30)
    cutoff = found["x_star"][0 if word == "lowest" else -1]
    theirs = trajectory(FIRST.model(settings(*game, equilibrium=word, people=40)), steps=10_000, seed=11)
    ours = second.sample(10_000, 12, n=40, c=c, beta=beta, alpha=alpha, z=z, cutoff=cutoff)
    for name in ("strength", "attack"):
        assert_same_law(theirs[name], ours[{"strength": "theta"}.get(name, name)], detects=0.14)
    assert_same_mean(theirs["fell"], ours["fell"], detects=0.09)
    # near the threshold a small crowd can go either way: the two must agree there too
    for low, high in ((-9.0, 0.3), (0.3, 0.7), (0.7, 9.0)):
        near = [(x["strength" if x is theirs else "theta"] > low) & (x["strength" if x is theirs else "theta"] <= high)
                for x in (theirs, ours)]  # fmt: skip
        assert_same_mean(theirs["fell"][near[0]], ours["fell"][near[1]], detects=0.25)


def test_an_exact_tie_brings_the_regime_down():
    # one person, strength 1, signal surely low enough: share 1 >= 1
    one = {"people": 1, "private_precision": 1e8, "public_precision": 0.0, "strength": "given", "cost": 1e-6}
    theirs = trajectory(FIRST.model({**one, "given_strength": 1.0}), steps=200)
    assert (theirs["fell"] == (theirs["attack"] == 1.0)).all()
    assert theirs["fell"].max() == 1.0
