"""What tension makes of a shock, and how fast activity spreads."""

from __future__ import annotations

import numpy as np

from contested.zoo.berestycki_2015.laws import speed
from contested.zoo.berestycki_2015.model import Unrest, model
from contested.zoo.berestycki_2015.targets import fronts
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture

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
            "Whether a riot stays, burns out or travels is decided by tension",
            "Activity on a line after one shock to its middle, to the right of it; the left mirrors it. Activity that "
            "keeps tension up (p = 2) with a lasting drive travels if tension spreads; activity that burns tension "
            "out (p = -2) does not. The two that end are shown for 42 steps, the others for 112.",
            (
                _history("no drive, p = 1: dies out", 42),
                _history("drive, p = 2, tension spreads: a wave", 112, **WAVE),
                _history("drive, p = 2, tension stays: it stays", 112, **{**WAVE, "tension_reach": 0.0}),
                _history("drive, p = -2, tension spreads: burns out", 42, **{**WAVE, "feedback": -2.0}),
            ),
        ),
        Picture(
            "speed",
            "The front's speed is set where hardly anybody riots yet",
            "Speed of a front at frozen tension against r(v), omega 0.3 and D 1: 2 sqrt(D (r - omega)) (line) and "
            "simulated from step 150 to 240 on places half a unit apart (points); young and slow fronts still lag.",
            (
                Panel("r(v)", "speed", (
                    Layer("line", {"x": ratio, "y": [speed(float(r), Unrest()) for r in ratio]}, "exact, endless line"),
                    Layer("points", {"x": some, "y": simulated}, "simulated"),
                ), x_rules={"omega": 0.3}),
            ),
        ),
    )  # fmt: skip
