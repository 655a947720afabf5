"""Read a file of returns by its map.

    returns = read("results.csv.zip", "russia-2018")        # a map that comes with the library
    returns = read("results.xlsx", "mine.toml")             # or your own

Trouble with a number in a row is a flag of the table; trouble with the file, or with the map, is a `ReturnsError`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl

from contested.forensics.table import announced, circumstances, percentages, quality
from contested.forensics.table.cells import Cells, read_cells
from contested.forensics.table.circumstances import COVARIATE
from contested.forensics.table.column_map import ColumnMap, Columns, Contestants, Long, Unit, load_map
from contested.forensics.table.long import widen
from contested.forensics.table.numbers import counts
from contested.forensics.table.returns import IDENTITY, RESERVED, ReturnsTable, located, pick
from contested.ground.errors import ReturnsError


def read(
    path: str | Path, column_map: str | Path | ColumnMap, contest: str | None = None, covariates: str = ""
) -> ReturnsTable:
    """Returns in a file.

    Parameters
    ----------
    path : str or Path
        CSV (comma, semicolon, tab or bar; UTF-8, UTF-16 with its mark, cp1251, or what the map says), such a file in a
        zip archive, XLSX, or Parquet.
    column_map : str, Path or ColumnMap
        A map, its file, or the name of one that comes with the library (`forensics.table.column_map`).
    contest : str, optional
        Which contest of a file in long form; the map's if absent.
    covariates : str
        Columns of the file with covariates of a station (`forensics.models.covariates`), with commas between them.

    Returns
    -------
    ReturnsTable

    Raises
    ------
    ReturnsError
        With file, line, column and value where they are known.
    """
    mapped = column_map if isinstance(column_map, ColumnMap) else load_map(column_map)
    if contest is not None:
        if mapped.long is None:
            raise ReturnsError(f"contest {contest!r}: only a map with [long] knows contests.", file=mapped.source)
        mapped = replace(mapped, long=replace(mapped.long, contest=contest))
    return table(read_cells(path, mapped.file), mapped, covariates)


def table(cells: Cells, mapped: ColumnMap, covariates: str = "") -> ReturnsTable:
    """Returns in a table of text."""
    if not cells.frame.height:
        hint = "get the file again"
        raise ReturnsError("expected one row a station under the header; there is none.", hint, file=cells.source)
    beside = _named(cells, covariates)
    wrong = []
    if mapped.long is not None:
        cells, mapped, faults = _widened(cells, mapped, mapped.long, beside)
        wrong.append(faults)
    columns = mapped.contestants.find(tuple(cells.frame.columns), cells.source)
    head = pl.DataFrame({
        "row": pl.Series(range(cells.frame.height), dtype=pl.Int64),
        "line": cells.lines,
        "station": _joined(cells, mapped.station),
    })  # fmt: skip
    # which field of a row with too many is which nobody knows: its counts are unknown
    cut = [odd.filter(pl.col("rule") == "extra-fields")["row"].cast(pl.Int64) for odd in (cells.odd, *wrong)]
    numbers = _Numbers(cells, head, mapped.file.decimal, head["row"].is_in(pl.concat(cut).drop_nulls().implode()))
    frame = head.select("line", "station").with_columns(
        *(_unit(cells, unit).alias(name) for name, unit in mapped.units.items()),
        *(numbers.total(mapped.counts[name]).alias(name) for name in quality.COUNTS if name in mapped.counts),
        *_place(cells, mapped),
    )
    taken = [n for n in (*columns, *mapped.units) if n in RESERVED]
    if taken:
        raise ReturnsError(f"a contestant or unit called {taken[0]!r}.", "give it another name", file=mapped.source)
    rates = None if mapped.percentages is None else percentages.parse(mapped.percentages, mapped.source)
    votes = (
        [numbers.votes(mapped.contestants.added.get(name, (column,))).alias(name) for name, column in columns.items()]
        if rates is None else _rates(cells, rates, columns, numbers)
    )  # fmt: skip
    around = circumstances.series(circumstances.parse(mapped.circumstances, mapped.source), cells)
    evidence = [series for kind in mapped.evidence for series in _evidence(cells, mapped, kind, numbers)]
    sides = {i.name: (numbers.total(i.left), numbers.total(i.right)) for i in mapped.identities}
    differences = [(left - right).alias(IDENTITY + name) for name, (left, right) in sides.items()]
    try:
        frame = frame.hstack(votes).hstack(evidence).hstack(around).hstack(differences)
        frame = frame.hstack([cells.column(name).str.strip_chars().alias(COVARIATE + name) for name in beside])
    except pl.exceptions.DuplicateError as error:
        raise ReturnsError(f"two columns have one name: {error}.", file=mapped.source) from error
    prefix = "" if rates is None else percentages.PERCENT
    leader = _leader(mapped.leader, columns, cells.source) if mapped.leader else next(iter(columns), "")
    broken = [_identity(name, *both, head) for name, both in sides.items()]
    faults = pl.concat([_about(cells, head), *(_of_long(rows, head) for rows in wrong), *numbers.faults, *broken])
    totals = None if mapped.announced is None else announced.parse(mapped.announced, tuple(columns), mapped.source)
    returns = ReturnsTable.of(
        frame, tuple(columns), leader, mapped.title, units=tuple(mapped.units), independent=tuple(mapped.evidence),
        faults=faults, source=cells.source, sums=_sums(mapped, columns),
        announced=totals, percent_of="" if rates is None else rates.of,
    )  # fmt: skip
    return returns if mapped.leader else returns.leader_as(_first(returns.counted(), columns, prefix))


def _rates(
    cells: Cells, rates: percentages.Percentages, columns: dict[str, str], numbers: _Numbers
) -> list[pl.Series]:
    """Percentages of turnout, where the map names it, and of every contestant."""
    named = {**({percentages.TURNOUT: rates.turnout} if rates.turnout else {}), **columns}
    if rates.turnout and percentages.TURNOUT in columns:
        raise ReturnsError(f"a contestant called {percentages.TURNOUT!r}.", "give it another name", file=cells.source)
    out = []
    for name, column in named.items():
        values, faults = percentages.read(cells.column(column), fractions=rates.fractions)
        if faults.height:
            numbers.flag(faults, column)
        out.append(numbers.unknown(values).alias(percentages.PERCENT + name))
    return out


def _named(cells: Cells, text: str) -> list[str]:
    """Columns that a list with commas names; a name may have commas of its own."""
    parts, out = [part.strip() for part in text.split(",")] if text.strip() else [], []
    while parts:
        ends = [k for k in range(len(parts), 0, -1) if ", ".join(parts[:k]) in cells.frame.columns]
        end = ends[0] if ends else 1
        out.append(" ".join(", ".join(parts[:end]).split()))
        cells.column(out[-1])  # raises, with the nearest name
        parts = parts[end:]
    return list(dict.fromkeys(out))


def _widened(
    cells: Cells, mapped: ColumnMap, long: Long, beside: list[str]
) -> tuple[Cells, ColumnMap, pl.DataFrame]:
    """A file in long form as one with a row a station, the map that fits, and what `widen` says is wrong with rows."""
    own = [*beside, *mapped.station, *(unit.column for unit in mapped.units.values()), *mapped.place.values(),
           *circumstances.parse(mapped.circumstances, mapped.source).columns]  # fmt: skip
    counted = dict.fromkeys(column for columns in mapped.counts.values() for column in columns)
    wide, given, candidates, wrong = widen(cells, long, own, list(counted), mapped.file.decimal)
    given = {**mapped.counts, **given}
    named = {mapped.contestants.names.get(c, c): c for c in candidates if c not in mapped.contestants.excluded}
    if "cast" not in given and "valid" not in given:
        # all valid votes that the file has for the contest
        votes = {"valid": tuple(named.values())}
        return wide, replace(mapped, counts={**given, **votes}, contestants=Contestants(columns=named)), wrong
    return wide, replace(mapped, counts=given, contestants=Contestants(columns=named)), wrong


def _sums(mapped: ColumnMap, columns: dict[str, str]) -> list[str]:
    """Counts of ballots that the map makes of the contestants' own columns: comparing them with votes shows nothing."""
    votes = Counter(c for name, column in columns.items() for c in mapped.contestants.added.get(name, (column,)))
    return [name for name in ("cast", "valid") if name in mapped.counts and Counter(mapped.counts[name]) == votes]


