"""Arithmetic that is the same on every machine: exp, log and the logistic, and fixed-point levels.

Libraries' `exp` differ in the last bit between processors and GPUs; these use additions, multiplications and divisions
only, so decisions are the same everywhere. Accurate to about 1e-15 relative.

Slowly moving attitudes are levels: 16-bit fixed point, 2 bytes instead of 4. One unit is 1/4096, the largest level just
under 16. Decay rounds down, so a level always reaches 0.
"""

from __future__ import annotations

import math

from contested.ground.compiled import scalar

LEVELS_PER_ONE = 4096
LARGEST = 65535
_LOG2E = 1.4426950408889634
_LN2_HI = 0.6931471803691238
_LN2_LO = 1.9082149292705877e-10


@scalar
def exp(x: float) -> float:
    """e to the x; 0 below -708, and capped at e^708."""
    if x < -708.0:
        return 0.0
    if x > 708.0:
        x = 708.0
    k = math.floor(x * _LOG2E + 0.5)
    r = x - k * _LN2_HI - k * _LN2_LO
    # Taylor to the 13th power; |r| <= 0.347, so the next term is below 5e-18. Reciprocals are written out because a
    # division costs ten multiplications.
    p = 1.0 + r * (1.0 / 13.0)
    p = 1.0 + r * (1.0 / 12.0) * p
    p = 1.0 + r * (1.0 / 11.0) * p
    p = 1.0 + r * (1.0 / 10.0) * p
    p = 1.0 + r * (1.0 / 9.0) * p
    p = 1.0 + r * (1.0 / 8.0) * p
    p = 1.0 + r * (1.0 / 7.0) * p
    p = 1.0 + r * (1.0 / 6.0) * p
    p = 1.0 + r * (1.0 / 5.0) * p
    p = 1.0 + r * (1.0 / 4.0) * p
    p = 1.0 + r * (1.0 / 3.0) * p
    p = 1.0 + r * (1.0 / 2.0) * p
    p = 1.0 + r * p
    return math.ldexp(p, int(k))


@scalar
def log(x: float) -> float:
    """Natural logarithm of x > 0; -708 at or below 0."""
    if x <= 0.0:
        return -708.0
    m, e = math.frexp(x)
    if m < 0.7071067811865476:
        m *= 2.0
        e -= 1
    t = (m - 1.0) / (m + 1.0)
    t2 = t * t
    s = 0.0
    for n in range(25, 0, -2):
        s = s * t2 + 1.0 / n
    return e * _LN2_LO + 2.0 * t * s + e * _LN2_HI


@scalar
def logistic(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


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
