"""Why a claim counts for nothing: a closed list of words, of which each such claim carries exactly one."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

Reason = Literal[
    "event without a number", "quantity unknown", "unit unknown", "quantity without an observable",
    "actor without an observable", "actor without a share", "currency without an observable", "place unknown",
    "quantity not by place", "outside the dates", "not stored by the study", "superseded", "copy",
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
    "place unknown": "the scenario has no place, region or country of this name",
    "quantity not by place": "the model has this number of the whole country only",
    "outside the dates": "it begins before the scenario, before the vote, or ends after the last day simulated",
    "not stored by the study": "the study's runs do not hold this number",
    "superseded": "a later state of the same growing list counts",
    "copy": "it counts once, together with the claim it copies",
}


class Unused(NamedTuple):
    """Why a claim counts for nothing of its own.

    Parameters
    ----------
    reason : Reason
    detail : str
        What to look at: the nearest known names, or the claim that counts instead.
    """

    reason: Reason
    detail: str = ""


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...]) -> str:
    """Up to three known names that a name may be another spelling of, in a few words; empty if there are none."""
    folded = {other.casefold(): other for other in known}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.75)
    return "nearest: " + ", ".join(folded[other] for other in near) if near else ""
