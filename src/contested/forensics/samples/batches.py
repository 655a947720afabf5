"""Risk-limiting audits by batch: hand counts of precincts or boxes drawn at random, beside what was reported of them.

Where the system reports sums of batches and no single cards, whole batches are counted (Kaplan-Markov, stark2009). A
batch is drawn with a chance in proportion to the most by which it could overstate a margin; its taint is the part of
that by which it did. Batches are drawn with replacement: one that comes twice counts twice.

A contest of which nothing was reported for a batch may still be on its ballots: an upload that is missing is an error
that an audit must be able to see. Such a batch is bounded as if each of its ballots could hold a vote for a loser,
unless `contest_ballots` says that fewer of them, or none, have the contest.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.samples.columns import counts_of, fault, text_of
from contested.forensics.samples.contests import refuse_ranked
from contested.forensics.samples.public_seed import public_seed
from contested.forensics.table.case import Floats, Ints
from contested.forensics.table.cells import Cells, read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground import streams
from contested.ground.draws import uniforms
from contested.ground.errors import InputError, ReturnsError, closest
from contested.ground.options import RISK_LIMIT

#: draws at most that a plan may ask for
MOST_DRAWS = 1_000_000


class Counted(NamedTuple):
    """Votes of one contest by batch.

    Parameters
    ----------
    candidates : tuple of str
    votes : int64 array of shape (batches, candidates), ballot
        As reported; -1 in batches of which nothing was reported for this contest.
    winners : int
        Seats.
    ballots : int64 array of shape (batches,), ballot, optional
        Of each batch, that have this contest at most; all of its ballots if absent.
    """

    candidates: tuple[str, ...]
    votes: Ints
    winners: int
    ballots: Ints | None = None


class Batches(NamedTuple):
    """Reported batches: names, ballots in each (int64 array), and the votes of each contest."""

    names: tuple[str, ...]
    ballots: Ints
    contests: dict[str, Counted]


class Batched(NamedTuple):
    """How an audit by batch went.

    Parameters
    ----------
    draws : polars.DataFrame
        A row a draw: draw (Int64), batch (str), taint, factor, risk (Float64: the product of factors so far).
    risk : float
        Smallest level at which the batches confirm all reported winners.
    stopped : int
        Draws after which the limit was reached; 0 if never.
    total : float
        Most by which all batches together could overstate, in margins ("U").
    notes : tuple of str
        As of `unreported`.
    """

    draws: pl.DataFrame
    risk: float
    stopped: int
    total: float
    notes: tuple[str, ...] = ()


def read_batches(path: str | Path) -> Batches:
    """Batches as reported.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or Parquet with a row for each candidate in each batch: batch, ballots (in the batch), candidate,
        votes; optionally contest, winners (seats), and contest_ballots (ballots of the batch that have this contest;
        empty: all). A row with contest_ballots 0 says that the contest was not on the batch's ballots.

    Raises
    ------
    ReturnsError
        A column, name or count that is missing or cannot be read; more votes than ballots allow; a tie.
    """
    cells = read_cells(path, FileHints())
    refuse_ranked(cells)
    winners = counts_of(cells, "winners", absent=1)
    there = "contest_ballots" in cells.frame.columns
    stated = counts_of(cells, "contest_ballots", missing=True) if there else pl.lit(None, pl.Int64)
    table = _table(cells).with_columns(ballots=counts_of(cells, "ballots"), winners=winners, having=stated)
    names = tuple(table["batch"].unique(maintain_order=True).to_list())
    sizes = table.group_by("batch", maintain_order=True).agg(pl.col("ballots").unique())
    for name, several in sizes.iter_rows():
        if len(several) > 1:
            row = int((table["batch"] == name).arg_true()[0])
            raise fault(cells, row, f"batch {name!r} has {len(several)} numbers of ballots; expected one.",
                        column="ballots")  # fmt: skip
    ballots = np.array([several[0] for several in sizes["ballots"].to_list()], np.int64)
    place = {name: i for i, name in enumerate(names)}
    contests: dict[str, Counted] = {}
    for (contest,), part in table.group_by("contest", maintain_order=True):
        seats = part["winners"].unique().to_list()
        candidates = tuple(part["candidate"].unique(maintain_order=True).to_list())
        if len(seats) > 1 or not 0 < seats[0] < len(candidates):
            raise fault(cells, int(part["row"][0]), f"contest {contest!r}: expected one number of winners, from 1 to "
                        f"{len(candidates) - 1}; got {seats}.")  # fmt: skip
        votes = _matrix(cells, part, place, candidates)
        most, having = np.maximum(votes, 0).sum(axis=1), _having(cells, part, place, ballots)
        if (most > seats[0] * having).any():
            k = int(np.argmax(most > seats[0] * having))
            raise ReturnsError(f"batch {names[k]!r}: {most[k]:,} votes of {contest!r} on {having[k]:,} ballots.",
                               file=cells.source)  # fmt: skip
        contests[str(contest)] = Counted(candidates, votes, int(seats[0]), having)
    made = Batches(names, ballots, contests)
    for name, margin in _margins(made).items():
        if margin.min() <= 0:
            raise ReturnsError(f"contest {name!r}: the last winner and the first loser are tied.", file=cells.source)
    return made


def _table(cells: Cells) -> pl.DataFrame:
    contest = text_of(cells, "contest", optional=True).fill_null("the contest")
    batch, candidate = text_of(cells, "batch"), text_of(cells, "candidate")
    table = pl.DataFrame({"batch": batch, "contest": contest, "candidate": candidate})
    twice = table.is_duplicated()
    if twice.any():
        raise fault(cells, int(twice.arg_true()[1]), "a candidate appears twice in a batch.")
    if not table.height:
        raise ReturnsError("expected a row for each candidate in each batch; got none.", file=cells.source)
    votes = counts_of(cells, "votes", missing=True)
    return table.with_columns(votes=votes).with_row_index("row")


def _matrix(cells: Cells, part: pl.DataFrame, place: dict[str, int], candidates: Sequence[str]) -> Ints:
    votes = np.full((len(place), len(candidates)), -1, np.int64)
    column = {name: k for k, name in enumerate(candidates)}
    for row, batch, candidate, number in part.select("row", "batch", "candidate", "votes").iter_rows():
        if number is None:
            raise fault(cells, row, "expected a count; the cell is empty.", column="votes")
        votes[place[batch], column[candidate]] = number
    some = (votes >= 0).any(axis=1, keepdims=True)
    return np.where(some, np.maximum(votes, 0), -1)


def _having(cells: Cells, part: pl.DataFrame, place: dict[str, int], ballots: Ints) -> Ints:
    """Ballots of each batch that have a contest: int64 array of shape (batches,)."""
    having, given = ballots.copy(), part.filter(pl.col("having").is_not_null())
    stated: dict[str, int] = {}
    for row, batch, number in given.select("row", "batch", "having").iter_rows():
        if stated.setdefault(batch, number) != number or number > ballots[place[batch]]:
            raise fault(cells, row, f"batch {batch!r}: expected one number of ballots with {part['contest'][0]!r}, at "
                        f"most {ballots[place[batch]]:,}; got {number:,}.", column="contest_ballots")  # fmt: skip
        having[place[batch]] = number
    return having


def _pairs(counted: Counted) -> tuple[list[int], list[int]]:
    order = np.argsort(-np.maximum(counted.votes, 0).sum(axis=0), kind="stable")
    return list(order[: counted.winners]), list(order[counted.winners :])


def _margins(batches: Batches) -> dict[str, Floats]:
    """Margins of each contest, float64 array of shape (winners, losers)."""
    out = {}
    for name, counted in batches.contests.items():
        total = np.maximum(counted.votes, 0).sum(axis=0)
        first, rest = _pairs(counted)
        out[name] = (total[first][:, None] - total[rest][None, :]).astype(float)
    return out


def _ballots(batches: Batches, counted: Counted) -> Ints:
    """Ballots of each batch that may have a contest: int64 array of shape (batches,)."""
    return batches.ballots if counted.ballots is None else counted.ballots


def _relative(batches: Batches, votes: dict[str, Ints], more: dict[str, Ints]) -> Floats:
    """Largest (winner less loser, and `more`), in margins, over contests and pairs; float64 array (batches,).

    A contest that is not in a batch counts with 0 there: the error of a batch must be at least that of each contest.
    """
    most = np.full(len(batches.names), -np.inf)
    margins = _margins(batches)
    for name, counted in batches.contests.items():
        first, rest = _pairs(counted)
        v = votes[name]
        gap = (v[:, first][:, :, None] - v[:, rest][:, None, :] + more[name][:, None, None]) / margins[name]
        most = np.maximum(most, gap.reshape(len(gap), -1).max(axis=1))
    return most


def bounds(batches: Batches) -> Floats:
    """Most by which each batch could overstate any margin, in margins: float64 array of shape (batches,), "u"."""
    reported = {name: np.maximum(c.votes, 0) for name, c in batches.contests.items()}
    having = {name: _ballots(batches, c) for name, c in batches.contests.items()}
    return np.maximum(_relative(batches, reported, having), 0.0)


def unreported(batches: Batches) -> list[str]:
    """Contests of which nothing was reported for batches whose ballots may have them, a sentence each."""
    out = []
    for name, one in batches.contests.items():
        silent = (one.votes < 0).all(axis=1) & (_ballots(batches, one) > 0)
        if n := int(silent.sum()):
            out.append(f"Contest {name!r} has no reported votes in {n:,} of {len(silent):,} batches, such as "
                       f"{batches.names[int(silent.argmax())]!r}: the audit allows for a vote for a loser on each of "
                       "their ballots. If the contest was not on these ballots, add a row with contest_ballots 0 "
                       "before batches are drawn.")  # fmt: skip
    return out


def needed(batches: Batches, risk_limit: float = RISK_LIMIT) -> int:
    """Draws that confirm all winners if no batch overstates any margin."""
    _checked(risk_limit)
    total = float(bounds(batches).sum())
    return 1 if total <= 1 else ceil(log(risk_limit) / log(1 - 1 / total))


def draw(batches: Batches, size: int, seed: int) -> pl.DataFrame:
    """Batches drawn with replacement, each with a chance in proportion to its bound: draw (from 1), batch, ballots."""
    if not 1 <= size <= MOST_DRAWS:
        raise InputError(f"size: expected from 1 to {MOST_DRAWS:,} draws; got {size:,}.")
    edges = np.cumsum(bounds(batches))
    chance = uniforms(size, public_seed(seed), streams.SAMPLE_BATCHES)
    at = np.searchsorted(edges, chance * edges[-1], side="right")
    at = np.minimum(at, len(batches.names) - 1)
    return pl.DataFrame({"draw": np.arange(1, size + 1), "batch": [batches.names[k] for k in at],
                         "ballots": batches.ballots[at]})  # fmt: skip


def read_draws(path: str | Path, batches: Batches) -> list[str]:
    """Names of batches in the order of drawing, from a table with a column batch."""
    cells = read_cells(path, FileHints())
    names = text_of(cells, "batch")
    known = set(batches.names)
    for row, name in enumerate(names):
        if name not in known:
            raise fault(cells, row, f"{name!r} is no batch that was reported.", closest(name, list(batches.names)),
                        column="batch")  # fmt: skip
    return names.to_list()


def read_counted(path: str | Path, batches: Batches) -> dict[str, dict[str, dict[str, int]] | None]:
    """Hand counts: batch -> contest -> candidate -> votes; None for a batch that could not be counted.

    A table with batch, candidate, votes and, for several contests, contest. Empty votes: the batch could not be
    counted.
    """
    cells = read_cells(path, FileHints())
    table = _table(cells)
    only = next(iter(batches.contests)) if len(batches.contests) == 1 else None
    out: dict[str, dict[str, dict[str, int]] | None] = {}
    for row, batch, contest, candidate, votes in table.iter_rows():
        name = only if only is not None and contest == "the contest" else contest
        if batch not in batches.names:
            hint = closest(batch, list(batches.names))
            raise fault(cells, row, f"{batch!r} is no batch that was reported.", hint, column="batch")
        if name not in batches.contests:
            raise fault(cells, row, f"expected one of the contests {', '.join(batches.contests)}; got {name!r}.")
        if candidate not in batches.contests[name].candidates:
            hint = closest(candidate, list(batches.contests[name].candidates))
            raise fault(cells, row, f"{candidate!r} is no candidate of {name!r}.", hint, column="candidate")
        if votes is None:
            out[batch] = None
        known = out.setdefault(batch, {})
        if known is not None:
            known.setdefault(name, {})[candidate] = votes
    return out


def check(
    batches: Batches, draws: Sequence[str], counted: dict[str, dict[str, dict[str, int]] | None], *,
    risk_limit: float = RISK_LIMIT, total: float | None = None,
) -> Batched:  # fmt: skip
    """Test every reported winner on the batches that were drawn and counted by hand.

    Parameters
    ----------
    batches : Batches
    draws : sequence of str
        With replacement, in proportion to `bounds`.
    counted : mapping
        As from `read_counted`.
    risk_limit : float
    total : float, optional
        The sum of all bounds, where not all batches are given.

    Raises
    ------
    InputError
        A batch that was drawn and not counted, or not for a contest that its ballots may have; more votes in a batch
        than the bounds allow that the draw rests on.
    """
    _checked(risk_limit)
    missing = [name for name in dict.fromkeys(draws) if name not in counted]
    if missing:
        raise InputError(f"{len(missing)} batches that were drawn were not counted, such as {missing[0]!r}.",
                         "count them; leave votes empty where that is not possible")  # fmt: skip
    hand, lost = _hand(batches, counted)
    bound = bounds(batches)
    over = {name: np.maximum(c.votes, 0) - hand[name] for name, c in batches.contests.items()}
    error = _relative(batches, over, {name: np.zeros_like(batches.ballots) for name in over})
    taint = np.where(lost, 1.0, np.divide(error, bound, out=np.zeros_like(bound), where=bound > 0))
    whole = float(bound.sum()) if total is None else total
    place = {name: k for k, name in enumerate(batches.names)}
    rows, risk, least, stopped = [], 1.0, 1.0, 0
    for number, batch in enumerate(draws, start=1):
        t = float(min(taint[place[batch]], 1.0))
        factor = (1 - 1 / whole) / (1 - t) if t < 1 else float("inf")
        risk *= factor if whole > 1 else (0.0 if t < 1 else float("inf"))
        least = min(least, risk)
        stopped = stopped or (number if risk <= risk_limit else 0)
        rows.append((number, batch, t, factor, risk))
    table = pl.DataFrame(rows, orient="row", schema={"draw": pl.Int64, "batch": pl.String, "taint": pl.Float64,
                                                     "factor": pl.Float64, "risk": pl.Float64})  # fmt: skip
    return Batched(table, least, stopped, whole, tuple(unreported(batches)))


def _hand(
    batches: Batches, counted: dict[str, dict[str, dict[str, int]] | None]
) -> tuple[dict[str, Ints], np.ndarray]:
    """Hand counts as arrays like those of reported votes, and which batches could not be counted."""
    hand = {name: np.maximum(c.votes, 0).copy() for name, c in batches.contests.items()}
    lost = np.zeros(len(batches.names), bool)
    for k, batch in enumerate(batches.names):
        if batch not in counted:
            continue
        votes = counted[batch]
        if votes is None:
            lost[k] = True
            continue
        for name, one in batches.contests.items():
            having = int(_ballots(batches, one)[k])
            if name not in votes and having:
                raise InputError(f"batch {batch!r} was counted by hand, but not for {name!r}, which its ballots may "
                                 "have.", "give a row for each contest, with 0 where no vote was found")  # fmt: skip
            hand[name][k] = [votes.get(name, {}).get(c, 0) for c in one.candidates]
            if hand[name][k].sum() > one.winners * having:
                raise InputError(
                    f"batch {batch!r}: the hand count has {int(hand[name][k].sum()):,} votes of {name!r}, and at most "
                    f"{having:,} ballots were stated to have it. The draw rests on bounds that are too small.",
                    "leave the batch's votes empty (the worst is then assumed), or correct its ballots and draw again",
                )
    return hand, lost


def _checked(risk_limit: float) -> None:
    if not 0 < risk_limit < 1:
        raise InputError(f"risk limit: expected a number between 0 and 1; got {risk_limit}.", "0.05 is usual")
