"""Sizes of waves over four orders of magnitude, readiness through time, and the town in between."""

from __future__ import annotations

import numpy as np

from contested.engine.run import InMemory, run
from contested.zoo.biggs_2005.model import Town, make
from contested.zoo.biggs_2005.runs import settled_rounds, waves
from contested.zoo.kit.event_tails import lognormal_lead, power_law
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """Sizes of waves over four orders of magnitude, readiness through time, and the town in between."""
    edges = np.unique(np.round(np.geomspace(1, 60_000, 40)))
    laws = {}
    for side, theta in ((128, 200), (256, 500), (256, 2000)):
        laws[f"theta {theta:,}"] = _at_least(waves(side**2, theta, 8000), edges)
    sizes = waves(256**2, 2000, 8000)
    fit = power_law(sizes, 10, 1000)
    ring = settled_rounds("ring", 1 << 18, 1000, 20_000)["size"]
    few = np.arange(1, 61)
    times = 400
    through = settled_rounds("torus", 128**2, 500, 8000)
    town = make(Town(establishments=36**2, gathering=20))  # a cell each is drawn: few, or the page grows heavy
    map_ = run(town, town.params, 2005, steps=800, recorder=InMemory((), {}, 0, 0))["ready"]
    y, x = np.divmod(np.arange(map_.size), 36)
    return (
        Picture(
            "sizes",
            "Strike waves without a typical size",
            "Left: part of all waves that reach a size, on the torus, simulated; the dashed slope has the exponent "
            f"fitted between 10 and 1,000 at theta 2,000, {fit.exponent:.2f} (a log-normal cut at 1 leads the power "
            f"law by {lognormal_lead(sizes):.0f} standard errors over all sizes: the end is cut off). Right: on a "
            "ring, how often a wave has a size (points, simulated) and s / ((s + 1)(s + 2)) (line, exact for slow "
            "gathering), both over their sum to 60.",
            (
                Panel("establishments in the wave, at least", "part of all waves", (
                    Layer("line", long(edges, laws)),
                    Layer("dashed", {"x": [10, 1000], "y": [0.8, 0.8 * 100 ** (1 - fit.exponent)]}, "fitted slope"),
                ), x_log=True, y_log=True, y_range=(1e-3, 1)),
                Panel("establishments in the wave, ring", "part of waves up to 60", (
                    Layer("points", {"x": few, "y": _part(np.bincount(ring.astype(int), minlength=61)[1:61])},
                          "simulated"),
                    Layer("line", {"x": few, "y": _part(few / ((few + 1.0) * (few + 2.0)))}, "exact"),
                )),
            ),
        ),
        Picture(
            "readiness",
            "Quiet organising, sudden release",
            "Left: establishments ready before each incident, and the wave it set off, in a town of 128 x 128 "
            "(theta 500). Right: a town of 36 x 36 (theta 20) after 800 incidents; dark places are ready to strike.",
            (
                Panel("incident", "part of all establishments", (
                    Layer("line", long(np.arange(times), {"ready": through["ready"][:times],
                                                          "struck": through["size"][:times] / 128**2})),
                )),
                Panel("", "", (Layer("heat", {"x": x, "y": y, "value": map_.astype(float)}),)),
            ),
        ),
    )  # fmt: skip


def _at_least(sizes: np.ndarray, edges: np.ndarray) -> np.ndarray:
    part = 1.0 - np.searchsorted(np.sort(sizes), edges, "left") / sizes.size
    return np.where(part > 0.0, part, np.nan)


def _part(counts: np.ndarray) -> np.ndarray:
    share: np.ndarray = counts / counts.sum()
    return share
