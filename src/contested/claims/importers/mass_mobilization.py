"""Mass Mobilization exports: a protest a row, its days in three columns each, its size in words and in a class.

The words in `participants` say more than the class ("100-999") and are used where they can be read; the class is used
where they cannot or are missing. Where both are there and exclude each other, the words are used and the row is kept
aside as well. A size that cannot be read leaves the protest, a last day that cannot be read leaves the first. A row
with `protest` 0 is a year without protest. State responses become dated events, because the file says that they
happened and not to how many. The database names its articles and not who counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from contested.claims.claim import Claim
from contested.claims.importers.cells import count, joined, numbered, sized
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import location
from contested.claims.importers.rows import Expected, Row
from contested.claims.words import MAGNITUDES, Reported, short
from contested.ground.errors import ClaimError, closest

#: responses that are events, with the file's own spelling; "ignore" is none
RESPONSES = {"accomodation": "accommodation", "accommodation": "accommodation", "arrests": "arrests",
             "beatings": "beatings", "crowd dispersal": "dispersal", "killings": "killings", "shootings": "shootings",
             "ignore": ""}  # fmt: skip
CLAIMANT = "press read by Mass Mobilization"
_WHOLE_COUNTRY = re.compile(
    r"(?:national(?:ly)?|nationwide|nation-wide|country-?wide|throughout the country|across the country)(?: level)?"
    r"(?P<more>\W.*)?",
    re.I,
)


def _worded(row: Row) -> Iterator[Claim]:
    if (reported := row.once(_words)) is not None:
        yield _claim(row, "crowd", reported)


def _classed(row: Row) -> Iterator[Claim]:
    if row.once(_words) is None and (reported := row.once(_class)) is not None:
        words = f"participants: {row['participants']}" if row["participants"] else ""
        yield _claim(row, "crowd", reported, words)


def _dated(row: Row) -> Iterator[Claim]:
    if row.once(_is_protest) and row.once(_words) is None and row.once(_class) is None:
        if row["participants"]:
            try:
                sized(row["participants"], "participants")
            except ClaimError as reason:
                row.faults.append(reason)
        yield _claim(row, "event_protest", Reported(None, None, None))


def _answered(row: Row) -> Iterator[Claim]:
    if not row.once(_is_protest):
        return
    found: dict[str, None] = {}
    for n in range(1, 8):
        response = " ".join(row.raw(f"stateresponse{n}").split()).casefold()
        name = RESPONSES.get(response)
        if name is None and (row[f"stateresponse{n}"] or response == "."):
            row.fault(f"stateresponse{n}: expected one of {', '.join(RESPONSES)}; got {short(response)}.",
                      closest(response, list(RESPONSES)))  # fmt: skip
        elif name:
            found[name] = None
    for name in found:
        yield _claim(row, f"event_{name}", Reported(None, None, None))


def _words(row: Row) -> Reported | None:
    try:
        words = sized(row["participants"], "participants") if row.once(_is_protest) else None
    except ClaimError:  # the class may still say it
        return None
    known = row.once(_class)
    if words is not None and known is not None and _exclude(words, known):
        row.fault(f"participants_category: expected a class that fits the words {short(row['participants'])}; "
                  f"got {short(row['participants_category'])}.", "the words are used; read the articles")  # fmt: skip
    return words


def _exclude(words: Reported, known: Reported) -> bool:
    """Whether no number fits both. "1000s" is also written of 1,500, so an order of magnitude reaches down to one."""
    low, high = (words.low, words.high) if words[1:] != (None, None) else (words.value, words.value)
    if low is not None and high is not None and (low, high) in MAGNITUDES.values():
        low /= 2
    return (low is not None and known.high is not None and low > known.high) or (
        high is not None and known.low is not None and high < known.low
    )


def _class(row: Row) -> Reported | None:
    """A class has bounds and no point."""
    if not row.once(_is_protest):
        return None
    try:
        reported = sized(row["participants_category"], "participants_category")
    except ClaimError as reason:
        row.faults.append(reason)
        return None
    return reported and Reported(None, reported.low, reported.high)


def _is_protest(row: Row) -> bool:
    code = count(row, "protest")
    if code not in (None, 0, 1):
        row.fault(f"protest: expected 0 or 1; got {code}.")
    return code != 0


def _day(row: Row, which: str) -> date | None:
    year, month, number = (count(row, f"{which}{part}") for part in ("year", "month", "day"))
    if year is None and month is None and number is None and which == "end":
        return None
    try:
        return date(year or 0, month or 0, number or 0)
    except (ValueError, OverflowError):
        got = "-".join(str(x) if x is not None else "?" for x in (year, month, number))
        raise ClaimError(f"{which}day: expected a day of the calendar; got {got}.") from None


def _days(row: Row) -> tuple[date, date | None]:
    """The first day, and the last where it is another one that can be read."""
    first = _day(row, "start")
    assert first is not None
    try:
        last = _day(row, "end")
        if last is not None and last < first:
            raise ClaimError(f"endday: expected a day not before {first}; got {last}.")
    except ClaimError as reason:
        row.faults.append(reason)
        return first, None
    return first, None if last == first else last


def _claim(row: Row, quantity: str, reported: Reported, note: str = "") -> Claim:
    first, last = row.once(_days)
    place, wide = row["location"], _WHOLE_COUNTRY.fullmatch(row["location"])
    return Claim(
        first, last, place if place and not wide else row["country"], quantity, "protesters", *reported,
        claimant=CLAIMANT, side="media", source_url=f"Mass Mobilization {numbered(row, 'id')}",
        note=joined(row["protesteridentity"], row["country"], f"location: {place}" if wide and wide["more"] else "",
                    note),
        **location(row, "latitude", "longitude", country=row["country"]),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("participants", "a crowd as the words in participants allow", _worded),
        Rule("class", "a crowd within the bounds of participants_category, where words say nothing", _classed),
        Rule("protest", "a dated event: a protest of no size that can be read", _dated),
        Rule("state-response", "a dated event for each kind of response", _answered),
    ),
    passed=lambda row: "no size" if row.once(_is_protest) else "a year without protest",
    expected=Expected(
        "a Mass Mobilization export",
        ("id", "country", "protest", "startday", "startmonth", "startyear", "participants"),
    ),
)
