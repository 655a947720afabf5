"""Elections that no test of the count may stumble over."""

import numpy as np

from contested.forensics.table.case import Case

N = 300


def case(registered, issued, cast, leader, territories: int = 10) -> Case:
    """Counts in three regions; the territory of a station by its row."""
    counts = [np.asarray(x, np.int64) for x in (registered, issued, cast, leader)]
    n = counts[0].size
    row = np.arange(n)
    return Case(
        *counts, (row * 3 // max(n, 1)).astype(np.int32), (row * territories // max(n, 1)).astype(np.int32),
        "L", ("a", "b", "c"), tuple(f"t{k:03}" for k in range(territories)), row,
    )  # fmt: skip


def _drawn(turnout=0.5, result=0.4, voters=None, territories=10):
    rng = np.random.default_rng(3)
    registered = rng.integers(200, 2000, N) if voters is None else np.full(N, voters)
    issued = rng.binomial(registered, turnout)
    return case(registered, issued, issued, rng.binomial(issued, result), territories)


def _clusters():
    rng = np.random.default_rng(4)
    registered = rng.integers(200, 2000, N)
    full = rng.random(N) < 0.5
    issued = np.where(full, registered, rng.binomial(registered, 0.3))
    return case(registered, issued, issued, np.where(full, issued, issued // 5))


SAME = np.full(N, 1000)

#: what is odd -> how to make it
ODD = {
    "no station": lambda: case([], [], [], []),
    "one station": lambda: case([1000], [600], [600], [300]),
    "one voter": lambda: case([1], [1], [1], [1]),
    "two stations": lambda: case([1000, 900], [600, 500], [600, 500], [300, 300]),
    "nobody came": lambda: case(SAME, 0 * SAME, 0 * SAME, 0 * SAME),
    "all ballots lost": lambda: case(SAME, SAME // 2, 0 * SAME, 0 * SAME),
    "all the same": lambda: case(SAME, SAME // 2, SAME // 2, SAME // 4),
    "all the same in one unit": lambda: case(SAME, SAME // 2, SAME // 2, SAME // 4, 1),
    "one share, many sizes": lambda: case(SAME + 10 * np.arange(N), (SAME + 10 * np.arange(N)) * 6 // 10,
                                          (SAME + 10 * np.arange(N)) * 6 // 10, (SAME + 10 * np.arange(N)) * 3 // 10),
    "everybody voted": lambda: _drawn(turnout=1.0),
    "everybody voted for one": lambda: _drawn(turnout=1.0, result=1.0),
    "nobody for the leader": lambda: _drawn(result=0.0),
    "everybody for the leader": lambda: _drawn(result=1.0),
    "tiny stations": lambda: _drawn(voters=20),
    "a territory a station": lambda: _drawn(territories=N),
    "two countries": _clusters,
}  # fmt: skip
