"""Labels of the reports in `gold`: from lines with quoted words to records with character offsets.

`gold/GUIDE.md` says what the fields mean and how a line is written. `check` lists everything that breaks the guide's
form: words that are not in the report or are there twice, unknown quantities, dates that are none, and numbers without
a label.

    python benchmarks/reading/labels.py check ANNOTATOR
    python benchmarks/reading/labels.py write ANNOTATOR [--half dev|test] [--out FILE]
    python benchmarks/reading/labels.py hash
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import re
import sys
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

GOLD = Path(__file__).resolve().parent / "gold"
QUANTITIES = frozenset((
    "crowd", "detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "strikers",
    "strike_sites", "dismissed", "protest_sites", "forces", "sanctioned", "votes", "vote_share", "poll_share",
    "turnout_share", "fraud_stations", "days", "money",
))  # fmt: skip
REASONS = frozenset(("age", "date", "order", "name", "pick", "other"))
SIDES = frozenset(("incumbent", "opposition", "independent", "media", "foreign"))
CERTAINTIES = ("stated", "denied", "planned", "conditional")
MENTIONS = ("name", "pronoun", "desc", "none")
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|"
    "hundreds|thousands|tens|millions|dozen|dozens|scores|half|nobody|none|no one|no-one"
)
#: numbers that need a label
NUMBER = re.compile(rf"(?<![\w.,])\d[\d.,]*(?<![.,])|\b(?:{_WORDS})\b", re.I)
_AMOUNT = re.compile(r"(?P<sign>~|>=|<=)?(?P<low>\d+(?:\.\d+)?)(?:\.\.(?P<high>\d+(?:\.\d+)?))?")
_DAY = r"\d{4}-\d\d-\d\d"
_DATE = re.compile(rf"(?P<first>{_DAY})?(?P<to>\.\.)?(?P<last>{_DAY})?")


class LabelError(ValueError):
    """A line that breaks the guide's form."""


@dataclass(frozen=True)
class Report:
    """A report: its name, publication date, genre, half and text."""

    name: str
    published: dt.date
    genre: str
    setting: str
    half: str
    text: str


@dataclass(frozen=True)
class Label:
    """One number of a report.

    `number` and `claimant` are (start, end) in the text, `claimant` None for the reporter. `value`, `low` and `high`
    are the point and the bounds that the words give. `reason` is empty for a claim.
    """

    report: str
    line: int
    number: tuple[int, int]
    reason: str = ""
    quantity: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    approximate: bool = False
    unit: str = ""
    claimant: tuple[int, int] | None = None
    mention: str = "none"
    actor: str = ""
    side: str = ""
    place: str = ""
    date: str = ""
    certainty: str = "stated"
    quoted: bool = False
    about: str = ""
    event: str = ""
    part: int | None = None
    old: bool = False


def reports(half: str = "") -> dict[str, Report]:
    """Reports by name, of one half or all."""
    found = {}
    with (GOLD / "reports.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if half in ("", row["half"]):
                text = (GOLD / "reports" / row["half"] / f"{row['report']}.txt").read_bytes().decode("utf-8")
                day = dt.date.fromisoformat(row["published"])
                found[row["report"]] = Report(row["report"], day, row["genre"], row["setting"], row["half"], text)
    return found


def _pattern(words: str) -> str:
    """Words as an expression in which a line break is a space, and a straight quotation mark any."""
    plain = re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(words))
    return plain.replace("'", "['‘’]").replace('"', '["“”]')


def span(quote: str, text: str) -> tuple[int, int]:
    """Where the words in braces stand, in a quote that must occur once; line breaks and spaces are one."""
    parts = re.fullmatch(r"([^{}]*)\{([^{}]+)\}([^{}]*)", quote)
    if parts is None:
        raise LabelError(f"expected words with one pair of braces; got {quote!r}")
    before, within, after = map(_pattern, parts.groups())
    found = list(re.finditer(f"{before}({within}){after}", text))
    if len(found) != 1:
        raise LabelError(f"expected words that occur once; {quote!r} occurs {len(found)} times")
    return found[0].span(1)


def amount(text: str) -> tuple[float | None, float | None, float | None, bool]:
    """Point, bounds, and whether it is about: `40`, `~40`, `>=40`, `<=40`, `200..999`."""
    match = _AMOUNT.fullmatch(text)
    if match is None or (match["sign"] and match["high"]):
        raise LabelError(f"expected an amount such as 40, ~40, >=40, <=40 or 200..999; got {text!r}")
    low, sign = float(match["low"]), match["sign"]
    if match["high"]:
        return None, low, float(match["high"]), False
    return low, low if sign == ">=" else None, low if sign == "<=" else None, sign == "~"


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None or (match["to"] is None and match["last"]):
        raise LabelError(f"expected a day, A..B, ..B or nothing as the date; got {text!r}")
    for day in filter(None, (match["first"], match["last"])):
        dt.date.fromisoformat(day)
    return text


