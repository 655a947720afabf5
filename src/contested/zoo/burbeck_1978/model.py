"""The city as rates and as chances."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import TO_UNIT, four
from contested.ground.errors import ParameterError

STREAMS = streams.own()
EVENT = STREAMS(0)
#: part of the shortest mean time in one stride of the integration; the error is then near 1e-12 of the crowd
STRIDE = 1 / 200
#: a crowd this small a part of a person riots no more, where people are not counted one by one
NOBODY = 1e-12


@dataclass(frozen=True, kw_only=True)
class City(Params):
    """Who can be drawn in, how fast, and for how long."""

    people: float = param(
        10_000, unit="person", within=(1, 1e9), source="assumed", meaning="N: people who could join"
    )
    first: float = param(
        1, unit="person", within=(1e-12, 1e9), source="assumed", meaning="I(0): people who riot at the start"
    )
    infection: float = param(
        0.5, unit="1/step", within=(0, 50), source="burbeck1978",
        meaning="beta: people one rioter draws in per step while nearly everybody is waiting",
    )  # fmt: skip
    recovery: float = param(
        0.25, unit="1/step", within=(1e-4, 50), source="burbeck1978",
        meaning="gamma: rate at which rioters calm down for good, per step",
    )  # fmt: skip
    law: str = choice(
        "rates", among=("rates", "chances"), source="assumed",
        meaning="rates: differential equations; chances: whole people, each event at its own random time",
    )  # fmt: skip


def make(params: City) -> Model:
    """The city as a model; a step is the unit of time of the two rates."""
    if params.first > params.people:
        raise ParameterError(
            f"first: expected at most people, {params.people:g}; got {params.first:g}.", "lower first or raise people"
        )
    if params.law == "chances":
        for name in ("people", "first"):
            value = getattr(params, name)
            if value != int(value):
                raise ParameterError(f"{name}: expected a whole number with law chances; got {value:g}.", "round it")
    return Model(
        name="burbeck-1978",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("waiting", "person", "people who have not joined"),
            Observable("rioting", "person", "people who riot"),
            Observable("calmed", "person", "people who rioted and have stopped"),
            Observable("joining", "person", "people who joined in the step"),
            Observable("joined", "share", "share of people who have ever rioted"),
        ),
        clock="step",
    )


def init(params: City, seed: int) -> State:
    """Everybody waits but the first."""
    return {
        "waiting": np.array([params.people - params.first]),
        "rioting": np.array([params.first]),
        "calmed": np.zeros(1),
        "joining": np.zeros(1),
    }


def step(state: State, params: City, tick: Tick) -> State:
    """One unit of time."""
    s, i = float(state["waiting"][0]), float(state["rioting"][0])
    if params.law == "rates":
        strides = max(1, math.ceil((params.infection + params.recovery) / STRIDE))
        after_s, after_i = _flow(s, i, params.infection / params.people, params.recovery, strides)
    else:
        rate = params.infection / params.people
        after_s, after_i = _events(s, i, rate, params.recovery, tick.seed, tick.step)
    state["waiting"][0], state["rioting"][0] = after_s, after_i
    state["joining"][0] = s - after_s
    state["calmed"][0] += s - after_s + i - after_i
    return state


@serial
def _flow(s: float, i: float, rate: float, recovery: float, strides: int) -> tuple[float, float]:
    """dS/dt = -rate S I, dI/dt = rate S I - recovery I over one unit of time, by Runge and Kutta's fourth order."""
    h = 1.0 / strides
    for _ in range(strides):
        a = rate * s * i
        b = a - recovery * i
        s2, i2 = s - 0.5 * h * a, i + 0.5 * h * b
        c = rate * s2 * i2
        d = c - recovery * i2
        s3, i3 = s - 0.5 * h * c, i + 0.5 * h * d
        e = rate * s3 * i3
        f = e - recovery * i3
        s4, i4 = s - h * e, i + h * f
        g = rate * s4 * i4
        k = g - recovery * i4
        s -= h * (a + 2.0 * c + 2.0 * e + g) / 6.0
        i += h * (b + 2.0 * d + 2.0 * f + k) / 6.0
    return s, i


@serial
def _events(s: float, i: float, rate: float, recovery: float, seed: int, step: int) -> tuple[float, float]:
    """Joining at rate S I, calming at rate I, one event after another until the unit of time is over.

    The wait that reaches past the end is thrown away and drawn anew in the next step: an exponential wait does not
    remember.
    """
    time = 0.0
    event = 0
    while i > 0:
        join = rate * s * i
        both = join + recovery * i
        wait, which, _, _ = four(seed, EVENT, event, step, 0)
        event += 1
        time -= math.log(wait + 0.5 * TO_UNIT) / both
        if time > 1.0:
            break
        if which * both < join:
            s -= 1.0
            i += 1.0
        else:
            i -= 1.0
    return s, i


def observe(state: State) -> dict[str, float]:
    """Who waits, who riots, who has calmed."""
    s, i, r = (float(state[name][0]) for name in ("waiting", "rioting", "calmed"))
    return {
        "waiting": s,
        "rioting": i,
        "calmed": r,
        "joining": float(state["joining"][0]),
        "joined": (i + r) / (s + i + r),
    }


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(City(), dict(settings or {})))
