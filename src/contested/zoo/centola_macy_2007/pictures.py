"""The paper's point in two curves: what long ties do to a simple contagion, and to one that needs two contacts."""

from __future__ import annotations

import numpy as np

from contested.engine.params import override
from contested.zoo.centola_macy_2007.model import Contagion, make
from contested.zoo.centola_macy_2007.targets import exact_steps, mean_time, success
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long

RUNS = 20
REWIRED = np.array([0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0])


def pictures() -> tuple[Picture, ...]:
    """Time and success against long ties, and how one contagion goes on."""
    times, successes = {}, {}
    for a in (1, 2, 3):
        runs = [{"threshold": a, "rewired": float(p)} for p in REWIRED]
        successes[f"a = {a}"] = [success(RUNS, **s) for s in runs]
        times[f"a = {a}"] = [mean_time(RUNS, **s) for s in runs]
    step = np.arange(0, 800)
    paths = {
        f"a = 2, p = {p}": np.append(9e-4, trajectory(make(override(Contagion(), {"rewired": p})), steps=799)["share"])
        for p in (0.02, 0.05, 0.1, 0.4)
    }
    return (
        Picture(
            "long-ties",
            "The weakness of long ties",
            f"Rings of 10,000 people with 8 neighbours, means of {RUNS} runs; ties swap ends, so that every degree "
            "stays 8. One contact (a = 1): a few long ties speed everything up. Two: few do nothing, more of them "
            "help, too many end it. Three: they never help, and end it sooner. Dashed: exact steps without long ties; "
            "a = 2 takes 1,499. Right: one run each; with p = 0.4 it stops near its seed.",
            (
                Panel("share of ties made long (p)", "steps to 90 % (successful runs)", (
                    Layer("line", long(REWIRED, times)), Layer("points", long(REWIRED, times)),
                ), x_log=True, y_log=True,
                    y_rules={f"a = {a}, p = 0": exact_steps(10_000, 8, a) for a in (1, 3)}),
                Panel("share of ties made long (p)", "runs that reach 90 %", (
                    Layer("line", long(REWIRED, successes)), Layer("points", long(REWIRED, successes)),
                ), x_log=True, y_range=(0, 1)),
                Panel("step", "share reached", (Layer("line", long(step, paths)),), y_range=(0, 1)),
            ),
            columns=3,
        ),
    )  # fmt: skip
