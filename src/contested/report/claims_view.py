"""What was claimed, beside what was simulated: which observable a claim speaks of, where, and over which days.

Claims are never inputs of a run; here they meet its results. A claim is drawn only where
the model reports the same thing: police casualties, rallies for the incumbent or counts of polls have no
counterpart, and are listed but not drawn.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from contested.claims.ledger import QUANTITIES, comparable
from contested.inference.likelihood.cells import Cell, Cells, contestants
from contested.nation import tallies
from contested.report import numbers
from contested.scenarios.places import OUTSIDE, rows_of

if TYPE_CHECKING:
    from contested.report.run_data import Material
    from contested.scenarios.scenario import Scenario


#: how a number was said; "" for no number
Kind = Literal["one figure", "at least", "at most", "between", ""]
#: what a claim speaks of; "" for somewhere else
Scope = Literal["place", "region", "outside", "nation", ""]
#: observables that already are running totals, or that stand until changed: they are read on a day, never added up
STANDING = frozenset({"lent", "aid", "dismissed", "sanctioned"})

SCHEMA: dict[str, type[pl.DataType]] = {
    "date": pl.Date,
    "end_date": pl.Date,
    **dict.fromkeys(("place", "where", "quantity", "about", "unit", "observable", "span", "kind"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    **dict.fromkeys(("claimant", "side", "source", "note"), pl.String),
}


def kind(value: float | None, low: float | None, high: float | None) -> Kind:
    """How a number was given: "one figure", "at least", "at most" or "between"; "" if there is no number at all."""
    if value is None:
        if low is not None and high is not None:
            return "between"
        return "at least" if low is not None else "at most" if high is not None else ""
    if low is not None and high is None:
        return "at least"
    if high is not None and low is None:
        return "at most"
    return "one figure"


def where_of(place: str, scenario: Scenario) -> tuple[Scope, list[int]]:
    """Which places a claim speaks of.

    Parameters
    ----------
    place : str
        As the claim says: a town, a region, the country in the scenario's word for it, or `outside_TOWN`.
    scenario : Scenario

    Returns
    -------
    (str, list of int)
        "place", "region", "outside", "nation", or "" (somewhere else), and the rows of its places.
    """
    places, whole = scenario.country.places, scenario.words.get("country", "")
    rows = list(rows_of(place, places, whole))
    if place in ("", whole):
        return "nation", rows
    if place.startswith(OUTSIDE):
        return ("outside" if rows else ""), rows
    if not rows:
        return "", rows
    return ("place" if places[rows[0]].name == place else "region"), rows


def points(material: Material) -> pl.DataFrame:
    """Every claim, in the observable's unit where it has one.

    Returns
    -------
    polars.DataFrame
        Columns of `SCHEMA`. `where` is the scope of `where_of`; `observable` names what it can be set beside (joined
        by + where several add up), "" if nothing; `span` is "day", "period" or "so_far" (from the first day of the
        crisis); `value` is the middle of the bounds where only bounds were given.
    """
    rows = []
    for c in material.scenario.claims:
        where, _ = where_of(c.place, material.scenario)
        quantity = comparable(c, contestants(material.scenario))
        names = quantity.observables if quantity and reported(quantity.observables, where, material) else ()
        factor = quantity.factor if quantity and names else 1.0
        value, low, high = (None if v is None else v * factor for v in (c.middle, c.low, c.high))
        span = "day"
        if quantity and quantity.total:
            span = "so_far"
            if c.date < material.country.start:
                names = ()  # a total that began before the run has no counterpart in it
        elif c.end_date and c.end_date > c.date:
            span = "period"
        known = QUANTITIES.get(c.quantity)
        unit = c.unit or (known.unit if known else "")
        rows.append((
            c.date, c.end_date, c.place, where, c.quantity, c.actor, unit, "+".join(names), span,
            kind(c.value, c.low, c.high), value, low, high, c.claimant, c.side, c.source_url, c.note,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def reported(observables: tuple[str, ...], where: str, material: Material) -> bool:
    """Whether the run reports all these, and, for a claim about part of the country, place by place."""
    if where and set(observables) <= tallies.NAMES:
        return bool(material.votes)
    if not where or any(name not in material.results for name in observables):
        return False
    return where == "nation" or all("place" in material.results[name].dims for name in observables)


def simulated(material: Material, claim: dict[str, Any]) -> numbers.Summary:
    """What the run says of exactly what a claim says: same place, same days, same kind of total.

    Parameters
    ----------
    claim : dict
        A row of `points`.

    Returns
    -------
    numbers.Summary
        All None where the run has no such days or no such observable.
    """
    nothing = numbers.Summary(None, None, None)
    names = claim["observable"].split("+") if claim["observable"] else []
    _, rows = where_of(claim["place"], material.scenario)
    if names and set(names) <= tallies.NAMES:
        if not material.votes:
            return nothing
        day = material.country.start + timedelta(days=material.country.count_day)
        return nothing if claim["date"] < day else numbers.summary(_counted(material, names, rows))
    if not names or not material.has(*names):
        return nothing
    series = numbers.added(
        numbers.national(a.isel(place=rows) if "place" in a.dims else a) for a in (material.results[n] for n in names)
    )
    first, last = span_of(claim, material.country.start)
    if set(names) <= STANDING:
        first = last
    return numbers.summary(np.asarray(numbers.on(series, first, last)))


def _counted(material: Material, names: list[str], rows: list[int]) -> np.ndarray:
    """Votes, or shares in percent, of some places by replicate, float64 array of shape (replicates,)."""
    cell = Cells((Cell(tuple(names), tuple(rows), 0, 0, True),), material.country.start)
    return np.array([cell.read(tallies.by_day(each, 0, 1))[0] for each in material.votes])


def span_of(claim: dict[str, Any], start: date) -> tuple[date, date]:
    """First and last day a claim's number adds up; a running total without a first day began when the crisis did."""
    if claim["end_date"] is not None:
        return claim["date"], claim["end_date"]
    return (start if claim["span"] == "so_far" else claim["date"]), claim["date"]


def on_curve(claims: pl.DataFrame, observable: str, span: tuple[str, ...], where: str = "nation") -> pl.DataFrame:
    """The claims to draw over one observable's curve.

    A running total stands at the day it had been reached.
    """
    at = pl.when(pl.col("span") == "so_far").then(pl.coalesce("end_date", "date")).otherwise(pl.col("date"))
    chosen = (pl.col("observable") == observable) & pl.col("span").is_in(span) & (pl.col("where") == where)
    return claims.filter(chosen).with_columns(at=at)


def beside(material: Material, claims: pl.DataFrame) -> pl.DataFrame:
    """`claims` with the simulated median and 90 % band of the same thing (null where there is none)."""
    found = [simulated(material, row) for row in claims.iter_rows(named=True)]
    return claims.with_columns(
        pl.Series("simulated", [s.median for s in found], dtype=pl.Float64),
        pl.Series("simulated_low", [s.low for s in found], dtype=pl.Float64),
        pl.Series("simulated_high", [s.high for s in found], dtype=pl.Float64),
    )
