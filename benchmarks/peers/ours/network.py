"""Civil violence on a fixed random network: the rules of `benchmarks.peers.specs`, as a model of the one contract.

Whoever a person sees never changes, so everything about their choice but the number of active neighbours is known at
the start: chance of arrest falls with that number, hence there is a smallest one at which they act. `short` says how
many are missing: a step looks at this one byte and two more of everybody, and only those who changed tell their
neighbours - of these, the cops and those for whom it can make a difference, who stand first among their ties. Exact, on
any number of threads: counts are integers, and each draw is a function of its key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, param
from contested.ground import streams
from contested.ground.compiled import parallel, prange, serial
from contested.ground.draws import four, uniform
from contested.ground.errors import ParameterError
from contested.ground.exact import exp
from contested.ground.ties import match_everyone

STREAMS = streams.own()
HARDSHIP = STREAMS(900)
AVERSION = STREAMS(901)
TIES = STREAMS(902)
ARREST = STREAMS(903)
TERM = STREAMS(904)

ACTIVE, JAILED, ARRESTS = 0, 1, 2
QUIET, ACTS, HELD = 0, 1, 2
#: more active neighbours than anybody has are missing to those whose grievance alone is too small
NEVER = -100
#: rows one thread handles at a time; a multiple of 8
BLOCK = 4096
#: with fewer blocks than this waking a second thread takes longer than the work
FEW = 64


@dataclass(frozen=True, kw_only=True)
class Network(Params):
    """Numbers of the model; see `benchmarks.peers.specs`."""

    people: int = param(
        10_000, unit="person", within=(64, 2**31 - 2), source="assumed", whole=True,
        meaning="citizens and cops together, an even number so that everybody has every tie",
    )  # fmt: skip
    cops: float = param(
        0.074 / 0.774, unit="share", within=(0, 1), source="assumed", meaning="cops among people"
    )
    degree: int = param(16, unit="tie", within=(1, 64), source="assumed", whole=True, meaning="ties of everybody")
    legitimacy: float = param(0.8, unit="share", within=(0, 1), source="epstein2002", meaning="legitimacy, L")
    threshold: float = param(0.1, unit="level", within=(-1, 1), source="epstein2002", meaning="threshold, T")
    arrest_constant: float = param(2.3, unit="-", within=(0, 100), source="epstein2002", meaning="k")
    max_jail: int = param(
        30, unit="step", within=(1, 254), source="epstein2002", whole=True, meaning="longest term, J max"
    )


def make(params: Network) -> Model:
    """The model."""
    if params.people % 2:
        raise ParameterError(
            f"people: expected an even number; got {params.people}.", "each tie pairs everybody with somebody"
        )
    return Model(
        name="network-violence",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("active", "person", "citizens in open rebellion"),
            Observable("jailed", "person", "citizens in jail"),
            Observable("arrests", "person", "arrests of the step"),
        ),
        static=frozenset({"ties", "useful", "changed", "chosen"}),
        scratch=frozenset({"changed", "chosen"}),
        clock="step",
    )


def citizens_of(params: Network) -> int:
    """How many are no cops; rows from there on are cops."""
    return params.people - round(params.people * params.cops)


def init(params: Network, seed: int) -> State:
    """Everybody quiet and free."""
    n = params.people
    citizens = citizens_of(params)
    ties = _aligned(n, params.degree)
    for column in range(params.degree):
        match_everyone(ties, column, seed, TIES, column)
    short = np.empty(n, np.int8)
    _shortfalls(short, ties, citizens, 1.0 - params.legitimacy, params.threshold, params.arrest_constant, seed)
    useful = np.empty(n, np.uint8)
    _useful_first(ties, useful, short, citizens)
    return {
        "ties": ties,
        "useful": useful,
        # citizens: active neighbours beyond those at which they act, below 0 if too few; cops: active neighbours
        "short": short,
        "status": np.zeros(n, np.uint8),
        # of the jailed: the last step they serve, its last eight bits
        "until": np.zeros(n, np.uint8),
        "numbers": np.zeros(3, np.int64),
        # a list a block of rows: who changed; whom cops take
        "changed": np.zeros(n, np.int32),
        "chosen": np.zeros(n - citizens, np.int32),
    }


def _aligned(n: int, degree: int) -> np.ndarray:
    """An int32 table that begins where a cache line does: sixteen ties are then one line, and not parts of two."""
    room = np.empty(4 * n * degree + 64, np.uint8)
    skip = -room.ctypes.data % 64
    return room[skip : skip + 4 * n * degree].view(np.int32).reshape(n, degree)


@parallel
def _shortfalls(short, ties, citizens, illegitimacy, threshold, k, seed):
    """How many active neighbours each has beyond the smallest number at which they act, when nobody is active."""
    n, degree = ties.shape
    chance = np.empty((degree + 1, degree + 1))
    for cops in range(degree + 1):
        for others in range(degree + 1):
            chance[cops, others] = 1.0 - exp(-k * (cops / (1.0 + others)))
    for part in prange((n + BLOCK - 1) // BLOCK):
        for i in range(part * BLOCK, min(n, (part + 1) * BLOCK)):
            short[i] = NEVER if i < citizens else 0
            grievance = illegitimacy * uniform(seed, HARDSHIP, i, 0, 0)
            if i >= citizens or grievance <= threshold:
                continue
            cops = 0
            for t in range(degree):
                if ties[i, t] >= citizens:
                    cops += 1
            aversion = uniform(seed, AVERSION, i, 0, 0)
            for others in range(degree + 1):
                if grievance - aversion * chance[cops, others] > threshold:
                    short[i] = -others
                    break


@parallel
def _useful_first(ties, useful, short, citizens):
    """Order each row's ties: first the `useful` ones, which are looked at.

    Of a citizen: cops, and citizens who act with some number of active neighbours but not with none. Of a cop: whoever
    may ever act.
    """
    n, degree = ties.shape
    for part in prange((n + BLOCK - 1) // BLOCK):
        for i in range(part * BLOCK, min(n, (part + 1) * BLOCK)):
            first = 0
            for t in range(degree):
                j = ties[i, t]
                if i >= citizens:
                    counts = j < citizens and short[j] != NEVER
                else:
                    counts = j >= citizens or (short[j] != NEVER and short[j] != 0)
                if counts:
                    ties[i, t] = ties[i, first]
                    ties[i, first] = j
                    first += 1
            useful[i] = first


def step(state: State, params: Network, tick: Tick) -> State:
    """Everybody decides at once on the actives of the last step; then each cop takes one."""
    citizens = citizens_of(params)
    blocks = (citizens + BLOCK - 1) // BLOCK
    play = _play_serially if blocks < FEW else _play
    counts = np.zeros((blocks, 3), np.int64)
    play(
        state["ties"], state["useful"], state["short"], state["status"], state["until"], state["changed"],
        state["chosen"], state["numbers"], counts, citizens, params.max_jail, tick.seed, tick.step,
    )  # fmt: skip
    return state


# The same lines twice: numba keeps compiled code by a function's name, so one function cannot be both.


@serial
def _play_serially(ties, useful, short, status, until, changed, chosen, numbers, counts, citizens, longest, seed, step):
    for part in range(counts.shape[0]):
        _decide(part, status, until, short, changed, counts, citizens, step)
    gained = _tell(ties, useful, short, status, changed, counts)
    for part in range(counts.shape[0]):
        _choose(part, ties, useful, status, short, chosen, counts, citizens, seed, step)
    _arrest(ties, useful, short, status, until, chosen, numbers, counts, gained, longest, seed, step)


@parallel
def _play(ties, useful, short, status, until, changed, chosen, numbers, counts, citizens, longest, seed, step):
    for part in prange(counts.shape[0]):
        _decide(part, status, until, short, changed, counts, citizens, step)
    gained = _tell(ties, useful, short, status, changed, counts)
    for part in prange(counts.shape[0]):
        _choose(part, ties, useful, status, short, chosen, counts, citizens, seed, step)
    _arrest(ties, useful, short, status, until, chosen, numbers, counts, gained, longest, seed, step)


@serial
def _decide(part, status, until, short, changed, counts, citizens, step):
    """Who acts now, of one block; those who begin or cease to are listed. A last step in jail ends in being quiet."""
    mark = np.zeros(BLOCK, np.uint8)
    today = np.uint8(step & 255)
    first = part * BLOCK
    end = min(citizens, first + BLOCK)
    n = end - first
    status, until, short, changed = status[first:end], until[first:end], short[first:end], changed[first:end]
    for i in range(n):  # bytes only and no branch, so that LLVM handles 64 people at a time
        was = status[i]
        held = was == HELD
        stays = held & (until[i] != today)
        now = (np.uint8(stays) << np.uint8(1)) | np.uint8((not held) & (short[i] >= 0))
        mark[i] = now ^ was
    found = 0
    freed = 0
    wide = mark.view(np.uint64)
    for g in range((n + 7) // 8):
        if wide[g] == 0:
            continue
        for i in range(8 * g, 8 * g + 8):
            if mark[i] == 0:
                continue
            was = status[i]
            now = was ^ mark[i]
            status[i] = now
            if was == HELD:
                freed += 1
            if was == ACTS or now == ACTS:
                changed[found] = first + i
                found += 1
    counts[part, 0] = found
    counts[part, 1] = freed


@serial
def _tell(ties, useful, short, status, changed, counts):
    """Those who began or ceased to act tell their neighbours. Returns how many more act."""
    gained = 0
    for part in range(counts.shape[0]):
        first = part * BLOCK
        for r in range(first, first + counts[part, 0]):
            i = changed[r]
            by = np.int8(1) if status[i] == ACTS else np.int8(-1)
            gained += by
            for t in range(useful[i]):
                short[ties[i, t]] += by
    return gained


@serial
def _choose(part, ties, useful, status, short, chosen, counts, citizens, seed, step):
    """Each cop of one part of them who sees somebody active picks one: the citizens picked are listed."""
    first = part * chosen.size // counts.shape[0]
    cops = short[citizens + first : citizens + (part + 1) * chosen.size // counts.shape[0]]
    chosen = chosen[first:]
    mark = np.zeros((cops.size + 7) // 8 * 8, np.uint8)
    for c in range(cops.size):
        mark[c] = cops[c] > 0
    wide = mark.view(np.uint64)
    found = 0
    for g in range((cops.size + 7) // 8):
        if wide[g] == 0:
            continue
        for c in range(8 * g, 8 * g + 8):
            if mark[c] == 0:
                continue
            row = citizens + first + c
            left = int(uniform(seed, ARREST, first + c, step, 0) * cops[c])
            taken = 0
            for t in range(useful[row]):  # to the end and without a branch, so that all are fetched at once
                i = ties[row, t]
                acts = status[i] == ACTS
                taken = i if acts & (left == 0) else taken
                left -= acts
            chosen[found] = taken
            found += 1
    counts[part, 2] = found


@serial
def _arrest(ties, useful, short, status, until, chosen, numbers, counts, gained, longest, seed, step):
    """Those chosen go to jail, once however many cops chose them."""
    taken = 0
    freed = 0
    for part in range(counts.shape[0]):
        freed += counts[part, 1]
        first = part * chosen.size // counts.shape[0]
        for r in range(first, first + counts[part, 2]):
            i = chosen[r]
            if status[i] != ACTS:
                continue
            status[i] = HELD
            u, _, _, _ = four(seed, TERM, i, step, 0)
            until[i] = (step + 1 + int(u * longest)) & 255
            taken += 1
            for t in range(useful[i]):
                short[ties[i, t]] -= np.int8(1)
    numbers[ACTIVE] += gained - taken
    numbers[JAILED] += taken - freed
    numbers[ARRESTS] = taken


def observe(state: State) -> dict[str, float]:
    """Counts of the step."""
    active, jailed, arrests = (int(v) for v in state["numbers"])
    return {"active": active, "jailed": jailed, "arrests": arrests}
