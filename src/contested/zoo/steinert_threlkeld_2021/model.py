"""Who is active in a network whose most central and most willing are taken out of it, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import below, normals, uniform, uniforms, words_of
from contested.ground.errors import ParameterError
from contested.zoo.kit import lattices, networks
from contested.zoo.kit.networks import Ties, pick

STREAMS = streams.own()
THRESHOLD = STREAMS(0)
STARTER = STREAMS(1)
REPRESSED = STREAMS(2)
EXPECTED = STREAMS(3)
TIED = STREAMS(4)
REWIRED = STREAMS(5, 2)
ATTACHED = STREAMS(7)
CLOSES = STREAMS(8)
NETWORKS = ("scale-free", "small-world", "clustered", "complete")
#: status of a person; who is outside the network's largest part takes no part at all
OUTSIDE, QUIET, ACTIVE, REMOVED = -1, 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Streets(Params):
    """A network, what its people need to see, and what is done to those who protest."""

    people: int = param(
        1000, unit="person", within=(4, 20_000), source="steinert2021", whole=True, meaning="nodes of the network"
    )
    network: str = choice(
        "scale-free", among=NETWORKS, source="steinert2021",
        meaning="largest component of a network whose expected degrees follow a power law; small world of Watts and "
        "Strogatz; preferential attachment with closed triads (Holme and Kim); or everybody tied to everybody",
    )  # fmt: skip
    exponent: float = param(
        2.1, unit="-", within=(1.5, 10), source="steinert2021",
        meaning="scale-free network: exponent gamma of the power law of expected degrees",
        when={"network": ("scale-free",)},
    )  # fmt: skip
    degree: int = param(
        14, unit="tie", within=(2, 1000), source="steinert2021", whole=True,
        meaning="small world: number of ties per person before rewiring, half on either side",
        when={"network": ("small-world",)},
    )  # fmt: skip
    rewired: float = param(
        0.1, unit="share", within=(0, 1), source="steinert2021",
            meaning="small world: probability that a tie is rewired",
        when={"network": ("small-world",)},
    )
    attached: int = param(
        3, unit="tie", within=(1, 100), source="steinert2021", whole=True,
        meaning="clustered network: number of ties a newcomer makes",
        when={"network": ("clustered",)},
    )  # fmt: skip
    closing: float = param(
        0.5, unit="share", within=(0, 1), source="steinert2021",
        meaning="clustered network: probability that a tie of a newcomer after the first closes a triad",
        when={"network": ("clustered",)},
    )  # fmt: skip
    thresholds: str = choice(
        "uniform", among=("uniform", "fixed", "normal"), source="steinert2021",
        meaning="uniform from 0 to 1; `threshold` for everybody; or normal with that mean and `threshold_sd`, with "
        "values below 0 redrawn",
    )  # fmt: skip
    threshold: float = param(
        0.25, unit="share", within=(0, 1), source="steinert2021",
        meaning="share of a person's neighbours who must be active, if `thresholds` is fixed; mean if it is normal",
        when={"thresholds": ("fixed", "normal")},
    )  # fmt: skip
    threshold_sd: float = param(
        0.122, unit="share", within=(0, 1), source="steinert2021", meaning="standard deviation of normal thresholds",
        when={"thresholds": ("normal",)},
    )
    repression: float = param(
        0.05, unit="share", within=(0, 1), source="steinert2021",
        meaning="share of active people whom repression removes from the network in a step",
    )  # fmt: skip


def make(params: Streets) -> Model:
    """The streets as a model; a step is repression, then a look around.

    Raises
    ------
    ParameterError
        A network that so few people cannot form.
    """
    if params.network == "small-world":
        lattices.ring(params.people, params.degree)  # refuses an odd degree, and too few people
    if params.network == "clustered" and params.people <= 2 * params.attached:
        raise ParameterError(
            f"people: expected more than twice the {params.attached} ties of a newcomer; got {params.people}.",
            "lower attached, or add people",
        )
    return Model(
        name="steinert-threlkeld-2021",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("active", "person", "people who protest"),
            Observable("share", "share", "share of the people in the initial network who protest"),
            Observable("joined", "person", "people who began to protest in this step"),
            Observable("removed", "person", "people whom repression has removed from the network so far"),
            Observable("began", "person", "initial participants: one person and all their neighbours"),
        ),
        static=frozenset({"offsets", "ends", "threshold", "first"}),
        clock="step",
    )


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Streets(), dict(settings or {})))


# networks -------------------------------------------------------------------------------------------------------------


def ties_of(params: Streets, seed: int) -> Ties:
    """The whole network, its smaller parts included."""
    n = params.people
    if params.network == "scale-free":
        weights = uniforms(n, seed, EXPECTED) ** (-1.0 / (params.exponent - 1.0))
        return networks.ties_of_pairs(n, *_expected_degrees(weights, seed))
    if params.network == "small-world":
        heads = lattices.ring(n, params.degree)
        lattices.move_ends(heads, params.rewired, seed, REWIRED)
        return lattices.ties_of_heads(heads)
    if params.network == "clustered":
        count = params.attached * (n - params.attached)
        first, second = np.empty(count, np.int32), np.empty(count, np.int32)
        _attach(first, second, n, params.attached, params.closing, seed)
        return networks.ties_of_pairs(n, first, second)
    low, high = np.triu_indices(n, 1)
    return networks.ties_of_pairs(n, low.astype(np.int32), high.astype(np.int32))


@serial
def _expected_degrees(weights: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Each pair tied with chance w_i w_j / sum w, at most 1 (Chung & Lu 2002)."""
    n = weights.size
    total = weights.sum()
    first, second = np.empty(4 * n, np.int32), np.empty(4 * n, np.int32)
    count = 0
    for i in range(n - 1):
        words = words_of(seed, TIED, i, 0, i + 1, n)
        if count + n > first.size:
            first = np.concatenate((first, np.empty(first.size + n, np.int32)))
            second = np.concatenate((second, np.empty(second.size + n, np.int32)))
        for j in range(i + 1, n):
            if words[j - i - 1] < below(weights[i] * weights[j] / total):
                first[count] = i
                second[count] = j
                count += 1
    return first[:count], second[:count]


