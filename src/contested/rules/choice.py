"""A choice between staying and acting, with tastes nobody observes (a logit)."""

from __future__ import annotations

from contested.ground.compiled import scalar
from contested.ground.exact import logistic


@scalar
def chance_to_act(benefit: float, cost: float, temperature: float) -> float:
    """Chance of acting when it is a live question.

    Parameters
    ----------
    benefit, cost : float, level
    temperature : float, level
        Spread of unobserved tastes; towards 0 this is a threshold (granovetter1978).

    Returns
    -------
    float, probability

    References
    ----------
    mcfadden1974 for the logit; granovetter1978 and siegel2009 for the social part of the benefit.
    """
    return logistic((benefit - cost) / temperature)


@scalar
def stays(u: float, chance: float, benefit: float, cost: float, temperature: float) -> bool:
    """Whether a person certainly does not act, without an exponential.

    Parameters
    ----------
    u : float in [0, 1)
        The person's draw.
    chance : float, share
        How far it is a live question at all.

    Returns
    -------
    bool
        True only if u >= chance x chance_to_act(...): for t = -x > 0 the logistic of x lies below
        1 / (1 + t + t^2/2 + t^3/6), and most people already fail that. False says nothing.
    """
    t = (cost - benefit) / temperature
    return t > 0.0 and u * (1.0 + t * (1.0 + t * (0.5 + t * (1.0 / 6.0)))) >= chance


@scalar
def acts(u: float, chance: float, benefit: float, cost: float, temperature: float) -> bool:
    """Whether a person whose draw is u acts: exactly u < chance x chance_to_act(benefit, cost, temperature)."""
    if stays(u, chance, benefit, cost, temperature):
        return False
    return u < chance * chance_to_act(benefit, cost, temperature)
