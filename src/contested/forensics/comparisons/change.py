"""What changed since an earlier election, or between rounds, on matched stations, and stations that stand out.

A station is held against the change of its surroundings (nearest stations where there are coordinates, else its unit).
Honest places stray to both sides; stations that were falsified now and not before stray to one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.stats import binomtest

from contested.forensics.comparisons.matching import FEW, Matched
from contested.forensics.comparisons.spread import expected, share_noise, standardised
from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints

#: standard deviations beyond which a station stands out, and chance below which one direction is too frequent
FAR, ALARM_P = 4.0, 0.0005
#: part of the matched stations that may be of another size than before until keys are doubted
ANEW = 0.1

MATCHED = Finding(
    name="matched-stations", title="Stations of both elections", kind="description", unit="station",
    assumes="A key names the same station in both files.",
    fails_when="Stations were numbered anew: then keys match and stations do not. Look at the stations whose size "
    "changed, and at those without a partner.",
)  # fmt: skip
OUTLIERS = Finding(
    name="change-outliers", title="Stations that changed unlike their surroundings", kind="estimate", unit="station",
    rule=f"stations beyond {FAR:.0f} standard deviations lie on the leader's side more often than on the other, chance "
    f"below {ALARM_P:g}",
    assumes="Where nobody cheats in one of the two elections only, stations stray from the change of their "
    "surroundings as often to one side as to the other.",
    fails_when="New houses, barracks, a moved border or a local candidate change a station honestly, and often to one "
    "side. Fraud in both elections does not show.",
)  # fmt: skip


def describe(matched: Matched, leader: str, before: str) -> Finding:
    """How much of both files matches; change of turnout and of the leader's share; `before` is who led the other."""
    n, alone = len(matched.station), matched.unmatched
    parts = {side: alone.filter(pl.col("side") == side) for side in ("now", "before")}
    without = (
        f"{parts['now'].height:,} stations ({int(parts['now']['cast'].sum()):,} ballots) of the file have no partner, "
        f"{parts['before'].height:,} ({int(parts['before']['cast'].sum()):,} ballots) of the earlier one"
    )
    about = replace(MATCHED, value=float(n), tables={"unmatched": alone})
    if n < FEW:
        return replace(about, says=f"Only {n:,} stations stand in both files; {without}. Nothing is compared.")
    unlike = int((~matched.same).sum())
    size = f" {unlike:,} have less than half or more than twice as many voters as before, and are left out."
    now, old = (int(np.maximum(s.votes[w], 0).sum()) / max(int(s.cast.sum()), 1)
                for s, w in ((matched.now, leader), (matched.before, before)))  # fmt: skip
    who = leader if before == leader else f"{leader} (before: {before})"
    moved = f"there {who} went from {100 * old:.2f} to {100 * now:.2f} %"
    if matched.now.registered.any() and matched.before.registered.any():
        a, b = (100 * int(s.issued.sum()) / int(s.registered.sum()) for s in (matched.before, matched.now))
        moved += f", turnout from {a:.2f} to {b:.2f} %"
    says = f"{n:,} stations stand in both files; {moved}. {without[0].upper()}{without[1:]}."
    if unlike > ANEW * n:
        size += " So many hint at stations that were numbered anew: then what is compared are different stations."
    return replace(about, says=says + (size if unlike else ""))


class Strays(NamedTuple):
    """How far stations stray from the change of their surroundings.

    `at` are the rows of the matched stations that can be compared; the leader's share `before` and `now`, the `usual`
    change around each, and the distance from it in standard deviations, `z`.
    """

    at: Ints
    before: Floats
    now: Floats
    usual: Floats
    z: Floats


def strays(matched: Matched, leader: str, before: str) -> Strays | None:
    """Distances of the stations that can be compared; None where these are too few."""
    use = matched.same & (matched.now.cast > 0) & (matched.before.cast > 0)
    use &= (matched.now.votes[leader] >= 0) & (matched.before.votes[before] >= 0)
    at = np.flatnonzero(use)
    if at.size < FEW:
        return None
    cast, cast_before = matched.now.cast[at], matched.before.cast[at]
    now, old = matched.now.votes[leader][at] / cast, matched.before.votes[before][at] / cast_before
    usual = expected(now - old, matched.unit[at], None if matched.place is None else matched.place[at])
    z = standardised(now - old - usual, share_noise((now + old) / 2, cast, cast_before))
    return Strays(at, old, now, usual, z)


def one_sided(up: int, down: int) -> float:
    """Chance that as many of the stations that stand out are on the leader's side, if both sides are as likely."""
    return float(binomtest(up, up + down, alternative="greater").pvalue) if up + down else 1.0


def outliers(matched: Matched, leader: str, before: str) -> Finding:
    """Stations whose change of the leader's share strays from that of their surroundings."""
    compared = strays(matched, leader, before)
    if compared is None:
        return replace(OUTLIERS, says=f"Fewer than {FEW} stations can be compared.")
    at, old, now, usual, z = compared
    cast, place = matched.now.cast[at], None if matched.place is None else matched.place[at]
    turnout = _turnout(matched, at, place)
    up, down = int((z > FAR).sum()), int((z < -FAR).sum())
    p = one_sided(up, down)
    ballots = float(((now - old - usual) * cast)[z > FAR].sum())
    says = (
        f"At {up:,} of {at.size:,} stations {leader}'s share rose far more than around them, at {down:,} far less"
        + (f" (chance of so one-sided a split {p:.2g})" if up + down else "")
        + (f"; the {up:,} have about {ballots:,.0f} ballots more for {leader} than their surroundings would give them."
           if up else ".")
    )  # fmt: skip
    far = np.flatnonzero(np.abs(z) > FAR)
    far = far[np.argsort(-np.abs(z[far]), kind="stable")]
    table = pl.DataFrame({
        "station": [matched.station[k] for k in at[far]], "before": old[far], "now": now[far],
        "expected": (old + usual)[far], "z": z[far], "turnout, z": turnout[far], "ballots": cast[far],
    }, schema_overrides={"station": pl.String})  # fmt: skip
    return replace(OUTLIERS, says=says, value=float(up), alarm=bool(p < ALARM_P), tables={"stations": table})


def _turnout(matched: Matched, at: np.ndarray, place: Floats | None) -> Floats:
    """How far the change of turnout strays, in standard deviations; NaN without registered voters."""
    if not (matched.now.registered.any() and matched.before.registered.any()):
        return np.full(at.size, np.nan)
    sizes = [np.maximum(s.registered[at], 1) for s in (matched.now, matched.before)]
    now, old = (s.issued[at] / n for s, n in zip((matched.now, matched.before), sizes, strict=True))
    off = now - old - expected(now - old, matched.unit[at], place)
    return standardised(off, share_noise((now + old) / 2, *sizes))
