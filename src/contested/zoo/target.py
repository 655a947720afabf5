"""A number that a model must reproduce, and measuring whether it does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from contested.ground.errors import BrokenInvariant
from contested.zoo.card import check_status


@dataclass(frozen=True)
class Target:
    """One number with its tolerance.

    Parameters
    ----------
    what : str
        What is measured, unique in its model; with the parameters it is measured at.
    value, tolerance : float
        It is met when the measured number lies within `tolerance` of `value`.
    status : str
        How the value is known: a key of `card.STATUSES`.
    measure : () -> float
        Runs the model, or its closed form. The same number every time: seeds are fixed.
    where : str
        Page, figure or derivation of the value.
    runs : int
        Independent runs it is measured on; 0 for a closed form.
    miss : str
        Why it is not met, where we know that it is not; a test holds it to that too.
    known_to : float
        How far the measured number may lie off from one machine to another, besides its ninth digit: rounding. More
        where it is an optimum (flat there, so found to the root of rounding) or what an iteration leaves over.
    """

    what: str
    value: float
    tolerance: float
    status: str
    measure: Callable[[], float]
    where: str = ""
    runs: int = 0
    miss: str = ""
    known_to: float = 1e-12

    def __post_init__(self) -> None:
        check_status(self.status, self.what)
        if not (math.isfinite(self.value) and math.isfinite(self.tolerance) and self.tolerance >= 0):
            raise BrokenInvariant(f"target {self.what!r}: value and tolerance must be finite numbers.")

    def met(self, number: float) -> bool:
        """Whether a number lies within the tolerance; NaN never does."""
        return abs(number - self.value) <= self.tolerance


@dataclass(frozen=True)
class Measured:
    """What came out of measuring a target."""

    target: Target
    number: float
    seconds: float

    @property
    def verdict(self) -> str:
        """ "met" or "missed"."""
        return "met" if self.target.met(self.number) else "missed"


def measure(target: Target) -> Measured:
    """Measure one target."""
    began = time.perf_counter()
    number = float(target.measure())
    return Measured(target, number, time.perf_counter() - began)
