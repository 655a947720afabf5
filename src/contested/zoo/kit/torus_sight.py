"""What people see on a lattice whose edges meet: shapes of vision, running counts of who is seen, empty sites in sight.

A shape is a list of sites around one's own. Every shape here is symmetric (I see you where you see me), so one person's
step changes the counts of exactly the sites around where they were and where they are. That keeps "how many do I see" a
single look-up.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from contested.ground.compiled import inlined
from contested.ground.draws import four, halves_of

SHAPES = ("diamond", "disc", "moore", "cross")
#: up to so many sites are looked through one by one; among more, guessing is quicker
FEW = 8
#: guesses, four a draw, before all sites in sight are looked through after all
GUESSES = 4
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)


@lru_cache(maxsize=8)
def sight(shape: str, vision: float, side: int) -> np.ndarray:
    """Sites within `vision` by steps along rows and columns ("diamond"), as the crow flies ("disc"), by the larger of
    both coordinates ("moore"), or in the four straight lines only ("cross").

    Returns
    -------
    int32 array of shape (columns, sites)
        How much further in the lattice's list of sites each of them is, row by row, so that one's own stands in the
        middle. A line for each column from which the left edge is in sight, one for all columns from which none is,
        and a line for each from which the right edge is; see `line`. What lies above the top or below the bottom is
        left to `beside`.
    """
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
    reach = np.floor(width + 1e-9).astype(int)
    dy = np.repeat(rows, 2 * reach + 1)
    dx = np.concatenate([np.arange(-w, w + 1) for w in reach])
    x = np.array([*range(far), far, *range(side - far, side)])[:, None]
    further: np.ndarray = (dy * side + (x + dx) % side - x).astype(np.int32)
    return further


@inlined
def line(side: int, at: int, eye: np.ndarray) -> int:
    """The line of a sight that holds for a site."""
    x = at % side
    lines: int = eye.shape[0]
    far = lines // 2
    return x if x < far else max(far, x - side + lines)


@inlined
def beside(sites: int, at: int, eye: np.ndarray, column: int, k: int) -> int:
    """The site that is number `k` of those seen from `at`."""
    there: int = at + eye[column, k]
    there = there + sites if there < 0 else there
    return there - sites if there >= sites else there


@inlined
def _sees_no_edge(side: int, at: int, eye: np.ndarray) -> bool:
    """Whether neither top nor bottom is in sight."""
    margin: int = (eye.shape[0] // 2 + 1) * side
    return margin <= at < side * side - margin


@inlined
def add_around(counts: np.ndarray, side: int, at: int, eye: np.ndarray, change: int) -> None:
    """Add `change` at every site from which `at` is seen."""
    column = line(side, at, eye)
    if _sees_no_edge(side, at, eye):
        for k in range(eye.shape[1]):
            counts[np.uint64(at + eye[column, k])] += change
    else:
        for k in range(eye.shape[1]):
            counts[np.uint64(beside(counts.size, at, eye, column, k))] += change


@inlined
def count_around(marks: np.ndarray, side: int, at: int, eye: np.ndarray) -> int:
    """Sum of `marks` over the sites seen from `at`, its own among them."""
    column = line(side, at, eye)
    total = 0
    for k in range(eye.shape[1]):
        total += marks[np.uint64(beside(marks.size, at, eye, column, k))]
    return total


@inlined
def find_around(marks: np.ndarray, side: int, at: int, eye: np.ndarray, which: int) -> tuple[int, int]:
    """The site that holds mark number `which` (from 0) of those seen from `at`, and how many of its own come before."""
    column = line(side, at, eye)
    for k in range(eye.shape[1]):
        there = beside(marks.size, at, eye, column, k)
        if which < marks[there]:
            return there, which
        which -= marks[there]
    return -1, 0


@inlined
def guesses(seed: int, stream: int, rows: np.ndarray, step: int, words: np.ndarray) -> None:
    """What `empty_around` guesses first for each of `rows`, worked out ahead: together they take an eighth of the time.

    Parameters
    ----------
    words : uint64 array of shape (2 GUESSES, at least rows)
        Written; see `halves_of`.
    """
    for turn in range(GUESSES):
        halves_of(seed, stream, rows, step, turn, words[2 * turn], words[2 * turn + 1])


@inlined
def empty_guessed(standing: np.ndarray, side: int, at: int, eye: np.ndarray, words: np.ndarray, t: int) -> int:
    """What `empty_around` finds by guessing, or -1 if it has to look through them all."""
    others = eye.shape[1] - 1
    if others > FEW:
        column = line(side, at, eye)
        for g in range(words.shape[0]):
            half = words[g, t]
            for _ in range(2):
                k = int(np.int64((half & _LOW) * np.uint64(others) >> _32))
                there = _other(standing.size, at, eye, column, k)
                if standing[there] == 0:
                    return there
                half >>= _32
    return -1


@inlined
def _other(sites: int, at: int, eye: np.ndarray, column: int, k: int) -> int:
    """The site that is number `k` of those seen without one's own."""
    return beside(sites, at, eye, column, k + 1 if k >= eye.shape[1] // 2 else k)


@inlined
def empty_around(
    standing: np.ndarray, side: int, at: int, eye: np.ndarray, seed: int, stream: int, row: int, step: int
) -> int:
    """A uniformly random site in sight where nobody stands, or -1.

    Guesses first: a guess that hits an empty site is uniform among them, however many guesses it took.
    """
    n = standing.size
    others = eye.shape[1] - 1
    column = line(side, at, eye)
    if others > FEW:
        for turn in range(GUESSES):
            a, b, c, d = four(seed, stream, row, step, turn)
            for u in (a, b, c, d):
                there = _other(n, at, eye, column, int(u * others))
                if standing[there] == 0:
                    return there
    free = 0
    for k in range(others):
        if standing[_other(n, at, eye, column, k)] == 0:
            free += 1
    if free == 0:
        return -1
    u, _, _, _ = four(seed, stream, row, step, GUESSES)
    left = int(u * free)
    for k in range(others):
        there = _other(n, at, eye, column, k)
        if standing[there] == 0:
            if left == 0:
                return there
            left -= 1
    return -1


@inlined
def empty_anywhere(standing: np.ndarray, seed: int, stream: int, row: int, step: int) -> int:
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
