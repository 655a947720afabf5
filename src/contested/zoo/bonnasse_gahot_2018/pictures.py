"""The wave, and the days."""

from __future__ import annotations

from functools import cache

import numpy as np

from contested.zoo.bonnasse_gahot_2018.model import model
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long


@cache
def _run(days: int, **settings: object) -> tuple[dict[str, np.ndarray], np.ndarray]:
    country = model(**settings)
    state = country.init(country.params, 1)
    return trajectory(country, steps=days), state["distance"]


def pictures() -> tuple[Picture, ...]:
    """The wave, and the days."""
    days = 120
    both, _ = _run(days)
    near, distance = _run(days, media=0.0, unevenness=0.0)
    mixed, _ = _run(days, media=0.0005, unevenness=0.0)
    far, _ = _run(days, media=0.01, fading=20.0, unevenness=0.0)
    day = np.arange(1, days + 1)
    order = np.argsort(distance)
    peaks = {"near only": near, "near and media": mixed, "media only": far}
    return (
        Picture(
            "wave",
            "Where riots are heard of nearby, they travel; where by media alone, all towns rise together",
            "60 made-up towns. Left: the day on which each town is busiest against its distance from the first, in "
            "towns that differ in nothing but place, when they hear of neighbours only, with some media, and through "
            "media only. Right: events in all towns in the standard case, one run, expected (line) and counted "
            "(points, Poisson).",
            (
                Panel("distance from the first town (km)", "busiest day", (
                    Layer("points", long(distance[order],
                                         {k: 1 + v["activity"].argmax(0)[order] for k, v in peaks.items()})),
                )),
                Panel("day", "events a day", (
                    Layer("line", {"x": day, "y": both["total"]}, "expected"),
                    Layer("points", {"x": day, "y": both["counted"]}, "counted"),
                )),
            ),
        ),
    )  # fmt: skip
