"""Which rows of places a name means: a place, a region, the whole country, or all but one of them."""

from __future__ import annotations

from collections.abc import Sequence

from contested.nation.country import Place

OUTSIDE = "outside_"
#: before the name of a region, where a town bears the same
REGION = "region_"


def rows_of(name: str, places: Sequence[Place], whole: str = "") -> tuple[int, ...]:
    """Rows of the places that `name` means; none if it is no name of this country.

    Parameters
    ----------
    name : str
        A place, a region, `whole`, "" (the whole country), or "outside_" and one of these. A place goes before a
        region of the same name, which is then called "region_" and its name.
    places : sequence of Place
        All places.
    whole : str
        How the country is called.
    """
    everywhere = tuple(range(len(places)))
    if name in ("", whole):
        return everywhere
    for kind in ("name", "region"):
        found = tuple(i for i, p in enumerate(places) if getattr(p, kind) == name)
        if found:
            return found
    if name.startswith(REGION):
        return tuple(i for i in everywhere if places[i].region == name.removeprefix(REGION))
    if name.startswith(OUTSIDE) and len(name) > len(OUTSIDE):
        inside = rows_of(name.removeprefix(OUTSIDE), places, whole)
        return tuple(i for i in everywhere if i not in inside) if inside else ()
    return ()


def names(places: Sequence[Place]) -> list[str]:
    """Every name of a place or region, places first."""
    towns = {p.name for p in places}
    shared = (REGION + p.region for p in places if p.region in towns and p.region != p.name)
    return list(dict.fromkeys([*(p.name for p in places), *(p.region for p in places), *shared]))
