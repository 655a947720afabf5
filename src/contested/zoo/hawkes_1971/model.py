"""The process by event, by count and by cluster, each exactly and from keyed chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import TO_UNIT, four
from contested.ground.errors import BrokenInvariant, ParameterError
from contested.zoo.kit.poisson import poisson

STREAMS = streams.own()
WAIT, COUNT, OFFSPRING = STREAMS(0), STREAMS(1), STREAMS(2)
_NO_TIMES = np.empty(0)


@dataclass(frozen=True, kw_only=True)
class Excitement(Params):
    """How often events come of themselves, and how many each sets off."""

    view: str = choice(
        "continuous", among=("continuous", "counts", "clusters"), source="hawkes1971",
        meaning="continuous: events at exact times; counts: one Poisson count per step; clusters: each step is one "
                "cluster",
    )  # fmt: skip
    base: float = param(
        1, unit="1/step", within=(0, 1e6), source="assumed", meaning="mu: rate of spontaneous events, per step"
    )
    branching: float = param(
        0.5, unit="-", within=(0, 1), source="assumed",
        meaning="n: mean number of events that one event triggers directly"
    )
    decay: float = param(
        1, unit="1/step", within=(1e-3, 1e3), source="assumed",
        meaning="b: decay rate of the excitation; one event adds n b exp(-b t) to the rate",
        when={"view": ("continuous", "counts")},
    )  # fmt: skip
    largest: int = param(
        10_000_000, unit="event", within=(1, 10**9), source="assumed", whole=True,
        meaning="a cluster is cut off at this size, which matters only at `branching` 1",
        when={"view": ("clusters",)},
    )  # fmt: skip


def make(params: Excitement) -> Model:
    """The process as a model; a step is a unit of time, or a cluster."""
    if params.branching == 1 and params.view != "clusters":
        raise ParameterError(
            f"branching: expected below 1 with view {params.view}; got 1.", "the rate would grow without end"
        )
    return Model(
        name="hawkes-1971",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("events", "event", "events in the step; with `view` clusters, size of the step's cluster"),
            Observable("rate", "1/step", "rate at the end of the step; with `view` counts, mean of the next step's "
                                         "count"),
            Observable("expected", "event", "rate integrated over the step, the expected number of events"),
            Observable("total", "event", "events so far"),
        ),
        clock="step",
    )


def model(**settings: object) -> Model:
    """The model with some parameters changed."""
    return make(override(Excitement(), settings))


def init(params: Excitement, seed: int) -> State:
    """No event yet; `excited` is the part of the rate that events have added."""
    return {
        "base": np.array([params.base]),
        "excited": np.zeros(1),
        "events": np.zeros(1, np.int64),
        "expected": np.zeros(1),
        "total": np.zeros(1, np.int64),
    }


def step(state: State, params: Excitement, tick: Tick) -> State:
    """A unit of time, or a cluster."""
    before = float(state["excited"][0])
    if params.view == "clusters":
        n = _descend(tick.seed, tick.step, params.branching, params.largest)
        expected = 1.0 / (1.0 - params.branching) if params.branching < 1 else 0.0
        after = 0.0
    elif params.view == "counts":
        expected = params.base + before
        n = poisson(expected, tick.seed, COUNT, 0, tick.step)
        kept = math.exp(-params.decay)
        after = kept * before + (1.0 - kept) * params.branching * n
    else:
        n, after, expected = _pass(
            tick.seed, tick.step, params.base, params.branching, params.decay, before, _NO_TIMES
        )
    state["excited"][0] = after
    state["events"][0] = n
    state["expected"][0] = expected
    state["total"][0] += n
    return state


@serial
def _pass(
    seed: int, step: int, base: float, branching: float, decay: float, excited: float, times: np.ndarray
) -> tuple[int, float, float]:
    """Events of one unit of time, exactly (Dassios & Zhao 2013).

    The next event is the earlier of two: one of the base rate, and one of the excitement, which may fade before it
    sets anything off. Times after the start of the step are written where there is room for them.
    """
    now, left = 0.0, excited
    n = 0
    while True:
        u, v, _, _ = four(seed, WAIT, n, step, 0)
        wait = -math.log(u + 0.5 * TO_UNIT) / base if base > 0.0 else math.inf
        if left > 0.0:
            inside = 1.0 + decay * math.log(v + 0.5 * TO_UNIT) / left
            if inside > 0.0:
                wait = min(wait, -math.log(inside) / decay)
        if now + wait >= 1.0:
            break
        now += wait
        left = left * math.exp(-decay * wait) + branching * decay
        if n < times.size:
            times[n] = now
        n += 1
    left *= math.exp(-decay * (1.0 - now))
    # every event adds branching, less what of it comes after the step
    expected = base + (excited - left) / decay + branching * n
    return n, left, expected


@serial
def _descend(seed: int, step: int, branching: float, largest: int) -> int:
    """Size of a cluster: each event in turn has a Poisson number of children."""
    waiting = 1
    size = 0
    while waiting > 0 and size < largest:
        waiting += poisson(branching, seed, OFFSPRING, size, step) - 1
        size += 1
    return size


def observe(state: State) -> dict[str, float]:
    """What came, and what was to be expected."""
    return {
        "events": int(state["events"][0]),
        "rate": float(state["base"][0] + state["excited"][0]),
        "expected": float(state["expected"][0]),
        "total": int(state["total"][0]),
    }


def event_times(params: Excitement, *, steps: int, seed: int = 1) -> np.ndarray:
    """When events come, in steps from the start; the same events as a run of the model has.

    Raises
    ------
    ParameterError
        If the view is not continuous.
    """
    if params.view != "continuous":
        raise ParameterError(f"view: expected continuous; got {params.view}.", "only there events have times")
    times, excited, room = [], 0.0, np.empty(64)
    for k in range(steps):
        n, after, _ = _pass(seed, k, params.base, params.branching, params.decay, excited, room)
        if n > room.size:
            room = np.empty(2 * n)
            if _pass(seed, k, params.base, params.branching, params.decay, excited, room)[0] != n:
                raise BrokenInvariant("the same step gave another number of events.")
        times.append(k + room[:n])
        excited = after
    return np.concatenate(times) if times else np.empty(0)
