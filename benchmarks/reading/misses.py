"""What the rules alone miss, by field and class: where to mend next.

    python -m benchmarks.reading.misses [--half fresh] [--write NAME]

A number that is missed is counted by what it counts; an actor by whether nobody, somebody or another was read; a place
and a date by the rule that took them. `--write` puts the counts into benchmarks/results/reading.json under a name.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.reading.bed import bed
from benchmarks.reading.labels import Label
from benchmarks.reading.matching import alike, claims, pairs, same_place
from benchmarks.reading.measure import RESULTS
from benchmarks.reading.run import drafts, labelled

FAMILIES = {
    "crowds and strikes": ("crowd", "strikers", "strike_sites", "protest_sites"),
    "people taken, hurt, killed, punished": (
        "detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "dismissed", "sanctioned",
    ),
    "police and soldiers": ("forces",),
    "votes, shares and stations": ("votes", "vote_share", "poll_share", "turnout_share", "fraud_stations"),
    "days and money": ("days", "money"),
}  # fmt: skip
RIGHT: dict[str, Callable[[Label, Label], bool]] = {
    "actor": lambda p, g: alike(p.actor, g.actor),
    "place": same_place,
    "date": lambda p, g: p.date == g.date,
}
#: rules by which a sentence itself says where or when
_OWN = frozenset(["sentence", "listed", "since", "lasts", "spoken"])


def misses(half: str) -> dict[str, int]:
    """Counts of what is missed or wrong, by "field, class"."""
    texts, gold = bed(half)
    found: Counter[str] = Counter()
    rules = {(d.report, d.anchors["number"].start): d.rules for _, d in drafts(texts, "rules")}
    out = labelled(texts, "rules")
    for name in texts:
        got, want = claims(out.get(name, [])), claims(gold[name])
        met = pairs(got, want)
        seen, made = {g.number for _, g in met}, {p.number for p, _ in met}
        for one in want:
            found[f"number not read, {_family(one.quantity)}"] += one.number not in seen
        found["number read that is no claim, all"] += sum(p.number not in made for p in got)
        for p, g in met:
            found[f"quantity wrong, {_family(g.quantity)}"] += p.quantity != g.quantity
            found[f"side wrong, {'actor right' if alike(p.actor, g.actor) else 'actor wrong'}"] += p.side != g.side
            for field, right in RIGHT.items():
                found[f"{field} wrong, {_class(field, p, g, rules[name, p.number[0]])}"] += not right(p, g)
    return {key: n for key, n in sorted(found.items()) if n}


def classes(got: Sequence[Label], want: Sequence[Label]) -> Counter[str]:
    """Counts of what is missed or wrong in a report, by "field, class", whatever chose it."""
    met = pairs(got, want)
    seen, made = {g.number for _, g in met}, {p.number for p, _ in met}
    found = Counter(f"number not read, {_family(g.quantity)}" for g in want if g.number not in seen)
    found.update("number read that is no claim, all" for p in got if p.number not in made)
    for p, g in met:
        if p.quantity != g.quantity:
            found[f"quantity wrong, {_family(g.quantity)}"] += 1
        if p.side != g.side:
            found[f"side wrong, {'actor right' if alike(p.actor, g.actor) else 'actor wrong'}"] += 1
        for field, right in RIGHT.items():
            if not right(p, g):
                found[f"{field} wrong, {_difference(field, p, g)}"] += 1
    return found


def _difference(field: str, p: Label, g: Label) -> str:
    """How a field that is wrong differs."""
    if field == "actor":
        return _class(field, p, g, {}) + (f", named by a {g.mention}" if g.mention == "pronoun" else "")
    mine, true = getattr(p, field), getattr(g, field)
    if not true or not mine:
        return "none is right" if not true else "none read"
    if field == "place":
        return "another read"
    return f"{_stretch(mine)} for {_stretch(true)}"


def _stretch(date: str) -> str:
    return "the end of a total" if date.startswith("..") else "a period" if ".." in date else "a day"


def _family(quantity: str) -> str:
    return next(name for name, members in FAMILIES.items() if quantity in members)


def _class(field: str, p: Label, g: Label, rules: dict[str, str]) -> str:
    if field == "actor":
        return ("nobody read" if p.actor == "reporter" else
                "somebody read where nobody is named" if g.actor == "reporter" else "another read")  # fmt: skip
    if not getattr(g, field):
        return "none is right"
    rule = rules[field]
    return ("carried on from before" if rule == "carried" else "of the sentence" if rule in _OWN
            else "taken for want of another")  # fmt: skip


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="fresh", choices=("fresh", "styles"))
    parser.add_argument("--write", metavar="NAME", help="name in benchmarks/results/reading.json")
    asked = parser.parse_args()
    found = misses(asked.half)
    for key, n in found.items():
        print(f"{key:60} {n}")
    if asked.write:
        results = json.loads(RESULTS.read_text("utf-8"))
        results[asked.write] = found
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
