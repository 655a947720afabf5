"""The lattice at the start, a step, and what is seen of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, coded, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import four, uniforms
from contested.ground.errors import ParameterError
from contested.zoo.epstein_2002 import kernel
from contested.zoo.epstein_2002.kernel import blocks_a_side, by_block, serve_terms, take_turns, take_turns_by_block
from contested.zoo.kit.policed_torus import ACTIVE, ARRESTS, JAILED, Ground, Law, place, stand
from contested.zoo.kit.torus_sight import SHAPES, add_around, sight
from contested.zoo.kit.turn_order import everybody_once, with_replacement

_SOURCE = "epstein2002"


@dataclass(frozen=True, kw_only=True)
class Rebellion(Params):
    """Generalised rebellion against a central authority; defaults are the paper's run 2 under the printed formula."""

    side: int = param(40, unit="site", within=(3, 30_000), source=_SOURCE, whole=True, meaning="sites along a side")
    citizen_density: float = param(
        0.7, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a citizen at the start"
    )
    cop_density: float = param(
        0.04, unit="share", within=(0, 1), source=_SOURCE, meaning="sites with a cop at the start"
    )
    citizen_vision: float = param(7.0, unit="site", within=(1, 100), source=_SOURCE, meaning="how far citizens see, v")
    cop_vision: float = param(7.0, unit="site", within=(1, 100), source=_SOURCE, meaning="how far cops see, v*")
    legitimacy: float = param(
        0.82, unit="share", within=(0, 1), source=_SOURCE, meaning="legitimacy of the regime, L, the same for everybody"
    )
    max_jail: int = param(
        30, unit="step", within=(0, 1_000_000), source=_SOURCE, whole=True, meaning="longest jail term, J max",
        when={"term": ("to-max", "below-max")},
    )
    threshold: float = param(
        0.1, unit="level", within=(-1, 1), source=_SOURCE,
        meaning="people act if grievance minus net risk is above this, T"
    )
    arrest_constant: float = param(
        2.3, unit="-", within=(0, 100), source=_SOURCE, meaning="k: at 2.3, one cop per active person means P = 0.9"
    )
    neighbourhood: str = choice(
        "diamond", among=SHAPES, source=_SOURCE,
        meaning="shape of the vision: by steps N, S, E and W (Manhattan distance); by Euclidean distance; by the "
                "larger coordinate (Chebyshev distance); only along the four axes",
    )
    ratio: str = choice(
        "exact", among=("exact", "round", "floor"), source=_SOURCE,
        meaning="ratio C/A of cops to active people in sight: as printed, rounded to the nearest whole number, or "
                "rounded down",
    )
    self_count: str = choice(
        "once", among=("once", "twice"), source=_SOURCE,
        meaning="whether an active person counts in A once, or a second time as one of those in sight",
    )
    turn: str = choice(
        "move-act", among=("move-act", "act-move"), source=_SOURCE,
        meaning="whether people move or act first in their turn"
    )
    activation: str = choice(
        "each-once", among=("each-once", "with-replacement", "by-block"), source=_SOURCE,
        meaning="everybody once per step in random order; as many turns, each drawn at random with replacement; or in "
        "random order block by block, for large lattices",
    )
    jailed: str = choice(
        "off-grid", among=("off-grid", "in-place", "under-foot"), source=_SOURCE,
        meaning="where the jailed are: off the lattice; on their site, which they block; or on their site, which "
                "counts as empty",
    )
    release: str = choice(
        "end-of-step", among=("end-of-step", "own-turn"), source=_SOURCE,
        meaning="when terms are decremented: for all at the end of a step, or at each jailed person's own turn",
    )
    term: str = choice(
        "to-max", among=("to-max", "below-max", "life"), source=_SOURCE,
        meaning="jail terms are uniform on 0 to J max, uniform on 0 to J max - 1, or for life",
    )
    pursuit: str = choice(
        "stays", among=("stays", "takes-place"), source=_SOURCE,
        meaning="whether a cop who makes an arrest moves onto the arrested person's site",
    )
    movement: str = choice("all", among=("all", "cops", "none"), source=_SOURCE, meaning="who moves")
    placement: str = choice(
        "counts", among=("counts", "by-site"), source=_SOURCE,
        meaning="densities give exact numbers of agents, or the probability that each site is occupied",
    )
    legitimacy_change: float = param(
        0.0, unit="ratio", within=(-1, 1), source=_SOURCE, meaning="total change of legitimacy"
    )
    cop_change: float = param(
        0.0, unit="ratio", within=(-1, 0), source=_SOURCE,
        meaning="total change of the density of cops, who are withdrawn"
    )
    change_from: int = param(
        0, unit="step", within=(0, 10_000_000), source=_SOURCE, whole=True, meaning="first step of the changes"
    )
    change_until: int = param(
        0, unit="step", within=(0, 10_000_000), source=_SOURCE, whole=True,
        meaning="step by which the changes are complete, in equal steps; if not later than `change_from`, they come "
                "all at once",
    )
    people_seed: int = param(
        0, unit="-", within=(0, 2**31 - 1), source="assumed", whole=True,
        meaning="seed of hardship and risk aversion; with 0 each run draws a new population",
    )  # fmt: skip


