"""The society as a model: thresholds, the look at the opposition, what is seen of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import ParameterError

STREAMS = streams.own()
PREFERENCE = STREAMS(0)
#: revolutionary thresholds of ten people, in percent of all; a dash marks the same society after one person has changed
SEQUENCES: dict[str, tuple[int, ...]] = {
    "a": (0, 20, 20, 30, 40, 50, 60, 70, 80, 100),
    "a-dash": (0, 10, 20, 30, 40, 50, 60, 70, 80, 100),
    "b": (0, 20, 30, 30, 40, 50, 60, 70, 80, 100),
    "b-dash": (0, 10, 30, 30, 40, 50, 60, 70, 80, 100),
    "c": (0, 20, 20, 20, 20, 20, 20, 20, 60, 100),
    "c-dash": (0, 10, 20, 20, 20, 20, 20, 20, 60, 100),
}


@dataclass(frozen=True, kw_only=True)
class Society(Params):
    """Who would turn against the regime, and when."""

    people: int = param(
        10, unit="person", within=(1, 100_000_000), source="kuran1991", whole=True, meaning="size of the society"
    )
    thresholds: str = choice(
        "a", among=(*SEQUENCES, "drawn", "quantiles"), source="kuran1991",
        meaning="a sequence of ten thresholds, each held by a tenth of the people; or 1 - x with private preferences x "
        "from a normal distribution, random (drawn) or its mid-quantiles",
    )  # fmt: skip
    preference_mean: float = param(
        0.6, unit="ratio", within=(-3, 4), source="assumed",
        meaning="mean private preference x for the opposition; 1 - x is the threshold",
        when={"thresholds": ("drawn", "quantiles")},
    )  # fmt: skip
    preference_sd: float = param(
        0.15, unit="ratio", within=(1e-6, 100), source="assumed", meaning="standard deviation of private preferences",
        when={"thresholds": ("drawn", "quantiles")},
    )
    opposition: float = param(
        0.0, unit="share", within=(0, 1), source="kuran1991",
        meaning="S(0): share of people believed to be in public opposition at the start",
    )  # fmt: skip


def make(params: Society) -> Model:
    """The society as a model; a step is one look at how large the opposition is."""
    if params.thresholds in SEQUENCES and params.people % 10:
        raise ParameterError(
            f"people: expected a multiple of 10 with thresholds {params.thresholds}; got {params.people}.",
            "a tenth of the people hold each of the ten thresholds",
        )
    return Model(
        name="kuran-1991",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("opposition", "share", "S: share of people who oppose the regime in public"),
            Observable("joining", "person", "change of the number who oppose it in public since the step before"),
            Observable("hidden", "share", "share who support it in public but would oppose it if everybody else did"),
        ),
        static=frozenset({"ready"}),
        clock="step",
    )


def init(params: Society, seed: int) -> State:
    """Thresholds, and the opposition people believe in."""
    n = params.people
    ready = np.cumsum(np.bincount(_needed(params, seed), minlength=n + 2))
    return {
        "ready": ready,
        # believed, so not always a whole number of people; enough of them for a threshold is enough
        "opposed": np.array([math.floor(params.opposition * n + 1e-9)], np.int64),
        "before": np.zeros(1, np.int64),
    }


def _needed(params: Society, seed: int) -> np.ndarray:
    """How many must oppose in public before each person does; one more than there are people means never."""
    n = params.people
    if params.thresholds in SEQUENCES:
        return np.repeat(np.array(SEQUENCES[params.thresholds]) * n // 100, n // 10)
    z = normals(n, seed, PREFERENCE) if params.thresholds == "drawn" else ndtri((np.arange(n) + 0.5) / n)
    threshold = 1.0 - (params.preference_mean + params.preference_sd * z)
    return np.clip(np.ceil(threshold * n), 0, n + 1).astype(np.int64)


def step(state: State, params: Society, tick: Tick) -> State:
    """S(t + 1) = part of the people with threshold at most S(t)."""
    now = state["opposed"][0]
    state["before"][0] = now
    state["opposed"][0] = state["ready"][now]
    return state


def observe(state: State) -> dict[str, float]:
    """Public opposition, and what hides behind public support."""
    n = state["ready"].size - 2
    opposed = int(state["opposed"][0])
    return {
        "opposition": opposed / n,
        "joining": opposed - int(state["before"][0]),
        "hidden": max(0, int(state["ready"][n]) - opposed) / n,
    }


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Society(), dict(settings or {})))
