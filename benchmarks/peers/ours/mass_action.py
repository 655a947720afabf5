"""Susceptible and infected, everybody meeting everybody: what laser-generic's SI model does with one patch.

All who are susceptible are infected with one and the same chance p = 1 - exp(-beta I / N), so a person's draw is only
asked whether it lies below a line. Sixteen random bits settle that for all but one in 65,536, who get 32 more; one
Philox block serves eight people. Exact in law to 2^-48, and on any number of threads the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, param
from contested.ground import streams
from contested.ground.compiled import parallel, prange, serial
from contested.ground.draws import fill, four
from contested.ground.exact import exp
from contested.ground.shuffle import half_bits, shuffle_key, shuffled

STREAMS = streams.own()
FIRST = STREAMS(910)
INFECT = STREAMS(911)
FINER = STREAMS(912)

SUSCEPTIBLE, INFECTED, NOBODY = 0, 1, 2
#: half-words a Philox block gives, and so rows of the table of people
LANES = 8
#: columns one thread handles at a time
STRETCH = 4096


@dataclass(frozen=True, kw_only=True)
class MassAction(Params):
    """Numbers of the model; see `benchmarks.peers.specs`."""

    people: int = param(
        1_000_000, unit="person", within=(1, 2**31 - 1), source="assumed", whole=True, meaning="people, N"
    )
    beta: float = param(
        0.1, unit="1/day", within=(0, 100), source="assumed", meaning="people one infected person infects a step, beta"
    )
    first: int = param(
        1000, unit="person", within=(0, 2**31 - 1), source="assumed", whole=True, meaning="infected at the start"
    )


def make(params: MassAction) -> Model:
    """The model."""
    return Model(
        name="mass-action",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(Observable("infected", "person", "people infected so far"),),
        static=frozenset({"words"}),
        scratch=frozenset({"words"}),
        clock="step",
    )


def init(params: MassAction, seed: int) -> State:
    """`first` random people are infected. Person i stands in row i // columns, column i % columns of the table."""
    columns = (params.people + LANES - 1) // LANES
    people = np.full(LANES * columns, NOBODY, np.uint8)
    people[: params.people] = SUSCEPTIBLE
    _seed(people, params.people, min(params.first, params.people), seed)
    return {
        "people": people.reshape(LANES, columns),
        "words": np.zeros((4, columns), np.uint32),
        "numbers": np.array([min(params.first, params.people)]),
    }


@serial
def _seed(people, n, first, seed):
    key0, key1 = shuffle_key(seed, FIRST, 0, 0)
    half = half_bits(n)
    for k in range(first):
        people[shuffled(k, n, half, key0, key1)] = INFECTED


def step(state: State, params: MassAction, tick: Tick) -> State:
    """Everybody susceptible is infected with the chance of the moment."""
    numbers = state["numbers"]
    chance = 1.0 - exp(-params.beta * (numbers[0] / params.people))
    line = min(1 << 48, int(chance * (1 << 48) + 0.5))
    if line > 0:
        fill(tick.seed, INFECT, tick.step, state["words"])
        numbers[0] += _infect(state["people"], state["words"], line >> 32, line & 0xFFFFFFFF, tick.seed, tick.step)
    return state


@parallel
def _infect(people, words, line, rest, seed, step):
    columns = people.shape[1]
    parts = (columns + STRETCH - 1) // STRETCH
    new = np.zeros(parts, np.int64)
    for part in prange(parts):
        begin = part * STRETCH
        end = min(columns, begin + STRETCH)
        for lane in range(4):
            for half in range(2):
                row = 2 * lane + half
                infected, close = _below(people[row, begin:end], words[lane, begin:end], 16 * half, line)
                if close > 0:
                    infected += _finer(
                        people[row, begin:end], words[lane, begin:end], 16 * half, line, rest, seed, step,
                        row * columns + begin,
                    )  # fmt: skip
                new[part] += infected
    return new.sum()


@serial
def _below(people, words, shift, line):
    """Infects those whose half-word lies below the line; also counts those who lie on it. No branch: vectorised."""
    infected = 0
    close = 0
    s = np.uint32(shift)
    low = np.uint32(0xFFFF)
    at = np.uint32(line)
    for k in range(people.size):
        word = (words[k] >> s) & low
        susceptible = people[k] == SUSCEPTIBLE
        new = susceptible & (word < at)
        close += susceptible & (word == at)
        infected += new
        people[k] |= np.uint8(new)
    return infected, close


@serial
def _finer(people, words, shift, line, rest, seed, step, first):
    """Those on the line draw 32 bits more."""
    infected = 0
    for k in range(people.size):
        if people[k] == SUSCEPTIBLE and ((words[k] >> np.uint32(shift)) & np.uint32(0xFFFF)) == line:
            u, _, _, _ = four(seed, FINER, first + k, step, 0)
            if u * 4294967296.0 < rest:
                people[k] = INFECTED
                infected += 1
    return infected


def observe(state: State) -> dict[str, float]:
    """How many are infected."""
    return {"infected": int(state["numbers"][0])}
