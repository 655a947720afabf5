"""Stations that have something to say, in an order of their own numbers.

A test of the count must not depend on how the file was sorted or split, nor on a station where nobody voted. Sums of
floats and keyed chance both depend on rows, so every test first puts its rows in this order; stations with the same
numbers are alike to it.
"""

from __future__ import annotations

import numpy as np

from contested.forensics.table.case import Case


def ordered(case: Case, least: int = 1) -> Case:
    """Stations with at least `least` registered voters and one ballot cast, ordered by unit and by their counts.

    Units come in order of their names, so that the codes a file happened to give them do not matter.
    """
    keep = np.flatnonzero((case.registered >= least) & (case.cast > 0))
    some = case.where(keep)
    keys = (some.leader, some.cast, some.issued, some.registered, _rank(some.territory, case.territories),
            _rank(some.region, case.regions))  # fmt: skip
    return some.where(np.lexsort(keys))


def _rank(code: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return rank[code]
