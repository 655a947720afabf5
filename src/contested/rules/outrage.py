"""Outrage at repression, judged against what people have come to expect."""

from __future__ import annotations

from contested.ground.compiled import scalar


@scalar
def surprise(number: float, usual: float, half: float) -> float:
    """How far a number exceeds what is usual, as a part of itself.

    Parameters
    ----------
    number : float
        Of today.
    usual : float
        What people expect, in the same unit.
    half : float
        Number that surprises by one half where nothing is expected.

    Returns
    -------
    float, share
        (number - usual) / (number + half) where that is above 0: half full at `half` where nothing is expected, nothing
        where the number is what it always is, one half where it is twice a large usual number.

    References
    ----------
    burgoon1993 for outrage as violated expectation, helson1964 for the adaptation level that a number is judged
    against; aytac2018 and sutton2014 for backlash where violence was not expected, hess2006 for its conditions.
    """
    if number <= usual:
        return 0.0
    return (number - usual) / (number + half)
