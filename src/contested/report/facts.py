"""The table that says whether a run keeps to what its parameters were set by hand to keep to.

Targets stand in a scenario's targets.csv; a scenario without them gets the headline rows only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.report import headlines, numbers

if TYPE_CHECKING:
    from contested.report.run_data import Material
    from contested.scenarios.scenario import Target
    from contested.studies.run.run import Run

SCHEMA = {
    "item": pl.String,
    "simulated": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "target": pl.String,
    "verdict": pl.String,
}


@dataclass(frozen=True)
class Fact:
    """One figure, one value a replicate, and the range its median is held to (an open end is None)."""

    item: str
    values: np.ndarray
    least: float | None
    most: float | None
    target: str
    unit: str

    def row(self) -> dict[str, Any]:
        """The fact as a row of the table, with its verdict."""
        s = numbers.summary(self.values)
        return _row(self.item, s, self.target, verdict(s.median, self.least, self.most))


def _row(item: str, s: numbers.Summary, target: str, word: str) -> dict[str, Any]:
    return dict(zip(SCHEMA, (item, *s, target, word)))


def verdict(median: float | None, least: float | None, most: float | None) -> str:
    """ "holds" if the median lies within the bounds (ends included), "fails" if not, "not reached" without a median.

    Without any bound there is nothing to hold: "-".
    """
    if median is None:
        return "not reached"
    if least is None and most is None:
        return "-"
    inside = (least is None or median >= least) and (most is None or median <= most)
    return "holds" if inside else "fails"


def agreement(s: numbers.Summary, low: float | None, high: float | None) -> str:
    """How a simulated figure stands to a reported one.

    Returns
    -------
    str
        "agrees" if its median lies within what was said, "in the band" if only part of its 90 % band does, else
        "differs"; "not reached" without a median, "-" if nothing was reported.
    """
    word = verdict(s.median, low, high)
    if word == "holds":
        return "agrees"
    if word != "fails":
        return word
    if s.low is None or s.high is None:
        return "differs"
    meets = (low is None or s.high >= low) and (high is None or s.low <= high)
    return "in the band" if meets else "differs"


def facts(run: Run | Material) -> pl.DataFrame:
    """The checks of a run's scenario, then its headline figures.

    Parameters
    ----------
    run : Run, or an already gathered Material

    Returns
    -------
    polars.DataFrame
        item, simulated (median over replicates), low, high (90 % band; null with one replicate), target, verdict.
    """
    from contested.report.run_data import Material, gather

    material = run if isinstance(run, Material) else gather(run)
    rows = [fact.row() for fact in checks(material)]
    for f in (*headlines.reported(material), *headlines.always(material)):
        s = numbers.summary(f.values)
        rows.append(_row(f.item, s, f.statement, agreement(s, f.low, f.high)))
    return pl.DataFrame(rows, schema=SCHEMA)


def checks(material: Material) -> Iterator[Fact]:
    """What this scenario's parameters were set to meet; a target whose observable or claim is missing is left out."""
    for t in material.scenario.targets:
        if not material.has(t.observable):
            continue
        low, high, basis = t.low, t.high, t.basis
        if t.factor is not None:
            claim = claimed(material, t)
            if claim is None:
                continue
            low, high = claim / t.factor, claim * t.factor
            basis = f"{t.basis or t.side} {claim:,.0f}, within a factor of {t.factor:g}"
        words = f"{basis}: {_bounds(low, high)}" if basis else _bounds(low, high)
        yield Fact(t.item, measure(material, t), low, high, words, t.unit)


def _bounds(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:,.12g}"
    return f"at least {low:,.12g}" if high is None else f"{low:,.12g} to {high:,.12g}"


def claimed(material: Material, target: Target) -> float | None:
    """The last nationwide figure that a target's side gave of its day; None if it gave none."""
    claims = material.claims.filter(
        (pl.col("observable") == target.observable)
        & (pl.col("span") == "day")
        & (pl.col("where") == "nation")
        & (pl.col("side") == target.side)
        & (pl.col("date") == target.first)
    )
    return float(claims["value"][-1]) if claims.height else None


def measure(material: Material, target: Target) -> np.ndarray:
    """A target's figure, one a replicate (one in all for a peak); NaN where a run does not reach all of its days."""
    series = headlines.series(material, target.observable, target.place)
    if target.summary == "sum":
        return numbers.on(series, target.first, target.last)
    if target.summary == "peak":
        _, tops = numbers.peak(series)
        inside = [np.nan if d is None else float(target.first <= d <= target.last) for d in tops]
        return np.atleast_1d(np.mean(inside))
    days = [target.first + timedelta(days=k) for k in range((target.last - target.first).days + 1)]
    each = np.array([numbers.on(series, d) for d in days])
    if target.summary == "largest":
        return np.asarray(each.max(axis=0))
    of = np.array([d.weekday() for d in days])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.median(each[of < 5], axis=0) / np.median(each[of == 6], axis=0))
