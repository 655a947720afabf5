"""AgentPy: a torus grid and one list of agents. The 112 sites in sight are read from the grid's array of sets at one
go, since `Grid.neighbors` knows squares only and does not tell empty sites."""

import math

import agentpy as ap
import numpy as np
from timed import answer


class Citizen(ap.Agent):
    """Acts if grievance outweighs risk."""

    def setup(self):
        self.is_cop = False
        self.active = False
        self.arrested = False
        self.sentence = 0
        self.aversion = self.model.random.random()
        self.grievance = self.model.random.random() * (1 - self.p.legitimacy)

    def turn(self):
        if self.sentence:
            self.sentence -= 1
            return
        self.arrested = False
        cops, actives, empty = 0, 1, []
        for k, site in enumerate(self.model.sight(self)):
            if site:
                (other,) = site
                if other.is_cop:
                    cops += 1
                elif other.active:
                    actives += 1
            else:
                empty.append(k)
        chance = 1 - math.exp(-self.p.arrest_constant * round(cops / actives))
        self.active = self.grievance - self.aversion * chance > self.p.threshold
        if empty:
            self.model.walk(self, empty)


class Cop(ap.Agent):
    """Arrests somebody active in sight."""

    def setup(self):
        self.is_cop = True
        self.active = False
        self.arrested = False

    def turn(self):
        actives, empty = [], []
        for k, site in enumerate(self.model.sight(self)):
            if site:
                (other,) = site
                if other.active:
                    actives.append(other)
            else:
                empty.append(k)
        if actives:
            taken = self.model.random.choice(actives)
            taken.sentence = self.model.random.randint(0, self.p.max_jail)
            taken.active = False
            taken.arrested = True
        if empty:
            self.model.walk(self, empty)


class Violence(ap.Model):
    """The lattice and everybody on it."""

    def setup(self):
        side, vision = self.p.side, self.p.vision
        self.grid = ap.Grid(self, (side, side), torus=True, check_border=False)
        self.sites = self.grid.grid["agents"]
        near = [
            (x, y)
            for x in range(-vision, vision + 1)
            for y in range(-vision, vision + 1)
            if 0 < abs(x) + abs(y) <= vision
        ]
        self.dx, self.dy = np.array(near).T
        # each site draws what stands on it
        drawn = self.random.choices(
            [Citizen, Cop, None],
            cum_weights=[self.p.citizen_density, self.p.citizen_density + self.p.cop_density, 1],
            k=side * side,
        )
        placed = [(kind(self), at) for kind, at in zip(drawn, self.grid.all) if kind]
        self.everybody = ap.AgentList(self, [agent for agent, _ in placed])
        self.grid.add_agents(self.everybody, positions=[at for _, at in placed])
        self.citizens = [agent for agent in self.everybody if not agent.is_cop]

    def sight(self, agent):
        """The sets at the sites that an agent sees."""
        x, y = self.grid.positions[agent]
        side = self.p.side
        return self.sites[(x + self.dx) % side, (y + self.dy) % side]

    def walk(self, agent, empty):
        """To a random one of the empty sites."""
        k = self.random.choice(empty)
        x, y = self.grid.positions[agent]
        self.grid.move_to(agent, (int(x + self.dx[k]) % self.p.side, int(y + self.dy[k]) % self.p.side))

    def step(self):
        self.everybody.shuffle().turn()


def setup(numbers, seed, steps):
    """The model with its grid filled."""
    model = Violence({**numbers, "steps": steps + 1, "seed": seed})
    model.sim_setup()
    return model


def seen(model):
    """Counts."""
    active = jailed = 0
    for citizen in model.citizens:
        active += citizen.active
        jailed += citizen.arrested
    return {"active": active, "jailed": jailed}


answer(
    setup,
    lambda model, k: model.sim_step(),
    seen,
    packages=("agentpy", "numpy"),
    people=lambda model: len(model.everybody),
)
