"""Compile every kernel once, so that the first real run starts at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from contested.studies.run.prepare import say_nothing
from contested.tasks.simulate import simulate

SCENARIO = "teaching"


def warm(say: Callable[[str], None] = say_nothing) -> float:
    """Play a few days of the teaching scenario; compiled code stays in the user's cache.

    Returns
    -------
    float
        Seconds it took; next to nothing when all was compiled already.
    """
    began = time.perf_counter()
    simulate(SCENARIO, days=3, say=say)
    return time.perf_counter() - began
