"""A reader on one half of the gold set, in the form that `benchmarks.reading.score` scores.

python -m benchmarks.reading.run OUTPUT.jsonl [--half dev|test] [--reader learnt|rules|parse]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.reading.labels import Label, Report, reports

from contested.reading import Draft, read_text


def main(arguments: list[str] | None = None) -> int:
    """Read every report of a half and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--half", default="dev", choices=("dev", "test"))
    parser.add_argument("--reader", default="learnt", choices=("learnt", "rules", "parse"))
    options = parser.parse_args(arguments)
    lines = [record(draft, k) for k, draft in drafts(reports(options.half), options.reader)]
    options.output.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    print(f"{len(lines)} drafts")
    return 0


def drafts(texts: Mapping[str, Report], reader: str = "learnt") -> Iterator[tuple[int, Draft]]:
    """The drafts of every report, each with its line: of the rules alone, with a parser's tags, or learnt."""
    from contested.reading.learnt.choices import Choices, shipped
    from contested.reading.tagging import tokens

    choices = shipped() if reader == "learnt" else Choices({})
    tagger = tokens
    if reader == "parse":
        from contested.reading.parse import tokens as tagger
    for name, report in texts.items():
        yield from enumerate(read_text(report.text, name, report.published, tagger, choices).drafts, 1)


def labelled(texts: Mapping[str, Report], reader: str = "learnt") -> dict[str, list[Label]]:
    """What a reader makes of reports, as the scorer compares it: labels by report."""
    labels: dict[str, list[Label]] = defaultdict(list)
    for k, draft in drafts(texts, reader):
        labels[draft.report].append(label(draft, k))
    return labels


def label(draft: Draft, line: int) -> Label:
    """A draft as the scorer compares it."""
    row = record(draft, line)
    row["number"] = tuple(row["number"])  # type: ignore[arg-type]
    row["claimant"] = tuple(row["claimant"]) if row["claimant"] else None  # type: ignore[arg-type]
    return Label(**row)  # type: ignore[arg-type]


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
