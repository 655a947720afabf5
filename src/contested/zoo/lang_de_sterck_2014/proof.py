"""The numbers the model must reproduce. Pictures: the pictures its readers know."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.lang_de_sterck_2014.model import model
from contested.zoo.lang_de_sterck_2014.theory import limit, region
from contested.zoo.picture import Layer, Panel, Picture
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

    classes = "sign of dr/dt between the switching points"
    return (
        *(Target(f"end from {start} ({words(kind)})", end, TOLERANCE, "derived", partial(_end, kind, start),
                 where=classes, runs=1)
          for kind, ends in ENDS.items() for start, end in ends.items()),
        Target(f"start above which protest does not die out ({words('stable')})",
               0.8, TOLERANCE, "derived", partial(_edge, "stable", 0.5),
               where="beta", runs=1),
        Target(f"start above which protest does not die out ({words('meta-stable')})", 0.4, TOLERANCE, "derived",
               partial(_edge, "meta-stable", 0.25), where="1 - alpha", runs=1),
        Target(f"start above which everybody joins ({words('meta-stable')})", 0.8, TOLERANCE, "derived",
               partial(_edge, "meta-stable", 0.75), where="beta", runs=1),
        Target(f"start above which protest does not die out ({words('unstable')})",
               0.4, TOLERANCE, "derived", partial(_edge, "unstable", 0.5),
               where="1 - alpha", runs=1),
        Target(f"start above which protest does not die out ({words('failed')})",
               0.5, TOLERANCE, "derived", partial(_edge, "failed", 0.25),
               where="beta", runs=1),
        Target("r after time 0.5, shrinking from 0.5 at c2 = 4", 0.5 * math.exp(-2), TOLERANCE, "derived",
               partial(_after, 0.5, "stable", 0.5), where="r = r0 exp(-c2 t)", runs=1),
        Target("r after time 0.5, from 0.75 towards c* = 0.5", 0.5 + 0.25 * math.exp(-1), TOLERANCE, "derived",
               partial(_after, 0.5, "meta-stable", 0.75), where="r = c* + (r0 - c*) exp(-(c1 + c2) t)", runs=1),
        Target("r after time 0.5, growing from 0.85 at c1 = 1", 1 - 0.15 * math.exp(-0.5), TOLERANCE, "derived",
               partial(_after, 0.5, "meta-stable", 0.85), where="r = 1 - (1 - r0) exp(-c1 t)", runs=1),
        Target("r after time 0.3, from 0.75, no longer visible below 0.6, c1 1, c2 4",
               0.6 * math.exp(-4 * (0.3 - math.log(0.55 / 0.4) / 5)), TOLERANCE, "derived",
               partial(_after, 0.3, "stable", 0.75), where="two exponentials joined at 1 - alpha", runs=1),
        Target("r after time 0.5, from 0.45, no longer policed above 0.7, c1 4, c2 1",
               1 - 0.3 * math.exp(-4 * (0.5 - math.log(0.35 / 0.1) / 5)), TOLERANCE, "derived",
               partial(_after, 0.5, "unstable", 0.45), where="two exponentials joined at beta", runs=1),
        Target(f"end from 0.45 with smooth switches of steepness 400 ({words('meta-stable')})", 0.5, 1e-6, "derived",
               partial(_end, "meta-stable", 0.45, switches="smooth", steepness=400.0),
               where="0.5 is 0.1 from the nearest switching point, so the smooth switches differ from steps by about "
                     "exp(-40)", runs=1),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """How protest moves in each of the four kinds of state, and which parameters make which."""
    return (_flows(), _map())


def _flows() -> Picture:
    steps = 80
    panels = []
    for kind, (c1, c2, alpha, beta) in EXAMPLES.items():
        paths = {}
        for start in np.round(np.arange(0.05, 1.0, 0.1), 2):
            regime = model(example(kind, start=float(start), duration=0.05))
            path = np.concatenate([[start], trajectory(regime, steps=steps)["protesting"]])
            end = limit(float(start), c1, c2, alpha, beta)
            where = "dies out" if end == 0 else "everybody joins" if end == 1 else "settles in between"
            paths[float(start)] = (path, where)
        layers = tuple(
            Layer("line", {"x": np.arange(steps + 1) * 0.05, "y": path, "series": [where] * (steps + 1)})
            for path, where in paths.values()
        )
        title = "failed state" if kind == "failed" else f"{kind} police state"
        panels.append(
            Panel("time", "share protesting", layers, title=f"{title}: c1 {c1}, c2 {c2}",
                  y_range=(0, 1), y_rules={"visible above": 1 - alpha, "policed below": beta})
        )  # fmt: skip
    return Picture(
        "flows",
        "Three kinds of police state, and a failed state",
        "Share protesting over time from ten starting values in each of the four regions (simulated; they end where "
        "the closed form predicts). Horizontal lines mark the size above which protest is visible and the size below "
        "which it is policed.",
        tuple(panels),
    )


def _map() -> Picture:
    panels = []
    for rest, title in ((0.2, "c1 : c2 = 1 : 4"), (0.5, "c1 : c2 = 1 : 1"), (0.8, "c1 : c2 = 4 : 1")):
        regions = _regions(rest)
        roomy = {name: patch for name, patch in regions.items() if np.ptp(patch[0]) >= 0.3}
        middles = [_middle(*patch) for patch in roomy.values()]
        columns = {
            name: [float(v) for patch in regions.values() for v in patch[k]]
            for k, name in enumerate(("x", "low", "high"))
        }
        panels.append(
            Panel("alpha: visibility", "beta: police capacity", (
                Layer("band", {**columns, "series": [name for name in regions for _ in range(2)]}),
                Layer("text", {"x": [x for x, _ in middles], "y": [y for _, y in middles], "label": list(roomy)}),
            ), title=title, x_range=(0, 1), y_range=(0, 1))
        )  # fmt: skip
    return Picture(
        "regions",
        "More visibility makes a stable police state unstable",
        "Regions of the parameters (closed form): failed state, and stable, meta-stable and unstable police state. New "
        "media move a country to the right.",
        tuple(panels),
        columns=3,
    )


def _regions(rest: float) -> dict[str, tuple[list[float], list[float], list[float]]]:
    """Each kind's alpha from and to, and the beta below and above it at both ends.

    Borders are straight (beta = 1 - alpha, alpha = 1 - rest, beta = rest), so ends will do; the rule itself says, in
    its middle, which kind a patch is.
    """
    turn = 1.0 - rest
    patches = (
        ([0.0, 1.0], [0.0, 0.0], [1.0, 0.0]),
        ([0.0, turn], [1.0, rest], [1.0, 1.0]),
        ([turn, 1.0], [rest, rest], [1.0, 1.0]),
        ([turn, 1.0], [rest, 0.0], [rest, rest]),
    )
    return {region(rest, turn, *_middle(*patch)): patch for patch in patches}


def _middle(alpha: list[float], low: list[float], high: list[float]) -> tuple[float, float]:
    corners = {*zip(alpha, low), *zip(alpha, high)}
    x, y = np.mean(sorted(corners), axis=0)
    return float(x), float(y)
