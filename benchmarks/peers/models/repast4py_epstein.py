"""Repast4Py: a shared context and a shared torus grid, in one process.

Points in sight of a site are kept once they were asked for, as Mesa keeps its neighbourhoods.
"""

import math

from mpi4py import MPI
from repast4py import core, random
from repast4py.context import SharedContext
from repast4py.geometry import BoundingBox
from repast4py.space import BorderType, DiscretePoint, OccupancyType, SharedGrid
from timed import answer


class Citizen(core.Agent):
    """Acts if grievance outweighs risk."""

    is_cop = False

    def __init__(self, number, grievance, aversion):
        super().__init__(id=number, type=0, rank=0)
        self.grievance, self.aversion = grievance, aversion
        self.active = self.arrested = False
        self.sentence = 0

    def turn(self, model):
        if self.sentence:
            self.sentence -= 1
            return
        self.arrested = False
        cops, actives, empty = 0, 1, []
        agent_at = model.grid.get_agent
        for point in model.sight(self):
            other = agent_at(point)
            if other is None:
                empty.append(point)
            elif other.is_cop:
                cops += 1
            elif other.active:
                actives += 1
        chance = 1 - math.exp(-model.numbers["arrest_constant"] * round(cops / actives))
        self.active = self.grievance - self.aversion * chance > model.numbers["threshold"]
        model.walk(self, empty)


class Cop(core.Agent):
    """Arrests somebody active in sight."""

    is_cop = True
    active = arrested = False

    def __init__(self, number):
        super().__init__(id=number, type=1, rank=0)

    def turn(self, model):
        actives, empty = [], []
        agent_at = model.grid.get_agent
        for point in model.sight(self):
            other = agent_at(point)
            if other is None:
                empty.append(point)
            elif other.active:
                actives.append(other)
        if actives:
            taken = actives[int(random.default_rng.integers(len(actives)))]
            taken.sentence = int(random.default_rng.integers(0, model.numbers["max_jail"] + 1))
            taken.active = False
            taken.arrested = True
        model.walk(self, empty)


class Violence:
    """Context, grid and everybody on it."""

    def __init__(self, numbers, seed):
        random.init(seed)
        rng = random.default_rng
        side, vision = numbers["side"], numbers["vision"]
        self.numbers, self.side = numbers, side
        self.context = SharedContext(MPI.COMM_WORLD)
        self.grid = SharedGrid(
            f"torus {seed}", BoundingBox(0, side, 0, side, 0, 0), BorderType.Periodic, OccupancyType.Single, 0,
            MPI.COMM_WORLD,
        )  # fmt: skip
        self.context.add_projection(self.grid)
        self.points = [[DiscretePoint(x, y, 0) for x in range(side)] for y in range(side)]
        self.near = [
            (x, y)
            for x in range(-vision, vision + 1)
            for y in range(-vision, vision + 1)
            if 0 < abs(x) + abs(y) <= vision
        ]
        self.seen_from = {}
        self.citizens = []
        kinds = rng.random((side, side))
        for y in range(side):
            for x in range(side):
                if kinds[y, x] < numbers["citizen_density"]:
                    agent = Citizen(y * side + x, rng.random() * (1 - numbers["legitimacy"]), rng.random())
                    self.citizens.append(agent)
                elif kinds[y, x] < numbers["citizen_density"] + numbers["cop_density"]:
                    agent = Cop(y * side + x)
                else:
                    continue
                self.context.add(agent)
                self.grid.move(agent, self.points[y][x])

    def sight(self, agent):
        """Points in sight of where an agent stands."""
        at = self.grid.get_location(agent)
        key = (at.x, at.y)
        if key not in self.seen_from:
            side = self.side
            self.seen_from[key] = [self.points[(at.y + dy) % side][(at.x + dx) % side] for dx, dy in self.near]
        return self.seen_from[key]

    def walk(self, agent, empty):
        """To a random one of the empty points."""
        if empty:
            self.grid.move(agent, empty[int(random.default_rng.integers(len(empty)))])

    def step(self):
        for agent in self.context.agents(shuffle=True):
            agent.turn(self)
        self.context.synchronize(None)


def seen(model):
    """Counts."""
    active = jailed = 0
    for citizen in model.citizens:
        active += citizen.active
        jailed += citizen.arrested
    return {"active": active, "jailed": jailed}


answer(
    lambda numbers, seed, steps: Violence(numbers, seed),
    lambda model, k: model.step(),
    seen,
    packages=("repast4py", "mpi4py", "numpy"),
    people=lambda model: model.context.size()[-1],
    differs=("one process: an arrest across the border of two ranks would need a protocol of its own",),
)
