"""The table that says whether a run keeps to what its parameters were set by hand to keep to.

Each check names a figure, computes it from the results, and states the target it is held to. Targets for a
scenario stand in `CHECKS`, under the scenario's name; the ministry's detentions are read from its own claims.
A scenario without checks gets the headline rows only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.report import headlines, numbers

if TYPE_CHECKING:
    from contested.report.run_data import Material

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

    def row(self) -> dict[str, Any]:
        """The fact as a row of the table, with its verdict."""
        s = numbers.summary(self.values)
        return {
            "item": self.item,
            "simulated": s.median,
            "low": s.low,
            "high": s.high,
            "target": self.target,
            "verdict": verdict(s.median, self.least, self.most),
        }


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
    """How a simulated figure stands to a told one.

    Returns
    -------
    str
        "agrees" if its median lies within what was said, "in the band" if only part of its 90 % band does, else
        "differs"; "not reached" without a median, "-" if nothing was told.
    """
    word = verdict(s.median, low, high)
    if word == "holds":
        return "agrees"
    if word != "fails":
        return word
    meets = s.low is not None and (low is None or s.high >= low) and (high is None or s.low <= high)
    return "in the band" if meets else "differs"


def facts(run: Any) -> pl.DataFrame:
    """The checks of a run's scenario, then its headline figures.

    Parameters
    ----------
    run : studies.run.run.Run, or an already gathered Material

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
        rows.append(
            {
                "item": f.item,
                "simulated": s.median,
                "low": s.low,
                "high": s.high,
                "target": f.statement,
                "verdict": agreement(s, f.low, f.high),
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA)


def checks(material: Material) -> Iterator[Fact]:
    """What this scenario's parameters were set to keep to, fact by fact; nothing for a scenario without targets."""
    make = CHECKS.get(str(material.scenario.name).replace("-", "_"))
    return make(material) if make and material.has("crowd", "detained") else iter(())


def ministry(material: Material, day: date) -> float | None:
    """Detentions of a day by the incumbent's own side: the last nationwide figure it gave; None if it gave none."""
    claims = material.claims.filter(
        (pl.col("observable") == "detained")
        & (pl.col("span") == "day")
        & (pl.col("where") == "nation")
        & (pl.col("side") == "incumbent")
        & (pl.col("date") == day)
    )
    return float(claims["value"][-1]) if claims.height else None


def belarus_2020(material: Material) -> Iterator[Fact]:
    """Detentions of the first nights, the pause, the great Sunday, the Sundays of September, and quiet weekdays."""
    detained, crowd = material.nation("detained"), material.nation("crowd")
    for number in (9, 10, 11, 12):
        said = ministry(material, date(2020, 8, number))
        if said is not None:
            yield Fact(
                f"detained on {number} August",
                numbers.on(detained, date(2020, 8, number)),
                said / 2,
                said * 2,
                f"ministry {said:,.0f}, within a factor of 2: {said / 2:,.0f} to {said * 2:,.0f}",
            )
    pause = [numbers.on(detained, date(2020, 8, n)) for n in range(13, 23)]
    yield Fact("most detained on a day, 13 to 22 August", np.max(pause, axis=0), None, 60, "a few dozen: at most 60")

    great = date(2020, 8, 16)
    _, tops = numbers.peak(crowd)
    on_the_day = np.array([np.nan if d is None else float(d == great) for d in tops])
    yield Fact(
        "futures whose largest crowd is Sunday 16 August (share)",
        np.atleast_1d(np.mean(on_the_day)),
        0.5,
        None,
        "at least half",
    )
    yield Fact("crowd on 16 August", numbers.on(crowd, great), 200_000, 500_000, "200,000 to 500,000")
    minsk = material.results["crowd"].sel(place=material.capital, drop=True)
    yield Fact(
        f"crowd on 16 August, {material.capital}", numbers.on(minsk, great), 100_000, 300_000, "100,000 to 300,000"
    )

    september = [date(2020, 9, 1) + timedelta(days=k) for k in range(30)]
    sundays = [d for d in september if d.weekday() == 6]
    for sunday in sundays:
        yield Fact(
            f"crowd on Sunday {sunday.day} September", numbers.on(crowd, sunday), 60_000, 250_000, "60,000 to 250,000"
        )
    weekdays = [numbers.on(crowd, d) for d in september if d.weekday() < 5]
    rested = np.median([numbers.on(crowd, d) for d in sundays], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.median(weekdays, axis=0) / rested
    yield Fact("median weekday of September, as a share of its median Sunday", part, None, 0.1, "at most 0.1")


CHECKS: dict[str, Callable[[Material], Iterator[Fact]]] = {"belarus_2020": belarus_2020}
