"""Check a count from a sample: draw stations, estimate and test from their protocols, plan and check ballot audits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.forensics.samples import ballots, batches, contests, reported, stations, strata
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.formulas import csv_of_frame
from contested.store import disk
from contested.studies import arguments
from contested.tasks import sample_page as pages
from contested.tasks.outputs import new_file

if TYPE_CHECKING:
    import polars as pl

    from contested.forensics.finding import Finding


class Estimates(NamedTuple):
    """Quick counts of every contestant; strata no estimate speaks for; whether silent stations could be bounded."""

    findings: list[Finding]
    unreported: list[str]
    bounded: bool


def draw_stations(
    path: str | Path,
    *,
    size: int | None = None,
    error: float | None = None,
    spread: float = options.SPREAD,
    response: float = options.RESPONSE,
    seed: int = options.SEED,
    out: str | Path | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Draw the stations of a quick count.

    Parameters
    ----------
    path : str or Path
        All stations (`forensics.samples.stations.read_stations`).
    size : int, optional
        Stations to draw; or `error`, the margin of error to reach (a part of 1).
    spread, response : float
        As in `forensics.samples.stations.size_for`.
    seed : int
        0 or more, however long; see `forensics.samples.public_seed`.
    out : path, optional
        A new CSV file for the sample.

    Returns
    -------
    polars.DataFrame, polars.DataFrame
        The sample, and how many stations each stratum gives.

    Raises
    ------
    InputError
        Neither or both of `size` and `error`, or a value outside its range.
    """
    seed = arguments.whole(seed, "seed")
    if (size is None) == (error is None):
        raise InputError("expected either a size or an error; got " + ("both." if size is not None else "neither."),
                         "--error 0.01 asks for one percentage point")  # fmt: skip
    target = None if out is None else new_file(out)
    frame = stations.read_stations(path)
    if size is None:
        size = stations.size_for(error or 0.0, frame.height, spread=spread, response=response)
        size = max(size, int(frame["stratum"].value_counts()["count"].clip(upper_bound=2).sum()))
    sample = stations.draw(frame, size, seed)
    if target is not None:
        with disk.writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            disk.write_bytes(target, csv_of_frame(sample))
    return sample, stations.allocate(frame, size)


def estimate(
    protocols: str | Path,
    frame: str | Path,
    *,
    official: Mapping[str, float] | None = None,
    out: str | Path | None = None,
) -> Estimates:
    """Every contestant's share from a sample's protocols (`forensics.samples.reported.estimates`); a page in `out`."""
    target = None if out is None else new_file(out)
    read = reported.read_reported(protocols, stations.read_stations(frame))
    done = Estimates(reported.estimates(read, official), reported.unreported_strata(read), read.largest > 0)
    if target is not None:
        more = [*([f"{unreported_words(done.unreported)}."] if done.unreported else []),
                *([] if done.bounded else ["What silent stations could change is not known."])]  # fmt: skip
        record = {"protocols": Path(protocols).name, "stations": Path(frame).name}
        pages.estimated(target, done.findings, list(read.votes), official or {}, more, record, done.bounded)
    return done


def unreported_words(strata: list[str]) -> str:
    """Strata of which no station reported, counted, without a full stop."""
    one = len(strata) == 1
    return (f"No station reported from {len(strata):,} strat{'um' if one else 'a'}, so nothing is estimated for "
            f"{'it' if one else 'them'}")  # fmt: skip


def test_outcome(
    protocols: str | Path,
    frame: str | Path,
    *,
    winner: str | None = None,
    loser: str | None = None,
    risk_limit: float = options.RISK_LIMIT,
    out: str | Path | None = None,
) -> Finding:
    """Test an outcome on protocols in the order of drawing (`forensics.samples.reported.outcome`); a page in `out`."""
    target = None if out is None else new_file(out)
    read = reported.read_reported(protocols, stations.read_stations(frame))
    found = reported.outcome(read, winner, loser, risk_limit=risk_limit)
    if target is not None:
        pages.tested(target, found, risk_limit, {"protocols": Path(protocols).name, "stations": Path(frame).name,
                                                 "risk limit": risk_limit})  # fmt: skip
    return found


