"""What two groups must do, with and without peacekeepers."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from contested.zoo.epstein_2002_ii.extinction import MOST, times
from contested.zoo.epstein_2002_ii.model import Strife, make
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.target import Target

RUNS = 60
#: density of peacekeepers -> mean and standard deviation of steps to extinction, 100 runs on other seeds
TIMES = {0.0: (177.5, 107.8), 0.04: (142.7, 90.9), 0.12: (260.9, 146.7)}


def _killed() -> float:
    return float(trajectory(make(Strife(legitimacy=0.9)), steps=500, seed=3)["killed"].sum())


def _coexist() -> float:
    end = trajectory(make(Strife(legitimacy=0.9)), steps=500, seed=3)
    return float(min(end["group_0"][-1], end["group_1"][-1]) > 100)


def _mean(cops: float) -> float:
    return float(times(cops, 0.8, RUNS).mean())


def _gone(cops: float) -> float:
    return float((times(cops, 0.8, RUNS) <= MOST).mean())


def _longer(many: float, few: float) -> float:
    return float(_mean(many) > _mean(few))


def _wider(many: float, few: float) -> float:
    return float(np.std(times(many, 0.8, RUNS)) > np.std(times(few, 0.8, RUNS)))


def all_targets() -> tuple[Target, ...]:
    """What follows from the rules, what the paper is recalled to say, and our own times."""
    return (
        Target("people killed in 500 steps at L = 0.9", 0, 0, "derived", _killed,
               where="grievance is at most 1 - L = T, so nobody ever acts", runs=1),
        Target("both groups live side by side after 500 steps at L = 0.9 (1 = yes)", 1, 0, "recalled", _coexist,
               where="figure 12, peaceful coexistence", runs=1),
        Target("share of runs in which one group dies out, L = 0.8, no peacekeepers", 1, 0, "recalled",
               partial(_gone, 0.0), where="figure 13, local ethnic cleansing to genocide", runs=RUNS),
        Target("many peacekeepers (12 %) make extinction later than few (4 %) do (1 = yes)", 1, 0, "recalled",
               partial(_longer, 0.12, 0.04), where="figure 16", runs=2 * RUNS),
        Target("times to extinction spread more with many (12 %) than with few (4 %) (1 = yes)", 1, 0, "recalled",
               partial(_wider, 0.12, 0.04), where="figure 17", runs=2 * RUNS),
        Target("a few peacekeepers (4 %) make extinction later than none do (1 = yes)", 1, 0, "recalled",
               partial(_longer, 0.04, 0.0), where="figure 16", runs=2 * RUNS,
               miss="under these rules, several of them our choice, a few peacekeepers hasten it (178 steps without, "
               "143 with 4 %); which of the choices makes it so has not been found out"),
        *(Target(f"mean steps to extinction, L = 0.8, peacekeepers {c:.0%}", mean,
                 3 * spread * math.sqrt(1 / 100 + 1 / RUNS), "own run", partial(_mean, c), runs=RUNS)
          for c, (mean, spread) in TIMES.items()),
    )  # fmt: skip
