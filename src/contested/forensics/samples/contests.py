"""Contests on a ballot card, and the assertions whose truth makes their reported outcomes right (stark2020).

An assertion gives each card a number from 0 to `upper`; the mean over all cards is above one half exactly if the
assertion is true. Of a plurality contest there is one for every pair of a winner and a loser, of a contest with a
threshold one for the winner. A card without the contest, without a valid vote, or with too many marks counts one half.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import polars as pl

from contested.forensics.samples.columns import counts_of, fault, numbers_of, text_of
from contested.forensics.table.cells import Cells, read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground.errors import ReturnsError

#: headings of ranks
_RANKS = re.compile(
    r"(?i)^(rank(ing)?s?|preferences?|choices?)([ _#-]*\d+)?$|^\d+(st|nd|rd|th)[ _](choice|preference)$"
)
#: methods of counting ranks
_BY_RANK = r"(?i)\b(irv|rcv|stv|ranked|preferential|instant.?runoff)\b"


class Contest(NamedTuple):
    """A contest as it was reported.

    Parameters
    ----------
    name : str
    votes : dict of str to int, ballot
        By candidate.
    winners : int
        Seats; a card may have as many marks.
    threshold : float, share, optional
        Of the valid votes, above which the winner must be; a plurality is enough if absent.
    strata : dict of str to dict of str to int, ballot
        By stratum and candidate, where the table has strata.
    """

    name: str
    votes: dict[str, int]
    winners: int = 1
    threshold: float | None = None
    strata: dict[str, dict[str, int]] = {}


class Assertion(NamedTuple):
    """That `winner` of `contest` has more votes than `loser`; or, without a loser, more than the threshold.

    `upper` is the largest value of a card, `mean` the reported mean over all cards.
    """

    contest: Contest
    winner: str
    loser: str | None
    upper: float
    mean: float

    def reported(self, votes: dict[str, int], cards: int) -> float:
        """Mean of a part of the cards, as its votes were reported."""
        if self.loser is not None:
            return 0.5 + (votes.get(self.winner, 0) - votes.get(self.loser, 0)) / (2 * cards)
        return (votes.get(self.winner, 0) * self.upper + (cards - sum(votes.values())) / 2) / cards

    @property
    def margin(self) -> float:
        """Diluted margin: twice the reported mean, less 1."""
        return 2 * self.mean - 1

    def value(self, marks: frozenset[str] | None) -> float:
        """The number of a card with these marks; of one that was not found, which may be as bad as can be, 0."""
        if marks is None:
            return 0.0
        if not marks or len(marks) > self.contest.winners:
            return 0.5
        if self.loser is None:
            return self.upper if self.winner in marks else 0.0
        return 0.5 + (float(self.winner in marks) - float(self.loser in marks)) / 2


def assertions(contest: Contest, cards: int) -> list[Assertion]:
    """Everything that must be true for the contest's reported winners to have won.

    Parameters
    ----------
    contest : Contest
    cards : int
        In the pool that is sampled, with the contest or without.

    Raises
    ------
    ReturnsError
        The reported votes elect nobody, or are more than the cards can hold.
    """
    order = sorted(contest.votes, key=lambda name: -contest.votes[name])
    winners, losers = order[: contest.winners], order[contest.winners :]
    total = sum(contest.votes.values())
    if total > cards * contest.winners:
        raise ReturnsError(f"contest {contest.name!r}: expected at most {cards * contest.winners:,} votes on {cards:,} "
                           f"cards; got {total:,}.", "count every card of the pool")  # fmt: skip
    if order and contest.votes[order[0]] > cards:
        raise ReturnsError(f"contest {contest.name!r}: expected at most one vote a card for {order[0]}, {cards:,}; got "
                           f"{contest.votes[order[0]]:,}.", "count every card of the pool")  # fmt: skip
    if contest.threshold is not None:
        bare = [Assertion(contest, winners[0], None, 1 / (2 * contest.threshold), 0.5)]
    else:
        bare = [Assertion(contest, first, other, 1.0, 0.5) for first in winners for other in losers]
    made = [a._replace(mean=a.reported(contest.votes, cards)) for a in bare]
    for a in made:
        if a.mean <= 0.5:
            over = a.loser or f"{100 * (contest.threshold or 0):g} % of the votes"
            raise ReturnsError(f"contest {contest.name!r}: {a.winner} is not reported above {over}.",
                               "only a reported winner can be confirmed")  # fmt: skip
    return made


def refuse_ranked(cells: Cells) -> None:
    """Refuse a table of ranked ballots: columns of ranks, a method of ranks, or votes such as "A > B"."""
    ranks = [c for c in cells.frame.columns if _RANKS.search(c)]
    text = cells.frame.select(pl.col(c) for c in ("vote", "reported", "candidate") if c in cells.frame.columns)
    ordered = [c for c in text.columns if text[c].str.contains(r"\S\s*>\s*\S").any()]
    named = [c for c in cells.frame.columns if c.casefold() in ("method", "type", "system", "social choice")]
    methods = [c for c in named if cells.frame[c].str.contains(_BY_RANK).any()]
    if wrong := [*ranks, *ordered, *methods]:
        raise ReturnsError("ranked ballots are not supported: an audit of instant runoff or of transferable votes "
                           "needs assertions that this program does not make.",
                           "only contests of one mark a seat, and thresholds, can be audited here",
                           file=cells.source, column=wrong[0])  # fmt: skip


def read_contests(path: str | Path) -> list[Contest]:
    """Contests from a table of reported votes.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or Parquet with the columns contest, candidate, votes; optionally winners and threshold (percent), and
        stratum, with a row for each candidate in each.

    Raises
    ------
    ReturnsError
        A column, a name or a count that is missing or cannot be read; a candidate twice; one candidate only.
    """
    cells = read_cells(path, FileHints())
    refuse_ranked(cells)
    divided = "stratum" in cells.frame.columns
    by = text_of(cells, "stratum", optional=not divided)
    names, candidates = text_of(cells, "contest"), text_of(cells, "candidate")
    votes = counts_of(cells, "votes")
    winners = counts_of(cells, "winners", absent=1)
    threshold = numbers_of(cells, "threshold")
    table = pl.DataFrame({"contest": names, "candidate": candidates, "votes": votes, "winners": winners,
                          "threshold": threshold, "stratum": by}).with_row_index("row")  # fmt: skip
    made = []
    for (name,), every in table.group_by("contest", maintain_order=True):
        strata = {
            str(s): dict(zip(p["candidate"], p["votes"], strict=True))
            for (s,), p in every.group_by("stratum", maintain_order=True) if divided
        }  # fmt: skip
        if every.select("stratum", "candidate").is_duplicated().any():
            raise fault(cells, int(every["row"][0]), f"contest {name!r}: a candidate appears twice.")
        part = every.group_by("candidate", maintain_order=True).agg(
            pl.col("votes").sum(), pl.col("winners", "threshold", "row").first()
        )
        seats, share = int(part["winners"][0]), part["threshold"][0]
        for wrong, why in (
            (every["winners"].n_unique() > 1, "`winners` differs between its rows"),
            (every["threshold"].n_unique() > 1, "`threshold` differs between its rows"),
            (not 0 < seats < part.height, f"expected from 1 to {part.height - 1} winners; got {seats}"),
            (share is not None and not 0 < share < 100, f"expected a threshold from 0 to 100 percent; got {share}"),
            (share is not None and seats > 1, f"a threshold needs one winner; got {seats}"),
        ):
            if wrong:
                raise fault(cells, int(part["row"][0]), f"contest {name!r}: {why}.")
        made.append(Contest(str(name), dict(zip(part["candidate"], part["votes"], strict=True)), seats,
                            None if share is None else share / 100, strata))  # fmt: skip
    if not made:
        raise ReturnsError("expected a row a candidate; got none.", file=cells.source)
    return made
