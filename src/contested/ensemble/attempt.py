"""What came of a point: numbers, or the reason why there are none. A study goes on either way."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contested.ensemble.points import Point

#: numbers and arrays by name
Answer = Mapping[str, Any]
#: plays one point
Play = Callable[[Point], Answer]
#: makes, once a worker, what plays its points; must be picklable: a function of a module, or a partial of one
Build = Callable[[], Play]


@dataclass(frozen=True)
class Result:
    """A finished point.

    Parameters
    ----------
    point : Point
    answer : mapping of name to number or array
        Empty if it failed.
    failed : str
        Why there is no answer, in one line; "" if there is one.
    seconds : float
        How long it took.
    """

    point: Point
    answer: Answer
    failed: str = ""
    seconds: float = 0.0


def attempt(play: Play, point: Point) -> Result:
    """Play a point; whatever it raises becomes the reason."""
    began = time.perf_counter()
    try:
        return Result(point, play(point), "", time.perf_counter() - began)
    except Exception as error:
        return Result(point, {}, reason(error), time.perf_counter() - began)


def reason(error: BaseException) -> str:
    """An error in one line."""
    said = getattr(error, "message", None) or str(error)
    return " ".join(f"{type(error).__name__}: {said}".split())
