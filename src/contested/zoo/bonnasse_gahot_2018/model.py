"""Towns, what they hear of each other, and a day of rioting."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.zoo.kit.poisson import poisson

STREAMS = streams.own()
RESERVOIR, COUNT = STREAMS(0), STREAMS(1)
#: how far the fastest rate may go in one stride of the integration; the error is then near 1e-11 of the whole
STRIDE = 1 / 100
#: events that one event may set off a day at the most; more takes strides too short to wait for
MOST = 10_000
#: steps of the sequence of the plane that fills a square most evenly: powers of the root of x^3 = x + 1
ACROSS, UP = 0.7548776662466927, 0.5698402909980532


@dataclass(frozen=True, kw_only=True)
class Country(Params):
    """Towns, who in them can be drawn in, and how rioting is heard of."""

    sites: int = param(
        60, unit="site", within=(1, 2000), source="assumed", whole=True,
        meaning="towns, spread evenly over a square; the riots begin in the one nearest to its middle",
    )  # fmt: skip
    width: float = param(100, unit="km", within=(1e-3, 1e5), source="assumed", meaning="side of the square")
    reservoir: float = param(
        50, unit="event", within=(0, 1e9), source="assumed",
        meaning="sigma(0), mean over towns: events that could still be drawn in; proportional to deprivation",
    )  # fmt: skip
    unevenness: float = param(
        0.3, unit="-", within=(0, 5), source="assumed",
        meaning="standard deviation of the logarithm of a town's reservoir, drawn once per run",
    )  # fmt: skip
    calming: float = param(
        0.25, unit="1/day", within=(1e-4, 100), source="bonnassegahot2018", meaning="omega: decay rate of rioting"
    )
    contagion: float = param(
        0.008, unit="1/day", within=(0, 1e6), source="bonnassegahot2018",
        meaning="b: share of a reservoir drawn in per day, for each event per day heard of",
    )  # fmt: skip
    response: str = choice(
        "linear", among=("linear", "saturating"), source="assumed",
        meaning="Psi: linear is b Lambda; saturating is ceiling (1 - exp(-b Lambda / ceiling))",
    )  # fmt: skip
    ceiling: float = param(
        1, unit="1/day", within=(1e-9, 1e6), source="assumed",
        meaning="largest share of a reservoir drawn in per day, with `response` saturating",
        when={"response": ("saturating",)},
    )  # fmt: skip
    media: float = param(
        1e-4, unit="share", within=(0, 1), source="assumed",
        meaning="xi: weight of a far town, which is heard of through media only; a town's own weight is 1",
    )  # fmt: skip
    reach: float = param(
        3, unit="km", within=(1e-6, 1e6), source="assumed", meaning="d0: distance beyond which the weight falls off"
    )
    fading: float = param(
        3, unit="-", within=(0, 20), source="assumed", meaning="delta: exponent of the fall of weight with distance"
    )
    spark: float = param(
        2, unit="event", within=(0, 1e9), source="assumed", meaning="lambda(0), events per day in the first town"
    )
    background: float = param(
        0.0, unit="event", within=(0, 1e6), source="assumed",
        meaning="mean events per day counted in a town besides the riots; they infect nobody",
    )  # fmt: skip


def make(params: Country) -> Model:
    """The country as a model; a step is a day."""
    drawn = params.contagion * params.reservoir * params.sites
    if drawn > MOST:
        raise ParameterError(
            f"contagion: expected contagion x reservoir x sites of at most {MOST:,} a day; got {drawn:,.4g}.",
            "one event would draw in that many others a day; lower one of the three",
        )
    return Model(
        name="bonnasse-gahot-2018",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("activity", "event", "lambda: expected events per day in a town, at the end of the day",
                                            ("site",)),
            Observable("left", "event", "sigma: what is left of a town's reservoir", ("site",)),
            Observable("events", "event", "events counted in a town on the day", ("site",)),
            Observable("total", "event", "expected events per day in all towns"),
            Observable("counted", "event", "events counted on the day in all towns"),
            Observable("spent", "share", "share of all reservoirs that has been drawn in"),
            Observable("farthest", "km", "mean distance from the first town, weighted by expected events"),
        ),
        coords={"site": list(range(params.sites))},
        static=frozenset({"x", "y", "distance", "weight", "filled"}),
        clock="day",
    )


def model(**settings: object) -> Model:
    """The model with some parameters changed."""
    return make(override(Country(), settings))


def towns(params: Country) -> tuple[np.ndarray, np.ndarray]:
    """Where the towns lie, km: a sequence that fills the square evenly, with town 0 in the middle."""
    k = np.arange(params.sites)
    return params.width * ((0.5 + k * ACROSS) % 1.0), params.width * ((0.5 + k * UP) % 1.0)


def weights(params: Country) -> np.ndarray:
    """W: how much of town j's rioting is heard in town k; media + (1 - media) (1 + distance / reach)^-fading."""
    x, y = towns(params)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    heard: np.ndarray = params.media + (1.0 - params.media) * (1.0 + apart / params.reach) ** -params.fading
    return heard