@serial
def _attach(first: np.ndarray, second: np.ndarray, people: int, ties: int, closing: float, seed: int) -> None:
    """Newcomers tie by preference to who has many ties; after a tie, with chance `closing`, to one of its neighbours
    (Holme & Kim 2002). Nobody is tied twice: another is drawn, and after as many tries as people, the next in line."""
    done = 0
    for i in range(ties, people):
        begun = done
        last = -1
        draw = 0
        while done - begun < ties:
            j = -1
            # a neighbour of the last preferential target, where one is left
            if last >= 0 and uniform(seed, CLOSES, i, 0, draw) < closing:
                fitting = 0
                for e in range(begun):
                    other = second[e] if first[e] == last else first[e] if second[e] == last else -1
                    if other >= 0 and not _among(second, begun, done, other):
                        fitting += 1
                if fitting > 0:
                    chosen = pick(fitting, seed, CLOSES, i, 1, draw)
                    for e in range(begun):
                        other = second[e] if first[e] == last else first[e] if second[e] == last else -1
                        if other >= 0 and not _among(second, begun, done, other):
                            if chosen == 0:
                                j = other
                                break
                            chosen -= 1
            if j < 0:
                # the first `ties` people stand in the urn once each, everybody else once for each of their ties
                end = pick(ties + 2 * begun, seed, ATTACHED, i, 0, draw)
                if end < ties:
                    j = end
                else:
                    j = first[(end - ties) >> 1] if (end - ties) & 1 == 0 else second[(end - ties) >> 1]
                if _among(second, begun, done, j):
                    draw += 1
                    continue
                last = j
            first[done] = i
            second[done] = j
            done += 1
            draw += 1


@serial
def _among(ends: np.ndarray, begin: int, end: int, who: int) -> bool:
    for e in range(begin, end):  # noqa: SIM110 (kernels have no generators)
        if ends[e] == who:
            return True
    return False


def _largest_part(ties: Ties) -> np.ndarray:
    """bool array: who belongs to the largest connected part of the network."""
    from scipy.sparse import csr_array  # a quarter of a second, which other models need not wait for
    from scipy.sparse.csgraph import connected_components

    n = ties.degrees.size
    graph = csr_array((np.ones(ties.ends.size, np.int8), ties.ends, ties.offsets), shape=(n, n))
    label = connected_components(graph, directed=False)[1]
    found: np.ndarray = label == np.bincount(label).argmax()
    return found


# a step ---------------------------------------------------------------------------------------------------------------


