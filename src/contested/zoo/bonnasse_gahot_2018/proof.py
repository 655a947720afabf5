"""The numbers the model must reproduce. Pictures: the wave, and the days."""

from __future__ import annotations

import math
from functools import cache, partial
from typing import Any

import numpy as np

from contested.engine.model import State
from contested.zoo.bonnasse_gahot_2018.model import model
from contested.zoo.bonnasse_gahot_2018.theory import left_in_the_end
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target


def over(state: State) -> bool:
    """Rioting has died down everywhere."""
    return bool(state["activity"].max() <= 1e-12)


def _end(**settings: object) -> dict[str, Any]:
    country = model(**settings)
    return country.observe(settled(country, until=over))


def _spent(ratio: float, sites: int = 1, spark: float = 1e-10) -> float:
    return float(_end(sites=sites, reservoir=1, unevenness=0, calming=1, contagion=ratio / sites, media=1, spark=spark)[
        "spent"])  # fmt: skip


def _growth(contagion: float, calming: float) -> float:
    town = model(sites=1, reservoir=100, unevenness=0, contagion=contagion, calming=calming, spark=1e-9)
    total = trajectory(town, steps=6)["total"]
    return float(math.log(total[5] / total[0]) / 5)


def _apart_from_the_map(**settings: object) -> float:
    country = model(**settings)
    return float(np.abs(_end(**settings)["left"] - left_in_the_end(country.params)).max())


def _dispersion(mean: float) -> float:
    quiet = model(sites=200, contagion=0, spark=0, background=mean)
    events = trajectory(quiet, steps=100)["events"]
    return float(events.var() / mean)


SIZES = {1.2: 0.313698, 1.5: 0.582812, 2: 0.796812, 3: 0.940480}


def targets() -> tuple[Target, ...]:
    """Sizes, thresholds and counts."""
    equation = "z = 1 - exp(-R0 z), R0 = b sigma(0) / omega"
    return (
        *(Target(f"part of the reservoir spent, one town, R0 {r}", z, 1e-6, "derived", partial(_spent, r),
                 where=equation, runs=1) for r, z in SIZES.items()),
        Target("part of the reservoir spent, one town, R0 0.9, spark a millionth of it", 9e-6, 2e-7, "derived",
               lambda: _spent(0.9, spark=1e-6), where="below the threshold R0 / (1 - R0) for each event", runs=1),
        Target("part of all reservoirs spent, 30 towns that hear each other alike, R0 1.5", SIZES[1.5], 1e-6,
               "derived", lambda: _spent(1.5, 30), where="alike hearing makes them one town", runs=1),
        Target("growth a day at the start, one town, reservoir 100, contagion 0.005, calming 0.25", 0.25, 1e-6,
               "derived", lambda: _growth(0.005, 0.25), where="b sigma(0) - omega", runs=1),
        Target("largest difference of what is left in a town from the map of final sizes, standard case", 0, 1e-6,
               "derived", _apart_from_the_map, where="s_k = f_k exp(-(b / omega) sum_j W_kj (l_j + f_j - s_j))",
               runs=1, known_to=1e-10),  # what two iterations, stopped at 1e-12 and 1e-14, leave between them
        *(Target(f"variance over mean of a day's events at mean {m}", 1, 3 * math.sqrt((2 + 1 / m) / 20_000),
                 "derived", partial(_dispersion, m), where="Poisson", runs=1) for m in (0.3, 7)),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


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
            "News that fades with distance makes riots travel; media alone make all towns rise together",
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
