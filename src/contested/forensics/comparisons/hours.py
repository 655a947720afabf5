"""Turnout by the hour: counts that fall, stations that jump, and stations whose voters came in exactly like numbers.

Two honest stations of some hundred voters hardly ever report the same number of new voters at every hour. How often
they should is found by dealing each hour's numbers anew among the stations of a unit. Like stations come at least two
at a time, so repeats are counted: the stations of each like group but one. These are nearly independent events.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from scipy.stats import binom

from contested.forensics.comparisons.spread import medians, share_noise, standardised
from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.circumstances import HOUR
from contested.forensics.table.returns import ReturnsTable
from contested.ground import streams
from contested.ground.draws import uniforms

#: stations and hours that are needed; standard deviations of a jump; new voters that a station must have in all
FEW, HOURS, FAR, VOTERS = 20, 3, 6.0, 100
#: how often numbers are dealt anew, and chance below which like stations alarm
TIMES, ALARM_P = 100, 0.0005

ABOUT = Finding(
    name="hourly-turnout", title="Turnout by the hour", kind="estimate", unit="station",
    rule=f"stations report the same new voters at every hour more often than chance has it, below {ALARM_P:g}, or the "
    "number of people who had voted falls at more than one station of a hundred",
    assumes="Voters of different stations of a unit come independently of each other, as many by the hour as of late.",
    fails_when="Numbers that are rounded or put together from tables of one house are alike honestly. A jump may be a "
    "bus, a shift's end or a report that came an hour late.",
)  # fmt: skip


def alike(new: Ints, unit: Ints) -> Ints:
    """How many other stations of its unit have the same numbers at every hour; int64 array (stations,)."""
    _, code, times = np.unique(np.column_stack([unit, new]), axis=0, return_inverse=True, return_counts=True)
    return np.asarray(times[code.ravel()] - 1, np.int64)


def repeats(new: Ints, unit: Ints) -> int:
    """How many stations have the numbers, at every hour, of an earlier row of their unit."""
    return len(new) - len(np.unique(np.column_stack([unit, new]), axis=0))


def chance(again: int, dealt: int) -> float:
    """Probability of as many repeats, if they are as frequent as in the deals: the exact test of two Poisson rates.

    Given the sum of both, the number found is binomial (Przyborowski and Wilenski 1940). So deals without a repeat are
    not taken to mean that none can occur.

    Parameters
    ----------
    again : int
        Repeats in the returns.
    dealt : int
        Repeats in all `TIMES` deals.
    """
    return float(binom.sf(again - 1, again + dealt, 1 / (1 + TIMES)))


def find(returns: ReturnsTable, *, seed: int = 1) -> list[Finding]:
    """The finding, where the map names hours."""
    hours = [c for c in returns.frame.columns if c.startswith(HOUR)]
    if not hours:
        return []
    case = returns.case()
    frame = returns.frame[case.row.tolist()]
    voted = np.column_stack([frame[c].fill_null(-1).to_numpy() for c in hours])
    known = (voted >= 0).all(axis=1) & (case.registered > 0)
    keys = (*voted.T, case.issued, case.registered, case.territory)
    at = np.lexsort(keys)
    at = at[known[at]]
    if at.size < FEW or len(hours) < HOURS or not returns.has_voters:
        return [replace(ABOUT, says=f"Fewer than {FEW} stations, or {HOURS} hours, are known: nothing is compared.")]
    voted, unit, registered = voted[at], case.territory[at].astype(np.int64), case.registered[at]
    new = np.diff(voted, axis=1, prepend=0)
    station = frame["station"].to_list()
    falls = (new < 0).any(axis=1)
    fit = (voted[:, -1] >= VOTERS) & ~falls
    same = np.where(fit, alike(new, unit), 0)
    again, dealt = repeats(new[fit], unit[fit]), _dealt(new[fit], unit[fit], seed)
    p = chance(again, dealt)
    jumps = _jumps(new, registered, unit)
    far = np.argwhere(jumps > FAR)
    names = [c.removeprefix(HOUR) for c in hours]
    says = (
        f"Of {at.size:,} stations with {len(hours)} hours, {int((same > 0).sum()):,} share all hourly numbers with "
        f"another of their unit, {again:,} beside the first of each group ({dealt / TIMES:.2g} by chance, "
        f"p = {p:.2g}); at {int(falls.sum()):,} the number of people who had voted falls; "
        f"{len(set(far[:, 0])):,} jump far beyond their unit at some hour"
        + (f", most often at {names[np.bincount(far[:, 1]).argmax()]}." if far.size else ".")
    )  # fmt: skip
    listed = np.flatnonzero(same > 0)
    table = pl.DataFrame({
        "station": [station[k] for k in at[listed]], "like stations": same[listed],
        **{name: new[listed, k] for k, name in enumerate(names)},
    }, schema_overrides={"station": pl.String})  # fmt: skip
    jumped = pl.DataFrame({
        "station": [station[at[i]] for i in far[:, 0]], "hour": [names[k] for k in far[:, 1]],
        "new voters": new[far[:, 0], far[:, 1]], "of voters": new[far[:, 0], far[:, 1]] / registered[far[:, 0]],
        "z": jumps[far[:, 0], far[:, 1]],
    }, schema_overrides={"station": pl.String, "hour": pl.String}).sort("z", descending=True)  # fmt: skip
    profile = pl.DataFrame({"hour": names, "turnout so far": voted.sum(axis=0) / registered.sum(),
                            "falls": (new < 0).sum(axis=0)})  # fmt: skip
    return [replace(
        ABOUT, says=says, value=float((same > 0).sum()), alarm=bool(p < ALARM_P or falls.mean() > 0.01),
        tables={"hours": profile, "alike": table, "jumps": jumped},
    )]  # fmt: skip


def _dealt(new: Ints, unit: Ints, seed: int) -> int:
    """Repeats in `TIMES` deals of every hour's numbers within a unit, among stations of like size.

    Sizes are fourths of all stations, so that small ones are not dealt the numbers of large ones.
    """
    if not len(new):
        return 0
    size = new.sum(axis=1)
    cell = 4 * unit + np.searchsorted(np.quantile(size, (0.25, 0.5, 0.75)), size)
    out, found = np.empty_like(new), 0
    start = np.argsort(cell, kind="stable")
    for times in range(TIMES):
        for k in range(new.shape[1]):
            u = uniforms(cell.size, seed, streams.HOUR_DEAL, day=k + 1, draw=times)
            out[start, k] = new[np.lexsort((u, cell)), k]
        found += repeats(out, unit)
    return found


def _jumps(new: Ints, registered: Ints, unit: Ints) -> Floats:
    """How far each hour's new voters lie above those of the unit at that hour, in standard deviations."""
    out = np.empty(new.shape)
    for k in range(new.shape[1]):
        share = new[:, k] / registered
        usual = medians(share, unit)
        out[:, k] = standardised(share - usual, share_noise(np.clip(usual, 0, 1), registered))
    return out
