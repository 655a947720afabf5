"""Rows of measured regularities beside the bands that were fixed before."""

from __future__ import annotations

import csv
import json
import math
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.national import processor

BANDS = Path(__file__).with_name("bands.csv")
RESULTS = Path(__file__).parents[1] / "results"


def bands() -> dict[str, tuple[float, float]]:
    """Lowest and highest passing value of each row."""
    with BANDS.open(encoding="utf-8", newline="") as f:
        return {r["row"]: (float(r["low"]), float(r["high"])) for r in csv.DictReader(f)}


def row(name: str, scenario: str, value: float, n: int, note: str = "") -> dict[str, Any]:
    """One row; a value that is no number fails."""
    low, high = bands()[name]
    number = float(value)
    return {
        "row": name, "scenario": scenario, "value": number if math.isfinite(number) else None, "of": int(n),
        "inside": bool(math.isfinite(number) and low <= number <= high), "note": note,
    }  # fmt: skip


def others(name: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of benchmarks/results/NAME.json that were not measured this time."""
    stored = RESULTS / f"{name}.json"
    if not stored.is_file():
        return []
    again = {(r["row"], r["scenario"]) for r in rows}
    return [r for r in json.loads(stored.read_text(encoding="utf-8"))["rows"] if (r["row"], r["scenario"]) not in again]


def write(name: str, rows: Iterable[dict[str, Any]], **more: Any) -> None:
    """benchmarks/results/NAME.json, with machine and date."""
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine, "rows": list(rows), **more}
    (RESULTS / f"{name}.json").write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