def _of_long(faults: pl.DataFrame, head: pl.DataFrame) -> pl.DataFrame:
    """Faults of rows of a file in long form as flags of their stations."""
    placed = faults.join(head.select("row", "station"), on="row", how="left", maintain_order="left")
    # the row that is repeated is left out, and its station stays
    row = pl.when(pl.col("rule") != "repeated-row").then("row").alias("row")
    return placed.with_columns(row).select(*quality.SCHEMA)


class _Numbers:
    """Columns of the file as counts, each read once, unknown in rows of `cut`; faults are gathered on the way."""

    def __init__(self, cells: Cells, head: pl.DataFrame, decimal: str | None, cut: pl.Series) -> None:
        self.cells, self.head, self.decimal, self.cut = cells, head, decimal, cut
        self.read: dict[str, pl.Series] = {}
        self.faults: list[pl.DataFrame] = []

    def one(self, column: str) -> pl.Series:
        """One column."""
        if column not in self.read:
            values, faults = counts(self.cells.column(column), self.decimal)
            if faults.height:
                self.flag(faults, column)
            self.read[column] = self.unknown(values)
        return self.read[column]

    def unknown(self, values: pl.Series) -> pl.Series:
        """The values, null in rows of `cut`."""
        return values.set(self.cut, None) if self.cut.any() else values

    def flag(self, faults: pl.DataFrame, column: str) -> None:
        """Faults of a column, but for rows of `cut`."""
        rows = self.head.filter(self.cut)["row"].implode()
        self.faults.append(located(faults, self.head, column).filter(~pl.col("row").is_in(rows)))

    def votes(self, columns: Columns) -> pl.Series:
        """Votes of a contestant in several columns; an empty cell is a combination of parties that did not run."""
        if len(columns) == 1:
            return self.one(columns[0])
        parts = pl.DataFrame([self.one(column) for column in dict.fromkeys(columns)])
        some = pl.any_horizontal(pl.all().is_not_null())
        return parts.select(pl.when(some).then(pl.sum_horizontal(pl.all()))).to_series()

    def total(self, columns: Columns) -> pl.Series:
        """Their sum; null where one is."""
        return sum((self.one(column) for column in columns[1:]), start=self.one(columns[0]))


