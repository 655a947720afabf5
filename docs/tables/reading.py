"""How well the reader of reports does, as benchmarks/reading/ measured it: no figure on a page is typed by hand."""

from __future__ import annotations

import json

from tables.benchmarks import RESULTS
from tables.page import Link

FIELDS = (
    "number with bounds", "quantity", "claimant, attributed", "side", "place", "date", "date, last day",
    "planned or conditional", "same event, pairs",
)  # fmt: skip
SHARES = {"plans as happenings": "plans mistaken for events", "pronoun resolved": "pronouns resolved",
          "description resolved": "descriptions resolved"}  # fmt: skip


#: what the 26 reports do not mark
UNMARKED = frozenset(["claimant, attributed", "same event, pairs"])
#: records of benchmarks/results/reading.json of the rules alone, and their columns
SETS = (
    ("fresh2, rules", "16 new, when not seen"), ("fresh, once", "24 fresh, when not seen"),
    ("test, rules", "32 not seen, rules before"), ("fresh, rules", "24 fresh, now seen"), ("dev, rules", "32 seen"),
    ("styles, rules", "26 more, seen"),
)  # fmt: skip
#: sets of "left out", those first whose reports no rule was mended on
LEFT_OUT = {"fresh2": "16 new", "train1": "30 of author A", "train2": "30 of author B", "fresh": "24 fresh",
            "dev": "32 seen", "styles": "26 more"}  # fmt: skip
LEARNT = ("number", "quantity", "actor", "side", "place", "date", "planned or conditional")


def _left_out(rows: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """F1 of rules alone and of learnt choices on each set left out, the smallest gain first; and the oracle."""
    gain = {f: sum(rows[s]["learnt"][f] - rows[s]["rules"][f] for s in LEFT_OUT) for f in LEARNT}
    lines = ["| field |" + "".join(f" {words}: rules | learnt |" for words in LEFT_OUT.values()),
             "| --- |" + " ---: |" * (2 * len(LEFT_OUT))]  # fmt: skip
    for field in sorted(LEARNT, key=lambda f: gain[f]):
        cells = (f"{rows[s][what][field]:.2f}" for s in LEFT_OUT for what in ("rules", "learnt"))
        lines.append(f"| {field} | {' | '.join(cells)} |")
    plans = (f"{rows[s][what]['plans as happenings']:.0%}" for s in LEFT_OUT for what in ("rules", "learnt"))
    lines.append(f"| plans mistaken for events | {' | '.join(plans)} |")
    lines += ["", "How often the right answer is among the candidates:", "",
              "| field |" + "".join(f" {words} |" for words in LEFT_OUT.values()),
              "| --- |" + " ---: |" * len(LEFT_OUT)]  # fmt: skip
    for field in ("actor", "place", "date"):
        lines.append(f"| {field} | " + " | ".join(f"{rows[s]['oracle'][field]:.2f}" for s in LEFT_OUT) + " |")
    return lines


def reading(link: Link) -> str:
    """F1 of each field with sets left out and of the rules alone, what these have wrong by class, and PolNeAR."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    rows = [*_left_out(found["left out"]), "", "The rules alone, on reports not seen, and since:", "",
            "| field |" + "".join(f" {words} |" for _, words in SETS), "| --- |" + " ---: |" * len(SETS)]  # fmt: skip
    for field in FIELDS:
        marked = (not (name.startswith(("styles", "fresh2")) and field in UNMARKED) for name, _ in SETS)
        cells = (f"{found[name][field][2]:.2f}" if m else "" for m, (name, _) in zip(marked, SETS, strict=True))
        rows.append(f"| {field} | {' | '.join(cells)} |")
    for field, words in SHARES.items():
        cells = (f"{part:.0%} of {of}" for part, of in (found[name][field] for name, _ in SETS))
        rows.append(f"| {words} | {' | '.join(cells)} |")
    news = found["PolNeAR, rules"]
    rows += ["", "Errors in the 24 fresh reports by class, when the rules had not seen them and now:", "",
             "| field and class | not seen | now |", "| --- | ---: | ---: |"]  # fmt: skip
    once, now = found["fresh, misses once"], found["fresh, misses"]
    most = sorted({*once, *now}, key=lambda one: (-_of_field(once, one), one.partition(",")[0], -once.get(one, 0), one))
    rows += [f"| {one} | {once.get(one, 0)} | {now.get(one, 0)} |" for one in most]
    return "\n".join(rows) + (
        "\n\nOn real news (the development part of the PolNeAR corpus, also seen): F1 is "
        f"{news['attributed']:.2f} for whether a number has a source, and {news['end to end']:.2f} for the right "
        "source."
    )


def _of_field(counts: dict[str, int], one: str) -> int:
    """How much is wrong with the field that a class belongs to."""
    field = one.partition(",")[0]
    return sum(n for key, n in counts.items() if key.partition(",")[0] == field)