def plan_ballots(
    path: str | Path,
    cards: int,
    *,
    method: options.BallotMethod = "polling",
    risk_limit: float = options.RISK_LIMIT,
    overstated: tuple[float, float] = ballots.OVERSTATED,
    seed: int = options.SEED,
) -> pl.DataFrame:
    """How many cards an audit of reported contests needs (`forensics.samples.ballots.plan`)."""
    return ballots.plan(contests.read_contests(path), cards, method=method, risk_limit=risk_limit,
                        overstated=overstated, seed=arguments.whole(seed, "seed"))  # fmt: skip


def check_ballots(
    path: str | Path,
    sample: str | Path,
    cards: int | None = None,
    *,
    strata_file: str | Path | None = None,
    method: options.BallotMethod = "polling",
    risk_limit: float = options.RISK_LIMIT,
    out: str | Path | None = None,
) -> pl.DataFrame:
    """Whether the cards drawn confirm the reported winners (`forensics.samples.ballots.check`); a page in `out`.

    Either from one pool of `cards`, or from the strata of `strata_file` (`forensics.samples.strata`).
    """
    if (cards is None) == (strata_file is None):
        raise InputError("expected either cards or strata; got " + ("neither." if cards is None else "both."),
                         "--cards N for one pool, --strata FILE for cards drawn from several")  # fmt: skip
    target = None if out is None else new_file(out)
    known = contests.read_contests(path)
    files = {"contests": Path(path).name, "sample": Path(sample).name}
    if strata_file is not None:
        if method != "polling":
            raise InputError("--method: not with strata.", "the table of strata says how each is audited")
        parts = strata.read_strata(strata_file)
        drawn = strata.read_stratified(sample, known, parts)
        found, wealth = strata.checked(known, drawn, parts, risk_limit=risk_limit)
        record = {**files, "strata": Path(strata_file).name, "risk limit": risk_limit}
    else:
        divided = [c.name for c in known if c.strata]
        if divided:
            raise InputError(f"contest {divided[0]!r}: its votes are given by stratum.",
                             "give --strata FILE, with the cards and the method of each")  # fmt: skip
        read = ballots.read_sample(sample, known, method)
        found, wealth = ballots.checked(known, read, cards or 0, method=method, risk_limit=risk_limit)
        record = {**files, "cards": cards, "method": method, "risk limit": risk_limit}
    if target is not None:
        sources = (*pages.CARDS, *(("ottoboni2018", "spertus2022", "spertus2024") if strata_file is not None else ()))
        pages.confirmed(target, found, wealth, risk_limit, record, sources)
    return found


def draw_batches(
    path: str | Path,
    *,
    size: int | None = None,
    risk_limit: float = options.RISK_LIMIT,
    seed: int = options.SEED,
    out: str | Path | None = None,
) -> pl.DataFrame:
    """Draw batches for an audit, as many as confirm the winners if no batch overstates ."""
    target = None if out is None else new_file(out)
    read = batches.read_batches(path)
    drawn = batches.draw(read, batches.needed(read, risk_limit) if size is None else size,
                         arguments.whole(seed, "seed"))  # fmt: skip
    if target is not None:
        with disk.writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            disk.write_bytes(target, csv_of_frame(drawn))
    return drawn


def unreported_batches(path: str | Path) -> list[str]:
    """Contests of which nothing was reported for some batches (`forensics.samples.batches.unreported`), in words."""
    return batches.unreported(batches.read_batches(path))


def check_batches(
    path: str | Path,
    draws: str | Path,
    counted: str | Path,
    *,
    risk_limit: float = options.RISK_LIMIT,
    out: str | Path | None = None,
) -> batches.Batched:
    """Whether batches counted by hand confirm the reported winners (`forensics.samples.batches`); a page in `out`."""
    target = None if out is None else new_file(out)
    read = batches.read_batches(path)
    hand = batches.read_counted(counted, read)
    found = batches.check(read, batches.read_draws(draws, read), hand, risk_limit=risk_limit)
    if target is not None:
        pages.batched(target, found, risk_limit, {
            "batches": Path(path).name, "draws": Path(draws).name, "hand counts": Path(counted).name,
            "risk limit": risk_limit, "all could overstate, in margins": round(found.total, 4)})  # fmt: skip
    return found
