"""What people see on a lattice whose edges meet: shapes of vision, running counts of who is seen, empty sites in sight.

A shape is its rows: how far it reaches to either side, row by row. Every shape here is symmetric (I see you where you
see me), so one person's step changes the counts of exactly the sites around where they were and where they are. That
keeps "how many do I see" a single look-up.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from contested.ground.compiled import scalar
from contested.ground.draws import four

SHAPES = ("diamond", "disc", "moore", "cross")
#: up to so many sites are looked through one by one; among more, guessing is quicker
FEW = 8
#: guesses, four a draw, before all sites in sight are looked through after all
GUESSES = 4


class Sight(NamedTuple):
    """A shape of vision.

    Parameters
    ----------
    reach : int64 array
        Sites seen to either side, a row each from the uppermost to the lowest.
    dx, dy : int64 arrays
        Every site seen but one's own.
    """

    reach: np.ndarray
    dx: np.ndarray
    dy: np.ndarray


@cache
def sight(shape: str, vision: float) -> Sight:
    """Sites within `vision` by steps along rows and columns ("diamond"), as the crow flies ("disc"), by the larger of
    both coordinates ("moore"), or in the four straight lines only ("cross")."""
    far = math.floor(vision + 1e-9)
    rows = np.arange(-far, far + 1)
    if shape == "diamond":
        width = vision - np.abs(rows)
    elif shape == "disc":
        width = np.sqrt(np.maximum(vision * vision - rows * rows, 0.0))
    elif shape == "moore":
        width = np.full(rows.size, float(far))
    else:
        width = np.where(rows == 0, far, 0)
    reach = np.floor(width + 1e-9).astype(np.int64)
    seen = [(x, y) for y, w in zip(rows, reach) for x in range(-w, w + 1) if x or y]
    dx, dy = (np.array(c, np.int64) for c in zip(*seen)) if seen else (np.empty(0, np.int64), np.empty(0, np.int64))
    return Sight(reach, dx, dy)


@scalar
def add_around(counts, side, at, reach, change):
    """Add `change` at every site from which `at` is seen."""
    far = reach.size // 2
    y = at // side
    x = at - y * side
    for j in range(reach.size):
        row = y + j - far
        if row < 0:
            row += side
        elif row >= side:
            row -= side
        start = row * side
        low = x - reach[j]
        high = x + reach[j] + 1
        if low < 0:
            for c in range(start + low + side, start + side):
                counts[c] += change
            low = 0
        elif high > side:
            for c in range(start, start + high - side):
                counts[c] += change
            high = side
        for c in range(start + low, start + high):
            counts[c] += change


@scalar
def count_around(marks, side, at, reach):
    """Sum of `marks` over the sites seen from `at`."""
    far = reach.size // 2
    y = at // side
    x = at - y * side
    total = 0
    for j in range(reach.size):
        row = y + j - far
        if row < 0:
            row += side
        elif row >= side:
            row -= side
        start = row * side
        low = x - reach[j]
        high = x + reach[j] + 1
        if low < 0:
            for c in range(start + low + side, start + side):
                total += marks[c]
            low = 0
        elif high > side:
            for c in range(start, start + high - side):
                total += marks[c]
            high = side
        for c in range(start + low, start + high):
            total += marks[c]
    return total


@scalar
def find_around(marks, side, at, reach, k):
    """The site that holds mark number `k` (from 0) of those seen from `at`, and how many of its own come before it."""
    far = reach.size // 2
    y = at // side
    x = at - y * side
    for j in range(reach.size):
        row = y + j - far
        if row < 0:
            row += side
        elif row >= side:
            row -= side
        start = row * side
        for i in range(-reach[j], reach[j] + 1):
            column = x + i
            if column < 0:
                column += side
            elif column >= side:
                column -= side
            here = marks[start + column]
            if k < here:
                return start + column, k
            k -= here
    return -1, 0


@scalar
def _beside(x, y, side, dx, dy):
    x += dx
    y += dy
    if x < 0:
        x += side
    elif x >= side:
        x -= side
    if y < 0:
        y += side
    elif y >= side:
        y -= side
    return y * side + x


@scalar
def empty_around(standing, side, at, dx, dy, seed, stream, row, step):
    """A uniformly random site in sight where nobody stands, or -1.

    Guesses first: a guess that hits an empty site is uniform among them, however many guesses it took.
    """
    n = dx.size
    y = at // side
    x = at - y * side
    if n > FEW:
        for turn in range(GUESSES):
            a, b, c, d = four(seed, stream, row, step, turn)
            for u in (a, b, c, d):
                k = int(u * n)
                there = _beside(x, y, side, dx[k], dy[k])
                if standing[there] == 0:
                    return there
    free = 0
    for k in range(n):
        if standing[_beside(x, y, side, dx[k], dy[k])] == 0:
            free += 1
    if free == 0:
        return -1
    u, _, _, _ = four(seed, stream, row, step, GUESSES)
    left = int(u * free)
    for k in range(n):
        there = _beside(x, y, side, dx[k], dy[k])
        if standing[there] == 0:
            if left == 0:
                return there
            left -= 1
    return -1


@scalar
def empty_anywhere(standing, seed, stream, row, step):
    """A uniformly random site of the whole lattice where nobody stands, or -1."""
    n = standing.size
    for turn in range(4 * GUESSES):
        a, b, c, d = four(seed, stream, row, step, turn)
        for u in (a, b, c, d):
            there = int(u * n)
            if standing[there] == 0:
                return there
    free = 0
    for there in range(n):
        if standing[there] == 0:
            free += 1
    if free == 0:
        return -1
    u, _, _, _ = four(seed, stream, row, step, 4 * GUESSES)
    left = int(u * free)
    for there in range(n):
        if standing[there] == 0:
            if left == 0:
                return there
            left -= 1
    return -1
