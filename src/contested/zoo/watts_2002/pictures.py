"""The window in which one node can move everybody; how likely, and how far; and the two edges seen in sizes."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.zoo.picture import Layer, Panel, Picture
from contested.zoo.watts_2002 import theory
from contested.zoo.watts_2002.targets import PHI, frequency, mean_size, shares

#: runs a cell of the map, and runs a point of the curves
FEW, MANY = 8, 200
POINTS = (1.1, 1.25, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.25, 5.5, 5.75, 6.0, 6.25, 6.5)
#: fewer global cascades than this have no mean size worth a point
ENOUGH = 5


def pictures() -> tuple[Picture, ...]:
    """Map, curves, sizes."""
    return (_window(), _chance_and_size(), _sizes())


def _window() -> Picture:
    phi, z = np.round(np.arange(0.105, 0.30, 0.01), 3), np.arange(0.5, 15.0, 0.5)
    cells = [(float(p), float(d)) for p in phi for d in z]
    how_often = [frequency(FEW, threshold=p, degree=d) for p, d in cells]
    border = Layer("line", _border(), "window, exact")
    return Picture(
        "window",
        "Enough ties to reach the others, few enough to be moved by one",
        f"Colour: part of {FEW} runs in which one node of 10,000 switched on more than a tenth of all. Line: border of "
        "the window for endless graphs; it has steps because a node with K ties is moved by one of them or not.",
        (
            Panel("threshold (phi)", "mean degree (z)", (
                Layer("heat", {"x": [p for p, _ in cells], "y": [d for _, d in cells], "value": how_often},
                      "global cascades, part of runs"),
                border,
            ), x_range=(0.1, 0.3), y_range=(0, 15)),
        ),
        columns=1,
    )  # fmt: skip


def _border() -> dict[str, list[float]]:
    """Once around: along the lower edge and back along the upper, with a corner at every phi = 1/K."""
    low, high = [], []  # from K = 9: it is 10 at phi = 0.1 alone
    for k in range(9, 3, -1):
        edges = theory.window(1 / k)
        assert edges is not None  # K is at least 4
        for phi in (max(0.1, 1 / (k + 1)), 1 / k):
            low.append((phi, edges[0]))
            high.append((phi, edges[1]))
    around = low + high[::-1]
    return {"x": [p for p, _ in around], "y": [d for _, d in around]}


def _chance_and_size() -> Picture:
    some = np.array(POINTS)
    edges = theory.window(PHI)
    assert edges is not None
    fine = np.concatenate([[1.0], np.linspace(*edges, 300), [7.0]])
    inside = fine[1:-2]  # short of the edge, where it falls to 0 at once
    simulated = [frequency(MANY, degree=z) for z in POINTS]
    sizes = [mean_size(MANY, degree=z) for z in POINTS]
    seen = np.array(simulated) * MANY >= ENOUGH
    return Picture(
        "chance-and-size",
        "Near its upper edge: hardly ever, and then everybody",
        f"phi = 0.18. Lines: endless graphs. Points: {MANY} runs each of one node among 10,000. Past the upper edge a "
        "graph that is not endless still cascades now and then.",
        (
            Panel("mean degree (z)", "chance of a global cascade", (
                Layer("line", {"x": fine, "y": [theory.chance(z, PHI) for z in fine]}, "endless, exact"),
                Layer("points", {"x": some, "y": simulated}, "10,000 nodes"),
            ), x_range=(1, 7), y_range=(0, 1)),
            Panel("mean degree (z)", "share on after a global cascade", (
                Layer("line", {"x": inside, "y": [theory.size(z, PHI) for z in inside]}, "endless, exact"),
                Layer("points", {"x": some[seen], "y": np.array(sizes)[seen]}, "10,000 nodes"),
            ), x_range=(1, 7), y_range=(0, 1)),
        ),
    )  # fmt: skip


def _sizes() -> Picture:
    runs = 2000
    curves: dict[str, list[Any]] = {"x": [], "y": [], "series": []}
    for z in (1.05, 6.14):
        size, times = np.unique(np.round(shares(runs, degree=z) * 10_000), return_counts=True)
        curves["x"] += size.tolist()
        curves["y"] += (times[::-1].cumsum()[::-1] / runs).tolist()
        curves["series"] += [f"z = {z}"] * size.size
    line = np.array([1.0, 1000.0])
    return Picture(
        "sizes",
        "Two edges, two laws",
        f"phi = 0.18, {runs:,} runs of one node among 10,000 at either edge: part of the cascades that switch on at "
        "least so many nodes. At the lower edge all sizes come about, with the slope of a density of exponent 3/2 "
        "(dashed); at the upper edge small ones or everybody.",
        (
            Panel("nodes on at the end (s)", "part of cascades of s or more", (
                Layer("points", curves),
                Layer("dashed", {"x": line, "y": line**-0.5}, "slope -1/2"),
            ), x_log=True, y_log=True),
        ),
        columns=1,
    )  # fmt: skip
