"""What a smoother learns: parameters, and chance that has a name (each gathering's strength, each shock's size)."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np

from contested.ensemble.points import Member, Point, point_seed
from contested.ground import streams
from contested.ground.arrays import Flags, Floats, Ints
from contested.ground.draws import normals
from contested.inference.likelihood.cells import FLOOR_PERCENT, Cells
from contested.inference.priors import Priors
from contested.nation import tallies
from contested.nation.chance import Chance, Event, events
from contested.nation.country import Country

#: expected numbers, as columns of the state, that take the place of drawn ones: a hundred agents' arrests are a few
#: draws of a hundred persons each, and scatter more than any claim errs
EXPECTED = {"detained": "security_arrests_mean", "injured": "security_injured_mean"}
#: reported person by person at any scale
PERSONS = frozenset({*EXPECTED, "killed_street", "killed_custody", "officers_injured"})


class Members(NamedTuple):
    """Where members lie, and whose random numbers are theirs.

    Parameters
    ----------
    u : float64 array of shape (members, unknowns), standard normal under the prior
    number : int64 array of shape (members,)
        Which run of the prior each began as. It has that run's seed in all passes and continuations.
    """

    u: Floats
    number: Ints

    def take(self, rows: Ints | Flags | slice) -> Members:
        """Some of them."""
        return Members(self.u[rows], self.number[rows])

    @property
    def mark(self) -> str:
        """A hash that tells an ensemble from others."""
        return hashlib.sha256(np.ascontiguousarray(self.u).tobytes() + self.number.tobytes()).hexdigest()


class Unknowns(NamedTuple):
    """Columns of an ensemble: parameters first, then the chances of `events`; all standard normal before any claim."""

    priors: Priors
    events: tuple[Event, ...]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.priors.names) + len(self.events)

    @property
    def everywhere(self) -> Flags:
        """Which act on every day, bool array of shape (size,): parameters."""
        return np.asarray(np.arange(self.size) < len(self.priors.names))

    def reached(self, cells: Cells, cell: Ints) -> Flags:
        """Whether each can have moved what a claim speaks of, bool array of shape (size, claims); `cell` is that of
        each claim. What is over when a gathering is called was not caused by it."""
        last = np.array([c.last for c in cells.each], dtype=np.int64)[cell]
        begins = np.array([0] * len(self.priors.names) + [e.day for e in self.events], dtype=np.int64)
        return np.asarray(begins[:, None] <= last[None])

    def start(self, members: int, seed: int) -> Members:
        """Members before any claim: the first n do not depend on how many follow, nor those of an event on which others
        there are."""
        columns = [normals(members, seed, streams.SMOOTHER_START, day=k) for k in range(len(self.priors.names))]
        for event in self.events:
            key = event.key ^ (0x5A5A5A5A if event.kind == "shock" else 0)
            columns.append(normals(members, seed, streams.SMOOTHER_START, day=key, draw=1 + event.day))
        return Members(np.stack(columns, axis=1), np.arange(members))

    def points(self, members: Members, seed: int, wave: int = 0) -> list[Point]:
        """The runs of members. A member has one seed in all passes: what is left to chance stays its own."""
        d, u = len(self.priors.names), members.u
        found = []
        for k, (theta, z, number) in enumerate(zip(self.priors.to_theta(u[:, :d]), u[:, d:], members.number.tolist())):
            member = Member(point_seed(seed, 0, number, 0), Chance(self.events, tuple(z.tolist())))
            found.append(Point(seed, wave, k, 0, self.priors.settings(theta), member))
        return found


def unknowns(priors: Priors, country: Country, until: int) -> Unknowns:
    """Parameters, and all scripted gatherings and shocks up to a day."""
    return Unknowns(priors, events(country, until))


def floor_and_lump(cells: Cells, scale: int) -> tuple[Floats, Floats]:
    """What stands for none in each cell, and what one independent case counts, float64 arrays of shape (cells,)."""
    agent = np.array([not set(c.observables) <= PERSONS for c in cells.each], dtype=bool)
    ratio = np.array([any(name in tallies.RATIOS for name in c.observables) for c in cells.each], dtype=bool)
    floor = np.where(ratio, FLOOR_PERCENT, np.where(agent, scale / 2, 0.5))
    return floor, np.where(ratio, 0.0, np.where(agent, float(scale), 1.0))
