"""How well the reader of reports does, as benchmarks/reading/ measured it: no figure on a page is typed by hand."""

from __future__ import annotations

import json

from contested.reading.learnt.choices import PLAN_COST
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
    ("fresh2, rules", "16 new, unseen"), ("fresh, once", "24 fresh, unseen"),
    ("test, rules", "32 unseen, earlier rules"), ("fresh, rules", "24 fresh, seen since"), ("dev, rules", "32 seen"),
    ("styles, rules", "26 more, seen"),
)  # fmt: skip
#: sets of "left out" together, those first that were not used to improve rules
TOGETHER = {"sets used little to improve rules": (
    *(f"fresh{k}" for k in range(2, 7)), *(f"train{k}" for k in range(1, 28))),
            "sets used much to improve rules": ("fresh", "dev", "styles")}  # fmt: skip
#: names of fields and classes of errors in the records, and the page's
WORDS = {
    "actor": "source", "another read": "another one chosen", "none is right": "the right answer is none",
    "none read": "none chosen", "nobody read": "none chosen",
    "somebody read where nobody is named": "one chosen where none is named",
    "a day for a day": "another day", "a period for a period": "another period",
    "a day for a period": "a day instead of a period", "a period for a day": "a period instead of a day",
    "a day for the end of a total": "a day instead of the end of a total",
    "a period for the end of a total": "a period instead of the end of a total",
    "the end of a total for a day": "the end of a total instead of a day",
    "the end of a total for a period": "the end of a total instead of a period",
    "actor right": "source right", "actor wrong": "source wrong", "named by a pronoun": "the right one is a pronoun",
    "people taken, hurt, killed, punished": "people detained, hurt, killed, punished",
    "taken for want of another": "chosen for lack of a better one",
    "carried on from before": "carried over from an earlier sentence", "of the sentence": "chosen from the sentence",
}  # fmt: skip
LEARNT = ("number", "quantity", "actor", "side", "place", "date", "planned or conditional")
#: held-out test sets, which were not learnt from, in columns
JUDGES = {"test set fresh11": ("fresh11",), "test set fresh10": ("fresh10",),
          "test sets fresh7 to fresh9": ("fresh7", "fresh8", "fresh9")}  # fmt: skip
#: the latest of them, and how many authors they have together
LATEST, AUTHORS = ("fresh10", "fresh11"), "six"
#: who reads a test set besides the package, as the records name them
ASKED = ("language model", "second annotator")
_Figures = dict[str, dict[str, float]]


def _left_out(judges: dict[str, _Figures], rows: dict[str, _Figures]) -> list[str]:
    """F1 of rules alone and of learnt choices, smallest gain first: of test sets and of sets left out; the oracle."""
    columns = {words: _together([judges[s] for s in sets]) for words, sets in JUDGES.items()}
    columns |= {words: _together([rows[s] for s in sets]) for words, sets in TOGETHER.items()}
    gain = {f: sum(c["learnt"][f] - c["rules"][f] for c in columns.values()) for f in LEARNT}
    claims = {words: c["rules"]["claims"] for words, c in columns.items()}
    lines = ["| field |" + "".join(f" {w}, {n:,.0f} claims: rules | learnt |" for w, n in claims.items()),
             "| --- |" + " ---: |" * (2 * len(columns))]  # fmt: skip
    for field in (*sorted(LEARNT, key=lambda f: gain[f]), "recall"):
        words = "recall of numbers" if field == "recall" else field
        cells = (f"{c[what][field]:.2f}" for c in columns.values() for what in ("rules", "learnt"))
        lines.append(f"| {WORDS.get(words, words)} | {' | '.join(cells)} |")
    plans = (f"{c[what]['plans as happenings']:.0%}" for c in columns.values() for what in ("rules", "learnt"))
    lines.append(f"| plans mistaken for events | {' | '.join(plans)} |")
    for mention, words in (("pronoun", "pronouns"), ("desc", "descriptions")):
        cells = (f"{c[what][f'{mention} right']:.0%} of {c[what][mention]:.0f}"
                 if mention in c[what] else "" for c in columns.values() for what in ("rules", "learnt"))  # fmt: skip
        lines.append(f"| {words} with the right source | {' | '.join(cells)} |")
    oracle = list(TOGETHER)
    lines += ["", "How often the right answer is among the candidates that rules find:", "",
              "| field |" + "".join(f" {words} |" for words in oracle),
              "| --- |" + " ---: |" * len(oracle)]  # fmt: skip
    for field in ("actor", "place", "date"):
        cells = (f"{columns[w]['oracle'][field]:.2f}" for w in oracle)
        lines.append(f"| {WORDS.get(field, field)} | {' | '.join(cells)} |")
    return lines


