"""How the drafts of one report hang together: one event with several accounts, and totals with their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from contested.reading.drafts import Draft

_PERSONS = frozenset(
    ["crowd", "detained", "released", "charged", "injured", "hospitalised", "dead", "missing", "strikers", "dismissed"]
)


def related(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The same drafts with letters for events that several count, and parts of totals marked."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for k, draft in enumerate(drafts):
        if draft.quantity == "days" or draft.quantity == "money":
            continue
        groups[draft.quantity, draft.about, draft.place, draft.date, draft.end_date].append(k)
    groups = {key: same for key, same in groups.items() if _one_event([drafts[k] for k in same])}
    out = list(drafts)
    letters = iter([*ascii_lowercase, *(a + b for a in ascii_lowercase for b in ascii_lowercase)])
    for same in groups.values():
        if len(same) > 1 and (letter := next(letters, "")):
            for k in same:
                out[k] = replace(out[k], event=letter)
    for k, draft in enumerate(out):
        total = _total(out, k)
        if total >= 0:
            out[k] = replace(draft, part_of=total)
    return tuple(out)


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


def _total(drafts: Sequence[Draft], k: int) -> int:
    """The draft right before in the same sentence of which this one is a part ("12 people, including two officers")."""
    draft = drafts[k]
    if draft.quantity not in _PERSONS:
        return -1
    for j in range(k - 1, max(-1, k - 4), -1):
        other = drafts[j]
        if other.sentence != draft.sentence:
            break
        words = _between(draft.sentence, other, draft).split()
        if any(w.strip(",") in ("including", "among") for w in words) and other.quantity == draft.quantity:
            most, least = other.bounds[1], draft.bounds[0]
            if most is None or least is None or least <= most:
                return j
    return -1


def _between(sentence: str, one: Draft, other: Draft) -> str:
    start = sentence.find(one.anchors["number"].text)
    end = sentence.find(other.anchors["number"].text, start + 1)
    return sentence[start:end] if 0 <= start < end else ""
