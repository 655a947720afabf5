"""Workers compare wages with those around them, and protest when the gap outweighs the risk; cops take them away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, coded, param
from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import four, normals, uniforms
from contested.ground.errors import ParameterError
from contested.zoo.kit import turn_order
from contested.zoo.kit.torus_sight import beside, count_around, empty_anywhere, empty_around, find_around, line, sight
from contested.zoo.kit.turn_order import everybody_once

STREAMS = streams.own(turn_order.STREAMS)
MOVE = STREAMS(0)
ARREST = STREAMS(1)
RETURN = STREAMS(2)
DECIDE = STREAMS(4)
PLACE = STREAMS(5)
WAGE = STREAMS(6)
AVERSION = STREAMS(7)
TAG = STREAMS(8)
#: the jail column of those who are free
FREE = -1
# positions of the choices below
BINARY, CHANCE, FLOOR = 0, 1, 0
_SOURCE = "assumed"


@dataclass(frozen=True, kw_only=True)
class Works(Params):
    """Workers, their wages and tags, and the cops among them."""

    side: int = param(40, unit="site", within=(3, 4000), source="kim2011", whole=True, meaning="side of the torus")
    workers: float = param(0.70, unit="share", within=(0, 1), source=_SOURCE,
        meaning="sites with a worker at the start")
    cops: float = param(0.04, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a cop")
    vision: float = param(
        7.0, unit="site", within=(1, 1000), source=_SOURCE, meaning="how far workers and cops see (Euclidean distance)"
    )
    inequality: float = param(
        0.3, unit="level", within=(0, 10), source=_SOURCE,
        meaning="standard deviation of wages, relative to the mean wage"
    )
    similarity: str = choice(
        "binary", among=("binary", "graded"), source="kim2011",
        meaning="who is similar: members of the same group; or everybody to some degree, by how close their tags are",
    )
    groups: int = param(
        2, unit="-", within=(1, 1000), source=_SOURCE, whole=True,
        meaning="number of groups, if `similarity` is binary",
        when={"similarity": ("binary",)},
    )
    identity: float = param(
        0.0, unit="share", within=(0, 1), source=_SOURCE,
        meaning="how much dissimilar workers in sight raise risk aversion, and similar ones lower it",
    )
    decision: str = choice(
        "threshold", among=("threshold", "chance"), source="kim2011",
        meaning="protest if grievance minus risk is above the threshold, or with grievance minus risk as the "
                "probability",
    )
    threshold: float = param(0.1, unit="level", within=(-1, 1), source="epstein2002", meaning="T of the threshold rule",
        when={"decision": ("threshold",)})
    ratio: str = choice(
        "floor", among=("floor", "exact"), source="kim2011",
        meaning="ratio of cops to protesters in sight: rounded down, or exact"
    )
    arrest_constant: float = param(
        2.3, unit="-", within=(0, 100), source="epstein2002",
        meaning="k: at 2.3, one cop per protester means an arrest probability of 0.9"
    )
    jail_max: int = param(
        30, unit="step", within=(1, 1_000_000), source=_SOURCE, whole=True,
        meaning="longest jail term; terms are uniform on 1 to this"
    )  # fmt: skip


class Ground(NamedTuple):
    """Columns by worker: wage to site. By cop: cop. By site: who is there (-1 nobody), whether anybody, protesters."""

    wage: np.ndarray
    aversion: np.ndarray
    tag: np.ndarray
    protesting: np.ndarray
    jail: np.ndarray
    site: np.ndarray
    cop: np.ndarray
    here: np.ndarray
    standing: np.ndarray
    loud_here: np.ndarray


class Law(NamedTuple):
    """The numbers and readings of a turn."""

    side: int
    identity: float
    binary: int
    by_chance: int
    threshold: float
    floor: int
    arrest_constant: float
    jail_max: int


def make(params: Works) -> Model:
    """The works as a model; a step gives everybody a turn."""
    if params.workers + params.cops > 1.0:
        raise ParameterError(
            f"workers: expected at most {1 - params.cops:g} beside the cops; got {params.workers:g}.",
            "a site holds one person",
        )
    if round(params.workers * params.side**2) < 1:
        raise ParameterError(f"workers: expected at least one worker; got {params.workers:g}.", "raise it, or side")
    if 2 * int(params.vision) + 1 > params.side:
        raise ParameterError(
            f"vision: expected to see no site twice on a side of {params.side}; got {params.vision:g}.",
            f"at most {(params.side - 1) // 2}",
        )
    return Model(
        name="kim-hanneman-2011",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("protesting", "share", "share of all workers who protest"),
            Observable("jailed", "share", "share of all workers who are in jail"),
            Observable("arrests", "event", "arrests in the step"),
        ),
        static=frozenset({"wage", "aversion", "tag"}),
        clock="step",
    )


def init(params: Works, seed: int) -> State:
    """Workers and cops on random sites, all quiet and free."""
    sites = params.side**2
    n, m = round(params.workers * sites), round(params.cops * sites)
    places = np.argsort(uniforms(sites, seed, PLACE), kind="stable").astype(np.int32)
    site, cop = places[:n].copy(), places[n : n + m].copy()
    here = np.full(sites, -1, np.int32)
    here[site] = np.arange(n)
    here[cop] = n + np.arange(cop.size)
    tag = uniforms(n, seed, TAG)
    if params.similarity == "binary":
        tag = np.floor(tag * params.groups)
    return {
        "wage": 1.0 + params.inequality * normals(n, seed, WAGE),
        "aversion": uniforms(n, seed, AVERSION),
        "tag": tag,
        "protesting": np.zeros(n, np.uint8),
        "jail": np.full(n, FREE, np.int32),
        "site": site,
        "cop": cop,
        "here": here,
        "standing": (here >= 0).astype(np.uint8),
        "loud_here": np.zeros(sites, np.uint8),
        "arrests": np.zeros(1, np.int64),
    }


def step(state: State, params: Works, tick: Tick) -> State:
    """Everybody has a turn in a random order; then terms get shorter."""
    ground = Ground(*(state[name] for name in Ground._fields))
    law = Law(
        params.side, params.identity, int(coded(params, "similarity") == BINARY),
        int(coded(params, "decision") == CHANCE), params.threshold, int(coded(params, "ratio") == FLOOR),
        params.arrest_constant, params.jail_max,
    )  # fmt: skip
    eye = sight("disc", params.vision, params.side)
    order = everybody_once(ground.wage.size + ground.cop.size, tick.seed, tick.step)
    state["arrests"][0] = _turns(ground, law, eye, order, tick.seed, tick.step)
    _serve(ground, tick.seed, tick.step)
    return state


@serial
def _turns(g: Ground, law: Law, eye: np.ndarray, order: np.ndarray, seed: int, step: int) -> int:
    n = g.wage.size
    arrests = 0
    for who in order:
        if who >= n:
            arrests += _cop_turn(g, law, eye, who - n, seed, step)
        elif g.jail[who] == FREE:
            _worker_turn(g, law, eye, who, seed, step)
    return arrests


@scalar
def _worker_turn(g: Ground, law: Law, eye: np.ndarray, who: int, seed: int, step: int) -> None:
    side = law.side
    at = g.site[who]
    to = empty_around(g.standing, side, at, eye, seed, MOVE, who, step)
    if to >= 0:
        g.here[at] = -1
        g.standing[at] = 0
        g.loud_here[at] = 0
        g.here[to] = who
        g.standing[to] = 1
        g.site[who] = to
        at = to
    grievance, risk = _weigh(g, law, eye, who, at)
    gain = grievance - risk
    if law.by_chance == 1:
        u, _, _, _ = four(seed, DECIDE, who, step, 0)
        loud = 1 if u < gain else 0
    else:
        loud = 1 if gain > law.threshold else 0
    g.protesting[who] = loud
    g.loud_here[at] = loud


@scalar
def _weigh(g: Ground, law: Law, eye: np.ndarray, who: int, at: int) -> tuple[float, float]:
    """Grievance and net risk of a worker who stands at a site."""
    side, n = law.side, g.wage.size
    here, wage, protesting, tag = g.here, g.wage, g.protesting, g.tag
    mine = tag[who]
    column = line(side, at, eye)
    workers = cops = loud = 0
    wages = like = 0.0
    for k in range(eye.shape[1]):
        other = here[beside(here.size, at, eye, column, k)]
        if other < 0 or other == who:
            continue
        if other >= n:
            cops += 1
            continue
        workers += 1
        wages += wage[other]
        loud += protesting[other]
        if law.identity > 0.0:
            like += _likeness(mine, tag[other], law.binary)
    around = wages / workers if workers > 0 else g.wage[who]
    alike = like / workers if workers > 0 else 0.5
    grievance = min(1.0, max(0.0, around - g.wage[who]))
    per_protester = cops // (1 + loud) if law.floor == 1 else cops / (1 + loud)
    arrest = 1.0 - math.exp(-law.arrest_constant * per_protester)
    aversion = min(1.0, max(0.0, g.aversion[who] * (1.0 + law.identity * (1.0 - 2.0 * alike))))
    return grievance, aversion * arrest


@scalar
def _likeness(mine: float, theirs: float, binary: int) -> float:
    """1 within a group and 0 across; or 1 less twice the way between two tags around a circle of length 1."""
    if binary == 1:
        return 1.0 if mine == theirs else 0.0
    apart = abs(mine - theirs)
    return 1.0 - 2.0 * min(apart, 1.0 - apart)


@scalar
def _cop_turn(g: Ground, law: Law, eye: np.ndarray, j: int, seed: int, step: int) -> int:
    """Move; arrest one protester in sight, chosen at random, and take their place."""
    side, n = law.side, g.wage.size
    at = g.cop[j]
    to = empty_around(g.standing, side, at, eye, seed, MOVE, n + j, step)
    if to >= 0:
        g.here[at] = -1
        g.standing[at] = 0
        at = to
    seen = count_around(g.loud_here, side, at, eye)
    if seen > 0:
        u, v, _, _ = four(seed, ARREST, j, step, 0)
        place, _ = find_around(g.loud_here, side, at, eye, int(u * seen))
        taken = g.here[place]
        g.protesting[taken] = 0
        g.loud_here[place] = 0
        g.site[taken] = -1
        g.jail[taken] = 1 + int(v * law.jail_max)
        g.here[at] = -1
        g.standing[at] = 0
        at = place
    g.here[at] = n + j
    g.standing[at] = 1
    g.cop[j] = at
    return 1 if seen > 0 else 0


@serial
def _serve(g: Ground, seed: int, step: int) -> None:
    """Every term is one step shorter; who has served theirs is quiet on a random empty site, or waits for one."""
    for i in range(g.jail.size):
        if g.jail[i] == FREE:
            continue
        if g.jail[i] > 1:
            g.jail[i] -= 1
            continue
        to = empty_anywhere(g.standing, seed, RETURN, i, step)
        if to >= 0:
            g.jail[i] = FREE
            g.site[i] = to
            g.here[to] = i
            g.standing[to] = 1


def observe(state: State) -> dict[str, float]:
    """Who is out and who is in."""
    n = state["wage"].size
    return {
        "protesting": int(state["protesting"].sum()) / n,
        "jailed": int((state["jail"] != FREE).sum()) / n,
        "arrests": int(state["arrests"][0]),
    }
