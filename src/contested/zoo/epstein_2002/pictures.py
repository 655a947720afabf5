"""The paper's figures, under the readings that give them and those that do not."""

from __future__ import annotations

import numpy as np

from contested.zoo.epstein_2002.presets import PRESETS
from contested.zoo.epstein_2002.runs import actives, bursts, settings
from contested.zoo.picture import Layer, Panel, Picture, long

_FOLLOWED = {"pursuit": "takes-place"}


def pictures() -> tuple[Picture, ...]:
    """Outbursts, the waits between them, and a jump against small steps."""
    return (_outbursts(), _waits(), _falls())


def _outbursts() -> Picture:
    steps = np.arange(600)
    panels = []
    for title, chosen in (
        ("C/A as printed, diamond", {}),
        ("C/A to the nearest whole number, diamond", {"ratio": "round"}),
        ("C/A rounded down, disc (as in NetLogo)", {"neighbourhood": "disc", "ratio": "floor"}),
        ("C/A rounded down, larger coordinate", {"neighbourhood": "moore", "ratio": "floor"}),
    ):
        long_run = chosen.get("neighbourhood") is not None  # simulated anyway, for the waits
        series = actives(settings(**chosen, **_FOLLOWED), 12_000 if long_run else 800, 1)[200:800]
        panels.append(Panel("step", "people active", (Layer("line", {"x": steps, "y": series}),), title=title,
                            y_range=(0, 498), y_rules={"outburst": 50}))  # fmt: skip
    return Picture(
        "outbursts",
        "One line of the paper decides whether rebellion comes in outbursts",
        "The paper's run 2 (legitimacy 0.82, longest term 30, 64 cops among 1,120 people of whom at most 498 can ever "
        "act), simulated once under four readings of what people see and how they compare cops with actives.",
        tuple(panels),
    )


def _waits() -> Picture:
    panels = []
    for title, chosen, runs, width in (
        ("rounded down, disc: nearly periodic", {"neighbourhood": "disc", "ratio": "floor"}, (1,), 2),
        ("rounded down, larger coordinate: nearly exponential", {"neighbourhood": "moore", "ratio": "floor"}, (0, 1),
         75),
    ):
        wait = np.concatenate([bursts(settings(**chosen, **_FOLLOWED), 12_000, r).wait for r in runs])
        edges = np.arange(0, max(wait.max(), width) + width, width)
        height = np.histogram(wait, edges)[0] / wait.size / width
        middle = (edges[:-1] + edges[1:]) / 2
        panels.append(Panel(
            "steps from one outburst to the next", "part of waits per step",
            (
                Layer("bars", {"x": middle, "low": edges[:-1], "high": edges[1:], "y": height}, "simulated"),
                Layer("line", {"x": middle, "y": np.exp(-middle / wait.mean()) / wait.mean()},
                      "exponential of the same mean"),
            ),
            title=title,
        ))  # fmt: skip
    return Picture(
        "waits",
        "Waiting for the next outburst",
        "Steps from the end of one outburst to the start of the next, over 12,000 steps of one population (left) and "
        "of two (right).",
        tuple(panels),
    )


def _falls() -> Picture:
    panels = []
    steps = np.arange(250)
    for title, chosen in (("C/A as printed, diamond", {}), ("C/A rounded down, diamond", {"ratio": "floor"})):
        paths = {
            "0.9 to 0.2 in small steps": actives(settings(**{**PRESETS["salami"], **chosen, **_FOLLOWED}), 250, 1),
            "0.9 to 0.7 at one blow, t = 77": actives(settings(**{**PRESETS["jump"], **chosen, **_FOLLOWED}), 250, 1),
        }
        panels.append(Panel("step", "people active", (Layer("line", long(steps, paths)),), title=title))
    return Picture(
        "salami",
        "Small steps against a jump",
        "Legitimacy falls from 0.9, in small steps to 0.2 or at one blow to 0.7; the arrested never return. One run "
        "each. The paper's contrast is there under its printed formula, and gone when C/A is rounded down.",
        tuple(panels),
    )
