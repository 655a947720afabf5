"""The second run of the rolling origins beside the first: what a discrepancy and the choice of days did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from tables import rolling
from tables.benchmarks import RESULTS
from tables.page import Link, table


def rolling_twice(link: Link) -> str:
    """Scores and where claims fall, by what is counted and how far ahead: first, then with a discrepancy and every day
    alike, then as it is."""
    first = _first()
    groups = [(words, ahead, lambda r, what=what, ahead=ahead: rolling.cell([r], what, ahead))
              for what, words in rolling.QUANTITIES.items() for ahead in rolling.HORIZONS]  # fmt: skip
    groups += [(words, "all", lambda r, what=what: r["quantity"] == what) for what, words in rolling.QUANTITIES.items()]
    lines = []
    for words, ahead, mine in (*groups, ("all", "all", lambda r: True)):
        then, now = [r for r in first if mine(r)], [r for r in rolling._rows() if mine(r)]
        if then and now:
            lines.append((
                words, ahead, str(len(now)), f"{_mean([r['crps'] for r in then], then):.2f}",
                f"{rolling.mean(now, 'any_day'):.2f}", f"{rolling.mean(now, 'nation'):.2f}",
                *_three(then, now, "pit"), *_three(then, now, "in 50"), *_three(then, now, "in 90"),
            ))  # fmt: skip
    each = ("first time", "with a discrepancy", "and days chosen")
    heads = ["counts", "days ahead", "claims"]
    for what in ("CRPS", "PIT, median", "50 % bands hold", "90 % bands hold"):
        heads += [f"{what}: {each[0]}", *each[1:]]
    return table(heads, lines, heads[2:])


def _three(then: rolling.Rows, now: rolling.Rows, key: str) -> tuple[str, ...]:
    each = [([r[key] for r in then], then), *(([r["bands"][n][key] for r in now], now) for n in ("any_day", "nation"))]
    if key == "pit":
        return tuple(f"{rolling._median(values, rows):.2f}" for values, rows in each)
    return tuple(f"{_mean(values, rows):.0%}" for values, rows in each)


def _mean(values: Sequence[float], rows: rolling.Rows) -> float:
    return float(np.average(values, weights=[r["weight"] for r in rows]))


def _first() -> list[dict[str, Any]]:
    stored = json.loads((RESULTS / "rolling_first.json").read_text(encoding="utf-8"))
    return [row for r in stored["results"] for row in r["rows"]]
