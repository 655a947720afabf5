"""Intervals of means over claims of neighbouring days, which share their surprises: a moving-block bootstrap.

What is drawn again are stretches of neighbouring days with claims, each with everything that was said of it (Kunsch
1989). Few stretches make such intervals too short, so they are widened as Student's t does for few observations.
"""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import uniforms

#: draws of the bootstrap, and the part of them inside an interval
TIMES, LEVEL = 1000, 0.95


def stretches(days: int) -> float:
    """How many stretches so many days make; a stretch is the cube root of their number, rounded up."""
    return days / int(np.ceil(np.cbrt(days)))


def block_interval(values: Floats, weight: Floats, day: Floats, seed: int) -> tuple[float, float]:
    """95 % interval of a weighted mean over claims, by drawing stretches of days again.

    All arrays are of shape (claims,). Of one stretch nothing can be drawn again, and the interval is infinite.
    """
    from scipy.special import ndtri, stdtrit

    days, where = np.unique(day, return_inverse=True)
    n = days.size
    total, mass = np.bincount(where, values * weight), np.bincount(where, weight)
    middle = float(total.sum() / mass.sum())
    length = int(np.ceil(np.cbrt(n)))
    number = stretches(n)
    if number < 2:
        return -np.inf, np.inf
    blocks = -(-n // length)
    width = 4 * ((blocks + 3) // 4)
    u = uniforms(width * TIMES, seed, streams.BLOCKS).reshape(TIMES, width)[:, :blocks]
    start = (u * (n - length + 1)).astype(np.int64)
    picked = (start[:, :, None] + np.arange(length)).reshape(TIMES, -1)[:, :n]
    means = total[picked].sum(axis=1) / mass[picked].sum(axis=1)
    tails = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    # a bootstrap of few stretches misses what their number leaves open: t for normal, and the variance's lost degree
    wider = stdtrit(number - 1, tails[1]) / ndtri(tails[1]) * np.sqrt(number / (number - 1))
    low, high = np.quantile(means, tails)
    return middle - float(wider * (middle - low)), middle + float(wider * (high - middle))
