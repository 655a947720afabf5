"""Motivation against what one sees of others' participation; anybody may join and leave again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import normals
from contested.ground.errors import ParameterError
from contested.zoo.kit import lattices, networks
from contested.zoo.kit.networks import Ties, pick

STREAMS = streams.own()
MOTIVATION = STREAMS(0)
REWIRED = STREAMS(10, 2)
FAR = STREAMS(12)
ATTACHED = STREAMS(13)
IN_LEVEL = STREAMS(14)


def small_world(people: int, radius: int, rewired: float, seed: int) -> Ties:
    """A ring of neighbours up to `radius` away on either side, some ties moved to anybody (Watts & Strogatz 1998)."""
    heads = lattices.ring(people, 2 * radius)
    lattices.move_ends(heads, rewired, seed, REWIRED)
    return lattices.ties_of_heads(heads)


def village(people: int, size: int, far: float, seed: int) -> Ties:
    """Everybody knows everybody in villages of `size`, and anybody elsewhere with chance `far`.

    The last village is smaller where `size` does not divide the people.
    """
    first, second = [], []
    for step in range(1, size):
        rows = np.arange(people - step)
        same = rows // size == (rows + step) // size
        first.append(rows[same])
        second.append(rows[same] + step)
    count = networks.binomial_count(networks.pairs_among(people), far, seed, FAR)
    a, b = networks.random_pairs(people, count, seed, FAR, group=1)
    return networks.ties_of_pairs(
        people, *networks.simple(people, np.concatenate([*first, a]), np.concatenate([*second, b]))
    )


def opinion_leader(people: int, ties: int, seed: int) -> Ties:
    """Each newcomer ties to `ties` people already there, so who has many gets more (Barabasi & Albert)."""
    core = min(people, ties + 1)
    first, second = np.triu_indices(core, 1)
    grown = max(0, people - core) * ties
    a = np.empty(first.size + grown, np.int32)
    b = np.empty_like(a)
    a[: first.size], b[: first.size] = first, second
    _attach(a, b, first.size, core, people, ties, seed)
    return networks.ties_of_pairs(people, a, b)


@serial
def _attach(a: np.ndarray, b: np.ndarray, done: int, core: int, people: int, ties: int, seed: int) -> None:
    """An end of a tie drawn from all ends is a person drawn by their number of ties; one already met is drawn again."""
    for i in range(core, people):
        begun = done
        draw = 0
        while done - begun < ties:
            end = pick(2 * begun, seed, ATTACHED, i, 0, draw)
            draw += 1
            j = a[end >> 1] if end & 1 == 0 else b[end >> 1]
            met = False
            for t in range(begun, done):
                met |= b[t] == j
            if not met:
                a[done] = i
                b[done] = j
                done += 1


def hierarchy(people: int, expansion: int, in_level: float, seed: int) -> Ties:
    """Everybody has `expansion` people under them, and a tie to each of their own level with chance `in_level`."""
    below = np.arange(1, people)
    first, second = [below], [(below - 1) // expansion]
    start, wide, level = 0, 1, 0
    while start < people:
        here = min(wide, people - start)
        count = networks.binomial_count(networks.pairs_among(here), in_level, seed, IN_LEVEL, day=level)
        a, b = networks.random_pairs(here, count, seed, IN_LEVEL, group=level + 1)
        first.append(a + start)
        second.append(b + start)
        start, wide, level = start + here, wide * expansion, level + 1
    return networks.ties_of_pairs(
        people, np.concatenate(first).astype(np.int32), np.concatenate(second).astype(np.int32)
    )


# the model ------------------------------------------------------------------------------------------------------------


NETWORKS = ("complete", "small-world", "village", "opinion-leader", "hierarchy")


@dataclass(frozen=True, kw_only=True)
class Participation(Params):
    """Who might take part, and whom they see."""

    people: int = param(
        1000, unit="person", within=(2, 20_000_000), source="siegel2009", whole=True, meaning="size of the population"
    )
    network: str = choice(
        "small-world", among=NETWORKS, source="siegel2009", meaning="whom people see; complete means everybody"
    )
    motivation_mean: float = param(
        0.6, unit="level", within=(-5, 5), source="siegel2009", meaning="mean internal motivation, b mean"
    )
    motivation_sd: float = param(
        0.25, unit="level", within=(0, 10), source="siegel2009",
        meaning="standard deviation of internal motivation, b sd"
    )
    motivations: str = choice(
        "drawn", among=("drawn", "quantiles"), source="siegel2009",
        meaning="motivations are random, or the mid-quantiles of their distribution, in order",
    )
    memory: float = param(
        0.6, unit="share", within=(0, 0.999), source="siegel2009",
        meaning="lambda: share of external motivation that carries over to the next step",
    )
    radius: int = param(
        5, unit="person", within=(1, 1000), source="assumed", whole=True,
        meaning="small world: neighbours seen on either side",
        when={"network": ("small-world",)},
    )
    rewired: float = param(
        0.05, unit="probability", within=(0, 1), source="assumed",
        meaning="small world: probability that a tie is rewired to a random person",
        when={"network": ("small-world",)},
    )
    village_size: int = param(
        10, unit="person", within=(1, 10_000), source="assumed", whole=True,
        meaning="village: number of people in a village",
        when={"network": ("village",)},
    )
    far: float = param(
        0.001, unit="probability", within=(0, 1), source="assumed",
        meaning="village: probability of a tie to each person in another village",
        when={"network": ("village",)},
    )
    attached: int = param(
        2, unit="tie", within=(1, 1000), source="assumed", whole=True,
        meaning="opinion leader: number of ties of a newcomer",
        when={"network": ("opinion-leader",)},
    )
    expansion: int = param(
        5, unit="person", within=(1, 1000), source="assumed", whole=True,
        meaning="hierarchy: number of people directly under a person",
        when={"network": ("hierarchy",)},
    )
    in_level: float = param(
        0.01, unit="probability", within=(0, 1), source="assumed",
        meaning="hierarchy: probability of a tie to each person at the same level",
        when={"network": ("hierarchy",)},
    )  # fmt: skip


def make(params: Participation) -> Model:
    """Participation as a model; a step is one look around by everybody at once."""
    if params.network == "small-world" and params.people <= 2 * params.radius:
        raise ParameterError(
            f"radius: expected below half of the {params.people} people; got {params.radius}.",
            "nobody can see the same neighbour on both sides",
        )
    if params.network == "opinion-leader" and params.people <= params.attached:
        raise ParameterError(
            f"attached: expected below the {params.people} people; got {params.attached}.",
            "a newcomer ties to people already there",
        )
    if params.network == "village" and params.village_size > params.people:
        raise ParameterError(
            f"village_size: expected at most the {params.people} people; got {params.village_size}.",
            "network=complete is one village",
        )
    return Model(
        name="siegel-2009",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("participants", "person", "people who take part"),
            Observable("share", "share", "share of people who take part"),
        ),
        static=frozenset({"motivation", "offsets", "ends"}),
        clock="step",
    )


def ties_of(params: Participation, seed: int) -> Ties:
    """Whom each person sees; no lists where they see everybody."""
    n = params.people
    if params.network == "small-world":
        return small_world(n, params.radius, params.rewired, seed)
    if params.network == "village":
        return village(n, params.village_size, params.far, seed)
    if params.network == "opinion-leader":
        return opinion_leader(n, params.attached, seed)
    if params.network == "hierarchy":
        return hierarchy(n, params.expansion, params.in_level, seed)
    return Ties(np.zeros(1, np.int64), np.empty(0, np.int32))


def init(params: Participation, seed: int) -> State:
    """Motivations and ties; external motivation at its lowest, so that only those who need nobody take part."""
    n = params.people
    z = normals(n, seed, MOTIVATION) if params.motivations == "drawn" else ndtri((np.arange(n) + 0.5) / n)
    ties = ties_of(params, seed)
    external = np.full(n, -1.0)
    motivation = params.motivation_mean + params.motivation_sd * z
    return {
        "motivation": motivation,
        "external": external,
        "takes_part": (motivation + external > 0).astype(np.uint8),
        "offsets": ties.offsets,
        "ends": ties.ends,
    }


def step(state: State, params: Participation, tick: Tick) -> State:
    """c(t+1) = lambda c(t) - (1 - lambda) (1 - lpr(t)); whoever then has b + c > 0 takes part."""
    if state["ends"].size or state["offsets"].size > 1:
        _look(state["offsets"], state["ends"], state["takes_part"], state["external"], params.memory)
    else:
        out = state["takes_part"]
        seen = (int(out.sum()) - out.astype(float)) / (out.size - 1)
        state["external"] *= params.memory
        state["external"] -= (1.0 - params.memory) * (1.0 - seen)
    np.greater(state["motivation"] + state["external"], 0.0, out=state["takes_part"], casting="unsafe")
    return state


@serial
def _look(offsets: np.ndarray, ends: np.ndarray, takes_part: np.ndarray, external: np.ndarray, memory: float) -> None:
    for i in range(takes_part.size):
        out = 0
        for e in range(offsets[i], offsets[i + 1]):
            out += takes_part[ends[e]]
        ties = offsets[i + 1] - offsets[i]
        seen = out / ties if ties > 0 else 0.0
        external[i] = memory * external[i] - (1.0 - memory) * (1.0 - seen)


def observe(state: State) -> dict[str, float]:
    """How many take part."""
    out = int(state["takes_part"].sum())
    return {"participants": out, "share": out / state["takes_part"].size}
