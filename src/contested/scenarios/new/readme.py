"""README.md of a drafted country: where its numbers come from, and what it assumes, most influential first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from contested.engine.params import walk
from contested.files.faults import Faults
from contested.files.gazetteer import Nation
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import InputError
from contested.nation.params import NationParams
from contested.scenarios.new.places import Spot, scale_of
from contested.scenarios.new.ratios import RATIOS, VOTES

#: written by benchmarks/dynamics/drafts.py
INFLUENCE = Path(__file__).parent / "influence.csv"
COLUMNS = (
    Column("name", "text", "a ratio, or a parameter", unique=True),
    Column("low", "number", "one end of its spread"),
    Column("high", "number", "the other end"),
    Column("factor", "number", "person-days at one end over those at the other, the larger over the smaller", "ratio",
           (1, 1e12)),
)  # fmt: skip
#: rows of the list; the rest moves crowds less than any of these
MOST = 30
#: where a ratio is written
WHERE = {
    "adults": "places.csv, voters", "station": "places.csv, stations", "online": "places.csv, online",
    "turnout": "places.csv and official.csv", "incumbent": "places.csv and official.csv",
    "challenger": "places.csv and official.csv", "lean": "places.csv and official.csv", "police": "forces.csv",
    "riot_police": "forces.csv", "internal_troops": "forces.csv", "army": "forces.csv",
    "police_deployable": "forces.csv", "mobile_deployable": "forces.csv", "prisoners": "sites.csv",
    "custody": "sites.csv", "shock": "acts.csv",
}  # fmt: skip

TEXT = Path(__file__).parent / "texts" / "README.md"


def text(nation: Nation, spots: Sequence[Spot], ratio: Mapping[str, float], vote: bool) -> str:
    """The text of README.md."""
    return TEXT.read_text("utf-8").format(
        name=nation.name, places=len(spots), scale=scale_of(nation), people=sum(s.population for s in spots),
        towns=sum(not s.rest for s in spots), regions=len({s.region for s in spots}),
        votes=", turnout, votes" if vote else "",
        begin="the result is disputed on the day it is announced, and adds a usual grievance" if vote
        else "something adds a usual grievance on the first day",
        rows="\n".join(_rows(ratio, vote)),
    )  # fmt: skip


def _rows(ratio: Mapping[str, float], vote: bool) -> list[str]:
    """Lines of the table: the parameters that move most, and every ratio that is used."""
    known = {name: (float(v), d) for name, v, d in walk(NationParams()) if isinstance(v, int | float)}
    out = []
    for place, (name, low, high, factor) in enumerate(influence()):
        if name in RATIOS:
            if vote or name not in VOTES:
                r = RATIOS[name]
                where = WHERE.get(name, "scenario.toml")
                out.append(_line(f"{r.meaning}, {r.unit}", ratio[name], r.low, r.high, factor, where, r.source))
        elif place < MOST and name in known:
            value, declared = known[name]
            out.append(_line(f"`{name}`: {declared.meaning}", value, low, high, factor, "the package", declared.source))
    return out


def _line(what: str, value: float, low: float, high: float, factor: float, where: str, source: str) -> str:
    return f"| {what} | {value:g} | {low:g} to {high:g} | {factor:.1f} | {where} | {source} |"


@cache
def influence() -> tuple[tuple[str, float, float, float], ...]:
    """Name, low, high and factor of what a draft assumes, the largest factor first."""
    faults = Faults(InputError)
    rows = read_rows(INFLUENCE, COLUMNS, faults, INFLUENCE.name, at_least=1)
    if faults.errors:
        raise faults.errors[0]
    return tuple((r["name"], r["low"], r["high"], r["factor"]) for r in sorted(rows, key=lambda r: -r["factor"]))
