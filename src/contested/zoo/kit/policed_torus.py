"""Cops and citizens on a torus: what a citizen risks, what a cop does. Shared by Epstein's two models.

How many cops and actives a person sees is kept, not counted: it changes only when a cop moves, or somebody active
moves, turns or is taken.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.compiled import inlined, serial
from contested.ground.draws import four
from contested.ground.shuffle import half_bits, shuffle_key, shuffled
from contested.zoo.kit.torus_sight import add_around, count_around, empty_around, find_around

STREAMS = streams.own()
MOVE = STREAMS(0)
ARREST = STREAMS(1)
RETURN = STREAMS(2)

#: the jail column of those who are free
FREE = -1
#: a term that does not end
LIFE = 2**31 - 1
# positions of the choices in params.py
EXACT, ROUND, FLOOR = 0, 1, 2
OFF_GRID, IN_PLACE, UNDER_FOOT = 0, 1, 2
EVERYBODY, COPS, NOBODY = 0, 1, 2
# what `tally` counts
ACTIVE, JAILED, ARRESTS = 0, 1, 2


class Ground(NamedTuple):
    """Columns by citizen: hardship, aversion, active, jail, site, beneath. By cop: cop. By site: the others."""

    hardship: np.ndarray
    aversion: np.ndarray
    active: np.ndarray
    jail: np.ndarray
    site: np.ndarray
    beneath: np.ndarray
    cop: np.ndarray
    here: np.ndarray
    standing: np.ndarray
    actives_here: np.ndarray
    cops_seen: np.ndarray
    actives_seen: np.ndarray


class Law(NamedTuple):
    """The numbers and readings of one step."""

    side: int
    illegitimacy: float
    threshold: float
    arrest_constant: float
    terms: int
    ratio: int
    twice: int
    act_first: int
    takes_place: int
    jailed: int
    own_turn: int
    movement: int
    same_sight: int


@inlined
def arrest_chance(cops: int, actives: int, k: float, ratio: int) -> float:
    """P = 1 - exp(-k C/A), with C/A as it is, to the nearest whole number (halves to even), or rounded down."""
    if cops == 0:
        return 0.0
    if ratio == EXACT:
        return 1.0 - math.exp(-k * (cops / actives))
    whole = cops // actives
    if ratio == ROUND:
        twice_rest = 2 * (cops - whole * actives)
        if twice_rest > actives or (twice_rest == actives and whole & 1 == 1):
            whole += 1
    if whole == 0:
        return 0.0
    return 1.0 - math.exp(-k * whole)


@inlined
def enter(here: np.ndarray, beneath: np.ndarray, i: int, at: int) -> None:
    """Put citizen i on a site, on top of who is there."""
    beneath[i] = here[at]
    here[at] = i


@inlined
def leave(here: np.ndarray, beneath: np.ndarray, i: int, at: int) -> None:
    """Take citizen i off a site."""
    above = here[at]
    if above == i:
        here[at] = beneath[i]
    else:
        while beneath[above] != i:
            above = beneath[above]
        beneath[above] = beneath[i]
    beneath[i] = -1


@serial
def place(kind: np.ndarray, citizens: int, taken: int, seed: int, stream: int) -> None:
    """Mark random sites 1 (`citizens` of them) and 2 (those up to `taken`), the others 0."""
    key0, key1 = shuffle_key(seed, stream, 0, 0)
    n = kind.size
    half = half_bits(n)
    for s in range(n):
        at = shuffled(s, n, half, key0, key1)
        kind[s] = 1 if at < citizens else (2 if at < taken else 0)


@serial
def stand(
    site: np.ndarray, cop: np.ndarray, here: np.ndarray, beneath: np.ndarray, cops_seen: np.ndarray, side: int,
    eye: np.ndarray,
) -> None:
    """Put everybody on their site, and count the cops that each site sees."""
    for i in range(site.size):
        enter(here, beneath, i, site[i])
    for at in cop:
        add_around(cops_seen, side, at, eye, 1)


@inlined
def cop_turn(
    g: Ground, law: Law, eye: np.ndarray, cop_eye: np.ndarray, j: int, seed: int, row: int, step: int,
    tally: np.ndarray,
) -> tuple[int, int]:
    """Cop number j moves and arrests, in the order of the law; who is arrested, and where, or -1."""
    side = law.side
    began = g.cop[j]
    taken = -1
    scene = -1
    at = began
    if law.movement != NOBODY and law.act_first == 0:
        at = _walk(g.standing, side, at, cop_eye, seed, row, step)
    seen = 0
    # whoever is seen by this cop sees the cop, so with one vision for all the look-up is the count
    if law.same_sight == 0 or g.actives_seen[at] > 0:
        seen = count_around(g.actives_here, side, at, cop_eye)
    if seen > 0:
        u, v, _, _ = four(seed, ARREST, row, step, 0)
        place, skip = find_around(g.actives_here, side, at, cop_eye, int(u * seen))
        i = g.here[place]
        while g.active[i] == 0 or skip > 0:
            skip -= g.active[i]
            i = g.beneath[i]
        taken = i
        scene = place
        g.active[i] = 0
        g.actives_here[place] -= 1
        add_around(g.actives_seen, side, place, eye, -1)
        tally[ACTIVE] -= 1
        tally[ARRESTS] += 1
        term = LIFE if law.terms == 0 else int(v * law.terms)
        if term > 0 or law.jailed != UNDER_FOOT:
            g.jail[i] = term
            tally[JAILED] += 1
            if law.jailed != IN_PLACE:
                g.standing[place] -= 1
            if law.jailed == OFF_GRID:
                leave(g.here, g.beneath, i, place)
                g.site[i] = -1
        if law.takes_place == 1 and place != at:
            g.standing[at] -= 1
            g.standing[place] += 1
            at = place
    if law.movement != NOBODY and law.act_first == 1:
        at = _walk(g.standing, side, at, cop_eye, seed, row, step)
    if at != began:
        add_around(g.cops_seen, side, began, eye, -1)
        add_around(g.cops_seen, side, at, eye, 1)
        g.cop[j] = at
    return taken, scene


@inlined
def _walk(standing: np.ndarray, side: int, at: int, cop_eye: np.ndarray, seed: int, row: int, step: int) -> int:
    to = empty_around(standing, side, at, cop_eye, seed, MOVE, row, step)
    if to < 0:
        return at
    standing[at] -= 1
    standing[to] += 1
    return to
