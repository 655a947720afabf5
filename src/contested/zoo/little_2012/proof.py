"""The numbers the model must reproduce. Pictures: what monitors are worth, and what a result does to the square."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np
from scipy.special import ndtr

from contested.engine.params import override
from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.little_2012.model import make
from contested.zoo.little_2012.theory import (
    AT,
    WEIGHT,
    Contest,
    chance_of_revolution,
    cut_off,
    fraud_in_equilibrium,
    largest_regret,
    left,
    payoff,
    weight,
)
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

PLAYS = 4000


@cache
def plays(**settings: object) -> dict[str, np.ndarray]:
    """Every observable of `PLAYS` elections."""
    return trajectory(make(override(Contest(), settings)), steps=PLAYS, seed=member_seed(2012, 0))


def least_cost(mean_sentiment: float) -> float:
    """The fraud cost from which an incumbent is better off with an election; infinite for one who is secure."""
    held = Contest(mean_sentiment=mean_sentiment)
    gain = chance_of_revolution(Contest(mean_sentiment=mean_sentiment, election="none")) - chance_of_revolution(held)
    return fraud_in_equilibrium(held) ** 2 / (2.0 * gain) if gain > 0 else math.inf


def _secure_incumbents_who_gain() -> float:
    return sum(math.isfinite(least_cost(m)) for m in (-0.5, 0.0, 0.2, 0.4, 0.49))


def _mean_protest(params: Contest) -> float:
    q = params.mean_sentiment + math.sqrt(weight(params)) * params.sd_sentiment * AT
    return float(WEIGHT @ ndtr((q - cut_off(params, q)) / math.hypot(params.sd_citizen, math.sqrt(left(params)))))


def _chance(chance: float, what: str, where: str, **settings: object) -> Target:
    return Target(what, chance, 3 * math.sqrt(chance * (1 - chance) / PLAYS), "derived",
                  lambda: float(plays(**settings)["revolution"].mean()), where=where, runs=PLAYS)  # fmt: skip


def targets() -> tuple[Target, ...]:
    """Simulated frequencies beside exact chances, equilibrium fraud, and who gains by an election."""
    base = Contest()
    held, none = chance_of_revolution(base), chance_of_revolution(Contest(election="none"))
    x = fraud_in_equilibrium(base)
    protest = _mean_protest(base)
    quadrature = "quadrature over beliefs after the result"
    return (
        _chance(held, "probability of a revolution, defaults, 1,000 people", quadrature),
        _chance(held, "probability of a revolution without fraud, 1,000 people", "citizens discount it", fraud="none"),
        _chance(none, "probability of a revolution without an election, 1,000 people",
                      "Phi of the expected margin, in standard deviations",
                                                      election="none"),
        _chance(chance_of_revolution(base, x), "probability of a revolution if nobody expected the fraud, 1,000 people",
                                               quadrature, fraud="naive"),
        Target("mean protest, defaults, 1,000 people", protest, 3 * math.sqrt(protest * (1 - protest) / PLAYS),
               "derived", lambda: float(plays()["protest"].mean()), where=quadrature, runs=PLAYS),
        *(Target(f"equilibrium fraud, mu0 = {m}, c = 1", fraud, 5e-7, "derived",
                 partial(lambda m: fraud_in_equilibrium(Contest(mean_sentiment=m)), m),
                 where="B / c; B checked by finite differences of the probability of a revolution")
          for m, fraud in ((0.5, 0.2133649), (0.6, 0.2067286), (0.8, 0.1605891), (1.0, 0.0970190))),
        *(Target(f"lowest fraud cost at which the incumbent gains from an election, mu0 = {m}", cost, 5e-6, "derived",
                 partial(least_cost, m),
                     where="B^2 / (2 (P without - P with an election)), P the probability of a revolution")
          for m, cost in ((0.6, 1.109036), (0.8, 0.314193), (1.0, 0.133288))),
        Target("number of secure incumbents (mu0 below k / 2), of 5, who could gain from an election", 0, 0, "derived",
               _secure_incumbents_who_gain, where="a revolution is likelier with an election than without"),
        Target("largest gain of the incumbent from another level of fraud, defaults", 0.0, 1e-6, "derived",
               lambda: max(largest_regret(base), 0.0), where="equilibrium: nobody gains by deviating"),
        Target("fraud if monitors double its cost, relative to fraud before", 0.5, 1e-9, "derived",
               lambda: fraud_in_equilibrium(Contest(fraud_cost=2.0)) / x, where="x* = B / c"),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


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
            "Left: payoff of an incumbent who holds an election, against the cost of fraud (lines), and of one who "
            "holds none (dashed). Insecure incumbents gain from an election if fraud is so costly that they commit "
            "little. Right: mean protest against the result, if citizens expect the fraud and if they do not; points "
            "are 600 elections with 1,000 citizens.",
            (
                Panel("cost of fraud c", "incumbent's payoff", (
                    Layer("line", long(cost, with_one)), Layer("dashed", long(cost, without)),
                ), x_log=True, y_range=(0, 1)),
                Panel("discontent shown by the result", "share who join", (
                    Layer("points", {"x": one["result"][part], "y": one["protest"][part]}, "elections"),
                    Layer("line", long(shown, lines)),
                ), x_range=(-1.5, 2.5), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
