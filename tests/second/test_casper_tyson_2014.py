"""Protest and coup, played by two writers who had not seen each other's files."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import casper_tyson_2014 as second
from tests.slow import all_but

FIRST = zoo.load("casper-tyson-2014")
NAMES = {
    "z": "mean_strength", "alpha": "prior_precision", "beta_c": "citizen_precision", "c_c": "citizen_cost",
    "mu": "media_freedom", "beta_e": "elite_precision", "c_e": "elite_cost",
}  # fmt: skip
GAMES = [
    {},
    {"z": 0.4, "alpha": 0.7, "beta_c": 1.5, "c_c": 0.3, "mu": 0.5, "beta_e": 6.0, "c_e": 0.4},
    {"z": 0.8, "alpha": 1.3, "beta_c": 0.9, "c_c": 0.6, "mu": 2.5, "beta_e": 9.0, "c_e": 0.7},
]
CITIZENS, ELITES = 60, 25


def first(game, steps, seed, **more):
    chosen = {NAMES[k]: v for k, v in game.items()}
    return trajectory(FIRST.model({**chosen, "citizens": CITIZENS, "elites": ELITES, **more}), steps=steps, seed=seed)


@pytest.mark.parametrize("game", GAMES)
def test_reports_are_believed_and_answered_alike(game):
    g = {"z": 0.5, "alpha": 1.0, "beta_c": 1.0, "c_c": 0.5, "mu": 1.0, "beta_e": 4.0, "c_e": 0.5, **game}
    theirs = first(game, 400, 3)
    x_star = float(second.cutoff(g["z"], g["alpha"], g["beta_c"], g["c_c"])[0])
    belief, precision = second.heard(theirs["report"], x_star, g["z"], g["alpha"], g["beta_c"], g["mu"])
    assert theirs["belief"] == pytest.approx(belief, abs=1e-9)
    lines = second.suffices(second.cutoff(belief, precision, g["beta_e"], g["c_e"]), g["beta_e"])
    assert theirs["coup_threshold"] == pytest.approx(lines, abs=1e-9)


@pytest.mark.parametrize("game", all_but(GAMES[1:], GAMES))
def test_crowds_behave_alike(game):
    theirs = first(game, 6_000, 5)
    ours = second.sample(6_000, 6, citizens=CITIZENS, elites=ELITES, **game)
    for name, other in (("strength", "theta"), ("protest", "protest_share"), ("report", "report"),
                        ("belief", "belief"), ("coup", "coup_share")):  # fmt: skip
        assert_same_law(theirs[name], ours[other], detects=0.18)
    for name in ("protest_won", "coup_won"):
        assert_same_mean(theirs[name], ours[name], detects=0.11)
    # how far the report moves elites beyond what the strength itself does
    for s in (0.0, 0.5, 1.0):
        theirs_near, ours_near = np.abs(theirs["strength"] - s) < 0.25, np.abs(ours["theta"] - s) < 0.25
        for high in (False, True):
            a = theirs["coup"][theirs_near & ((theirs["report"] > 0) == high)]
            b = ours["coup_share"][ours_near & ((ours["report"] > 0) == high)]
            if min(a.size, b.size) > 200:
                assert_same_mean(a, b, detects=0.35)


def test_chances_are_those_of_the_endless_crowd():
    game = GAMES[1]
    exact = second.exact(**game)
    theirs = first(game, 6_000, 8, citizens=4_000, elites=4_000)
    for name in ("protest_won", "coup_won"):
        chance = exact[name]
        assert abs(theirs[name].mean() - chance) < 6 * (chance * (1 - chance) / 6_000) ** 0.5
    spread = theirs["protest"].std() / 6_000**0.5
    assert abs(theirs["protest"].mean() - exact["protest_share"]) < 6 * spread
