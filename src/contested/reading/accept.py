"""Reviewed drafts into claims: the rows of a table of drafts that a person has accepted.

A ledger holds what somebody stated. Plans, conditions and denials, and quantities that a ledger does not know, stay in
the table of drafts, each with the reason.
"""

from __future__ import annotations

from pathlib import Path

from contested.claims import figures
from contested.claims.claim import SIDES, Claim
from contested.claims.ledger import QUANTITIES
from contested.files.faults import Faults
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import ClaimError, closest
from contested.reading.table import COLUMNS

_DECISIONS = ("accept", "reject")
_CERTAINTIES = ("stated", "denied", "planned", "conditional")


def _column(name: str) -> Column:
    match name:
        case "decision":
            return Column(name, "choice", "accept or reject; empty for not yet", choices=_DECISIONS, optional=True)
        case "date" | "end_date" | "published":
            return Column(name, "date", "a day", optional=True)
        case "value" | "low" | "high":
            # text, because what a number says depends on the quantity; and one row's misprint is not the table's
            return Column(name, "text", "as it was said", optional=True)
        case "claimant_side":
            return Column(name, "choice", "on whose side the claimant stands", choices=SIDES)
        case "certainty":
            return Column(name, "choice", "how sure the claimant is", choices=_CERTAINTIES)
        case "quantity" | "claimant":
            return Column(name, "text", "as in a table of claims")
    return Column(
        name, "text", "as `contested read` wrote it", optional=True, missing_ok=name not in ("report", "place")
    )


DRAFT_COLUMNS = tuple(map(_column, COLUMNS))


def accepted(path: Path) -> tuple[list[Claim], int, list[ClaimError]]:
    """The claims of the accepted rows of a table of drafts.

    Returns
    -------
    claims : list of Claim
    undecided : int
        Rows without a decision.
    aside : list of ClaimError
        Why accepted rows are no claims.

    Raises
    ------
    ClaimError
        If the table cannot be read.
    """
    faults = Faults(ClaimError)
    rows = read_rows(path, DRAFT_COLUMNS, faults, path.name)
    if faults.errors:
        raise faults.errors[0]
    claims: list[Claim] = []
    aside: list[ClaimError] = []
    for row in rows:
        if row.values["decision"] != "accept":
            continue
        try:
            claims.append(_claim(row.values))
        except ClaimError as error:
            aside.append(ClaimError(f"{row.file}:{row.line}, {error.message}", error.hint))
    return claims, sum(not row.values["decision"] for row in rows), aside


def _claim(row: dict[str, object]) -> Claim:
    quantity, certainty = str(row["quantity"]), row["certainty"]
    if certainty != "stated":
        raise ClaimError(f"certainty: expected a number that is stated; got {certainty}.", "a ledger holds statements")
    if quantity not in QUANTITIES:
        raise ClaimError(
            f"quantity: expected one that a ledger knows; got {quantity!r}.", closest(quantity, list(QUANTITIES))
        )
    if row["date"] is None:
        raise ClaimError("date: expected the day of what is counted; got none.", "write it into the row")
    cells = {name: str(row[name]) for name in figures.NAMES}
    numbers = figures.reported(cells, quantity, str(row["unit"]))
    note = "; ".join(
        f"{name} {row[key]}" for name, key in (("published", "published"), ("characters", "number_at")) if row[key]
    )
    return Claim(
        date=row["date"], end_date=row["end_date"], place=str(row["place"]), quantity=quantity,  # type: ignore[arg-type]
        actor=str(row["actor_or_side"]), value=numbers.value, low=numbers.low, high=numbers.high,
        claimant=str(row["claimant"]), side=row["claimant_side"], source_url=str(row["report"]),  # type: ignore[arg-type]
        note=note, unit="" if row["unit"] == QUANTITIES[quantity].unit else str(row["unit"]),
    )  # fmt: skip
