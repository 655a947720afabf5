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


def signal(*parts: float) -> float:
    """1 - product of (1 - part), each part cut to 0 to 1: several signs of a change, each enough by itself.

    References
    ----------
    kuran1991 for public signs that let others show what they prefer; the form is that of independent causes.
    """
    none = 1.0
    for part in parts:
        none *= 1.0 - min(1.0, max(0.0, part))
    return 1.0 - none


def quietness(recent: float, largest: float, quiet: float) -> float:
    """How far a street that was not quiet has gone quiet.

    Parameters
    ----------
    recent, largest : float, share
        Largest crowd of late, and ever.
    quiet : float, share
        Crowd below which a street is quiet.

    Returns
    -------
    float, share
        1 - recent / quiet below that, times largest / (largest + quiet): nothing ends that did not begin.
    """
    if largest <= 0.0 or recent >= quiet:
        return 0.0
    return (1.0 - recent / quiet) * largest / (largest + quiet)
