"""Coexistence, cleansing, havens; and how long it takes."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import State
from contested.engine.params import override
from contested.engine.run import InMemory, run
from contested.zoo.epstein_2002_ii.extinction import times
from contested.zoo.epstein_2002_ii.model import Strife, make
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long

STEPS = 300
SEEN_AT = 60


def pictures() -> tuple[Picture, ...]:
    """Three histories, one map, and times to extinction against peacekeepers."""
    panels = []
    for title, settings in (
        ("L = 0.9, no peacekeepers", {"legitimacy": 0.9}),
        ("L = 0.8, no peacekeepers", {}),
        ("L = 0.8, 4 % peacekeepers", {"cop_density": 0.04}),
    ):
        seen = trajectory(make(override(Strife(), settings)), steps=STEPS, seed=5)
        groups = {"first group": seen["group_0"], "second group": seen["group_1"]}
        panels.append(Panel("step", "people alive", (Layer("line", long(np.arange(STEPS), groups)),), title=title))
    panels.append(_map())
    cops = (0.0, 0.04, 0.12)
    found = {c: times(c, 0.8, 60) for c in cops}
    return (
        Picture(
            "strife",
            "Where the other's right to exist is doubted, one group disappears",
            f"One run each, simulated. Last panel: who stands where at step {SEEN_AT} of the run with peacekeepers.",
            tuple(panels),
        ),
        Picture(
            "time-to-extinction",
            "Many peacekeepers buy time, a few do not",
            "Steps until one group is gone at L = 0.8: sixty simulated runs at each density (points), mean and "
            "standard deviation (lines).",
            (
                Panel("peacekeepers (% of sites)", "steps to extinction", (
                    Layer("points", {"x": [100 * c for c in cops for _ in found[c]],
                                     "y": [t for c in cops for t in found[c]]}, "runs"),
                    Layer("line", long([100 * c for c in cops], {
                        "mean": [found[c].mean() for c in cops], "standard deviation": [found[c].std() for c in cops],
                    })),
                )),
            ),
        ),
    )  # fmt: skip


def _map() -> Panel:
    model = make(Strife(cop_density=0.04))
    state = run(model, model.params, 5, steps=SEEN_AT, recorder=InMemory(model.observables, {}, 0, SEEN_AT))
    return Panel("", "", (Layer("heat", _who(state, model.params.side)),), title=f"4 % peacekeepers, step {SEEN_AT}")


def _who(state: State, side: int) -> dict[str, list[Any]]:
    """Everybody's place, in the colours of the histories."""
    there = {"first group": state["members"][0], "second group": state["members"][1]}
    sites = {name: np.flatnonzero(here) for name, here in there.items()} | {"peacekeepers": state["cop"]}
    at = np.concatenate(list(sites.values()))
    names = [name for name, found in sites.items() for _ in found]
    rows, columns = np.divmod(at, side)
    return {"x": columns.tolist(), "y": rows.tolist(), "value": [1] * at.size, "series": names}
