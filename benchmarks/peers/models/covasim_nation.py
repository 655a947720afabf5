"""Covasim's own epidemic with random contacts: what a step of a well-known individual-based model costs."""

import covasim as cv
from timed import answer


def setup(numbers, seed, steps):
    """The simulation, initialised."""
    cv.options(verbose=0)
    sim = cv.Sim(
        pop_size=numbers["people"],
        pop_type="random",
        pop_infected=numbers["first"],
        contacts={"a": numbers["contacts"]},
        n_days=steps,
        rand_seed=seed,
        verbose=0,
    )
    sim.initialize()
    return sim


answer(
    setup,
    lambda sim, k: sim.step(),
    lambda sim: {"out": sim.people.infectious.sum()},
    packages=("covasim", "numba", "numpy"),
    differs=("another model: an epidemic, for what a step costs; `out` is people infectious",),
)
