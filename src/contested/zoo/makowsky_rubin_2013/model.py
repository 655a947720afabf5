"""Who says what, given what they want, hear and fear; and which institutions that leaves standing.

A step is everybody's answer, at once, to what was said and dared the step before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import uniforms
from contested.ground.errors import ParameterError

STREAMS = streams.own()
PROVINCE = STREAMS(0)
OWN_WISH = STREAMS(1)
TIMIDITY = STREAMS(2)
OUTSPOKEN = STREAMS(3)
_SOURCE = "assumed"


@dataclass(frozen=True, kw_only=True)
class Society(Params):
    """Citizens, institutions and a shock."""

    side: int = param(40, unit="site", within=(3, 4000), source=_SOURCE, whole=True, meaning="citizens along a side")
    province: int = param(
        8, unit="site", within=(1, 4000), source=_SOURCE, whole=True, meaning="citizens along a side of a province"
    )
    reach: int = param(
        2, unit="site", within=(1, 1000), source=_SOURCE, whole=True,
        meaning="range of networks: a citizen knows everybody within this many rows and columns",
    )
    centralisation: float = param(
        0.5, unit="share", within=(0, 1), source=_SOURCE,
        meaning="weight of the central authority in the position a citizen is asked to take; the rest is the weight of "
                "the province's institution",
    )
    regional: float = param(
        0.3, unit="share", within=(0, 1), source=_SOURCE,
        meaning="share of a citizen's private preference that is common to the province"
    )
    seat: float = param(0.0, unit="level", within=(0, 1), source=_SOURCE,
        meaning="the central authority's initial position")
    tolerance: float = param(
        0.25, unit="level", within=(0, 2), source=_SOURCE,
        meaning="a citizen whose public position differs from authority by more than this is defiant"
    )
    sanction: float = param(
        8.0, unit="level", within=(0, 1e6), source=_SOURCE,
        meaning="weight of authority, relative to one's private preference"
    )
    relief: float = param(
        0.2, unit="1/person", within=(0, 1e3), source=_SOURCE,
        meaning="the sanction is divided by 1 + relief x the number of defiant citizens one knows",
    )
    timidity: str = choice(
        "varied", among=("varied", "alike"), source=_SOURCE,
        meaning="the weight of sanctions is multiplied by a factor per citizen, uniform on 0 to 2; or is the same for "
                "all",
    )
    conformity: float = param(
        1.0, unit="level", within=(0, 1e6), source=_SOURCE,
        meaning="weight of the network's mean position, relative to one's private preference"
    )
    shock: float = param(
        0.3, unit="share", within=(0, 1), source=_SOURCE,
        meaning="citizens who express their private preference from the shock on"
    )
    shock_at: int = param(
        100, unit="step", within=(0, 10_000_000), source=_SOURCE, whole=True, meaning="last step before the shock"
    )
    term: int = param(
        20, unit="step", within=(1, 10_000_000), source=_SOURCE, whole=True,
        meaning="steps between assessments of the institutions",
    )  # fmt: skip


def make(params: Society) -> Model:
    """The society as a model; a step is everybody's answer to what they saw."""
    if params.side % params.province:
        raise ParameterError(
            f"province: expected a divisor of side, {params.side}; got {params.province}.", "provinces are squares"
        )
    if 2 * params.reach + 1 > params.side:
        raise ParameterError(
            f"reach: expected to know nobody twice on a side of {params.side}; got {params.reach}.",
            f"at most {(params.side - 1) // 2}",
        )
    return Model(
        name="makowsky-rubin-2013",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("falsification", "level", "mean distance between what citizens want and what they say"),
            Observable("defiance", "share", "citizens who openly differ from authority by more than the tolerance"),
            Observable("expressed", "level", "mean public position"),
            Observable("change", "level", "mean distance by which the authority that a citizen faces has moved since "
                                          "the shock"),
            Observable("moved", "level", "the same distance since the start"),
            Observable("fallen", "event", "institutions overthrown in the step"),
        ),
        static=frozenset({"wish", "timidity", "outspoken", "home", "local_start", "centre_start", "weight"}),
        clock="step",
    )


