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
#: what the rules take stands unless another candidate has at least this chance, and so many times theirs: below it the
#: rules were right as often or more often in sets that neither they nor the weights had seen. By field, with a feature
#: that what the rules take and one that the other must have.
CAUTIOUS, TIMES = (
    ("quantity", "no claim by a pattern", "no word for it", 1.0), ("quantity", "no claim by a pattern", "", 0.4),
    ("quantity", "rule: done", "", 0.65), ("quantity", "rule: noun", "", 0.65), ("quantity", "rule: span", "", 0.65),
    ("quantity", "", "", 0.0), ("place", "", "", 0.5), ("date", "rule: total", "", 0.55),
    ("date", "rule: undated", "", 0.55), ("actor", "", "the reporter", 0.5),
), 1.25  # fmt: skip
RULES = "what the rules take"
#: a plan read as an event costs so many events read as plans: the largest ratio tried at which at most 3 % of events
#: are read as plans in sets left out (`benchmarks/reading/plans.py`)
PLAN_COST = 5.0
_UNREAL = ("planned", "conditional")


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
    cautious : sequence of (str, str, str, float)
        Where what the rules take stands, as in `CAUTIOUS`.
    """

    def __init__(
        self, weights: Mapping[str, Mapping[str, float]], cautious: Sequence[tuple[str, str, str, float]] = CAUTIOUS
    ) -> None:
        self.weights = weights
        self._cautious = cautious

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
        whole = math.fsum(math.exp(s - best) for s in scores)
        if field == "certainty":
            k = cheapest([c.value for c in candidates], [math.exp(s - best) / whole for s in scores])
        else:
            k = scores.index(best)
        chance = math.exp(scores[k] - best) / whole
        theirs = next(((s, c.features) for s, c in zip(scores, candidates, strict=True) if RULES in c.features), None)
        if theirs is not None and RULES not in candidates[k].features:
            least = self._least(field, theirs[1], candidates[k].features)
            if least is not None and (chance < least or best - theirs[0] < math.log(TIMES)):
                return None
        rule = "learnt-sure" if chance >= SURE else "learnt-likely" if chance >= LIKELY else "learnt-doubtful"
        speak = sorted((-get(f, 0.0), f) for f in candidates[k].features if get(f, 0.0) > 0)
        return Choice(k, rule, tuple(f for _, f in speak[:3]))

    def _least(self, field: str, theirs: frozenset[str], other: frozenset[str]) -> float | None:
        """The chance that another candidate needs to take the place of the rules'; None where the best is taken."""
        return next((least for of, one, two, least in self._cautious
                     if of == field and (not one or one in theirs) and (not two or two in other)), None)  # fmt: skip


def cheapest(values: Sequence[str], chances: Sequence[float], cost: float = PLAN_COST) -> int:
    """The index of the certainty with the least expected loss.

    Parameters
    ----------
    values : sequence of str
        Certainties.
    chances : sequence of float, probability
        Of each.
    cost : float
        Loss of a plan or a condition that is read as an event; of the reverse it is 1.
    """
    unreal = math.fsum(p for v, p in zip(values, chances, strict=True) if v in _UNREAL)
    plan = unreal * cost > math.fsum(chances) - unreal
    return max((k for k, v in enumerate(values) if (v in _UNREAL) == plan), key=lambda k: chances[k])


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
