"""The smoother beside the emulator on equal numbers of runs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from tables.benchmarks import RESULTS, older
from tables.page import Link, table

METHODS = ("emulator", "smoother")


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "equal_budgets.json").read_text(encoding="utf-8"))
    return stored


def _rows() -> list[dict[str, Any]]:
    return [row for r in _stored()["results"] for row in r["rows"]]


def equal_budgets(link: Link) -> str:
    """Both methods from each origin: scores, sharpness, processor time; then all claims together."""
    from contested.inference.block_bootstrap import block_interval

    stored, rows = _stored(), _rows()
    apart = np.array([r["crps"]["smoother"] - r["crps"]["emulator"] for r in rows])
    low, high = block_interval(apart, _weights(rows), _days(rows), 1)
    mean = float(np.average(apart, weights=_weights(rows)))
    verdict = "no difference can be detected" if low <= 0 <= high else (
        "the smoother forecasts worse" if mean > 0 else "the smoother forecasts better"
    )  # fmt: skip
    missing = ", ".join(f"`{name}` from {day}" for name, day in _planned() if (name, day) not in _there())
    cases = [
        (f"`{r['scenario']}`", r["origin"], str(len(r["rows"])),
         *(_mean(r["rows"], name) for name in (*METHODS, "prior", "climatology")),
         *(f"{r['sharp'][m]:.2f}" for m in METHODS), *(f"{r['seconds'][m]}" for m in METHODS))
        for r in stored["results"]
    ]  # fmt: skip
    heads = ("scenario", "last day known", "claims scored", "emulator", "smoother", "prior", "climatology",
             "sd log crowd, emulator", "smoother", "processor s, emulator", "smoother")  # fmt: skip
    return (
        f"Over {len(rows)} claims after {len(cases)} origins {verdict}: the fair CRPS of log(1 + n) of the smoother "
        f"minus that of the emulator is {mean:+.2f} (95 %: {low:+.2f} to {high:+.2f}). "
        + (f"**Not measured**: {missing}. " if missing else "")
        + older((f"`{r['scenario']}` from {r['origin']}", r) for r in stored["results"])
        + f"Measured on {stored['date']} ({stored['machine']}), 600 runs each to fit and {stored['ahead']} to "
        f"continue.\n\n{table(heads, cases, heads[2:])}\n\n{_coverages(rows)}"
    )


def _coverages(rows: Sequence[dict[str, Any]]) -> str:
    from contested.inference.coverage import coverage

    lines = []
    for level in ("50", "90"):
        prior = np.array([r[f"in {level}"]["prior"] for r in rows])
        for method in METHODS:
            held = np.array([r[f"in {level}"][method] for r in rows])
            c = coverage(held, _days(rows), prior, _weights(rows))
            lines.append((f"{level} %", method, f"{c.share:.0%} ({c.low:.0%} to {c.high:.0%})", f"{c.prior:.0%}"))
    heads = ("band", "method", f"covers (95 %), of {len(rows)} claims on {len(set(_days(rows).tolist()))} days",
             "prior covers")  # fmt: skip
    return table(heads, lines)


def _mean(rows: Sequence[dict[str, Any]], name: str) -> str:
    known = [r for r in rows if name in r["crps"]]
    return f"{np.average([r['crps'][name] for r in known], weights=_weights(known)):.2f}" if known else "-"


def _days(rows: Sequence[dict[str, Any]]) -> np.ndarray:
    return np.array([dt.date.fromisoformat(r["date"]).toordinal() for r in rows])


def _weights(rows: Sequence[dict[str, Any]]) -> np.ndarray:
    return np.array([r["weight"] for r in rows])


def _there() -> set[tuple[str, str]]:
    return {(r["scenario"], r["origin"]) for r in _stored()["results"]}


def _planned() -> list[tuple[str, str]]:
    return [(name, day) for name, day in _stored()["planned"]]
