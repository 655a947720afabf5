"""Official protocols beside those of others who counted the same stations: what differs, by whom, and which way.

Both sides are compared, contestant by contestant. A slip of the pen goes either way; falsification goes one way. So the
net difference and its direction say more than the sum of all differences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
from scipy.stats import binomtest

from contested.forensics.finding import Finding
from contested.ground.errors import InputError

#: chance below which differences count as one-sided, if either direction were as likely at each station that differs
ONE_SIDED = 1e-6
#: part of the ballots compared that the net difference of a one-sided contestant must be for an alarm
ALARM_SHARE = 0.001

ABOUT = Finding(
    name="parallel-counts", title="Official counts beside parallel counts", kind="proof", unit="ballot",
    rule=f"a contestant's counts differ one-sidedly (chance below {ONE_SIDED:g}), by more than {ALARM_SHARE:.1%} of "
    "the ballots compared",
    assumes="Who counted beside the commission counted the ballots of that station.",
    fails_when="A count that is typed in wrongly, of another station, or of ballots that were declared spoilt later; "
    "observers who saw the count of a part of the ballots only.",
    cites=("demidov2020",),
)  # fmt: skip


def differences(official: Mapping[str, np.ndarray], parallel: Mapping[str, np.ndarray]) -> pl.DataFrame:
    """Official counts less parallel ones.

    Parameters
    ----------
    official, parallel : mapping of contestant to int64 array of shape (stations,), ballot
        Negative where not known: such a station is not compared. Contestants that only one side has are left out.

    Returns
    -------
    polars.DataFrame
        A row a contestant: contestant, compared, more, fewer (stations where the official count is larger, smaller),
        net, gross (Int64, ballot: sum of differences, and of their sizes), chance (that so few go the other way).

    Raises
    ------
    InputError
        Arrays of different lengths.
    """
    rows = []
    for who in parallel:
        if who not in official:
            continue
        ours, theirs = np.asarray(official[who], np.int64), np.asarray(parallel[who], np.int64)
        if ours.shape != theirs.shape:
            raise InputError(f"expected counts for the same stations; got {ours.size} and {theirs.size}.")
        known = (ours >= 0) & (theirs >= 0)
        off = (ours - theirs)[known]
        more, fewer = int((off > 0).sum()), int((off < 0).sum())
        chance = float(binomtest(more, more + fewer).pvalue) if more + fewer else 1.0
        rows.append((who, int(known.sum()), more, fewer, int(off.sum()), int(np.abs(off).sum()), chance))
    numbers = dict.fromkeys(("compared", "more", "fewer", "net", "gross"), pl.Int64)
    return pl.DataFrame(rows, schema={"contestant": pl.String, **numbers, "chance": pl.Float64}, orient="row")


def find(official: Mapping[str, np.ndarray], parallel: Mapping[str, np.ndarray]) -> Finding:
    """Compare official with parallel counts; arguments as of `differences`. `value` is the largest net difference."""
    table = differences(official, parallel)
    about = replace(ABOUT, tables={"differences": table})
    compared = max(table["compared"], default=0)
    if not compared:
        return replace(about, says="No station has both a parallel and an official count.")
    both = [who for who in parallel if who in official]
    pairs = [(np.asarray(official[w], np.int64), np.asarray(parallel[w], np.int64)) for w in both]
    differ = np.zeros(pairs[0][0].shape, bool)
    for ours, theirs in pairs:
        differ |= (ours >= 0) & (theirs >= 0) & (ours != theirs)
    ballots = sum(int(theirs[(ours >= 0) & (theirs >= 0)].sum()) for ours, theirs in pairs)
    parts = [
        f"{r['contestant']} {r['net']:+,} net (more at {r['more']:,}, fewer at {r['fewer']:,}; "
        f"{r['gross']:,} in all{', one-sided' if r['chance'] < ONE_SIDED else ''})"
        for r in table.sort(pl.col("net").abs(), descending=True).iter_rows(named=True)
        if r["gross"]
    ]
    same = [r["contestant"] for r in table.iter_rows(named=True) if not r["gross"]]
    says = f"At {int(differ.sum()):,} of {compared:,} stations compared the official counts differ from parallel ones"
    if parts:
        says += f": {'; '.join(parts)}" + (f". No difference for {', '.join(same)}" if same else "")
    one_sided = table.filter((pl.col("chance") < ONE_SIDED) & (pl.col("net").abs() > ALARM_SHARE * ballots))
    largest = table.sort(pl.col("net").abs(), "contestant", descending=[True, False]).row(0, named=True)
    return replace(about, says=f"{says}.", value=float(largest["net"]), alarm=bool(one_sided.height))
