"""What more labelled reports are worth: figures of sets left out, by how many reports the weights were learnt from.

    python -m benchmarks.reading.curve

Each of the sets that few rules were mended on is left out with the others of its turn (`left_out.TURNS`), and read with
weights learnt from the first eighth, quarter and half of the numbers of every set of other turns; those of all numbers
are what `left_out` has written. Figures are
means over sets, each weighted by its claims, and go to benchmarks/results/reading.json under "left out, curve". The
choices for the numbers before, in the cases to learn from, are those of weights from all reports.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product

from benchmarks.reading.learn import FIELDS, MENDED, UNSEEN, Case, fitted, followed, load_set
from benchmarks.reading.left_out import TURNS, figures, labels, read, record
from benchmarks.reading.measure import RESULTS

from contested.reading.learnt.choices import Choices

#: the parts of the reports to learn from, but for the whole
PARTS = (0.125, 0.25, 0.5)
SHOWN = ("number", "quantity", "actor", "side", "place", "date", "planned or conditional")
_CASES: dict[str, dict[str, list[Case]]] = {}


def _keep(some: dict[str, dict[str, list[Case]]]) -> None:
    """The cases of all sets, for a process of its own."""
    _CASES.update(some)


def _figures(task: tuple[float, Sequence[str]]) -> dict[str, dict[str, float]]:
    """Figures of the sets of a turn that are read with weights learnt from a part of the others."""
    part, names = task
    weights = {}
    for field in FIELDS:
        some = {s: by[field][: round(part * len(by[field]))] for s, by in _CASES.items() if s not in names}
        weights[field] = fitted(field, some)[0]
    return {name: figures(name, labels(read(name, Choices(weights)))) for name in names if name in UNSEEN}


def main() -> None:
    """Measure and write."""
    sizes = {name: len(load_set(name)[0]) for name in (*MENDED, *UNSEEN)}
    tasks = list(product(PARTS, TURNS))
    rows = {}
    with ProcessPoolExecutor(2, initializer=_keep, initargs=(followed(),)) as pool:
        for (part, _), some in zip(tasks, pool.map(_figures, tasks), strict=True):
            rows |= {(part, name): row for name, row in some.items()}
    whole = json.loads(RESULTS.read_text("utf-8"))["left out"]
    rows |= {(1.0, name): whole[name]["learnt"] for name in UNSEEN}
    curve = {}
    for part in (*PARTS, 1.0):
        own = [rows[part, name] for name in UNSEEN]
        claims = sum(row["claims"] for row in own)
        without = {n: sum(sizes[m] for m in turn) for turn in TURNS for n in turn}
        others = sum(sizes.values()) - sum(without[n] * rows[part, n]["claims"] for n in UNSEEN) / claims
        mean = {f: round(sum(row[f] * row["claims"] for row in own) / claims, 3) for f in SHOWN}
        curve[f"{part:g}"] = {"reports": round(part * others), **mean}
        print(part, curve[f"{part:g}"], flush=True)
    record("left out, curve", curve)


if __name__ == "__main__":
    main()
