"""Bursts of protest through time, and what inequality and identity do to them."""

from __future__ import annotations

import numpy as np

from contested.zoo.kim_hanneman_2011.runs import cell, series
from contested.zoo.picture import Layer, Panel, Picture, long

#: runs of a point
RUNS = 3


def pictures() -> tuple[Picture, ...]:
    """Two runs, and three measures of outbursts against inequality."""
    steps = 250
    runs = {f"inequality {q}": series(q, 0.0, 0, 500) for q in (0.15, 0.3)}
    x = np.arange(101, 101 + steps)
    spread = (0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
    measured = {f"identity {i:g}": [_means(cell(q, float(i), RUNS, 500)) for q in spread] for i in (0, 1)}
    titles = {
        "frequency": "outbursts per 100 steps", "duration": "steps an outburst lasts",
        "strength": "workers protesting at its height (part)",
    }  # fmt: skip
    return (
        Picture(
            "bursts",
            "Protest comes in bursts",
            "The standard works of 1,120 workers and 64 cops from step 101 on, one run a colour, simulated. Left: part "
            "of the workers who protest. Right: part in jail, whose emptying sets the rhythm.",
            (
                Panel("step", "workers protesting (part)", (
                    Layer("line", long(x, {k: r["protesting"][:steps] for k, r in runs.items()})),
                ), y_rules={"outburst": 0.05}),
                Panel("step", "workers in jail (part)", (
                    Layer("line", long(x, {k: r["jailed"][:steps] for k, r in runs.items()})),
                )),
            ),
        ),
        Picture(
            "inequality",
            "Unequal wages: more outbursts, and larger ones up to a point",
            f"Mean of {RUNS} simulated runs of 500 steps a point. Outbursts grow with inequality until so many are in "
            "jail that few are left to join. Group identity (two equal groups, mixed) makes them a little weaker and "
            "shorter.",
            tuple(
                Panel("standard deviation of wages over their mean", title, (
                    Layer("line", long(spread, {k: [c[name] for c in cells] for k, cells in measured.items()})),
                    Layer("points", long(spread, {k: [c[name] for c in cells] for k, cells in measured.items()})),
                ))
                for name, title in titles.items()
            ),
            columns=3,
        ),
    )  # fmt: skip


def _means(outbursts: dict[str, np.ndarray]) -> dict[str, float]:
    """Over runs; those without an outburst have neither duration nor strength."""
    return {name: float(np.nanmean(v)) if np.isfinite(v).any() else np.nan for name, v in outbursts.items()}
