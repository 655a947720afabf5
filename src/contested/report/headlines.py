"""The figures that were reported, beside the simulated ones: a news report's words against the run's numbers.

`headlines.csv` of a scenario says what was reported, which observable it is about, over which days and with which
bounds. A few figures stand on every report, whatever the scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from contested.report import numbers
from contested.scenarios.places import rows_of

if TYPE_CHECKING:
    import xarray as xr

    from contested.report.run_data import Material
    from contested.scenarios.scenario import Headline

KILLED = ("killed_street", "killed_custody")


@dataclass(frozen=True)
class HeadlineFigure:
    """One figure, as reported and as simulated.

    Parameters
    ----------
    item, statement : str
        Its name, and what was reported ("" for a figure that nobody reported).
    values : float array of shape (replicates,)
        NaN where the run does not reach those days.
    low, high : float or None
        Bounds of what was reported.
    unit, source : str
    """

    item: str
    statement: str
    values: np.ndarray
    low: float | None
    high: float | None
    unit: str
    source: str = ""
    note: str = ""


def reported(material: Material) -> Iterator[HeadlineFigure]:
    """The scenario's headlines, in their order; one whose observable the run lacks is left out."""
    for h in material.scenario.headlines:
        values = measure(material, h)
        if values is not None:
            source = material.scenario.sources.get(h.source, h.source)
            yield HeadlineFigure(h.item, h.statement, values, h.low, h.high, h.unit, source, h.note)


def measure(material: Material, h: Headline) -> np.ndarray | None:
    """The number a headline is about, one a replicate; None if the run does not report it.

    Parameters
    ----------
    h : Headline
        `over` says how days become one number: "sum", "largest" or "last".
    """
    names = KILLED if h.quantity == "killed" else ("plant_strikers",) if h.enterprise else (h.quantity,)
    if any(name not in material.results for name in names):
        return None
    total = numbers.added(series(material, name, h.place, h.enterprise) for name in names)
    if h.over == "sum":
        return numbers.on(total, h.first, h.last)
    if h.over == "last":
        return numbers.on(total, h.last)
    each = [numbers.on(total, d) for d in material.days if h.first <= d <= h.last]
    return np.max(each, axis=0) if each else np.full(material.replicates, np.nan)


def series(material: Material, name: str, place: str = "", enterprise: str = "") -> xr.DataArray:
    """An observable's national sum, or that of one place, region or employer; a mean over people for shares and levels.

    Dimensions are replicate and day.
    """
    a = material.results[name]
    if enterprise:
        return a.sel(enterprise=enterprise, drop=True)
    if "place" not in a.dims:
        return numbers.national(a)
    rows = list(rows_of(place, material.country.places))
    if material.unit(name) in ("share", "level"):
        return numbers.mean(a.isel(place=rows), material.population[rows])
    return numbers.national(a.isel(place=rows))


def always(material: Material) -> Iterator[HeadlineFigure]:
    """Figures every report has: the vote, the largest day, and the toll of all days."""
    for name, item in (
        ("official_share", "incumbent's share as announced"),
        ("true_share", "incumbent's share as cast"),
    ):
        if material.has(name):
            yield HeadlineFigure(item, "", numbers.last_known(material.results[name]), None, None, "share")
    if material.has("crowd"):
        tops, days = numbers.peak(material.nation("crowd"))
        known = sorted(d for d in days if d is not None)
        when = known[len(known) // 2]
        item = f"largest crowd (median day {when:%a} {when.day} {when:%B})"
        yield HeadlineFigure(item, "", tops, None, None, "person")
    for name, item in (("detained", "detained in all"), ("injured", "injured in all")):
        if material.has(name):
            yield HeadlineFigure(item, "", _total(material, (name,)), None, None, "person")
    if material.has(*KILLED):
        yield HeadlineFigure("killed in all", "", _total(material, KILLED), None, None, "person")
    if material.has("strikers"):
        tops, _ = numbers.peak(material.nation("strikers"))
        yield HeadlineFigure("most on strike on a day", "", tops, None, None, "person")


def _total(material: Material, names: tuple[str, ...]) -> np.ndarray:
    """Sum over all days and places; days after a run's end add nothing."""
    series = numbers.added(material.nation(name) for name in names)
    return series.transpose("replicate", "day").sum("day", skipna=True).values
