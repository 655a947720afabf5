"""Scores of candidates, and the tables of weights that the package has."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from contested.reading.structure import Span

#: fields that are learnt; what a number counts comes first, because it decides whether there is a draft
FIELDS = ("quantity", "actor", "side", "place", "certainty", "date")
#: how sure a choice is, by the chance that the weights give it
SURE, LIKELY = 0.9, 0.6
#: fields in which what the rules take stands unless another candidate has at least this chance, and so many times
#: theirs: below it the rules were right more often in sets that neither they nor the weights had seen
CAUTIOUS, TIMES = {"quantity": 0.0, "place": 0.4, "date": 0.4}, 1.25
RULES = "what the rules take"


@dataclass(frozen=True)
class Candidate:
    """Something that a field may be.

    Parameters
    ----------
    value : object
        What the field would be.
    features : frozenset of str
        What is so of it.
    """

    value: Any
    features: frozenset[str]


class Choice(NamedTuple):
    """What is chosen: the index of the candidate, the rule that is named for it, and what speaks most for it."""

    at: int
    rule: str
    reasons: tuple[str, ...]


class Choices:
    """Weights of features, by field.

    Parameters
    ----------
    weights : mapping of str to mapping of str to float
        By field and feature; a field that is missing is left to the rules.
    """

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights

    def best(self, field: str, candidates: Sequence[Candidate], number: Span) -> Choice | None:
        """The candidate with the best score, the first of equals; None if the rules' choice stands.

        Parameters
        ----------
        field : str
        candidates : sequence of Candidate
        number : Span
            The number whose field it is.
        """
        weights = self.weights.get(field)
        if weights is None:
            return None
        get = weights.get
        scores = [math.fsum(get(f, 0.0) for f in c.features) for c in candidates]  # the same sum in any order
        best = max(scores)
        k = scores.index(best)
        chance = 1 / math.fsum(math.exp(s - best) for s in scores)
        if field in CAUTIOUS and RULES not in candidates[k].features:
            theirs = [s for s, c in zip(scores, candidates, strict=True) if RULES in c.features]
            if theirs and (chance < CAUTIOUS[field] or best - max(theirs) < math.log(TIMES)):
                return None
        rule = "learnt-sure" if chance >= SURE else "learnt-likely" if chance >= LIKELY else "learnt-doubtful"
        speak = sorted((-get(f, 0.0), f) for f in candidates[k].features if get(f, 0.0) > 0)
        return Choice(k, rule, tuple(f for _, f in speak[:3]))


@cache
def shipped() -> Choices:
    """The weights of the package."""
    found: dict[str, dict[str, float]] = {}
    for field in FIELDS:
        table = files("contested.reading.learnt") / f"{field}.txt"
        if table.is_file():
            lines = (line.split("\t") for line in table.read_text("utf-8").splitlines() if not line.startswith("#"))
            found[field] = {feature: float(weight) for feature, weight, _ in lines}
    return Choices(found)
