"""Who moves below which strength, and what a report of the crowd tells elites: both equilibria in closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass

from contested.engine.params import Params, choice, param
from contested.zoo.kit.regime_change import cutoff, slope, threshold


@dataclass(frozen=True, kw_only=True)
class Square(Params):
    """Citizens in the square, elites in their offices, and the press between them."""

    citizens: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="people who may protest")
    elites: int = param(
        200, unit="person", within=(1, 1_000_000), source="assumed", whole=True, meaning="people who may join a coup")
    mean_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed",
        meaning="z, mean of the common prior on the leadership's strength")
    prior_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e6), source="assumed", meaning="alpha, 1 / variance of the common prior")
    strength: str = choice(
        "drawn", among=("drawn", "given"), source="assumed",
        meaning="the leadership's strength is drawn from the common prior, or is `given_strength`")
    given_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="theta, if `strength` is given",
        when={"strength": ("given",)})
    citizen_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e9), source="assumed",
        meaning="beta_c, 1 / variance of a citizen's private signal")
    citizen_cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="assumed",
        meaning="c_c, cost of protesting, as a share of the value of success")
    media_freedom: float = param(
        1.0, unit="-", within=(1e-6, 1e6), source="assumed",
        meaning="mu, 1 / variance of the noise in what elites hear of the protest")
    elite_precision: float = param(
        4.0, unit="-", within=(1e-6, 1e9), source="assumed",
        meaning="beta_e, 1 / variance of the private signal of a member of the elite")
    elite_cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="assumed",
        meaning="c_e, cost of joining a coup, as a share of the value of success")  # fmt: skip


def informed(params: Square) -> float:
    """Precision of the elites' common belief after the report."""
    return params.prior_precision + params.citizen_precision * params.media_freedom


def protest_threshold(params: Square) -> float:
    """Strength below which the protest succeeds."""
    return threshold(params.citizen_cost, params.prior_precision, params.citizen_precision, params.mean_strength)


def coup_threshold(params: Square, belief: float) -> float:
    """Strength below which a coup succeeds when elites commonly expect `belief`."""
    return threshold(params.elite_cost, informed(params), params.elite_precision, belief)


def belief(params: Square, report: float) -> float:
    """What elites commonly expect after a report: the crowd, read backwards, is news of the leadership's strength."""
    root = math.sqrt(params.citizen_precision)
    news = cutoff(protest_threshold(params), params.citizen_precision) - report / root
    known, heard = params.prior_precision, params.citizen_precision * params.media_freedom
    return (known * params.mean_strength + heard * news) / (known + heard)


def overreaction(params: Square, at: float) -> float:
    """How many times as far the elites' cut-off moves with the common belief as it would if others did not react."""
    common = informed(params)
    moved = slope(coup_threshold(params, at), common, params.elite_precision)
    return 1.0 - (common + params.elite_precision) / common * moved
