"""What the decision rule alone implies: how many act when everybody expects the same chance of arrest."""

from __future__ import annotations


def share_active(legitimacy: float, chance: float, threshold: float = 0.1) -> float:
    """The share of people with H (1 - L) - R P > T, for H and R uniform and independent.

    Parameters
    ----------
    legitimacy, chance : float, share and chance
        L, and the estimated chance of arrest P.
    threshold : float
        T, at least 0.

    Returns
    -------
    float, share
        At P = 0 it is 1 - T / (1 - L): more than that never act, whatever the police do.
    """
    anger = 1.0 - legitimacy
    if anger <= threshold:
        return 0.0
    if chance == 0.0:
        return 1.0 - threshold / anger
    # grievance above T up to which risk aversion decides; those beyond it nothing frightens
    slope = min(chance, anger - threshold)
    return (0.5 * slope * (slope / chance) + (anger - threshold - slope)) / anger
