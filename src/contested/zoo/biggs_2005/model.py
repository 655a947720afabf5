"""Readiness gathers site by site; an incident empties the cluster it hits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import four
from contested.ground.errors import ParameterError

STREAMS = streams.own()
GATHER = STREAMS(0)
INCIDENT = STREAMS(1)
# what `tally` counts: ready before the incident, struck, made ready, ready after it
BEFORE, STRUCK, GATHERED, AFTER = 0, 1, 2, 3


@dataclass(frozen=True, kw_only=True)
class Town(Params):
    """Establishments and how fast they become ready to strike."""

    lattice: str = choice(
        "torus", among=("torus", "ring"), source="drossel1992", meaning="four neighbours on a torus, or two on a ring"
    )
    establishments: int = param(
        16_384, unit="site", within=(2, 16_777_216), source="assumed", whole=True,
        meaning="establishments (L x L on the torus)",
    )
    gathering: int = param(
        500, unit="site", within=(1, 10_000_000), source="assumed", whole=True,
        meaning="theta = p/f, visits of organisers to establishments between two incidents; an establishment visited "
                "becomes ready",
    )  # fmt: skip


def make(params: Town) -> Model:
    """The town as a model; a step is a time of gathering and one incident."""
    if params.lattice == "torus" and math.isqrt(params.establishments) ** 2 != params.establishments:
        near = math.isqrt(params.establishments)
        raise ParameterError(
            f"establishments: expected a square number on the torus; got {params.establishments}.",
            f"{near**2} = {near} x {near}",
        )
    return Model(
        name="biggs-2005",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("size", "site", "establishments in the strike wave that the incident set off; 0 if none"),
            Observable("gathered", "site", "establishments that became ready before the incident"),
            Observable("ready", "share", "establishments ready when the incident comes"),
            Observable("left", "share", "establishments ready after the wave"),
        ),
        clock="step",
    )


def init(params: Town, seed: int) -> State:
    """Nobody is ready."""
    return {"ready": np.zeros(params.establishments, np.uint8), "tally": np.zeros(4, np.int64)}


def step(state: State, params: Town, tick: Tick) -> State:
    """Gathering, then one incident."""
    side = math.isqrt(params.establishments) if params.lattice == "torus" else 0
    _round(state["ready"], side, params.gathering, tick.seed, tick.step, state["tally"])
    return state


@serial
def _round(ready: np.ndarray, side: int, gathering: int, seed: int, day: int, tally: np.ndarray) -> None:
    n = ready.size
    took = 0
    for quad in range((gathering + 3) // 4):
        a, b, c, d = four(seed, GATHER, quad, day, 0)
        left = gathering - 4 * quad
        took += _visit(ready, int(a * n))
        if left > 1:
            took += _visit(ready, int(b * n))
        if left > 2:
            took += _visit(ready, int(c * n))
        if left > 3:
            took += _visit(ready, int(d * n))
    u, _, _, _ = four(seed, INCIDENT, 0, day, 0)
    tally[GATHERED] = took
    tally[BEFORE] = tally[AFTER] + took
    tally[STRUCK] = _spread(ready, side, int(u * n))
    tally[AFTER] = tally[BEFORE] - tally[STRUCK]


@scalar
def _visit(ready: np.ndarray, i: int) -> int:
    was: int = ready[i]
    ready[i] = 1
    return 1 - was


@scalar
def _spread(ready: np.ndarray, side: int, first: int) -> int:
    """Empties the cluster of ready sites that `first` belongs to, and says how many they were."""
    if ready[first] == 0:
        return 0
    n = ready.size
    waiting = np.empty(n, np.int32)  # a site enters once at most: it is emptied as it enters
    waiting[0] = first
    ready[first] = 0
    end = 1
    k = 0
    while k < end:
        i = waiting[k]
        k += 1
        for turn in range(4 if side > 0 else 2):
            if side == 0:
                j = i + 1 if turn == 0 else i - 1
                if j == n:
                    j = 0
                elif j < 0:
                    j = n - 1
            elif turn == 0:
                j = i + 1 if (i + 1) % side != 0 else i + 1 - side
            elif turn == 1:
                j = i - 1 if i % side != 0 else i - 1 + side
            elif turn == 2:
                j = i + side if i + side < n else i + side - n
            else:
                j = i - side if i >= side else i - side + n
            if ready[j] == 1:
                ready[j] = 0
                waiting[end] = j
                end += 1
    return end


def observe(state: State) -> dict[str, float]:
    """The wave, and how ready the town was and is."""
    tally, n = state["tally"], state["ready"].size
    return {
        "size": int(tally[STRUCK]),
        "gathered": int(tally[GATHERED]),
        "ready": int(tally[BEFORE]) / n,
        "left": int(tally[AFTER]) / n,
    }
