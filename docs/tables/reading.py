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


def reading(link: Link) -> str:
    """Precision, recall and F1 of each field on the gold set's halves and the reports of other styles; PolNeAR."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    names = (("dev, rules", "seen"), ("test, rules", "not seen"), ("styles, rules", "26 more, seen"))
    halves = [(half, words) for half, words in names if half in found]
    head = "| field | " + " | ".join(f"{words}: precision | recall | F1" for _, words in halves) + " |"
    rows = [head, "| --- |" + " ---: | ---: | ---: |" * len(halves)]
    for field in FIELDS:
        cells = []
        for half, _ in halves:
            marked = not (half.startswith("styles") and field in UNMARKED)
            cells += [f"{x:.2f}" for x in found[half][field][:3]] if marked else ["", "", ""]
        rows.append(f"| {field} | {' | '.join(cells)} |")
    for field, words in SHARES.items():
        cells = " | ".join(f"{found[half][field][0]:.0%} of {found[half][field][1]} | | " for half, _ in halves)
        rows.append(f"| {words} | {cells} |")
    news = found["PolNeAR, rules"]
    return "\n".join(rows) + (
        "\n\nOn real news (PolNeAR's development split, seen too): whether a number has a source F1 "
        f"{news['attributed']:.2f}, and the right source {news['end to end']:.2f}."
    )