def check(p: Rebellion) -> None:
    """Refuse values that contradict each other."""
    if p.citizen_density + p.cop_density > 1.0:
        raise ParameterError(
            f"citizen_density: expected at most {1 - p.cop_density:g} beside the cops; got {p.citizen_density:g}.",
            "together they cannot take more sites than there are",
        )
    if round(p.citizen_density * p.side**2) < 1:
        raise ParameterError(f"citizen_density: expected at least one citizen; got {p.citizen_density:g}.")
    for name in ("citizen_vision", "cop_vision"):
        if 2 * int(getattr(p, name)) + 1 > p.side:
            raise ParameterError(
                f"{name}: expected to see no site twice on a lattice of side {p.side}; got {getattr(p, name):g}.",
                f"at most {(p.side - 1) // 2}",
            )
    if p.pursuit == "takes-place" and p.jailed == "in-place":
        raise ParameterError(
            "pursuit: expected stays where the jailed block their site; got takes-place.",
            "jailed=off-grid or under-foot frees the site",
        )
    if p.release == "own-turn" and p.jailed != "in-place":
        raise ParameterError(
            f"release: expected end-of-step where the jailed are {p.jailed}; got own-turn.",
            "only somebody on their site has turns",
        )
    for name, changed in (("legitimacy_change", "legitimacy"), ("cop_change", "cop_density")):
        before, change = getattr(p, changed), getattr(p, name)
        if not 0.0 <= before + change <= 1.0:
            raise ParameterError(f"{name}: expected {changed} to stay within 0 to 1; got {before:g} {change:+g}.")


# the model ------------------------------------------------------------------------------------------------------------


STREAMS = streams.own(kernel.STREAMS)
HARDSHIP = STREAMS(5)
AVERSION = STREAMS(6)
PLACE = STREAMS(7)
WITHDRAW = STREAMS(8)


def make(params: Rebellion) -> Model:
    """The rebellion as a model; a step gives everybody a turn."""
    check(params)
    return Model(
        name="epstein-2002",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("active", "person", "citizens in open rebellion"),
            Observable("jailed", "person", "citizens in jail"),
            Observable("quiet", "person", "citizens who are neither active nor in jail"),
            Observable("arrests", "person", "arrests in the step"),
            Observable("cops", "officer", "cops on the lattice"),
            Observable("legitimacy", "share", "legitimacy of the regime"),
            Observable("tension", "level", "mean grievance times the share quiet, divided by mean risk aversion"),
        ),
        static=frozenset({"hardship", "aversion", "means"}),
        clock="step",
    )


def init(params: Rebellion, seed: int) -> State:
    """People and cops on random sites, all quiet and free."""
    sites = params.side**2
    if params.placement == "counts":
        citizens = round(params.citizen_density * sites)
        kind = np.empty(sites, np.int8)
        place(kind, citizens, citizens + round(params.cop_density * sites), seed, PLACE)
    else:
        u = uniforms(sites, seed, PLACE)
        kind = np.where(u < params.citizen_density, 1, np.where(u < params.citizen_density + params.cop_density, 2, 0))
    site = np.flatnonzero(kind == 1).astype(np.int32)
    cop = np.flatnonzero(kind == 2).astype(np.int32)
    n = site.size
    own = params.people_seed or seed
    hardship = uniforms(n, own, HARDSHIP).astype(np.float32)
    aversion = uniforms(n, own, AVERSION).astype(np.float32)
    here = np.full(sites, -1, np.int32)
    beneath = np.full(n, -1, np.int32)
    cops_seen = np.zeros(sites, np.int16)
    eye = sight(params.neighbourhood, params.citizen_vision, params.side)
    stand(site, cop, here, beneath, cops_seen, params.side, eye)
    return {
        "hardship": hardship,
        "aversion": aversion,
        "means": np.array([hardship.mean(dtype=float), aversion.mean(dtype=float)]) if n else np.ones(2),
        "active": np.zeros(n, np.uint8),
        "jail": np.full(n, -1, np.int32),
        "site": site,
        "beneath": beneath,
        "cop": cop,
        "cops": np.array([cop.size]),
        "here": here,
        "standing": (kind > 0).astype(np.uint8),
        "actives_here": np.zeros(sites, np.uint8),
        "cops_seen": cops_seen,
        "actives_seen": np.zeros(sites, np.int16),
        "tally": np.zeros(3, np.int64),
        "legitimacy": np.array([params.legitimacy]),
    }


