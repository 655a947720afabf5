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
#: sets of "left out" together, those first that no rule was mended on
TOGETHER = {"sets no rule was mended on": (
    "fresh2", "fresh3", "train1", "train2", "train3", "train4", "train5", "train6"),
            "sets the rules were mended on": ("fresh", "dev", "styles")}  # fmt: skip
LEARNT = ("number", "quantity", "actor", "side", "place", "date", "planned or conditional")
_Figures = dict[str, dict[str, float]]


def _left_out(judges: dict[str, _Figures], rows: dict[str, _Figures]) -> list[str]:
    """F1 of rules alone and of learnt choices, the smallest gain first: of judges and of sets left out; the oracle."""
    columns = {f"judge {name}": one for name, one in sorted(judges.items(), reverse=True)}
    columns |= {words: _together([rows[s] for s in sets]) for words, sets in TOGETHER.items()}
    gain = {f: sum(c["learnt"][f] - c["rules"][f] for c in columns.values()) for f in LEARNT}
    claims = {words: c["rules"]["claims"] for words, c in columns.items()}
    lines = ["| field |" + "".join(f" {w}, {n:,.0f} claims: rules | learnt |" for w, n in claims.items()),
             "| --- |" + " ---: |" * (2 * len(columns))]  # fmt: skip
    for field in (*sorted(LEARNT, key=lambda f: gain[f]), "recall"):
        words = "recall of numbers" if field == "recall" else field
        cells = (f"{c[what][field]:.2f}" for c in columns.values() for what in ("rules", "learnt"))
        lines.append(f"| {words} | {' | '.join(cells)} |")
    plans = (f"{c[what]['plans as happenings']:.0%}" for c in columns.values() for what in ("rules", "learnt"))
    lines.append(f"| plans mistaken for events | {' | '.join(plans)} |")
    oracle = list(TOGETHER)
    lines += ["", "How often the right answer is among the candidates:", "",
              "| field |" + "".join(f" {words} |" for words in oracle),
              "| --- |" + " ---: |" * len(oracle)]  # fmt: skip
    for field in ("actor", "place", "date"):
        lines.append(f"| {field} | " + " | ".join(f"{columns[w]['oracle'][field]:.2f}" for w in oracle) + " |")
    return lines


def _wrong(counts: dict[str, int]) -> list[str]:
    """What learnt choices have wrong in sets left out, by class, the most common of a field first."""
    most = sorted(counts, key=lambda one: (-_of_field(counts, one), one.partition(",")[0], -counts[one], one))
    return ["", "What learnt choices have wrong with the sets no rule was mended on, by class:", "",
            "| field and class | numbers |", "| --- | ---: |",
            *(f"| {one} | {counts[one]} |" for one in most)]  # fmt: skip


def _together(sets: list[_Figures]) -> _Figures:
    """Mean figures of some sets, each weighted by its claims, and how many claims they have."""
    much = [s["rules"]["claims"] for s in sets]
    mean = {
        what: {f: sum(s[what][f] * m for s, m in zip(sets, much, strict=True)) / sum(much) for f in figures}
        for what, figures in sets[0].items()
    }
    mean["rules"]["claims"] = sum(much)
    return mean


def reading(link: Link) -> str:
    """F1 of each field with sets left out and of the rules alone, what these have wrong by class, and PolNeAR."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    rows = [*_left_out(found["judge"], found["left out"]), *_wrong(found["left out, misses"]), "",
            "The rules alone, on reports not seen, and since:", "",
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
