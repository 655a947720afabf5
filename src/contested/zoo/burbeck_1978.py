"""A riot as an epidemic: those at it draw others in, and tire (Burbeck, Raine & Stark 1978).

One city, three kinds of people: not yet rioting, rioting, calmed. Here as rates (the mean of a large crowd) and as
chances (every joining and calming an event of its own).
Leaves out: space, police, and the paper's fits to arrests in three cities, which we could not read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import TO_UNIT, four, member_seed
from contested.ground.errors import ParameterError
from contested.zoo.card import Card, Fact
from contested.zoo.kit.final_size import joined, peak
from contested.zoo.kit.trajectories import settled, trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.published import Published
from contested.zoo.target import Target

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
        10_000, unit="person", within=(1, 1e9), source="assumed", meaning="N: everybody who could be drawn in"
    )
    first: float = param(
        1, unit="person", within=(1e-12, 1e9), source="assumed", meaning="I(0): who riot at the start"
    )
    infection: float = param(
        0.5, unit="1/step", within=(0, 50), source="burbeck1978",
        meaning="beta: how many one rioter draws in per step while nearly nobody has joined",
    )  # fmt: skip
    recovery: float = param(
        0.25, unit="1/step", within=(1e-4, 50), source="burbeck1978",
        meaning="gamma: part of the rioters who calm down for good, per step",
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
            Observable("joined", "share", "part of everybody who ever rioted"),
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


# targets ------------------------------------------------------------------------------------------------------------


def over(state: State) -> bool:
    """Nobody riots any more."""
    return bool(state["rioting"][0] <= NOBODY)


def _joined(reproduction: float, begun: float = 1e-10) -> float:
    model = PUBLISHED.model({"people": 1, "first": begun, "infection": reproduction, "recovery": 1})
    return float(model.observe(settled(model, until=over))["joined"])


def _peak(reproduction: float) -> float:
    # a hundred steps to a mean time at it: between two of them the peak is missed by less than 2e-5 of itself
    model = PUBLISHED.model({"people": 1, "first": 1e-4, "infection": reproduction / 100, "recovery": 0.01})
    return float(trajectory(model, steps=2500)["rioting"].max())


def _growth(infection: float, recovery: float) -> float:
    model = PUBLISHED.model({"people": 1, "first": 1e-10, "infection": infection, "recovery": recovery})
    rioting = trajectory(model, steps=6)["rioting"]
    return float(math.log(rioting[5] / rioting[0]) / 5)


@cache
def _ends(reproduction: float, people: int, first: int, runs: int) -> np.ndarray:
    settings = {"people": people, "first": first, "infection": 4 * reproduction, "recovery": 4, "law": "chances"}
    model = PUBLISHED.model(settings)
    ends = [settled(model, seed=member_seed(1978, r), until=over) for r in range(runs)]
    return np.array([model.observe(end)["joined"] for end in ends])


def _large(reproduction: float, first: int) -> float:
    return float((_ends(reproduction, 5000, first, RUNS) > 0.2).mean())


def _size_of_large(reproduction: float) -> float:
    ends = _ends(reproduction, 5000, 1, RUNS)
    return float(ends[ends > 0.2].mean())


SIZES = {1.2: 0.313698, 1.5: 0.582812, 2: 0.796812, 3: 0.940480}
RUNS = 1500


def _targets() -> tuple[Target, ...]:
    equation = "z = 1 - exp(-R0 z)"
    return (
        *(Target(f"share who join in the end, R0 {r}", z, 1e-6, "derived", partial(_joined, r), where=equation, runs=1)
          for r, z in SIZES.items()),
        Target("share who join in the end, R0 2, a tenth riot at the start", joined(2, 0.1), 1e-6, "derived",
               lambda: _joined(2, 0.1), where="s = s0 exp(-R0 (1 - s))", runs=1),
        Target("share who join in the end, R0 0.9, one in a million riots at the start", 1e-5, 2e-7, "derived",
               lambda: _joined(0.9, 1e-6), where="below the threshold the first draw in 1 / (1 - R0) each", runs=1),
        *(Target(f"largest share at it at one time, R0 {r}, one in ten thousand at the start", peak(r, 1e-4), 1e-5,
                 "derived", partial(_peak, r), where="s + i - log(s) / R0 is kept", runs=1) for r in (2, 3)),
        Target("growth per step at the start, infection 0.5, recovery 0.25", 0.25, 1e-6, "derived",
               lambda: _growth(0.5, 0.25), where="beta - gamma", runs=1),
        *(Target(f"chance that {first} rioter(s) set off a large riot, R0 {r}, 5,000 people", q,
                 3 * math.sqrt(q * (1 - q) / RUNS), "derived", partial(_large, r, first),
                 where="1 - R0^-I(0): a branching process dies out or does not", runs=RUNS)
          for r, first, q in ((2, 1, 0.5), (2, 3, 0.875), (1.5, 1, 1 / 3))),
        Target("mean share who join in a large riot, R0 2, 5,000 people by chances", SIZES[2], 0.002, "derived",
               lambda: _size_of_large(2), where=equation + "; in a finite city lower by about 1 / N", runs=RUNS),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """How much of a city joins, and how a riot rises and falls."""
    ratio = np.linspace(0, 4, 161)
    some = np.array([0.5, 0.8, 1.2, 1.5, 2, 2.5, 3, 4])
    drawn = {r: _ends(float(r), 1000, 1, 100) for r in some}
    large = {r: d[d > 0.2] for r, d in drawn.items() if (d > 0.2).any()}
    steps = np.arange(81)
    courses = {"rates": _course({})}
    one_each = [_course({"law": "chances", "people": 500}, seed) for seed in (1, 2, 3, 4)]
    return (
        Picture(
            "size",
            "Above one recruit a rioter, a riot takes most of the city",
            "Left: share who ever riot against R0 = infection / recovery: exact (line), by rates (points), and the "
            "mean of those of 100 cities of 1,000 people by chances where a single rioter set off more than a fifth. "
            "Right: rioters against time at R0 2, from one in 500, by rates (smooth) and in four cities by chances; "
            "in one city of two nothing comes of it.",
            (
                Panel("R0 = infection / recovery", "share who ever riot", (
                    Layer("line", {"x": ratio, "y": [joined(r) for r in ratio]}, "exact"),
                    Layer("points", {"x": some, "y": [_joined(float(r)) for r in some]}, "by rates"),
                    Layer("points", {"x": list(large), "y": [d.mean() for d in large.values()]},
                          "by chances, large riots"),
                ), x_rules={"threshold": 1.0}, y_range=(0, 1)),
                Panel("step", "share at it", (
                    Layer("steps", long(steps, {f"city {k}": c for k, c in enumerate(one_each, 1)})),
                    Layer("line", long(steps, courses)),
                ), y_rules={"largest, exact": peak(2, 1 / 500)}),
            ),
        ),
    )  # fmt: skip


def _course(settings: dict[str, object], seed: int = 1) -> np.ndarray:
    model = PUBLISHED.model({"people": 500, "first": 1, **settings})
    return np.concatenate([[1.0], trajectory(model, steps=80, seed=seed)["rioting"]]) / 500


CARD = Card(
    cites=("burbeck1978", "bonnassegahot2018"),
    idea="Does a riot spread like a disease? Those at it draw others in and tire after a while. Then it takes off only "
    "if one rioter draws in more than one other, R0 > 1, and it ends before everybody has joined.",
    rules=(
        Fact("People are waiting (S), rioting (I) or calmed for good (R); S + I + R = N (`people`).", "recalled",
             "the SIR form; that this paper began epidemic modelling of riots was read in Bonnasse-Gahot and others "
             "2018"),
        Fact("law rates: dS/dt = -beta S I / N, dI/dt = beta S I / N - gamma I (`infection` beta, `recovery` gamma).",
             "recalled", "the paper's own letters were not seen"),
        Fact("law chances: the same as events; in a short time dt one person joins with chance beta S I / N dt, one "
             "calms with chance gamma I dt.", "chosen", "the usual stochastic form"),
        Fact("Integrated by fourth-order Runge-Kutta in strides of at most 1/200 of the shorter mean time.", "chosen"),
    ),
    reports=(
        Fact("Fits of this kind to the riots of Los Angeles 1965, Detroit 1967 and Washington 1968.", "recalled",
             "the fitted numbers were not read, and none is given here"),
        Fact("With R0 = beta / gamma: a riot grows iff R0 > 1, and the share z who ever join solves "
             "z = 1 - exp(-R0 z).", "derived"),
        Fact("By chances, k rioters set off a large riot with chance 1 - R0^-k.", "derived", "R0 above 1, large N"),
    ),
    differences=(
        Fact("The share who join counts those of the start; leaving them out changes the equation to "
             "s = s0 exp(-R0 (1 - s)) all the same, but not the number that is quoted.", "derived"),
        Fact("Integrating by whole steps of Euler's rule overshoots: at infection 0.5 and recovery 0.25 a step is a "
             "large part of a mean time.", "derived"),
    ),
    leaves_out=(
        "the paper's data and fitted values; whether it lets people riot again or only after a delay was not seen",
    ),
    checked="tests/second/burbeck_1978.py, another integrator and a plain loop of events, written from the rules by "
    "somebody who had not seen this file; by rates 60 drawn cities to 2e-8 of the crowd, exact sizes and peaks, by "
    "chances the exact law of sizes and courses in law in five cities of 3 to 40 people",
)  # fmt: skip

PUBLISHED = Published(
    name="burbeck-1978",
    title="A riot as an epidemic in one city",
    params=City(),
    make=make,
    steps=120,
    card=CARD,
    presets={
        "by-chances": {"law": "chances", "people": 500},
        "below-threshold": {"infection": 0.2},
    },
    targets=_targets(),
    pictures=pictures,
)
