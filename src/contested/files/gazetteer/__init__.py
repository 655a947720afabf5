"""Countries, their regions and their towns, from tables that come with the package (GeoNames, CC BY 4.0).

`tools/gazetteer.py` in the repository extracts them; LICENSE.md beside this file says whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from contested.files.faults import Faults, Row
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import InputError, ScenarioError, closest

HERE = Path(__file__).parent

COUNTRIES = (
    Column("code", "text", "two letters of ISO 3166-1; XK, which is not part of it, for Kosovo", unique=True),
    Column("code3", "text", "three letters of ISO 3166-1"),
    Column("name", "text", "name in GeoNames"),
    Column("iso_name", "text", "name in ISO 3166-1, short where it has a short one"),
    Column("continent", "choice", "continent", choices=("AF", "AN", "AS", "EU", "NA", "OC", "SA")),
    Column("population", "integer", "residents", "person", (1, 1e10)),
    Column("capital", "text", "capital", optional=True),
    Column("other_names", "text", "other names that news uses, with | between them", optional=True),
)
TOWNS = (
    Column("region", "text", "first-level region"),
    Column("name", "text", "town; empty in the row of a region", optional=True),
    Column("kind", "choice", "what the row is", choices=("region", "capital", "town")),
    Column("lat", "number", "latitude", "degree", (-90, 90)),
    Column("lon", "number", "longitude", "degree", (-180, 180)),
    Column("population", "integer", "residents; of a region those of its places without a row", "person", (0, 1e10)),
)  # fmt: skip


@dataclass(frozen=True)
class Nation:
    """A country of the table: codes of two and three letters, name, name in ISO 3166-1, continent, residents, capital,
    and other names with | between them."""

    code: str
    code3: str
    name: str
    iso_name: str
    continent: str
    population: int
    capital: str
    other_names: str


@dataclass(frozen=True)
class Town:
    """A row of a country's table; of kind "region", its name is empty and its residents are of its small places."""

    region: str
    name: str
    kind: Literal["region", "capital", "town"]
    lat: float
    lon: float
    population: int


@cache
def countries() -> dict[str, Nation]:
    """Every country there is, by its code of two letters, in alphabetical order."""
    return {row["code"]: Nation(**row.values) for row in _rows(HERE / "countries.csv", COUNTRIES)}


def country(text: str) -> Nation:
    """The country meant by a code of two or three letters, or by its name.

    Raises
    ------
    ScenarioError
        If there is none; the hint names those that are near.
    """
    wanted = text.strip().casefold()
    for field in ("code", "code3", "name", "iso_name"):
        for nation in countries().values():
            if getattr(nation, field).casefold() == wanted:
                return nation
    raise ScenarioError(
        f"country: expected a code of ISO 3166-1 such as KE, or a country's name; got {text!r}.", _near(wanted)
    )


def _near(wanted: str) -> str:
    from rapidfuzz import fuzz, process

    names = {n.code: n.name for n in countries().values()}
    scores = process.extract(wanted, {c: n.casefold() for c, n in names.items()}, scorer=fuzz.WRatio, limit=3)
    near = [f"{c} ({names[c]})" for _, score, c in scores if score >= max(70, scores[0][1] - 10) and len(wanted) > 2]
    if len(wanted) <= 3:
        # codes that differ in one letter, and initials as they are used in English
        near = [f"{c} ({n})" for c, n in names.items() if _initials(n) == wanted or sorted(c) == sorted(wanted.upper())]
        near = near or [f"{c} ({n})" for c, n in names.items() if c[:1] == wanted[:1].upper()][:8]
    return f"did you mean {' or '.join(near)}?" if near else closest(wanted, list(names.values()))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper()).casefold()


def towns(code: str) -> tuple[Town, ...]:
    """Regions and towns of a country, regions in alphabetical order, each before its towns, largest first."""
    return tuple(Town(**row.values) for row in _rows(HERE / "towns" / f"{code}.csv", TOWNS))


def _rows(path: Path, columns: tuple[Column, ...]) -> list[Row]:
    faults = Faults(InputError)
    rows = read_rows(path, columns, faults, path.name, at_least=1)
    if faults.errors:
        raise faults.errors[0]
    return rows
