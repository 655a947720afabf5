"""Columns that nothing changes: the world's, and small tables made from the scenario for the phases to read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from contested.nation.acts import ACT_KINDS
from contested.nation.chance import series_keys
from contested.nation.codes import MECHANISMS
from contested.nation.country import Act, Country, Place
from contested.nation.params import NationParams
from contested.nation.script import KINDS
from contested.nation.world import World

#: length of a degree of latitude
KM_PER_DEGREE = 111.2


def columns(world: World, params: NationParams, gone: frozenset[str]) -> dict[str, np.ndarray]:
    """Static columns of a run.

    Parameters
    ----------
    world : World
    params : NationParams
    gone : frozenset of str
        Subsystems left out: their acts are dropped, and without ties nobody knows anybody.
    """
    country = world.country
    places = country.places
    arrays = dict(world.arrays)
    if "ties" in gone:
        arrays["ties"] = np.zeros((world.rows, 0), np.int32)
        arrays["degree"] = np.zeros(world.rows, np.uint8)
    regions = country.regions
    forces = list(dict.fromkeys(u.kind for u in country.units))
    calls = country.calls if "opposition" not in gone else ()
    later = country.later_votes
    kinds = ("", *(v.kind for v in later))
    ordered = {(o.vote, o.region): (o.turnout, o.early, o.incumbent, o.challenger) for o in country.official}
    # an act of a subsystem that is left out stays in the table and holds on no day, so that a branch has the same rows
    acts = [a if ACT_KINDS[a.act].subsystem not in gone else replace(a, until=-1) for a in country.acts]
    distances = _distances(places)
    arrays |= {
        "scale": np.array([world.scale], np.float64),
        "origin": np.array([country.origin], np.int64),
        "weekday": np.array([country.start.weekday()], np.int64),
        "election_day": np.array([country.election_day, *(v.day for v in later)], np.int64),
        "election_announcement_day": np.array(
            [country.announcement_day, *(v.announcement_day for v in later)], np.int64
        ),
        "election_mechanism": np.array(
            [MECHANISMS.index(m) for m in (country.mechanism, *(v.mechanism for v in later))], np.int64
        ),
        "election_runoff": np.array([kind == "runoff" for kind in kinds], np.uint8),
        "election_lists": np.array([country.contest == "lists"], np.uint8),
        "election_protocols": np.array([country.published == "stations"], np.uint8),
        "place_people": np.diff(world.arrays["place_start"]) * float(world.scale),
        "place_reach": np.array([params.places[p.kind].reach for p in places]),
        "place_distance": distances,
        "place_turnout": np.array([p.turnout for p in places]),
        "place_incumbent": np.array([p.incumbent for p in places]),
        "place_challenger": np.array([p.challenger for p in places]),
        "place_region": np.array([regions.index(p.region) for p in places], np.int64),
        "region_ordered": np.array(
            [[ordered.get((kind, r), (0.0, 0.0, 0.0, 0.0)) for r in regions] for kind in kinds]
        ),
        "unit_officers": np.array([u.officers for u in country.units], np.float64),
        "unit_deployable": np.array([u.deployable for u in country.units], np.float64),
        "unit_place": np.array([u.place for u in country.units], np.int64),
        "unit_kind": np.array([params.forces.row(u.kind) for u in country.units], np.int64),
        "unit_force": np.array([forces.index(u.kind) for u in country.units], np.int64),
        "site_capacity": np.array([x.capacity for x in country.sites], np.float64),
        "site_order": _nearest_sites(country, distances),
        "act_day": np.array([a.day for a in acts], np.int64),
        "act_until": np.array([a.until for a in acts], np.int64),
        "act_kind": np.array([KINDS.index(a.act) for a in acts], np.int64),
        "act_place": np.array([a.place for a in acts], np.int64),
        "act_level": np.array([a.level for a in acts], np.float64),
        "act_row": np.array([_row(params, a) for a in acts], np.int64),
        "call_until": np.array([x.until for x in calls], np.int64),
        "series_key": series_keys(calls, len(country.calls) + int(params.opposition.most)),
    }
    size = arrays["workplace_size"] * float(world.scale)
    output = size * params.workplaces.other_output / 1000.0
    state = np.full(len(size), params.workplaces.other_state)
    for k, e in enumerate(country.enterprises, 1):
        output[k] = e.output
        state[k] = e.state_owned
    output[0] = 0.0
    arrays["workplace_output"] = output
    arrays["workplace_state"] = state
    return arrays


def _row(params: NationParams, act: Act) -> int:
    """Row of the table of parameters that an act's form chooses; -1 for an act without forms."""
    table = ACT_KINDS[act.act].table
    return getattr(params, table).row(act.form) if table else -1


def _distances(places: tuple[Place, ...]) -> np.ndarray:
    """Distances between places on a flat map: float64 array of shape (places, places), km.

    Sums, products and roots only, which are the same bits on every machine.
    """
    lat, lon = (np.array([getattr(p, name) for p in places], np.float64) for name in ("lat", "lon"))
    north = lat[:, None] - lat
    mid = (lat[:, None] + lat) / 2 * (np.pi / 180)
    square = mid * mid
    narrowing = 1 - square / 2 + square * square / 24 - square * square * square / 720  # cosine of the latitude
    east = (lon[:, None] - lon) * narrowing
    distance: np.ndarray = KM_PER_DEGREE * np.sqrt(north * north + east * east)
    return distance


def _nearest_sites(country: Country, distances: np.ndarray) -> np.ndarray:
    """For each place, sites in the order in which they are filled: the place's, its region's, then by distance."""
    order = []
    for p, here in enumerate(country.places):
        def rank(k: int, p: int = p, here: Place = here) -> tuple[int, float, int]:
            site = country.sites[k].place
            tier = 0 if site == p else (1 if country.places[site].region == here.region else 2)
            return tier, float(distances[p, site]), k

        order.append(sorted(range(len(country.sites)), key=rank))
    return np.array(order, np.int32).reshape(len(country.places), len(country.sites))
