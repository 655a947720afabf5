"""The list of casualties that policing and custody write to, and when an agent leaves with its dead."""

from __future__ import annotations

import numpy as np

from contested.ground import streams
from contested.ground.compiled import inlined, scalar
from contested.ground.draws import uniform

CASUALTY_COLUMNS = ("day", "place", "killed", "custody", "cause", "persons")
#: rows kept in a list of their own; further casualties are counted by place and day like all others
CASUALTIES_LISTED = 20_000


@inlined
def list_casualty(
    rows: np.ndarray, count: np.ndarray, day: int, place: int, killed: bool, custody: bool, cause: int, persons: int
) -> None:
    """Count a row of casualties, and list it while there is room."""
    if persons == 0:
        return
    n = count[0]
    if n < len(rows):
        rows[n, 0] = day
        rows[n, 1] = place
        rows[n, 2] = 1 if killed else 0
        rows[n, 3] = 1 if custody else 0
        rows[n, 4] = cause
        rows[n, 5] = persons
    count[0] = n + 1


@scalar
def leaves(dead: int, persons: int, seed: int, row: int, day: int) -> bool:
    """Whether an agent some of whose persons died is gone: with chance dead over persons, so that agents who leave
    stand for as many persons as died, on average; of one person, surely."""
    return dead > 0 and uniform(seed, streams.OUTLIVES, row, day, 0) * persons < dead
