"""Protest with two switches, as a model: parameters, the path, what is seen of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, coded, override, param
from contested.ground.compiled import scalar, serial
from contested.ground.errors import ParameterError

#: part of the shortest time scale in one stride where the switches are smooth and the path is integrated
STRIDE = 1 / 200
#: strides in a step; beyond it a step takes seconds
MOST = 10_000_000
STEP = 0


@dataclass(frozen=True, kw_only=True)
class Regime(Params):
    """How fast people join and are removed, and where the two switches lie."""

    joining: float = param(
        1.0, unit="1/step", within=(1e-6, 1000), source="assumed",
        meaning="c1: rate at which those who see the protest join it",
    )  # fmt: skip
    removal: float = param(
        4.0, unit="1/step", within=(1e-6, 1000), source="assumed",
        meaning="c2: rate at which police take protesters off the street",
    )  # fmt: skip
    visibility: float = param(
        0.4, unit="share", within=(1e-9, 1 - 1e-9), source="assumed",
        meaning="alpha: protest is visible if more than a share 1 - alpha of the people protest",
    )  # fmt: skip
    capacity: float = param(
        0.8, unit="share", within=(1e-9, 1 - 1e-9), source="assumed",
        meaning="beta: police can act while less than a share beta of the people protest",
    )  # fmt: skip
    start: float = param(
        0.5, unit="share", within=(0, 1), source="assumed", meaning="r(0): share of the people who protest at the start"
    )
    switches: str = choice(
        "step", among=("step", "smooth"), source="lang2014",
        meaning="visibility and policing switch on and off at a point, or along logistic curves",
    )  # fmt: skip
    steepness: float = param(
        50.0, unit="-", within=(1, 2000), source="assumed",
        meaning="for smooth switches: four times the slope of the logistic curves at their centre",
        when={"switches": ("smooth",)},
    )  # fmt: skip
    duration: float = param(
        0.1, unit="-", within=(1e-6, 100), source="assumed", meaning="length of a step, in the time unit of c1 and c2"
    )


def make(params: Regime) -> Model:
    """The regime as a model.

    Raises
    ------
    ParameterError
        If a step is so long that it would take more than `MOST` strides with smooth switches.
    """
    if params.switches == "smooth" and _strides(params) > MOST:
        raise ParameterError(
            f"duration: expected at most {params.duration * MOST / _strides(params):.3g} with smooth switches at these "
            f"rates and steepness; got {params.duration:g}.",
            "lower duration and simulate more steps",
        )
    return Model(
        name="lang-de-sterck-2014",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("protesting", "share", "r: share of the people who protest"),
            Observable("growth", "1/step", "c1 v(r) (1 - r): rate at which people join"),
            Observable("decay", "1/step", "c2 p(r) r: rate at which police take people off the street"),
        ),
        static=frozenset({"law"}),
        clock="step",
    )


def init(params: Regime, seed: int) -> State:
    """Some protest already; nothing is drawn."""
    return {"r": np.array([params.start]), "law": _law(params)}


def _law(params: Regime) -> np.ndarray:
    """c1, c2, the size above which it is seen, the size below which police cope, kind of switch, steepness."""
    return np.array(
        [
            params.joining,
            params.removal,
            1.0 - params.visibility,
            params.capacity,
            float(coded(params, "switches")),
            params.steepness,
        ]
    )


def step(state: State, params: Regime, tick: Tick) -> State:
    """r follows dr/dt = c1 v(r) (1 - r) - c2 p(r) r for one step."""
    if params.switches == "step":
        state["r"][0] = _exactly(state["r"][0], params.duration, state["law"])
    else:
        state["r"][0] = _integrated(state["r"][0], params.duration, _strides(params), state["law"])
    return state


def _strides(params: Regime) -> int:
    fastest = (params.joining + params.removal) * (1 + params.steepness / 4)
    return max(1, math.ceil(params.duration * fastest / STRIDE))


@scalar
def _rates(r: float, law: np.ndarray) -> tuple[float, float]:
    """The rates of joining and removal that act at r."""
    if law[4] == STEP:
        return (law[0] if r > law[2] else 0.0), (law[1] if r < law[3] else 0.0)
    # the logistic curve 1/(1 + exp(-x)), written so that no x is too large
    seen = 0.5 + 0.5 * math.tanh(0.5 * law[5] * (r - law[2]))
    policed = 0.5 - 0.5 * math.tanh(0.5 * law[5] * (r - law[3]))
    return law[0] * seen, law[1] * policed


@serial
def _exactly(r: float, time: float, law: np.ndarray) -> float:
    """The path with sudden switches: between two switches it is an exponential, and when it meets one is a logarithm.

    It never slides along a switch: beside each of them the flow points the same way on both sides, or away on both.
    """
    first, second = min(law[2], law[3]), max(law[2], law[3])
    # every crossing moves r one interval further the same way, so three strides reach any interval
    for _ in range(4):
        joining, removal = _rates(r, law)
        both = joining + removal
        if both == 0.0:
            return r
        rest = joining / both
        if r == rest:
            return r
        if rest > r:  # the next switch on the way, if the path crosses one
            edge = first if r < first else (second if r < second else 2.0)
            crosses = edge < rest
        else:
            edge = second if r > second else (first if r > first else -1.0)
            crosses = edge > rest
        if crosses:
            needed = math.log((r - rest) / (edge - rest)) / both
            if needed < time:
                time -= needed
                # a switch counts as reached from its far side, else the path would wait on it for ever
                r = np.nextafter(edge, 2.0 if rest > r else -1.0)
                continue
        return rest + (r - rest) * math.exp(-both * time)
    return r


@serial
def _integrated(r: float, time: float, strides: int, law: np.ndarray) -> float:
    """The path with smooth switches, by Runge and Kutta's fourth order."""
    h = time / strides
    for _ in range(strides):
        a = _slope(r, law)
        b = _slope(r + 0.5 * h * a, law)
        c = _slope(r + 0.5 * h * b, law)
        d = _slope(r + h * c, law)
        r += h * (a + 2.0 * b + 2.0 * c + d) / 6.0
    return r


@scalar
def _slope(r: float, law: np.ndarray) -> float:
    joining, removal = _rates(r, law)
    return joining * (1.0 - r) - removal * r


def observe(state: State) -> dict[str, float]:
    """Protest, and what makes it grow and shrink."""
    r = float(state["r"][0])
    joining, removal = _rates.py_func(r, state["law"])
    return {"protesting": r, "growth": joining * (1.0 - r), "decay": removal * r}


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Regime(), dict(settings or {})))
