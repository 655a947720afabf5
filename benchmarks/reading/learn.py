"""Weights of the learnt choices, fitted to labelled reports.

    python -m benchmarks.reading.learn

A choice among candidates is log-linear (McFadden 1974): the chance of a candidate is proportional to the exponential of
the sum of its features' weights. Weights maximise the likelihood of the right candidates (of several, of their sum)
less a penalty on their squares. What the rules take is a feature like any other, but for some fields it is hidden in
sets which the rules were mended on, where they are right more often than elsewhere; other sets count more. The tables
go to src/contested/reading/learnt: feature, weight, and in how many numbers' candidates it was seen.
`benchmarks.reading.left_out` says what the choices are worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.reading.bed import bed
from benchmarks.reading.labels import GOLD, Label, Report, reports
from benchmarks.reading.matching import alike, claims, load, words
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from contested.reading import read_text
from contested.reading.learnt.choices import FIELDS, Candidate, Choice, Choices
from contested.reading.structure import Span

TABLES = Path(__file__).resolve().parents[2] / "src/contested/reading/learnt"
#: sets which the rules were mended on, and those which they have not seen
MENDED, UNSEEN = ("dev", "styles", "fresh", "open"), ("fresh2", "fresh3", "train1", "train2", "train3")
Bed = tuple[Mapping[str, Report], Mapping[str, list[Label]]]
#: what a number of an unseen set counts for; how often a feature must occur; weight of the penalty, by field
MORE = 3.0
LEAST = {"quantity": 6, "actor": 6, "side": 3, "place": 6, "certainty": 3, "date": 6}
PENALTY = {"quantity": 3.0, "actor": 10.0, "side": 3.0, "place": 10.0, "certainty": 3.0, "date": 10.0}
#: fields whose weights are better without the rules' choice in sets that the rules were mended on
HIDDEN = ("quantity", "side", "place", "certainty")
#: what is added to the weights of features, by field: a plan that is read as an event is the worst mistake, so "stated"
#: must be 4.5 (e**1.5) times as likely as anything else, and 20 (e**3) times where the rules take that; sizes are those
#: of several tried with the smallest part of plans read as events and no set losing F1, one set left out after another
LEAN = {"certainty": {"stated": -1.5, **{f"{s}: rules: {s}": 1.5 for s in ("denied", "planned", "conditional")}}}
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
    """Takes what the labels say a number counts, leaves other fields to the rules, and keeps all candidates.

    Parameters
    ----------
    labels : iterable of Label
    sided : bool
        Whether sources too are those of the labels, so that a side is learnt from whose it is.
    """

    def __init__(self, labels: Iterable[Label], sided: bool = False) -> None:
        super().__init__({field: {} for field in FIELDS})
        self._labels = claims(labels)
        self._forced = ("quantity", "actor") if sided else ("quantity",)
        self.cases: list[tuple[str, Case]] = []

    def best(self, field: str, candidates: Sequence[Candidate], number: Span) -> Choice | None:
        """The labels' choice of a quantity and, where they have one, of a source."""
        met = [g for g in self._labels if g.number[0] < number.end and number.start < g.number[1]]
        true = met[0] if met else Label("", 0, tuple(number))  # a label without a quantity: no claim
        right = [RIGHT[field](c.value, true) for c in candidates]
        self.cases.append((field, Case([c.features for c in candidates], right)))
        return Choice(right.index(True), "", ()) if field in self._forced and any(right) else None


def load_set(name: str) -> Bed:
    """Reports and labels of a set."""
    return (reports("dev"), load(GOLD / "dev.jsonl")) if name == "dev" else bed(name)


def cases(name: str) -> dict[str, list[Case]]:
    """Every number of a set, by field; those of the rules' sets without what the rules take."""
    texts, gold = load_set(name)
    found: dict[str, list[Case]] = {field: [] for field in FIELDS}
    for report in texts.values():
        plain, sided = Recorder(gold.get(report.name, [])), Recorder(gold.get(report.name, []), sided=True)
        for recorder in (plain, sided):
            read_text(report.text, report.name, report.published, choices=recorder)
        made = [(f, c) for f, c in plain.cases if f != "side"] + [(f, c) for f, c in sided.cases if f == "side"]
        for field, case in made:
            if name in MENDED and field in HIDDEN:
                own = [frozenset(f for f in x if not _OF_RULES.match(f)) for x in case.features]
                case = Case(own, case.right)
            found[field].append(case)
    return found


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
    return {f: round(float(v), 2) for f, v in zip(names, found.x, strict=True) if abs(v) >= 0.03}, counts


def fitted(field: str, some: Mapping[str, Sequence[Case]]) -> tuple[dict[str, float], Counter[str]]:
    """Weights of a field as they are used: fitted with its penalty, then with `LEAN` added."""
    weights, counts = fit(some, PENALTY[field], LEAST[field])
    for feature, much in LEAN.get(field, {}).items():
        weights[feature] = round(weights.get(feature, 0.0) + much, 2)
    return weights, counts


def main() -> int:
    """Fit to all sets and write the tables."""
    some = {name: cases(name) for name in (*MENDED, *UNSEEN)}
    for field in FIELDS:
        weights, counts = fitted(field, {name: by[field] for name, by in some.items()})
        rows = sorted(weights.items(), key=lambda row: (-abs(row[1]), row[0]))
        head = "# feature, weight, numbers in whose candidates it was seen; made by benchmarks/reading/learn.py\n"
        text = head + "".join(f"{f}\t{w:.2f}\t{counts[f]}\n" for f, w in rows)
        (TABLES / f"{field}.txt").write_text(text, "utf-8")
        print(f"{field}: {len(rows)} features")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
