"""UCDP GED exports: deaths of one event between two days, with a best, a low and a high estimate.

The three estimates are one claim about all deaths; the parts by side, civilians and unknown are claims of their own
where above 0, since a part of 0 may be hidden among the unknown. Who says it is `source_original` if the coder named
it, else the offices that published it; the days are the first and last on which the event can have been. Candidate
files have the same columns, and an event of theirs that comes again under its number is a later version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from contested.claims.claim import Claim, Side
from contested.claims.importers.cells import count, day, joined, numbered
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import location
from contested.claims.importers.rows import Expected, Row
from contested.claims.sides import side_of
from contested.claims.words import Reported, short
from contested.ground.errors import ClaimError

_PARTS = (("deaths_a", "side_a"), ("deaths_b", "side_b"), ("deaths_civilians", ""), ("deaths_unknown", ""))
_WHO = {"deaths_a": "side a", "deaths_b": "side b", "deaths_civilians": "civilians", "deaths_unknown": "unknown"}
_PRECISION = {"": "", "1": "", "2": "day known to 2 to 6 days", "3": "day known to the week",
              "4": "day known to the month", "5": "day known to the year"}  # fmt: skip


def _total(row: Row) -> Iterator[Claim]:
    best, low, high = (_readable(row, name) for name in ("best", "low", "high"))
    if (best, low, high) != (None, None, None):
        yield _claim(row, "", Reported(best, low, high))


def _readable(row: Row, column: str) -> int | None:
    """A count, None where it is missing or cannot be read, which is a fault of the row."""
    try:
        return count(row, column)
    except ClaimError as reason:
        row.faults.append(reason)
        return None


def _part(column: str, named: str) -> Callable[[Row], Iterator[Claim]]:
    def make(row: Row) -> Iterator[Claim]:
        dead = count(row, column)
        if dead:
            yield _claim(row, (row[named] if named else "") or _WHO[column], Reported(dead, None, None))

    return make


def _days(row: Row) -> tuple[date, date | None]:
    """The first day, and the last where it is another one that can be read."""
    first = day(row["date_start"], "date_start")
    try:
        last = day(row["date_end"], "date_end")
        if last < first:
            raise ClaimError(f"date_end: expected a day not before {first}; got {last}.")
    except ClaimError as reason:
        row.faults.append(reason)
        return first, None
    return first, last if last != first else None


def _side(row: Row, claimant: str) -> Side:
    # of two fighting sides only a government is known to be one
    opposed = row["side_b"] if row["side_a"].casefold().startswith("government of") else ""
    return side_of(claimant, "media", "" if opposed.casefold() == "civilians" else opposed)


def _precision(row: Row) -> str:
    code = row["date_prec"]
    if code not in _PRECISION:
        row.fault(f"date_prec: expected a whole number from 1 to 5; got {short(code)}.")
    return _PRECISION.get(code, "")


def _claim(row: Row, actor: str, reported: Reported) -> Claim:
    first, last = row.once(_days)
    claimant = row.first("source_original", "source_office")
    status = row["code_status"]
    return Claim(
        first,
        last,
        row.first("where_coordinates", "adm_2", "adm_1", "country"),
        "dead",
        actor,
        *reported,
        claimant=claimant or "UCDP GED",
        side=_side(row, claimant) if claimant else "independent",
        source_url=f"UCDP GED {numbered(row, 'id')}",
        note=joined(row["dyad_name"], row["country"], row.once(_precision),
                    "" if status.casefold() in ("", "clear") else f"status: {status}"),
        **location(row, "latitude", "longitude", row["adm_1"], row["adm_2"], row["country"]),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("deaths", "all deaths of the event: best, with low and high as bounds", _total),
        *(Rule(name.replace("_", "-"), f"deaths of {_WHO[name]}, where above 0", _part(name, who))
          for name, who in _PARTS),
    ),
    passed=lambda row: "no number of deaths",
    expected=Expected(
        "a UCDP GED export", ("id", "date_start", "date_end", "best", "high", "low"),
        {"best": ("best_est",), "high": ("high_est",), "low": ("low_est",), "adm_1": ("adm1",), "adm_2": ("adm2",)},
    ),
    record=("id", "version"),
)  # fmt: skip