def init(params: Country, seed: int) -> State:
    """Full reservoirs, and the spark in town 0."""
    n = params.sites
    x, y = towns(params)
    # the mean of exp(sd z) is exp(sd^2 / 2)
    uneven = np.exp(params.unevenness * normals(n, seed, RESERVOIR) - params.unevenness**2 / 2)
    filled = params.reservoir * uneven
    activity = np.zeros(n)
    activity[0] = params.spark
    return {
        "x": x,
        "y": y,
        "distance": np.hypot(x - x[0], y - y[0]),
        "weight": weights(params),
        "filled": filled,
        "left": filled.copy(),
        "activity": activity,
        "events": np.zeros(n),
    }


def step(state: State, params: Country, tick: Tick) -> State:
    """A day: rioting is heard of, reservoirs empty, rioting dies down; then the day's events are counted."""
    saturating = params.response == "saturating"
    # what is heard in a town is never above all there can be: every reservoir at once
    most = float((state["weight"] @ (state["activity"] + state["left"])).max())
    fastest = params.contagion * most
    if saturating:
        fastest = min(fastest, params.ceiling)
    # one town's reservoir also drives its own rioting, at up to contagion times reservoir
    drive = params.contagion * float((state["weight"] @ state["left"]).max())
    strides = max(1, math.ceil((params.calming + fastest + drive) / STRIDE))
    _flow(state["activity"], state["left"], state["weight"], params.calming, params.contagion,
          params.ceiling if saturating else 0.0, strides)  # fmt: skip
    _count(state["activity"], params.background, tick.seed, tick.step, state["events"])
    return state


@serial
def _count(activity: np.ndarray, background: float, seed: int, day: int, events: np.ndarray) -> None:
    for k in range(events.size):
        events[k] = poisson(activity[k] + background, seed, COUNT, k, day)


@serial
def _flow(
    activity: np.ndarray, left: np.ndarray, weight: np.ndarray, calming: float, contagion: float, ceiling: float,
    strides: int,
) -> None:
    """dlambda/dt = -omega lambda + sigma Psi, dsigma/dt = -sigma Psi over a day, by fourth-order Runge-Kutta."""
    n = activity.size
    h = 1.0 / strides
    at_a, at_s = np.empty(n), np.empty(n)
    sum_a, sum_s = np.empty(n), np.empty(n)
    now_a, now_s = np.empty(n), np.empty(n)
    for _ in range(strides):
        at_a[:] = activity
        at_s[:] = left
        sum_a[:] = 0.0
        sum_s[:] = 0.0
        for stage in range(4):
            for k in range(n):
                heard = 0.0
                for j in range(n):
                    heard += weight[k, j] * at_a[j]
                psi = contagion * heard
                if ceiling > 0.0:
                    psi = ceiling * (1.0 - math.exp(-psi / ceiling))
                drawn = at_s[k] * psi
                now_a[k] = drawn - calming * at_a[k]
                now_s[k] = -drawn
            share = 1.0 if stage == 0 or stage == 3 else 2.0
            ahead = h if stage == 2 else 0.5 * h
            for k in range(n):
                sum_a[k] += share * now_a[k]
                sum_s[k] += share * now_s[k]
                at_a[k] = activity[k] + ahead * now_a[k]
                at_s[k] = left[k] + ahead * now_s[k]
        for k in range(n):
            activity[k] += h * sum_a[k] / 6.0
            left[k] += h * sum_s[k] / 6.0


def observe(state: State) -> dict[str, object]:
    """Towns, and all together."""
    activity, filled = state["activity"], state["filled"].sum()
    total = float(activity.sum())
    return {
        "activity": activity,
        "left": state["left"],
        "events": state["events"],
        "total": total,
        "counted": float(state["events"].sum()),
        "spent": float(1.0 - state["left"].sum() / filled) if filled > 0 else 0.0,
        "farthest": float(state["distance"] @ activity / total) if total > 0 else 0.0,
    }
