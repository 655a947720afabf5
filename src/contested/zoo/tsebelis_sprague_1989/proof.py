"""The numbers the model must reproduce. Pictures: the pictures its readers know."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import brentq

from contested.engine.params import override
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target
from contested.zoo.tsebelis_sprague_1989.model import Rivalry, model
from contested.zoo.tsebelis_sprague_1989.theory import cycle_time


def path_of(settings: Mapping[str, object], steps: int) -> dict[str, np.ndarray]:
    """Every observable, step by step."""
    return trajectory(model(settings), steps=steps)


def _rest(name: str, **settings: Any) -> float:
    steps = settings.pop("steps")
    return float(path_of(settings, steps)[name][-1])


def _measured_cycle(rounds: int, **settings: object) -> float:
    """Mean time between upward crossings of C = a/b, found between steps by a cubic through four of them."""
    rivalry = model(settings)
    params = rivalry.params
    level = params.growth / params.deterrence
    steps = math.ceil((rounds + 2) * cycle_time(params) / params.duration)
    c = trajectory(rivalry, steps=steps)["coercion"] - level
    up = [k for k in range(1, steps - 2) if c[k] <= 0 < c[k + 1]]
    times = []
    for k in up[: rounds + 1]:
        cubic = np.polynomial.Polynomial.fit(np.arange(-1, 3), c[k - 1 : k + 3], 3, domain=[-1, 2], window=[-1, 2])
        times.append((k + brentq(cubic, 0.0, 1.0, xtol=1e-14)) * params.duration)
    return float((times[-1] - times[0]) / (len(times) - 1))


def _orbit_drift(steps: int, **settings: object) -> float:
    orbit = path_of(settings, steps)["orbit"]
    return float(np.abs(orbit - orbit[0]).max())


def _mean_over_rounds(name: str, rounds: int, **settings: object) -> float:
    """Of a level over whole rounds: steps of a 500th of one, so that rounds end on a step."""
    rivalry = model(settings)
    duration = cycle_time(rivalry.params) / 500
    return float(path_of({**settings, "duration": duration}, 500 * rounds)[name].mean())


def _euler_growth(a: float, d: float, h: float) -> float:
    """By how much a small circle widens in one period of the difference equation."""
    settings = {"growth": a, "relaxing": d, "time": "periods", "duration": h}
    steps = 400
    path = path_of({**settings, "activity": d * (1 + 1e-7), "coercion": a}, steps)
    # sqrt(a d) is the frequency: scaled by it both axes of a small circle are alike
    wide = np.hypot((path["activity"] - d) / math.sqrt(d), (path["coercion"] - a) / math.sqrt(a))
    wide *= math.sqrt(d)
    return float((wide[-1] / (1e-7 * d)) ** (1 / steps))


def targets() -> tuple[Target, ...]:
    """Equilibria, rounds and what limits do to them, by simulating the model."""
    centre = {"growth": 0.8, "deterrence": 0.4, "relaxing": 0.5, "provocation": 0.25}
    words = "a 0.8, b 0.4, d 0.5, e 0.25"
    still = {**centre, "activity": 2.0, "coercion": 2.0, "steps": 1000}
    small = {**centre, "activity": 2.0 * (1 + 1e-4), "coercion": 2.0}
    wide = {**centre, "activity": 6.0, "coercion": 2.0}
    damped = {**centre, "room": 4.0, "activity": 1.0, "coercion": 1.0, "duration": 1.0, "steps": 400}
    starved = {**damped, "room": 1.5}
    strained = {**damped, "room": 0.0, "strain": 0.1}
    helped = {**damped, "room": 0.0, "help_coercion": 0.2}
    return (
        Target(f"R stays at d/e ({words})", 2.0, 1e-9, "derived",
               partial(_rest, "activity", **still), where="R' = C' = 0", runs=1),
        Target(f"C stays at a/b ({words})", 2.0, 1e-9, "derived",
               partial(_rest, "coercion", **still), where="R' = C' = 0", runs=1),
        Target(f"period of a small cycle ({words})", 2 * math.pi / math.sqrt(0.4), 1e-6, "derived",
               partial(_measured_cycle, 3, **small, duration=0.02), where="2 pi / sqrt(a d)", runs=1),
        Target(f"period of a large cycle, R up to 6 ({words})",
               cycle_time(override(Rivalry(), wide)), 1e-6, "derived",
               partial(_measured_cycle, 3, **wide, duration=0.02), where="integral along the orbit", runs=1),
        Target(f"drift of eR - d ln R + bC - a ln C over 100 time units, R up to 6 ({words})", 0.0, 1e-8, "derived",
               partial(_orbit_drift, **wide, steps=1000), where="conserved", runs=1),
        Target(f"mean R over whole large cycles ({words})", 2.0, 1e-6, "derived",
               partial(_mean_over_rounds, "activity", 2, **wide), where="mean of C'/C is 0, so mean R is d/e", runs=1),
        Target(f"mean C over whole large cycles ({words})", 2.0, 1e-6, "derived",
               partial(_mean_over_rounds, "coercion", 2, **wide), where="mean of R'/R is 0, so mean C is a/b", runs=1),
        Target(f"equilibrium R with room K = 4 > d/e ({words})", 2.0, 1e-6, "derived",
               partial(_rest, "activity", **damped), where="d/e", runs=1),
        Target(f"equilibrium C with room K = 4 > d/e ({words})", 1.0, 1e-6, "derived",
               partial(_rest, "coercion", **damped), where="a (1 - d/(e K)) / b", runs=1),
        Target(f"equilibrium R with room K = 1.5 < d/e ({words})", 1.5, 1e-6, "derived",
               partial(_rest, "activity", **starved), where="K", runs=1),
        Target(f"equilibrium C with room K = 1.5 < d/e ({words})", 0.0, 1e-6, "derived",
               partial(_rest, "coercion", **starved), where="K < d/e, so coercion dies out", runs=1),
        Target(f"equilibrium R with strain f = 0.1 ({words})", 2.8, 1e-6, "derived",
               partial(_rest, "activity", **strained), where="(d + f a/b) / e", runs=1),
        Target(f"equilibrium C with strain f = 0.1 ({words})", 2.0, 1e-6, "derived",
               partial(_rest, "coercion", **strained), where="a/b", runs=1),
        Target(f"equilibrium R with help_coercion 0.2 ({words})", 1.6, 1e-6, "derived",
               partial(_rest, "activity", **helped), where="(d - help_coercion b/a) / e", runs=1),
        Target("growth of a small cycle of the difference equation in a period of 0.1, a 0.8, d 0.5",
               math.sqrt(1 + 0.8 * 0.5 * 0.01), 1e-6, "derived", partial(_euler_growth, 0.8, 0.5, 0.1),
               where="eigenvalues 1 +- i h sqrt(a d)", runs=1),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """Rounds without end, and what a limit and a clock of periods make of them."""
    start = {"activity": 2.0, "coercion": 1.0}
    rooms = {"no limits": {}, "limit of activity, K = 3": {"room": 3.0}, "limit of coercion, f = 0.2": {"strain": 0.2}}
    times = np.arange(401) * 0.1
    paths = {key: _with_start(start, 400, **more) for key, more in rooms.items()}
    periods = {
        "no limits": paths["no limits"],
        "no limits, discrete periods of 0.1": _with_start(start, 400, time="periods"),
    }
    orbits = {f"from R {r:g}": _with_start({"activity": r, "coercion": 1.0}, 90) for r in (1.2, 1.5, 2.0, 3.0)}
    return (
        Picture(
            "rounds",
            "Activity provokes coercion, coercion suppresses activity, and then relaxes",
            "a = b = d = e = 1, simulated. Left: cycles around the equilibrium from four starting points. Right: both "
            "levels over time, from R = 2 and C = 1.",
            (
                Panel("R: activity", "C: coercion", (
                    *(Layer("line", {"x": r, "y": c, "series": [key] * len(r)}) for key, (r, c) in orbits.items()),
                    Layer("points", {"x": [1.0], "y": [1.0]}, "equilibrium d/e, a/b"),
                )),
                Panel("time", "level", (
                    Layer("line", long(times, dict(zip(("activity", "coercion"), paths["no limits"])))),
                )),
            ),
        ),
        Picture(
            "limits",
            "Limits damp the cycles; discrete periods make them grow",
            "a = b = d = e = 1, from R = 2 and C = 1, simulated. Left: cycles without limits, and with limits of "
            "activity or of coercion. Right: the differential equations, and the same model as difference equations: "
            "the growth is an artefact of the discretisation.",
            (
                Panel("time", "R: activity", (
                    Layer("line", long(times, {key: r for key, (r, _) in paths.items()})),
                )),
                Panel("time", "R: activity", (
                    Layer("line", long(times, {key: r for key, (r, _) in periods.items()})),
                )),
            ),
        ),
    )  # fmt: skip


def _with_start(start: dict[str, float], steps: int, **more: object) -> tuple[np.ndarray, np.ndarray]:
    path = path_of({**start, **more}, steps)
    return (
        np.concatenate([[start["activity"]], path["activity"]]),
        np.concatenate([[start["coercion"]], path["coercion"]]),
    )
