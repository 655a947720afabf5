"""Which claims of two readings of a report are the same, and whether their fields agree."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import combinations
from pathlib import Path

from benchmarks.reading.labels import Label

Pair = tuple[Label, Label]
#: words that do not tell two names apart
_EMPTY = frozenset(("the", "a", "an", "of", "and", "s"))
_NAMES = frozenset(one.name for one in fields(Label))


def load(file: Path) -> dict[str, list[Label]]:
    """Labels by report from JSON lines: the form that `labels.py write` gives; absent fields have their defaults."""
    found: dict[str, list[Label]] = defaultdict(list)
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = {key: value for key, value in json.loads(line).items() if key in _NAMES}
        try:
            row["number"] = tuple(row["number"])
            row["claimant"] = tuple(row["claimant"]) if row.get("claimant") else None
            label = Label(**{"line": number, **row})
        except (KeyError, TypeError) as error:
            raise SystemExit(f"{file}:{number}: expected report, number [start, end] and fields; {error}") from None
        found[label.report].append(label)
    return found


def claims(labels: Iterable[Label]) -> list[Label]:
    """Those that are claims."""
    return [one for one in labels if not one.reason]


def pairs(some: Sequence[Label], others: Sequence[Label]) -> list[Pair]:
    """Labels of the same words: spans that overlap, those that overlap most first, each used once."""
    shared = sorted(
        ((min(a.number[1], b.number[1]) - max(a.number[0], b.number[0]), -i, -j)
         for i, a in enumerate(some) for j, b in enumerate(others)
         if a.number[0] < b.number[1] and b.number[0] < a.number[1]), reverse=True,
    )  # fmt: skip
    left, right, found = set(), set(), []
    for _, i, j in shared:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((some[-i], others[-j]))
    return sorted(found, key=lambda pair: pair[0].number)


def words(text: str) -> Counter[str]:
    """A name's words, without those that do not tell names apart."""
    return Counter(word for word in re.findall(r"\w+", text.casefold()) if word not in _EMPTY)


def alike(one: str, other: str) -> bool:
    """Half of the words in common (token F1 of .5), or nobody in both."""
    a, b = words(one), words(other)
    if not a or not b:
        return not a and not b
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values())) >= 0.5


def about(label: Label) -> bool:
    """Whether a number is about its point: so marked, or with bounds on both sides of it."""
    inside = label.value is not None and label.low is not None and label.high is not None
    return label.approximate or (inside and label.low < label.value < label.high)


def same_amount(one: Label, other: Label) -> bool:
    """The same point and bounds. How wide `about` is makes no difference."""
    if about(one) or about(other):
        return about(one) and about(other) and one.value == other.value
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)


def same_words(one: Label, other: Label, text: str) -> bool:
    """The same words name the claimant, or nobody does in both."""
    a, b = (text[slice(*x.claimant)] if x.claimant else "" for x in (one, other))
    return alike(a, b)


def same_place(one: Label, other: Label) -> bool:
    """The same place, whatever its article and capitals."""
    return words(one.place) == words(other.place)


def last_day(date: str) -> str:
    """The day, or the last of a period."""
    return date.rpartition("..")[2]


def linked(labels: Iterable[Label]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of claims on one event, by their spans."""
    events: Mapping[str, list[Label]] = defaultdict(list)
    for label in labels:
        if label.event:
            events[label.event].append(label)
    return {
        (a.number, b.number)
        for group in events.values()
        for a, b in combinations(sorted(group, key=lambda x: x.number), 2)
    }


def parts(labels: Sequence[Label]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of a part and its total, by their spans."""
    lines = {one.line: one.number for one in labels}
    return {(one.number, lines[one.part]) for one in labels if one.part in lines}


def f1(hit: int, some: int, others: int) -> float:
    """Two times the hits by what there is on both sides; nan if there is nothing."""
    return 2 * hit / (some + others) if some + others else float("nan")
