"""Which towns of a country become places, and how the rest of its people is spread over its regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

from contested.files.gazetteer import Nation, Town

#: agents that a place has at least, at the scale a country is meant for; fewer, and each arrest empties it
AGENTS = 250
#: a country of fewer people is simulated at 1:1, another at 1:100
SMALL = 1_000_000
SCALE = 100
#: towns with a row of their own at most, besides the largest of each region; and regions at most
TOWNS = 60
REGIONS = 50
#: people outside of towns at least, as a part of all, where tables disagree
OUTSIDE = 0.02


@dataclass(frozen=True)
class Spot:
    """A place to be written: a town, or what a region has besides its towns."""

    name: str
    kind: str
    region: str
    lat: float
    lon: float
    population: int
    note: str

    @property
    def rest(self) -> bool:
        """Whether it is no town."""
        return self.kind == "countryside"


def scale_of(nation: Nation) -> int:
    """The scale a country is meant for."""
    return 1 if nation.population < SMALL else SCALE


def spots(nation: Nation, towns: Sequence[Town], most: int = TOWNS) -> list[Spot]:
    """The places of a country, its residents each in one of them.

    Parameters
    ----------
    nation : Nation
    towns : sequence of Town
        Its table.
    most : int
        Towns with a row of their own at most, besides the largest of each region.
    """
    least = AGENTS * scale_of(nation)
    towns, joined = _few_regions(towns, max(1, min(REGIONS, nation.population // (2 * least))))
    chosen = _chosen(towns, least, most)
    inside = sum(t.population for t in chosen)
    shrunk = min(1.0, (1 - OUTSIDE) * nation.population / inside)
    if len(chosen) == 1 and shrunk < 1:
        shrunk = nation.population / inside
    people = {t: max(1, round(shrunk * t.population)) for t in chosen}
    rest = _rest(nation, towns, chosen, sum(people.values()))
    named = []
    largest = {r: max((t for t in chosen if t.region == r), key=lambda t: t.population, default=None)
               for r in _regions(towns)}  # fmt: skip
    for region in _regions(towns):
        middle = next(t for t in towns if t.region == region and t.kind == "region")
        left = rest[region]
        first = largest[region]
        alone = first is None
        absorbed = first is not None and 0 < left < least
        for t in (t for t in chosen if t.region == region):
            more = left if absorbed and t is first else 0
            kind = "capital" if t.kind == "capital" else "regional_centre" if t is first else "town"
            note = "as in GeoNames" if shrunk == 1 else f"GeoNames has {t.population}; scaled to the country's total"
            note += f"; with {more} people elsewhere in the region" if more else ""
            named.append(Spot(t.name, kind, region, t.lat, t.lon, people[t] + more, note))
        if left > 0 and not absorbed:
            note = "what the country has besides its towns, spread over regions by the size of their small places"
            if region in joined:
                note += f"; with the regions {', '.join(joined[region])}"
            name = region if alone else f"Rest of {region}"
            named.append(Spot(name, "countryside", region, middle.lat, middle.lon, left, note))
    return _one_capital(_named(named))


def _regions(towns: Sequence[Town]) -> list[str]:
    return list(dict.fromkeys(t.region for t in towns))


def _few_regions(towns: Sequence[Town], most: int) -> tuple[list[Town], dict[str, list[str]]]:
    """Towns with at most so many regions: the smallest join the nearest of the larger ones; and who joined whom."""
    size: dict[str, int] = defaultdict(int)
    for t in towns:
        size[t.region] += t.population
    by_size = sorted(size, key=lambda r: (-size[r], r))
    kept, joining = by_size[:most], by_size[most:]
    middle = {t.region: t for t in towns if t.kind == "region"}
    into = {r: min(kept, key=lambda k: _far(middle[r], middle[k])) for r in joining}
    joined: dict[str, list[str]] = defaultdict(list)
    for r in sorted(joining):
        joined[into[r]].append(r)
    out = [replace(t, region=into.get(t.region, t.region)) for t in towns if t.name or t.region not in into]
    small = {k: sum(t.population for t in towns if not t.name and into.get(t.region) == k) for k in kept}
    out = [t if t.name else replace(t, population=t.population + small[t.region]) for t in out]
    order = sorted(kept)
    return sorted(out, key=lambda t: (order.index(t.region), t.kind != "region", -t.population, t.name)), joined


def _far(a: Town, b: Town) -> float:
    """Distance in degrees of latitude, on a flat map."""
    east = (a.lon - b.lon + 180) % 360 - 180
    return hypot(a.lat - b.lat, east * cos(radians((a.lat + b.lat) / 2)))


def _chosen(towns: Sequence[Town], least: int, most: int) -> list[Town]:
    """The capital, the largest towns, and the largest of each region, none of them too small to be simulated."""
    large = sorted((t for t in towns if t.name and t.population >= least), key=lambda t: (-t.population, t.name))
    capital = [t for t in towns if t.kind == "capital"]
    firsts = [next((t for t in large if t.region == r), None) for r in _regions(towns)]
    wanted = {*capital, *large[:most], *(t for t in firsts if t is not None)}
    return [t for t in towns if t in wanted]


def _rest(nation: Nation, towns: Sequence[Town], chosen: Sequence[Town], inside: int) -> dict[str, int]:
    """People outside of the chosen towns by region: as many as its other places have, and as much again evenly."""
    left = max(0, nation.population - inside)
    others = {
        r: sum(t.population for t in towns if t.region == r and t not in chosen) for r in _regions(towns)
    }
    even = max(1.0, sum(others.values()) / len(others))
    weight = {r: n + even for r, n in others.items()}
    total = sum(weight.values())
    shares = {r: int(left * w / total) for r, w in weight.items()}
    shares[max(weight, key=lambda r: weight[r])] += left - sum(shares.values())
    return shares


def _named(named: list[Spot]) -> list[Spot]:
    """Names that differ: a town that shares its name with another, or with another region, bears its region's too."""
    regions = {s.region for s in named}
    count: dict[str, int] = defaultdict(int)
    for s in named:
        count[s.name] += 1
    out: list[Spot] = []
    taken: set[str] = set()
    for s in named:
        name = s.name
        if count[name] > 1 or (name in regions and name != s.region):
            name = f"{s.name} ({s.region})"
        while name in taken:
            name += " II"
        taken.add(name)
        out.append(replace(s, name=name))
    return out


def _one_capital(named: list[Spot]) -> list[Spot]:
    """One place is the capital: the largest where the table names none."""
    if any(s.kind == "capital" for s in named):
        return named
    largest = max(named, key=lambda s: s.population)
    return [replace(s, kind="capital") if s is largest else s for s in named]
