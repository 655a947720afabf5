"""Which claims are not used, and why: each with one reason of a closed list (`claims.reasons`).

What a claim alone says comes first, then growing lists of which a later state counts, then copies. A copy is heard
together with its original, so it is listed and adds next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from contested.claims import ledger
from contested.claims import reasons as reasons_
from contested.claims.claim import Claim
from contested.claims.impossible import impossible, over
from contested.claims.reasons import Reason, Unused
from contested.claims.witnesses import growing, witnesses

if TYPE_CHECKING:
    import polars as pl


def by_itself(claim: Claim) -> object:
    """`Unused` for a claim that nothing can be set beside, whatever the scenario; its counterpart otherwise."""
    if why := over(claim):  # whoever it is about
        return Unused("number impossible", why)
    found = ledger.counterpart(claim)
    if not isinstance(found, Unused) and (more := impossible(claim)):
        return Unused("number impossible", more)
    return found


def unused(
    claims: Iterable[Claim],
    judge: Callable[[Claim], object] = by_itself,
    aliases: Mapping[str, Iterable[str]] | None = None,
) -> list[Unused | None]:
    """Why each claim is not used; None for those that are.

    Parameters
    ----------
    claims : iterable of Claim
    judge : function, optional
        `Unused` for a claim that nothing can be set beside: by the claim alone if absent, by a scenario with
        `inference.likelihood.cells.placed`.
    aliases : mapping of str to iterable of str, optional
        Other names of a party (`claims.parties`).
    """
    claims = tuple(claims)
    judged = [judge(c) for c in claims]
    found: list[Unused | None] = [j if isinstance(j, Unused) else None for j in judged]
    numbers = {id(c): k for k, c in enumerate(claims, 1)}
    # an impossible number has a reason already, and must not displace the true last state of its list
    rest = [claim for claim, why in zip(claims, found) if why is None]
    by = {id(claim): numbers[id(one.last)] for one in growing(rest, aliases) for claim in one.superseded}
    found = [Unused("superseded", f"by claim {by[id(c)]}") if id(c) in by else why for c, why in zip(claims, found)]
    left = [k for k, why in enumerate(found) if why is None]
    first: dict[int, int] = {}
    # by place and not by identity: a caller may give one claim twice
    for k, witness in zip(left, witnesses([claims[k] for k in left], aliases)):
        if (original := first.setdefault(witness, k)) != k:
            found[k] = Unused("copy", f"of claim {original + 1}")
    return found


def table(claims: Iterable[Claim], reasons: Iterable[Unused | None]) -> pl.DataFrame:
    """The unused claims: number from 1, line where it is known, claim, reason, detail."""
    import polars as pl

    rows = [
        (k, claim.origin.line if claim.origin else None, claim.date, claim.end_date, claim.place, claim.quantity,
         claim.actor, claim.value, claim.low, claim.high, claim.unit, claim.claimant, claim.side, *why)
        for k, (claim, why) in enumerate(zip(claims, reasons, strict=True), 1) if why is not None
    ]  # fmt: skip
    text = dict.fromkeys(("place", "quantity", "actor"), pl.String)
    schema = {"claim": pl.Int64, "line": pl.Int64, "date": pl.Date, "end_date": pl.Date, **text,
              **dict.fromkeys(("value", "low", "high"), pl.Float64),
              **dict.fromkeys(("unit", "claimant", "side", "reason", "detail"), pl.String)}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def counts(reasons: Iterable[Unused | None]) -> dict[Reason, int]:
    """`reasons.counts` of what `unused` gives."""
    return reasons_.counts(why.reason for why in reasons if why is not None)
