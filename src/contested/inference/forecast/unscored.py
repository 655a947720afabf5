"""Why a claim is not scored: a closed list, one reason per claim, so that no claim disappears without a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import polars as pl

from contested.claims.claim import Claim

EVENT = "dates an event and gives no number"
UNKNOWN = "unknown quantity"
TOTAL = "total over several days"
UNIT = "in another unit than its quantity"
SUPERSEDED = "earlier state of a growing list"
COPY = "copy of another claim"
UNSIMULATED = "no simulated number counts this quantity of this actor"
ONCE = "about the count of votes, which is no series"
NOWHERE = "place that the scenario does not have, or for which the quantity is not simulated"
BEFORE = "before the first simulated day"
AFTER = "after the last simulated day"
KNOWN = "known at every origin"
BEYOND = "farther ahead than the horizon of every origin"
SHORT = "too few earlier days with claims in its series"
OTHER = "no forecast in the ledger is about its quantity, actor, place and voice"
MASKED = "voice of a private person, whose number means nothing in another file"
SCORED = "scored by this ledger already"

REASONS = (
    EVENT, UNKNOWN, TOTAL, UNIT, SUPERSEDED, COPY, UNSIMULATED, ONCE, NOWHERE, BEFORE, AFTER, KNOWN, BEYOND, SHORT,
    OTHER, MASKED, SCORED,
)  # fmt: skip

#: columns of a table of claims that were not scored; `claim` is the claim's number in its table, from 1
SCHEMA = {"claim": pl.Int64, "date": pl.Date, "quantity": pl.String, "actor": pl.String, "place": pl.String,
          "claimant": pl.String, "reason": pl.String}  # fmt: skip


class Unscored(NamedTuple):
    """A claim by its number among those given, from 1, and why it was not scored."""

    number: int
    claim: Claim
    reason: str


def table(claims: Iterable[Unscored]) -> pl.DataFrame:
    """Claims that were not scored, in their order."""
    rows = [(n, c.date, c.quantity, c.actor, c.place, c.claimant, why) for n, c, why in claims]
    return pl.DataFrame(rows, SCHEMA, orient="row")


def counts(frame: pl.DataFrame) -> Mapping[str, int]:
    """How many claims of such a table have each reason, in the order of REASONS."""
    of = dict(frame.group_by("reason").len().iter_rows())
    return {reason: of[reason] for reason in REASONS if reason in of}
