"""How well the reader of reports does, as benchmarks/reading/ measured it: no figure on a page is typed by hand."""

from __future__ import annotations

import json

from tables.benchmarks import RESULTS
from tables.page import Link

FIELDS = (
    "number with bounds", "quantity", "claimant, attributed", "side", "place", "date", "date, last day",
    "planned or conditional", "same event, pairs",
)  # fmt: skip
SHARES = {"plans as happenings": "plans taken for happenings", "pronoun resolved": "pronouns resolved",
          "description resolved": "descriptions resolved"}  # fmt: skip


#: what the 26 reports do not mark
UNMARKED = frozenset(["claimant, attributed", "same event, pairs"])
#: records of benchmarks/results/reading.json, their columns, and whether precision and recall are shown
SETS = (
    ("fresh2, rules", "16 new, not seen", True), ("fresh2, rules before", "the same, rules before", False),
    ("fresh, once", "24 fresh, when not seen", False), ("test, rules", "32 not seen, rules before", False),
    ("fresh, rules", "24 fresh, now seen", False), ("dev, rules", "32 seen", True),
    ("styles, rules", "26 more, seen", False),
)  # fmt: skip


def reading(link: Link) -> str:
    """F1 of each field on reports not seen and seen, what is wrong by class, and PolNeAR."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    sets = [one for one in SETS if one[0] in found]
    columns = (f" {words}: {'precision | recall | F1' if full else 'F1'} |" for _, words, full in sets)
    head = "| field |" + "".join(columns)
    rows = [head, "| --- |" + "".join(" ---: |" * (3 if full else 1) for _, _, full in sets)]
    for field in FIELDS:
        cells = []
        for name, _, full in sets:
            marked = not (name.startswith(("styles", "fresh2")) and field in UNMARKED)
            shown = [f"{x:.2f}" for x in found[name][field][:3]] if marked else [""] * 3
            cells += shown if full else shown[2:]
        rows.append(f"| {field} | {' | '.join(cells)} |")
    for field, words in SHARES.items():
        cells = []
        for name, _, full in sets:
            part, of = found[name][field]
            cells += [*([""] * (2 if full else 0)), f"{part:.0%} of {of}"]
        rows.append(f"| {words} | {' | '.join(cells)} |")
    news = found["PolNeAR, rules"]
    rows += ["", "What is wrong with the 24 fresh reports, by class, when they were not seen and now:", "",
             "| field and class | not seen | now |", "| --- | ---: | ---: |"]  # fmt: skip
    once, now = found["fresh, misses once"], found["fresh, misses"]
    most = sorted({*once, *now}, key=lambda one: (-_of_field(once, one), one.partition(",")[0], -once.get(one, 0), one))
    rows += [f"| {one} | {once.get(one, 0)} | {now.get(one, 0)} |" for one in most]
    return "\n".join(rows) + (
        "\n\nOn real news (PolNeAR's development split, seen too): whether a number has a source F1 "
        f"{news['attributed']:.2f}, and the right source {news['end to end']:.2f}."
    )


def _of_field(counts: dict[str, int], one: str) -> int:
    """How much is wrong with the field that a class belongs to."""
    field = one.partition(",")[0]
    return sum(n for key, n in counts.items() if key.partition(",")[0] == field)
