"""What others counted at the same polling stations, joined to the returns by station, with nothing lost in the join.

A map says which column of a file holds what, so that a new platform is data, not code:

    key = "id"                                  # the column with the station's key; case and zeros before it are free
    area = { column = "id", first = 2 }         # optional: a column, or its first characters

    [registrations]                             # people who said beforehand whom they would vote for
    Tikhanovskaya = "tihanovkaja_registered"
    [photos]                                    # ballots shown on a photograph
    Tikhanovskaya = "tihanovkaja_photoVoices"
    [parallel]                                  # votes that others counted there
    [flags]                                     # what observers reported: true or false
    late = "late-report"

An empty field is not known; it is never taken for zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.forensics.comparisons.matching import key as key_of
from contested.forensics.finding import Finding
from contested.forensics.table import numbers
from contested.forensics.table.case import Ints
from contested.forensics.table.cells import Cells, read_cells
from contested.forensics.table.column_map import Checks, FileHints, read_toml
from contested.ground.errors import InputError, ReturnsError, closest

#: kinds of count a map may have, with what one is
KINDS: dict[str, str] = {
    "registrations": "people who said whom they would vote for",
    "photos": "ballots shown on a photograph",
    "parallel": "votes counted by somebody else",
}
#: stands for a count that is not known
UNKNOWN = -1
_SECTIONS = (*KINDS, "flags")
#: the column that keys are compared by
_KEY = "\0key"


@dataclass(frozen=True)
class Evidence:
    """One file of evidence.

    Parameters
    ----------
    frame : polars.DataFrame
        `station` (str, unique), `area` (str, may be empty), and a column "kind:contestant" (int64, null where not
        known) or "flags:name" (bool, null where not known) for each entry of the map.
    source : str
        The file it was read from.
    """

    frame: pl.DataFrame
    source: str

    def contestants(self, kind: str) -> tuple[str, ...]:
        """Those with counts of a kind; () where there are none."""
        return tuple(c.split(":", 1)[1] for c in self.frame.columns if c.startswith(f"{kind}:"))


class Matched(NamedTuple):
    """Evidence in the order of the returns' stations.

    Parameters
    ----------
    evidence : Evidence
        A row for every station of the returns; all its counts are null where it had none.
    without_evidence : tuple of str
        Stations of the returns that the evidence does not know.
    without_returns : tuple of str
        Stations of the evidence that the returns do not know.
    """

    evidence: Evidence
    without_evidence: tuple[str, ...]
    without_returns: tuple[str, ...]


def read(file: str | Path, map_file: str | Path) -> Evidence:
    """Read a table (CSV in any dialect, XLSX, Parquet) with its map.

    Raises
    ------
    ReturnsError
        A map or file that is not there, an unknown section, a missing column, a key that is empty or comes twice, a
        count that is not a whole number from 0; with file, line, column and value.
    """
    map_file = Path(map_file)
    layout = read_toml(map_file)
    return table(read_cells(file, FileHints()), layout, map_file.name)


def table(cells: Cells, layout: Mapping[str, Any], source: str = "map") -> Evidence:
    """Evidence of a table of text; errors and the map's form as in `read`."""
    at = Checks(source)
    at.keys(layout, ("key", "area", *_SECTIONS), must=("key",))
    key_column = at.text(layout["key"], "key")
    key = cells.column(key_column).str.strip_chars()
    _check_keys(key, key_column, cells)
    columns = {"station": key, "area": _area(cells, layout.get("area"), at)}
    for kind in KINDS:
        for contestant, name in at.names(layout.get(kind, {}), kind).items():
            columns[f"{kind}:{contestant}"] = _counts(cells, name)
    for flag, name in at.names(layout.get("flags", {}), "flags").items():
        columns[f"flags:{flag}"] = _flags(cells, name)
    return Evidence(pl.DataFrame(columns), cells.source)


