"""Where an event lies: coordinates and administrative units, as far as they can be read."""

from __future__ import annotations

import re
import sys
from typing import TypedDict

from contested.claims.importers.rows import Row
from contested.claims.words import short

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?", re.ASCII)


class Location(TypedDict):
    """Fields of a claim."""

    latitude: float | None
    longitude: float | None
    admin1: str
    admin2: str
    country: str


def location(
    row: Row, latitude: str, longitude: str, admin1: str = "", admin2: str = "", country: str = ""
) -> Location:
    """The location that a row gives; coordinates that are no point of the earth are a fault of the row and left out.

    Parameters
    ----------
    row : Row
    latitude, longitude : str
        Columns.
    admin1, admin2, country : str
        Names, as they are.
    """
    north, east = _degrees(row, latitude, 90), _degrees(row, longitude, 180)
    if bool(row[latitude]) != bool(row[longitude]):
        missing, other = (longitude, latitude) if row[latitude] else (latitude, longitude)
        row.fault(f"{missing}: expected degrees beside {other}; got nothing.")
    if north == east == 0:
        row.fault(f"{latitude}: expected a point of the earth; got 0 and 0.", "many programs write 0 for nothing")
    if north is None or east is None or north == east == 0:
        north = east = None
    return Location(latitude=north, longitude=east, admin1=sys.intern(admin1), admin2=sys.intern(admin2),
                    country=sys.intern(country))  # fmt: skip


def _degrees(row: Row, column: str, most: int) -> float | None:
    text = row[column]
    if not text:
        return None
    degrees = float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else None
    if degrees is None or abs(degrees) > most:
        row.fault(f"{column}: expected degrees from {-most} to {most}; got {short(text)}.", "the place's name is used")
        return None
    return degrees
