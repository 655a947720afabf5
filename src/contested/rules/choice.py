"""A choice between staying and acting, with tastes nobody observes (a logit)."""

from __future__ import annotations

from contested.ground.compiled import scalar
from contested.ground.exact import logistic


@scalar
def chance_to_act(benefit, cost, temperature):
    """Chance of acting when it is a live question.

    Parameters
    ----------
    benefit, cost : float, level
    temperature : float, level
        Spread of unobserved tastes; towards 0 this is a threshold (granovetter1978).

    Returns
    -------
    float, chance

    References
    ----------
    mcfadden1974 for the logit; granovetter1978 and siegel2009 for the social part of the benefit.
    """
    return logistic((benefit - cost) / temperature)
