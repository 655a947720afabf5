"""Pressure and how it ends a crisis: plants that stand still, doubts of the loyal, and how pressures join."""

from __future__ import annotations

from contested.ground.compiled import scalar


@scalar
def output_lost(striking: float, staff: float, threshold: float, multiplier: float) -> float:
    """Part of a plant's output lost to a strike.

    Parameters
    ----------
    striking, staff : float, person
    threshold : float, share
        Striking part from which the plant counts as struck.
    multiplier : float
        Output lost per striking part; above 1 when stopped shops stop others.

    Returns
    -------
    float, share
        0 below the threshold; at most 1.

    References
    ----------
    biggs2005 for strikes as a positive feedback among plants and colleagues; the threshold form is ours.
    """
    if staff <= 0.0 or striking < threshold * staff:
        return 0.0
    return min(1.0, multiplier * striking / staff)


@scalar
def shortfall(loyalty: float, sharpness: float) -> float:
    """(1 - loyalty)^sharpness for a whole-number sharpness: small doubts count for little, a rout for everything."""
    gap = min(1.0, max(0.0, 1.0 - loyalty))
    out = 1.0
    for _ in range(int(sharpness)):
        out *= gap
    return out


@scalar
def either(a: float, b: float) -> float:
    """1 - (1 - a)(1 - b): two pressures, neither of which is needed for the other."""
    return 1.0 - (1.0 - a) * (1.0 - b)
