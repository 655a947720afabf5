"""The numbers the model must reproduce."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.kit.threshold_map import normal_equilibrium
from contested.zoo.kit.trajectories import endings, settled
from contested.zoo.kuran_1991.laws import breaking_mean, tipping_share
from contested.zoo.kuran_1991.model import model
from contested.zoo.target import Target

FINALS = {"a": 10, "a-dash": 90, "b": 10, "b-dash": 20, "c": 10, "c-dash": 90}
MANY = 1_000_000


def _final(**settings: object) -> float:
    society = model(settings)
    return 100 * float(society.observe(settled(society))["opposition"])


def _quantiles(mean: float, sd: float, start: float = 0.0) -> float:
    return _final(
        people=MANY, thresholds="quantiles", preference_mean=1 - mean, preference_sd=sd, opposition=start
    )


def _tipped(mean: float, sd: float) -> float:
    """The least start, in percent, from which the simulated society goes over."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if _quantiles(mean, sd, middle) > 50 else (middle, high)
    return 100 * high


def _broken(sd: float) -> float:
    """The largest mean threshold, in percent, at which the simulated society goes over from silence."""
    low, high = 0.0, 0.5
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _quantiles(middle, sd) > 50 else (low, middle)
    return 100 * low


@cache
def random_ends(mean: float, sd: float, people: int, runs: int) -> np.ndarray:
    """The opposition at the end in so many drawn societies, from silence."""
    society = model(
        {"people": people, "thresholds": "drawn", "preference_mean": 1 - mean, "preference_sd": sd}
    )
    return endings(society, "opposition", seeds=[member_seed(1989, r) for r in range(runs)])


def targets() -> tuple[Target, ...]:
    """Ten-person sequences, exact; roots and edges of the curve, by simulating a million people."""
    sequences = "sequence from memory of the paper, its outcome by running the rule"
    return (
        *(Target(f"opposition (%), ten people, sequence {name}", value, 0, "derived",
                 partial(lambda name: _final(thresholds=name), name), where=sequences, runs=1)
          for name, value in FINALS.items()),
        *(Target(f"opposition (%), a million people, sequence {name}", value, 0, "derived",
                 partial(lambda name: _final(thresholds=name, people=MANY), name), where=sequences, runs=1)
          for name, value in FINALS.items()),
        Target("opposition (%) from silence, mean threshold 40 %, sd 15 %", 100 * normal_equilibrium(0.4, 0.15), 1e-3,
               "derived", lambda: _quantiles(0.4, 0.15), where="smallest root of F(S) = S", runs=1),
        Target("opposition (%) once over, mean threshold 40 %, sd 15 %", 99.9967, 1e-3, "derived",
               lambda: _quantiles(0.4, 0.15, 0.9), where="largest root of F(S) = S", runs=1),
        Target("opposition (%) above which it goes over, mean threshold 40 %, sd 15 %",
               100 * tipping_share(0.4, 0.15), 1e-3, "derived", lambda: _tipped(0.4, 0.15),
               where="middle root of F(S) = S", runs=1),
        *(Target(f"mean threshold (%) at which silence breaks, sd {100 * sd:g} %", 100 * breaking_mean(sd)[0], 1e-3,
                 "derived", partial(_broken, sd), where="x = Phi(z), sd = phi(z), mean = x - sd z", runs=1)
          for sd in (0.1, 0.15, 0.2)),
        Target("mean threshold (%) at which silence breaks, sd 12.22208679 %", 25.0, 1e-6, "derived",
               lambda: 100 * breaking_mean(0.1222208679)[0], where="the jump of granovetter-1978, seen from the other "
               "side"),
    )  # fmt: skip
