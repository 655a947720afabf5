"""In which order people act, drawn anew each step: everybody once, or turns drawn one by one."""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import TO_UNIT, four, words_of

STREAMS = streams.own()
ORDER = STREAMS(3)
#: places whose draws are made at a time
STRETCH = 4096


@scalar
def shuffle(order: np.ndarray, seed: int, step: int, block: int) -> None:
    """Put a list in a uniformly random order (Durstenfeld's shuffle).

    Not `ground.shuffle`: the list has to be written down anyway, and for a thousand people this is several times as
    quick.
    """
    end = order.size
    while end > 0:
        first = (end - 1) // STRETCH * STRETCH
        words = words_of(seed, ORDER, step, block, first, end)
        for k in range(end - 1, max(first, 1) - 1, -1):
            j = int(words[k - first] * TO_UNIT * (k + 1))
            order[k], order[j] = order[j], order[k]
        end = first


@serial
def everybody_once(people: int, seed: int, step: int) -> np.ndarray:
    """A random order of 0 .. people - 1."""
    order = np.arange(people).astype(np.int32)
    shuffle(order, seed, step, 0)
    return order


@serial
def with_replacement(people: int, seed: int, step: int) -> np.ndarray:
    """As many turns as people, each somebody drawn anew."""
    order = np.empty(people, np.int32)
    for t in range(people):
        a, b, _, _ = four(seed, ORDER, t, step, 0)
        order[t] = min(int((a + b * TO_UNIT) * people), people - 1)
    return order
