"""Weights of the learnt choices, fitted to labelled reports.

    python -m benchmarks.reading.learn

A choice among candidates is log-linear (McFadden 1974): the chance of a candidate is proportional to the exponential of
the sum of its features' weights. Weights maximise the likelihood of the right candidates (of several, of their sum)
less a penalty on their squares. What the rules take is a feature like any other, but for some fields it is hidden in
sets which the rules were mended on, where they are right more often than elsewhere; other sets count more. The tables
go to src/contested/reading/learnt: feature, weight, and in how many numbers' candidates it was seen.
`benchmarks.reading.left_out` says what the choices are worth.

benchmarks/results/reading-weights.json says what the tables were made from: hashes of the labelled reports and of the
tables, and the weights that a sample of the sets alone gives, which a test fits anew in a tenth of the time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
from benchmarks.reading.bed import bed
from benchmarks.reading.labels import GOLD, Label, Report, reports
from benchmarks.reading.matching import alike, claims, load, words
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from contested.reading import read_text
from contested.reading.learnt.choices import FIELDS, Candidate, Choice, Choices
from contested.reading.learnt.choices import RULES as CHOSEN
from contested.reading.structure import Span

TABLES = Path(__file__).resolve().parents[2] / "src/contested/reading/learnt"
MADE = Path(__file__).resolve().parents[1] / "results/reading-weights.json"
#: sets which the rules were mended on, and those which few rules were mended on
MENDED, UNSEEN = ("dev", "styles", "fresh", "open", "plans"), (
    "fresh2", "fresh3", "fresh4", "fresh5", "fresh6", *(f"train{k}" for k in range(1, 28)),
)  # fmt: skip
#: sets of the sample, and how many of its largest weights are written down
SAMPLE, LARGEST = ("dev", "plans", "fresh2", "train1", "train15", "train27"), 50
Bed = tuple[Mapping[str, Report], Mapping[str, list[Label]]]
#: what a number of an unseen set counts for; how often a feature must occur; weight of the penalty, by field
MORE = 3.0
LEAST = {"quantity": 8, "actor": 6, "side": 3, "place": 6, "certainty": 3, "date": 6}
PENALTY = {"quantity": 3.0, "actor": 10.0, "side": 3.0, "place": 20.0, "certainty": 10.0, "date": 20.0}
#: weights below it are left out
SMALLEST = 0.03
#: fields whose weights are better without the rules' choice in sets that the rules were mended on
HIDDEN = ("quantity", "side", "place", "certainty")
#: how cautious the choices for the numbers before are, in cases to learn from
FOLLOWED = (("place", "", "", 0.5), ("date", "", "", 0.4))
#: parts of the sets that are read with the weights of the others
PARTS = 3
_OF_RULES = re.compile(r"what the rules|rule: |.*: rules: |reporter, source by")


@dataclass(frozen=True)
class Case:
    """One number with its candidates' features, and which of them are right."""

    features: Sequence[frozenset[str]]
    right: Sequence[bool]


def _day(value: object) -> str:
    first, last = value.first, value.last  # type: ignore[attr-defined]
    return str(first or "") if last is None else f"{first or ''}..{last}"


#: whether a candidate is what a label says
RIGHT: dict[str, Callable[[object, Label], bool]] = {
    "quantity": lambda value, g: value.quantity == g.quantity,  # type: ignore[attr-defined]
    "actor": lambda value, g: alike(value.named.actor, g.actor),  # type: ignore[attr-defined]
    "side": lambda value, g: value == g.side,
    "place": lambda value, g: words(value.name) == words(g.place),  # type: ignore[attr-defined]
    "certainty": lambda value, g: value == g.certainty,
    "date": lambda value, g: _day(value) == g.date,
}


class Recorder(Choices):
    """Takes what the labels say a number counts, and of other fields what some weights choose; keeps all candidates.

    Parameters
    ----------
    labels : iterable of Label
    weights : mapping of str to mapping of str to float, optional
        By field; without them other fields too are what the labels say, wherever that is among the candidates.
    """

    def __init__(self, labels: Iterable[Label], weights: Mapping[str, Mapping[str, float]] | None = None) -> None:
        known = {field: {} for field in FIELDS} if weights is None else {**weights, "quantity": {}}
        super().__init__(known, FOLLOWED)
        self._labels = claims(labels)
        self._told = weights is None
        self._source = False  # whether the source is the labels', from which alone a side can be learnt
        self.cases: dict[str, list[Case]] = {field: [] for field in FIELDS}

    def best(self, field: str, candidates: Sequence[Candidate], number: Span) -> Choice | None:
        """The labels' choice, or that of the weights."""
        met = [g for g in self._labels if g.number[0] < number.end and number.start < g.number[1]]
        true = met[0] if met else Label("", 0, tuple(number))  # a label without a quantity: no claim
        right = [RIGHT[field](c.value, true) for c in candidates]
        if field != "side" or self._source:
            self.cases[field].append(Case([c.features for c in candidates], right))
        if self._told or field == "quantity":
            found = Choice(right.index(True), "", ()) if any(right) else None
        else:
            found = super().best(field, candidates, number)
        if field == "actor":
            rules = (k for k, c in enumerate(candidates) if CHOSEN in c.features)
            self._source = right[next(rules) if found is None else found.at]
        return found


