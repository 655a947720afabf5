"""Claims that are not scored, each with one reason of `claims.reasons`, so that none disappears without a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from contested.claims.claim import Claim
from contested.claims.reasons import Reason

#: columns of a table of claims that were not scored; `claim` is the claim's number in its table, from 1
SCHEMA = {"claim": pl.Int64, "date": pl.Date, "quantity": pl.String, "actor": pl.String, "place": pl.String,
          "claimant": pl.String, "reason": pl.String}  # fmt: skip


class Unscored(NamedTuple):
    """A claim by its number among those given, from 1, and why it was not scored."""

    number: int
    claim: Claim
    reason: Reason


def table(claims: Iterable[Unscored]) -> pl.DataFrame:
    """Claims that were not scored, in their order."""
    rows = [(n, c.date, c.quantity, c.actor, c.place, c.claimant, why) for n, c, why in claims]
    return pl.DataFrame(rows, SCHEMA, orient="row")
