"""What a file says of the circumstances of a station's count, as a map names it: groups, order and hours.

    [groups]
    machine = "has scanner"                      # a column whose values divide stations; an empty cell is not known
    observers = { column = "observed", randomised = "station", empty = "no" }

    [order]
    column = "received at"                       # a number, a time of day, or a date and time

    [hours]
    columns = { "10:00" = "voted by 10", "12:00" = "voted by 12" }     # people who had voted, in order

`randomised` names what was drawn by lot: "station", or a unit of the map. `empty` is what an empty cell means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from contested.forensics.table.cells import Cells
from contested.forensics.table.column_map import Checks
from contested.forensics.table.numbers import counts

#: beginnings of the columns that a `ReturnsTable` has for them; LOT is followed by what was drawn and a colon
GROUP, LOT, HOUR, ORDER = "group: ", "group by lot of ", "hour: ", "order: place"
#: and of those that a user names as covariates, as text
COVARIATE = "covariate: "


class Group(NamedTuple):
    """A column that divides stations, what was drawn by lot (empty if nothing), what an empty cell means."""

    column: str
    randomised: str
    empty: str


class Circumstances(NamedTuple):
    """The three tables of a map; `order` is empty if the map has none."""

    groups: Mapping[str, Group]
    order: str
    hours: Mapping[str, str]

    @property
    def columns(self) -> list[str]:
        """All columns of the file that are named."""
        some = [*(g.column for g in self.groups.values()), *([self.order] if self.order else []), *self.hours.values()]
        return list(dict.fromkeys(some))


def parse(tree: Mapping[str, Any], source: str) -> Circumstances:
    """From the tables of a map's file.

    Raises
    ------
    ReturnsError
        An unknown key, or a value of the wrong kind.
    """
    at = Checks(source)
    named = at.table(tree.get("groups", {}), "groups")
    groups = {name: _group(value, f"groups.{name}", at) for name, value in named.items()}
    order = at.table(tree["order"], "order", ("column",), must=("column",)) if "order" in tree else {}
    hours = at.table(tree["hours"], "hours", ("columns",), must=("columns",)) if "hours" in tree else {}
    listed = hours.get("columns", {})
    if isinstance(listed, list):
        listed = {name: name for name in at.columns(listed, "hours.columns")}
    return Circumstances(
        groups, at.text(order["column"], "order.column") if order else "", at.names(listed, "hours.columns")
    )


def series(around: Circumstances, cells: Cells) -> list[pl.Series]:
    """The columns of a table: groups as text, order as numbers, people who had voted as Int64; null where not known."""
    out = []
    for name, group in around.groups.items():
        text = cells.column(group.column).str.strip_chars()
        text = pl.select(pl.when(text.str.len_bytes() > 0).then(text)).to_series()
        prefix = f"{LOT}{group.randomised}: " if group.randomised else GROUP
        out.append((text.fill_null(group.empty) if group.empty else text).alias(prefix + name))
    if around.order:
        out.append(_order(cells.column(around.order).str.strip_chars()).alias(ORDER))
    for name, column in around.hours.items():
        out.append(counts(cells.column(column), None)[0].alias(HOUR + name))
    return out


def _group(value: object, where: str, at: Checks) -> Group:
    if isinstance(value, str):
        return Group(at.text(value, where), "", "")
    table = at.table(value, where, ("column", "randomised", "empty"), must=("column",))
    texts = {name: at.text(text, f"{where}.{name}") for name, text in table.items()}
    return Group(texts["column"], texts.get("randomised", ""), texts.get("empty", ""))


def _order(text: pl.Series) -> pl.Series:
    """Numbers as they are; times and dates in seconds. What most cells are decides; others become null."""
    number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    tried = [number]
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M:%S",
                 "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"):  # fmt: skip
        tried.append(text.str.to_datetime(form, strict=False).dt.epoch("s").cast(pl.Float64))
    for clock in ("%H:%M:%S", "%H:%M"):
        tried.append(text.str.to_time(clock, strict=False).cast(pl.Int64).cast(pl.Float64) / 1e9)
    return max(tried, key=lambda s: s.len() - s.null_count())
