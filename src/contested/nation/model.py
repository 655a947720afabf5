"""The nation as a model of the engine: what it starts from, and its plan played once a day."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, State
from contested.engine.phase import bind
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normal
from contested.ground.field import allocate
from contested.ground.options import DEVICE, Device
from contested.nation.casualties import CASUALTIES_LISTED, CASUALTY_COLUMNS
from contested.nation.codes import LINES, LISTS, OUTCOMES, SEGMENTS
from contested.nation.observables import OBSERVABLES
from contested.nation.observe import observe
from contested.nation.opposition import CALLERS
from contested.nation.params import NationParams
from contested.nation.plan import FIELDS, leave_out
from contested.nation.static import columns
from contested.nation.tables import tables
from contested.nation.world import World


def nation_model(world: World, without: tuple[str, ...] = (), device: Device = DEVICE) -> Model:
    """The nation on a world.

    Parameters
    ----------
    world : World
    without : tuple of str
        Subsystems or phases to leave out.
    device : Device
        "cpu", or "gpu" for people whose columns live on a GPU during a run: `Model.home` brings them back.

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
    bound: dict[str, Any] = {}
    elsewhere = None
    if device == "gpu":
        from contested.nation.device import OnDevice

        elsewhere = OnDevice()

    def init(params: NationParams, seed: int) -> State:
        bound.clear()  # lets go of the previous run's state, millions of people, before making another
        if elsewhere is not None:
            elsewhere.let_go()
        static = columns(world, params, gone)
        state = {**allocate(FIELDS, _sizes(world, params)), **static}
        _start(world, state, params, seed)
        return state

    def step(state: State, params: NationParams, tick: Tick) -> State:
        # a phase's view of the state is made once a run: arrays are changed in place and never replaced
        of, views = bound.get("now", (None, ()))
        if of is not state:
            if elsewhere is not None:
                views = elsewhere.views(state, phases)
            else:
                views = [(phase.run, bind(phase, state)) for phase in phases]
            bound["now"] = state, views  # in one piece: another thread may be playing another state of this model
        if elsewhere is not None:
            elsewhere.moved()
        for run, view in views:
            run(view, params, tick)
        return state

    scratch = frozenset(f.name for f in FIELDS if f.scratch)
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
        static=frozenset(columns_of(world)) | scratch,
        plan=phases,
        tables=lambda state: tables(world, state),
        scratch=scratch,
        home=elsewhere.home if elsewhere is not None else None,
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
        "place": len(country.places),
        "series": len(country.calls) + int(params.opposition.most),
        "day": max(1, country.days),
        "tactic": len(params.tactics),
        "place_end": len(country.places) + 1,
        "segment": len(SEGMENTS),
        "station": len(world.arrays["station_place"]),
        "line": len(LINES),
        "list": len(LISTS),
        "workplace": len(world.arrays["workplace_size"]),
        "enterprise": len(country.enterprises),
        "unit": len(country.units),
        "site": len(country.sites),
        "member": int(params.elite.members),
        "outcome": len(OUTCOMES),
        "cell": cells + 1,
        "taken": max(1024, n // 20),
        "hurt": max(1024, n // 50),
        "repression": len(params.repression),
        "casualty": CASUALTIES_LISTED,
        "casualty_column": len(CASUALTY_COLUMNS),
    }


def _start(world: World, state: State, params: NationParams, seed: int) -> None:
    """Values that are not zero on the morning of the first day."""
    people = state["place_people"][:, None]
    state["media_turnout"][:] = params.media.prior_turnout * people
    state["media_effort"][:] = params.tactics.column("effort")[params.tactics.row("containment")]
    state["media_usual"][params.repression.row("detention")] = params.citizens.prior_arrests / 100_000.0
    state["media_open"][:] = 1.0
    state["media_hope"][:] = params.media.hope
    state["media_hopeful"][:] = params.media.hope
    state["street_venue"][:] = np.arange(len(people))
    state["opposition_organisers"][:] = 1.0
    state["opposition_free"][:] = params.opposition.leaders
    state["incumbent_tactic"][:] = params.tactics.row("containment")  # ordinary policing contains
    state["security_tactic"][:] = state["incumbent_tactic"]
    state["security_level"][:] = 1.0
    state["security_loyalty"][:] = params.forces.column("loyalty")[state["unit_kind"]]
    state["incumbent_legitimacy"][:] = params.incumbent.legitimacy
    state["incumbent_treasury"][:] = params.incumbent.treasury
    state["incumbent_control"][:] = 1.0
    state["patron_guarantee"][:] = params.patron.guarantee
    _series(world, state, params, seed)
    for k in range(len(state["elite_loyalty"])):
        value = params.elite.loyalty + params.elite.spread * normal(seed, streams.ELITE, k, 0xFFFFFFFF, 0)
        state["elite_loyalty"][k] = min(1.0, max(params.elite.defection, value))
    state["elite_start"][:] = state["elite_loyalty"]
    state["elite_mean"][0] = state["elite_loyalty"].mean()


def _series(world: World, state: State, params: NationParams, seed: int) -> None:
    """The scripted series of calls, and chance's part in every gathering that may come."""
    state["opposition_every"][:] = 1
    state["opposition_level"][:] = np.nan
    for k, x in enumerate(world.country.calls[: len(state["call_until"])]):
        state["opposition_form"][k] = params.forms.row(x.form)
        state["opposition_first"][k] = x.day
        state["opposition_every"][k] = x.every
        state["opposition_caller"][k] = CALLERS.index(x.caller)
        state["opposition_where"][k, list(x.places) or slice(None)] = 1
        if x.level is not None:
            state["opposition_level"][k] = x.level
    _chance(state["opposition_z"], state["series_key"], seed)


@serial
def _chance(z: np.ndarray, key: np.ndarray, seed: int) -> None:
    for k in range(z.shape[0]):
        for day in range(z.shape[1]):
            z[k, day] = normal(seed, streams.CALL_STRENGTH, key[k], day, 0)
