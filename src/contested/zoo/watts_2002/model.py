"""Nodes of a random graph that switch on, for good, when a fraction of their neighbours is on (Watts 2002)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from contested.zoo.kit import networks, spreading

STREAMS = streams.own()
TIE = STREAMS(0)
THRESHOLD = STREAMS(1)
SEED = STREAMS(2)
TURN = STREAMS(3)


@dataclass(frozen=True, kw_only=True)
class Cascade(Params):
    """A graph, its thresholds, and how many begin."""

    nodes: int = param(
        10_000, unit="node", within=(2, 100_000_000), source="watts2002", whole=True, meaning="size of the graph (n)"
    )
    degree: float = param(4.0, unit="tie", within=(0, 1000), source="watts2002", meaning="mean number of ties (z)")
    threshold: float = param(
        0.18, unit="share", within=(0, 1), source="watts2002", meaning="fraction of neighbours that must be on (phi)"
    )
    threshold_sd: float = param(
        0.0, unit="ratio", within=(0, 10), source="watts2002",
        meaning="standard deviation of normal thresholds; at 0 all are the same",
    )  # fmt: skip
    seeds: int = param(
        1, unit="node", within=(0, 100_000_000), source="watts2002", whole=True,
        meaning="number of random nodes that are on from the start",
    )  # fmt: skip
    ties: str = choice(
        "drawn", among=("drawn", "fixed"), source="watts2002",
        meaning="each pair is tied with probability z/n, as in the paper; or there are exactly n z / 2 ties",
    )  # fmt: skip
    order: str = choice(
        "in-turn", among=("in-turn", "together"), source="watts2002",
        meaning="in a step nodes update one after another in random order, as in the paper; or all at once",
    )  # fmt: skip


def make(params: Cascade) -> Model:
    """The cascade as a model; a step is one look of everybody."""
    if params.seeds > params.nodes:
        raise ParameterError(f"seeds: expected at most the {params.nodes} nodes; got {params.seeds}.",
                             "a node is on or off, not on twice")  # fmt: skip
    if params.degree > params.nodes - 1:
        raise ParameterError(f"degree: expected at most {params.nodes - 1}, all other nodes; got {params.degree:g}.",
                             "lower degree, or add nodes")  # fmt: skip
    return Model(
        name="watts-2002",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("on", "node", "nodes that are on"),
            Observable("share", "share", "share of nodes that are on"),
        ),
        static=frozenset({"offsets", "ends"}),
        clock="step",
    )


def init(params: Cascade, seed: int) -> State:
    """A graph, thresholds, and the first nodes on."""
    n = params.nodes
    if params.ties == "drawn":
        ties = networks.random_graph(n, params.degree / n, seed, TIE)
    else:
        ties = networks.random_graph_of(n, round(n * params.degree / 2), seed, TIE)
    threshold: np.ndarray | float = params.threshold
    if params.threshold_sd > 0:
        threshold = params.threshold + params.threshold_sd * normals(n, seed, THRESHOLD)
    state = spreading.begin(needed(threshold, ties.degrees), _seeds(n, params.seeds, seed))
    return {**state, "offsets": ties.offsets, "ends": ties.ends}


@serial
def _seeds(nodes: int, count: int, seed: int) -> np.ndarray:
    """Different nodes, every set of so many equally likely; a longer list begins with the shorter."""
    half = half_bits(nodes)
    key0, key1 = shuffle_key(seed, SEED, 0, 0)
    first = np.empty(count, np.int64)
    for k in range(count):
        first[k] = shuffled(k, nodes, half, key0, key1)
    return first


def needed(threshold: np.ndarray | float, degrees: np.ndarray) -> np.ndarray:
    """Smallest number m of neighbours with m / degree at or above the threshold.

    Parameters
    ----------
    threshold : float array, one or one a node, share
        At or below 0: on from the start. Above 1: never.
    degrees : int64 array

    Returns
    -------
    int32 array
        Without neighbours `spreading.NEVER`: a fraction of nobody is no fraction. Compared as a quotient: 0.07 and
        7/100 are the same floating number, while 0.07 x 100 lies above 7.
    """
    neighbours = np.maximum(degrees, 1)
    least = np.ceil(np.clip(threshold, 0.0, 2.0) * neighbours)
    least -= (least - 1) / neighbours >= threshold
    least += least / neighbours < threshold
    never = (degrees == 0) | (least > degrees)
    return np.where(never, spreading.NEVER, np.maximum(least, 0)).astype(np.int32)


def step(state: State, params: Cascade, tick: Tick) -> State:
    """Everybody looks once."""
    if params.order == "together":
        spreading.together(state, state["offsets"], state["ends"])
    else:
        spreading.in_turn(state, state["offsets"], state["ends"], tick.seed, TURN, tick.step)
    return state


def observe(state: State) -> dict[str, float]:
    """How far it has come."""
    on = int(state["reached"][0])
    return {"on": on, "share": on / state["active"].size}
