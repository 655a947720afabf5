"""Why a claim is not used, or not scored: one closed list, of which each such claim carries exactly one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

Reason = Literal[
    "event without a number", "quantity unknown", "unit unknown", "quantity without an observable",
    "actor without an observable", "actor without a share", "currency without an observable",
    "number impossible", "place unknown", "quantity not by place", "outside the dates",
    "not stored by the study", "superseded", "copy",
    "total over several days", "count of votes", "known at every origin", "beyond the horizon", "series too short",
    "no such forecast", "masked voice", "scored before",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)
MEANING: dict[Reason, str] = {
    "event without a number": "it dates something",
    "quantity unknown": "no known quantity has this name",
    "unit unknown": "the unit is not one of this quantity",
    "quantity without an observable": "the model has no such number",
    "actor without an observable": "the model has this number of other actors only",
    "actor without a share": "the model counts the votes of incumbent, challenger and all others together",
    "currency without an observable": "the model has this amount in another currency, and none is converted",
    "number impossible": "the country has fewer people, or it is a share above 100 %",
    "place unknown": "the scenario has no place, region or country of this name",
    "quantity not by place": "the model has this number of the whole country only",
    "outside the dates": "it begins before the scenario, before the vote, or ends after the last day simulated",
    "not stored by the study": "the study's runs do not hold this number",
    "superseded": "a later state of the same growing list counts",
    "copy": "it repeats the number of a claim that is used, and both count as one",
    "total over several days": "a forecast's series has one number a day",
    "count of votes": "there is one count, and no series of days",
    "known at every origin": "no forecast was made before it was known",
    "beyond the horizon": "it is farther ahead than the horizon of every origin",
    "series too short": "there are too few earlier days with claims of this quantity, actor, place and voice",
    "no such forecast": "no forecast in the ledger is about its quantity, actor, place and voice",
    "masked voice": "its voice is a private person, whose number means nothing in another file",
    "scored before": "this ledger has its score already",
}
#: words of version 0.1's `unscored.csv`
FORMER: dict[str, Reason] = {
    "dates an event and gives no number": "event without a number", "unknown quantity": "quantity unknown",
    "in another unit than its quantity": "unit unknown", "earlier state of a growing list": "superseded",
    "copy of another claim": "copy",
    "no simulated number counts this quantity of this actor": "quantity without an observable",
    "about the count of votes, which is no series": "count of votes",
    "place that the scenario does not have, or for which the quantity is not simulated": "place unknown",
    "before the first simulated day": "outside the dates", "after the last simulated day": "outside the dates",
    "farther ahead than the horizon of every origin": "beyond the horizon",
    "too few earlier days with claims in its series": "series too short",
    "no forecast in the ledger is about its quantity, actor, place and voice": "no such forecast",
    "voice of a private person, whose number means nothing in another file": "masked voice",
    "scored by this ledger already": "scored before",
}  # fmt: skip


class Unused(NamedTuple):
    """Why a claim is not used.

    Parameters
    ----------
    reason : Reason
    detail : str
        What to look at: the nearest known names, or the claim that is used instead.
    """

    reason: Reason
    detail: str = ""


def counts(reasons: Iterable[str]) -> dict[Reason, int]:
    """How many claims there are of each reason, in the order of the list, those without one left out."""
    of = Counter(FORMER.get(reason, reason) for reason in reasons)
    return {reason: of[reason] for reason in REASONS if of[reason]}


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...]) -> str:
    """Up to three known names that a name may be another spelling of, in a few words; empty if there are none."""
    folded = {other.casefold(): other for other in known}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.75)
    return "nearest: " + ", ".join(folded[other] for other in near) if near else ""
