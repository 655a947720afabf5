"""How many riot depends on the whole distribution of thresholds: two like crowds, one person apart, end apart.

Granovetter 1978. Everybody joins once as many others have joined as their threshold says; nobody leaves.
Leaves out: who sees whom (everybody sees all), friendship weights, and leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from scipy.special import ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import member_seed, normals
from contested.zoo.card import Card, Fact
from contested.zoo.kit.threshold_map import normal_equilibrium, normal_jump
from contested.zoo.kit.trajectories import endings, settled
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.published import Published
from contested.zoo.target import Target

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
        meaning="drawn from a normal law; its mid-quantiles; 0, 1, 2, ...; or that with nobody at 1 and two at 2",
    )
    mean: float = param(
        0.25, unit="ratio", within=(-1, 2), source="granovetter1978", meaning="mean threshold, as a share of the crowd"
    )
    sd: float = param(
        0.13, unit="ratio", within=(0, 100), source="granovetter1978", meaning="standard deviation of thresholds"
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
            Observable("share", "share", "part of the people who have joined"),
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


# targets ------------------------------------------------------------------------------------------------------------


def _final(**settings: object) -> float:
    model = PUBLISHED.model(settings)
    return float(model.observe(settled(model))["crowd"])


@cache
def _finals(people: int, sd: float, runs: int) -> np.ndarray:
    model = PUBLISHED.model({"people": people, "sd": sd})
    return endings(model, "share", seeds=[member_seed(1978, r) for r in range(runs)])


def _large(people: int, sd: float, runs: int) -> float:
    return float((_finals(people, sd, runs) > 0.5).mean())


def _median(people: int, sd: float, runs: int) -> float:
    return float(np.median(_finals(people, sd, runs)) * people)


def _jump_of_quantiles() -> float:
    low, high = 0.11, 0.14
    while high - low > 1e-6:
        middle = (low + high) / 2
        large = _final(thresholds="normal-quantiles", sd=middle) > 50
        low, high = (low, middle) if large else (middle, high)
    return 100 * high


CURVE = {
    8: 0.09, 10: 0.77, 11: 1.71, 12: 4.02, 12.2: 5.48, 12.3: 100.0, 15: 100.0, 20: 99.99, 30: 99.34, 50: 90.49,
    100: 65.86,
}  # fmt: skip
LARGE = {10: 0.002, 11: 0.035, 12: 0.156, 12.2: 0.199, 13: 0.380, 15: 0.804, 20: 0.996}
MEDIANS = {12.2: 3, 13: 5, 15: 100}
DRAWS = 4000


def _targets() -> tuple[Target, ...]:
    tangent = "x = Phi(z), s = phi(z), x = m + s z"
    return (
        Target("crowd, thresholds 0, 1, ..., 99", 100, 0, "read", lambda: _final(thresholds="ladder"),
               where="the paper's two crowds, as retold in The Rules of Contagion", runs=1),
        Target("crowd, threshold 1 replaced by 2", 1, 0, "read", lambda: _final(thresholds="ladder-gap"),
               where="the paper's two crowds, as retold in The Rules of Contagion", runs=1),
        Target("sd (%) at which the equilibrium jumps, mean 25 %", 12.2220868, 1e-6, "derived",
               lambda: 100 * normal_jump(0.25)[0], where=tangent),
        Target("share (%) out just below the jump", 6.2003, 1e-4, "derived",
               lambda: 100 * normal_jump(0.25)[1], where=tangent),
        Target("sd (%) at the jump as the paper gives it", 12.2, 0.05, "recalled",
               lambda: 100 * normal_jump(0.25)[0], where="figure 2"),
        *(Target(f"equilibrium (%), continuum, sd {sd} %", x, 0.005, "derived",
                 partial(lambda sd: 100 * normal_equilibrium(0.25, sd / 100), sd), where="smallest root of F(x) = x")
          for sd, x in CURVE.items()),
        Target("sd (%) at the jump, 100 mid-quantile thresholds", 12.549, 0.001, "derived", _jump_of_quantiles,
               where="exact arithmetic", runs=1),
        *(Target(f"chance of more than half, 100 people drawn, sd {sd} %", p, 0.03, "own run",
                 partial(_large, 100, sd / 100, DRAWS), runs=DRAWS) for sd, p in LARGE.items()),
        *(Target(f"median crowd, 100 people drawn, sd {sd} %", m, 1, "own run",
                 partial(_median, 100, sd / 100, DRAWS), runs=DRAWS) for sd, m in MEDIANS.items()),
        *(Target(f"chance of more than half, 100,000 people drawn, sd {sd} %", p, tolerance, "own run",
                 partial(_large, 100_000, sd / 100, 400), runs=400)
          for sd, p, tolerance in ((12.0, 0.0, 0.01), (12.2, 0.23, 0.065), (12.4, 1.0, 0.01))),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """The paper's second figure, and what chance makes of it in a crowd of a hundred."""
    spread = np.round(np.concatenate([np.arange(1, 12, 0.5), np.arange(11.5, 13, 0.01), np.arange(13, 60.5, 0.5)]), 3)
    curve = 100 * np.array([normal_equilibrium(0.25, sd / 100) for sd in spread])
    some = np.array([6, 8, 9, 10, 11, 11.5, 12, 12.5, 13, 14, 15, 16, 18, 20, 25, 30, 40, 50, 60])
    drawn = [100 * _finals(100, sd / 100, 500) for sd in some]
    steps = np.arange(40)
    paths = {f"sd {sd} %": _path(sd / 100, len(steps)) for sd in (12.0, 12.2, 12.3, 13.0)}
    return (
        Picture(
            "equilibrium",
            "A little more variety, and everybody riots",
            "Left: the equilibrium share that grows from nobody, for normal thresholds of mean 25 % (line, exact), and "
            "what 500 crowds of 100 drawn people come to (middle half as band, median as points). Right: how a large "
            "crowd gets there.",
            (
                Panel("standard deviation of thresholds (%)", "people out at the end (%)", (
                    Layer("band", {"x": some, "low": [np.percentile(d, 25) for d in drawn],
                                   "high": [np.percentile(d, 75) for d in drawn]}, "100 people: middle half"),
                    Layer("points", {"x": some, "y": [np.median(d) for d in drawn]}, "100 people: median"),
                    Layer("line", {"x": spread, "y": curve}, "endless crowd"),
                ), x_rules={"12.22": 100 * normal_jump(0.25)[0]}, y_range=(0, 100)),
                Panel("step", "people out (%)", (Layer("line", long(steps, paths)),), y_range=(0, 100)),
            ),
        ),
    )  # fmt: skip


