"""More ballots shown on photographs than the protocol admits: a lower bound on falsification that needs no model.

A ballot that was photographed for a contestant was cast for that contestant, so a protocol with fewer votes is wrong
by at least the difference. People who only said how they would vote prove nothing by themselves: some stay at home,
change their mind or were never there. The same sum over them is therefore an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.ground.errors import InputError

#: parts of the evidence, in hundredths, that a reader may refuse to believe, for the table
DOUBTED = (0, 5, 10, 20, 50)
#: the part, in hundredths, that is refused before the test alarms
_REFUSED = 10


#: kind of evidence -> what a comparison with it is
ABOUT = {
    "photos": Finding(
        name="counting-bounds", title="More ballots photographed than counted", kind="proof", unit="ballot",
        rule=f"ballots are in excess even after {_REFUSED} % of a station's photographs are thrown out",
        assumes="The photographs show ballots that were cast at that station, each once.",
        fails_when="Photographs are counted twice, assigned to the wrong station, or show spoilt ballots.",
        cites=("demidov2020",),
    ),
    "registrations": Finding(
        name="registrations-above-votes", title="More supporters registered than votes counted", kind="estimate",
        unit="ballot", cites=("demidov2020",),
        assumes="Everybody who registered voted at that station, and as they had stated.",
        fails_when="Registered people stay at home, change their mind, vote elsewhere, or do not exist.",
    ),
}  # fmt: skip
#: what the evidence is called, and how a sentence about it begins
_WORDS = {
    "photos": ("photographs", "more ballots were photographed"),
    "registrations": ("registrations", "more people had registered"),
}


class Excess(NamedTuple):
    """Where evidence exceeds the official count.

    Parameters
    ----------
    compared : int, station
        With both counts known.
    stations : int, station
        Where the evidence is larger.
    ballots : int, ballot
        By how much, summed over these stations.
    """

    compared: int
    stations: int
    ballots: int


def excess(official: np.ndarray, evidence: np.ndarray, *, doubted: int = 0) -> Excess:
    """Sum of evidence above the official count.

    Parameters
    ----------
    official, evidence : int64 array of shape (stations,), ballot
        Negative where not known: such a station is not compared.
    doubted : int
        Hundredths of the evidence that are thrown out at every station; what is left is rounded down.

    Raises
    ------
    InputError
        Lengths that differ, or `doubted` outside 0 to 100.
    """
    official, evidence = np.asarray(official, np.int64), np.asarray(evidence, np.int64)
    if official.shape != evidence.shape:
        raise InputError(f"expected counts for the same stations; got {official.size} and {evidence.size}.")
    if not 0 <= doubted <= 100:
        raise InputError(f"doubted: expected 0 to 100 hundredths; got {doubted}.")
    known = (official >= 0) & (evidence >= 0)
    over = np.maximum(evidence[known] * (100 - doubted) // 100 - official[known], 0)
    return Excess(int(known.sum()), int((over > 0).sum()), int(over.sum()))


def find(
    official: Mapping[str, np.ndarray],
    evidence: Mapping[str, np.ndarray],
    kind: Literal["photos", "registrations"] = "photos",
) -> Finding:
    """Compare evidence with official votes at each station, for each contestant.

    Parameters
    ----------
    official, evidence : mapping of contestant to int64 array of shape (stations,), ballot
        Negative where not known. Contestants of `evidence` without official votes are left out.
    kind : str
        "photos", or "registrations" of people who said how they would vote: then an estimate, without an alarm.

    Returns
    -------
    Finding
        `value` is in ballots, over all contestants: ballots photographed for two contestants are two ballots.
    """
    both = {who: (official[who], at) for who, at in evidence.items() if who in official}
    rows = [{"contestant": who, **excess(*counts)._asdict()} for who, counts in both.items()]
    columns = dict.fromkeys(("compared", "stations", "ballots"), pl.Int64)
    table = pl.DataFrame(rows, schema={"contestant": pl.String, **columns})
    in_excess = [sum(excess(*counts, doubted=part).ballots for counts in both.values()) for part in DOUBTED]
    words, more = _WORDS[kind]
    about = replace(ABOUT[kind], tables={"excess": table})
    if about.kind == "proof":
        doubts = pl.DataFrame({"thrown out, %": DOUBTED, "ballots": pl.Series(in_excess, dtype=pl.Int64)})
        about = replace(about, tables={"excess": table, f"if {words} are doubted": doubts})
    if not table["compared"].sum():
        return replace(about, says=f"No station has both {words} and an official count.")
    worst = table.sort("ballots", "contestant", descending=[True, False]).row(0, named=True)
    part = f"{worst['stations']:,} of {worst['compared']:,} stations"
    where = f"At {part} ({100 * worst['stations'] / worst['compared']:.1f} %) {more} for {worst['contestant']} than the"
    total = int(table["ballots"].sum())
    if about.kind == "estimate":
        says = f"{where} protocol gives votes, {worst['ballots']:,} in all."
        return replace(about, says=f"{says} This is no proof: it takes a word for a vote.", value=total)
    says = f"{where} protocol gives: {worst['ballots']:,} ballots at least are missing."
    if not total:
        says = f"At none of {worst['compared']:,} stations do {words} exceed the official votes."
    alarm = in_excess[DOUBTED.index(_REFUSED)] > 0
    return replace(about, says=says, value=total, low=total, range_is="at least", alarm=alarm)
