"""How well a reader does on the gold set: precision, recall and F1 of each field.

The reader's output is JSON lines in the form of `gold/dev.jsonl`: report, number [start, end], quantity, value, low,
high, approximate, claimant [start, end], actor, side, place, date, certainty, event, part. Lines with a `reason` are
numbers that are no claim. A claim meets a gold claim where their numbers overlap.

    python -m benchmarks.reading.score OUTPUT.jsonl [--half dev|test] [--misses FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.reading.labels import GOLD, Label, Report, reports
from benchmarks.reading.matching import (
    alike,
    claims,
    f1,
    last_day,
    linked,
    load,
    pairs,
    parts,
    same_amount,
    same_place,
    same_words,
)

UNREAL = ("planned", "conditional")


class Tally:
    """Hits, and what there is on both sides, of one field."""

    def __init__(self) -> None:
        self.hit = self.out = self.gold = 0

    def add(self, hit: int, out: int, gold: int) -> None:
        """Count on."""
        self.hit, self.out, self.gold = self.hit + hit, self.out + out, self.gold + gold

    def __str__(self) -> str:
        p = self.hit / self.out if self.out else float("nan")
        r = self.hit / self.gold if self.gold else float("nan")
        both = f1(self.hit, self.out, self.gold)
        return f"P {p:.3f}  R {r:.3f}  F1 {both:.3f}  ({self.hit} of {self.out}, {self.gold})"


#: field -> who has it at all, and whether two claims agree in it
FIELDS: dict[str, tuple[Callable[[Label], bool], Callable[[Label, Label, Report], bool]]] = {
    "number": (lambda x: True, lambda p, g, r: True),
    "number with bounds": (lambda x: True, lambda p, g, r: same_amount(p, g)),
    "quantity": (lambda x: True, lambda p, g, r: p.quantity == g.quantity),
    "claimant, attributed": (lambda x: x.claimant is not None, lambda p, g, r: same_words(p, g, r.text)),
    "actor": (lambda x: x.claimant is not None, lambda p, g, r: alike(p.actor, g.actor)),
    "side": (lambda x: True, lambda p, g, r: p.side == g.side),
    "place": (lambda x: bool(x.place), lambda p, g, r: same_place(p, g)),
    "date": (lambda x: bool(x.date), lambda p, g, r: p.date == g.date),
    "date, last day": (lambda x: bool(x.date), lambda p, g, r: last_day(p.date) == last_day(g.date)),
    "denied": (lambda x: x.certainty == "denied", lambda p, g, r: True),
    "planned or conditional": (lambda x: x.certainty in UNREAL, lambda p, g, r: True),
    "quotation": (lambda x: x.quoted, lambda p, g, r: True),
}


def score(
    output: dict[str, list[Label]], gold: dict[str, list[Label]], texts: dict[str, Report]
) -> tuple[dict[str, Tally], Counter[str], list[str]]:
    """Tallies of fields, counts of single questions, and misses in words."""
    tallies = {name: Tally() for name in (*FIELDS, "same event, pairs", "part of a total")}
    counts: Counter[str] = Counter()
    misses = []
    for name, report in texts.items():
        out, want = claims(output.get(name, [])), claims(gold.get(name, []))
        met = pairs(out, want)
        for field, (has, same) in FIELDS.items():
            hit = sum(has(p) and has(g) and same(p, g, report) for p, g in met)
            tallies[field].add(hit, sum(map(has, out)), sum(map(has, want)))
        to = {p.number: g.number for p, g in met}
        for field, pick in (("same event, pairs", linked), ("part of a total", parts)):
            links = {(to.get(s, s), to.get(t, t)) for s, t in pick(out)}
            wanted = pick(want)
            tallies[field].add(len(links & wanted), len(links), len(wanted))
        for p, g in met:
            if g.certainty in UNREAL:
                counts["plans"] += 1
                counts["plans as happenings"] += p.certainty not in UNREAL
            counts["happenings as plans"] += g.certainty not in UNREAL and p.certainty in UNREAL
            counts["happenings"] += g.certainty not in UNREAL
            if g.mention in ("pronoun", "desc"):
                counts[g.mention] += 1
                counts[f"{g.mention} right"] += alike(p.actor, g.actor)
            if not same_amount(p, g):
                misses.append(f"{name} amount {report.text[slice(*g.number)]!r}: {p.value, p.low, p.high}")
            for field in ("quantity", "certainty", "date", "place", "side", "actor"):
                got, right = getattr(p, field), getattr(g, field)
                if got != right:
                    misses.append(f"{name} {field} {report.text[slice(*g.number)]!r}: {got!r}, not {right!r}")
        for missed, labels in (("missed", {g.number for _, g in met}), ("no claim", {p.number for p, _ in met})):
            misses += [f"{name} {missed} {report.text[slice(*one.number)]!r} ({one.quantity})"
                       for one in (want if missed == "missed" else out) if one.number not in labels]  # fmt: skip
    return tallies, counts, misses


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--half", default="dev", choices=("dev", "test"))
    parser.add_argument("--misses", type=Path, help="file for what was missed and what was wrong")
    options = parser.parse_args(arguments)
    texts = reports(options.half)
    tallies, counts, misses = score(load(options.output), load(GOLD / f"{options.half}.jsonl"), texts)
    print(f"{len(texts)} reports ({options.half})")
    for field, tally in tallies.items():
        print(f"{field:24} {tally}")

    def share(of: str, whole: str) -> str:
        return f"{counts[of] / counts[whole] if counts[whole] else float('nan'):.3f} of {counts[whole]}"

    print(f"{'plans as happenings':24} {share('plans as happenings', 'plans')} found")
    print(f"{'happenings as plans':24} {share('happenings as plans', 'happenings')} found")
    print(f"{'pronoun resolved':24} {share('pronoun right', 'pronoun')} found")
    print(f"{'description resolved':24} {share('desc right', 'desc')} found")
    if options.misses:
        options.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
