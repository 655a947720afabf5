"""What monitors are worth, and what a result does to the square."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from contested.zoo.little_2012.game import Contest, cut_off, fraud_in_equilibrium, left, payoff, weight
from contested.zoo.little_2012.targets import plays
from contested.zoo.picture import Layer, Panel, Picture, long


def pictures() -> tuple[Picture, ...]:
    """What monitors are worth to an incumbent, and what a result does to the square."""
    cost = np.logspace(-1, 1, 61)
    with_one, without = {}, {}
    for m in (0.3, 0.6, 0.8):
        name = f"mean discontent {m}"
        with_one[name] = [payoff(Contest(mean_sentiment=m, fraud_cost=c)) for c in cost]
        without[name] = np.full(cost.size, payoff(Contest(mean_sentiment=m, election="none", fraud="none")))
    shown = np.linspace(-1.5, 2.5, 161)
    base, lines = Contest(), {}
    x = fraud_in_equilibrium(base)
    for name, expected in (("fraud expected", x), ("fraud not expected", 0.0)):
        belief = (1 - weight(base)) * base.mean_sentiment + weight(base) * (shown + expected)
        lines[name] = ndtr((belief - cut_off(base, belief)) / math.hypot(base.sd_citizen, math.sqrt(left(base))))
    one, part = plays(), slice(0, 600)
    return (
        Picture(
            "elections",
            "Why an incumbent may want to be watched",
            "Left: what an election is worth to an incumbent with fraud of each cost (lines), and what no election is "
            "(dashed): those who are insecure gain by one, if fraud is dear enough that little is expected of them. "
            "Right: mean protest after each result, when people expect the fraud and when they do not; points are 600 "
            "elections with 1,000 citizens.",
            (
                Panel("cost of fraud c", "incumbent's payoff", (
                    Layer("line", long(cost, with_one)), Layer("dashed", long(cost, without)),
                ), x_log=True, y_range=(0, 1)),
                Panel("discontent as the result shows it", "part of the people who join", (
                    Layer("points", {"x": one["result"][part], "y": one["protest"][part]}, "elections"),
                    Layer("line", long(shown, lines)),
                ), x_range=(-1.5, 2.5), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