def init(params: Society, seed: int) -> State:
    """Everybody says what authority wants to hear."""
    side, wide = params.side, params.province
    across = side // wide
    y, x = np.divmod(np.arange(side * side), side)
    home = (y // wide * across + x // wide).astype(np.int32)
    shared = uniforms(across * across, seed, PROVINCE)
    wish = params.regional * shared[home] + (1.0 - params.regional) * uniforms(home.size, seed, OWN_WISH)
    timidity = np.ones(home.size) if params.timidity == "alike" else 2.0 * uniforms(home.size, seed, TIMIDITY)
    local = np.bincount(home, wish) / wide**2
    centre = np.array([params.seat])
    return {
        "wish": wish,
        "timidity": timidity,
        "outspoken": (uniforms(home.size, seed, OUTSPOKEN) < params.shock).astype(np.uint8),
        "home": home,
        "weight": np.array([params.centralisation]),
        "local_start": local,
        "centre_start": centre,
        "local_then": local.copy(),
        "centre_then": centre.copy(),
        "local": local.copy(),
        "centre": centre.copy(),
        "says": params.centralisation * params.seat + (1.0 - params.centralisation) * local[home],
        "defies": np.zeros(home.size, np.uint8),
        "fallen": np.zeros(1, np.int64),
    }


def step(state: State, params: Society, tick: Tick) -> State:
    """All answer at once; then, at the end of a term, institutions are judged."""
    number = tick.step + 1
    says, defies, home = state["says"], state["defies"], state["home"]
    about = np.empty_like(says)
    daring = np.empty_like(says)
    _around(says, params.side, params.reach, about)
    _around(defies, params.side, params.reach, daring)
    _answer(
        state["wish"], state["timidity"], state["outspoken"], home, state["local"], state["centre"][0],
        params.centralisation, params.conformity, params.sanction, params.relief, params.tolerance,
        (2 * params.reach + 1) ** 2 - 1, number > params.shock_at, about, daring, says, defies,
    )  # fmt: skip
    state["fallen"][0] = 0
    if number % params.term == 0:
        state["fallen"][0] = _judge(says, defies, home, state["local"], state["centre"])
        if state["fallen"][0]:
            _compare(says, home, state["local"], state["centre"][0], params.centralisation, params.tolerance, defies)
    if number <= params.shock_at:
        state["local_then"][:] = state["local"]
        state["centre_then"][:] = state["centre"]
    return state


@serial
def _around(marks: np.ndarray, side: int, reach: int, total: np.ndarray) -> None:
    """Sum of `marks` over everybody within reach, oneself left out; a window slides along rows, then along columns."""
    rows = np.empty((side, side))
    for y in range(side):
        start = y * side
        window = 0.0
        for k in range(-reach, reach + 1):
            window += marks[start + k % side]
        for x in range(side):
            rows[y, x] = window
            # one after the other: the difference of two bytes would wrap around
            window += marks[start + (x + reach + 1) % side]
            window -= marks[start + (x - reach) % side]
    columns = np.zeros(side)
    for k in range(-reach, reach + 1):
        columns += rows[k % side]
    for y in range(side):
        for x in range(side):
            total[y * side + x] = columns[x] - marks[y * side + x]
        columns += rows[(y + reach + 1) % side] - rows[(y - reach) % side]


@scalar
def _faced(local: float, centre: float, centralisation: float) -> float:
    return centralisation * centre + (1.0 - centralisation) * local


@serial
def _answer(
    wish: np.ndarray, timidity: np.ndarray, outspoken: np.ndarray, home: np.ndarray, local: np.ndarray, centre: float,
    centralisation: float, conformity: float, sanction: float, relief: float, tolerance: float, known: int,
    shocked: bool, about: np.ndarray, daring: np.ndarray, says: np.ndarray, defies: np.ndarray,
) -> None:
    """The position that costs least: (x - b)^2 + conformity (x - m)^2 + f (x - a)^2."""
    for i in range(says.size):
        a = _faced(local[home[i]], centre, centralisation)
        if shocked and outspoken[i] == 1:
            says[i] = wish[i]
        else:
            # counts slide along a window of exact whole numbers, so `daring` has no rounding error
            f = sanction * timidity[i] / (1.0 + relief * daring[i])
            says[i] = (wish[i] + conformity * (about[i] / known) + f * a) / (1.0 + conformity + f)
        defies[i] = 1 if abs(says[i] - a) > tolerance else 0


@serial
def _compare(
    says: np.ndarray, home: np.ndarray, local: np.ndarray, centre: float, centralisation: float, tolerance: float,
    defies: np.ndarray,
) -> None:
    for i in range(says.size):
        defies[i] = 1 if abs(says[i] - _faced(local[home[i]], centre, centralisation)) > tolerance else 0


@serial
def _judge(says: np.ndarray, defies: np.ndarray, home: np.ndarray, local: np.ndarray, centre: np.ndarray) -> int:
    """An institution that more than half of its people defy gives way to one that says what they say."""
    people = np.zeros(local.size, np.int64)
    defiant = np.zeros(local.size, np.int64)
    voices = np.zeros(local.size)
    for i in range(says.size):
        people[home[i]] += 1
        defiant[home[i]] += defies[i]
        voices[home[i]] += says[i]
    fallen = 0
    for k in range(local.size):
        if 2 * defiant[k] > people[k]:
            local[k] = voices[k] / people[k]
            fallen += 1
    if 2 * defiant.sum() > says.size:
        centre[0] = voices.sum() / says.size
        fallen += 1
    return fallen


def observe(state: State) -> dict[str, float]:
    """How much is hidden, how much is defied, and how far institutions have come."""
    weight = state["weight"][0]

    def moved(local: np.ndarray, centre: np.ndarray) -> float:
        here = weight * (state["centre"][0] - centre[0]) + (1.0 - weight) * (state["local"] - local)
        return float(np.abs(here).mean())  # provinces are equally large

    return {
        "falsification": float(np.abs(state["says"] - state["wish"]).mean()),
        "defiance": float(state["defies"].mean()),
        "expressed": float(state["says"].mean()),
        "change": moved(state["local_then"], state["centre_then"]),
        "moved": moved(state["local_start"], state["centre_start"]),
        "fallen": int(state["fallen"][0]),
    }
