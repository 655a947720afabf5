"""The default reader on one half of the gold set, in the form that `benchmarks.reading.score` scores.

    python -m benchmarks.reading.run OUTPUT.jsonl [--half dev|test]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from pathlib import Path

from contested.reading import Draft, read_text

GOLD = Path(__file__).resolve().parent / "gold"


def main(arguments: list[str] | None = None) -> int:
    """Read every report of a half and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--half", default="dev", choices=("dev", "test"))
    options = parser.parse_args(arguments)
    with (GOLD / "reports.csv").open(newline="", encoding="utf-8") as stream:
        reports = [row for row in csv.DictReader(stream) if row["half"] == options.half]
    lines = []
    for row in reports:
        text = (GOLD / "reports" / options.half / f"{row['report']}.txt").read_text("utf-8")
        day = dt.date.fromisoformat(row["published"])
        reading = read_text(text, row["report"], day)
        lines += [record(draft, k) for k, draft in enumerate(reading.drafts, 1)]
    options.output.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    print(f"{len(reports)} reports, {len(lines)} drafts")
    return 0


def record(draft: Draft, line: int) -> dict[str, object]:
    """A draft as a line of the gold set."""
    number, claimant = draft.anchors["number"], draft.anchors.get("claimant")
    about = (draft.low, draft.high) if draft.value is not None else (None, None)
    approximate = None not in about and draft.value not in about
    low, high = (None, None) if approximate else (draft.low, draft.high)
    value = draft.value
    return {
        "report": draft.report, "line": line, "number": [number.start, number.end], "reason": "",
        "quantity": draft.quantity, "value": value, "low": low, "high": high, "approximate": approximate,
        "unit": draft.unit, "claimant": [claimant.start, claimant.end] if claimant else None, "mention": draft.mention,
        "actor": draft.actor, "side": draft.side, "place": draft.place, "date": days(draft),
        "certainty": draft.certainty, "quoted": draft.quoted, "about": draft.about, "event": draft.event,
        "part": draft.part_of + 1 if draft.part_of >= 0 else None, "old": False,
    }  # fmt: skip


def days(draft: Draft) -> str:
    """A day, A..B, ..B, or nothing."""
    if draft.end_date is None:
        return str(draft.date or "")
    return f"{draft.date or ''}..{draft.end_date}"


if __name__ == "__main__":
    raise SystemExit(main())
