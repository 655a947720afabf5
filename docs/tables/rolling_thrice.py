"""Four runs of the rolling origins side by side: scores and where claims fall."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from tables import rolling
from tables.benchmarks import RESULTS
from tables.page import Link, table

#: runs before the present one, in the same compact form
FORMER = ("rolling_first.json", "rolling_second.json", "rolling_third.json")
HEADS = {"crps": "CRPS", "pit": "PIT, median", "in 50": "50 % bands hold", "in 90": "90 % bands hold"}


def rolling_thrice(link: Link) -> str:
    """What the nation's forecast scored each time, by what is counted and how far ahead; the present run once it has
    every origin."""
    runs = [[row for r in results_of(name) for row in r["rows"]] for name in FORMER]
    if rolling.complete():
        runs.append([compact(r) for r in rolling._rows()])
    groups = [(words, ahead, lambda r, what=what, ahead=ahead: rolling.cell([r], what, ahead))
              for what, words in rolling.QUANTITIES.items() for ahead in rolling.HORIZONS]  # fmt: skip
    groups += [(words, "all", lambda r, what=what: r["quantity"] == what) for what, words in rolling.QUANTITIES.items()]
    lines = []
    for words, ahead, mine in (*groups, ("all", "all", lambda r: True)):
        each = [[r for r in run if mine(r)] for run in runs]
        if all(each):
            lines.append((words, ahead, str(len(each[-1])), *(" → ".join(value(rows, key) for rows in each)
                                                              for key in HEADS)))  # fmt: skip
    return table(("counts", "days ahead", "claims", *HEADS.values()), lines, ("claims", *HEADS.values()))


def value(rows: Sequence[dict[str, Any]], key: str) -> str:
    """A mean over claims, or the median of PIT, as a table shows it."""
    if key == "pit":
        return f"{rolling._median([r[key] for r in rows], rows):.2f}"
    mean = float(np.average([r[key] for r in rows], weights=[r["weight"] for r in rows]))
    return f"{mean:.2f}" if key == "crps" else f"{mean:.0%}"


def compact(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the nation's score alone, as rows of former runs are."""
    return {**row, **row["bands"]["nation"], "crps": row["crps"]["nation"]}


def results_of(name: str) -> list[dict[str, Any]]:
    """A former run's results, an origin each."""
    found: list[dict[str, Any]] = json.loads((RESULTS / name).read_text(encoding="utf-8"))["results"]
    return found
