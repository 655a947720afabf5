"""Mass Mobilization exports: a protest a row, its days in three columns each, its size in words and in a class.

The words in `participants` say more than the class ("100-999") and are used where they can be read; the class is used
where they cannot or are missing. A row with `protest` 0 is a year without protest. State responses become dated events,
because the file says that they happened and not to how many. The database names its articles and not who counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contested.claims.claim import Claim
from contested.claims.importers.cells import count, joined, numbered, sized
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.rows import Row
from contested.claims.words import Reported
from contested.ground.errors import ClaimError

#: responses that are events, with the file's own spelling; "ignore" is none
RESPONSES = {"accomodation": "accommodation", "accommodation": "accommodation", "arrests": "arrests",
             "beatings": "beatings", "crowd dispersal": "dispersal", "killings": "killings", "shootings": "shootings",
             "ignore": ""}  # fmt: skip
CLAIMANT = "press read by Mass Mobilization"


def _worded(row: Row) -> Iterator[Claim]:
    if (reported := _words(row)) is not None:
        yield _claim(row, "crowd", reported)


def _classed(row: Row) -> Iterator[Claim]:
    if _words(row) is None and (reported := _class(row)) is not None:
        words = f"participants: {row['participants']}" if row["participants"] else ""
        yield _claim(row, "crowd", reported, words)


def _dated(row: Row) -> Iterator[Claim]:
    if _is_protest(row) and _words(row) is None and _class(row) is None:
        if row["participants"]:
            sized(row["participants"], "participants")  # says what cannot be read
        yield _claim(row, "event_protest", Reported(None, None, None))


def _answered(row: Row) -> Iterator[Claim]:
    if not _is_protest(row):
        return
    found = dict.fromkeys(row[f"stateresponse{n}"].casefold() for n in range(1, 8))
    for response in found:
        name = RESPONSES.get(response, "") if response else ""
        if response and response not in RESPONSES:
            raise ClaimError(f"stateresponse: expected one of {', '.join(RESPONSES)}; got {response!r}.")
        if name:
            yield _claim(row, f"event_{name}", Reported(None, None, None))


def _words(row: Row) -> Reported | None:
    try:
        return sized(row["participants"], "participants") if _is_protest(row) else None
    except ClaimError:  # the class may still say it
        return None


def _class(row: Row) -> Reported | None:
    reported = sized(row["participants_category"], "participants_category") if _is_protest(row) else None
    return reported and Reported(None, reported.low, reported.high)  # a class has bounds and no point


def _is_protest(row: Row) -> bool:
    return count(row, "protest") != 0


def _day(row: Row, which: str) -> date | None:
    year, month, number = (count(row, f"{which}{part}") for part in ("year", "month", "day"))
    if year is None and month is None and number is None and which == "end":
        return None
    try:
        return date(year or 0, month or 0, number or 0)
    except (ValueError, OverflowError):
        got = "-".join(str(x) if x is not None else "?" for x in (year, month, number))
        raise ClaimError(f"{which}day: expected a day of the calendar; got {got}.") from None


def _claim(row: Row, quantity: str, reported: Reported, note: str = "") -> Claim:
    first, last = _day(row, "start"), _day(row, "end")
    assert first is not None
    place = "" if row["location"].casefold() in ("national", "nationwide") else row["location"]
    return Claim(
        first, None if last == first else last, place or row["country"], quantity, "protesters", *reported,
        claimant=CLAIMANT, side="media", source_url=f"Mass Mobilization {numbered(row, 'id')}",
        note=joined(row["protesteridentity"], row["country"], note),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("participants", "a crowd as the words in participants allow", _worded),
        Rule("class", "a crowd within the bounds of participants_category, where words say nothing", _classed),
        Rule("protest", "a dated event: a protest of no reported size", _dated),
        Rule("state-response", "a dated event for each kind of response", _answered),
    ),
    passed=lambda row: "a year without protest" if not _is_protest(row) else "no size",
    required=("id", "country", "protest", "startday", "startmonth", "startyear", "participants"),
)
