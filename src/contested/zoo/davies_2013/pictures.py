"""What police numbers and delay do, and where people go."""

from __future__ import annotations

import numpy as np

from contested.zoo.davies_2013.laws import destinations
from contested.zoo.davies_2013.model import Riots, model
from contested.zoo.davies_2013.targets import runs
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """The paper's two questions, put to a made-up city."""
    steps = np.arange(1, 61)
    courses = {f"{q} officers": runs(100, police=q)["rioting"].mean(0)[:60] for q in (0, 300, 600, 1000, 1500)}
    force = np.array([0, 100, 200, 300, 450, 600, 800, 1000, 1250, 1500, 2000, 2500])
    taken = {
        f"delay {d}": [trajectory(model(police=q, delay=d), steps=100)["arrested"][-1] for q in force]
        for d in (0, 4, 12)
    }
    exact = destinations(Riots(police=0))
    gone = runs(5, police=0)["gone_to"][:, 0].sum(0)
    rank = np.arange(1, exact.size + 1)
    return (
        Picture(
            "police",
            "Police deter only where they are not outnumbered",
            "A made-up city of 7,200 people at risk and 30 sites. Left: people rioting, mean of 40 runs, by officers "
            "in all. Right: arrests in 100 steps, one run each, by officers and by how old the news is that sends "
            "them.",
            (
                Panel("step", "people rioting", (Layer("line", long(steps, courses)),)),
                Panel("officers in all", "arrested in 100 steps", (
                    Layer("line", long(force, taken)),
                    Layer("points", long(force, taken)),
                )),
            ),
        ),
        Picture(
            "destinations",
            "Where rioters go when no police are there: as shoppers would",
            "Share of the first step's journeys to each site, from the largest to the smallest: exact (line) and 40 "
            "runs (points).",
            (
                Panel("rank of the site by size", "share of journeys", (
                    Layer("line", {"x": rank, "y": exact}, "exact"),
                    Layer("points", {"x": rank, "y": gone / gone.sum()}, "simulated"),
                )),
            ),
        ),
    )  # fmt: skip
