"""Acts that cannot both hold: two orders for one place on one day, or two levels of what has one level at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from contested.files.faults import Faults, Row
from contested.scenarios.former_acts import TACTIC

#: acts that set a level until the next of their kind
_STANDING = ("guarantee", "reserve")


def contradictions(rows: list[Row], places_of: Callable[[str], tuple[int, ...]], faults: Faults) -> None:
    """Note one fault for each row that contradicts an earlier one.

    Parameters
    ----------
    rows : list of Row
        Acts of today's vocabulary.
    places_of : str -> tuple of int
        Rows of the places that a name means. An order for a town beside one for its region is no contradiction: the
        narrower one is the exception.
    """
    first: dict[tuple[str, tuple[int, ...], date], Row] = {}
    for row in rows:
        if row["act"] != TACTIC and row["act"] not in _STANDING:
            continue
        what = "form" if row["act"] == TACTIC else "level"
        last = row["end_date"] if row["act"] == TACTIC and row["end_date"] else row["date"]
        where = places_of(row["place"])
        for n in range((last - row["date"]).days + 1):
            key = row["act"], where, row["date"] + timedelta(days=n)
            before = first.setdefault(key, row)
            if before is not row and before[what] != row[what]:
                faults.add(
                    row.where(what), f"one {row['act']} in {row['place'] or 'the whole country'} on {key[2]}",
                    f"{_shown(row[what])} beside {_shown(before[what])} of line {before.line}",
                    "end the earlier one on the day before",
                )  # fmt: skip
                break


def _shown(value: str | float | None) -> str:
    return "none" if value is None else repr(value) if isinstance(value, str) else f"{value:g}"
