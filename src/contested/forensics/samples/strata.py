"""Ballot audits whose cards were drawn by strata: from each county for itself, by polling here and comparison there.

Contests are tested over the strata that their table of votes names. What each stratum adds to a margin may be wrong as
long as all together leave the winner a majority, so no stratum is tested alone (`joint_martingale`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, cast, get_args

import numpy as np
import polars as pl

from contested.forensics.samples import joint_martingale as joint
from contested.forensics.samples.ballots import CHECKED, OVERSTATED, Sample, checked_limit, read_sample
from contested.forensics.samples.columns import counts_of, fault, text_of
from contested.forensics.samples.contests import Assertion, Contest, assertions
from contested.forensics.samples.doubts import doubt
from contested.forensics.samples.martingale import Wealth
from contested.forensics.table.cells import read_cells
from contested.forensics.table.column_map import FileHints
from contested.ground.errors import InputError, ReturnsError
from contested.ground.options import BallotMethod


class Stratum(NamedTuple):
    """A part of the cards from which cards are drawn for themselves, at random and without replacement."""

    name: str
    cards: int
    method: BallotMethod


class Stratified(NamedTuple):
    """Cards that were drawn, and the stratum of each, in the order of drawing."""

    cards: Sample
    stratum: tuple[str, ...]


def read_strata(path: str | Path) -> list[Stratum]:
    """Strata from a table with the columns stratum, cards and method ("polling" or "comparison").

    Raises
    ------
    ReturnsError
        A column that is not there, a name that comes twice, no cards, another method.
    """
    cells = read_cells(path, FileHints())
    names, cards, methods = text_of(cells, "stratum"), counts_of(cells, "cards"), text_of(cells, "method")
    made: list[Stratum] = []
    for row, (name, size, method) in enumerate(zip(names, cards, methods, strict=True)):
        if method not in get_args(BallotMethod):
            known = " or ".join(get_args(BallotMethod))
            raise fault(cells, row, f"expected {known}; got {method!r}.", column="method")
        if size < 1:
            raise fault(cells, row, f"expected at least one card; got {size}.", column="cards")
        if name in {s.name for s in made}:
            raise fault(cells, row, f"stratum {name!r} appears twice.", column="stratum")
        made.append(Stratum(name, int(size), cast("BallotMethod", method)))
    if not made:
        raise ReturnsError("expected a row a stratum; got none.", file=cells.source)
    return made


def read_stratified(path: str | Path, contests: Sequence[Contest], strata: Sequence[Stratum]) -> Stratified:
    """Cards that were drawn (`ballots.read_sample`), with a column stratum.

    Raises
    ------
    ReturnsError
        As `read_sample`; a stratum that is not known, a card in two strata, more cards than a stratum has.
    """
    known = {s.name: s for s in strata}
    compared = any(s.method == "comparison" for s in strata)
    sample = read_sample(path, contests, "comparison" if compared else "polling")
    cells = read_cells(path, FileHints())
    of: dict[str, str] = {}
    for row, (card, name) in enumerate(zip(text_of(cells, "card"), text_of(cells, "stratum"), strict=True)):
        if name not in known:
            raise fault(cells, row, f"expected one of the strata {', '.join(known)}; got {name!r}.", column="stratum")
        if of.setdefault(card, name) != name:
            raise fault(cells, row, f"card {card!r} stands in two strata.", "name cards so that no two share a name",
                        column="stratum")  # fmt: skip
    for s in strata:
        drawn = sum(name == s.name for name in of.values())
        if drawn > s.cards:
            raise ReturnsError(f"stratum {s.name!r}: {drawn:,} cards were drawn from {s.cards:,}.",
                               "the table of strata counts every card of the pool", file=cells.source)  # fmt: skip
    return Stratified(sample, tuple(of[card] for card in sample.cards))


def checked(
    contests: Sequence[Contest], sample: Stratified, strata: Sequence[Stratum], *, risk_limit: float
) -> tuple[pl.DataFrame, list[np.ndarray]]:
    """Test every assertion of every contest on cards that were drawn by strata.

    Returns
    -------
    polars.DataFrame, list of float64 arrays
        The table of `ballots.check`, and the fortune of each assertion's test after every card of its strata.

    Raises
    ------
    InputError, ReturnsError
        Contests without strata or with unknown ones, more votes than a stratum has cards, a risk limit outside 0 to 1.
    """
    checked_limit(risk_limit)
    known = {s.name: s for s in strata}
    rows, paths = [], []
    for contest in contests:
        if not contest.strata:
            raise InputError(f"contest {contest.name!r}: its votes are not given by stratum.",
                             "the table of contests needs a column stratum, a row a candidate in each")  # fmt: skip
        for name, votes in contest.strata.items():
            if name not in known:
                raise InputError(f"contest {contest.name!r}: expected one of the strata {', '.join(known)}; "
                                 f"got {name!r}.")  # fmt: skip
            if sum(votes.values()) > known[name].cards * contest.winners:
                raise InputError(f"contest {contest.name!r}: {sum(votes.values()):,} votes in stratum {name!r}, which "
                                 f"has {known[name].cards:,} cards.")  # fmt: skip
        mine = [known[name] for name in contest.strata]
        why = _doubt(contest, sample, mine)
        for a in assertions(contest, sum(s.cards for s in mine)):
            parts, over = zip(*(_draws(a, sample, s) for s in mine), strict=True)
            order = np.unique(np.concatenate([p.at for p in parts]), return_inverse=True)[1]
            cuts = np.cumsum([p.at.size for p in parts])[:-1]
            parts = [p._replace(at=at) for p, at in zip(parts, np.split(order, cuts), strict=True)]
            test = joint.joined(parts, alpha=risk_limit)
            if why is not None:  # whatever the cards seem to show
                test = Wealth(np.ones(order.size), 1.0, 0)
            paths.append(test.path)
            rows.append((contest.name, a.winner, a.loser, a.margin, order.size, test.risk, test.stopped,
                         bool(test.stopped), sum(over) if any(s.method == "comparison" for s in mine) else None,
                         why))  # fmt: skip
    return pl.DataFrame(rows, orient="row", schema=CHECKED), paths


def _draws(a: Assertion, sample: Stratified, stratum: Stratum) -> tuple[joint.Draws, int]:
    """The numbers of a stratum's cards with the stakes on them, and on how many the system overstated the margin."""
    at = np.flatnonzero(np.array([name == stratum.name for name in sample.stratum], bool))
    marks, contest = sample.cards, a.contest.name
    cards = [marks.cards[k] for k in at]
    reported = a.reported(a.contest.strata[stratum.name], stratum.cards)
    null = reported - (a.mean - 0.5)  # if the winner did not win and all strata are equally wrong
    hand = np.array([a.value(None if c in marks.lost else marks.hand.get((c, contest), frozenset())) for c in cards],
                    float)  # fmt: skip
    if stratum.method == "polling":
        stakes = joint.polled_stakes(hand, reported, null, a.upper)
        return joint.Draws(hand, at, stratum.cards, stakes, 0.0, a.upper), 0
    system = np.array([a.value(marks.reported.get((c, contest), frozenset())) for c in cards], float)
    shift = a.upper - reported  # of values that are `upper` where nothing was overstated
    stakes = joint.compared_stakes(at.size, null + shift, a.upper, OVERSTATED)
    return joint.Draws(a.upper - (system - hand), at, stratum.cards, stakes, shift, a.upper), int((system > hand).sum())


def _doubt(contest: Contest, sample: Stratified, strata: Sequence[Stratum]) -> str | None:
    """Why the compared cards of some stratum cannot speak for its reported votes, if they cannot."""
    for s in strata:
        cards = {c for c, name in zip(sample.cards.cards, sample.stratum, strict=True) if name == s.name}
        if s.method == "comparison" and cards:
            marks = [m for (c, name), m in sample.cards.reported.items() if name == contest.name and c in cards]
            why = doubt(contest._replace(votes=contest.strata[s.name]), marks, len(cards), s.cards)
            if why is not None:
                return f"Stratum {s.name}: {why}"
    return None
