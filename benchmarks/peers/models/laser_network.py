"""LASER: a LaserFrame of columns, neighbours by a table of fixed width, numba kernels over agents on all threads.

What never changes (how many cops each sees) is counted once. Draws are numba's, one generator a thread, as in
laser-generic's own components.
"""

import math

import numba as nb
import numpy as np
from laser.core import LaserFrame
from laser.core.random import seed as set_seed
from timed import answer


@nb.njit(parallel=True, nogil=True, cache=True)
def count_cops(ties, citizens, cops):
    for i in nb.prange(ties.shape[1]):
        seen = 0
        for t in range(ties.shape[0]):
            seen += ties[t, i] >= citizens
        cops[i] = seen


@nb.njit(parallel=True, nogil=True, cache=True)
def decide(grievance, aversion, cops, ties, jail, active, acts, citizens, threshold, k):
    for i in nb.prange(citizens):
        acts[i] = 0
        if jail[i] > 0:
            jail[i] -= 1
        elif grievance[i] > threshold:
            actives = 1
            for t in range(ties.shape[0]):
                actives += active[ties[t, i]]
            chance = 1.0 - math.exp(-k * cops[i] / actives)
            if grievance[i] - aversion[i] * chance > threshold:
                acts[i] = 1


@nb.njit(parallel=True, nogil=True, cache=True)
def choose(ties, active, chosen, citizens):
    for c in nb.prange(chosen.size):
        seen = 0
        for t in range(ties.shape[0]):
            seen += active[ties[t, citizens + c]]
        chosen[c] = -1
        if seen > 0:
            left = int(np.random.rand() * seen)  # noqa: NPY002 (as LASER's own kernels)
            for t in range(ties.shape[0]):
                other = ties[t, citizens + c]
                if active[other]:
                    if left == 0:
                        chosen[c] = other
                        break
                    left -= 1


@nb.njit(nogil=True, cache=True)
def arrest(chosen, active, jail, longest):
    for i in chosen:
        if i >= 0 and active[i]:
            active[i] = 0
            jail[i] = np.random.randint(1, longest + 1)  # noqa: NPY002


@nb.njit(parallel=True, nogil=True, cache=True)
def count(active, jail):
    out = held = 0
    for i in nb.prange(active.size):
        out += active[i]
        held += jail[i] > 0
    return out, held


class Violence:
    """Frame and steps."""

    def __init__(self, numbers, seed):
        rng = set_seed(seed)
        n = numbers["people"]
        self.numbers = numbers
        self.citizens = n - numbers["cops"]
        people = self.people = LaserFrame(n)
        people.add_scalar_property("grievance", np.float32)
        people.add_scalar_property("aversion", np.float32)
        people.add_scalar_property("cops_seen", np.uint8)
        people.add_scalar_property("jail", np.int16)
        people.add_scalar_property("active", np.uint8)
        people.add_scalar_property("acts", np.uint8)
        people.add_vector_property("ties", numbers["degree"], np.int32)
        people.grievance[:] = rng.random(n, np.float32) * np.float32(1 - numbers["legitimacy"])
        people.aversion[:] = rng.random(n, np.float32)
        for t in range(numbers["degree"]):  # a random pairing of everybody, once for each tie
            order = rng.permutation(n).astype(np.int32)
            people.ties[t, order[0::2]] = order[1::2]
            people.ties[t, order[1::2]] = order[0::2]
        count_cops(people.ties, self.citizens, people.cops_seen)
        self.chosen = np.zeros(numbers["cops"], np.int32)

    def step(self):
        p, numbers = self.people, self.numbers
        decide(
            p.grievance, p.aversion, p.cops_seen, p.ties, p.jail, p.active, p.acts, self.citizens,
            numbers["threshold"], numbers["arrest_constant"],
        )  # fmt: skip
        p.active[:] = p.acts
        choose(p.ties, p.active, self.chosen, self.citizens)
        arrest(self.chosen, p.active, p.jail, numbers["max_jail"])


def seen(model):
    """Counts."""
    active, jailed = count(model.people.active, model.people.jail)
    return {"active": active, "jailed": jailed}


answer(
    lambda numbers, seed, steps: Violence(numbers, seed),
    lambda model, k: model.step(),
    seen,
    packages=("laser-core", "numba", "numpy"),
)
