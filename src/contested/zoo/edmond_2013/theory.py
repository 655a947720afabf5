"""Who falls, who rises and who lies: the one equilibrium with linear costs of manipulation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from contested.engine.params import Params, choice, param
from contested.zoo.kit.regime_change import cutoff, density


@dataclass(frozen=True, kw_only=True)
class Propaganda(Params):
    """What an uprising costs citizens, what they can see, and what hiding the truth costs the regime."""

    people: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="citizens who may rise"
    )
    opportunity_cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="edmond2013",
        meaning="p, cost of rising, as a share of what an overthrow brings those who rose")
    precision: float = param(
        100.0, unit="-", within=(1e-4, 1e9), source="assumed", meaning="alpha, 1 / variance of a citizen's signal")
    manipulation: str = choice(
        "linear", among=("linear", "none"), source="edmond2013",
        meaning="the regime can bias signals at a cost proportional to the bias, or cannot")
    marginal_cost: float = param(
        0.5, unit="-", within=(1e-4, 1e6), source="assumed", meaning="k, cost of one unit of bias",
        when={"manipulation": ("linear",)})
    strength: str = choice(
        "drawn", among=("drawn", "given"), source="assumed",
        meaning="the regime's strength is drawn uniformly between two bounds, or is `given_strength`")
    weakest: float = param(-0.5, unit="level", within=(-100, 100), source="assumed", meaning="least strength drawn",
        when={"strength": ("drawn",)})
    strongest: float = param(1.5, unit="level", within=(-100, 100), source="assumed", meaning="largest strength drawn",
        when={"strength": ("drawn",)})
    given_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="theta, if `strength` is given",
        when={"strength": ("given",)})  # fmt: skip


class Equilibrium(NamedTuple):
    """Who falls, who rises, and who lies.

    Regimes below `threshold` fall; citizens rise on signals below `cutoff`; regimes in [`liars_from`, `pool`) bias
    their signals so that all of them look like `pool`. Nobody does where the two are equal.
    """

    threshold: float
    cutoff: float
    liars_from: float
    pool: float


def equilibrium(p: float, alpha: float, k: float) -> Equilibrium:
    """The equilibrium with linear costs; k = infinity is the game without manipulation.

    Parameters
    ----------
    p, alpha, k : float
        Opportunity cost, precision, marginal cost.

    Returns
    -------
    Equilibrium
        A lying regime looks like y = x* + g whatever its strength, where one more bit of bias keeps no more people at
        home than it costs: sqrt(alpha) phi(sqrt(alpha) g) = k. Which regimes lie falls into three cases.
    """
    root = math.sqrt(alpha)
    alone = float(ndtri(1.0 - p))  # sqrt(alpha) (x* - theta*) without manipulation
    honest = Equilibrium(1.0 - p, cutoff(1.0 - p, alpha), math.inf, math.inf)
    if k >= root * density(0.0):
        return honest  # no bias ever pays
    g = math.sqrt(2.0 * math.log(root * density(0.0) / k))  # in standard deviations of a signal
    if alone <= -g:
        return honest  # whoever would lie is so weak that it falls
    faced = float(ndtr(-g))  # share that rises against a liar

    # a regime e standard deviations below x* is as well off honest: Phi(e) = faced + k (g + e) / sqrt(alpha)
    indifferent = brentq(lambda e: float(ndtr(e)) - faced - k * (g + e) / root, g, root / k, xtol=1e-14)
    if alone >= indifferent:  # the weakest survivors would have too far to lie
        liar = honest.cutoff - indifferent / root
        return Equilibrium(1.0 - p, honest.cutoff, liar, honest.cutoff + g / root)

    # otherwise the weakest survivor lies and is left with nothing: theta* = faced + k (y - theta*); with the cut-off's
    # posterior, in which all liars look alike, that is theta* = (1 - p) / p Phi(-d), d = sqrt(alpha) (x* - theta*)
    d = brentq(
        lambda d: (1.0 - p) / p * float(ndtr(-d)) - faced - k * (g + d) / root, alone, indifferent, xtol=1e-14
    )
    threshold = (1.0 - p) / p * float(ndtr(-d))
    sees = threshold + d / root
    return Equilibrium(threshold, sees, threshold, sees + g / root)


def solved(params: Propaganda) -> Equilibrium:
    """The equilibrium of these parameters."""
    k = params.marginal_cost if params.manipulation == "linear" else math.inf
    return equilibrium(params.opportunity_cost, params.precision, k)


def bias(strength: float, at: Equilibrium) -> float:
    """How much stronger than it is a regime makes itself look; 0 for those that fall anyway or need not."""
    return at.pool - strength if at.liars_from <= strength < at.pool else 0.0