def _path(sd: float, steps: int) -> np.ndarray:
    from contested.zoo.kit.trajectories import trajectory

    model = PUBLISHED.model({"people": 1_000_000, "thresholds": "normal-quantiles", "sd": sd})
    return np.concatenate([[0.0], 100 * trajectory(model, steps=steps - 1)["share"]])


CARD = Card(
    cites=("granovetter1978",),
    idea="When does a crowd riot? Not when its members are riotous on average, but when their thresholds leave no gap: "
    "two crowds that differ in one person can end with one rioter and with a hundred.",
    rules=(
        Fact("Each of n people has a threshold tau_i (`thresholds`, `mean`, `sd`): the number or share of people out "
             "at which they join.", "read", "abstract; retold in public course notes"),
        Fact("r(0) = 0; r(t+1) is the number with tau_i <= r(t); nobody leaves.", "read", "as above"),
        Fact("The equilibrium is the smallest root of F(r) = r that can be reached from 0.", "read", "as above"),
        Fact("A threshold as a share is met when the number out is at least tau n, rounded up.", "chosen"),
        Fact("Drawn thresholds below 0 belong to instigators and above 1 to people who never join; neither is drawn "
             "again.", "derived", "without instigators nobody ever begins"),
    ),
    reports=(
        Fact("Thresholds 0 to 99: all 100 riot; with the 1 replaced by a 2: one does.", "read", "retold in The Rules "
             "of Contagion and in course notes"),
        Fact("Normal thresholds of mean 25: the equilibrium rises slowly with the standard deviation, jumps at about "
             "12.2 from about 6 to nearly 100, then declines slowly.", "recalled", "figure 2; jump and levels seen "
             "quoted in two public retellings"),
    ),
    differences=(
        Fact("Where the jump lies depends on how a continuous law becomes 100 people: 12.22 in the continuum, 12.55 "
             "for mid-quantiles, 12.83 for quantiles i/(n+1), 12.87 for rounding down.", "derived"),
        Fact("One public reimplementation reports a jump near 0.10; our continuum value supports the paper.", "read",
             "its README"),
        Fact("Versions that cut or redraw negative thresholds have no instigators, and nothing ever happens.",
             "derived"),
        Fact("Averages over random crowds of 100 show no sharp jump: the paper's figure is for the law itself.",
             "own run"),
        Fact("The comparison is tau <= r; with tau < r nobody joins a crowd that exactly meets their threshold.",
             "derived"),
    ),
    leaves_out=("the paper's friendship weights and its discussion of spatial and temporal effects",),
    checked="tests/second/granovetter_1978.py, written from the rules by somebody who had not seen this file; ladders "
    "and 150 random crowds of quantiles step by step, drawn crowds in law at six moments and at rest, the jump to 1e-7",
)  # fmt: skip

PUBLISHED = Published(
    name="granovetter-1978",
    title="Thresholds: how a crowd grows, or does not",
    params=Crowd(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "riot-a": {"thresholds": "ladder", "people": 100},
        "riot-b": {"thresholds": "ladder-gap", "people": 100},
        "just-below": {"thresholds": "normal-quantiles", "people": 1_000_000, "sd": 0.122},
        "just-above": {"thresholds": "normal-quantiles", "people": 1_000_000, "sd": 0.1225},
    },
    targets=_targets(),
    pictures=pictures,
)
