"""What regressions say of repression in the model's own output, beside what it did: the table of the case study."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

WORLDS = {"shipped": "as shipped", "off": "effects of repression switched off"}
REGRESSORS = {
    "arrests alone": "arrests",
    "and today's crowd": "arrests, today's crowd",
    "and calls, places": "arrests, today's crowd, calls of both days, places",
    "arrests per marcher": "arrests per marcher, with the same controls",
}


def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "placebo.json").read_text(encoding="utf-8"))
    return stored


def placebo(link: Link) -> str:
    """The true effect of each world, then what each regression finds in it."""
    rows: list[tuple[str, ...]] = []
    for world, words in WORLDS.items():
        case = _stored()["worlds"][world]
        truth = case["truth"]
        rows.append((words, "**true effect**, paired runs", f"**{_with_error(truth['elasticity'], truth['error'])}**",
                     "", "", ""))  # fmt: skip
        for model, row in case["regressions"].items():
            rows.append((words, REGRESSORS[model], _with_error(row["coefficient"], row["error"]),
                         *(f"{row[part]:.0%}" for part in ("less", "neither", "more"))))  # fmt: skip
    heads = ("model", "regressors", "coefficient of repression", "decrease", "no effect", "increase")
    return table(heads, rows, heads[2:])


def _with_error(value: float, error: float) -> str:
    return f"{value:+.2f} ± {error:.2f}"
