"""Where an event lies: coordinates and administrative units, as far as they can be read."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
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
    north, east = row.several((latitude, longitude))
    return located(row, north, east, admin1, admin2, country, latitude, longitude)


def located(
    row: Row, north: str, east: str, admin1: str, admin2: str, country: str,
    latitude: str = "latitude", longitude: str = "longitude",
) -> Location:  # fmt: skip
    """`location` of cells that are at hand."""
    found, faults = _located(north, east, admin1, admin2, country)
    for column, expected, hint in faults:
        name, other = (latitude, longitude) if column == "latitude" else (longitude, latitude)
        row.fault(f"{name}: {expected.format(other=other)}", hint)
    return found


@lru_cache(maxsize=65_536)
def _located(
    latitude: str, longitude: str, admin1: str, admin2: str, country: str
) -> tuple[Location, tuple[tuple[str, str, str], ...]]:
    """The location, and what is wrong: the column, what was expected, and a hint."""
    faults = []
    north, east = _degrees(latitude, 90), _degrees(longitude, 180)
    for column, text, degrees, most in (("latitude", latitude, north, 90), ("longitude", longitude, east, 180)):
        if text and degrees is None:
            faults.append((column, f"expected degrees from {-most} to {most}; got {_braced(short(text))}.",
                           "the place's name is used"))  # fmt: skip
    if bool(latitude) != bool(longitude):
        faults.append(("longitude" if latitude else "latitude", "expected degrees beside {other}; got nothing.", ""))
    if north == east == 0:
        faults.append(("latitude", "expected a point of the earth; got 0 and 0.", "many programs write 0 for nothing"))
    if north is None or east is None or north == east == 0:
        north = east = None
    where = Location(latitude=north, longitude=east, admin1=sys.intern(admin1), admin2=sys.intern(admin2),
                     country=sys.intern(country))  # fmt: skip
    return where, tuple(faults)


def _braced(text: str) -> str:
    """A text that `format` leaves as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def _degrees(text: str, most: int) -> float | None:
    degrees = float(text.replace(",", ".")) if _DEGREES.fullmatch(text) else None
    return degrees if degrees is not None and abs(degrees) <= most else None
