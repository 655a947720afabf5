"""Stations where the counts of two contestants look exchanged: only the other way round do they fit earlier ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl

from contested.forensics.comparisons.matching import FEW, Matched, common
from contested.forensics.comparisons.spread import expected, share_noise, standardised
from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints

#: contestants looked at, by votes
MOST = 8
#: squared distance of two shares that still fits (99 % of honest stations), and by how much exchanging must shorten it
FITS, SHORTER = 9.21, 40.0

ABOUT = Finding(
    name="swapped-contestants", title="Counts of two contestants exchanged", kind="estimate", unit="station",
    rule=f"at a station, exchanging two counts shortens the squared distance from what was expected by {SHORTER:.0f} "
    "standard deviations squared or more, and then it fits",
    assumes="A station's shares are those of the earlier election and the change around it, give or take chance and "
    "the usual spread of places.",
    fails_when="A place that honestly turned from one contestant to the other, as where a local candidate changed "
    "parties. An exchange is a slip of the pen as often as a crime: look at the protocol.",
)  # fmt: skip


def find(matched: Matched) -> Finding:
    """Stations and pairs of contestants that look exchanged, with the votes they would get back."""
    use = matched.same & (matched.now.cast > 0) & (matched.before.cast > 0)
    names = common(matched)[:MOST]
    for who in names:
        use &= (matched.now.votes[who] >= 0) & (matched.before.votes[who] >= 0)
    at = np.flatnonzero(use)
    if at.size < FEW or len(names) < 2:
        why = "Fewer than two contestants ran both times." if len(names) < 2 else f"Fewer than {FEW} stations match."
        return replace(ABOUT, says=why)
    now, want, sd = _shares(matched, at, names)
    rows = []
    for i, j in combinations(range(len(names)), 2):
        as_is = ((now[i] - want[i]) / sd[i]) ** 2 + ((now[j] - want[j]) / sd[j]) ** 2
        other = ((now[j] - want[i]) / sd[i]) ** 2 + ((now[i] - want[j]) / sd[j]) ** 2
        for k in np.flatnonzero((other <= FITS) & (as_is - other >= SHORTER)):
            a, b = (int(matched.now.votes[names[x]][at[k]]) for x in (i, j))
            rows.append((matched.station[at[k]], names[i], names[j], a, b, float(as_is[k] - other[k])))
    table = pl.DataFrame(rows, schema={"station": pl.String, "contestant": pl.String, "exchanged with": pl.String,
                                       "votes": pl.Int64, "votes of the other": pl.Int64, "shorter by": pl.Float64},
                         orient="row").sort("shorter by", "station", descending=[True, False])  # fmt: skip
    table = table.unique("station", keep="first", maintain_order=True)
    n = table.height
    says = f"At none of {at.size:,} stations do the counts of two contestants look exchanged."
    if n:
        first = table.row(0, named=True)
        says = (
            f"At {n:,} of {at.size:,} stations the counts of two contestants look exchanged, as at {first['station']}: "
            f"{first['contestant']} {first['votes']:,}, {first['exchanged with']} {first['votes of the other']:,}."
        )
    return replace(ABOUT, says=says, value=float(n), alarm=n > 0, tables={"stations": table})


def _shares(matched: Matched, at: Ints, names: list[str]) -> tuple[Floats, Floats, Floats]:
    """Shares now, shares expected and their standard deviations, float64 (contestants, stations)."""
    cast, earlier = matched.now.cast[at], matched.before.cast[at]
    place = None if matched.place is None else matched.place[at]
    now, want, sd = (np.empty((len(names), at.size)) for _ in range(3))
    for k, who in enumerate(names):
        now[k], old = matched.now.votes[who][at] / cast, matched.before.votes[who][at] / earlier
        want[k] = old + expected(now[k] - old, matched.unit[at], place)
        off, noise = now[k] - want[k], share_noise((now[k] + old) / 2, cast, earlier)
        z = standardised(off, noise)
        # what every station's distance was divided by
        ratio = np.divide(off, z, out=np.sqrt(noise), where=np.abs(z) > 1e-9)
        sd[k] = np.maximum(ratio, 0.005)
    return now, want, sd