def _asked(judges: dict[str, _Figures], rows: _Figures) -> list[str]:
    """The test sets that a language model read: F1 of the package's reader, of the model, and of a second annotator."""
    columns = {
        words: _together([judges[n] | {who: rows[f"{n}, {who}"] for who in ASKED} for n in names])
        for words, names in JUDGES.items()
    }
    lines = ["", "The same test sets read by a large language model behind `--endpoint` (`fresh7` to `fresh9` with "
             "earlier requests):", "",
             "| field |" + "".join(f" {name}, {c['rules']['claims']:,.0f} claims: learnt | {' | '.join(ASKED)} |"
                                   for name, c in columns.items()),
             "| --- |" + " ---: |" * (3 * len(columns))]  # fmt: skip
    for field in ("number", "number with bounds", *LEARNT[1:], "plans as happenings"):
        shown = ".1%" if field.startswith("plans") else ".3f" if field.startswith("number") else ".2f"
        cells = (f"{c[who][field]:{shown}}" for c in columns.values() for who in ("learnt", *ASKED))
        lines.append(f"| {SHARES.get(field, WORDS.get(field, field))} | {' | '.join(cells)} |")
    for mention, words in (("pronoun", "pronouns"), ("desc", "descriptions")):
        cells = (f"{c[who][f'{mention} right']:.0%} of {c[who][mention]}"
                 for c in columns.values() for who in ("learnt", *ASKED))  # fmt: skip
        lines.append(f"| {words} with the right source | {' | '.join(cells)} |")
    return lines


def _wrong(counts: dict[str, int]) -> list[str]:
    """What learnt choices have wrong in sets left out, by class, the most common of a field first."""
    most = sorted(counts, key=lambda one: (-_of_field(counts, one), one.partition(",")[0], -counts[one], one))
    return ["", "Errors of learnt choices on the sets used little to improve rules, by class:", "",
            "| field and class | errors |", "| --- | ---: |",
            *(f"| {_worded(one)} | {counts[one]} |" for one in most)]  # fmt: skip


def _together(sets: list[_Figures]) -> _Figures:
    """Mean figures of some sets, each weighted by its claims, and how many claims they have."""
    much = [s["rules"]["claims"] for s in sets]
    mean = {
        what: {f: sum(s[what][f] * m for s, m in zip(sets, much, strict=True)) / sum(much) for f in figures}
        for what, figures in sets[0].items()
    }
    mean["rules"]["claims"] = sum(much)
    for what in mean.keys() - {"oracle"}:
        for mention in ("pronoun", "desc"):  # these are counts
            of = [s[what].get(mention, 0) for s in sets]
            mean[what][mention] = sum(of)
            right = (s[what][f"{mention} right"] * n for s, n in zip(sets, of, strict=True) if n)
            mean[what][f"{mention} right"] = sum(right) / sum(of) if sum(of) else 0.0
    return mean


def _plans(rows: _Figures) -> list[str]:
    """What each ratio of losses makes of plans and of events, on sets left out."""
    one = next(iter(rows.values()))
    lines = ["", f"What the cost of a plan read as an event changes, on all sets left out ({one['plans']} plans and "
             f"{one['events']} events that were read; the reader's cost is {PLAN_COST:g}):", "",
             "| cost | plans read as events | events read as plans | precision of plans | recall | F1 |",
             "| ---: | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    return lines + [f"| {ratio} | {row['plans as events']:.1%} | {row['events as plans']:.2%} | "
                    f"{row['precision']:.2f} | {row['recall']:.2f} | {row['F1']:.2f} |"
                    for ratio, row in sorted(rows.items(), key=lambda one: float(one[0]))]  # fmt: skip


