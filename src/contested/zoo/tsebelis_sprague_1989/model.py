"""Activity and coercion as a model: parameters, both kinds of time, what is seen of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground.compiled import scalar, serial
from contested.ground.errors import ParameterError

#: part of the shortest time scale in one stride; the error of a round is then near 1e-11 of it
STRIDE = 1 / 256
#: strides in a step; beyond it a step takes seconds
MOST = 10_000_000


@dataclass(frozen=True, kw_only=True)
class Rivalry(Params):
    """How activity and coercion grow on their own and on each other."""

    growth: float = param(
        1.0, unit="1/step", within=(1e-6, 100), source="assumed", meaning="a: growth of activity without coercion"
    )
    deterrence: float = param(
        1.0, unit="-", within=(1e-6, 1000), source="assumed",
        meaning="b: reduction of that growth rate per unit of coercion",
    )  # fmt: skip
    relaxing: float = param(
        1.0, unit="1/step", within=(1e-6, 100), source="assumed", meaning="d: decay of coercion without activity"
    )
    provocation: float = param(
        1.0, unit="-", within=(1e-6, 1000), source="assumed", meaning="e: growth of coercion per unit of activity"
    )
    room: float = param(
        0.0, unit="level", within=(0, 1e6), source="assumed",
        meaning="K: level at which activity stops growing even without coercion; 0 means no limit",
    )  # fmt: skip
    strain: float = param(
        0.0, unit="-", within=(0, 1000), source="assumed", meaning="f: coercion limits itself by f C^2"
    )
    help_activity: float = param(
        0.0, unit="-", within=(0, 1000), source="assumed", meaning="activity added from outside per unit of time"
    )
    help_coercion: float = param(
        0.0, unit="-", within=(0, 1000), source="assumed", meaning="coercion added from outside per unit of time"
    )
    activity: float = param(
        2.0, unit="level", within=(0, 1e6), source="assumed", meaning="R(0): revolutionary activity at the start"
    )
    coercion: float = param(
        1.0, unit="level", within=(0, 1e6), source="assumed", meaning="C(0): coercion at the start"
    )
    time: str = choice(
        "continuous", among=("continuous", "periods"), source="francisco1996",
        meaning="differential equations; or difference equations with one period per step",
    )  # fmt: skip
    duration: float = param(
        0.1, unit="-", within=(1e-6, 100), source="assumed", meaning="length of a step, in the time unit of the rates"
    )


def make(params: Rivalry) -> Model:
    """The rivalry as a model."""
    return Model(
        name="tsebelis-sprague-1989",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("activity", "level", "R: revolutionary activity"),
            Observable("coercion", "level", "C: coercion by the government"),
            Observable(
                "orbit", "-", "eR - d ln R + bC - a ln C, constant without limits or help; 0 if R or C is 0"
            ),
        ),
        static=frozenset({"law"}),
        clock="step",
    )


def init(params: Rivalry, seed: int) -> State:
    """Activity and coercion at the start; nothing is drawn."""
    return {"levels": np.array([params.activity, params.coercion]), "law": law_of(params)}


def law_of(params: Rivalry) -> np.ndarray:
    """a, b, d, e, a/K, f, and the help from outside for each."""
    crowding = params.growth / params.room if params.room else 0.0
    return np.array(
        [params.growth, params.deterrence, params.relaxing, params.provocation, crowding, params.strain,
         params.help_activity, params.help_coercion]
    )  # fmt: skip


def step(state: State, params: Rivalry, tick: Tick) -> State:
    """Both follow their equations for one step.

    Raises
    ------
    ParameterError
        If they change so fast that a step would take more than `MOST` strides.
    """
    if params.time == "continuous":
        left = _flow(state["levels"], params.duration, state["law"])
        if left > 0:
            r, c = state["levels"]
            raise ParameterError(
                f"duration: expected less than {params.duration - left:.3g} where R is {r:.3g} and C {c:.3g}; "
                f"got {params.duration:g}.",
                "lower duration, or begin nearer the equilibrium",
            )
    else:
        _period(state["levels"], params.duration, state["law"])
    return state


@scalar
def _slopes(r: float, c: float, law: np.ndarray) -> tuple[float, float]:
    dr = (law[0] - law[4] * r - law[1] * c) * r + law[6]
    dc = (law[3] * r - law[2] - law[5] * c) * c + law[7]
    return dr, dc


@serial
def _flow(levels: np.ndarray, time: float, law: np.ndarray) -> float:
    """By Runge and Kutta's fourth order, in strides as short as the levels of the moment ask; the time left undone."""
    r, c = levels[0], levels[1]
    for _ in range(MOST):
        fastest = law[0] + law[2] + (2.0 * law[4] + law[3]) * r + (law[1] + 2.0 * law[5]) * c
        h = min(time, STRIDE / fastest)
        r1, c1 = _slopes(r, c, law)
        r2, c2 = _slopes(r + 0.5 * h * r1, c + 0.5 * h * c1, law)
        r3, c3 = _slopes(r + 0.5 * h * r2, c + 0.5 * h * c2, law)
        r4, c4 = _slopes(r + h * r3, c + h * c3, law)
        r += h * (r1 + 2.0 * r2 + 2.0 * r3 + r4) / 6.0
        c += h * (c1 + 2.0 * c2 + 2.0 * c3 + c4) / 6.0
        time -= h
        if time <= 0.0:
            break
    levels[0], levels[1] = r, c
    return time


@serial
def _period(levels: np.ndarray, time: float, law: np.ndarray) -> None:
    """The difference equation: this period's change is what the levels of the last one say. No level falls below 0."""
    dr, dc = _slopes(levels[0], levels[1], law)
    levels[0] = max(0.0, levels[0] + time * dr)
    levels[1] = max(0.0, levels[1] + time * dc)


def observe(state: State) -> dict[str, float]:
    """Both levels, and which orbit they are on."""
    r, c = (float(v) for v in state["levels"])
    a, b, d, e = (float(v) for v in state["law"][:4])
    on = e * r - d * math.log(r) + b * c - a * math.log(c) if r > 0 and c > 0 else 0.0
    return {"activity": r, "coercion": c, "orbit": on}


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Rivalry(), dict(settings or {})))
