"""Participation against the spread of motivations on each network, and against the number of ties."""

from __future__ import annotations

import numpy as np

from contested.zoo.kit.threshold_map import normal_equilibrium
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.siegel_2009.model import NETWORKS
from contested.zoo.siegel_2009.targets import shares

RUNS = 31


def pictures() -> tuple[Picture, ...]:
    """Two panels: networks, and ties."""
    some = np.round(np.arange(0.1, 0.51, 0.05), 2)
    fine = np.round(np.arange(0.1, 0.501, 0.002), 3)
    by_network = {
        name: [np.median(shares(RUNS, network=name, motivation_sd=float(sd))) for sd in some] for name in NETWORKS[1:]
    }
    radius = np.array([1, 2, 3, 5, 8, 13, 20, 50, 100])
    by_ties = {
        f"b sd {sd}": [np.median(shares(RUNS, radius=int(k), motivation_sd=sd)) for k in radius]
        for sd in (0.2, 0.25, 0.4)
    }
    return (
        Picture(
            "networks",
            "Whom one sees decides who joins",
            f"1,000 people, b mean 0.6, medians of {RUNS} histories. Left: share taking part in the end against the "
            "spread of motivations; the line is exact for an endless population in which everybody sees everybody. "
            "Right: small worlds in which people see more or fewer neighbours: where few are motivated, more ties "
            "show them that nobody moves.",
            (
                Panel("spread of motivations (b sd)", "share taking part", (
                    Layer("line", {"x": fine, "y": [normal_equilibrium(0.4, sd) for sd in fine]}, "complete, exact"),
                    Layer("points", long(some, by_network)),
                ), y_range=(0, 1)),
                Panel("neighbours seen on either side", "share taking part", (
                    Layer("line", long(radius, by_ties)), Layer("points", long(radius, by_ties)),
                ), x_log=True, y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
