"""The nation as a model: init, step, observe, and the tables that stand at a run's end."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, State
from contested.engine.phase import bind
from contested.ground import streams
from contested.ground.draws import normal
from contested.ground.field import allocate
from contested.nation.codes import CAUSES, CONTAINMENT, LINES, OUTCOMES, SEGMENTS
from contested.nation.observables import OBSERVABLES
from contested.nation.params import NationParams
from contested.nation.plan import FIELDS, leave_out
from contested.nation.static import columns
from contested.nation.world import World

CASUALTY_COLUMNS = ("day", "place", "killed", "custody", "cause")
#: casualties kept in a list of their own; further ones are counted by place and day like all others
CASUALTIES_LISTED = 20_000


def nation_model(world: World, without: tuple[str, ...] = ()) -> Model:
    """The nation on a world.

    Parameters
    ----------
    world : World
    without : tuple of str
        Subsystems or phases to leave out.

    Returns
    -------
    Model
        Its `params` are the scenario's.

    Raises
    ------
    ParameterError
        An unknown name in `without`.
    """
    phases, gone = leave_out(without)
    country = world.country
    bound: dict[int, Any] = {}

    def init(params: NationParams, seed: int) -> State:
        static = columns(world, params, gone)
        state = {**allocate(FIELDS, _sizes(world, params)), **static}
        _start(state, params, seed)
        return state

    def step(state: State, params: NationParams, tick: Tick) -> State:
        # a phase's view of the state is made once a run: arrays are changed in place and never replaced
        if bound.get("state") is not state:
            bound["state"] = state
            bound["views"] = [(phase.run, bind(phase, state)) for phase in phases]
        for run, view in bound["views"]:
            run(view, params, tick)
        return state

    static_names = frozenset(columns_of(world)) | {f.name for f in FIELDS if f.scratch}
    return Model(
        name="nation",
        params=country.params,
        init=init,
        step=step,
        observe=observe,
        observables=OBSERVABLES,
        coords={
            "place": [p.name for p in country.places],
            "segment": list(SEGMENTS),
            "force": list(dict.fromkeys(u.kind for u in country.units)),
            "site": [s.name for s in country.sites],
            "enterprise": [e.name for e in country.enterprises],
            "outcome": list(OUTCOMES),
        },
        static=static_names,
        plan=phases,
        tables=lambda state: tables(world, state),
    )


def columns_of(world: World) -> tuple[str, ...]:
    """Names of the static columns."""
    return tuple(columns(world, world.country.params, frozenset()))


def _sizes(world: World, params: NationParams) -> dict[str, int]:
    country = world.country
    n = world.rows
    cells = sum(math.ceil(s.capacity * params.detention.overcrowding / world.scale) for s in country.sites)
    return {
        "person": n,
        "lane": 4,
        "quad": (n + 3) // 4,
        "place": len(country.places),
        "place_end": len(country.places) + 1,
        "segment": len(SEGMENTS),
        "station": len(world.arrays["station_place"]),
        "line": len(LINES),
        "workplace": len(world.arrays["workplace_size"]),
        "enterprise": len(country.enterprises),
        "unit": len(country.units),
        "site": len(country.sites),
        "member": int(params.elite.members),
        "outcome": len(OUTCOMES),
        "held": cells + 1,
        "taken": max(1024, n // 20),
        "hurt": max(1024, n // 50),
        "casualty": CASUALTIES_LISTED,
        "casualty_column": len(CASUALTY_COLUMNS),
    }


def _start(state: State, params: NationParams, seed: int) -> None:
    """Values that are not zero on the morning of the first day."""
    people = state["place_people"][:, None]
    state["media_turnout"][:] = params.media.prior_turnout * people
    state["media_arrests"][:] = params.citizens.prior_arrests * people / 100_000.0
    state["media_open"][:] = 1.0
    state["opposition_free"][:] = params.opposition.leaders
    state["opposition_since_origin"][:] = 1.0
    state["security_tactic"][:] = CONTAINMENT  # ordinary policing contains
    state["security_level"][:] = 1.0
    state["security_loyalty"][:] = params.security.loyalty_start
    state["incumbent_legitimacy"][:] = params.incumbent.legitimacy
    state["incumbent_treasury"][:] = params.incumbent.treasury
    state["patron_guarantee"][:] = params.patron.guarantee
    for k in range(len(state["elite_loyalty"])):
        value = params.elite.loyalty + params.elite.spread * normal(seed, streams.ELITE, k, 0xFFFFFFFF, 0)
        state["elite_loyalty"][k] = min(1.0, max(params.elite.defection, value))
    state["elite_mean"][0] = state["elite_loyalty"].mean()


def observe(state: State) -> dict[str, Any]:
    """The numbers in `OBSERVABLES`, in persons where they count people."""
    place = {
        "crowd": "street_crowd",
        "detained": "security_arrests",
        "injured": "security_injured",
        "killed_street": "security_killed",
        "killed_custody": "detention_killed",
        "released": "detention_released",
        "testimonies": "detention_testimonies",
        "officers": "security_officers",
        "effort": "security_effort",
        "strikers": "workplaces_by_place",
        "outrage": "citizens_mean_outrage",
        "fear": "citizens_mean_fear",
        "fraud_belief": "citizens_mean_fraud",
        "told_crowd": "media_told_crowd",
        "custody": "detention_held",
        "capacity": "site_capacity",
        "plant_strikers": "workplaces_named",
        "hazard": "outcome_hazard",
        "ended": "outcome_ended",
    }
    single = {
        "tie_out": "street_tie_out",
        "news_reached": "ties_reached",
        "leadership": "opposition_leadership",
        "leaders_free": "opposition_free",
        "plants_struck": "workplaces_struck",
        "output_lost": "workplaces_lost",
        "dismissed": "workplaces_dismissed",
        "legitimacy": "incumbent_legitimacy",
        "treasury": "incumbent_treasury",
        "threat": "incumbent_threat",
        "concessions": "incumbent_concessions",
        "elite_loyalty": "elite_mean",
        "guarantee": "patron_guarantee",
        "reserve": "patron_reserve",
        "lent": "patron_lent",
        "sanctioned": "abroad_sanctioned",
        "non_recognition": "abroad_non_recognition",
        "mediation": "abroad_mediation",
        "aid": "abroad_aid",
        "official_share": "election_official",
        "true_share": "election_true_share",
    }
    numbers: dict[str, Any] = {name: state[column] for name, column in place.items()}
    numbers |= {name: state[column][0] for name, column in single.items()}
    people = state["place_people"]
    weight = people / people.sum()
    officers = state["unit_officers"]
    force = state["unit_force"]
    by_force = np.bincount(force, weights=officers)
    numbers["call"] = state["opposition_call"].max(axis=1)
    numbers["told_abuse"] = weight @ state["media_abuse"]
    numbers["expected_arrests"] = state["media_arrests"].sum(axis=0)
    numbers["shutdown"] = weight @ state["media_shutdown"]
    numbers["force_loyalty"] = np.bincount(force, weights=officers * state["security_loyalty"]) / by_force
    numbers["refusing"] = np.bincount(force, weights=officers * state["security_refusing"])
    numbers["elite_defected"] = state["elite_out"].sum()
    return numbers


def tables(world: World, state: State) -> dict[str, dict[str, Any]]:
    """Returns by station, and casualties one by one.

    Returns
    -------
    dict of name to columns
        `returns`: counts in persons; `casualties`: each row stands for `scale` persons.
    """
    names = np.array([p.name for p in world.country.places])
    regions = np.array([p.region for p in world.country.places])
    place = world.arrays["station_place"]
    true, reported = state["election_true"] * world.scale, state["election_reported"] * world.scale
    returns: dict[str, Any] = {
        "station": np.arange(1, len(place) + 1),
        "place": names[place],
        "region": regions[place],
        "registered": state["election_registered"] * world.scale,
    }
    for k, line in enumerate(LINES):
        returns[line] = true[:, k]
    for k, line in enumerate(LINES):
        returns[f"reported_{line}"] = reported[:, k]
    returns["honest"] = state["election_honest"].astype(bool)
    listed = state["security_casualties"][: min(int(state["security_casualty_count"][0]), CASUALTIES_LISTED)]
    casualties = {
        "day": listed[:, 0].astype(np.int64),
        "place": names[listed[:, 1]],
        "kind": np.where(listed[:, 2] == 1, "killed", "injured"),
        "setting": np.where(listed[:, 3] == 1, "custody", "street"),
        "cause": np.array(CAUSES)[listed[:, 4]],
    }
    return {"returns": returns, "casualties": casualties}
