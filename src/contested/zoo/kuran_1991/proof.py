"""The numbers the model must reproduce. Pictures: the pictures its readers know."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
from scipy.special import ndtr

from contested.ground.draws import member_seed
from contested.zoo.kit.threshold_map import normal_equilibrium
from contested.zoo.kit.trajectories import endings, settled, trajectory
from contested.zoo.kuran_1991.model import SEQUENCES, model
from contested.zoo.kuran_1991.theory import breaking_mean, tipping_share
from contested.zoo.picture import Layer, Panel, Picture, long
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
    sequences = "sequence as recalled from the paper, outcome by applying the rule"
    return (
        *(Target(f"opposition (%), ten people, sequence {name}", value, 0, "derived",
                 partial(lambda name: _final(thresholds=name), name), where=sequences, runs=1)
          for name, value in FINALS.items()),
        *(Target(f"opposition (%), a million people, sequence {name}", value, 0, "derived",
                 partial(lambda name: _final(thresholds=name, people=MANY), name), where=sequences, runs=1)
          for name, value in FINALS.items()),
        Target("opposition (%), starting from none, mean threshold 40 %, sd 15 %",
               100 * normal_equilibrium(0.4, 0.15), 1e-3,
               "derived", lambda: _quantiles(0.4, 0.15), where="smallest root of F(S) = S", runs=1),
        Target("opposition (%) after the revolution, mean threshold 40 %, sd 15 %", 99.9967, 1e-3, "derived",
               lambda: _quantiles(0.4, 0.15, 0.9), where="largest root of F(S) = S", runs=1),
        Target("opposition (%) at the tipping point, mean threshold 40 %, sd 15 %",
               100 * tipping_share(0.4, 0.15), 1e-3, "derived", lambda: _tipped(0.4, 0.15),
               where="middle root of F(S) = S", runs=1),
        *(Target(f"mean threshold (%) below which revolution starts from none, sd {100 * sd:g} %",
                 100 * breaking_mean(sd)[0], 1e-3,
                 "derived", partial(_broken, sd), where="x = Phi(z), sd = phi(z), mean = x - sd z", runs=1)
          for sd in (0.1, 0.15, 0.2)),
        Target("mean threshold (%) below which revolution starts from none, sd 12.22208679 %", 25.0, 1e-6, "derived",
               lambda: 100 * breaking_mean(0.1222208679)[0], where="inverse of the jump in granovetter-1978"),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """The six ten-person societies; the curve with two ends and a small shift that takes one of them away."""
    return (_bandwagons(), _curves())


def _bandwagons() -> Picture:
    steps = np.arange(12)
    panels = []
    for name in "abc":
        paths = {}
        for variant, key in ((name, "before"), (f"{name}-dash", "one person's threshold down from 20 to 10")):
            society = model({"thresholds": variant})
            paths[key] = np.concatenate([[0.0], 100 * trajectory(society, steps=len(steps) - 1)["opposition"]])
        panels.append(
            Panel("step", "public opposition (%)", (Layer("steps", long(steps, paths)),),
                  title=", ".join(map(str, SEQUENCES[name])), y_range=(0, 100))
        )  # fmt: skip
    return Picture(
        "bandwagons",
        "One person changes their mind: two regimes fall, one does not",
        "Three societies of ten people, before and after one threshold falls from 20 to 10; the revolutionary "
        "thresholds (%) are above each panel. In the first and third society nine of ten people end in opposition, in "
        "the second two.",
        tuple(panels),
        columns=3,
    )


def _curves() -> Picture:
    s = np.linspace(0, 1, 201)
    sd = 0.15
    edge = breaking_mean(sd)[0]
    means = {"mean threshold 45 %": 0.45, "35 %": 0.35, f"{100 * edge:.1f} % (touches)": edge, "23 %": 0.23}
    curve = {key: 100 * ndtr((s - m) / sd) for key, m in means.items()}
    before, after = np.linspace(0.2, edge - 1e-6, 60), np.linspace(edge + 1e-6, 0.6, 160)
    grown = {"over": [100 * normal_equilibrium(m, sd) for m in before],
             "silent": [100 * normal_equilibrium(m, sd) for m in after]}  # fmt: skip
    middle = [100 * tipping_share(m, sd) for m in after]
    high = [100 - 100 * normal_equilibrium(1 - m, sd) for m in after]  # by symmetry
    some = np.array([0.22, 0.26, 0.3, 0.33, 0.35, 0.37, 0.39, 0.41, 0.44, 0.48, 0.52, 0.56, 0.6])
    drawn = [100 * np.median(random_ends(m, sd, 1000, 40)) for m in some]
    return Picture(
        "curves",
        "Nothing seems to change until the low equilibrium disappears",
        "Left: opposition that results from an expected opposition, for normal thresholds with standard deviation 15 "
        "%; an equilibrium is where a curve meets the diagonal. Right: equilibria against the mean threshold, exact "
        "(lines: starting from no opposition, the tipping point, and after the revolution), and median of 40 random "
        "societies of 1,000 (points).",
        (
            Panel("expected opposition (%)", "resulting opposition (%)", (
                Layer("line", long(100 * s, curve)),
                Layer("dashed", {"x": [0, 100], "y": [0, 100]}, "diagonal"),
            ), x_range=(0, 100), y_range=(0, 100)),
            Panel("mean threshold (%)", "public opposition (%)", (
                Layer("line", {"x": 100 * before, "y": grown["over"]}, "starting from none, exact"),
                Layer("line", {"x": 100 * after, "y": grown["silent"]}, "starting from none, exact"),
                Layer("line", {"x": 100 * after, "y": high}, "after the revolution"),
                Layer("dashed", {"x": 100 * after, "y": middle}, "tipping point"),
                Layer("points", {"x": 100 * some, "y": drawn}, "starting from none, 1,000 people"),
            ), x_rules={f"{100 * edge:.2f}": 100 * edge}, y_range=(0, 100)),
        ),
    )  # fmt: skip
