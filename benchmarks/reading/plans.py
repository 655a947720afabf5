"""What it costs to read fewer plans as events: the trade-off for ratios of losses, on sets left out.

A certainty is chosen by its expected loss (`contested.reading.learnt.choices.cheapest`): a plan or a condition that is
read as an event loses as much as so many events that are read as plans. `left_out` writes the trade-off for `RATIOS` to
benchmarks/results/reading.json under "left out, plans". The rule that fixes the ratio: the smallest one with
less than 1 % of plans read as events, if it reads at most 3 % of events as plans; else the largest one that does not
read more than that. The choices for the numbers before, and so the numbers' features, are those of the ratio in use.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.reading.labels import Label
from benchmarks.reading.score import UNREAL

from contested.reading.learnt.choices import Candidate, Choice, Choices, cheapest
from contested.reading.structure import Span

#: ratios of losses that are tried
RATIOS = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0, 200.0, 400.0)
#: the parts that are aimed at: of plans read as events, and of events read as plans
AIM, SANE = 0.01, 0.03
#: a draft's chances by certainty, and the label that it met, if any
Weighed = tuple[Mapping[str, float], Label | None]


class Weighing(Choices):
    """Choices that keep the chances of certainties, one after another."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__(weights)
        self.chances: list[dict[str, float]] = []

    def best(self, field: str, candidates: Sequence[Candidate], number: Span) -> Choice | None:
        """The choice as ever."""
        if field == "certainty":
            get = self.weights[field].get
            scores = [math.fsum(get(f, 0.0) for f in c.features) for c in candidates]
            each = [math.exp(s - max(scores)) for s in scores]
            self.chances.append({c.value: e / math.fsum(each) for c, e in zip(candidates, each, strict=True)})
        return super().best(field, candidates, number)


def trade(some: Iterable[Weighed], plans: int) -> dict[str, dict[str, float]]:
    """By ratio, the parts of plans and of events that are read as the other, and how well plans are read.

    Parameters
    ----------
    some : iterable of Weighed
        All drafts.
    plans : int
        Labels of plans and conditions, those included that no draft met.
    """
    some = list(some)
    return {f"{ratio:g}": _at(some, plans, ratio) for ratio in RATIOS}


def _at(some: Sequence[Weighed], plans: int, ratio: float) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for chances, label in some:
        values = list(chances)
        plan = values[cheapest(values, list(chances.values()), ratio)] in UNREAL
        counts["read"] += plan
        if label is not None:
            true = label.certainty in UNREAL
            counts["hit"] += plan and true
            counts["plans"] += true
            counts["lost"] += true and not plan
            counts["events"] += not true
            counts["raised"] += plan and not true
    hit, read = counts["hit"], counts["read"]
    return {
        "plans as events": round(counts["lost"] / counts["plans"], 4), "plans": counts["plans"],
        "events as plans": round(counts["raised"] / counts["events"], 4), "events": counts["events"],
        "precision": round(hit / read, 3), "recall": round(hit / plans, 3), "F1": round(2 * hit / (read + plans), 3),
    }  # fmt: skip


def ratio_by_rule(rows: Mapping[str, Mapping[str, float]]) -> float:
    """The ratio that the rule keeps."""
    sane = [float(r) for r, row in rows.items() if row["events as plans"] <= SANE]
    safe = [r for r in sane if rows[f"{r:g}"]["plans as events"] < AIM]
    return min(safe) if safe else max(sane)
