"""Honest changes that look like these: how often one side would have so many more of the stations that stand out.

Stations stray as far from their surroundings as they do here, and chance says to which side. What differs between the
worlds is who shares a side: nobody; the stations of a place, as a local candidate or a moved border has it; or, beside
places, all stations whose voters changed, as new houses all over the country have it. So stations that stand out in
few places, or where voters changed, prove little, however many they are.
"""

from __future__ import annotations

import numpy as np

from contested.forensics.comparisons import change
from contested.forensics.comparisons.matching import Matched, Side
from contested.forensics.controls import Control, Outcome, counted
from contested.forensics.table.case import Floats, Ints
from contested.ground import streams
from contested.ground.draws import uniforms

#: worlds of changes, one for each honest cause
CHANGES = ("strays", "turned places", "other voters")
#: part of its voters by which a station grew or shrank, from which on they may be other people
OTHERS = 0.1


def control_changes(matched: Matched, leader: str, before: str, *, elections: int, seed: int = 1) -> list[Control]:
    """Alarms of `change.outliers` on honest changes.

    Parameters
    ----------
    matched : Matched
    leader, before : str
        Whose share is compared, now and then.
    elections : int
        In each world.
    seed : int

    Returns
    -------
    list of Control
        One a world; none where too few stations can be compared.
    """
    compared = change.strays(matched, leader, before)
    if compared is None:
        return []
    far = np.abs(compared.z) > change.FAR
    unit = np.unique(matched.unit[compared.at], return_inverse=True)[1]
    places = unit[far].astype(np.int64)
    new = other_voters(matched.now, matched.before, compared.at)[far]
    group = {"strays": np.arange(places.size), "turned places": places,
             "other voters": np.where(new, places.max(initial=0) + 1, places)}  # fmt: skip
    out = []
    for number, world in enumerate(CHANGES):
        outcomes = []
        for k in range(elections):
            up = _sides(group[world], seed, number, k)
            p = change.one_sided(up, places.size - up)
            outcomes.append(Outcome(change.OUTLIERS.name, float(up), p < change.ALARM_P))
        out.append(counted(change.OUTLIERS.name, world, outcomes))
    return out


def other_voters(now: Side, before: Side, at: Ints) -> np.ndarray:
    """Whether stations' voters (or ballots, where voters are not known) changed by a tenth: bool (stations,)."""
    known = now.registered.any() and before.registered.any()
    sizes: list[Floats] = [np.maximum((s.registered if known else s.cast)[at], 1).astype(float) for s in (now, before)]
    return np.asarray(np.abs(np.log(sizes[0] / sizes[1])) > np.log1p(OTHERS))


def _sides(group: Ints, seed: int, world: int, election: int) -> int:
    """Stations on the leader's side where chance gives each group one."""
    if not group.size:
        return 0
    side = uniforms(int(group.max()) + 1, seed, streams.HONEST_SIDES, day=world + 1, draw=election) < 0.5
    return int(side[group].sum())
