"""How far annotators of PolNeAR agree on who said which number: the ceiling of a reader on that corpus.

Newell, Margolin and Ruths (2018) had trained annotators mark attributions in news. The development split has two
articles that six people annotated. Each stands once as the reader and once as the truth for each other, scored as
a reader is: is a number inside attributed content, and do half of the words that name the source agree (token F1 of
.5)? Few numbers: what it says is an order of size.

    python -m benchmarks.reading.ceiling FOLDER     (that has polnear_dev.zip; it is not shipped)
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from collections import defaultdict
from itertools import permutations
from pathlib import Path

from benchmarks.reading.matching import alike, f1, words

#: numbers in running text: digits with their multiplier, small number words, words of magnitude
NUMBER = re.compile(
    r"(?<![\w.$])(?:\$?\d[\d,.]*\d|\d)(?:\s+(?:percent|million|billion|thousand))?|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds|thousands|millions)\b",
    re.IGNORECASE,
)
Spans = list[tuple[int, int]]
#: content and source of each attribution, the source None where nobody is named
Attributions = list[tuple[Spans, Spans | None]]


def attributions(brat: str) -> Attributions:
    """Attributions of one annotator from a file of the brat form."""
    marks: dict[str, Spans] = {}
    found: Attributions = []
    lines = brat.splitlines()
    for line in lines:
        if line.startswith("T"):
            key, what, *_ = line.split("\t")
            marks[key] = [(int(a), int(b)) for a, b in (s.split() for s in what.split(" ", 1)[1].split(";"))]
    for line in lines:
        if line.startswith("E"):
            roles = dict(pair.split(":") for pair in line.split("\t")[1].split())
            roles = {re.sub(r"\d+$", "", role): key for role, key in roles.items()}
            if roles.get("Content") in marks:
                found.append((marks[roles["Content"]], marks.get(roles.get("Source", ""))))
    return found


def source(number: tuple[int, int], given: Attributions, text: str) -> str | None:
    """The words that name a number's source; empty where nobody is named, None where it is the reporter's."""
    for content, who in given:
        if any(a <= number[0] and number[1] <= b + 1 for a, b in content):
            return text[who[0][0] : who[-1][1]] if who else ""
    return None


def compared(reader: Attributions, truth: Attributions, text: str) -> tuple[int, int, int, int]:
    """Numbers that both attribute, to the same source, and those that each attributes."""
    both = right = one = other = 0
    for match in NUMBER.finditer(text):
        p, g = source(match.span(), reader, text), source(match.span(), truth, text)
        one, other = one + (p is not None), other + (g is not None)
        both += p is not None and g is not None
        right += bool(p and g and words(p) and alike(p, g))
    return both, right, one, other


def main(arguments: list[str] | None = None) -> int:
    """Print the ceiling."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    archive = parser.parse_args(arguments).folder / "polnear_dev.zip"
    if not archive.is_file():
        print(f"{archive}: missing", file=sys.stderr)
        return 2
    texts: dict[str, str] = {}
    given: dict[str, list[Attributions]] = defaultdict(list)
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(opened.namelist()):
            plain = Path(name)
            if plain.suffix == ".txt":
                texts[plain.stem] = opened.read(name).decode("utf-8", "replace")
            elif plain.suffix == ".ann":
                given[plain.stem.rsplit("_", 1)[0]].append(attributions(opened.read(name).decode("utf-8")))
    total = [0, 0, 0, 0]
    for article, each in given.items():
        if len(each) > 1:
            part = [sum(x) for x in zip(*(compared(p, g, texts[article]) for p, g in permutations(each, 2)))]
            total = [a + b for a, b in zip(total, part)]
            report(f"{article}, {len(each)} annotators, {len(NUMBER.findall(texts[article]))} numbers", part)
    report("all pairs", total)
    return 0


def report(name: str, counts: list[int]) -> None:
    """One line of figures."""
    both, right, one, other = counts
    print(f"{name}: attributed F1 {f1(both, one, other):.2f}; right source among those that both attribute "
          f"{right / max(both, 1):.2f}; end to end F1 {f1(right, one, other):.2f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
