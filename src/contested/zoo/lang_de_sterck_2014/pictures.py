"""The pictures its readers know."""

from __future__ import annotations

import numpy as np

from contested.zoo.kit.trajectories import trajectory
from contested.zoo.lang_de_sterck_2014.laws import limit, region
from contested.zoo.lang_de_sterck_2014.model import model
from contested.zoo.lang_de_sterck_2014.targets import EXAMPLES, example
from contested.zoo.picture import Layer, Panel, Picture


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
            path = np.concatenate([[start], trajectory(regime, steps=steps)["protesting"]])
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
    panels = []
    for rest, title in ((0.2, "c1 : c2 = 1 : 4"), (0.5, "c1 : c2 = 1 : 1"), (0.8, "c1 : c2 = 4 : 1")):
        regions = _regions(rest)
        roomy = {name: patch for name, patch in regions.items() if np.ptp(patch[0]) >= 0.3}
        middles = [_middle(*patch) for patch in roomy.values()]
        columns = {
            name: [float(v) for patch in regions.values() for v in patch[k]]
            for k, name in enumerate(("x", "low", "high"))
        }
        panels.append(
            Panel("alpha: visibility", "beta: police capacity", (
                Layer("band", {**columns, "series": [name for name in regions for _ in range(2)]}),
                Layer("text", {"x": [x for x, _ in middles], "y": [y for _, y in middles], "label": list(roomy)}),
            ), title=title, x_range=(0, 1), y_range=(0, 1))
        )  # fmt: skip
    return Picture(
        "regions",
        "More visibility makes a stable police state unstable",
        "Which kind of state the parameters make (closed form): failed, or a stable, meta-stable or unstable police "
        "state. New media move a country to the right.",
        tuple(panels),
        columns=3,
    )


def _regions(rest: float) -> dict[str, tuple[list[float], list[float], list[float]]]:
    """Each kind's alpha from and to, and the beta below and above it at both ends.

    Borders are straight (beta = 1 - alpha, alpha = 1 - rest, beta = rest), so ends will do; the rule itself says, in
    its middle, which kind a patch is.
    """
    turn = 1.0 - rest
    patches = (
        ([0.0, 1.0], [0.0, 0.0], [1.0, 0.0]),
        ([0.0, turn], [1.0, rest], [1.0, 1.0]),
        ([turn, 1.0], [rest, rest], [1.0, 1.0]),
        ([turn, 1.0], [rest, 0.0], [rest, rest]),
    )
    return {region(rest, turn, *_middle(*patch)): patch for patch in patches}


def _middle(alpha: list[float], low: list[float], high: list[float]) -> tuple[float, float]:
    corners = {*zip(alpha, low), *zip(alpha, high)}
    x, y = np.mean(sorted(corners), axis=0)
    return float(x), float(y)
