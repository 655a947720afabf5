"""The list of casualties, one by one, that policing and custody write to."""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import inlined

CASUALTY_COLUMNS = ("day", "place", "killed", "custody", "cause")
#: casualties kept in a list of their own; further ones are counted by place and day like all others
CASUALTIES_LISTED = 20_000


@inlined
def list_casualty(
    rows: np.ndarray, count: np.ndarray, day: int, place: int, killed: bool, custody: bool, cause: int
) -> None:
    """Count a casualty, and list it while there is room."""
    n = count[0]
    if n < len(rows):
        rows[n, 0] = day
        rows[n, 1] = place
        rows[n, 2] = 1 if killed else 0
        rows[n, 3] = 1 if custody else 0
        rows[n, 4] = cause
    count[0] = n + 1
