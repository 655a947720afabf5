"""How the drafts of one report hang together: one event with several accounts, and totals with their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from contested.reading.drafts import Draft

_PERSONS = frozenset(
    ["crowd", "detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "strikers", "dismissed"]
)


def related(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The same drafts with letters for events that several count, and parts of totals marked."""
    out = list(drafts)
    for k in range(len(out)):
        total = _total(out, k)
        if total >= 0:
            out[k] = replace(out[k], part_of=total)
    groups: list[list[int]] = []
    for k, draft in enumerate(out):
        if draft.quantity in ("days", "money") or draft.part_of >= 0:
            continue
        group = next((g for g in groups if any(_same_event(out[j], draft) for j in g)), None)
        if group is None:
            groups.append([k])
        else:
            group.append(k)
    groups = [same for same in groups if _one_event([out[k] for k in same])]
    letters = iter([*ascii_lowercase, *(a + b for a in ascii_lowercase for b in ascii_lowercase)])
    for same in groups:
        if len(same) > 1 and (letter := next(letters, "")):
            for k in same:
                out[k] = replace(out[k], event=letter)
    return tuple(out)


def _same_event(one: Draft, other: Draft) -> bool:
    """Whether two drafts may count one thing: the same quantity, place and time, or periods that overlap."""
    if (one.quantity, one.about, one.place) != (other.quantity, other.about, other.place):
        return False
    if (one.date, one.end_date) == (other.date, other.end_date):
        return True
    spans = [(d.date or d.end_date, d.end_date or d.date) for d in (one, other)]
    (a, b), (c, d) = spans
    if a is None or b is None or c is None or d is None:
        return False
    several = one.end_date is not None and other.end_date is not None
    return several and a <= d and c <= b and one.actor != other.actor


def _one_event(drafts: Sequence[Draft]) -> bool:
    """Whether drafts of one quantity, place and day count one thing: several say it, or one number is repeated."""
    if len(drafts) < 2:
        return False
    if any(d.sentence.startswith(_ANEW) for d in drafts[1:]):
        return False
    return len({d.actor for d in drafts}) > 1 or len({d.bounds for d in drafts}) < len(drafts)


_ANEW = ("Later", "Elsewhere", "Separately", "Another", "In the evening", "Hours later", "Also on")


def contradicting(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    """Pairs of drafts of one event whose bounds exclude each other, or of which one is denied."""
    found = []
    for a in range(len(drafts)):
        for b in range(a + 1, len(drafts)):
            one, other = drafts[a], drafts[b]
            if not one.event or one.event != other.event or one.actor == other.actor:
                continue
            if apart(one.bounds, other.bounds) or (one.certainty == "denied") != (other.certainty == "denied"):
                found.append((a, b))
    return found


def apart(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    """Whether two pairs of bounds have no number in common."""
    (a, b), (c, d) = one, other
    return (b is not None and c is not None and b < c) or (d is not None and a is not None and d < a)


_OF_WHOM = re.compile(r"\s(?:\w+\s)?(?:out )?of (?:them|whom|those|these)\b", re.I)
_AMONG = re.compile(
    r"\b(?:of (?:them|these|those|whom|the total),?|including|among (?:them|whom|these),?|among)"
    r"(?: (?:at least|about|some|a|an|the|another))? $",
    re.I,
)


def _total(drafts: Sequence[Draft], k: int) -> int:
    """The draft before it of which this one is a part ("12 people, two of them officers", "Of these, 17 ...")."""
    draft = drafts[k]
    if draft.quantity not in _PERSONS:
        return -1
    at = draft.anchors["number"]
    place = draft.sentence.find(at.text)
    before, behind = draft.sentence[:place], draft.sentence[place + len(at.text) :]
    picks = _OF_WHOM.match(behind) is not None or _AMONG.search(before) is not None
    for j in range(k - 1, max(-1, k - 4), -1):
        other = drafts[j]
        same = other.sentence == draft.sentence
        between = _between(draft.sentence, other, draft) if same else ""
        listed = same and other.quantity == draft.quantity and any(
            w.strip(",") in ("including", "among") for w in between.split()
        )  # fmt: skip
        near = 0 <= at.start - other.anchors["number"].end < (400 if picks else 200)
        if not (listed or picks) or not near or other.quantity not in _PERSONS:
            continue
        most, least = other.bounds[1], draft.bounds[0]
        if most is None or least is None or least <= most:
            return other.part_of if other.part_of >= 0 and not same and not listed else j
    return -1


def _between(sentence: str, one: Draft, other: Draft) -> str:
    start = sentence.find(one.anchors["number"].text)
    end = sentence.find(other.anchors["number"].text, start + 1)
    return sentence[start:end] if 0 <= start < end else ""
