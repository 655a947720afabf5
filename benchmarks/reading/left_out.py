"""What learnt choices are worth on reports that they were not fitted to: sets left out, a quarter of them at a time.

    python -m benchmarks.reading.left_out [--only SET | --judge SET]

Each set is read with weights fitted to the sets of the other three quarters, and with the rules alone. Figures go to
benchmarks/results/reading.json under "left out"; the precision of each choice, which drafts carry, to
src/contested/reading/learnt/precision.txt. The oracle is how often the right answer is among the candidates.

Cases of the other sets were made once, with choices for the numbers before by weights which the set left out had a
part in; its own labels are in no weight that it is read with. What is wrong with sets that no rule was mended on is
counted by class under "left out, misses"; `plans` says what is under "left out, plans", of all sets but the one that
was written for it.

A judge is a set that nobody has looked at: it is read once, with the weights as shipped and with the rules alone, and
its figures go under "judge".
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.reading.bed import SETS
from benchmarks.reading.labels import Label
from benchmarks.reading.learn import FIELDS, MENDED, TABLES, UNSEEN, Case, fitted, followed, load_set
from benchmarks.reading.matching import claims, f1, pairs
from benchmarks.reading.measure import RESULTS, RIGHT
from benchmarks.reading.misses import classes
from benchmarks.reading.plans import Weighed, Weighing, trade
from benchmarks.reading.run import label
from benchmarks.reading.score import UNREAL, score

from contested.reading import Draft, read_text
from contested.reading.learnt.choices import Choices, shipped

#: a set that has little but plans, so that it says nothing of how common they are
PLANS = "plans"
#: sets in turns, those of one left out together
TURNS = tuple((*UNSEEN, *MENDED)[k::4] for k in range(4))
SHOWN = ("number", "number with bounds", "quantity", "actor", "side", "place", "date", "planned or conditional")


def left_out(names: Collection[str], some: dict[str, dict[str, list[Case]]]) -> Choices:
    """Choices fitted to all sets but some."""
    others = {s: by for s, by in some.items() if s not in names}
    return Choices({f: fitted(f, {s: by[f] for s, by in others.items()})[0] for f in FIELDS})


def read(name: str, choices: Choices) -> dict[str, list[tuple[Draft, Label]]]:
    """The drafts of a set's reports, each with its label."""
    texts, _ = load_set(name)
    return {
        report.name: [(d, label(d, k)) for k, d in enumerate(
            read_text(report.text, report.name, report.published, choices=choices).drafts, 1)]
        for report in texts.values()
    }  # fmt: skip


def labels(read_as: Mapping[str, list[tuple[Draft, Label]]]) -> dict[str, list[Label]]:
    """The labels alone."""
    return {report: [one for _, one in some] for report, some in read_as.items()}


def figures(name: str, read_as: Mapping[str, list[Label]]) -> dict[str, float]:
    """F1 of each field of a set, and parts: of plans that are read as happenings, of pronouns and descriptions whose
    source is right.
    """
    texts, gold = load_set(name)
    tallies, counts, _ = score(dict(read_as), dict(gold), dict(texts))
    found = {field: round(f1(t.hit, t.out, t.gold), 3) for field, t in tallies.items() if field in SHOWN}
    found["plans as happenings"] = round(counts["plans as happenings"] / max(1, counts["plans"]), 3)
    for mention in ("pronoun", "desc"):
        found[f"{mention} right"] = round(counts[f"{mention} right"] / max(1, counts[mention]), 3)
        found[mention] = counts[mention]
    number = tallies["number"]
    return found | {"claims": number.gold, "recall": round(number.hit / number.gold, 3)}


def judge(name: str) -> None:
    """Figures of a set with the shipped weights and with the rules alone."""
    row = {
        "rules": figures(name, labels(read(name, Choices({})))),
        "learnt": figures(name, labels(read(name, shipped()))),
    }
    print(*row.items(), sep="\n")
    record("judge", json.loads(RESULTS.read_text("utf-8"))["judge"] | {name: row})


def record(name: str, rows: Mapping[str, object]) -> None:
    """Put figures into the results."""
    results = json.loads(RESULTS.read_text("utf-8"))
    results[name] = rows
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")


_KEPT: dict[str, dict[str, list[Case]]] = {}


def _keep(some: dict[str, dict[str, list[Case]]]) -> None:
    """The cases of all sets, for a process of its own."""
    _KEPT.update(some)


def _read(names: Sequence[str]) -> list[tuple[dict[str, list[tuple[Draft, Label]]], list[dict[str, float]]]]:
    """Sets as they are read with the weights of the others, and the chances of certainties of their drafts in turn."""
    weights, found = left_out(names, _KEPT).weights, []
    for name in names:
        weighing = Weighing(weights)
        found.append((read(name, weighing), weighing.chances))
    return found


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=(*MENDED, *UNSEEN), help="print one set's figures and write nothing")
    others = sorted({*SETS} - {*MENDED, *UNSEEN})
    parser.add_argument("--judge", choices=others, help="score a set that is not learnt from")
    given = parser.parse_args()
    if given.judge:
        judge(given.judge)
        return 0
    only = given.only
    some = followed()
    rows: dict[str, dict[str, dict[str, float]]] = {}
    right: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    wrong: Counter[str] = Counter()
    weighed: list[Weighed] = []
    plans = 0
    turns = [turn for turn in TURNS if only in (None, *turn)]
    with ProcessPoolExecutor(2, initializer=_keep, initargs=(some,)) as pool:
        every = [one for made in pool.map(_read, turns) for one in made]
    read_as = dict(zip((name for turn in turns for name in turn), every, strict=True))
    for name in (only,) if only else (*UNSEEN, *MENDED):
        learnt, chances = read_as[name]
        rules = labels(read(name, Choices({})))
        rows[name] = {"rules": figures(name, rules), "learnt": figures(name, labels(learnt))}
        within = {f: [any(c.right) for c in some[name][f]] for f in FIELDS}
        rows[name]["oracle"] = {f: round(sum(w) / len(w), 3) for f, w in within.items()}
        for what in ("rules", "learnt", "oracle"):
            print(name, what, rows[name][what], flush=True)
        _, gold = load_set(name)
        in_turn = iter(chances)
        for report, drafts in learnt.items():
            met = {p.number: g for p, g in pairs([p for _, p in drafts], claims(gold.get(report, [])))}
            if name != PLANS:
                weighed += [(next(in_turn), met.get(p.number)) for _, p in drafts]
                plans += sum(g.certainty in UNREAL for g in claims(gold.get(report, [])))
            if name in UNSEEN:
                wrong.update(classes([p for _, p in drafts], claims(gold.get(report, []))))
            for draft, p in drafts:
                for field, same in RIGHT.items():
                    rule = draft.rules.get(field, "")
                    if name in UNSEEN and rule.startswith("learnt") and (p.number in met or field == "quantity"):
                        right[field, rule][0] += p.number in met and same(p, met[p.number])
                        right[field, rule][1] += 1
    if only:
        return 0
    record("left out", rows)
    record("left out, misses", dict(sorted(wrong.items())))
    record("left out, plans", trade(weighed, plans))
    lines = [f"{field} {rule} {hit / of:.2f} {of}\n" for (field, rule), (hit, of) in sorted(right.items())]
    head = "# field, choice, part that was right and of how many drafts of sets that rules and weights had not seen;\n"
    (TABLES / "precision.txt").write_text(head + "# made by benchmarks/reading/left_out.py\n" + "".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
