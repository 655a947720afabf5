"""Clusters, and a path."""

from __future__ import annotations

import numpy as np

from contested.zoo.hawkes_1971.laws import borel
from contested.zoo.hawkes_1971.model import model
from contested.zoo.hawkes_1971.targets import CLUSTERS, sizes, summed
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """Clusters against Borel's law, and a path."""
    size = np.unique(np.round(np.logspace(0, 3.5, 60)).astype(int))
    exact, drawn = {}, {}
    for n in (0.5, 0.8, 0.9, 1.0):
        upto = 1 - np.concatenate([[0.0], np.cumsum(borel(np.arange(1, size[-1] + 1), n))])
        found = sizes(n)
        exact[f"n {n:g}"] = [max(upto[s - 1], 1e-12) for s in size]
        drawn[f"n {n:g}"] = [(found >= s).mean() for s in size]
    seen = long(size, drawn)
    shown = [k for k, y in enumerate(seen["y"]) if y > 0]
    law = long(size, exact)
    kept = [k for k, y in enumerate(law["y"]) if y > 1e-5]
    steps = 150
    path = trajectory(model(branching=0.8, decay=0.5), steps=steps, seed=4)
    sums = np.sort(summed())
    at = np.linspace(0, 6, 121)
    return (
        Picture(
            "clusters",
            "One event's descendants: few, or at n = 1 without a scale",
            f"Chance that a cluster has at least so many events: Borel's law (lines) and {CLUSTERS:,} simulated "
            "clusters (points), for the mean number n that one event sets off itself.",
            (
                Panel("size of a cluster", "chance of at least that size", (
                    Layer("line", {c: [v[k] for k in kept] for c, v in law.items()}),
                    Layer("points", {c: [v[k] for k in shown] for c, v in seen.items()}),
                ), x_log=True, y_log=True, y_range=(1e-5, 1)),
            ),
        ),
        Picture(
            "path",
            "Bursts that nothing outside explains",
            "Left: events a step (bars) and the rate (line) at base 1, n = 0.8, decay 0.5. Right: the rate summed from "
            "event to event; were the model wrong, the simulated share (points) would leave the exact one (line).",
            (
                Panel("step", "events in the step", (
                    Layer("bars", {"x": np.arange(steps), "low": np.arange(steps), "high": np.arange(steps) + 1.0,
                                   "y": path["events"]}, "events"),
                    Layer("line", {"x": np.arange(1, steps + 1), "y": path["rate"]}, "rate"),
                )),
                Panel("rate summed between two events", "share at most that", (
                    Layer("points", {"x": at[::3], "y": np.searchsorted(sums, at[::3], "right") / sums.size},
                          "simulated"),
                    Layer("line", {"x": at, "y": 1 - np.exp(-at)}, "1 - exp(-x)"),
                ), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
