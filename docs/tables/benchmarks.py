"""What a script in benchmarks/ wrote, as it wrote it: no figure on a page is typed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tables.page import Link

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results"


def results(link: Link, name: str) -> str:
    """benchmarks/results/NAME.md without its title, one heading deeper; or that no script has written it yet."""
    file = RESULTS / f"{name}.md"
    if not file.exists():
        return "Not measured yet."
    lines = file.read_text(encoding="utf-8").strip().splitlines()[1:]
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in lines)


def older(results: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """A sentence on those results that were measured with another discrepancy than the package has now, "" if none was;
    names and results, with what `benchmarks.smoother.law` wrote beside them."""
    import numpy as np

    from contested.inference.likelihood.cells import Cell
    from contested.inference.smoother.discrepancy import covariance

    def same(law: dict[str, Any] | None) -> bool:
        if law is None:
            return False
        cells = [Cell(tuple(what), tuple(where), *rest) for what, where, *rest in law["cells"]]
        return np.allclose(covariance(cells), law["covariance"], atol=1e-3)

    names = [name for name, one in results if not same(one.get("law"))]
    return f"**Older than the present discrepancy**: {', '.join(names)}. " if names else ""


def audit_errors(link: Link) -> str:
    """Strong alarms on honest and on planted elections, and what ranges hold, from benchmarks/results/audits.json."""
    found = json.loads((RESULTS / "audits.json").read_text(encoding="utf-8"))
    rows = ["| honest elections | strong alarms | rate at most (95 %) | weak alarms of the shoulder |",
            "| --- | ---: | ---: | ---: |"]  # fmt: skip
    for kind, row in found["honest"].items():
        weak = row["tests"]["shoulder"]["weak"]
        rows.append(f"| {kind} | {row['strong']} of {row['of']} | {100 * row['bound']:.1f} % | {weak} |")
    pooled = found["pooled"]
    rows.append(f"| the first seven | {pooled['strong']} of {pooled['of']:,} | {100 * pooled['bound']:.1f} % | |")
    rows += ["", "| stations stuffed | alarms of the shoulder | of these strong | rate of strong alarms (95 %) |",
             "| ---: | ---: | ---: | ---: |"]  # fmt: skip
    for part, row in found.get("power", {}).items():
        rows.append(f"| {float(part):.0%} | {row['alarms']} of {row['of']} | {row['strong']} of {row['of']} "
                    f"| {row['low']:.0%} to {row['bound']:.0%} |")  # fmt: skip
    rows += ["", "| stations stuffed | estimate | range contains the truth | high end / low end, median | range "
    "without a high end |",
             "| ---: | --- | ---: | ---: | ---: |"]  # fmt: skip
    names = {"turnout-curve": "vote curve", "klimek": "stuffing model", "mixture": "mixture"}
    for part, row in found["planted"].items():
        for name, words in names.items():
            one = row[name]
            ratio = "–" if one["ratio"] is None else f"{one['ratio']:.1f}"
            rows.append(f"| {float(part):.0%} | {words} | {one['holds']} of {one['of']} | {ratio} | {one['cannot']} |")
    return "\n".join(rows)
