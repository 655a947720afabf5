"""What a script in benchmarks/ wrote, as it wrote it: no figure on a page is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path

from tables.page import Link

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results"


def results(link: Link, name: str) -> str:
    """benchmarks/results/NAME.md without its title, one heading deeper.

    Raises
    ------
    FileNotFoundError
        If no script has written it.
    """
    lines = (RESULTS / f"{name}.md").read_text(encoding="utf-8").strip().splitlines()[1:]
    return "\n".join(f"#{line}" if line.startswith("#") else line for line in lines)


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
    rows += ["", "| stations stuffed | the shoulder alarms | strong | power (95 %) |", "| ---: | ---: | ---: | ---: |"]
    for part, row in found.get("power", {}).items():
        rows.append(f"| {float(part):.0%} | {row['alarms']} of {row['of']} | {row['strong']} of {row['of']} "
                    f"| {row['low']:.0%} to {row['bound']:.0%} |")  # fmt: skip
    rows += ["", "| stations stuffed | estimate | range holds the truth | high over low end, median | no high end |",
             "| ---: | --- | ---: | ---: | ---: |"]  # fmt: skip
    names = {"turnout-curve": "vote curve", "klimek": "stuffing model", "mixture": "mixture"}
    for part, row in found["planted"].items():
        for name, words in names.items():
            one = row[name]
            ratio = "–" if one["ratio"] is None else f"{one['ratio']:.1f}"
            rows.append(f"| {float(part):.0%} | {words} | {one['holds']} of {one['of']} | {ratio} | {one['cannot']} |")
    return "\n".join(rows)