def init(params: Streets, seed: int) -> State:
    """A network, thresholds, and one person with all their neighbours in the street."""
    ties = ties_of(params, seed)
    n = params.people
    inside = _largest_part(ties) if params.network == "scale-free" else np.ones(n, bool)
    rows = np.flatnonzero(inside)
    starter = rows[min(rows.size - 1, int(uniforms(1, seed, STARTER)[0] * rows.size))]
    first = np.zeros(n, bool)
    first[starter] = True
    first[ties.ends[ties.offsets[starter] : ties.offsets[starter + 1]]] = True
    status = np.where(first, ACTIVE, np.where(inside, QUIET, OUTSIDE)).astype(np.int8)
    return {
        "offsets": ties.offsets,
        "ends": ties.ends,
        "threshold": _thresholds(params, seed),
        "first": first,
        "status": status,
        "joined": np.array([np.count_nonzero(first)]),
        "resting": np.zeros(1, bool),
    }


def _thresholds(params: Streets, seed: int) -> np.ndarray:
    n = params.people
    if params.thresholds == "uniform":
        return uniforms(n, seed, THRESHOLD)
    if params.thresholds == "fixed":
        return np.full(n, params.threshold)
    drawn = np.full(n, -1.0)
    again = 0
    while (drawn < 0).any():  # half of those left or more are done in a round, as the mean is not below 0
        new = params.threshold + params.threshold_sd * normals(n, seed, THRESHOLD, day=again)
        drawn = np.where(drawn < 0, new, drawn)
        again += 1
    return drawn


def step(state: State, params: Streets, tick: Tick) -> State:
    """Repression; who sees too few stops; who sees enough begins. After a step in which nobody began, nothing moves."""
    if state["resting"][0]:
        state["joined"][0] = 0
        return state
    _repress(state, params.repression, tick)
    status = state["status"]
    _, share = _shares(state)
    status[(status == ACTIVE) & ~state["first"] & (share < state["threshold"])] = QUIET
    active, share = _shares(state)
    begins = (status == QUIET) & (active > 0) & (share >= state["threshold"])
    status[begins] = ACTIVE
    state["joined"][0] = np.count_nonzero(begins)
    state["resting"][0] = not begins.any()
    return state


def weights_of(state: State) -> tuple[np.ndarray, np.ndarray]:
    """Who is active, and how strongly repression is drawn to each: degree / largest + 1 - threshold / largest, the
    largest among those active; degrees of the network as it was.

    Returns
    -------
    (int64 array, float64 array), each of shape (active,)
        Rows, and weights.
    """
    rows = np.flatnonzero(state["status"] == ACTIVE)
    if not rows.size:
        return rows, np.zeros(0)
    degree, threshold = np.diff(state["offsets"])[rows], state["threshold"][rows]
    most = threshold.max()
    return rows, degree / degree.max() + 1.0 - (threshold / most if most > 0 else 0.0)


def _repress(state: State, rate: float, tick: Tick) -> None:
    """Weights without replacement: the first of waits that are exponential with those rates."""
    rows, weight = weights_of(state)
    count = int(rate * rows.size)
    if count:
        wait = -np.log(uniforms(state["status"].size, tick.seed, REPRESSED, day=tick.step)[rows])
        with np.errstate(divide="ignore"):
            first = np.argsort(np.where(weight > 0, wait / weight, np.inf), kind="stable")[:count]
        state["status"][rows[first]] = REMOVED


def _shares(state: State) -> tuple[np.ndarray, np.ndarray]:
    """Active neighbours, and their share of a person's remaining neighbours: 0 for who has none left."""
    active, there = _neighbours(state["offsets"], state["ends"], state["status"])
    return active, active / np.maximum(there, 1)


@serial
def _neighbours(offsets: np.ndarray, ends: np.ndarray, status: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    active, there = np.zeros(status.size, np.int64), np.zeros(status.size, np.int64)
    for i in range(status.size):
        for e in range(offsets[i], offsets[i + 1]):
            there[i] += status[ends[e]] != REMOVED
            active[i] += status[ends[e]] == ACTIVE
    return active, there


def observe(state: State) -> dict[str, float]:
    """The protest."""
    status = state["status"]
    active = int(np.count_nonzero(status == ACTIVE))
    return {
        "active": active,
        "share": active / int(np.count_nonzero(status != OUTSIDE)),
        "joined": int(state["joined"][0]),
        "removed": int(np.count_nonzero(status == REMOVED)),
        "began": int(np.count_nonzero(state["first"])),
    }
