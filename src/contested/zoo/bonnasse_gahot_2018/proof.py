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
        *(Target(f"share of the reservoir drawn in, one town, R0 {r}", z, 1e-6, "derived", partial(_spent, r),
                 where=equation, runs=1) for r, z in SIZES.items()),
        Target("share of the reservoir drawn in, one town, R0 0.9, spark a millionth of it", 9e-6, 2e-7, "derived",
               lambda: _spent(0.9, spark=1e-6), where="below the threshold each event draws in R0 / (1 - R0)", runs=1),
        Target("share of all reservoirs drawn in, 30 towns with equal weights, R0 1.5", SIZES[1.5], 1e-6,
               "derived", lambda: _spent(1.5, 30), where="with equal weights they act as one town", runs=1),
        Target("growth rate per day at the start, one town, reservoir 100, contagion 0.005, calming 0.25", 0.25, 1e-6,
               "derived", lambda: _growth(0.005, 0.25), where="b sigma(0) - omega", runs=1),
        Target("largest difference between a reservoir at the end and the final-size equation, standard case", 0, 1e-6,
               "derived", _apart_from_the_map, where="s_k = f_k exp(-(b / omega) sum_j W_kj (lambda_j(0) + f_j - s_j))",
               runs=1, known_to=1e-10),  # what two iterations, stopped at 1e-12 and 1e-14, leave between them
        *(Target(f"variance-to-mean ratio of a day's events at mean {m}", 1, 3 * math.sqrt((2 + 1 / m) / 20_000),
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
    peaks = {"nearby only": near, "nearby and media": mixed, "media only": far}
    return (
        Picture(
            "wave",
            "Riots travel if news fades with distance; if all news comes from national media, all towns rise together",
            "60 invented towns. Left: day of most rioting in each town against its distance from the first town, if "
            "towns have equal reservoirs and hear of nearby towns only, of nearby towns and through media, or through "
            "media only. Right: events per day in all towns in one run of the standard case, expected (line) and "
            "counted (points, Poisson).",
            (
                Panel("distance from the first town (km)", "day of most rioting", (
                    Layer("points", long(distance[order],
                                         {k: 1 + v["activity"].argmax(0)[order] for k, v in peaks.items()})),
                )),
                Panel("day", "events per day", (
                    Layer("line", {"x": day, "y": both["total"]}, "expected"),
                    Layer("points", {"x": day, "y": both["counted"]}, "counted"),
                )),
            ),
        ),
    )  # fmt: skip
