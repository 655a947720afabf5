"""Returns of elections that were made or simulated, where what was done to them is known."""

from __future__ import annotations

import polars as pl

from contested.forensics.models.synthetic import Planted, falsify, honest_election
from contested.forensics.table.case import Case
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import ReturnsError

_OTHERS = "all others"


def of_case(case: Case, title: str) -> ReturnsTable:
    """A case as a table of returns with two contestants, the leader and all others."""
    frame = pl.DataFrame(
        {
            "station": [f"{case.territories[t]} / {r + 1}" for t, r in zip(case.territory, case.row, strict=True)],
            "region": [case.regions[k] for k in case.region],
            "territory": [case.territories[k] for k in case.territory],
            "registered": case.registered, "issued": case.issued, "cast": case.cast, "valid": case.cast,
            case.leader_name: case.leader, _OTHERS: case.cast - case.leader,
        }
    )  # fmt: skip
    return ReturnsTable.of(
        frame, (case.leader_name, _OTHERS), case.leader_name, title, units=("region", "territory"), source="made"
    )


def demo(seed: int = 1) -> tuple[ReturnsTable, Planted]:
    """A made election with known fraud: stuffing at a quarter of stations, some switching, a few wholly invented."""
    made = falsify(
        honest_election(4000, regions=8, territories=80, turnout=0.52, result=0.36, seed=seed),
        stuffing=0.25, stuffed_part=0.25, switching=0.1, switched_part=0.3, extreme=0.02, seed=seed,
    )  # fmt: skip
    return of_case(made.case, "A made election with known fraud"), made


def planted_words(planted: Planted) -> str:
    """What was done to a made election, in a sentence."""
    touched = int(((planted.stuffed > 0) | (planted.switched > 0)).sum())
    true = planted.honest.leader.sum() / planted.honest.cast.sum()
    said = planted.case.leader.sum() / planted.case.cast.sum()
    return (
        f"This election was made, and what was done is known: {planted.stuffed.sum():,} ballots were stuffed and "
        f"{planted.switched.sum():,} switched at {touched:,} of {planted.case.stations:,} stations, which turned "
        f"{true:.1%} for the leader into {said:.1%}."
    )


def of_run(table: pl.DataFrame, title: str, replicate: int = 0, scale: int = 1) -> tuple[ReturnsTable, str]:
    """The returns that a simulated nation reported, and in words what was cast.

    Parameters
    ----------
    table : polars.DataFrame
        A run's table `returns`, in persons.
    title : str
    replicate : int
        Which future.
    scale : int, person
        How many persons each simulated one stands for. Counted in persons, all counts would be multiples of it, and
        every test of digits and shares would take that for fraud; so they are counted in simulated ones.

    Raises
    ------
    ReturnsError
        If the run has no such future, or no election.
    """
    one = table.filter(pl.col("replicate") == replicate)
    if not one.height:
        have = table["replicate"].unique().sort().to_list()
        raise ReturnsError(f"replicate: expected one of {have}; got {replicate}.", "the run has no such future")
    counts = [c for c, kind in one.schema.items() if kind.is_integer() and c not in ("replicate", "station")]
    one = one.with_columns(pl.col(counts) // scale)
    told = [c.removeprefix("reported_") for c in one.columns if c.startswith("reported_")]
    parties = [c for c in told if c not in ("cast", "early")]
    frame = one.select(
        pl.concat_str(pl.col("place"), pl.col("station").cast(pl.String), separator=" / ").alias("station"),
        "region",
        "place",
        "registered",
        pl.col("reported_cast").alias("cast"),
        *(pl.col(f"reported_{p}").alias(p) for p in parties),
    )
    returns = ReturnsTable.of(frame, tuple(parties), "incumbent", title, units=("region", "place"), source="simulated")
    true, said = (one[f"{p}incumbent"].sum() / max(one[f"{p}cast"].sum(), 1) for p in ("", "reported_"))
    moved = int((one["reported_incumbent"] - one["incumbent"]).sum())
    return returns, (
        f"This count was simulated, and what was cast is known: {true:.1%} for the incumbent, reported as {said:.1%}; "
        f"{moved * scale:,} votes were added to the incumbent's."
        + (f" Each person simulated stands for {scale:,}; the audit counts those simulated." if scale > 1 else "")
    )
