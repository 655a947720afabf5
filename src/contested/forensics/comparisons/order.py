"""The order of counting: the leader's share at stations that report late less that at early ones, within one place.

That late stations differ is no sign of anything by itself: large stations, towns and remote places report late. So the
difference is shown raw, within places, and within places between stations of like size.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.circumstances import ORDER
from contested.forensics.table.resample import UNITS, middle95, resamples
from contested.forensics.table.returns import ReturnsTable

TIMES = 400
#: stations that are needed, and parts of the count that the curve is drawn with
FEW, PARTS = 40, 40

ABOUT = Finding(
    name="counting-order", title="Late stations less early ones", kind="description", unit="share",
    assumes="Within a place, and between stations of like size, what is counted late is like what is counted early.",
    fails_when="Stations report late because they are large, remote, contested or short of staff, and such stations "
    "vote otherwise. A trend that turns late is honest where towns come last.",
    cites=("idrobo2022",),
)  # fmt: skip


def late_less_early(y: Floats, order: Floats, place: Ints, size: Floats | None = None) -> tuple[Floats, Floats]:
    """Per place, the sums from which the difference between the last and the first station of the count follows.

    Parameters
    ----------
    y : float64 array of shape (stations,)
    order : float64 array of shape (stations,)
        Place in the count, 0 (first) to 1 (last).
    place : int64 array of shape (stations,)
        From 0.
    size : float64 array of shape (stations,), optional
        Whose effect is taken out, within places, of both.

    Returns
    -------
    float64 arrays of shape (places,)
        Numerator and denominator: sums over places of both give the slope.
    """
    def centred(x: Floats) -> Floats:
        return x - (np.bincount(place, x) / np.bincount(place))[place]

    a, b = centred(order), centred(y)
    if size is not None:
        s = centred(size)
        whole = float(s @ s)
        if whole > 1e-12:
            a, b = a - s * float(s @ a) / whole, b - s * float(s @ b) / whole
    return np.bincount(place, a * b).astype(np.float64), np.bincount(place, a * a).astype(np.float64)


def find(returns: ReturnsTable, *, seed: int = 1) -> list[Finding]:
    """The finding, where the map names an order."""
    if ORDER not in returns.frame.columns:
        return []
    case = returns.case()
    when = returns.frame[ORDER][case.row.tolist()].fill_null(np.nan).to_numpy()
    some = np.flatnonzero(np.isfinite(when) & (case.cast > 0))
    keys = (case.leader[some], case.cast[some], case.registered[some], case.territory[some], when[some])
    some = some[np.lexsort(keys)]
    if some.size < FEW or np.ptp(when[some]) == 0:
        return [replace(ABOUT, says=f"Fewer than {FEW} stations have a known place in the count.")]
    case, when = case.where(some), when[some]
    order = _ranks(when)
    place = np.unique(case.territory, return_inverse=True)[1].astype(np.int64)
    share, size = case.result, np.log(np.maximum(case.registered, 1))
    one = np.zeros(order.size, np.int64)
    rows: list[tuple[str, float, float, float]] = []
    weight = resamples(int(place.max()) + 1, TIMES, seed).astype(float)
    for name, where, taken in (("as counted", one, None), ("within places", place, None),
                               ("within places, of like size", place, size)):  # fmt: skip
        top, bottom = late_less_early(share, order, where, taken)
        value = float(top.sum() / bottom.sum()) if bottom.sum() > 1e-12 else float("nan")
        low = high = float("nan")
        if where is place and (bottom > 1e-12).sum() >= UNITS:
            with np.errstate(invalid="ignore", divide="ignore"):
                low, high = middle95((weight @ top) / (weight @ bottom))
        rows.append((name, value, low, high))
    table = pl.DataFrame(rows, schema=["compared", "late less early", "low", "high"], orient="row").fill_nan(None)
    _, value, low, high = rows[2]
    if not np.isfinite(value):
        return [replace(ABOUT, says="No place has stations that were counted at different times.",
                        tables={"differences": table})]  # fmt: skip
    early, late = order < 0.5, order >= 0.5
    a, b = (100 * case.leader[m].sum() / case.cast[m].sum() for m in (early, late))
    ranged = bool(np.isfinite([low, high]).all())
    span = f"{100 * low:+.2f} to {100 * high:+.2f}"
    if not ranged:
        span = f"no range: fewer than {UNITS} places can be compared"
    says = (
        f"{case.leader_name} has {a:.2f} % in the first half of {order.size:,} stations counted and {b:.2f} % in the "
        f"second. From the first to the last station of one place the share changes by {100 * rows[1][1]:+.2f} "
        f"points; between stations of like size by {100 * value:+.2f} ({span})."
    )
    tables = {"differences": table, "over-the-count": _curve(order, case.leader, case.cast)}
    if not ranged:
        return [replace(ABOUT, says=says, value=value, tables=tables)]
    between = f"95 % of {TIMES} resamples of places"
    return [replace(ABOUT, says=says, value=value, low=low, high=high, range_is=between, tables=tables)]


def _ranks(when: Floats) -> Floats:
    """Sorted times as ranks from 0 to 1; equal times share one."""
    _, code, times = np.unique(when, return_inverse=True, return_counts=True)
    first = np.cumsum(times) - times
    return np.asarray((first + (times - 1) / 2)[code] / max(when.size - 1, 1))


def _curve(order: Floats, leader: Ints, cast: Ints) -> pl.DataFrame:
    """Part of the stations counted, ballots so far, the leader's share of them, and of the ballots of this part."""
    part = np.minimum((order * PARTS).astype(np.int64), PARTS - 1)
    votes, ballots = (np.bincount(part, x, PARTS) for x in (leader, cast))
    so_far = np.maximum(ballots.cumsum(), 1)
    return pl.DataFrame({
        "counted": np.arange(1, PARTS + 1) / PARTS, "ballots": ballots.cumsum().astype(np.int64),
        "share so far": votes.cumsum() / so_far, "share of part": votes / np.maximum(ballots, 1),
    })  # fmt: skip
