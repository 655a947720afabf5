"""Two counts of one made-up country: the same stations, another day."""

import numpy as np
import polars as pl

from contested.forensics.table.returns import ReturnsTable

NAMES = ("A", "B", "C")


def shares(rng, n, towns, sd=0.3, shift=0.0):
    """Three shares a station, by town and station."""
    town = np.arange(n) * towns // n
    x = np.array([0.3, 0.0, -0.6])[:, None] + rng.normal(0, 0.4, (3, towns))[:, town] + rng.normal(0, sd, (3, n))
    x[0] += shift
    e = np.exp(x)
    return e / e.sum(axis=0), town


def counted(rng, registered, turnout, share):
    """Ballots and votes."""
    cast = rng.binomial(registered, turnout)
    votes = np.array([rng.multinomial(c, p) for c, p in zip(cast, share.T, strict=True)]).T
    return cast, votes


def table(registered, cast, votes, town, *, stations=None, names=NAMES, place=None, **more):
    """Returns of these counts; `more` are further columns."""
    n = cast.size
    frame = pl.DataFrame({
        "station": [f"S {k:04}" for k in range(n)] if stations is None else stations,
        "region": [f"r{t % 4}" for t in town], "town": [f"t{t:02}" for t in town],
        "registered": registered, "issued": cast, "cast": cast,
        **dict(zip(names, votes, strict=True)), **more,
        **({} if place is None else {"x": place[0], "y": place[1]}),
    })  # fmt: skip
    return ReturnsTable.of(frame, names, names[0], "made", units=("region", "town"))


def two(seed=1, n=800, towns=40, *, change=0.15, keep=0.1):
    """An honest country twice: shares that stay but for a common swing, towns' swings and stations' whims."""
    rng = np.random.default_rng(seed)
    registered = np.exp(rng.normal(6.8, 0.4, n)).astype(int) + 150
    before, town = shares(rng, n, towns)
    logs = np.log(before) + rng.normal(0, change, (3, towns))[:, town] + rng.normal(0, keep, (3, n))
    logs[0] += 0.1
    now = np.exp(logs) / np.exp(logs).sum(axis=0)
    turnout = 1 / (1 + np.exp(-(0.3 + rng.normal(0, 0.2, towns)[town] + rng.normal(0, 0.15, n))))
    later = np.clip(turnout + 0.02 + rng.normal(0, 0.02, n), 0.05, 0.95)
    first, second = counted(rng, registered, turnout, before), counted(rng, registered, later, now)
    return registered, town, first, second, rng
