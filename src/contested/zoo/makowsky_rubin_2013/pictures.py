"""What the abstract says, as curves; and one revolution, step by step."""

from __future__ import annotations

import numpy as np

from contested.zoo.kit.trajectories import trajectory
from contested.zoo.makowsky_rubin_2013.model import Society, make
from contested.zoo.makowsky_rubin_2013.runs import HIGH, runs_of
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """What the abstract says, as curves; and one revolution, step by step."""
    weights = np.round(np.linspace(0, 1, 11), 2)
    few = 6
    hidden, change = {}, {}
    for reach in (1, 2, 4):
        cells = [runs_of(c, reach, Society().shock, few) for c in weights]
        hidden[f"reach {reach}"] = [x["falsification"].mean() for x in cells]
        change[f"reach {reach}"] = [x["change"].mean() for x in cells]
    shocks = np.round(np.linspace(0, 0.7, 8), 2)
    tipped = {
        f"reach {reach}": [runs_of(HIGH, reach, s, few)["change"].mean() for s in shocks] for reach in (1, 2, 4)
    }
    one = trajectory(make(Society(centralisation=HIGH, reach=4)), steps=220, seed=2013)
    return (
        Picture(
            "centralisation",
            "What centralisation hides, and what comes of it",
            f"Mean of {few} societies a point, all simulated with our formulas. Left: distance between what citizens "
            "want and say before a shock. Middle: how far institutions move after it. Right: the same against the "
            "size of the shock, at centralisation 0.8: change is sudden, and sooner where networks reach farther. "
            "Fully centralised societies with far-reaching networks overthrow the centre before any shock, which is "
            "why both curves of reach 4 fall at the right end.",
            (
                Panel("centralisation", "falsification before the shock", (Layer("line", long(weights, hidden)),)),
                Panel("centralisation", "change of institutions", (Layer("line", long(weights, change)),)),
                Panel("part of citizens who speak out", "change of institutions",
                      (Layer("line", long(shocks, tipped)),)),
            ),
            columns=3,
        ),
        Picture(
            "revolution",
            "A cascade of revelation",
            "One society (centralisation 0.8, reach 4, shock after step 100), step by step.",
            (
                Panel("step", "level or share", (
                    Layer("line", long(np.arange(1, 221), {name: one[name] for name in
                                                           ("falsification", "defiance", "expressed")})),
                ), y_range=(0, 1), x_rules={"shock": 100}),
            ),
        ),
    )  # fmt: skip