def step(state: State, params: Rebellion, tick: Tick) -> State:
    """Changes from above, then everybody's turn, then the jailed."""
    done = _done(params, tick.step)
    state["legitimacy"][0] = params.legitimacy + done * params.legitimacy_change
    eye = sight(params.neighbourhood, params.citizen_vision, params.side)
    cop_eye = sight(params.neighbourhood, params.cop_vision, params.side)
    if params.cop_change:
        left = round((params.cop_density + done * params.cop_change) * params.side**2)
        cops = (state["cop"], state["cops"], left, state["standing"], state["cops_seen"])
        _withdraw(*cops, params.side, eye, tick.seed, tick.step)
    ground = Ground(**{name: state[name] for name in Ground._fields})
    ground = ground._replace(cop=state["cop"][: state["cops"][0]])
    law = _law(params, state["legitimacy"][0])
    tally = state["tally"]
    tally[ARRESTS] = 0
    people = ground.active.size + ground.cop.size
    _everybodys_turn(params, ground, law, eye, cop_eye, people, tick, tally)
    if params.release == "end-of-step":
        serve_terms(ground, law, tick.seed, tick.step, tally)
    return state


def _done(params: Rebellion, step: int) -> float:
    """Which part of the changes has happened by a step."""
    if step < params.change_from:
        return 0.0
    if step >= params.change_until:
        return 1.0
    return (step - params.change_from) / (params.change_until - params.change_from)


def _law(params: Rebellion, legitimacy: float) -> Law:
    return Law(
        side=params.side,
        illegitimacy=1.0 - float(legitimacy),
        threshold=params.threshold,
        arrest_constant=params.arrest_constant,
        terms={"to-max": params.max_jail + 1, "below-max": max(params.max_jail, 1), "life": 0}[params.term],
        ratio=coded(params, "ratio"),
        twice=coded(params, "self_count"),
        act_first=coded(params, "turn"),
        takes_place=coded(params, "pursuit"),
        jailed=coded(params, "jailed"),
        own_turn=coded(params, "release"),
        movement=coded(params, "movement"),
        same_sight=int(params.citizen_vision == params.cop_vision),
    )


def _everybodys_turn(
    params: Rebellion,
    ground: Ground,
    law: Law,
    eye: np.ndarray,
    cop_eye: np.ndarray,
    people: int,
    tick: Tick,
    tally: np.ndarray,
) -> None:
    seed, step = tick.seed, tick.step
    if params.activation == "with-replacement":
        take_turns(ground, law, eye, cop_eye, with_replacement(people, seed, step), True, seed, step, tally)
        return
    across = 1
    if params.activation == "by-block":
        across = blocks_a_side(params.side, max(params.citizen_vision, params.cop_vision))
    if across == 1:
        take_turns(ground, law, eye, cop_eye, everybody_once(people, seed, step), False, seed, step, tally)
        return
    order, start = by_block(ground, law.side, across, seed, step)
    parts = np.zeros((across * across, tally.size), np.int64)
    take_turns_by_block(ground, law, eye, cop_eye, across, order, start, seed, step, parts)
    tally += parts.sum(axis=0)


@serial
def _withdraw(
    cop: np.ndarray, cops: np.ndarray, left: int, standing: np.ndarray, cops_seen: np.ndarray, side: int,
    eye: np.ndarray, seed: int, step: int,
) -> None:
    """Take randomly chosen cops off the lattice until `left` remain."""
    turn = 0
    while cops[0] > left:
        u, _, _, _ = four(seed, WITHDRAW, turn, step, 0)
        j = int(u * cops[0])
        add_around(cops_seen, side, cop[j], eye, -1)
        standing[cop[j]] -= 1
        cops[0] -= 1
        cop[j] = cop[cops[0]]
        cop[cops[0]] = -1
        turn += 1


def observe(state: State) -> dict[str, float]:
    """Counts, and the paper's tension index."""
    citizens = state["active"].size
    active, jailed = int(state["tally"][ACTIVE]), int(state["tally"][JAILED])
    quiet = citizens - active - jailed
    hardship, aversion = state["means"]
    legitimacy = float(state["legitimacy"][0])
    return {
        "active": active,
        "jailed": jailed,
        "quiet": quiet,
        "arrests": int(state["tally"][ARRESTS]),
        "cops": int(state["cops"][0]),
        "legitimacy": legitimacy,
        "tension": float(hardship * (1.0 - legitimacy) * (quiet / max(citizens, 1)) / aversion),
    }
