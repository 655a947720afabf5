"""Starsim: one module with states, on its own static random network, NumPy over edges.

What never changes (how many cops each sees, the edges at cops in the order of cops) is worked out once. One uniform a
cop says which of its active ties it arrests.
"""

import numpy as np
import starsim as ss
from timed import answer, question


class Violence(ss.Module):
    """Citizens, cops and jail."""

    def __init__(self, numbers):
        super().__init__()
        self.define_pars(**{k: numbers[k] for k in ("legitimacy", "threshold", "arrest_constant", "max_jail", "cops")})
        self.define_states(
            ss.FloatArr("hardship", default=ss.random(name="hardship")),
            ss.FloatArr("aversion", default=ss.random(name="aversion")),
            ss.BoolState("cop"),
            ss.BoolState("active"),
            ss.FloatArr("jail", default=0),
        )
        self.pick = ss.random(name="pick")
        self.term = ss.randint(name="term", low=1, high=numbers["max_jail"] + 1)
        self.counts = (0, 0)

    def init_post(self):
        super().init_post()
        n = len(self.sim.people)
        first = n - self.pars.cops
        self.cop[ss.uids(np.arange(first, n))] = True

    def prepare(self):
        """What never changes, once the network has its edges."""
        edges = self.sim.networks[0].edges
        self.p1, self.p2 = np.asarray(edges.p1), np.asarray(edges.p2)
        n = len(self.sim.people)
        cop = self.cop.raw[:n]
        self.cops_seen = np.bincount(self.p2[cop[self.p1]], minlength=n) + np.bincount(
            self.p1[cop[self.p2]], minlength=n
        )
        at = np.concatenate([self.p1[cop[self.p1]], self.p2[cop[self.p2]]])
        other = np.concatenate([self.p2[cop[self.p1]], self.p1[cop[self.p2]]])
        order = np.argsort(at, kind="stable")
        self.at_cop, self.of_cop = at[order], other[order]
        self.grievance = np.where(cop, 0.0, self.hardship.raw[:n] * (1 - self.pars.legitimacy))

    def step(self):
        n = len(self.sim.people)
        jail, active = self.jail.raw[:n], self.active.raw[:n]
        free = jail == 0
        jail[~free] -= 1
        actives = 1 + np.bincount(self.p2[active[self.p1]], minlength=n) + np.bincount(
            self.p1[active[self.p2]], minlength=n
        )
        chance = 1 - np.exp(-self.pars.arrest_constant * self.cops_seen / actives)
        active[:] = free & (self.grievance - self.aversion.raw[:n] * chance > self.pars.threshold)
        seen = active[self.of_cop]
        at, other = self.at_cop[seen], self.of_cop[seen]
        if len(at):
            cops, first, count = np.unique(at, return_index=True, return_counts=True)
            left = (self.pick.rvs(ss.uids(cops)) * count).astype(int)
            taken = ss.uids(np.unique(other[first + left]))
            active[taken] = False
            jail[taken] = self.term.rvs(taken)
        self.counts = (np.count_nonzero(active), np.count_nonzero(jail))


def setup(numbers, seed, steps):
    """The simulation, initialised."""
    ss.options(verbose=0, crn=question()["setting"] != "no-crn")
    net = ss.RandomExactNet(n_contacts=ss.constant(numbers["degree"]), dynamic=False)
    sim = ss.Sim(
        n_agents=numbers["people"], networks=net, modules=Violence(numbers), start=0, dur=steps, dt=1,
        rand_seed=seed, verbose=0,
    )
    sim.init()
    module = next(m for m in sim.modules if isinstance(m, Violence))  # initialising may have copied it
    module.prepare()
    sim.violence = module
    return sim


def seen(sim):
    """Counts."""
    active, jailed = sim.violence.counts
    return {"active": active, "jailed": jailed}


answer(
    setup,
    lambda sim, k: sim.run_one_step(),
    seen,
    packages=("starsim", "numba", "numpy"),
    differs=("a tie may lead back to oneself (about one person in N)",),
)
