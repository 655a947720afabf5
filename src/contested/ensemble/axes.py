"""From a coordinate in the unit interval to a parameter: along a range, along its prior, or among its words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from contested.engine.params import Declared
from contested.ground.errors import ParameterError

#: (float64 array in (0, 1)) -> float64 array of values
Quantiles = Callable[[np.ndarray], np.ndarray]
#: how near a design may come to the ends of a prior, in chance: the ends themselves may be infinite, or of no use
NEAREST = 0.005


@dataclass(frozen=True)
class Axis:
    """One parameter of a study.

    Parameters
    ----------
    name : str
        Dotted, as in settings.
    label : str
        What is swept, in words: "0.1 to 0.4", "beta(5, 5)", "a | b"; part of what a study is.
    of : see `Quantiles`
    declared : Declared
    range : (float, float) or None
        For a range; None along a prior and among words.
    listed : tuple
        The values themselves, where they are listed.
    """

    name: str
    label: str
    of: Quantiles
    declared: Declared
    range: tuple[float, float] | None = None
    listed: tuple[Any, ...] = ()

    @property
    def words(self) -> int:
        """How many words or listed values there are to choose among; 0 for a number within a range."""
        return len(self.listed or self.declared.choices)

    def values(self, u: np.ndarray) -> list[Any]:
        """Settings at the coordinates: floats, whole numbers, or words."""
        found = self.of(np.asarray(u, np.float64))
        if self.words:
            return [(self.listed or self.declared.choices)[int(k)] for k in found]
        low, high = self.range or self.declared.within
        if self.declared.whole:
            return [int(v) for v in np.clip(np.floor(found), math.ceil(low), math.floor(high))]
        return [float(v) for v in np.clip(found, low, high)]

    def of_level(self, u: np.ndarray, levels: int) -> np.ndarray:
        """A grid's coordinates, moved so that the levels of a range reach from end to end; others stay."""
        if self.range is None or levels < 2 or self.words:
            return u
        moved = (u * levels - 0.5) / (levels - 1)
        if self.declared.whole:  # each whole number has a part of the unit interval
            low, high = math.ceil(self.range[0]), math.floor(self.range[1])
            return (np.round(moved * (high - low)) + 0.5) / (high - low + 1)
        return moved

    def within_ends(self, u: np.ndarray) -> np.ndarray:
        """Coordinates 0 and 1 drawn in where the axis follows a prior, whose ends are nowhere in particular."""
        if self.range is not None and not self.declared.whole and not self.words:
            return u
        return NEAREST + u * (1 - 2 * NEAREST)


def listed(name: str, declared: Declared, values: Sequence[Any]) -> Axis:
    """An axis of values that are listed, each with an equal part of the unit interval.

    Raises
    ------
    ParameterError
        Fewer than two, or one twice.
    """
    if len(values) < 2 or len(set(values)) < len(values):
        shown = ", ".join(map(str, values))
        raise ParameterError(f"{name}: expected at least two values, each once; got {shown}.", f"{name}=1,2,3")
    label = " | ".join(repr(v) if isinstance(v, float) else str(v) for v in values)
    count = len(values)
    return Axis(name, label, lambda u: np.minimum(np.floor(u * count), count - 1), declared, listed=tuple(values))


def axis(name: str, declared: Declared, over: Sequence[float] | None, prior: Quantiles | None = None) -> Axis:
    """A parameter's axis.

    Parameters
    ----------
    over : (float, float), optional
        A range. Absent: the declared prior, or else the declared range, or all the words.
    prior : see `Quantiles`, optional
        Of the declared prior, where there is one.

    Raises
    ------
    ParameterError
        A range of words, upside down, of one value, or outside the declared one; or no end to it.
    """
    if declared.choices:
        if over is not None:
            raise ParameterError(
                f"{name}: a word of {declared.range}; it has no range.", f"{name} alone takes every word"
            )
        return Axis(name, declared.range, lambda u: np.minimum(np.floor(u * len(declared.choices)),
                                                               len(declared.choices) - 1), declared)  # fmt: skip
    if over is None and prior is not None:
        return Axis(name, declared.prior, prior, declared)
    low, high = (float(v) for v in (over if over is not None else declared.within))
    least, most = declared.within
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ParameterError(
            f"{name}: expected a range with two ends; got {low:g} to {high:g}.", f"for example {name}=0:1"
        )
    if not low < high:
        hint = f"one value is set, not varied: --set {name}={low:g}" if low == high else f"{name}={high:g}:{low:g}?"
        raise ParameterError(f"{name}: expected LOW below HIGH; got {low:g} to {high:g}.", hint)
    if low < least or high > most:
        raise ParameterError(
            f"{name}: expected a range within {least:g} to {most:g} {declared.unit}; got {low:g} to {high:g}.",
            declared.meaning,
        )
    if declared.whole:
        first, count = math.ceil(low), math.floor(high) - math.ceil(low) + 1
        if count < 2:
            raise ParameterError(
                f"{name}: expected at least two whole numbers in the range; got {low:g} to {high:g}.", declared.meaning
            )
        return Axis(name, f"{low:g} to {high:g}", lambda u: first + np.floor(u * count), declared, (low, high))
    return Axis(name, f"{low!r} to {high!r}", lambda u: low + u * (high - low), declared, (low, high))