def _curve(rows: _Figures) -> list[str]:
    """F1 of each field by how many reports the weights were learnt from."""
    lines = ["", "F1 on the sets used little to improve rules, by how many reports of other sets the weights were "
             "learnt from:", "", "| reports |" + "".join(f" {WORDS.get(f, f)} |" for f in LEARNT),
             "| ---: |" + " ---: |" * len(LEARNT)]  # fmt: skip
    for row in sorted(rows.values(), key=lambda one: one["reports"]):
        lines.append(f"| {row['reports']} | " + " | ".join(f"{row[f]:.2f}" for f in LEARNT) + " |")
    return lines


def reading_asked(link: Link) -> str:
    """One sentence: what a language model has right where the package's reader has not."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    both = _together([{"rules": found["judge"][n]["rules"], "learnt": found["judge"][n]["learnt"],
                       ASKED[0]: found["endpoint"][f"{n}, {ASKED[0]}"]} for n in LATEST])  # fmt: skip
    reports = sum(found["endpoint"][f"{n}, {ASKED[0]}"]["reports"] for n in LATEST)
    model, own = both[ASKED[0]], both["learnt"]
    return (
        f"A large language model makes fewer errors than rules and weights: in {reports:.0f} reports by {AUTHORS} new "
        f"authors its F1 is {model['actor']:.2f} for sources and {model['place']:.2f} for places, and that of the "
        f"default reader {own['actor']:.2f} and {own['place']:.2f} (tables [below](#expect-errors))."
    )


def reading(link: Link) -> str:
    """F1 of each field with sets left out and of the rules alone, their errors by class, and PolNeAR."""
    found = json.loads((RESULTS / "reading.json").read_text(encoding="utf-8"))
    rows = [*_left_out(found["judge"], found["left out"]), *_asked(found["judge"], found["endpoint"]),
            *_plans(found["left out, plans"]),
            *_curve(found["left out, curve"]), *_wrong(found["left out, misses"]), "",
            "The rules alone, on reports that were not used to improve them (unseen) and on others (seen):", "",
            "| field |" + "".join(f" {words} |" for _, words in SETS), "| --- |" + " ---: |" * len(SETS)]  # fmt: skip
    for field in FIELDS:
        marked = (not (name.startswith(("styles", "fresh2")) and field in UNMARKED) for name, _ in SETS)
        cells = (f"{found[name][field][2]:.2f}" if m else "" for m, (name, _) in zip(marked, SETS, strict=True))
        rows.append(f"| {field} | {' | '.join(cells)} |")
    for field, words in SHARES.items():
        cells = (f"{part:.0%} of {of}" for part, of in (found[name][field] for name, _ in SETS))
        rows.append(f"| {words} | {' | '.join(cells)} |")
    news = found["PolNeAR, rules"]
    rows += ["", "Errors of the rules in the 24 fresh reports by class, before the reports were used to improve them "
             "and now:", "", "| field and class | before | now |", "| --- | ---: | ---: |"]  # fmt: skip
    once, now = found["fresh, misses once"], found["fresh, misses"]
    most = sorted({*once, *now}, key=lambda one: (-_of_field(once, one), one.partition(",")[0], -once.get(one, 0), one))
    rows += [f"| {_worded(one)} | {once.get(one, 0)} | {now.get(one, 0)} |" for one in most]
    return "\n".join(rows) + (
        "\n\nOn real news (the development part of the PolNeAR corpus, also seen) the rules' F1 is "
        f"{news['attributed']:.2f} for whether a number has a source, and {news['end to end']:.2f} for the right "
        "source."
    )


def _worded(one: str) -> str:
    """A field and class as the page names them."""
    field, _, classes = one.partition(", ")
    if classes == "all":
        return field
    named = WORDS.get(classes) or ", ".join(WORDS.get(part, part) for part in classes.split(", "))
    return f"{WORDS.get(field.partition(' ')[0], field.partition(' ')[0])} {field.partition(' ')[2]}: {named}"


def _of_field(counts: dict[str, int], one: str) -> int:
    """How much is wrong with the field that a class belongs to."""
    field = one.partition(",")[0]
    return sum(n for key, n in counts.items() if key.partition(",")[0] == field)