def load_set(name: str) -> Bed:
    """Reports and labels of a set."""
    return (reports("dev"), load(GOLD / "dev.jsonl")) if name == "dev" else bed(name)


def cases(name: str, weights: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, list[Case]]:
    """Every number of a set, by field; those of the rules' sets without what the rules take."""
    texts, gold = load_set(name)
    found: dict[str, list[Case]] = {field: [] for field in FIELDS}
    for report in texts.values():
        recorder = Recorder(gold.get(report.name, []), weights)
        read_text(report.text, report.name, report.published, choices=recorder)
        for field, made in recorder.cases.items():
            if name in MENDED and field in HIDDEN:
                own = [[frozenset(f for f in x if not _OF_RULES.match(f)) for x in c.features] for c in made]
                made = [Case(features, c.right) for features, c in zip(own, made, strict=True)]
            found[field] += made
    return found


def followed(names: Sequence[str] = (*MENDED, *UNSEEN)) -> dict[str, dict[str, list[Case]]]:
    """Cases of sets in which the choices for the numbers before are such as will be met in use, mistakes and all.

    What a number's source, place or day is depends on what was chosen for the number before. Weights that had only
    followed the labels would trust it too much. So they are fitted first to cases with the labels' choices, in as many
    turns as there are parts of the sets, and the sets of a part are read with the weights of the others.
    """
    with ProcessPoolExecutor(2) as pool:
        told = dict(zip(names, pool.map(cases, names), strict=True))
        found = {}
        for part in (names[k::PARTS] for k in range(PARTS)):
            others = [name for name in names if name not in part]
            weights = {f: fitted(f, {s: told[s][f] for s in others})[0] for f in FIELDS if f != "quantity"}
            found |= dict(zip(part, pool.map(cases, part, repeat(weights)), strict=True))
    return {name: found[name] for name in names}


def fit(some: Mapping[str, Sequence[Case]], penalty: float, least: int = 6) -> tuple[dict[str, float], Counter[str]]:
    """Weights of features, and in how many numbers' candidates each occurs, from the cases of some sets."""
    usable = [(c, 1.0 if s in MENDED else MORE) for s, cs in some.items() for c in cs
              if any(c.right) and not all(c.right)]  # fmt: skip
    counts = Counter(f for c, _ in usable for f in frozenset[str]().union(*c.features))
    names = sorted(f for f, n in counts.items() if n >= least)
    index = {f: k for k, f in enumerate(names)}
    ends, columns = [0], []
    for case, _ in usable:
        for features in case.features:
            columns += sorted(index[f] for f in features if f in index)
            ends.append(len(columns))
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(names)))
    true = np.array([r for c, _ in usable for r in c.right], float)
    sizes = np.array([len(c.right) for c, _ in usable])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    much = np.array([m for _, m in usable])
    turned = x.T.tocsr()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ w
        e = np.exp(score - np.repeat(np.maximum.reduceat(score, first), sizes))
        whole, good = np.add.reduceat(e, first), np.add.reduceat(e * true, first)
        excess = e / np.repeat(whole / much, sizes) - e * true / np.repeat(good / much, sizes)
        value = float(np.sum(much * (np.log(whole) - np.log(good))) + 0.5 * penalty * w @ w)
        return value, turned @ excess + penalty * w

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {f: round(float(v), 2) for f, v in zip(names, found.x, strict=True) if abs(v) >= SMALLEST}, counts


def fitted(field: str, some: Mapping[str, Sequence[Case]]) -> tuple[dict[str, float], Counter[str]]:
    """Weights of a field, fitted with its penalty."""
    return fit(some, PENALTY[field], LEAST[field])


def hashes() -> dict[str, str]:
    """SHA-256 of the labelled reports, and of the tables."""
    sets = "".join(
        f"{r.name} {r.published} {r.text} {gold.get(r.name)}\n"
        for texts, gold in map(load_set, (*MENDED, *UNSEEN)) for r in texts.values()
    )  # fmt: skip
    tables = "".join((TABLES / f"{field}.txt").read_text("utf-8") for field in FIELDS)
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in (("reports", sets), ("tables", tables))}


def sample() -> dict[str, dict[str, object]]:
    """Of each field: the largest weights that the sample alone gives, how many there are, and their sum of squares."""
    some = followed(SAMPLE)
    summary: dict[str, dict[str, object]] = {}
    for field in FIELDS:
        weights, _ = fitted(field, {name: by[field] for name, by in some.items()})
        largest = sorted(weights, key=lambda f: (-abs(weights[f]), f))[:LARGEST]
        summary[field] = {"weights": len(weights), "squares": round(sum(w * w for w in weights.values()), 2),
                          "largest": {f: weights[f] for f in largest}}  # fmt: skip
    return summary


def main() -> int:
    """Fit to all sets and write the tables, and what they were made from."""
    some = followed()
    for field in FIELDS:
        weights, counts = fitted(field, {name: by[field] for name, by in some.items()})
        rows = sorted(weights.items(), key=lambda row: (-abs(row[1]), row[0]))
        head = "# feature, weight, numbers in whose candidates it was seen; made by benchmarks/reading/learn.py\n"
        text = head + "".join(f"{f}\t{w:.2f}\t{counts[f]}\n" for f, w in rows)
        (TABLES / f"{field}.txt").write_text(text, "utf-8")
        print(f"{field}: {len(rows)} features")
    MADE.write_text(json.dumps(hashes() | {"sample": sample()}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
