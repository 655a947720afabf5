"""A bed of invented reports for the rules of the reader, apart from the gold set: figures of each half.

Reports carry their labels in the text (`open.txt` says how), in the gold set's fields, from the same guide, by one
annotator. Rules are mended on `open.txt` and on `styles.txt` (other outlets' styles, with amounts); `closed.txt` is
looked at when they are done. `fresh.txt` is by people who saw neither rules nor tests; its labels, with everything that
the gold set has, are in `fresh.jsonl`. It was scored once unseen ("fresh, once" in benchmarks/results/reading.json) and
is, since 29 November 2026, a set to mend rules on like `styles.txt`; `misses` counts by class what is wrong with it.
`fresh2.txt` and `fresh3.txt`, marked like `styles.txt`, are by two more such authors; each was scored once and has been
material to learn from since. `train1.txt` to `train27.txt`, by as many authors who saw no rules, were written to learn
from; the first lines of each say in whose manner. `train15.txt` to `train27.txt` were read once by the reader that had
not learnt from them ("judge" in the results). `fresh4.txt`, `fresh5.txt` and `fresh6.txt`, by three more authors, were
judges of the learnt choices, each scored once before it became material to learn from; the author of the last wrote all
texts before any label, and a second annotator labelled them blind. `fresh7.txt` to `fresh11.txt`, written and labelled
twice in the same way, the last two by three authors and three second annotators each, are judges of the present ones
(`left_out --judge fresh11`) and of a language model (`endpoint`); the labels of second annotators are in `second`. Few
rules were mended on the 32 sets to learn from, after reading what was wrong with them when left out. `plans.txt`,
mostly plans, conditions, and sources named by pronouns and descriptions, is by an author who had read what the reader
had wrong in the others, and rules were mended on it. The authors of all sets are language models. Each labelled what it
wrote, from the guide; only the gold set and `fresh6` to `fresh11` were labelled twice.

    python -m benchmarks.reading.bed [open|closed|styles|fresh|...] [--misses]
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from benchmarks.reading.labels import Label, Report, amount
from benchmarks.reading.matching import load

HERE = Path(__file__).resolve().parent
#: names of its sets
SETS = sorted(path.stem for path in HERE.glob("*.txt"))
UNREAL = ("planned", "conditional", "denied")
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]*)\]")
_TITLE = re.compile(r"^=== (\S+) \| (\d{4}-\d\d-\d\d)\n", re.M)


def bed(half: str) -> tuple[dict[str, Report], dict[str, list[Label]]]:
    """Reports and labels of one half."""
    text = (HERE / f"{half}.txt").read_text("utf-8")
    parts = _TITLE.split(text)
    found: dict[str, Report] = {}
    labels: dict[str, list[Label]] = {}
    for name, day, marked in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        plain, labels[name] = _read(name, day[:4], re.sub(r"\{(.+?)\}", r"\1", marked.strip()))
        found[name] = Report(name, dt.date.fromisoformat(day), "", "", half, plain)
    apart = HERE / f"{half}.jsonl"
    return found, load(apart) if apart.is_file() else labels


def _read(name: str, year: str, marked: str) -> tuple[str, list[Label]]:
    """The text without its marks, and what they say."""
    plain, at, labels = "", 0, []
    last = ["", "", "", "", ""]
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        start, at = len(plain), mark.end()
        plain += mark[1]
        fields = mark[2].split("|")
        if fields[0] == "other":
            labels.append(Label(name, len(labels) + 1, (start, len(plain)), reason="other"))
            continue
        given = [*fields, *[""] * (6 - len(fields))]
        given[0], _, amounts = given[0].partition(" ")
        last = [new or old for new, old in zip(given[:5], last, strict=True)]
        quantity, actor, side, place, date = ("" if x == "-" else x for x in last)
        date = re.sub(r"(?<!\d-)\b(\d\d-\d\d)\b(?!-)", rf"{year}-\1", date)
        extras, nobody = re.findall(r"\w+", given[5]), actor in ("reporter", "")
        value, low, high, approximate = amount(amounts) if amounts else (None, None, None, False)
        mention = next((x for x in extras if x in ("desc", "pronoun")), "none" if nobody else "name")
        labels.append(Label(
            name, len(labels) + 1, (start, len(plain)), "", quantity, value, low, high, approximate,
            claimant=None if nobody else (0, 1), side=side, mention=mention, actor=actor or "reporter", place=place,
            date=date, certainty=next((x for x in extras if x in UNREAL), "stated"),
        ))  # fmt: skip
    return plain + marked[at:], labels
