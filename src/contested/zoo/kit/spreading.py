"""Once enough of those I am tied to have taken it up, so have I, for good: the engine of Watts and of Centola & Macy.

A node knows only how many more active neighbours it waits for. Whoever becomes active tells its neighbours once, so a
whole cascade costs one pass over the ties of those it reaches, however many steps it takes.
"""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.ground.compiled import scalar, serial
from contested.ground.shuffle import half_bits, shuffle_key, shuffled

#: waits for more neighbours than anybody has
NEVER = 1 << 30
#: ranks of a random order that share one list
PER_PLACE = 4


def begin(waits_for: np.ndarray, first: np.ndarray) -> State:
    """The state of a cascade at its start.

    Parameters
    ----------
    waits_for : int32 array of shape (nodes,)
        Active neighbours each node needs; 0 or less is active from the start. Becomes the state's own.
    first : integer array
        The seed: nodes that are active whatever they need.

    Returns
    -------
    State
        `waits_for`; `active` (uint8, nodes); `order` (int32, nodes): the first `reached` are the active ones in the
        order they became so, the first `told` have told their neighbours, and the last `waiting` have heard enough.
    """
    n = waits_for.size
    state = {
        "waits_for": waits_for,
        "active": np.zeros(n, np.uint8),
        "order": np.zeros(n, np.int32),
        "reached": np.zeros(1, np.int64),
        "told": np.zeros(1, np.int64),
        "waiting": np.zeros(1, np.int64),
    }
    state["reached"][0] = _begin(waits_for, np.asarray(first, np.int64), state["active"], state["order"])
    return state


@serial
def _begin(waits_for: np.ndarray, first: np.ndarray, active: np.ndarray, order: np.ndarray) -> int:
    reached = 0
    for k in range(first.size):
        i = first[k]
        if not active[i]:
            active[i] = 1
            waits_for[i] = min(waits_for[i], 0)
            order[reached] = i
            reached += 1
    for i in range(waits_for.size):
        if waits_for[i] <= 0 and not active[i]:
            active[i] = 1
            order[reached] = i
            reached += 1
    return reached


def together(state: State, offsets: np.ndarray, ends: np.ndarray) -> None:
    """One step in which everybody looks at how things stood at its beginning."""
    _together(offsets, ends, state["waits_for"], state["active"], state["order"], state["reached"], state["told"])


@serial
def _together(
    offsets: np.ndarray, ends: np.ndarray, waits_for: np.ndarray, active: np.ndarray, order: np.ndarray,
    reached: np.ndarray, passed_on: np.ndarray,
) -> None:
    count = reached[0]
    for k in range(passed_on[0], reached[0]):
        i = order[k]
        for e in range(offsets[i], offsets[i + 1]):
            j = ends[e]
            waits_for[j] -= 1
            if waits_for[j] == 0:  # was waiting until now: whoever is active already stands below
                active[j] = 1
                order[count] = j
                count += 1
    passed_on[0] = reached[0]
    reached[0] = count


def in_turn(state: State, offsets: np.ndarray, ends: np.ndarray, seed: int, stream: int, turn: int) -> None:
    """One step in which everybody looks once, one after another in a random order, at how things stand by then.

    Only those who have heard enough are visited: somebody who hears enough before their place in the order comes joins
    in this step, somebody whose place has passed waits in the back of `order` for the next.
    """
    n = state["waits_for"].size
    places = n // PER_PLACE + 1
    _in_turn(offsets, ends, state["waits_for"], state["active"], state["order"], state["reached"], state["told"],
             state["waiting"], np.full(places, -1, np.int32), np.empty(n, np.int32), seed, stream, turn)  # fmt: skip


@serial
def _in_turn(
    offsets: np.ndarray, ends: np.ndarray, waits_for: np.ndarray, active: np.ndarray, order: np.ndarray,
    reached: np.ndarray, passed_on: np.ndarray, waiting: np.ndarray, top: np.ndarray, below: np.ndarray, seed: int,
    stream: int, turn: int,
) -> None:
    """`top[p]` and then `below` list who is due at place p of the order: a handful, searched for the earliest."""
    n = waits_for.size
    half = half_bits(n)
    key0, key1 = shuffle_key(seed, stream, 0, turn)
    for k in range(waiting[0]):
        j = order[n - 1 - k]
        place = shuffled(j, n, half, key0, key1) // PER_PLACE
        below[j] = top[place]
        top[place] = j
    count, late = reached[0], 0
    for k in range(passed_on[0], reached[0]):  # the seed, before the first step: everybody's turn is still to come
        late = _tell(order[k], -1, offsets, ends, waits_for, order, late, top, below, half, key0, key1)
    for place in range(top.size):
        while top[place] >= 0:
            i, before, earliest = top[place], -1, shuffled(top[place], n, half, key0, key1)
            last = top[place]
            while below[last] >= 0:
                now = shuffled(below[last], n, half, key0, key1)
                if now < earliest:
                    i, before, earliest = below[last], last, now
                last = below[last]
            if before < 0:
                top[place] = below[i]
            else:
                below[before] = below[i]
            active[i] = 1
            order[count] = i
            count += 1
            late = _tell(i, earliest, offsets, ends, waits_for, order, late, top, below, half, key0, key1)
    reached[0] = count
    passed_on[0] = count
    waiting[0] = late


@scalar
def _tell(
    i: int, now: int, offsets: np.ndarray, ends: np.ndarray, waits_for: np.ndarray, order: np.ndarray, late: int,
    top: np.ndarray, below: np.ndarray, half: int, key0: np.uint64, key1: np.uint64,
) -> int:
    n = waits_for.size
    for e in range(offsets[i], offsets[i + 1]):
        j = ends[e]
        waits_for[j] -= 1
        if waits_for[j] == 0:
            rank = shuffled(j, n, half, key0, key1)
            if rank > now:
                below[j] = top[rank // PER_PLACE]
                top[rank // PER_PLACE] = j
            else:
                order[n - 1 - late] = j
                late += 1
    return late
