"""Every figure of the reader that the documentation shows, and the precision of each rule, which drafts carry.

    python -m benchmarks.reading.measure [--half dev|test|styles|fresh] [--reader rules|parse]

These are the rules alone; `left_out` measures what is learnt. Figures go to benchmarks/results/reading.json, one record
for each half and reader; the precision of rules, measured on the development half, to
src/contested/reading/precision.txt. `--half test` opens the closed half; `--half styles` reads the bed's reports in the
styles of other outlets, `--half fresh` those whose author saw no rules.
`fresh, rules before` is what this module made of them with src of commit d2a639b8 first on PYTHONPATH.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.reading.bed import bed
from benchmarks.reading.labels import GOLD, Label, reports
from benchmarks.reading.matching import alike, claims, f1, load, pairs, same_amount, same_place
from benchmarks.reading.run import drafts, labelled
from benchmarks.reading.score import score

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks/results/reading.json"
PRECISION = ROOT / "src/contested/reading/precision.txt"
UNMARKED = ("claimant, attributed", "quotation")
#: what is right of each field of a draft that met a gold claim
RIGHT: dict[str, Callable[[Label, Label], bool]] = {
    "number": same_amount,
    "quantity": lambda p, g: p.quantity == g.quantity,
    "claimant": lambda p, g: alike(p.actor, g.actor),
    "actor": lambda p, g: alike(p.actor, g.actor),
    "place": same_place,
    "date": lambda p, g: p.date == g.date,
    "certainty": lambda p, g: p.certainty == g.certainty,
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", default="dev", choices=("dev", "test", "styles", "fresh", "fresh2"))
    parser.add_argument("--reader", default="rules", choices=("rules", "parse"))
    options = parser.parse_args(arguments)
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    results[f"{options.half}, {options.reader}"] = figures(options.half, options.reader)
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    if options.half == "dev" and options.reader == "rules":
        PRECISION.write_text(precision(), "utf-8")
    return 0


def figures(half: str, reader: str) -> dict[str, list[float]]:
    """Precision, recall, F1 and gold claims of each field; for questions the share and of how many."""
    texts, gold = bed(half) if half in ("styles", "fresh", "fresh2") else (reports(half), load(GOLD / f"{half}.jsonl"))
    tallies, counts, _ = score(labelled(texts, reader), gold, texts)
    found = {}
    for name, t in tallies.items():
        parts = t.hit / max(1, t.out), t.hit / max(1, t.gold), f1(t.hit, t.out, t.gold)
        found[name] = [*(round(x, 3) for x in parts), t.gold]
    for name, of, whole in (
        ("plans as happenings", "plans as happenings", "plans"), ("pronoun resolved", "pronoun right", "pronoun"),
        ("description resolved", "desc right", "desc"),
    ):  # fmt: skip
        found[name] = [round(counts[of] / max(1, counts[whole]), 3), counts[whole]]
    if half in ("styles", "fresh2"):  # they mark neither the words of a claimant nor events and parts
        found = {name: row for name, row in found.items() if row[-1] and name not in UNMARKED}
    return found


def precision() -> str:
    """The text of `precision.txt`: of each field and rule the part that was right, and of how many drafts."""
    gold = load(GOLD / "dev.jsonl")
    labels = labelled(reports("dev"), "rules")
    rules = {(d.report, d.anchors["number"].start): d.rules for _, d in drafts(reports("dev"), "rules")}
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for name, out in labels.items():
        met = {p.number: g for p, g in pairs(claims(out), claims(gold.get(name, [])))}
        for one in out:
            true = met.get(one.number)
            for field, right in RIGHT.items():
                rule = rules[name, one.number[0]].get(field, "")
                if rule and (true is not None or field in ("number", "quantity")):
                    counts[field, rule][0] += true is not None and right(one, true)
                    counts[field, rule][1] += 1
    lines = [f"{field} {rule} {hit / of:.2f} {of}" for (field, rule), (hit, of) in sorted(counts.items())]
    head = "# field, rule, part that was right and of how many drafts of the gold set's development half; made by\n"
    return head + "# benchmarks/reading/measure.py\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
