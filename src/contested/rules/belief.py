"""Learning from reports: a weighted step from the old belief towards the report."""

from __future__ import annotations

from contested.ground.compiled import scalar


@scalar
def learned(before: float, report: float, weight: float) -> float:
    """`before` moved towards `report` by `weight` (0 to 1): a constant-gain update (Rescorla & Wagner 1972)."""
    return before + weight * (report - before)


@scalar
def half_full(x: float, half: float) -> float:
    """x / (x + half): 0 at 0, one half at `half`, towards 1; attention and threat saturate like this."""
    if x <= 0.0:
        return 0.0
    return x / (x + half)


@scalar
def heard(true: float, cut: float, reach: float, state_discount: float, independent_bias: float) -> float:
    """What one segment of the public hears of a true number.

    Parameters
    ----------
    true : float
    cut : float, share
        Connectivity cut where they live.
    reach : float, share
        Part of what independent media say that reaches them: 1 for people online, the share of rumour for others.
    state_discount, independent_bias : float
        What state broadcasting and independent media say per true one.

    Returns
    -------
    float
        Independent media reach online people as far as connectivity does, and rumour fills in for the rest; what
        neither brings comes from state broadcasting. Lohmann 1994's information cascade reads this number.
    """
    return true * (reach * (1.0 - cut) * independent_bias + (1.0 - reach * (1.0 - cut)) * state_discount)
