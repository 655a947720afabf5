"""A point of a study: which parameters, which chance; and what came of it, numbers or the reason why there are none.

A point's seed is a function of what it is, not of who simulates it. A study goes on when a point fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from contested.ground import streams
from contested.ground.draws import derived_seed, member_seed
from contested.ground.errors import InputError
from contested.nation.chance import Chance

LARGEST_SEED = 2**63 - 1
MOST_REPLICATES = 1_000_000


class Member(NamedTuple):
    """A member of an ensemble of runs that match the past: its seed, and the chances that are set in it."""

    seed: int
    chance: Chance


@dataclass(frozen=True)
class Point:
    """One run of a study.

    Parameters
    ----------
    study : int
        The study's seed.
    wave, index, replicate : int
        Which round of the study, which parameters of the round, which repetition of them; each below 2^32.
    settings : mapping of dotted name to value
        Parameters changed at this point.
    member : Member, optional
        Whose run it is; without one, chance is the point's own.
    common : bool
        Whether its chance is that of the same replicate of every other point, and of a run with the study's seed:
        common random numbers, so that a difference between points is one between pairs.
    """

    study: int
    wave: int
    index: int
    replicate: int
    settings: Mapping[str, Any] = field(default_factory=dict)
    member: Member | None = None
    common: bool = False

    @property
    def key(self) -> tuple[int, int, int]:
        """What tells it from the study's others."""
        return self.wave, self.index, self.replicate

    @property
    def seed(self) -> int:
        """The run's seed, below 2^63: the member's, the one all points have in common, or see `point_seed`."""
        if self.member is not None:
            return self.member.seed
        return member_seed(self.study, self.replicate) if self.common else point_seed(self.study, *self.key)


def point_seed(study: int, wave: int, index: int, replicate: int) -> int:
    """The seed of one run, below 2^63: a function of the study's seed, wave, point and replicate, and of nothing else.

    Raises
    ------
    InputError
        If a number does not fit.
    """
    if not 0 <= study < 2**63 or not all(0 <= k < 2**32 for k in (wave, index, replicate)):
        raise InputError(
            f"expected a seed of 0 to 2^63 - 1 and wave, point, replicate below 2^32; "
            f"got {study}, {wave}, {index}, {replicate}.", "any non-negative whole number does as a seed"
        )  # fmt: skip
    return derived_seed(study, streams.POINT, index, wave, replicate)


def points_of(
    study: int, settings: Sequence[Mapping[str, Any]], replicates: int, wave: int = 0, *, common: bool = False
) -> Iterator[Point]:
    """Every run of a wave: all replicates of a point one after another, so that their model is made once."""
    for index, chosen in enumerate(settings):
        for replicate in range(replicates):
            yield Point(study, wave, index, replicate, dict(chosen), common=common)


def seeds(seed: int, replicates: int) -> list[int]:
    """One seed per replicate; those of the first n do not depend on how many follow.

    Replicate 0 keeps `seed` itself, so that one run and the first of many agree.

    Raises
    ------
    InputError
        If `seed` does not fit 63 bits, or `replicates` is not 1 to a million.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed: expected 0 to 2^63 - 1; got {seed}.", "any whole number of up to 18 digits does")
    if replicates < 1:
        raise InputError(f"replicates: expected at least 1; got {replicates}.", "one replicate is one run")
    if replicates > MOST_REPLICATES:
        raise InputError(
            f"replicates: expected at most {MOST_REPLICATES:,}; got {replicates}.", "split the study by --seed"
        )
    return [member_seed(seed, r) for r in range(replicates)]


#: numbers and arrays by name
Answer = Mapping[str, Any]
#: simulates one point
Simulator = Callable[[Point], Answer]
#: makes, once per worker, what simulates its points; picklable: a function of a module, or a partial of one
Recipe = Callable[[], Simulator]


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


def attempt(simulate: Callable[[Any], Answer], point: Any) -> Result:
    """Simulate a point, or whatever else the simulator takes; what it raises becomes the reason."""
    began = time.perf_counter()
    try:
        return Result(point, simulate(point), "", time.perf_counter() - began)
    except Exception as error:
        return Result(point, {}, reason(error), time.perf_counter() - began)


def reason(error: BaseException) -> str:
    """An error in one line."""
    said = getattr(error, "message", None) or str(error)
    return " ".join(f"{type(error).__name__}: {said}".split())
