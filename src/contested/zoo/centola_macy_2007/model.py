"""A contagion that needs several contacts, on a lattice some of whose ties were made long."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.errors import ParameterError
from contested.zoo.kit import lattices, spreading
from contested.zoo.kit.networks import Ties, pick

STREAMS = streams.own()
REWIRED = STREAMS(0, 2)
FOCAL = STREAMS(2)
TURN = STREAMS(3)


@dataclass(frozen=True, kw_only=True)
class Contagion(Params):
    """A lattice, how many of its ties are long, and how many contacts convince."""

    nodes: int = param(
        10_000, unit="node", within=(10, 100_000_000), source="centola2007", whole=True, meaning="people (N)"
    )
    lattice: str = choice(
        "ring", among=("ring", "moore"), source="centola2007",
        meaning="the nearest on a ring; or the square around each person on a grid without edges (a torus)",
    )
    degree: int = param(
        8, unit="tie", within=(2, 1000), source="centola2007", whole=True,
        meaning="number of neighbours (z): even on a ring; 8, 24, 48, ... on a grid",
    )
    threshold: int = param(
        2, unit="node", within=(1, 1000), source="centola2007", whole=True,
        meaning="number of active neighbours needed to adopt (a), not a share",
    )
    rewired: float = param(
        0.0, unit="probability", within=(0, 1), source="centola2007",
        meaning="probability that a tie is rewired to become a long tie (p)"
    )
    rewiring: str = choice(
        "swaps", among=("swaps", "one-end"), source="centola2007",
        meaning="two ties swap ends, which preserves degrees; or one end of a tie moves to a random person",
    )
    order: str = choice(
        "together", among=("together", "in-turn"), source="centola2007",
        meaning="in a step all update at once; or one after another in random order",
    )  # fmt: skip


def make(params: Contagion) -> Model:
    """The contagion as a model; a step is one look of everybody."""
    _heads(params, check=True)
    return Model(
        name="centola-macy-2007",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("active", "node", "people who have adopted"),
            Observable("share", "share", "share of people who have adopted"),
        ),
        static=frozenset({"offsets", "ends"}),
        clock="step",
    )


def _heads(params: Contagion, *, check: bool = False) -> np.ndarray:
    """The lattice; with `check` one small enough to cost nothing, that fails where the large one would."""
    n, z = params.nodes, params.degree
    if params.lattice == "ring":
        return lattices.ring(min(n, z + 1) if check else n, z)
    side, radius = math.isqrt(n), (math.isqrt(z + 1) - 1) // 2
    if side * side != n:
        raise ParameterError(
            f"nodes: expected a square number for a grid; got {n}.", f"{side * side} or {(side + 1) ** 2} are near"
        )
    if (2 * radius + 1) ** 2 != z + 1:
        raise ParameterError(f"degree: expected 8, 24, 48, ... on a grid; got {z}.", "all within a square around each")
    return lattices.grid(min(side, 2 * radius + 1) if check else side, radius)


def ties_of(params: Contagion, seed: int) -> Ties:
    """The lattice with its long ties."""
    heads = _heads(params)
    change = lattices.swap_ends if params.rewiring == "swaps" else lattices.move_ends
    if params.rewired > 0:
        change(heads, params.rewired, seed, REWIRED)
    return lattices.ties_of_heads(heads)


def init(params: Contagion, seed: int) -> State:
    """A focal person drawn from all and all their neighbours are active, nobody else."""
    ties = ties_of(params, seed)
    focal = pick(params.nodes, seed, FOCAL, 0, 0, 0)
    first = np.append(ties.ends[ties.offsets[focal] : ties.offsets[focal + 1]], focal)
    state = spreading.begin(np.full(params.nodes, params.threshold, np.int32), first)
    return {**state, "offsets": ties.offsets, "ends": ties.ends}


def step(state: State, params: Contagion, tick: Tick) -> State:
    """Whoever has `threshold` active neighbours becomes active, for good."""
    if params.order == "together":
        spreading.together(state, state["offsets"], state["ends"])
    else:
        spreading.in_turn(state, state["offsets"], state["ends"], tick.seed, TURN, tick.step)
    return state


def observe(state: State) -> dict[str, float]:
    """How far it has come."""
    on = int(state["reached"][0])
    return {"active": on, "share": on / state["active"].size}
