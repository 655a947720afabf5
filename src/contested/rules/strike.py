"""When a plant stands still."""

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
