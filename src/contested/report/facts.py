"""A run's figures beside what was reported, and beside its targets.

`headlines.csv` of a scenario says what was reported, which observable it is about, over which days and with which
bounds; `targets.csv` holds figures that runs are compared with. A few figures stand on every report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.nation import tallies
from contested.report import numbers
from contested.scenarios.places import rows_of

if TYPE_CHECKING:
    import xarray as xr

    from contested.report.run_data import Material
    from contested.scenarios.scenario import Headline, Target
    from contested.studies.run.run import Run

SCHEMA: dict[str, type[pl.DataType]] = {
    "item": pl.String,
    **dict.fromkeys(("simulated", "low", "high"), pl.Float64),
    **dict.fromkeys(("unit", "target", "verdict"), pl.String),
}
#: shares of the vote, and the count that each is of
SHARES = {"official_share": "official", "true_share": "true"}
KILLED = ("killed_street", "killed_custody")


@dataclass(frozen=True)
class Fact:
    """One figure, as simulated and as reported or aimed at.

    Parameters
    ----------
    item, target : str
        Its name, and what was reported or aimed at ("" for a figure that nobody reported).
    values : float array of shape (replicates,)
        NaN where the run does not reach those days.
    low, high : float or None
        Bounds of what was reported or aimed at; an open end is None.
    reported : bool
        Judged by `agreement` with what was reported; else by the `verdict` on its median alone.
    """

    item: str
    target: str
    values: np.ndarray
    low: float | None = None
    high: float | None = None
    unit: str = "person"
    note: str = ""
    reported: bool = True

    @property
    def summary(self) -> numbers.Summary:
        """Median and 90 % band over replicates."""
        return numbers.summary(self.values)

    @property
    def word(self) -> str:
        """How the figure stands to its bounds."""
        s = self.summary
        return agreement(s, self.low, self.high) if self.reported else verdict(s.median, self.low, self.high)

    def row(self) -> dict[str, Any]:
        """The fact as a row of the table, with its verdict."""
        return dict(zip(SCHEMA, (self.item, *self.summary, self.unit, self.target, self.word)))


def facts(run: Run | Material) -> pl.DataFrame:
    """The checks of a run's scenario, then its headline figures.

    Parameters
    ----------
    run : Run, or an already gathered Material

    Returns
    -------
    polars.DataFrame
        item, simulated (median over replicates), low, high (90 % band; null with one replicate), unit, target,
        verdict.
    """
    from contested.report.run_data import Material, gather

    material = run if isinstance(run, Material) else gather(run)
    rows = [fact.row() for some in (checks, reported, always) for fact in some(material)]
    return pl.DataFrame(rows, schema=SCHEMA)


def checks(material: Material) -> Iterator[Fact]:
    """The targets of this scenario; one whose observable or claim is missing is left out."""
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
        yield Fact(t.item, words, measure(material, t), low, high, t.unit, reported=False)


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
    total = series(material, target.observable, target.place)
    if target.summary == "sum":
        return numbers.on(total, target.first, target.last)
    if target.summary == "peak":
        if not set(_meant(target)) <= set(material.days):
            return np.full(1, np.nan)  # one of the days that are missing may be the largest
        _, tops = numbers.peak(total)
        inside = [np.nan if d is None else float(target.first <= d <= target.last) for d in tops]
        return np.atleast_1d(np.mean(inside))
    if target.summary == "largest":
        return _largest(material, total, target, target.observable)
    days = _meant(target)
    each = np.array([numbers.on(total, d) for d in days])
    of, own = np.array([d.weekday() for d in days]), material.calendar.weekday
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.median(each[(of < 5) & (of != own)], axis=0) / np.median(each[of == own], axis=0))


def _meant(figure: Target | Headline) -> list[date]:
    """The days a figure is about, whether a run reaches them or not."""
    return [figure.first + timedelta(days=k) for k in range((figure.last - figure.first).days + 1)]


def _largest(material: Material, total: xr.DataArray, figure: Target | Headline, name: str) -> np.ndarray:
    """The largest of a figure's days, one a replicate; NaN where a run does not reach all of them.

    Of an announced share, days before it was announced say nothing and are left out.
    """
    days = _meant(figure)
    if name in SHARES and set(days) <= set(material.days):
        return np.asarray(np.fmax.reduce([numbers.on(total, d) for d in days]))
    return np.asarray(np.max([numbers.on(total, d) for d in days], axis=0))


def reported(material: Material) -> Iterator[Fact]:
    """The scenario's headlines, in their order; one whose observable the run lacks is left out."""
    for h in material.scenario.headlines:
        values = _of_headline(material, h)
        if values is not None:
            yield Fact(h.item, h.statement, values, h.low, h.high, h.unit, h.note)


def _of_headline(material: Material, h: Headline) -> np.ndarray | None:
    """The number a headline is about, one a replicate; None if the run does not report it."""
    names = KILLED if h.quantity == "killed" else (h.quantity,)
    if any(name not in material.results for name in names):
        return None
    total = numbers.added(series(material, name, h.place, h.enterprise) for name in names)
    if h.over == "sum":
        return numbers.on(total, h.first, h.last)
    if h.over == "last":
        return numbers.on(total, h.last)
    return _largest(material, total, h, h.quantity)


def series(material: Material, name: str, place: str = "", enterprise: str = "") -> xr.DataArray:
    """An observable's national sum, or that of one place, region or employer; a mean over people for shares and levels.

    Sites and employers count in the place where they are. Dimensions are replicate and day. A share of the
    vote is NaN in a replicate in which nobody voted.
    """
    a = material.results[name]
    if name in SHARES and len(material.votes) == material.replicates:
        cast = tallies.votes(SHARES[name], "cast")
        a = a.where(a["replicate"].copy(data=[part[cast].sum() > 0 for part in material.votes]))
    if enterprise:
        return a.sel(enterprise=enterprise, drop=True)
    rows = list(rows_of(place, material.country.places)) if place or "place" in a.dims else []
    for dim, some in (("site", "sites"), ("enterprise", "enterprises")):
        if place and dim in a.dims:
            stand = [part.place for part in getattr(material.country, some)]
            a = a.isel({dim: [k for k, row in enumerate(stand) if row in rows]})
    if "place" not in a.dims:
        return numbers.national(a)
    if material.unit(name) in ("share", "level"):
        return numbers.mean(a.isel(place=rows), material.population[rows])
    return numbers.national(a.isel(place=rows))


def always(material: Material) -> Iterator[Fact]:
    """Figures every report has: the vote, the largest day, and the toll of all days."""
    for name, item in (
        ("official_share", "incumbent's share as announced"),
        ("true_share", "incumbent's share as cast"),
    ):
        if material.country.election and name in material.results:
            yield Fact(item, "", numbers.last_known(series(material, name)), unit="share")
    if material.has("crowd"):
        tops, days = numbers.peak(material.nation("crowd"))
        known = sorted(d for d in days if d is not None)
        when = known[len(known) // 2]
        yield Fact(f"largest crowd (median day {when:%a} {when.day} {when:%B})", "", tops)
    for kind, names in (("detained", ("detained",)), ("injured", ("injured",)), ("killed", KILLED)):
        if material.has(*names):
            # over all days and places; days after a run's end add nothing
            each = numbers.added(material.nation(name) for name in names).transpose("replicate", "day")
            yield Fact(f"{kind} in all", "", each.sum("day", skipna=True).values)
    if material.has("strikers"):
        yield Fact("most on strike on a day", "", numbers.peak(material.nation("strikers"))[0])


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
