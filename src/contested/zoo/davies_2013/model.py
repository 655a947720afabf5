"""A step: police go where rioters were, residents weigh sites, set out and choose, rioters are arrested or go home."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import four
from contested.ground.errors import ParameterError

#: steps of the sequence of the plane that fills a square most evenly: powers of the root of x^3 = x + 1
ACROSS, UP = 0.7548776662466927, 0.5698402909980532


def origins(side: int, width: float) -> tuple[np.ndarray, np.ndarray]:
    """Middles of side x side square cells, row by row; km."""
    row, column = np.divmod(np.arange(side * side), side)
    return (column + 0.5) * width / side, (row + 0.5) * width / side


def deprivation(x: np.ndarray, y: np.ndarray, width: float) -> np.ndarray:
    """rho, 0 to 1: two deprived quarters and two that are not."""
    return (1.0 + np.sin(2 * math.pi * x / width) * np.sin(2 * math.pi * y / width)) / 2.0


def sites(count: int, width: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where sites lie, km, and their sizes, falling as 1 / rank with mean 1."""
    k = np.arange(1, count + 1)
    size = 1.0 / k
    return width * ((0.5 + k * ACROSS) % 1.0), width * ((0.5 + k * UP) % 1.0), size / size.mean()


# the model ------------------------------------------------------------------------------------------------------------


STREAMS = streams.own()
PERSON = STREAMS(0)
#: where a person is, if not at site 0, 1, ...
HOME, ARRESTED, DONE = -1, -2, -3
#: a quotient of police and rioters that is whole but for rounding counts as whole
WHOLE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Riots(Params):
    """The city, its residents and its police."""

    side: int = param(
        12, unit="-", within=(1, 400), source="assumed", whole=True, meaning="neighbourhoods along a side of the city"
    )
    width: float = param(30, unit="km", within=(0.1, 1000), source="assumed", meaning="length of a side of the city")
    residents: int = param(
        50, unit="person", within=(1, 100_000), source="assumed", whole=True,
        meaning="people at risk of rioting in each neighbourhood",
    )  # fmt: skip
    sites: int = param(
        30, unit="site", within=(1, 2000), source="assumed", whole=True,
        meaning="retail centres; the largest is the first, where the riots begin",
    )  # fmt: skip
    spark: int = param(
        20, unit="person", within=(0, 100_000), source="assumed", whole=True,
        meaning="people of the nearest neighbourhood who riot at the largest site at the start",
    )  # fmt: skip
    police: float = param(
        300, unit="officer", within=(0, 1e7), source="assumed", meaning="Q: officers in total; each is at some site"
    )
    delay: int = param(
        4, unit="step", within=(0, 200), source="assumed", whole=True,
        meaning="police are allocated by the rioting of this many steps ago",
    )  # fmt: skip
    police_focus: float = param(
        1, unit="-", within=(0, 10), source="assumed",
        meaning="e: police at a site are in proportion to D^e; above 1, large crowds get more than their share",
    )  # fmt: skip
    size_pull: float = param(1, unit="-", within=(0, 10), source="davies2013", meaning="a: exponent of a site's size")
    distance_cost: float = param(
        0.3, unit="-", within=(0, 100), source="davies2013", meaning="b: cost of distance, per km"
    )
    deterrence: float = param(
        1, unit="-", within=(0, 100), source="davies2013",
        meaning="g: cost of each unit of floor(Q / D), the officers per rioter rounded down"
    )
    readiness: float = param(
        0.2, unit="probability", within=(0, 1), source="assumed",
        meaning="eta: probability per step to set out for the most deprived, if W is large",
    )  # fmt: skip
    arrest_rate: float = param(
        0.1, unit="1/step", within=(0, 100), source="davies2013",
        meaning="tau: arrest rate per step for each unit of floor(Q / D)",
    )  # fmt: skip
    leaving: float = param(
        0.1, unit="probability", within=(0, 1), source="assumed",
            meaning="probability per step that a rioter goes home for good"
    )


def make(params: Riots) -> Model:
    """The city as a model."""
    if params.spark > params.residents:
        raise ParameterError(
            f"spark: expected at most residents, {params.residents}; got {params.spark}.",
            "they are people of one neighbourhood",
        )
    if params.side**2 * params.residents > 50_000_000:
        raise ParameterError(
            f"residents: expected at most 50,000,000 people in all; got {params.side**2 * params.residents:,}.",
            "lower residents or side",
        )
    return Model(
        name="davies-2013",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("rioting", "person", "people who riot, at all sites"),
            Observable("arrested", "person", "people arrested so far"),
            Observable("set_out", "person", "people who have ever set out, without the initial rioters"),
            Observable("joining", "person", "people who set out in the step"),
            Observable("outnumbered", "share", "share of the sites with rioters where rioters outnumber the police"),
            Observable("at_site", "person", "people who riot at a site", ("site",)),
            Observable("police_at", "officer", "officers at a site during the step", ("site",)),
            Observable("gone_to", "person", "people who have ever set out for a site", ("site",)),
            Observable("gone_from", "person", "people who have ever set out from a neighbourhood", ("origin",)),
        ),
        coords={"site": list(range(params.sites)), "origin": list(range(params.side**2))},
        static=frozenset({"rho", "pull"}),
        clock="step",
    )


