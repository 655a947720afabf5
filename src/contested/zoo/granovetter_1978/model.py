"""The crowd: thresholds, and a look around a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normals

STREAMS = streams.own()
THRESHOLD = STREAMS(0)
#: people whose thresholds are drawn at once, so that a hundred million need no second copy
DRAW_BLOCK = 1 << 22


@dataclass(frozen=True, kw_only=True)
class Crowd(Params):
    """Who might riot."""

    people: int = param(
        100, unit="person", within=(1, 500_000_000), source="granovetter1978", whole=True, meaning="size of the crowd"
    )
    thresholds: str = choice(
        "normal",
        among=("normal", "normal-quantiles", "ladder", "ladder-gap"),
        source="granovetter1978",
        meaning="drawn from a normal distribution; its mid-quantiles; 0, 1, 2, ... (ladder); or the same with the 1 "
                "replaced by a 2 (ladder-gap)",
    )
    mean: float = param(
        0.25, unit="ratio", within=(-1, 2), source="granovetter1978", meaning="mean threshold, as a share of the crowd",
        when={"thresholds": ("normal", "normal-quantiles")},
    )
    sd: float = param(
        0.13, unit="ratio", within=(0, 100), source="granovetter1978", meaning="standard deviation of thresholds",
        when={"thresholds": ("normal", "normal-quantiles")},
    )


def make(params: Crowd) -> Model:
    """The crowd as a model; a step is one look around."""
    return Model(
        name="granovetter-1978",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("crowd", "person", "people who have joined"),
            Observable("share", "share", "share of people who have joined"),
        ),
        static=frozenset({"need", "ready"}),
        clock="step",
    )


def init(params: Crowd, seed: int) -> State:
    """Thresholds, and nobody out."""
    n = params.people
    need = np.empty(n, np.int32)
    for first in range(0, n, DRAW_BLOCK):
        part = need[first : first + DRAW_BLOCK]
        part[:] = _needed(params, seed, first, part.size)
    ready = np.zeros(n + 2, np.int64)
    _count(need, ready)
    np.cumsum(ready, out=ready)
    return {"need": need, "ready": ready, "crowd": np.zeros(1, np.int64)}


def _needed(params: Crowd, seed: int, first: int, count: int) -> np.ndarray:
    """How many must be out before each person joins; one more than there are people means never."""
    n = params.people
    rows = np.arange(first, first + count)
    if params.thresholds == "ladder":
        return rows
    if params.thresholds == "ladder-gap":
        return np.where(rows == 1, 2, rows)
    if params.thresholds == "normal":
        z = normals(count, seed, THRESHOLD, first=first)
    else:
        z = ndtri((rows + 0.5) / n)
    return np.clip(np.ceil((params.mean + params.sd * z) * n), 0, n + 1)


@serial
def _count(need: np.ndarray, counts: np.ndarray) -> None:
    for i in range(need.size):
        counts[need[i]] += 1


def step(state: State, params: Crowd, tick: Tick) -> State:
    """r(t + 1) = number with threshold at most r(t)."""
    crowd = state["crowd"]
    crowd[0] = state["ready"][crowd[0]]
    return state


def observe(state: State) -> dict[str, float]:
    """The crowd."""
    out = int(state["crowd"][0])
    return {"crowd": out, "share": out / state["need"].size}


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Crowd(), dict(settings or {})))
