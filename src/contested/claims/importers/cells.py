"""What one cell of an export says: a day, a count, or words for a count. What is missing is None, never 0."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from contested.claims.importers.rows import Row
from contested.claims.words import Reported, bounds, short
from contested.ground.errors import ClaimError

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_LONG = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_COUNT = re.compile(r"(\d{1,12})(?:\.0+)?", re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def day(text: str, column: str) -> date:
    """A day: 2022-12-28, 28 December 2022, 28 Dec 2022, 20221228, or the first with midnight behind it.

    Raises
    ------
    ClaimError
        On anything else. 28/12/2022 and 12/28/2022 are refused: nobody can tell them apart on other days.
    """
    year = month = number = 0
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        year, month, number = (int(part) for part in match.groups())
    elif match := _LONG.fullmatch(text):
        word = match[2].casefold()
        month = next((n for n, name in enumerate(_MONTHS, 1) if name == word or name[:3] == word), 0)
        year, number = int(match[3]), int(match[1])
    try:
        return date(year, month, number)
    except ValueError:
        raise ClaimError(
            f"{column}: expected a day; got {short(text)}.", "for example 2022-12-28 or 28 December 2022"
        ) from None


def count(row: Row, column: str) -> int | None:
    """A whole number that is not below 0, None where the cell is empty.

    Raises
    ------
    ClaimError
        On anything else.
    """
    text = row[column]
    if not text:
        return None
    match = _COUNT.fullmatch(text)
    if match is None:
        raise ClaimError(f"{column}: expected a whole number not below 0; got {short(text)}.")
    return int(match[1])


def sized(text: str, column: str) -> Reported | None:
    """What words say, with the column in the message where they say nothing that can be read."""
    try:
        return bounds(text)
    except ClaimError as reason:
        raise ClaimError(f"{column}: {reason.message}", reason.hint) from None


def host(source: str) -> str:
    """Who carries it: the host of an address without `www.`, else the text.

    >>> host("https://www.example.org/a/1"), host("Evening Post")
    ('example.org', 'Evening Post')
    """
    try:
        name = urlsplit(source).hostname if "://" in source else None
    except ValueError:  # an address that cannot be taken apart is text
        name = None
    return (name or source).removeprefix("www.")


def numbered(row: Row, column: str) -> str:
    """The event's number in its database; its line where there is none, so that it is not taken for another."""
    return row[column] or f"row {row.line}"


def joined(*parts: str) -> str:
    """Notes that say something, one behind the other."""
    return "; ".join(part for part in parts if part)
