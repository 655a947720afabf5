"""The pictures its readers know."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from contested.zoo.edmond_2013.game import bias, equilibrium
from contested.zoo.edmond_2013.targets import plays
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """How good information helps the liar, and who lies."""
    alpha = np.logspace(0, 5, 200)
    costs = (0.25, 0.5, 0.75)
    lines = {f"p = {p}": [equilibrium(p, a, 0.5).threshold for a in alpha] for p in costs}
    honest = {f"p = {p}": np.full(alpha.size, 1 - p) for p in costs}
    some = (10.0, 100.0, 1e3, 1e4)
    fell = [0.5 * plays(precision=a, weakest=0.0, strongest=0.5)["fell"].mean() for a in some]
    theta = np.linspace(-0.25, 1.25, 601)
    at, honest_at = equilibrium(0.5, 100.0, 0.5), equilibrium(0.5, 100.0, math.inf)
    risen = {
        "may lie": ndtr(10 * (at.cutoff - theta - [bias(t, at) for t in theta])),
        "may not": ndtr(10 * (honest_at.cutoff - theta)),
    }
    each = {a: equilibrium(0.5, a, 0.5) for a in (10.0, 100.0, 1e3)}
    lies = {f"alpha = {a:g}": [bias(t, found) for t in theta] for a, found in each.items()}
    seen = plays()
    part = slice(0, 600)
    return (
        Picture(
            "precision",
            "The better people are informed, the better lying works",
            "Left: the strength theta* below which a regime falls, against the precision of citizens' signals, with "
            "marginal cost of bias 0.5 (lines) and without any manipulation (dashed); points are "
            "what crowds of 1,000 overthrow of 4,000 regimes drawn between 0 and 0.5 with p = 0.5. Right: who rises "
            "against regimes of each "
            "strength at precision 100; points are 600 drawn regimes.",
            (
                Panel("precision of signals alpha", "threshold theta*", (
                    Layer("line", long(alpha, lines)), Layer("dashed", long(alpha, honest)),
                    Layer("points", {"x": some, "y": fell}, "drawn, p = 0.5"),
                ), x_log=True, y_range=(0, 1)),
                Panel("strength of the regime theta", "part of the people who rise", (
                    Layer("line", long(theta, risen)),
                    Layer("points", {"x": seen["strength"][part], "y": seen["uprising"][part]}, "drawn"),
                    Layer("dashed", {"x": [0.0, 1.0], "y": [0.0, 1.0]}, "needed"),
                ), x_range=(-0.25, 1.25), y_range=(0, 1)),
            ),
        ),
        Picture(
            "bias",
            "Regimes of middling strength lie, and all look alike",
            "How much stronger than it is a regime makes itself look, p = 0.5, marginal cost 0.5. The weak fall anyway "
            "and do not bother; the strong need not; those between show one and the same face.",
            (
                Panel("strength of the regime theta", "bias", (
                    Layer("line", long(theta, lies)),
                )),
            ),
            columns=1,
        ),
    )  # fmt: skip
