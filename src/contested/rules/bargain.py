"""Pressure and how it ends a crisis."""

from __future__ import annotations

from contested.ground.compiled import scalar


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
