"""Round numbers: what somebody may have seen who says "3,000".

A number is taken to be rounded to its last digit that is not 0: 3,000 stands for 2,500 to 3,500, 31,000 for 30,500 to
31,500, 317 for itself. A 5 behind other digits is a half: 1,500 stands for 1,250 to 1,750. Below a power of ten digits
are finer: 1,000 begins at 950. Numbers under 10 are counted and not rounded.
"""

from __future__ import annotations

import math
from typing import NamedTuple

#: numbers below this are counted one by one
COUNTED = 10.0


class Grain(NamedTuple):
    """How finely a number was said.

    Parameters
    ----------
    digits : int
        Significant digits said.
    half : bool
        The last of them is a 5 behind others: rounded to halves of the digit before it.
    """

    digits: int
    half: bool


def grain(number: float) -> Grain:
    """How finely `number` (not negative) was reported; what has no whole value was not rounded (17 digits)."""
    if number != math.floor(number):
        return Grain(17, False)
    digits = str(int(number)).rstrip("0") or "0"
    return Grain(len(digits), len(digits) > 1 and digits[-1] == "5" and number % 10 == 0)


def rounded(number: float, to: Grain) -> float:
    """`number` as somebody would say it who rounds like that, halves upwards; always a whole number."""
    if number < COUNTED:
        return math.floor(number + 0.5)
    unit = _unit(number, to)
    return math.floor(number / unit + 0.5) * unit


def stretch(number: float, to: Grain) -> tuple[float, float]:
    """Least and most of what is `rounded` to `number`; at least half a unit either way, and not below 0."""
    if number < COUNTED:
        return max(0.0, number - 0.5), number + 0.5
    unit = _unit(number, to)
    tenth = number == 10.0 ** math.floor(math.log10(number) + 1e-12)
    below = _unit(number * (1 - 1e-9), to) if tenth and number > COUNTED else min(unit, 1.0) if tenth else unit
    return number - below / 2, number + unit / 2


def _unit(number: float, to: Grain) -> float:
    size = math.floor(math.log10(number) + 1e-12) - to.digits + 1
    return max(1.0, (5.0 if to.half else 1.0) * 10.0**size)
