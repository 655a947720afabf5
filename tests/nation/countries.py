"""Small countries for tests: one town unless said otherwise, no calendar, an honest count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from contested.engine.params import override
from contested.nation.country import Act, Call, Country, Enterprise, OfficialResult, Place, Site, Unit
from contested.nation.params import NationParams
from contested.nation.world import World, build
from contested.scenarios.former_acts import CALL, today

START = date(2030, 6, 2)  # a Sunday


def place(name: str = "Town", **changes: Any) -> Place:
    """A capital of 20,000 that votes against the incumbent, and is most of it online."""
    usual = Place(
        name=name, kind="capital", region=name, lat=53.0, lon=27.0, population=20_000, voters=15_000, stations=10,
        turnout=0.8, incumbent=0.4, challenger=0.5, online=0.7,
    )
    return replace(usual, **changes)


def act(kind: str, day: int, level: float = 1.0, until: int | None = None, place: int = -1) -> Act | Call:
    """Something done, on one day and everywhere unless said otherwise.

    A call may be written by its form as call_march or call_strike, and a tactic as tactic_crackdown.
    """
    until = day if until is None else until
    name, form = today(kind)
    if name == CALL:
        return Call(day, until, 1, form, () if place < 0 else (place,), level=level)
    return Act(day=day, until=until, act=name, place=place, level=level, form=form)


def series(
    form: str, day: int, until: int | None = None, every: int = 1, places: tuple[int, ...] = (),
    caller: str = "leaders", level: float | None = None,
) -> Call:
    """Calls of a form, daily unless said otherwise; once, where no last day is given."""
    return Call(day, day if until is None else until, every, form, places, caller, level)


def split(acts: Iterable[Act | Call]) -> dict[str, Any]:
    """The fields `acts` and `calls` of a country."""
    acts = tuple(acts)
    return {
        "acts": tuple(a for a in acts if isinstance(a, Act)), "calls": tuple(a for a in acts if isinstance(a, Call))
    }


def country(
    *,
    places: tuple[Place, ...] = (place(),),
    acts: tuple[Act | Call, ...] = (),
    settings: dict[str, float] | None = None,
    **changes: Any,
) -> Country:
    """A country of these places; `settings` are parameters, `changes` any other field."""
    regions = dict.fromkeys(p.region for p in places)
    usual: dict[str, Any] = {
        "name": "small",
        "title": "A small country",
        "start": START,
        "days": 30,
        "origin": 20,
        "election_day": 0,
        "announcement_day": 1,
        "mechanism": "none",
        "world_seed": 1,
        "places": places,
        "official": tuple(OfficialResult(r, 0.85, 0.3, 0.8, 0.1) for r in regions),
        "units": (Unit("riot police", "riot_police", -1, 200, 0.8), Unit("police", "police", 0, 100, 0.5)),
        "sites": (Site("jail", 0, 200),),
        "enterprises": (Enterprise("works", 0, 2000, 1.0, 1.0),),
        **split(acts),
        "params": override(NationParams(), settings or {}),
    }
    return Country(**(usual | changes))


def small_world(scale: int = 1, **changes: Any) -> World:
    """The population of `country(**changes)`."""
    return build(country(**changes), scale)


def with_country(world: World, **changes: Any) -> World:
    """The same people under other acts, forces or parameters; what shapes the population must stay."""
    settings = changes.pop("settings", None)
    if settings:
        changes["params"] = override(world.country.params, settings)
    if "acts" in changes:
        changes |= {"calls": (), **split(changes["acts"])}
    return replace(world, country=replace(world.country, **changes))
