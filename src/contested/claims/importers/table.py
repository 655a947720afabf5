"""The plain table that people fill by hand: CSV, Excel or Parquet, one claim a row.

The columns are those of a scenario's claims.csv (`claims.reading.TABLE`), or the shorter names `actor`, `side` and
`source`; only date, quantity, claimant, side and a number are needed. A cell of `value` may hold words, "around 3,000"
or "hundreds", where `low` and `high` are empty; how numbers are read is in `claims.figures`. A table with the column
`read_or_recalled` is a ledger. Lines of a CSV file that begin with # are comments (`files.lines.is_note`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contested.claims import figures
from contested.claims.claim import Claim
from contested.claims.importers.cells import day
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.rows import Expected, Row, Typed
from contested.claims.reading import TABLE, UNIT, claim_of
from contested.claims.words import short
from contested.ground.columns import Column, UnreadableError, parse
from contested.ground.errors import ClaimError, closest

#: shorter names of columns
SHORT = {"actor": "actor_or_side", "side": "claimant_side", "source": "source_url", "status": "read_or_recalled"}
#: what `write.aside` puts before the columns: a corrected file of rows kept aside is a table again
_IGNORED = ("line", "reason", "text")
_BY_NAME = {column.name: column for column in TABLE}


def _check(row: Row, shown: str) -> None:
    """Refuse a column that is missing, twice there or unknown."""
    names = [name for name in row.at if name not in _IGNORED]
    for name in names:
        if SHORT.get(name, name) not in _BY_NAME:
            known = [*_BY_NAME, *SHORT]
            drafts = "these are drafts: `contested claims accept` makes claims of them" if name == "decision" else ""
            raise ClaimError(
                f"{shown}, {name}: expected only the columns {', '.join(known)}; got {name!r}.",
                drafts or closest(name, known),
            )
        if name in SHORT and SHORT[name] in names:
            raise ClaimError(f"{shown}, {name}: expected {name!r} or {SHORT[name]!r}; got both.")
    if "side" not in names and "claimant_side" not in names:
        raise ClaimError(f"{shown}, side: expected a column 'side'; got none.", "whose side the claimant is on")


def _plain(row: Row) -> Iterator[Claim]:
    if not figures.in_words(_numbers(row)):
        yield _claim(row)


def _worded(row: Row) -> Iterator[Claim]:
    if figures.in_words(_numbers(row)):
        yield _claim(row)


def _claim(row: Row) -> Claim:
    values = {c.name: _value(row, c) for c in TABLE if c not in figures.COLUMNS}
    numbers = figures.reported(
        _numbers(row), values["quantity"], values[UNIT.name], ledger="read_or_recalled" in row.at,
        typed=[name for name in figures.NAMES if isinstance(row.raw(name), Typed)],
    )  # fmt: skip
    return claim_of(values | numbers._asdict() | {"read_or_recalled": values["read_or_recalled"] or "read"})


def _numbers(row: Row) -> dict[str, str]:
    return {name: _cell(row, name) for name in figures.NAMES}


def _named(row: Row, name: str) -> str:
    """What the file calls a column."""
    return next((short for short, long in SHORT.items() if long == name and short in row.at), name)


def _cell(row: Row, name: str) -> str:
    i = row.at.get(_named(row, name), -1)
    # what a person wrote is meant: a town may be called Na
    return " ".join(row.cells[i].split()) if i >= 0 else ""


def _value(row: Row, column: Column) -> Any:
    cell = _cell(row, column.name)
    if column.kind == "date" and cell:
        return day(cell, column.name)
    if column.name == "read_or_recalled" and not cell:
        return ""
    try:
        return parse(cell, column)
    except UnreadableError as reason:
        got = short(cell) if cell else "nothing"
        name = _named(row, column.name)
        raise ClaimError(f"{name}: expected {column.expects()}; got {got}.", reason.hint) from None


FORMAT = Format(
    rules=(
        Rule("plain", "the numbers in `value`, `low` and `high`", _plain),
        Rule("words", "the bounds that the words in `value` allow", _worded),
    ),
    passed=lambda row: "empty",
    expected=Expected("a table of claims", ("date", "quantity", "claimant"), comments=True),
    check=_check,
)
