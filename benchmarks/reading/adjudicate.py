"""The gold labels: one annotator's, changed where the comparison with the other says so.

`gold/labels/decisions.txt` has a line for each label that was changed and what was taken. The result is written to
`gold/dev.jsonl` and `gold/test.jsonl`, whose hash stands in the guide.

    python -m benchmarks.reading.adjudicate [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from benchmarks.reading.labels import GOLD, Label, LabelError, Report, frozen, read, record, reports
from benchmarks.reading.matching import pairs

DECISIONS = GOLD / "labels" / "decisions.txt"
GROUPS = {"claimant": ("claimant", "mention", "actor", "side"), "amount": ("value", "low", "high", "approximate")}


def decisions() -> dict[str, dict[int, list[str]]]:
    """What is taken, by report and line of the first annotator."""
    found: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for line in DECISIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, number, *taken = line.split()
            found[name][int(number)] = taken
    return found


def settle(report: Report, taken: dict[int, list[str]]) -> list[Label]:
    """The gold labels of a report."""
    (first, wrong), (second, faulty) = read("a", report), read("b", report)
    if wrong or faulty:
        raise LabelError("; ".join(wrong + faulty))
    met = pairs(first, second)
    other = {a.line: b for a, b in met}
    line_of = {b.line: a.line for a, b in met}
    found = []
    for label in first:
        b = other.get(label.line)
        whole = "all" in taken.get(label.line, ())
        new = replace(b, line=label.line, event="", part=None) if whole and b else label
        if b and not b.reason and not new.reason:
            new = replace(new, unit=b.unit)
            if new.part is None and b.part in line_of:
                new = replace(new, part=line_of[b.part])
        for what in taken.pop(label.line, []):
            field, equals, value = what.partition("=")
            if equals:
                new = replace(new, **{field: value.replace("_", " ")})
            elif field != "all":
                if b is None:
                    raise LabelError(f"{report.name} line {label.line}: the other annotator has no such label")
                new = replace(new, **{one: getattr(b, one) for one in GROUPS.get(field, (field,))})
        found.append(new)
    if taken:
        raise LabelError(f"{report.name}: decisions about lines {sorted(taken)}, which are no labels")
    claims = {one.line for one in found if not one.reason}
    events = Counter(one.event for one in found if not one.reason)
    return [
        replace(one, part=one.part if one.part in claims else None, event=one.event if events[one.event] > 1 else "")
        for one in found
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the gold labels, or compare them with those that are there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the files differ")
    options = parser.parse_args(arguments)
    taken = decisions()
    stale: list[Path] = []
    for half in ("dev", "test"):
        rows = []
        for report in reports(half).values():
            settled = settle(report, taken.get(report.name, {}))
            rows += [json.dumps(record(label, report), ensure_ascii=False) for label in settled]
        file, text = GOLD / f"{half}.jsonl", "\n".join(rows) + "\n"
        if options.check:
            stale += [] if file.read_text(encoding="utf-8") == text else [file]
        else:
            file.write_text(text, encoding="utf-8")
    print(*(f"{file.name} is stale" for file in stale), frozen(), sep="\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
