"""All runs of the rolling origins side by side: scores and where claims fall."""

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
HEADS = {"crps": "CRPS", "pit": "PIT, median", "in 50": "50 % bands cover", "in 90": "90 % bands cover"}


def rolling_runs(link: Link) -> str:
    """What the nation's forecast scored each time, by what is counted and how far ahead."""
    runs = [*map(_former, FORMER), [_compact(r) for r in rolling._rows()]]
    groups = [(words, ahead, lambda r, what=what, ahead=ahead: rolling.cell([r], what, ahead))
              for what, words in rolling.QUANTITIES.items() for ahead in rolling.HORIZONS]  # fmt: skip
    groups += [(words, "all", lambda r, what=what: r["quantity"] == what) for what, words in rolling.QUANTITIES.items()]
    lines = []
    for words, ahead, mine in (*groups, ("all", "all", lambda r: True)):
        each = [[r for r in run if mine(r)] for run in runs]
        if all(each):
            lines.append((words, ahead, str(len(each[-1])), *(" → ".join(_value(rows, key) for rows in each)
                                                              for key in HEADS)))  # fmt: skip
    return table(("counts", "days ahead", "claims", *HEADS.values()), lines, ("claims", *HEADS.values()))


def first() -> float:
    """Score over all claims in the first run, before which nobody had seen any."""
    rows = _former(FORMER[0])
    return float(np.average([r["crps"] for r in rows], weights=[r["weight"] for r in rows]))


def _value(rows: Sequence[dict[str, Any]], key: str) -> str:
    if key == "pit":
        return f"{rolling._median([r[key] for r in rows], rows):.2f}"
    mean = float(np.average([r[key] for r in rows], weights=[r["weight"] for r in rows]))
    return f"{mean:.2f}" if key == "crps" else f"{mean:.0%}"


def _compact(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **row["bands"]["nation"], "crps": row["crps"]["nation"]}


def _former(name: str) -> list[dict[str, Any]]:
    stored = json.loads((RESULTS / name).read_text(encoding="utf-8"))
    return [row for r in stored["results"] for row in r["rows"]]