def match(evidence: Evidence, station: Sequence[str]) -> Matched:
    """Bring evidence into the order of the returns; keys are compared as `comparisons.matching.key` spells them.

    A key that would then stand for two stations of either file is compared as it is written.

    Parameters
    ----------
    station : sequence of str
        The returns' keys, each once.

    Raises
    ------
    InputError
        A key of the returns that comes twice: evidence would count twice.
    """
    keys = pl.Series("station", list(station), dtype=pl.String)
    twice = keys.filter(keys.is_duplicated())
    if len(twice):
        raise InputError(f"returns: the station {twice[0]!r} comes twice.", "evidence would count twice")
    ours, theirs = (frame.with_columns(key_of().alias(_KEY)) for frame in (keys.to_frame(), evidence.frame))
    several = pl.concat([side.filter(pl.col(_KEY).is_duplicated())[_KEY] for side in (ours, theirs)]).to_list()
    as_written = pl.when(pl.col(_KEY).is_in(several)).then("station").otherwise(_KEY).alias(_KEY)
    ours, theirs = ours.with_columns(as_written), theirs.with_columns(as_written)
    joined = ours.join(theirs.drop("station"), on=_KEY, how="left", maintain_order="left").drop(_KEY)
    return Matched(
        Evidence(joined, evidence.source),
        tuple(ours.join(theirs, on=_KEY, how="anti", maintain_order="left")["station"]),
        tuple(theirs.join(ours, on=_KEY, how="anti", maintain_order="left")["station"]),
    )


def counts(evidence: Evidence, kind: str, contestant: str) -> Ints:
    """int64 array of shape (stations,): counts of one kind; `UNKNOWN` where there is none."""
    name = f"{kind}:{contestant}"
    if name not in evidence.frame.columns:
        have = [c for c in evidence.frame.columns if ":" in c]
        raise InputError(f"{evidence.source}: no {kind} for {contestant!r}.", closest(name, have))
    return evidence.frame[name].fill_null(UNKNOWN).to_numpy()


def find(evidence: Evidence, station: Sequence[str]) -> Finding:
    """Say what the evidence covers, and every key that found no partner."""
    matched = match(evidence, station)
    n, lost = len(station), len(matched.without_returns)
    both = n - len(matched.without_evidence)
    sums = [
        {"kind": kind, "contestant": who, "total": int(np.maximum(counts(matched.evidence, kind, who), 0).sum())}
        for kind in KINDS
        for who in evidence.contestants(kind)
    ]
    schema = {"kind": pl.String, "contestant": pl.String, "total": pl.Int64}
    return Finding(
        name="evidence-coverage", title="Independent evidence", kind="description",
        says=f"There is independent evidence for {both:,} of {n:,} stations"
        + (f"; {lost:,} of its stations have no return and are listed." if lost else "; all of it found its station."),
        value=both / n if n else None, unit="share",
        fails_when="Keys that are spelt differently in both files look like stations without a partner.",
        tables={
            "totals at matched stations": pl.DataFrame(sums, schema=schema),
            "without evidence": pl.DataFrame({"station": matched.without_evidence}, schema={"station": pl.String}),
            "without returns": pl.DataFrame({"station": matched.without_returns}, schema={"station": pl.String}),
        },
    )  # fmt: skip


def _check_keys(key: pl.Series, name: str, cells: Cells) -> None:
    empty = (key.is_null() | (key == "")).arg_true()
    if len(empty):
        raise ReturnsError("a station without key.", file=cells.source, line=cells.lines[empty[0]], column=name)
    twice = (~key.is_first_distinct()).arg_true()
    if len(twice):
        raise ReturnsError(
            f"{key[twice[0]]!r} came before.", "a station may have one row; add or drop the others",
            file=cells.source, line=cells.lines[twice[0]], column=name,
        )  # fmt: skip


def _area(cells: Cells, rule: object, at: Checks) -> pl.Series:
    if rule is None:
        return pl.Series([""] * cells.frame.height, dtype=pl.String)
    if isinstance(rule, str):
        return cells.column(rule).fill_null("")
    table = at.table(rule, "area", ("column", "first"), must=("column", "first"))
    column = at.text(table["column"], "area.column")
    return cells.column(column).fill_null("").str.slice(0, at.whole(table["first"], "area.first"))


def _counts(cells: Cells, name: str) -> pl.Series:
    values, faults = numbers.counts(cells.column(name))
    if faults.height:
        first = faults.row(0, named=True)
        raise ReturnsError(
            f"expected a whole number from 0; got {first['value']!r}: {first['why']}.",
            "correct the field, or leave it empty if it is not known",
            file=cells.source, line=cells.lines[first["row"]], column=name, value=first["value"],
        )  # fmt: skip
    return values


def _flags(cells: Cells, name: str) -> pl.Series:
    text = cells.column(name).str.strip_chars().str.to_lowercase()
    flag = text.replace_strict(
        {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False},
        default=None, return_dtype=pl.Boolean,
    )  # fmt: skip
    wrong = (text.is_not_null() & (text != "") & flag.is_null()).arg_true()
    if len(wrong):
        line, value = cells.lines[wrong[0]], text[wrong[0]]
        raise ReturnsError(f"expected true or false; got {value!r}.", file=cells.source, line=line, column=name)
    return flag
