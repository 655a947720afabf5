"""Slowly moving attitudes as 16-bit fixed point: 2 bytes instead of 4, and the same arithmetic on every machine.

One unit is 1/4096, the largest level just under 16. Decay rounds down, so a level always reaches 0.
"""

from __future__ import annotations

from contested.ground.compiled import scalar

LEVELS_PER_ONE = 4096
LARGEST = 65535


@scalar
def to_level(x: float) -> int:
    """Fixed point of a number in 0..15.99; clipped outside."""
    k = int(x * 4096.0 + 0.5)
    if k < 0:
        return 0
    if k > 65535:
        return 65535
    return k


@scalar
def of_level(k: int) -> float:
    """The number a fixed-point level stands for."""
    return k * (1.0 / 4096.0)
