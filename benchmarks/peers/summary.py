"""From answers to numbers: seconds, memory, whether engines give the same answer, whether threads change it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Any

from scipy import stats

#: two means are said to differ where chance would bring them so far apart less often than this
CHANCE = 1e-4


@dataclass(frozen=True)
class Speed:
    """What one engine took at one size: medians over processes, and their range."""

    engine: str
    people: int
    steps: int
    processes: int
    set_up_s: float
    step_s: float
    step_low_s: float
    step_high_s: float
    mean_s: float
    peak_mb: float
    before_mb: float
    cut: bool

    @property
    def rate(self) -> float:
        """Agent-steps a second at the median step."""
        return self.people / self.step_s

    @property
    def mean_rate(self) -> float:
        """Agent-steps a second over all steps."""
        return self.people / self.mean_s


def speed(engine: str, answers: Sequence[dict[str, Any]]) -> Speed:
    """From one or more equal processes of one run each."""
    runs = [answer["runs"][0] for answer in answers]
    steps = [median(run["steps_s"]) for run in runs]
    return Speed(
        engine=engine,
        people=runs[0]["people"],
        steps=min(len(run["steps_s"]) for run in runs),
        processes=len(runs),
        set_up_s=median(run["set_up_s"] for run in runs),
        step_s=median(steps),
        step_low_s=min(steps),
        step_high_s=max(steps),
        mean_s=median(fmean(run["steps_s"]) for run in runs),
        peak_mb=max(answer["peak_mb"] for answer in answers),
        before_mb=max(answer["before_mb"] for answer in answers),
        cut=any(run["cut"] for run in runs),
    )


@dataclass(frozen=True)
class Likeness:
    """One number of one engine over seeds, beside ours.

    Parameters
    ----------
    apart : float
        Difference of the means in standard errors of that difference.
    visible : float
        Smallest difference that would be flagged, as a share of our mean.
    differs : bool
        Whether chance alone hardly explains it.
    """

    engine: str
    what: str
    runs: int
    mean: float
    sd: float
    apart: float
    visible: float
    differs: bool


def told(answer: dict[str, Any], columns: Sequence[str]) -> dict[str, list[float]]:
    """What is compared: mean of each column over steps, largest value of the first; a list over seeds."""
    runs = answer["runs"]
    found = {f"mean {name}": [fmean(run["series"][name]) for run in runs] for name in columns}
    return {**found, f"largest {columns[0]}": [max(run["series"][columns[0]]) for run in runs]}


def likeness(engine: str, answer: dict[str, Any], ours: dict[str, Any], columns: Sequence[str]) -> list[Likeness]:
    """Every compared number of an engine beside ours, by Welch's test."""
    rows = []
    reference = told(ours, columns)
    for what, values in told(answer, columns).items():
        other = reference[what]
        one, two = stdev(values) ** 2 / len(values), stdev(other) ** 2 / len(other)
        error = math.sqrt(one + two)
        gap = fmean(values) - fmean(other)
        apart = gap / error if error > 0 else (0.0 if gap == 0 else math.copysign(math.inf, gap))
        freedom = (one + two) ** 2 / (one**2 / (len(values) - 1) + two**2 / (len(other) - 1)) if error > 0 else 1.0
        line = float(stats.t.isf(CHANCE / 2, freedom))
        visible = line * error / fmean(other) if fmean(other) else math.inf
        rows.append(
            Likeness(engine, what, len(values), fmean(values), stdev(values), apart, visible, abs(apart) > line)
        )
    return rows


def first_difference(one: dict[str, Any], two: dict[str, Any]) -> tuple[int, float, float] | None:
    """First step (from 1) at which two answers' first columns differ, and both numbers; None if nothing differs."""
    a, b = one["runs"][0]["series"], two["runs"][0]["series"]
    for k in range(min(len(v) for v in (*a.values(), *b.values()))):
        for name in a:
            if a[name][k] != b[name][k]:
                return k + 1, a[name][k], b[name][k]
    return None
