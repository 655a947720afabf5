"""The numbers the model must reproduce. Pictures: what tension makes of a shock, and how fast activity spreads."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from contested.engine.params import override
from contested.zoo.berestycki_2015.model import Unrest, model
from contested.zoo.berestycki_2015.theory import equilibria, speed, speed_on_places, tension_for
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.picture import Layer, Panel, Picture
from contested.zoo.target import Target


@cache
def fronts(reproduction: float, *, spacing: float = 0.5, steps: int = 240) -> np.ndarray:
    """How far the front has come after each step at a frozen tension."""
    places = 2 * math.ceil(1.05 * speed(reproduction, Unrest()) * steps / spacing) + 41
    tension = tension_for(reproduction, Unrest())
    line = model(places=places, spacing=spacing, tension="frozen", shock=tension, shock_width=1e6)
    return trajectory(line, steps=steps)["front"]


def _speed(reproduction: float, steps: int) -> float:
    at = fronts(reproduction, steps=steps)
    return float((at[-1] - at[-91]) / 90)


def _speed_on_places(reproduction: float, spacing: float) -> float:
    """A pulled front lags by 3 / (2 k) log t (Bramson 1983); that is added back."""
    at = fronts(reproduction, spacing=spacing)
    _, k = speed_on_places(reproduction, Unrest(spacing=spacing))
    end, start = at.size, at.size - 90
    return float((at[-1] - at[-91] + 1.5 / k * math.log(end / start)) / 90)


def _growth(reproduction: float) -> float:
    line = model(places=1, tension="frozen", shock=tension_for(reproduction, Unrest()), spark=1e-9)
    total = trajectory(line, steps=6)["total"]
    return math.log(total[5] / total[0]) / 5


def rested(name: str, **settings: object) -> float:
    """Where one place settles from a strong shock and a strong start."""
    line = model(places=1, spark=0.5, **settings)
    return float(line.observe(settled(line, most=20_000))[name])


def _eased(easing: float, steps: int) -> float:
    line = model(places=1, spark=0, shock=2, easing=easing)
    return float(trajectory(line, steps=steps)["mean_tension"][-1])


#: settings with an active and a quiet equilibrium, or one of the two
RESTS = (
    {"drive": 0.2, "feedback": 0},
    {"drive": 0.06, "feedback": 2},
    {"drive": 0.2, "feedback": -1},
    {"drive": 0.2, "feedback": 1, "quiet": 0.05},
)


def targets() -> tuple[Target, ...]:
    """Growth, rest and speed."""
    base = Unrest()
    linear = "linear front, 2 sqrt(D (r - omega))"
    out = [
        *(Target(f"growth rate of small activity, per step, r {r}",
                 r - base.calming, 1e-6, "derived", partial(_growth, r),
                 where="r(v) - omega", runs=1) for r in (0.2, 0.3, 0.8)),
        Target("tension 10 steps after a shock of 2, without activity", 2 * math.exp(-1), 1e-9, "derived",
               lambda: _eased(0.1, 10), where="exp(-theta t)", runs=1),
        *(Target(f"speed of a front at frozen tension, r {r}", speed(r, base), 0.01 * speed(r, base), "derived",
                 partial(_speed, r, steps), where=linear + ", at long times", runs=1)
          for r, steps in ((0.55, 480), (0.8, 240))),
        *(Target(f"speed of that front on places {dx} apart, corrected for its known lag, r 0.8",
                 speed_on_places(0.8, Unrest(spacing=dx))[0], 0.002 * speed(0.8, base), "derived",
                 partial(_speed_on_places, 0.8, dx),
                 where="minimum over k of (2 D (cosh(k dx) - 1) / dx^2 + r - omega) / k",
                 runs=1) for dx in (0.5, 1.5)),
    ]  # fmt: skip
    for settings in RESTS:
        u, v = equilibria(override(Unrest(), settings))[-1]
        case = ", ".join(f"{k} {x:g}" for k, x in settings.items())
        for name, value in (("highest", u), ("mean_tension", v)):
            what = {"highest": "activity", "mean_tension": "tension"}[name]
            out.append(Target(
                f"equilibrium {what} after a shock, one place, {case}", value, 1e-6, "derived",
                partial(rested, name, **settings), where="r(v) u (1 - u) = omega (u - u_b), v = v_b + A / h(u)",
                runs=1))
    return tuple(out)


# pictures -------------------------------------------------------------------------------------------------------------


WAVE = {"drive": 0.06, "feedback": 2.0, "tension_reach": 1.0}


def _history(title: str, steps: int, **settings: object) -> Panel:
    """Right of the middle, in few cells: both sides are alike, and a page should be light."""
    line = model(places=121, spacing=1, spark=0.5, **settings)
    x = line.init(line.params, 1)["x"]
    activity = trajectory(line, steps=steps)["activity"]
    every = steps // 14
    shown = np.flatnonzero((x >= 0) & (x <= 28) & (x % 2 == 0))
    step, place = np.meshgrid(np.arange(every, steps + 1, every), shown, indexing="ij")
    return Panel("distance from the middle", "step", (
        Layer("heat", {
            "x": x[place].ravel(),
            "y": step.ravel(),
            "value": np.round(activity[step - 1, place], 3).ravel(),
        }, "activity"),
    ), title=title)  # fmt: skip


def pictures() -> tuple[Picture, ...]:
    """Four fates of one shock, and the speed of fronts."""
    some = np.array([0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
    ratio = 0.3 + 0.7 * np.linspace(0, 1, 71) ** 2
    courses = [fronts(float(r)) for r in some]
    simulated = [(at[-1] - at[-91]) / 90 for at in courses]
    return (
        Picture(
            "fates",
            "Tension decides whether a riot persists, burns out or travels",
            "Activity on the right half of a line after one shock to its middle; the left half is its mirror image. "
            "With a constant source of tension, activity that sustains tension (p = 2) travels if tension diffuses; "
            "activity that depletes tension (p = -2) does not. The two cases that die out are shown for 42 steps, the "
            "others for 112.",
            (
                _history("no source, p = 1: dies out", 42),
                _history("source, p = 2, tension spreads: a wave", 112, **WAVE),
                _history("source, p = 2, tension does not spread: the riot persists",
                         112, **{**WAVE, "tension_reach": 0.0}),
                _history("source, p = -2, tension spreads: burns out", 42, **{**WAVE, "feedback": -2.0}),
            ),
        ),
        Picture(
            "speed",
            "A front's speed is set where few people riot yet",
            "Speed of a front at frozen tension against r(v), for omega = 0.3 and D = 1: the closed form 2 sqrt(D (r - "
            "omega)) (line), and simulations from step 150 to 240 on places 0.5 apart (points). A front approaches its "
            "speed from below, so the points lie lower where it is slow.",
            (
                Panel("r(v)", "speed", (
                    Layer("line", {"x": ratio, "y": [speed(float(r), Unrest()) for r in ratio]},
                          "exact, infinite line"),
                    Layer("points", {"x": some, "y": simulated}, "simulated"),
                ), x_rules={"omega": 0.3}),
            ),
        ),
    )  # fmt: skip
