"""A turn in the strife of two groups: move, decide, kill, clone. And the end of a step: age, death, release.

A row of the columns is a person, or empty. Who dies in a step leaves the row empty until the next; who is born in a
step has no turn in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import four
from contested.zoo.kit import policed_torus, turn_order
from contested.zoo.kit.policed_torus import (
    ACTIVE,
    FREE,
    JAILED,
    MOVE,
    RETURN,
    Ground,
    Law,
    arrest_chance,
    cop_turn,
    enter,
    leave,
)
from contested.zoo.kit.torus_sight import add_around, count_around, empty_anywhere, empty_around, find_around
from contested.zoo.kit.turn_order import shuffle

STREAMS = streams.own(policed_torus.STREAMS, turn_order.STREAMS)
KILL = STREAMS(5)
BIRTH = STREAMS(6)
BED = STREAMS(7)
# what `tally` counts besides active, jailed and arrests
KILLED, BORN, DIED = 3, 4, 5


class People(NamedTuple):
    """Columns by person: alive, group, age, lifespan. By group and site: members, who are there at large."""

    alive: np.ndarray
    group: np.ndarray
    age: np.ndarray
    lifespan: np.ndarray
    members: np.ndarray


@serial
def take_turns(
    g: Ground, p: People, law: Law, eye: np.ndarray, cop_eye: np.ndarray, near: np.ndarray, birth: float, max_age: int,
    seed: int, step: int, tally: np.ndarray,
) -> None:
    """Give everybody alive and every cop a turn, in a random order.

    Parameters
    ----------
    g : Ground
    p : People
        Changed, as `g` is.
    law : Law
    eye, cop_eye, near : int32 arrays
        What citizens see, what cops see, and where offspring can be born; see `torus_sight.sight`.
    birth : float, chance
    max_age : int
    seed, step : int
    tally : int64 array
        Changed by what happens.
    """
    rows = g.active.size
    order: np.ndarray = np.empty(rows + g.cop.size, np.int32)
    vacant: np.ndarray = np.empty(rows, np.int32)
    people = 0
    spare = 0
    for i in range(rows):
        if p.alive[i] == 1:
            order[people] = i
            people += 1
        else:
            vacant[spare] = i
            spare += 1
    for j in range(g.cop.size):
        order[people] = rows + j
        people += 1
    order = order[:people]
    shuffle(order, seed, step, 0)
    born = 0
    for who in order:
        if who >= rows:
            taken, scene = cop_turn(g, law, eye, cop_eye, who - rows, seed, who, step, tally)
            if taken >= 0:
                p.members[p.group[taken], scene] -= 1
            continue
        if p.alive[who] == 0 or g.jail[who] != FREE:
            continue
        _move_and_decide(g, p, law, eye, who, seed, step, tally)
        if g.active[who] == 1:
            _kill(g, p, law, eye, who, seed, step, tally)
        u, v, _, _ = four(seed, BIRTH, who, step, 0)
        if u < birth and born < spare:
            at = empty_around(g.standing, law.side, g.site[who], near, seed, BED, who, step)
            if at >= 0:
                _bear(g, p, who, vacant[born], at, 1 + int(v * max_age))
                born += 1
                tally[BORN] += 1


@scalar
def _move_and_decide(
    g: Ground, p: People, law: Law, eye: np.ndarray, who: int, seed: int, step: int, tally: np.ndarray
) -> None:
    side = law.side
    at = g.site[who]
    to = empty_around(g.standing, side, at, eye, seed, MOVE, who, step)
    if to < 0:
        to = at
    was = g.active[who]
    now = 0
    grievance = g.hardship[who] * law.illegitimacy
    if grievance > law.threshold:
        others = g.actives_seen[to] - was
        risk = arrest_chance(g.cops_seen[to], 1 + others, law.arrest_constant, law.ratio)
        if grievance - g.aversion[who] * risk > law.threshold:
            now = 1
    if to != at:
        leave(g.here, g.beneath, who, at)
        enter(g.here, g.beneath, who, to)
        g.standing[at] -= 1
        g.standing[to] += 1
        p.members[p.group[who], at] -= 1
        p.members[p.group[who], to] += 1
        g.site[who] = to
    if was == 1 and (now == 0 or to != at):
        g.actives_here[at] -= 1
        add_around(g.actives_seen, side, at, eye, -1)
    if now == 1 and (was == 0 or to != at):
        g.actives_here[to] += 1
        add_around(g.actives_seen, side, to, eye, 1)
    if now != was:
        g.active[who] = now
        tally[ACTIVE] += now - was


@scalar
def _kill(g: Ground, p: People, law: Law, eye: np.ndarray, who: int, seed: int, step: int, tally: np.ndarray) -> None:
    """A random member of the other group in sight dies, if there is one."""
    at = g.site[who]
    others = p.members[1 - p.group[who]]
    seen = count_around(others, law.side, at, eye)
    if seen > 0:
        u, _, _, _ = four(seed, KILL, who, step, 0)
        place, _ = find_around(others, law.side, at, eye, int(u * seen))
        _remove(g, p, law.side, eye, g.here[place], tally)
        tally[KILLED] += 1


@scalar
def _remove(g: Ground, p: People, side: int, eye: np.ndarray, i: int, tally: np.ndarray) -> None:
    """Somebody dies, at large or in jail."""
    at = g.site[i]
    if at >= 0:
        leave(g.here, g.beneath, i, at)
        g.standing[at] -= 1
        p.members[p.group[i], at] -= 1
        if g.active[i] == 1:
            g.active[i] = 0
            g.actives_here[at] -= 1
            add_around(g.actives_seen, side, at, eye, -1)
            tally[ACTIVE] -= 1
    else:
        tally[JAILED] -= 1
    g.jail[i] = FREE
    g.site[i] = -1
    p.alive[i] = 0


@scalar
def _bear(g: Ground, p: People, parent: int, i: int, at: int, lifespan: int) -> None:
    """Somebody is born, of the parent's group and nature."""
    p.alive[i] = 1
    p.group[i] = p.group[parent]
    p.age[i] = 0
    p.lifespan[i] = lifespan
    g.hardship[i] = g.hardship[parent]
    g.aversion[i] = g.aversion[parent]
    g.active[i] = 0
    g.jail[i] = FREE
    g.site[i] = at
    g.standing[at] += 1
    p.members[p.group[i], at] += 1
    enter(g.here, g.beneath, i, at)


@serial
def end_step(g: Ground, p: People, law: Law, eye: np.ndarray, seed: int, step: int, tally: np.ndarray) -> None:
    """Everybody is a step older, and who has lived their span dies; then terms are one shorter, and who has served
    theirs returns to a random empty site, quiet. If there is none they wait."""
    for i in range(g.active.size):
        if p.alive[i] == 0:
            continue
        p.age[i] += 1
        if p.age[i] >= p.lifespan[i]:
            _remove(g, p, law.side, eye, i, tally)
            tally[DIED] += 1
    for i in range(g.active.size):
        if g.jail[i] == FREE:
            continue
        g.jail[i] = max(g.jail[i] - 1, 0)
        if g.jail[i] > 0:
            continue
        at = empty_anywhere(g.standing, seed, RETURN, i, step)
        if at < 0:
            continue
        g.jail[i] = FREE
        g.site[i] = at
        g.standing[at] += 1
        p.members[p.group[i], at] += 1
        enter(g.here, g.beneath, i, at)
        tally[JAILED] -= 1
