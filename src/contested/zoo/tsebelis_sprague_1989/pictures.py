"""The pictures its readers know."""

from __future__ import annotations

import numpy as np

from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.tsebelis_sprague_1989.targets import path_of


def pictures() -> tuple[Picture, ...]:
    """Rounds without end, and what a limit and a clock of periods make of them."""
    start = {"activity": 2.0, "coercion": 1.0}
    rooms = {"no limits": {}, "room for activity 3": {"room": 3.0}, "coercion strained 0.2": {"strain": 0.2}}
    times = np.arange(401) * 0.1
    paths = {key: _with_start(start, 400, **more) for key, more in rooms.items()}
    periods = {
        "no limits": paths["no limits"],
        "no limits, periods of 0.1": _with_start(start, 400, time="periods"),
    }
    orbits = {f"from R {r:g}": _with_start({"activity": r, "coercion": 1.0}, 90) for r in (1.2, 1.5, 2.0, 3.0)}
    return (
        Picture(
            "rounds",
            "Activity calls coercion, coercion ends activity, and with it its own reason",
            "a = b = d = e = 1, simulated. Left: rounds around the equilibrium from four starts. Right: both levels "
            "over time, from R = 2 and C = 1.",
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
            "Limits end the rounds; a clock of periods widens them",
            "a = b = d = e = 1, from R = 2 and C = 1, simulated. Left: what limits of activity or of coercion make of "
            "the rounds. Right: the same equations as difference equations: the widening is the clock's, not the "
            "model's.",
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
