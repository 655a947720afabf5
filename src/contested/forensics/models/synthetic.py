"""Synthetic elections with planted fraud, and simulated ones: what a test of the count must find, and by how much.

Voters, units and honest votes are drawn; then ballots are stuffed (for the leader, from registered people who did not
vote) and switched (from others to the leader) at chosen stations. The planted fraud is stored beside the returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.special import expit, logit

from contested.forensics.table.case import Case, Floats, Ints
from contested.forensics.table.returns import ReturnsTable
from contested.ground import streams
from contested.ground.binomials import binomials
from contested.ground.draws import normals, uniforms
from contested.ground.errors import ParameterError, ReturnsError

_OTHERS = "all others"


@dataclass(frozen=True)
class Planted:
    """A falsified election, and what was done to it.

    Parameters
    ----------
    case : Case
        The returns as reported.
    honest : Case
        As cast.
    stuffed, switched : int64 array of shape (stations,), ballot
        Added for the leader; moved from others to the leader.
    """

    case: Case
    honest: Case
    stuffed: Ints
    switched: Ints


def honest_election(
    stations: int = 3000,
    *,
    regions: int = 6,
    territories: int = 60,
    voters: float = 900.0,
    turnout: float = 0.55,
    result: float = 0.4,
    between_sd: float = 0.25,
    within_sd: float = 0.3,
    correlation: float = 0.0,
    seed: int = 1,
) -> Case:
    """An honest election in units that differ.

    Parameters
    ----------
    stations, regions, territories : int
        Territories lie in regions in order, stations in territories.
    voters : float, person
        Median size of a station; sizes are log-normal with spread 0.7.
    turnout, result : float, share
        At the middle station.
    between_sd, within_sd : float, logit
        Spread of both between territories, and between stations of one.
    correlation : float, -1 to 1
        Of turnout and result, between territories and within.
    seed : int

    Raises
    ------
    ParameterError
        Fewer stations than territories, or territories than regions; shares outside 0 to 1.
    """
    if not 1 <= regions <= territories <= stations:
        raise ParameterError(
            f"stations: expected at least one a territory and one territory a region; got {stations} stations, "
            f"{territories} territories, {regions} regions."
        )
    if not (0 < turnout < 1 and 0 < result < 1 and -1 <= correlation <= 1):
        raise ParameterError("turnout, result: expected shares between 0 and 1, correlation -1 to 1.")
    territory = np.arange(stations) * territories // stations
    size = np.exp(np.log(voters) + 0.7 * normals(stations, seed, streams.SYNTHETIC_SIZE))
    registered = np.clip(size, 20, 5000).astype(np.int64)
    unit = normals(2 * territories, seed, streams.SYNTHETIC_UNIT).reshape(2, -1)
    x, y = normals(stations, seed, streams.HONEST_TURNOUT), normals(stations, seed, streams.HONEST_RESULT)

    def mix(p: Floats, q: Floats) -> Floats:
        return np.asarray(correlation * p + np.sqrt(1 - correlation**2) * q)

    high = logit(turnout) + between_sd * unit[0][territory] + within_sd * x
    for_leader = logit(result) + between_sd * mix(unit[0], unit[1])[territory] + within_sd * mix(x, y)
    issued = binomials(registered, expit(high), seed, streams.HONEST_ISSUED)
    leader = binomials(issued, expit(for_leader), seed, streams.HONEST_LEADER)
    return Case(
        registered=registered, issued=issued, cast=issued, leader=leader,
        region=(territory * regions // territories).astype(np.int32), territory=territory.astype(np.int32),
        leader_name="leader", regions=tuple(f"region {k + 1}" for k in range(regions)),
        territories=tuple(f"territory {k + 1}" for k in range(territories)), row=np.arange(stations),
    ).where(issued > 0)  # fmt: skip


def falsify(
    honest: Case,
    *,
    stuffing: float = 0.0,
    stuffed_part: float = 0.3,
    switching: float = 0.0,
    switched_part: float = 0.3,
    extreme: float = 0.0,
    seed: int = 1,
) -> Planted:
    """The election with fraud planted in it.

    Parameters
    ----------
    honest : Case
    stuffing, switching, extreme : float, share
        Part of stations where ballots are stuffed; where votes are switched; where nearly everything is (95 % of those
        who did not vote, 90 % of others' votes).
    stuffed_part, switched_part : float, share
        Of people who did not vote (of votes for others), the mean part that is turned into votes for the leader at such
        a station; it varies evenly from 0 to twice that.
    seed : int

    Raises
    ------
    ParameterError
        A share outside 0 to 1.
    """
    parts = {"stuffing": stuffing, "switching": switching, "extreme": extreme, "stuffed_part": stuffed_part,
             "switched_part": switched_part}  # fmt: skip
    for name, part in parts.items():
        if not 0 <= part <= 1:
            raise ParameterError(f"{name}: expected a share, 0 to 1; got {part}.")
    n = honest.stations
    who, how_much = (uniforms(3 * n, seed, s).reshape(3, n) for s in (streams.MODEL_KIND, streams.MODEL_INTENSITY))
    wholly = who[2] < extreme
    add = np.where(who[0] < stuffing, np.clip(2 * stuffed_part * how_much[0], 0, 1), 0.0)
    move = np.where(who[1] < switching, np.clip(2 * switched_part * how_much[1], 0, 1), 0.0)
    add[wholly], move[wholly] = 0.95, 0.90
    stuffed = binomials(honest.registered - honest.issued, add, seed, streams.STUFFED)
    switched = binomials(honest.cast - honest.leader, move, seed, streams.SWITCHED)
    case = replace(
        honest,
        issued=honest.issued + stuffed,
        cast=honest.cast + stuffed,
        leader=honest.leader + stuffed + switched,
    )
    return Planted(case, honest, stuffed, switched)


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
        frame, (case.leader_name, _OTHERS), case.leader_name, title, units=("region", "territory"), source="synthetic"
    )


def demo(seed: int = 1) -> tuple[ReturnsTable, Planted]:
    """A synthetic election: stuffing at a quarter of stations, some switching, a few stations invented."""
    planted = falsify(
        honest_election(4000, regions=8, territories=80, turnout=0.52, result=0.36, seed=seed),
        stuffing=0.25, stuffed_part=0.25, switching=0.1, switched_part=0.3, extreme=0.02, seed=seed,
    )  # fmt: skip
    return of_case(planted.case, "A synthetic election with planted fraud"), planted


def planted_words(planted: Planted) -> str:
    """The fraud planted in a synthetic election, in a sentence."""
    touched = int(((planted.stuffed > 0) | (planted.switched > 0)).sum())
    true = planted.honest.leader.sum() / planted.honest.cast.sum()
    reported = planted.case.leader.sum() / planted.case.cast.sum()
    return (
        f"This election is synthetic and its fraud is known: {planted.stuffed.sum():,} ballots were stuffed and "
        f"{planted.switched.sum():,} switched at {touched:,} of {planted.case.stations:,} stations, which turned "
        f"{true:.1%} for the leader into {reported:.1%}."
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
    reported = [c.removeprefix("reported_") for c in one.columns if c.startswith("reported_")]
    parties = [c for c in reported if c not in ("cast", "early")]
    frame = one.select(
        pl.concat_str(pl.col("place"), pl.col("station").cast(pl.String), separator=" / ").alias("station"),
        "region",
        "place",
        "registered",
        pl.col("reported_cast").alias("cast"),
        *(pl.col(f"reported_{p}").alias(p) for p in parties),
    )
    returns = ReturnsTable.of(frame, tuple(parties), "incumbent", title, units=("region", "place"), source="simulated")
    true, share = (int(one[f"{p}incumbent"].sum()) / max(int(one[f"{p}cast"].sum()), 1) for p in ("", "reported_"))
    moved = int((one["reported_incumbent"] - one["incumbent"]).sum())
    return returns, (
        f"This count was simulated, and what was cast is known: {true:.1%} for the incumbent, reported as {share:.1%}; "
        f"{moved * scale:,} votes were added to the incumbent's."
        + (f" Each person simulated stands for {scale:,}; the audit counts those simulated." if scale > 1 else "")
    )
