"""The CSV rows of a new country: places, forces, sites, results and acts, each number with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from contested.scenarios import schema
from contested.scenarios.new.places import Spot
from contested.scenarios.new.ratios import ASSUMED, RATIOS

Rows = list[dict[str, Any]]
GEONAMES = "geonames"
#: part online of a kind of place over that of the capital
ONLINE = {"capital": 1.0, "regional_centre": 0.9, "town": 0.8, "countryside": 0.55}
#: how far a kind of place leans to the challenger; the countryside leans to the incumbent
LEAN = {"capital": 1.0, "regional_centre": 0.5, "town": 0.0, "countryside": -0.5}
#: places of detention: only places with room for so many have one, besides the capital
ROOM = 20
#: early votes as a part of voters, where nothing is known
EARLY = 0.05


def tables(
    spots: Sequence[Spot], ratio: Mapping[str, float], vote: dt.date | None, start: dt.date, announced: dt.date
) -> dict[str, Rows]:
    """Rows of every file but the settings, by the file's name; no official.csv without a vote."""
    places = _places(spots, ratio, vote is not None)
    out: dict[str, Rows] = {
        schema.PLACES.name: places,
        schema.FORCES.name: _forces(spots, ratio),
        schema.SITES.name: _sites(spots, ratio),
        schema.ENTERPRISES.name: [],
        schema.ACTS.name: [_shock(ratio, announced if vote else start, vote is not None)],
        schema.CLAIMS.name: [],
        schema.HEADLINES.name: [],
    }
    if vote is not None:
        out[schema.OFFICIAL.name] = _official(places)
    out[schema.SOURCES.name] = _sources(out)
    return out


def _in_words(name: str, ratio: Mapping[str, float]) -> str:
    """A ratio as a note names it."""
    r = RATIOS[name]
    return f"{ratio[name]:g} {r.unit} ({r.low:g} to {r.high:g} between countries)"


def _places(spots: Sequence[Spot], ratio: Mapping[str, float], vote: bool) -> Rows:
    rows = []
    for s in spots:
        voters = max(1, round(ratio["adults"] * s.population))
        row: dict[str, Any] = {
            "name": s.name, "kind": s.kind, "region": s.region, "lat": s.lat, "lon": s.lon,
            "population": s.population, "voters": voters,
            "stations": max(1, round(voters / ratio["station"])) if vote else 1,
            "online": round(ratio["online"] * ONLINE[s.kind], 3),
            "source": ASSUMED if s.rest else GEONAMES, "map_source": ASSUMED if s.rest else GEONAMES,
            "count_source": ASSUMED, "online_source": ASSUMED, "note": s.note,
        }  # fmt: skip
        if vote:
            lean = ratio["lean"] * LEAN[s.kind]
            row |= {
                "turnout": round(ratio["turnout"], 3), "incumbent": round(ratio["incumbent"] - lean, 3),
                "challenger": round(ratio["challenger"] + lean, 3), "vote_source": ASSUMED,
            }  # fmt: skip
        rows.append(row)
    return rows


def _official(places: Rows) -> Rows:
    """The result as cast, region by region: nothing is announced that was not."""
    rows = []
    for region in dict.fromkeys(p["region"] for p in places):
        inside = [p for p in places if p["region"] == region]
        voters = sum(p["voters"] for p in inside)
        cast = sum(p["voters"] * p["turnout"] for p in inside)
        rows.append({
            "region": region, "turnout": round(cast / voters, 4), "early": round(min(EARLY, cast / voters), 4),
            "incumbent": round(sum(p["voters"] * p["turnout"] * p["incumbent"] for p in inside) / cast, 4),
            "challenger": round(sum(p["voters"] * p["turnout"] * p["challenger"] for p in inside) / cast, 4),
            "source": ASSUMED, "early_source": ASSUMED, "note": "as in places.csv: replace by what was announced",
        })  # fmt: skip
    return rows


def _per_head(name: str, ratio: Mapping[str, float], people: int) -> int:
    return round(ratio[name] * people / 100_000)


def _forces(spots: Sequence[Spot], ratio: Mapping[str, float]) -> Rows:
    people = sum(s.population for s in spots)
    mobile = (("Riot police", "riot_police", ratio["mobile_deployable"]),
              ("Internal troops", "internal_troops", 0.3), ("Army", "army", 0.02))  # fmt: skip
    rows = [
        {"name": name, "kind": kind, "place": "", "officers": max(1, _per_head(kind, ratio, people)),
         "deployable": deployable, "source": ASSUMED, "deployable_source": ASSUMED, "note": _in_words(kind, ratio)}
        for name, kind, deployable in mobile
    ]  # fmt: skip
    rows += [
        {"name": f"Police of {s.name}", "kind": "police", "place": s.name,
         "officers": max(1, _per_head("police", ratio, s.population)), "deployable": ratio["police_deployable"],
         "source": RATIOS["police"].source, "deployable_source": ASSUMED, "note": _in_words("police", ratio)}
        for s in spots
    ]  # fmt: skip
    return rows


def _sites(spots: Sequence[Spot], ratio: Mapping[str, float]) -> Rows:
    """A site in the largest town of each region with room for so many; the capital's has what other regions lack."""
    per = ratio["prisoners"] * ratio["custody"] / 100_000
    seats: dict[str, float] = {}
    capital = next(s.name for s in spots if s.kind == "capital")
    for region in dict.fromkeys(s.region for s in spots):
        inside = [s for s in spots if s.region == region]
        seat = min(inside, key=lambda s: (s.kind != "capital", s.rest, -s.population)).name
        room = per * sum(s.population for s in inside)
        seat = seat if room >= ROOM else capital
        seats[seat] = seats.get(seat, 0) + room
    note = f"{_in_words('prisoners', ratio)}, and room for {_in_words('custody', ratio)} more"
    return [
        {"name": f"Detention centre of {name}", "place": name, "capacity": max(1, round(room)),
         "source": RATIOS["prisoners"].source, "note": note}
        for name, room in seats.items()
    ]  # fmt: skip


def _shock(ratio: Mapping[str, float], day: dt.date, vote: bool) -> dict[str, Any]:
    usual = ratio["shock"] == RATIOS["shock"].value
    return {
        "date": day.isoformat(), "actor": "events", "act": "shock", "level": "" if usual else ratio["shock"],
        "unit": "" if usual else "level", "source": ASSUMED, "level_source": "" if usual else ASSUMED,
        "note": "the result is disputed: replace by what happened" if vote else "replace by what began the crisis",
    }  # fmt: skip


def _sources(out: Mapping[str, Rows]) -> Rows:
    """The sources that rows name, with citations; those of columns that are not there are left out."""
    cited = {r.source: (r.citation, "") for r in RATIOS.values() if r.citation}
    cited[GEONAMES] = (
        "GeoNames, as of the extract in contested: towns, coordinates and residents; CC BY 4.0", "https://www.geonames.org"
    )  # fmt: skip
    columns = {c.name for spec in schema.FILES for c in spec.columns if c.name.endswith("source")}
    named = {row.get(c) for rows in out.values() for row in rows for c in columns}
    return [{"key": key, "citation": cited[key][0], "url": cited[key][1]} for key in sorted(cited) if key in named]


