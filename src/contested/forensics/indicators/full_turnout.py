"""Stations where every voter on the list took a ballot: how many, where, and how the leader fared there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, ordered


def full(case: Case) -> Case:
    """The stations with 100 voters or more and as many ballots issued."""
    some = ordered(case, SMALL)
    return some.where(some.issued == some.registered)


def by_region(case: Case) -> pl.DataFrame:
    """Region, full stations, stations [station]; registered and leader [person, ballot] at full ones; largest first."""
    some, there = ordered(case, SMALL), full(case)
    n = len(case.regions)
    frame = pl.DataFrame({
        "region": list(case.regions),
        "full": np.bincount(there.region, minlength=n), "stations": np.bincount(some.region, minlength=n),
        "registered": np.bincount(there.region, there.registered, n).astype(np.int64),
        "leader": np.bincount(there.region, there.leader, n).astype(np.int64),
    }, schema_overrides={"region": pl.String})  # fmt: skip
    return frame.sort(["full", "region"], descending=[True, False])


ABOUT = Finding(
    name="full-turnout",
    title="Stations with exactly 100 % turnout",
    kind="description",
    unit="station",
    assumes="Nothing.",
    fails_when="Ships, hospitals and remote camps compile their voter list from those who vote, so full turnout is "
    "honest there.",
    cites=("klimek2012",),
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """How many stations report exactly 100 % turnout. A description; `seed` changes nothing."""
    some = ordered(case, SMALL)
    if not some.stations:
        return replace(ABOUT, says="No station with 100 voters.")
    there = full(case)
    says = f"{there.stations:,} of {some.stations:,} stations with 100 voters or more report that all of them voted"
    if there.stations:
        here, all_ = (100 * x.leader.sum() / x.cast.sum() for x in (there, some))
        says += f"; the leader has {here:.1f} % of the ballots there and {all_:.1f} % over all"
    return replace(ABOUT, says=f"{says}.", value=float(there.stations), tables={"regions": by_region(case)})
