"""What one cell of an export says: a day, a count, or words for a count. What is missing is None, never 0."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from contested.claims.importers.rows import Row
from contested.claims.words import Reported, bounds, short
from contested.ground.errors import ClaimError

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_LONG = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_COUNT = re.compile(r"(\d{1,12})(?:\.0+)?", re.ASCII)
_HOST = re.compile(r"https?://([a-z0-9.-]+)(?:[/?#]|$)", re.I | re.ASCII)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def day(text: str, column: str) -> date:
    """A day: 2022-12-28, 28 December 2022, 28 Dec 2022, 20221228, or the first with midnight behind it.

    Raises
    ------
    ClaimError
        On anything else. 28/12/2022 and 12/28/2022 are refused: nobody can tell them apart on other days.
    """
    found = _day(text)
    if found is None:
        raise ClaimError(f"{column}: expected a day; got {short(text)}.", "for example 2022-12-28 or 28 December 2022")
    return found


@lru_cache(maxsize=4_096)
def _day(text: str) -> date | None:
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
        return None


def count(row: Row, column: str) -> int | None:
    """A whole number that is not below 0, None where the cell is empty.

    Raises
    ------
    ClaimError
        On anything else.
    """
    return whole(row[column], column)


def whole(text: str, column: str) -> int | None:
    """`count` of a cell that is at hand."""
    if not text:
        return None
    if text == "0":
        return 0
    match = _COUNT.fullmatch(text)
    if match is None:
        raise ClaimError(f"{column}: expected a whole number not below 0; got {short(text)}.")
    return int(match[1])


def sized(text: str, column: str) -> Reported | None:
    """What words say, with the column in the message where they say nothing that can be read."""
    found = _bounds(text)
    if isinstance(found, ClaimError):
        raise ClaimError(f"{column}: {found.message}", found.hint)
    return found


@lru_cache(maxsize=65_536)
def _bounds(text: str) -> Reported | ClaimError | None:
    # a file says the same few hundred things again and again
    try:
        return bounds(text)
    except ClaimError as reason:
        return ClaimError(reason.message, reason.hint)


def host(source: str) -> str:
    """Who carries it: the host of an address without `www.`, else the text.

    >>> host("https://www.example.org/a/1"), host("Evening Post")
    ('example.org', 'Evening Post')
    """
    if match := _HOST.match(source):
        return match[1].casefold().removeprefix("www.")
    try:
        name = urlsplit(source).hostname if "://" in source else None
    except ValueError:  # an address that cannot be taken apart is text
        name = None
    return (name or source).removeprefix("www.")


def numbered(row: Row, column: str) -> str:
    """The event's number in its database; its line where there is none, so that it is not taken for another."""
    return row.peek(column) or f"row {row.line}"


@lru_cache(maxsize=65_536)
def joined(*parts: str) -> str:
    """Notes that say something, one behind the other."""
    return "; ".join(part for part in parts if part)
