"""The pictures its readers know."""

from __future__ import annotations

import numpy as np

from contested.zoo.lang_de_sterck_2014.laws import limit, region
from contested.zoo.lang_de_sterck_2014.model import model
from contested.zoo.lang_de_sterck_2014.targets import EXAMPLES, example
from contested.zoo.picture import Layer, Panel, Picture
from contested.zoo.playing import played


def pictures() -> tuple[Picture, ...]:
    """How protest moves in each of the four kinds of state, and which parameters make which."""
    return (_flows(), _map())


def _flows() -> Picture:
    steps = 80
    panels = []
    for kind, (c1, c2, alpha, beta) in EXAMPLES.items():
        paths = {}
        for start in np.round(np.arange(0.05, 1.0, 0.1), 2):
            regime = model(example(kind, start=float(start), duration=0.05))
            path = np.concatenate([[start], played(regime, steps=steps)["protesting"]])
            end = limit(float(start), c1, c2, alpha, beta)
            paths[float(start)] = (path, "to silence" if end == 0 else ("to victory" if end == 1 else "comes to rest"))
        layers = tuple(
            Layer("line", {"x": np.arange(steps + 1) * 0.05, "y": path, "series": [where] * (steps + 1)})
            for path, where in paths.values()
        )
        title = "failed state" if kind == "failed" else f"{kind} police state"
        panels.append(
            Panel("time", "part of the people protesting", layers, title=f"{title}: c1 {c1}, c2 {c2}",
                  y_range=(0, 1), y_rules={"seen above": 1 - alpha, "policed below": beta})
        )  # fmt: skip
    return Picture(
        "flows",
        "Four kinds of police state",
        "Paths of the protest from ten starts in each of the four regions (simulated; they end where the closed form "
        "says). Rules mark the size above which protest is seen and the size below which it is policed.",
        tuple(panels),
    )


def _map() -> Picture:
    grid = np.linspace(0.0075, 0.9925, 67)
    panels = []
    code = {"failed": 0, "stable": 1, "meta-stable": 2, "unstable": 3}
    for rest, title in ((0.2, "c1 : c2 = 1 : 4"), (0.5, "c1 : c2 = 1 : 1"), (0.8, "c1 : c2 = 4 : 1")):
        alpha, beta = np.meshgrid(grid, grid)
        value = [code[region(rest, 1 - rest, float(a), float(b))] for a, b in zip(alpha.ravel(), beta.ravel())]
        panels.append(
            Panel("alpha: visibility", "beta: police capacity", (
                Layer("heat", {"x": alpha.ravel(), "y": beta.ravel(), "value": value}),
                Layer("text", _labels(rest)),
            ), title=title, x_range=(0, 1), y_range=(0, 1))
        )  # fmt: skip
    return Picture(
        "regions",
        "More visibility makes a stable police state unstable",
        "Which kind of state the parameters make (closed form): 0 failed, 1 stable, 2 meta-stable, 3 unstable police "
        "state. New media move a country to the right.",
        tuple(panels),
        columns=3,
    )


def _labels(rest: float) -> dict[str, list]:
    """A name in the middle of each region, where it has room."""
    places = {
        "failed": (0.25, 0.25),
        "stable": ((1 - rest) / 2, 1 - (1 - rest) / 4) if rest < 0.75 else (0.1, 0.97),
        "meta-stable": (1 - rest / 2, (1 + rest) / 2),
        "unstable": (1 - rest / 3, rest * 0.75),
    }
    kept = {name: at for name, at in places.items() if name != "stable" or rest < 0.75}
    return {"x": [x for x, _ in kept.values()], "y": [y for _, y in kept.values()], "label": list(kept)}
