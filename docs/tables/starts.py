"""How members start: scores on made-up laws, and of forecasts from the origins that were run with both starts."""

from __future__ import annotations

import json

from tables import rolling, rolling_thrice
from tables.benchmarks import RESULTS
from tables.page import Link, table

KEYS = {"crps": "CRPS", "bias": "truth less median", "sd": "stated sd", "in 50": "50 % bands hold",
        "in 90": "90 % bands hold", "unknowns in 90": "90 % of unknowns hold", "distinct": "distinct runs"}  # fmt: skip


def starts(link: Link) -> str:
    """A row for each law and start, from benchmarks/results/starts.json."""
    stored = json.loads((RESULTS / "starts.json").read_text(encoding="utf-8"))
    lines = [(r["law"], str(r["twins"]), r["start"], *(_value(key, r[key]) for key in KEYS)) for r in stored["table"]]
    heads = ("law", "truths", "start", *KEYS.values())
    return f"Measured on {stored['date']} ({stored['machine']}).\n\n{table(heads, lines, (heads[1], *heads[3:]))}"


def _value(key: str, value: float) -> str:
    return f"{value:.0f}" if key == "distinct" else f"{value:.0%}" if " in " in f" {key}" else f"{value:.2f}"


def rolling_starts(link: Link) -> str:
    """Scores of the third run and of the present start from the origins that have both; all of these together last."""
    former = {(r["scenario"], r["origin"]): r for r in rolling_thrice.results_of("rolling_third.json")}
    lines, all_then, all_now = [], [], []
    for r in rolling.with_present_start():
        then, now = former[r["scenario"], r["origin"]], [rolling_thrice.compact(row) for row in r["rows"]]
        all_then, all_now = [*all_then, *then["rows"]], [*all_now, *now]
        lines.append((f"`{r['scenario']}`", r["origin"], str(len(now)), *_pairs(then["rows"], now),
                      f"{then['sd']:.2f} → {r['sd log crowd']['posterior']:.2f}"))  # fmt: skip
    if not lines:
        return "Not measured yet."
    lines.append(("all", "", str(len(all_now)), *_pairs(all_then, all_now), ""))
    heads = ("crisis", "last day known", "claims", *rolling_thrice.HEADS.values(), "sd log crowd")
    return table(heads, lines, heads[2:])


def _pairs(then: rolling.Rows, now: rolling.Rows) -> list[str]:
    return [" → ".join(rolling_thrice.value(rows, key) for rows in (then, now)) for key in rolling_thrice.HEADS]
