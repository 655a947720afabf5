"""The numbers the model must reproduce, and the pictures its readers know."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.granovetter_1978.model import model
from contested.zoo.kit.threshold_map import normal_equilibrium, normal_jump
from contested.zoo.kit.trajectories import endings, settled
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target


def _final(**settings: object) -> float:
    made = model(settings)
    return float(made.observe(settled(made))["crowd"])


@cache
def _finals(people: int, sd: float, runs: int) -> np.ndarray:
    made = model({"people": people, "sd": sd})
    return endings(made, "share", seeds=[member_seed(1978, r) for r in range(runs)])


def _large(people: int, sd: float, runs: int) -> float:
    return float((_finals(people, sd, runs) > 0.5).mean())


def _median(people: int, sd: float, runs: int) -> float:
    return float(np.median(_finals(people, sd, runs)) * people)


def _jump_of_quantiles() -> float:
    low, high = 0.11, 0.14
    while high - low > 1e-6:
        middle = (low + high) / 2
        large = _final(thresholds="normal-quantiles", sd=middle) > 50
        low, high = (low, middle) if large else (middle, high)
    return 100 * high


CURVE = {
    8: 0.09, 10: 0.77, 11: 1.71, 12: 4.02, 12.2: 5.48, 12.3: 100.0, 15: 100.0, 20: 99.99, 30: 99.34, 50: 90.49,
    100: 65.86,
}  # fmt: skip
LARGE = {10: 0.002, 11: 0.035, 12: 0.156, 12.2: 0.199, 13: 0.380, 15: 0.804, 20: 0.996}
MEDIANS = {12.2: 3, 13: 5, 15: 100}
DRAWS = 4000


def targets() -> tuple[Target, ...]:
    """What the model must reproduce."""
    tangent = "x = Phi(z), s = phi(z), x = m + s z"
    return (
        Target("crowd, thresholds 0, 1, ..., 99", 100, 0, "read", lambda: _final(thresholds="ladder"),
               where="the paper's two crowds, as retold in The Rules of Contagion", runs=1),
        Target("crowd, threshold 1 replaced by 2", 1, 0, "read", lambda: _final(thresholds="ladder-gap"),
               where="the paper's two crowds, as retold in The Rules of Contagion", runs=1),
        Target("sd (%) at which the equilibrium jumps, mean 25 %", 12.2220868, 1e-6, "derived",
               lambda: 100 * normal_jump(0.25)[0], where=tangent),
        Target("share (%) who join just below the jump", 6.2003, 1e-4, "derived",
               lambda: 100 * normal_jump(0.25)[1], where=tangent),
        Target("sd (%) at the jump as the paper gives it", 12.2, 0.05, "recalled",
               lambda: 100 * normal_jump(0.25)[0], where="figure 2"),
        *(Target(f"equilibrium (%), continuum, sd {sd} %", x, 0.005, "derived",
                 partial(lambda sd: 100 * normal_equilibrium(0.25, sd / 100), sd), where="smallest root of F(x) = x")
          for sd, x in CURVE.items()),
        Target("sd (%) at the jump, 100 mid-quantile thresholds", 12.549, 0.001, "derived", _jump_of_quantiles,
               where="exact arithmetic", runs=1),
        *(Target(f"probability that more than half join, 100 people drawn, sd {sd} %", p, 0.03, "own run",
                 partial(_large, 100, sd / 100, DRAWS), runs=DRAWS) for sd, p in LARGE.items()),
        *(Target(f"median crowd, 100 people drawn, sd {sd} %", m, 1, "own run",
                 partial(_median, 100, sd / 100, DRAWS), runs=DRAWS) for sd, m in MEDIANS.items()),
        *(Target(f"probability that more than half join, 100,000 people drawn, sd {sd} %", p, tolerance, "own run",
                 partial(_large, 100_000, sd / 100, 400), runs=400)
          for sd, p, tolerance in ((12.0, 0.0, 0.01), (12.2, 0.23, 0.065), (12.4, 1.0, 0.01))),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """The paper's second figure, and what chance makes of it in a crowd of a hundred."""
    spread = np.round(np.concatenate([np.arange(1, 12, 0.5), np.arange(11.5, 13, 0.01), np.arange(13, 60.5, 0.5)]), 3)
    curve = 100 * np.array([normal_equilibrium(0.25, sd / 100) for sd in spread])
    some = np.array([6, 8, 9, 10, 11, 11.5, 12, 12.5, 13, 14, 15, 16, 18, 20, 25, 30, 40, 50, 60])
    drawn = [100 * _finals(100, sd / 100, 500) for sd in some]
    steps = np.arange(40)
    paths = {f"sd {sd} %": _path(sd / 100, len(steps)) for sd in (12.0, 12.2, 12.3, 13.0)}
    return (
        Picture(
            "equilibrium",
            "A little more variance in thresholds, and everybody riots",
            "Left: share who join in the end, starting from nobody, for normal thresholds with mean 25 %: exact "
            "(line), and in 500 crowds of 100 people with random thresholds (middle half as band, median as points). "
            "Right: share who have joined at each step, in a crowd of a million.",
            (
                Panel("standard deviation of thresholds (%)", "share who join in the end (%)", (
                    Layer("band", {"x": some, "low": [np.percentile(d, 25) for d in drawn],
                                   "high": [np.percentile(d, 75) for d in drawn]}, "100 people: middle half"),
                    Layer("points", {"x": some, "y": [np.median(d) for d in drawn]}, "100 people: median"),
                    Layer("line", {"x": spread, "y": curve}, "infinite crowd"),
                ), x_rules={"12.22": 100 * normal_jump(0.25)[0]}, y_range=(0, 100)),
                Panel("step", "share who have joined (%)", (Layer("line", long(steps, paths)),), y_range=(0, 100)),
            ),
        ),
    )  # fmt: skip


def _path(sd: float, steps: int) -> np.ndarray:
    from contested.zoo.kit.trajectories import trajectory

    made = model({"people": 1_000_000, "thresholds": "normal-quantiles", "sd": sd})
    return np.concatenate([[0.0], 100 * trajectory(made, steps=steps - 1)["share"]])