def _joined(cells: Cells, columns: Columns) -> pl.Series:
    """Station ids; null where all parts are empty. Without columns, the row of the file."""
    if not columns:
        return ("row " + cells.lines.cast(pl.String)).alias("station")
    parts = [cells.column(name).str.strip_chars() for name in columns]
    clean = [pl.select(pl.when(p.str.len_bytes() > 0).then(p)).to_series().alias(str(i)) for i, p in enumerate(parts)]
    together = pl.concat_str(pl.all().fill_null(""), separator=" / ")
    return pl.DataFrame(clean).select(pl.when(pl.any_horizontal(pl.all().is_not_null())).then(together)).to_series()


def _unit(cells: Cells, unit: Unit) -> pl.Series:
    text = cells.column(unit.column).str.strip_chars()
    if unit.matching is not None:
        try:
            text = text.str.extract(unit.matching, 1)
        except pl.exceptions.PolarsError as error:
            hint = "patterns on cells know no look-around and no back-references"
            raise ReturnsError(f"the pattern {unit.matching!r} cannot be used.", hint, file=cells.source) from error
    return text.replace(dict(unit.names)) if unit.names else text


def _place(cells: Cells, mapped: ColumnMap) -> list[pl.Series]:
    columns = []
    for name, column in mapped.place.items():
        text = cells.column(column)
        if name != "address":
            text = text.str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        columns.append(text.alias(name))
    return columns


def _leader(name: str, columns: dict[str, str], source: str) -> str:
    """The contestant called so, by the name shown or by that in the file."""
    by_column = [shown for shown, column in columns.items() if name.casefold() in column.casefold()]
    shown = [n for n in columns if name.casefold() in n.casefold()]
    return by_column[0] if len(by_column) == 1 and not shown else pick(name, tuple(columns), source)


def _first(frame: pl.DataFrame, columns: dict[str, str], prefix: str) -> str:
    """The contestant with most votes, or the largest shares."""
    return max(columns, key=lambda name: float(frame[prefix + name].sum() or 0))


def _evidence(cells: Cells, mapped: ColumnMap, kind: str, numbers: _Numbers) -> list[pl.Series]:
    declared = mapped.evidence[kind]
    columns = declared.votes.find(tuple(cells.frame.columns), cells.source)
    total = [] if declared.total is None else [numbers.one(declared.total).alias(f"{kind}: total")]
    return [*total, *(numbers.one(column).alias(f"{kind}: {name}") for name, column in columns.items())]


def _identity(name: str, left: pl.Series, right: pl.Series, head: pl.DataFrame) -> pl.DataFrame:
    both = head.with_columns(_left=left, _right=right)
    why = pl.format("{} on one side, {} on the other", pl.col("_left"), pl.col("_right"))
    differs = pl.col("_left") != pl.col("_right")
    return quality.flag(both, differs, "identity", name, why, pl.col("_left") - pl.col("_right"))


def _about(cells: Cells, head: pl.DataFrame) -> pl.DataFrame:
    """Flags of the file itself."""
    rows: list[tuple[int | str | None, ...]] = []
    if cells.guessed is not None:
        why = "say the encoding in the map: [file] encoding = ..."
        rows.append((None, None, None, "guessed-encoding", "", cells.guessed, why))
    if cells.empty:
        rows.append((None, cells.empty[0], None, "empty-line", "", str(len(cells.empty)), "lines that hold nothing"))
    flags = pl.DataFrame(rows, schema=quality.SCHEMA, orient="row")
    return pl.concat([flags, located(cells.odd, head, "")])
