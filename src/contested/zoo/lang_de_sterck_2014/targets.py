"""The numbers the model must reproduce."""

from __future__ import annotations

import math
from functools import partial

from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.lang_de_sterck_2014.model import model
from contested.zoo.target import Target

#: region -> c1, c2, alpha, beta
EXAMPLES: dict[str, tuple[float, float, float, float]] = {
    "stable": (1, 4, 0.4, 0.8),
    "meta-stable": (1, 1, 0.6, 0.8),
    "unstable": (4, 1, 0.6, 0.7),
    "failed": (1, 1, 0.3, 0.5),
}
#: region -> start -> end
ENDS: dict[str, dict[float, float]] = {
    "stable": {0.75: 0, 0.85: 1},
    "meta-stable": {0.3: 0, 0.45: 0.5, 0.75: 0.5, 0.85: 1},
    "unstable": {0.3: 0, 0.45: 1},
    "failed": {0.45: 0, 0.55: 0.55, 0.75: 1},
}
TOLERANCE = 1e-8


def example(kind: str, **more: object) -> dict[str, object]:
    """Settings in a region, with some more."""
    return {**dict(zip(("joining", "removal", "visibility", "capacity"), EXAMPLES[kind])), **more}


def _end(kind: str, start: float, **more: object) -> float:
    regime = model(example(kind, start=start, duration=1.0, **more))
    return float(settled(regime, most=200)["r"][0])


def _after(time: float, kind: str, start: float, **more: object) -> float:
    steps = 40
    regime = model(example(kind, start=start, duration=time / steps, **more))
    return float(trajectory(regime, steps=steps)["protesting"][-1])


def _edge(kind: str, above: float) -> float:
    """The least start whose end lies above `above`, by bisection of whole runs."""
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (low, middle) if _end(kind, middle) > above else (middle, high)
    return high


def targets() -> tuple[Target, ...]:
    """Ends, edges of basins, and times, by simulating the model."""
    def words(kind: str) -> str:
        c1, c2, alpha, beta = EXAMPLES[kind]
        return f"{kind}: c1 {c1}, c2 {c2}, alpha {alpha}, beta {beta}"

    classes = "sign of the slope between the switches"
    return (
        *(Target(f"end from {start} ({words(kind)})", end, TOLERANCE, "derived", partial(_end, kind, start),
                 where=classes, runs=1)
          for kind, ends in ENDS.items() for start, end in ends.items()),
        Target(f"edge of silence ({words('stable')})", 0.8, TOLERANCE, "derived", partial(_edge, "stable", 0.5),
               where="beta", runs=1),
        Target(f"edge of silence ({words('meta-stable')})", 0.4, TOLERANCE, "derived",
               partial(_edge, "meta-stable", 0.25), where="1 - alpha", runs=1),
        Target(f"edge of victory ({words('meta-stable')})", 0.8, TOLERANCE, "derived",
               partial(_edge, "meta-stable", 0.75), where="beta", runs=1),
        Target(f"edge of silence ({words('unstable')})", 0.4, TOLERANCE, "derived", partial(_edge, "unstable", 0.5),
               where="1 - alpha", runs=1),
        Target(f"edge of silence ({words('failed')})", 0.5, TOLERANCE, "derived", partial(_edge, "failed", 0.25),
               where="beta", runs=1),
        Target("r after time 0.5, shrinking from 0.5 at c2 = 4", 0.5 * math.exp(-2), TOLERANCE, "derived",
               partial(_after, 0.5, "stable", 0.5), where="r = r0 exp(-c2 t)", runs=1),
        Target("r after time 0.5, from 0.75 towards c* = 0.5", 0.5 + 0.25 * math.exp(-1), TOLERANCE, "derived",
               partial(_after, 0.5, "meta-stable", 0.75), where="r = c* + (r0 - c*) exp(-(c1 + c2) t)", runs=1),
        Target("r after time 0.5, growing from 0.85 at c1 = 1", 1 - 0.15 * math.exp(-0.5), TOLERANCE, "derived",
               partial(_after, 0.5, "meta-stable", 0.85), where="r = 1 - (1 - r0) exp(-c1 t)", runs=1),
        Target("r after time 0.3, seen, then out of sight: from 0.75 past 0.6, c1 1, c2 4",
               0.6 * math.exp(-4 * (0.3 - math.log(0.55 / 0.4) / 5)), TOLERANCE, "derived",
               partial(_after, 0.3, "stable", 0.75), where="two exponentials joined at 1 - alpha", runs=1),
        Target("r after time 0.5, policed, then beyond policing: from 0.45 past 0.7, c1 4, c2 1",
               1 - 0.3 * math.exp(-4 * (0.5 - math.log(0.35 / 0.1) / 5)), TOLERANCE, "derived",
               partial(_after, 0.5, "unstable", 0.45), where="two exponentials joined at beta", runs=1),
        Target(f"end from 0.45 with smooth switches of steepness 400 ({words('meta-stable')})", 0.5, 1e-6, "derived",
               partial(_end, "meta-stable", 0.45, switches="smooth", steepness=400.0),
               where="the switches are past by exp(-40)", runs=1),
    )  # fmt: skip
