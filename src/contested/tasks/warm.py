"""Compile every kernel once, so that the first real run starts at once."""

from __future__ import annotations

import time

from contested.tasks.progress import ProgressOption
from contested.tasks.simulate import simulate

SCENARIO = "teaching"


def warm(progress: ProgressOption = None) -> float:
    """Simulate a few days of the teaching scenario; compiled code stays in the user's cache.

    Returns
    -------
    float
        Seconds it took; next to nothing when all was compiled already.
    """
    began = time.perf_counter()
    simulate(SCENARIO, days=3, progress=progress)
    return time.perf_counter() - began
