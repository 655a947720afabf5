"""A study on many hosts, event by event: workers simulate points, and one process hands them out and stores results.

Leaves out: hosts that are slower than others or are lost, and a network that is full.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What a study costs besides its runs, in seconds.

    Parameters
    ----------
    start : float, s
        From the command to the first worker that has its population.
    handling : float, s
        Work of the one process for each point: submit it, take its result in, store the row.
    delay : float, s
        From there to the worker and back, while the worker has nothing to do.
    """

    start: float
    handling: float
    delay: float


def wall(workers: int, points: int, run_s: Sequence[float], costs: Costs) -> float:
    """How long a study takes.

    Parameters
    ----------
    workers, points : int
        At least 1.
    run_s : sequence of float, s
        What runs take; used in turn, over and over.

    Returns
    -------
    float, s
        From the command to the last row.
    """
    begun = min(workers, points)
    # all workers prepare themselves at the same time, each on a processor of its own
    free_at, finished = costs.start, 0.0
    coming: list[float] = []
    for k in range(begun):
        free_at += costs.handling
        heapq.heappush(coming, free_at + costs.delay + run_s[k % len(run_s)])
    for _ in range(points):
        finished = free_at = max(free_at, heapq.heappop(coming)) + costs.handling
        if begun < points:
            heapq.heappush(coming, free_at + costs.delay + run_s[begun % len(run_s)])
            begun += 1
    return finished


def points_per_hour(workers: int, points: int, run_s: Sequence[float], costs: Costs) -> float:
    """Points of a study divided by its hours, with what it takes to start."""
    return 3600 * points / wall(workers, points, run_s, costs)
