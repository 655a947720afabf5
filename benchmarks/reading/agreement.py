"""How far two people who label the same reports agree, field by field.

Numbers that both call claims are compared in their other fields. Kappa is Cohen's (1960), in which agreement by chance
counts nothing; fields without a closed list have exact agreement.

    python -m benchmarks.reading.agreement [A B] [--list FIELD]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.reading.labels import Label, Report, read, reports
from benchmarks.reading.matching import claims, f1, linked, pairs, parts, same_amount, same_place, same_words, words

Same = Callable[[Label, Label, Report], bool]
CLOSED = ("quantity", "side", "mention", "certainty", "quoted", "old")
OPEN: dict[str, Same] = {
    "amount": lambda a, b, r: same_amount(a, b),
    "claimant, words": lambda a, b, r: same_words(a, b, r.text),
    "claimant, exact span": lambda a, b, r: a.claimant == b.claimant,
    "actor": lambda a, b, r: words(a.actor) == words(b.actor),
    "place": lambda a, b, r: same_place(a, b),
    "date": lambda a, b, r: a.date == b.date,
    "unit": lambda a, b, r: a.unit.casefold() == b.unit.casefold(),
    "about": lambda a, b, r: words(a.about) == words(b.about),
}


def kappa(rated: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa (1960) of two raters.

    >>> round(kappa([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15), 3)
    0.4
    """
    if not rated:
        return float("nan")
    agreed = sum(a == b for a, b in rated) / len(rated)
    one, other = Counter(a for a, _ in rated), Counter(b for _, b in rated)
    chance = sum(one[k] * other[k] for k in one) / len(rated) ** 2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def main(arguments: list[str] | None = None) -> int:
    """Print the table of agreement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("annotators", nargs="*", default=["a", "b"])
    parser.add_argument("--list", default="", metavar="FIELD", help="print where a field differs")
    parser.add_argument("--half", default="", choices=("", "dev", "test"))
    options = parser.parse_args(arguments)
    one, other = options.annotators
    there: list[tuple[bool, bool]] = []
    both: list[tuple[Label, Label, Report]] = []
    reasons: list[tuple[str, str]] = []
    links, wholes = Counter(), Counter()
    for report in reports(options.half).values():
        (a, wrong), (b, faulty) = read(one, report), read(other, report)
        if wrong or faulty:
            print("\n".join(wrong + faulty), file=sys.stderr)
            return 2
        met = pairs(a, b)
        alone = len(claims(a)) - sum(not x.reason for x, _ in met), len(claims(b)) - sum(not y.reason for _, y in met)
        there += [(not x.reason, not y.reason) for x, y in met]
        there += [(True, False)] * alone[0] + [(False, True)] * alone[1]
        both += [(x, y, report) for x, y in met if not x.reason and not y.reason]
        reasons += [(x.reason, y.reason) for x, y in met if x.reason and y.reason]
        common = {x.number for x, y in met if not x.reason and not y.reason}
        to = {y.number: x.number for x, y in met}
        for count, pick in ((links, linked), (wholes, parts)):
            p = {(s, t) for s, t in pick(a) if s in common and t in common}
            q = {(to.get(s, s), to.get(t, t)) for s, t in pick(b)}
            q = {(s, t) for s, t in q if s in common and t in common}
            count.update(hit=len(p & q), a=len(p), b=len(q))
        if options.list == "claim":
            for x, y in met:
                if bool(x.reason) != bool(y.reason):
                    number = report.text[slice(*x.number)]
                    print(f"{report.name}: {number!r} {x.quantity or x.reason} / {y.quantity or y.reason}")
    found = Counter(there)
    hit, left, right = found[True, True], found[True, False], found[False, True]
    print(f"{len(there)} numbers; claims {hit + left} and {hit + right}, {hit} in both")
    print(f"{'claim or not':22} F1 {f1(hit, hit + left, hit + right):.3f}  kappa {kappa(there):.3f}")
    print(f"{'reason of no claim':22} kappa {kappa(reasons):.3f}")
    for field in CLOSED:
        rated = [(getattr(a, field), getattr(b, field)) for a, b, _ in both]
        print(f"{field:22} agreement {sum(a == b for a, b in rated) / len(rated):.3f}  kappa {kappa(rated):.3f}")
    for field, same in OPEN.items():
        print(f"{field:22} agreement {sum(same(*x) for x in both) / len(both):.3f}")
    for field, count in (("same event, pairs", links), ("part of a total", wholes)):
        print(f"{field:22} F1 {f1(count['hit'], count['a'], count['b']):.3f} of {count['a']} and {count['b']}")
    if options.list and options.list != "claim":
        same = OPEN.get(options.list) or (lambda a, b, r: getattr(a, options.list) == getattr(b, options.list))
        for a, b, report in both:
            if not same(a, b, report):
                print(f"{report.name}: {report.text[slice(*a.number)]!r} line {a.line}: {a} / {b}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