def _extras(words: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if word in CERTAINTIES:
            found["certainty"] = word
        elif word in MENTIONS:
            found["mention"] = word
        elif word in ("q", "old"):
            found["quoted" if word == "q" else word] = True
        elif equals and key in ("unit", "about"):
            found[key] = value.replace("_", " ")
        elif equals and key in ("ev", "part"):
            found["event" if key == "ev" else "part"] = value if key == "ev" else int(value)
        else:
            raise LabelError(f"no such extra: {word!r}")
    return found


def parse(line: str, number: int, report: Report, last: Label | None) -> Label:
    """One line as a label; `last` is the claim above, which `"` repeats."""
    fields = [field.strip() for field in line.removeprefix("- ").split("|")]
    if line.startswith("- "):
        if len(fields) != 2 or fields[1] not in REASONS:
            raise LabelError(f"expected `- number | reason`, a reason of {', '.join(sorted(REASONS))}; got {line!r}")
        return Label(report.name, number, span(fields[0], report.text), reason=fields[1])
    if not 8 <= len(fields) <= 9:
        raise LabelError(f"expected 8 or 9 fields; got {len(fields)}")
    extras = _extras(fields[8].split()) if len(fields) == 9 else {}
    if fields[1] not in QUANTITIES:
        raise LabelError(f"unknown quantity {fields[1]!r}")
    who, actor, side = fields[3:6]
    repeats = who == '"'
    if repeats or '"' in (actor, side):
        if last is None:
            raise LabelError("no claim above to repeat")
        actor = last.actor if actor in ('"', "") else actor
        side = last.side if side in ('"', "") else side
    if who == "-":
        where, extras["mention"], actor, side = None, "none", actor or "reporter", side or "media"
    elif repeats and last is not None:
        where = last.claimant
        extras.setdefault("mention", last.mention)
    else:
        where = span(who, report.text)
        extras.setdefault("mention", "name")
    if side not in SIDES:
        raise LabelError(f"unknown side {side!r}")
    if not actor:
        raise LabelError("no actor")
    value, low, high, about = amount(fields[2])
    return Label(
        report.name, number, span(fields[0], report.text), "", fields[1], value, low, high, about,
        claimant=where, actor=actor, side=side, place=fields[6], date=_date(fields[7]), **extras,  # type: ignore[arg-type]
    )  # fmt: skip


def read(annotator: str, report: Report) -> tuple[list[Label], list[str]]:
    """Labels of one report in the order of the text, and what is wrong with them."""
    path = GOLD / "labels" / annotator / f"{report.name}.ann"
    if not path.is_file():
        return [], [f"{path.name}: missing"]
    labels, wrong, last = [], [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            label = parse(line.strip(), number, report, last)
        except ValueError as error:
            wrong.append(f"{path.name}:{number}: {error}")
            continue
        labels.append(label)
        last = last if label.reason else label
    wrong += [f"{path.name}: {fault}" for fault in faults(labels, report)]
    return sorted(labels, key=lambda one: one.number), wrong


def faults(labels: list[Label], report: Report) -> list[str]:
    """Numbers with no label or two, and parts of no claim."""
    lines = {one.line for one in labels if not one.reason}
    found = [f"line {one.line}: part of line {one.part}, which is no claim" for one in labels
             if one.part is not None and one.part not in lines]  # fmt: skip
    ordered = sorted(labels, key=lambda one: one.number)
    for one, other in pairwise(ordered):
        if other.number[0] < one.number[1]:
            found.append(f"lines {one.line} and {other.line} label the same words")
    for match in NUMBER.finditer(report.text):
        if not any(one.number[0] < match.end() and match.start() < one.number[1] for one in ordered):
            around = " ".join(report.text[max(0, match.start() - 25) : match.end() + 25].split())
            found.append(f"no label for {match[0]!r} in {around!r}")
    return found


def record(label: Label, report: Report) -> dict[str, object]:
    """A label as a JSON object, with the words that its spans give."""
    words = {"number_text": report.text[slice(*label.number)]}
    if label.claimant:
        words["claimant_text"] = report.text[slice(*label.claimant)]
    return {**asdict(label), **words}


def frozen() -> str:
    """SHA-256 of all reports, their list, and the gold labels of both halves."""
    files = (GOLD / "reports.csv", *sorted(GOLD.glob("reports/*/*.txt")), GOLD / "dev.jsonl", GOLD / "test.jsonl")
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Check labels or write them as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=("check", "write", "hash"))
    parser.add_argument("annotator", nargs="?", default="gold", help="folder of labels [default: gold]")
    parser.add_argument("--half", default="", choices=("dev", "test"), help="one half of the reports")
    parser.add_argument("--out", type=Path, help="file of JSON lines [default: printed]")
    options = parser.parse_args(arguments)
    if options.action == "hash":
        print(frozen())
        return 0
    lines, wrong = [], []
    for report in reports(options.half).values():
        labels, faulty = read(options.annotator, report)
        wrong += faulty
        lines += [json.dumps(record(label, report), ensure_ascii=False) for label in labels]
    if options.action == "check" or wrong:
        print("\n".join(wrong) or f"{len(lines)} labels, nothing wrong", file=sys.stderr if wrong else sys.stdout)
        return 2 if wrong else 0
    text = "\n".join(lines) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
