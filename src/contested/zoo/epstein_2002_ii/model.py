"""Two groups and peacekeepers on a torus: the start, a step, and what is seen of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, coded, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniforms
from contested.ground.errors import ParameterError
from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from contested.zoo.epstein_2002_ii import kernel
from contested.zoo.epstein_2002_ii.kernel import BORN, DIED, KILLED, People, end_step, take_turns
from contested.zoo.kit.policed_torus import ACTIVE, ARRESTS, EVERYBODY, JAILED, OFF_GRID, Ground, Law, place, stand
from contested.zoo.kit.torus_sight import SHAPES, sight

STREAMS = streams.own(kernel.STREAMS)
HARDSHIP = STREAMS(8)
AVERSION = STREAMS(9)
PLACE = STREAMS(10)
GROUP = STREAMS(11)
LIFESPAN = STREAMS(12)
AGE = STREAMS(13)
#: rows a site: those at large take one a site at most; the rest is for the jailed, and for those who die in a step
ROWS = 4
_SOURCE = "epstein2002"


@dataclass(frozen=True, kw_only=True)
class Strife(Params):
    """Violence between two groups, and a force that keeps the peace."""

    side: int = param(40, unit="site", within=(3, 4_000), source=_SOURCE, whole=True, meaning="sites along a side")
    citizen_density: float = param(
        0.7, unit="share", within=(0, 1), source=_SOURCE,
        meaning="sites with a citizen at the start, half of them in each group"
    )
    cop_density: float = param(0.0, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a peacekeeper")
    citizen_vision: float = param(1.7, unit="site", within=(1, 100), source=_SOURCE, meaning="how far citizens see, v")
    cop_vision: float = param(
        1.7, unit="site", within=(1, 100), source=_SOURCE, meaning="how far peacekeepers see, v*"
    )
    legitimacy: float = param(
        0.8, unit="share", within=(0, 1), source=_SOURCE,
        meaning="legitimacy of the other group's right to exist, as seen by each group, L",
    )
    max_jail: int = param(
        15, unit="step", within=(0, 1_000_000), source=_SOURCE, whole=True, meaning="longest jail term, J max"
    )
    threshold: float = param(
        0.1, unit="level", within=(-1, 1), source=_SOURCE,
        meaning="people act if grievance minus net risk is above this, T"
    )
    arrest_constant: float = param(
        2.3, unit="-", within=(0, 100), source=_SOURCE,
        meaning="k: at 2.3, one peacekeeper per active person means P = 0.9"
    )
    birth: float = param(
        0.05, unit="probability", within=(0, 1), source=_SOURCE,
        meaning="probability per step to have a child on an adjacent empty site"
    )
    max_age: int = param(
        200, unit="step", within=(1, 30_000), source=_SOURCE, whole=True,
        meaning="longest lifespan; lifespans are uniform on 1 to this",
    )
    neighbourhood: str = choice(
        "diamond", among=SHAPES, source=_SOURCE,
        meaning="shape of the vision: by steps N, S, E and W (Manhattan distance); by Euclidean distance; by the "
                "larger coordinate (Chebyshev distance); only along the four axes",
    )
    ratio: str = choice(
        "exact", among=("exact", "round", "floor"), source=_SOURCE,
        meaning="ratio C/A of peacekeepers to active people in sight: as printed, rounded to the nearest whole number, "
                "or rounded down",
    )  # fmt: skip


def make(params: Strife) -> Model:
    """The strife as a model; a step gives everybody a turn."""
    if params.citizen_density + params.cop_density > 1.0:
        raise ParameterError(
            f"citizen_density: expected at most {1 - params.cop_density:g} beside the peacekeepers; "
            f"got {params.citizen_density:g}.",
            "together they cannot take more sites than there are",
        )
    for name in ("citizen_vision", "cop_vision"):
        if 2 * int(getattr(params, name)) + 1 > params.side:
            raise ParameterError(
                f"{name}: expected to see no site twice on a lattice of side {params.side}; "
                f"got {getattr(params, name):g}.",
                f"at most {(params.side - 1) // 2}",
            )
    return Model(
        name="epstein-2002-ii",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("group_0", "person", "members of the first group alive, in jail or not"),
            Observable("group_1", "person", "members of the second group alive, in jail or not"),
            Observable("active", "person", "people who are active: they kill"),
            Observable("jailed", "person", "people in jail"),
            Observable("arrests", "person", "arrests in the step"),
            Observable("killed", "person", "people killed in the step"),
            Observable("born", "person", "people born in the step"),
            Observable("died", "person", "people who died of old age in the step"),
        ),
        clock="step",
    )


def init(params: Strife, seed: int) -> State:
    """People of all ages on random sites, half of each group, and peacekeepers among them."""
    sites = params.side**2
    citizens = round(params.citizen_density * sites)
    kind = np.empty(sites, np.int8)
    place(kind, citizens, citizens + round(params.cop_density * sites), seed, PLACE)
    home = np.flatnonzero(kind == 1).astype(np.int32)
    cop = np.flatnonzero(kind == 2).astype(np.int32)
    rows = ROWS * sites
    site = np.full(rows, -1, np.int32)
    site[:citizens] = home
    group = np.zeros(rows, np.uint8)
    _split(group[:citizens], seed)
    lifespan = np.zeros(rows, np.int16)
    lifespan[:citizens] = 1 + np.floor(uniforms(citizens, seed, LIFESPAN) * params.max_age)
    age = np.zeros(rows, np.int16)
    age[:citizens] = np.floor(uniforms(citizens, seed, AGE) * lifespan[:citizens])
    here = np.full(sites, -1, np.int32)
    beneath = np.full(rows, -1, np.int32)
    members = np.zeros((2, sites), np.uint8)
    members[group[:citizens], home] = 1
    cops_seen = np.zeros(sites, np.int16)
    eye = sight(params.neighbourhood, params.citizen_vision, params.side)
    stand(home, cop, here, beneath, cops_seen, params.side, eye)
    return {
        "hardship": _padded(uniforms(citizens, seed, HARDSHIP), rows),
        "aversion": _padded(uniforms(citizens, seed, AVERSION), rows),
        "active": np.zeros(rows, np.uint8),
        "jail": np.full(rows, -1, np.int32),
        "site": site,
        "beneath": beneath,
        "cop": cop,
        "here": here,
        "standing": (kind > 0).astype(np.uint8),
        "actives_here": np.zeros(sites, np.uint8),
        "cops_seen": cops_seen,
        "actives_seen": np.zeros(sites, np.int16),
        "alive": (site >= 0).astype(np.uint8),
        "group": group,
        "age": age,
        "lifespan": lifespan,
        "members": members,
        "tally": np.zeros(6, np.int64),
    }


def _padded(values: np.ndarray, rows: int) -> np.ndarray:
    column = np.zeros(rows, np.float32)
    column[: values.size] = values
    return column


@serial
def _split(group: np.ndarray, seed: int) -> None:
    """Half of the people, chosen at random, are of the second group."""
    key0, key1 = shuffle_key(seed, GROUP, 0, 0)
    n = group.size
    half = half_bits(n)
    for i in range(n):
        group[i] = 1 if shuffled(i, n, half, key0, key1) < n // 2 else 0


def step(state: State, params: Strife, tick: Tick) -> State:
    """Everybody's turn; then age, death and release."""
    ground = Ground(**{name: state[name] for name in Ground._fields})
    people = People(**{name: state[name] for name in People._fields})
    eye = sight(params.neighbourhood, params.citizen_vision, params.side)
    cop_eye = sight(params.neighbourhood, params.cop_vision, params.side)
    law = Law(
        side=params.side,
        illegitimacy=1.0 - params.legitimacy,
        threshold=params.threshold,
        arrest_constant=params.arrest_constant,
        terms=params.max_jail + 1,
        ratio=coded(params, "ratio"),
        twice=0,
        act_first=0,
        takes_place=0,
        jailed=OFF_GRID,
        own_turn=0,
        movement=EVERYBODY,
        same_sight=int(params.citizen_vision == params.cop_vision),
    )
    tally = state["tally"]
    tally[[ARRESTS, KILLED, BORN, DIED]] = 0
    near = sight("diamond", 1.0, params.side)
    take_turns(
        ground, people, law, eye, cop_eye, near, params.birth, params.max_age, tick.seed, tick.step, tally
    )
    end_step(ground, people, law, eye, tick.seed, tick.step, tally)
    return state


def observe(state: State) -> dict[str, float]:
    """Who is left, and what the step did to them."""
    alive = state["alive"] == 1
    second = int((state["group"][alive] == 1).sum())
    tally = state["tally"]
    return {
        "group_0": int(alive.sum()) - second,
        "group_1": second,
        "active": int(tally[ACTIVE]),
        "jailed": int(tally[JAILED]),
        "arrests": int(tally[ARRESTS]),
        "killed": int(tally[KILLED]),
        "born": int(tally[BORN]),
        "died": int(tally[DIED]),
    }
