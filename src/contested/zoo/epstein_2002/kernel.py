"""One turn after another: move, decide, arrest. Everybody acts on what those before them in the step have changed."""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import parallel, prange, serial
from contested.ground.draws import four
from contested.zoo.kit import policed_torus, turn_order
from contested.zoo.kit.policed_torus import (
    ACTIVE,
    EVERYBODY,
    FREE,
    JAILED,
    LIFE,
    MOVE,
    OFF_GRID,
    RETURN,
    UNDER_FOOT,
    Ground,
    Law,
    arrest_chance,
    cop_turn,
    enter,
    leave,
)
from contested.zoo.kit.torus_sight import GUESSES, add_around, empty_anywhere, empty_around, empty_guessed, guesses
from contested.zoo.kit.turn_order import shuffle

#: turns whose guesses are made at a time: they stay in the nearest cache
STRETCH = 256


@serial
def take_turns(
    g: Ground, law: Law, eye: np.ndarray, cop_eye: np.ndarray, order: np.ndarray, by_turn: bool, seed: int, step: int,
    tally: np.ndarray,
) -> None:
    """Give turns to `order`: citizens by their row, cops by theirs plus the number of citizens.

    Parameters
    ----------
    g : Ground
        Changed.
    law : Law
    eye, cop_eye : int32 arrays
        What citizens see and what cops see; see `torus_sight.sight`.
    order : int32 array
    by_turn : bool
        Whether a turn's draws go by its place in `order` (somebody may have two) or by whose it is.
    tally : int64 array
        Changed by what happens.
    """
    # taken out of the tuples: asked of them in the loop, each would be counted as held and let go, every time
    hardship, aversion, active, jail, site, beneath = g.hardship, g.aversion, g.active, g.jail, g.site, g.beneath
    here, standing, actives_here, cops_seen, actives_seen = (
        g.here, g.standing, g.actives_here, g.cops_seen, g.actives_seen
    )
    n = active.size
    side = law.side
    words = np.empty((2 * GUESSES, STRETCH), np.uint64)
    rows = np.empty(STRETCH, np.int32)
    for t in range(order.size):
        if t % STRETCH == 0:
            some = min(STRETCH, order.size - t)
            for k in range(some):
                rows[k] = t + k if by_turn else order[t + k]
            guesses(seed, MOVE, rows[:some], step, words)
        who = order[t]
        row = t if by_turn else who
        if who >= n:
            cop_turn(g, law, eye, cop_eye, who - n, seed, row, step, tally)
            continue
        if law.own_turn == 1:
            if jail[who] > 0:
                jail[who] -= 1
                continue
            if jail[who] == 0:
                jail[who] = FREE
                tally[JAILED] -= 1
        elif jail[who] != FREE:
            continue
        at = site[who]
        to = at
        if law.movement == EVERYBODY:
            to = empty_guessed(standing, side, at, eye, words, t % STRETCH)
            if to < 0:
                to = empty_around(standing, side, at, eye, seed, MOVE, row, step)
            if to < 0:
                to = at
        looks = at if law.act_first == 1 else to
        was = active[who]
        now = 0
        grievance = hardship[who] * law.illegitimacy
        if grievance > law.threshold:  # risk only lowers it
            # whoever moves stays in sight of where they were, so `actives_seen` still counts them if they are active
            others = actives_seen[looks] - was
            risk = arrest_chance(cops_seen[looks], 1 + others + law.twice * was, law.arrest_constant, law.ratio)
            if grievance - aversion[who] * risk > law.threshold:
                now = 1
        if to != at:
            leave(here, beneath, who, at)
            enter(here, beneath, who, to)
            standing[at] -= 1
            standing[to] += 1
            site[who] = to
        if was == 1 and (now == 0 or to != at):
            actives_here[at] -= 1
            add_around(actives_seen, side, at, eye, -1)
        if now == 1 and (was == 0 or to != at):
            actives_here[to] += 1
            add_around(actives_seen, side, to, eye, 1)
        if now != was:
            active[who] = now
            tally[ACTIVE] += now - was


@serial
def serve_terms(g: Ground, law: Law, seed: int, step: int, tally: np.ndarray) -> None:
    """The end of a step: every term is one shorter, and who has served theirs is free and quiet.

    Those off the lattice return to a random empty site of all of it; if there is none they wait.
    """
    for i in range(g.jail.size):
        left = g.jail[i]
        if left in (FREE, LIFE):
            continue
        if left > 1:
            g.jail[i] = left - 1
            continue
        g.jail[i] = 0
        if law.jailed == OFF_GRID:
            to = empty_anywhere(g.standing, seed, RETURN, i, step)
            if to < 0:
                continue
            g.site[i] = to
            g.standing[to] += 1
            enter(g.here, g.beneath, i, to)
        elif law.jailed == UNDER_FOOT:
            g.standing[g.site[i]] += 1
        g.jail[i] = FREE
        tally[JAILED] -= 1


# block by block -------------------------------------------------------------------------------------------------------


STREAMS = streams.own(policed_torus.STREAMS, turn_order.STREAMS)
CUTS = STREAMS(4)
#: sites a block is wide at least, and how many visions: somebody moves, reaches out and is counted, on both sides
BLOCK = 64
VISIONS = 6


def blocks_a_side(side: int, vision: float) -> int:
    """How many blocks fit along a side: an even number, or 1."""
    width = max(BLOCK, VISIONS * int(vision) + 2)
    return max(1, side // width // 2 * 2)


@serial
def by_block(g: Ground, side: int, across: int, seed: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Everybody on the lattice listed by the block they stand in, each list in a random order.

    Returns
    -------
    (int32 array, int64 array)
        The lists one after another, and where each begins.
    """
    n = g.active.size
    people = n + g.cop.size
    a, b, _, _ = four(seed, CUTS, 0, step, 0)
    right = int(a * side)
    down = int(b * side)
    of = np.empty(side, np.int64)
    for x in range(side):
        of[x] = x * across // side
    start = np.zeros(across * across + 1, np.int64)
    block = np.empty(people, np.int32)
    for i in range(people):
        at = g.site[i] if i < n else g.cop[i - n]
        block[i] = -1
        if at >= 0:
            block[i] = of[(at // side + down) % side] * across + of[(at % side + right) % side]
            start[block[i] + 1] += 1
    for k in range(across * across):
        start[k + 1] += start[k]
    end = start[:-1].copy()
    order = np.empty(start[-1], np.int32)
    for i in range(people):
        if block[i] >= 0:
            order[end[block[i]]] = i
            end[block[i]] += 1
    return order, start


@parallel
def take_turns_by_block(
    g: Ground, law: Law, eye: np.ndarray, cop_eye: np.ndarray, across: int, order: np.ndarray, start: np.ndarray,
    seed: int, step: int, tally: np.ndarray,
) -> None:
    """Turns block by block; blocks of one colour of the chequered pattern at the same time.

    Parameters
    ----------
    tally : int64 array of shape (blocks, kinds)
        Each block's own.
    """
    half = across // 2
    a, _, _, _ = four(seed, CUTS, 1, step, 0)
    first = int(a * 4.0)
    for turn in range(4):
        colour = (first + turn) & 3
        for k in prange(half * half):
            at = (2 * (k // half) + (colour >> 1)) * across + 2 * (k % half) + (colour & 1)
            mine = order[start[at] : start[at + 1]]
            shuffle(mine, seed, step, at)
            take_turns(g, law, eye, cop_eye, mine, False, seed, step, tally[at])
