"""A plain CSV table of claims, one a line, read into claims or refused with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from contested.claims import figures
from contested.claims.claim import SIDES, Claim
from contested.claims.ledger import QUANTITIES
from contested.files.faults import Faults
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import ClaimError, InputError, UnknownQuantity, closest

COLUMNS: tuple[Column, ...] = (
    Column("date", "date", "day of the event counted, not of the statement"),
    Column("end_date", "date", "last day of a total over a period; else empty", optional=True),
    Column("place", "text", "town, region or country; also `outside_X`, and `region_X` for a namesake", optional=True),
    Column("quantity", "text", "what is counted; an event that is only dated begins with event_"),
    Column("actor_or_side", "text", "whom the number is about", optional=True),
    *figures.COLUMNS,
    Column("claimant", "text", "who says it"),
    Column("claimant_side", "choice", "on whose side the claimant stands", choices=SIDES),
    Column("source_url", "text", "outlet that carried it", optional=True),
    Column(
        "read_or_recalled",
        "text",
        "`read` in a report (or the name of the report), or `recalled` from memory",
    ),
    Column("note", "text", "what else to know", optional=True),
)
#: columns that a table may lack: where the place lies
LOCATION: tuple[Column, ...] = (
    Column("latitude", "number", "where the place lies", "degree", (-90, 90), optional=True, source="claimant",
           missing_ok=True),
    Column("longitude", "number", "where the place lies", "degree", (-180, 180), optional=True, source="claimant",
           missing_ok=True),
    Column("admin1", "text", "first-level administrative unit the place lies in", optional=True, missing_ok=True),
    Column("admin2", "text", "second-level administrative unit the place lies in", optional=True, missing_ok=True),
    Column("country", "text", "country the place lies in", optional=True, missing_ok=True),
)  # fmt: skip
#: a column that a table may lack: the unit said, where it is not the quantity's own
UNIT = Column("unit", "text", "unit said, such as RUB or million USD; empty for the quantity's own", optional=True,
              missing_ok=True)  # fmt: skip
#: every column, in the order in which a table is written
TABLE = (*COLUMNS[:3], *LOCATION, COLUMNS[3], UNIT, *COLUMNS[4:])
#: the same with numbers as they are written: what they say depends on the quantity
_WRITTEN = tuple(replace(c, kind="text") if c in figures.COLUMNS else c for c in TABLE)


def claim_of(row: Mapping[str, Any]) -> Claim:
    """The claim of one row of the table, its cells already read by TABLE.

    Raises
    ------
    ClaimError
        If the claim contradicts itself; the message begins with the column.
    UnknownQuantity
        If nothing else is wrong; it holds the claim.
    """
    word = row["read_or_recalled"]
    named = word not in ("read", "recalled")  # a report that has no address is named instead
    claim = Claim(
        date=row["date"], end_date=row["end_date"], place=row["place"], quantity=row["quantity"],
        actor=row["actor_or_side"], value=row["value"], low=row["low"], high=row["high"], claimant=row["claimant"],
        side=row["claimant_side"], source_url=row["source_url"] or (word if named else ""),
        status="read" if named else word, note=row["note"], unit=row[UNIT.name],
        **{column.name: row[column.name] for column in LOCATION},
    )  # fmt: skip
    if claim.quantity not in QUANTITIES and not claim.event:
        raise UnknownQuantity(
            f"quantity: expected a known quantity or event_...; got {claim.quantity!r}.",
            closest(claim.quantity, list(QUANTITIES)), claim,
        )  # fmt: skip
    return claim


def scan(path: Path | str, shown: str = "") -> tuple[list[Claim], list[InputError]]:
    """All claims of a table that hold together, and everything that is wrong with the others.

    Parameters
    ----------
    path : path
        A CSV file with the columns TABLE.
    shown : str
        How messages call the file; its path if empty.
    """
    claims, wrong = with_unknown(path, shown)
    return [c for c in claims if c.quantity in QUANTITIES or c.event], wrong


def with_unknown(path: Path | str, shown: str = "") -> tuple[list[Claim], list[InputError]]:
    """The same, with the claims about unknown quantities among the others: they stop nothing and are not used
    (`claims.unused`). What is wrong with them is an `UnknownQuantity`."""
    faults = Faults(ClaimError)
    claims = []
    for row in read_rows(Path(path), _WRITTEN, faults, shown):
        cells = {name: row.values[name] for name in figures.NAMES}
        try:
            numbers = figures.reported(cells, row.values["quantity"], row.values[UNIT.name], ledger=True)
            claims.append(claim_of(row.values | numbers._asdict()))
        except UnknownQuantity as reason:
            faults.errors.append(UnknownQuantity(f"{row.file}:{row.line}, {reason.message}", reason.hint, reason.claim))
            if isinstance(reason.claim, Claim):
                claims.append(reason.claim)
        except ClaimError as reason:
            faults.say(f"{row.file}:{row.line}, {reason.message}", reason.hint)
    return claims, sorted(faults.errors, key=lambda error: _line(error.message, shown or str(path)))


def _line(message: str, shown: str) -> int:
    """The line that a message is about; 0 where it is about the file."""
    digits = re.match(r":(\d+)", message.removeprefix(shown))
    return int(digits[1]) if digits else 0
