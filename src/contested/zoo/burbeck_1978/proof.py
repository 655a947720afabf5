"""The numbers the model must reproduce, and pictures: sizes of riots, and courses."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from contested.engine.model import State
from contested.ground.draws import member_seed
from contested.zoo.burbeck_1978.model import NOBODY, model
from contested.zoo.burbeck_1978.theory import joined, peak
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target


def over(state: State) -> bool:
    """Nobody riots any more."""
    return bool(state["rioting"][0] <= NOBODY)


def _joined(reproduction: float, begun: float = 1e-10) -> float:
    made = model({"people": 1, "first": begun, "infection": reproduction, "recovery": 1})
    return float(made.observe(settled(made, until=over))["joined"])


def _peak(reproduction: float) -> float:
    # a hundred steps to a mean time at it: between two of them the peak is missed by less than 2e-5 of itself
    made = model({"people": 1, "first": 1e-4, "infection": reproduction / 100, "recovery": 0.01})
    return float(trajectory(made, steps=2500)["rioting"].max())


def _growth(infection: float, recovery: float) -> float:
    made = model({"people": 1, "first": 1e-10, "infection": infection, "recovery": recovery})
    rioting = trajectory(made, steps=6)["rioting"]
    return float(math.log(rioting[5] / rioting[0]) / 5)


@cache
def _ends(reproduction: float, people: int, first: int, runs: int) -> np.ndarray:
    settings = {"people": people, "first": first, "infection": 4 * reproduction, "recovery": 4, "law": "chances"}
    made = model(settings)
    ends = [settled(made, seed=member_seed(1978, r), until=over) for r in range(runs)]
    return np.array([made.observe(end)["joined"] for end in ends])


def _large(reproduction: float, first: int) -> float:
    return float((_ends(reproduction, 5000, first, RUNS) > 0.2).mean())


def _size_of_large(reproduction: float) -> float:
    ends = _ends(reproduction, 5000, 1, RUNS)
    return float(ends[ends > 0.2].mean())


SIZES = {1.2: 0.313698, 1.5: 0.582812, 2: 0.796812, 3: 0.940480}
RUNS = 1500


def targets() -> tuple[Target, ...]:
    """What the model must reproduce."""
    equation = "z = 1 - exp(-R0 z)"
    return (
        *(Target(f"share who join in the end, R0 {r}", z, 1e-6, "derived", partial(_joined, r), where=equation, runs=1)
          for r, z in SIZES.items()),
        Target("share who join in the end, R0 2, a tenth riot at the start", joined(2, 0.1), 1e-6, "derived",
               lambda: _joined(2, 0.1), where="s = s0 exp(-R0 (1 - s))", runs=1),
        Target("share who join in the end, R0 0.9, one in a million riots at the start", 1e-5, 2e-7, "derived",
               lambda: _joined(0.9, 1e-6),
               where="below the threshold each initial rioter leads to 1 / (1 - R0) rioters in all", runs=1),
        *(Target(f"largest share rioting at one time, R0 {r}, one in ten thousand at the start", peak(r, 1e-4), 1e-5,
                 "derived", partial(_peak, r), where="s + i - log(s) / R0 is conserved", runs=1) for r in (2, 3)),
        Target("growth rate per step at the start, infection 0.5, recovery 0.25", 0.25, 1e-6, "derived",
               lambda: _growth(0.5, 0.25), where="beta - gamma", runs=1),
        *(Target(f"probability that {first} rioter(s) set off a large riot, R0 {r}, 5,000 people", q,
                 3 * math.sqrt(q * (1 - q) / RUNS), "derived", partial(_large, r, first),
                 where="1 - R0^-I(0), the survival probability of a branching process", runs=RUNS)
          for r, first, q in ((2, 1, 0.5), (2, 3, 0.875), (1.5, 1, 1 / 3))),
        Target("mean share who join in a large riot, R0 2, 5,000 people, law chances", SIZES[2], 0.002, "derived",
               lambda: _size_of_large(2), where=equation + "; in a finite city lower by about 1 / N", runs=RUNS),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """How much of a city joins, and how a riot rises and falls."""
    ratio = np.linspace(0, 4, 161)
    some = np.array([0.5, 0.8, 1.2, 1.5, 2, 2.5, 3, 4])
    drawn = {r: _ends(float(r), 1000, 1, 100) for r in some}
    large = {r: d[d > 0.2] for r, d in drawn.items() if (d > 0.2).any()}
    steps = np.arange(81)
    courses = {"rates": _course({})}
    one_each = [_course({"law": "chances", "people": 500}, seed) for seed in (1, 2, 3, 4)]
    return (
        Picture(
            "size",
            "With more than one recruit per rioter, a riot takes most of the city",
            "Left: share who ever riot against R0 = infection / recovery: exact (line), and simulated with "
            "differential equations (law rates) and with random events (law chances; points). The points for chances "
            "are means over those of 100 cities of 1,000 people in which a single rioter set off a riot of more than a "
            "fifth of the city. Right: share rioting at R0 = 2, starting from one person in 500, with rates (smooth) "
            "and in four cities with chances; half of such riots die out early.",
            (
                Panel("R0 = infection / recovery", "share who ever riot", (
                    Layer("line", {"x": ratio, "y": [joined(r) for r in ratio]}, "exact"),
                    Layer("points", {"x": some, "y": [_joined(float(r)) for r in some]}, "law: rates"),
                    Layer("points", {"x": list(large), "y": [d.mean() for d in large.values()]},
                          "law: chances, large riots"),
                ), x_rules={"threshold": 1.0}, y_range=(0, 1)),
                Panel("step", "share rioting", (
                    Layer("steps", long(steps, {f"city {k}": c for k, c in enumerate(one_each, 1)})),
                    Layer("line", long(steps, courses)),
                ), y_rules={"exact peak": peak(2, 1 / 500)}),
            ),
        ),
    )  # fmt: skip


def _course(settings: dict[str, object], seed: int = 1) -> np.ndarray:
    made = model({"people": 500, "first": 1, **settings})
    return np.concatenate([[1.0], trajectory(made, steps=80, seed=seed)["rioting"]]) / 500