def model(**settings: object) -> Model:
    """The model with some parameters changed."""
    return make(override(Riots(), settings))


def init(params: Riots, seed: int) -> State:
    """Everybody at home but the spark; police spread evenly."""
    x, y = origins(params.side, params.width)
    at_x, at_y, size = sites(params.sites, params.width)
    apart = np.hypot(x[:, None] - at_x, y[:, None] - at_y)
    where = np.full(x.size * params.residents, HOME, np.int32)
    nearest = int(apart[:, 0].argmin())
    where[nearest * params.residents : nearest * params.residents + params.spark] = 0
    at_site = np.zeros(params.sites, np.int64)
    at_site[0] = params.spark
    return {
        "rho": deprivation(x, y, params.width),
        "pull": size**params.size_pull * np.exp(-params.distance_cost * apart),
        "where": where,
        "at_site": at_site,
        # rioters at each site at the start of this step and of the `delay` before it, the latest last
        "seen": np.zeros((params.delay + 1, params.sites), np.int64),
        "police_at": np.full(params.sites, params.police / params.sites),
        "gone_to": np.zeros(params.sites, np.int64),
        "gone_from": np.zeros(x.size, np.int64),
        "joining": np.zeros(1, np.int64),
        "arrested": np.zeros(1, np.int64),
    }


def step(state: State, params: Riots, tick: Tick) -> State:
    """Everything here looks at the rioters as they were when the step began."""
    seen, rioters = state["seen"], state["at_site"].copy()
    seen[:-1] = seen[1:]
    seen[-1] = rioters
    state["police_at"][:] = sent(seen[0], params.police, params.police_focus)
    ratio = np.floor(state["police_at"] / np.maximum(rioters, 1) + WHOLE)
    worth = state["pull"] * np.exp(-params.deterrence * ratio)
    total = worth.sum(1)
    chance = params.readiness * state["rho"] * total / (1.0 + total)
    # where nothing attracts nobody sets out, and there is nothing to choose
    upto = np.cumsum(worth, 1) / np.where(total > 0, total, 1.0)[:, None]
    caught = -np.expm1(-params.arrest_rate * ratio)
    before = state["gone_to"].sum()
    state["arrested"][0] += _decide(
        tick.seed, tick.step, state["where"], params.residents, chance, upto, caught, params.leaving,
        state["at_site"], state["gone_to"], state["gone_from"],
    )  # fmt: skip
    state["joining"][0] = state["gone_to"].sum() - before
    return state


def sent(rioters: np.ndarray, police: float, focus: float) -> np.ndarray:
    """Police at each site, in proportion to a power of the rioters heard of there; evenly where none are heard of."""
    due = np.where(rioters > 0, rioters.astype(float) ** focus, 0.0)
    if due.sum() == 0:
        return np.full(rioters.size, police / rioters.size)
    by_site: np.ndarray = police * due / due.sum()
    return by_site


@serial
def _decide(
    seed: int, step: int, where: np.ndarray, residents: int, chance: np.ndarray, upto: np.ndarray, caught: np.ndarray,
    leaving: float, at_site: np.ndarray, gone_to: np.ndarray, gone_from: np.ndarray,
) -> int:
    """Each person in turn, without seeing what the others do in this step; returns how many are arrested."""
    arrests = 0
    last = upto.shape[1] - 1
    for i in range(where.size):
        place = where[i]
        if place == HOME:
            origin = i // residents
            first, second, _, _ = four(seed, PERSON, i, step, 0)
            if first < chance[origin]:
                low, high = 0, last  # the first site whose upper end lies above the draw
                while low < high:
                    middle = (low + high) // 2
                    if second < upto[origin, middle]:
                        high = middle
                    else:
                        low = middle + 1
                where[i] = low
                at_site[low] += 1
                gone_to[low] += 1
                gone_from[origin] += 1
        elif place >= 0:
            first, second, _, _ = four(seed, PERSON, i, step, 0)
            if first < caught[place]:
                where[i] = ARRESTED
                at_site[place] -= 1
                arrests += 1
            elif second < leaving:
                where[i] = DONE
                at_site[place] -= 1
    return arrests


def observe(state: State) -> dict[str, object]:
    """The city in numbers."""
    at_site = state["at_site"]
    held = at_site > 0
    return {
        "rioting": int(at_site.sum()),
        "arrested": int(state["arrested"][0]),
        "set_out": int(state["gone_to"].sum()),
        "joining": int(state["joining"][0]),
        "outnumbered": float((at_site[held] > state["police_at"][held]).mean()) if held.any() else 0.0,
        "at_site": at_site,
        "police_at": state["police_at"],
        "gone_to": state["gone_to"],
        "gone_from": state["gone_from"],
    }
