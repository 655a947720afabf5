"""Readings with masked names: whoever is private once in a report has the same number wherever it names them.

The rules of `claims.people` find a full name in each text alone. A report names a person in full once and by the
surname afterwards ("Bondar's sister"), so surnames of its private persons are masked too, also where they are words or
stand in the genitive. Whom a report gives votes is a candidate and not private.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from contested.claims.people import People
from contested.claims.people.masking import VOTES
from contested.claims.people.names import names_in
from contested.claims.people.words import like, words
from contested.reading.countries import is_place
from contested.reading.drafts import Draft, Reading
from contested.reading.lexicon import words as list_of
from contested.reading.names import CAPITAL
from contested.reading.table import ledger_quantity

_APOSTROPHES = "['’ʼ`]"
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = rf"[{CAPITAL}][\w’'-]*"
#: a capitalised word right before a name, unless it begins a sentence; and one right behind
_BEFORE = re.compile(rf"[^\s.!?:“”\"‘(][)’']? ({_CAPITALISED})\.?[ \u00a0]$")
_BEHIND = re.compile(rf"[ \u00a0]({_CAPITALISED})")


class Masks:
    """The private persons of some reports, each with one number in all of them.

    Parameters
    ----------
    readings : sequence of Reading
        As they were read, with all names.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._people = People.of(text for r in readings for text in _texts(r))
        for reading in readings:
            self._people.learn_officials(_candidates(reading))
        self._where = {r.report: _where(r) for r in readings}
        self._again = {r.report: self._surnames(r) for r in readings}

    def masked(self, report: str, text: str) -> str:
        """A text of a report with numbers in place of the names of its private persons."""
        again = self._again.get(report, {})
        if any(" or " in mask for mask in again.values()):
            # a surname alone, which two private persons have, is neither's number
            for one, _ in reversed(self._people.masks(text)):
                if not one.given and " or " in (both := again.get(one.surname, "")):
                    text = text[: one.start] + both + text[one.end :]
        out = self._people.masked(text)
        for surname, mask in again.items():
            out = _pattern(surname).sub(lambda m, mask=mask: mask if self._alone(report, m) else m[0], out)  # type: ignore[misc]
        return out

    def _alone(self, report: str, match: re.Match[str]) -> bool:
        """Whether a word is a surname and no part of a longer name ("Green Party", "Calle Lopez")."""
        if match[0] == match[0].lower():
            return False
        text, (start, end) = match.string, match.span()
        line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", end)]
        long = [word for word in _WORD.findall(line) if len(word) > 3]
        if len(long) > 3 and sum(word[0].isupper() for word in long) > 0.7 * len(long):
            return True  # a headline, where capitals say nothing
        before, behind = _BEFORE.search(text[:start]), _BEHIND.match(text[end:])
        beside = ([before[1]] if before else []) + ([behind[1]] if behind else [])
        return all(like(w.casefold(), "titles") or w.casefold() in self._where[report] | words("times") for w in beside)

    def readings(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings with masked names in all fields; the reports' texts stay, because anchors point into them."""
        return [self._reading(r, lambda text, report=r.report: self.masked(report, text)) for r in readings]  # type: ignore[misc]

    def _reading(self, r: Reading, mask: Callable[[str], str]) -> Reading:
        return replace(
            r,
            drafts=tuple(
                replace(
                    d, actor=mask(d.actor), claimant=mask(d.claimant), sentence=mask(d.sentence), about=mask(d.about)
                )
                for d in r.drafts
            ),
            causes=tuple(
                replace(c, actor=mask(c.actor), victim=mask(c.victim), sentence=mask(c.sentence)) for c in r.causes
            ),
            acts=tuple(
                replace(a, actor=mask(a.actor), target=mask(a.target), sentence=mask(a.sentence)) for a in r.acts
            ),
            aside=tuple(
                replace(a, anchor=replace(a.anchor, text=mask(a.anchor.text))) if a.nowhere else a for a in r.aside
            ),
        )

    def _surnames(self, reading: Reading) -> dict[str, str]:
        """Surnames of a report's private persons, each with what stands in its place; nobody else there has them."""
        small = {word for word in _WORD.findall(reading.text) if word.islower()}
        masks: dict[str, list[str]] = {}
        public = set()
        for line in _texts(reading):
            private = dict(self._people.masks(line))
            public |= {one.surname for one in names_in(line) if one not in private}
            for one, mask in private.items():
                name = one.surname
                # two capitalised words may be no person: "Watch Line", "Free Orvane"
                word = not one.sure and (name in small or is_place(name.title()))
                if len(name) > 1 and not word and name not in self._where[reading.report] | words("times"):
                    masks.setdefault(name, []).append(mask)
        return {
            name: " or ".join(dict.fromkeys(masks[name])) for name in sorted(masks, key=lambda n: -len(n))
            if name not in public
        }  # fmt: skip


def _where(reading: Reading) -> frozenset[str]:
    """Words of the places of a report."""
    places = [*(d.place for d in reading.drafts), *(a.place for a in reading.acts)]
    return frozenset(word.casefold() for place in places for word in _WORD.findall(place))


@lru_cache(maxsize=256)
def _pattern(surname: str) -> re.Pattern[str]:
    """A surname as a whole word, with any apostrophe, and whatever its first letter's case is."""
    plain = re.sub(_APOSTROPHES, lambda _: _APOSTROPHES, re.escape(surname))
    return re.compile(rf"(?<![\w’'-]){plain}(?![\w-])", re.I)


def _texts(reading: Reading) -> Iterator[str]:
    """Every text of a reading in which a person may be named, the report's lines first."""
    yield from (line for line in reading.text.splitlines() if line.strip())
    for d in reading.drafts:
        yield from (d.actor, d.sentence)
    for a in reading.acts:
        yield from (a.actor, a.target, a.sentence)
    for c in reading.causes:
        yield from (c.actor, c.victim, c.sentence)
    yield from (a.anchor.text for a in reading.aside if a.nowhere)


_WINS = list_of("shares.gained") - {"to", "at", "on", "and", "puts", "put", "saw", "lost"}
#: what may stand between a candidate and the number: "put Oleg Marin of the United Party at just over 61 percent"
_BETWEEN = frozenset(
    ["at", "on", "with", "of", "from", "the", "about", "around", "only", "just", "nearly", "over", "almost", "s"]
)
_GIVEN_TO = re.compile(r"\b(?:gave|gives?|giving|puts?|putting|for)\b(?!.*\b(?:gave|gives?|giving|puts?|for)\b)", re.S)


def _candidates(reading: Reading) -> Iterator[str]:
    """Full names, as the report gives them, of whoever it says to have votes."""
    known = [
        (one, line[one.start : one.end]) for line in _texts(reading) for one in names_in(line)
        if one.given and one.surname
    ]  # fmt: skip
    for about in {name for d in reading.drafts for name in _stand(d)}:
        last = about.split()[-1].casefold()
        same = {one.given[0]: name for one, name in reversed(known) if one.surname == last}
        parts = set(about.casefold().split())
        full = [name for given, name in same.items() if not parts.isdisjoint(given.split("-"))]
        # a surname alone is that of the one person who has it, or says nothing
        yield from full or (same.values() if len(same) == 1 else ())


def _stand(draft: Draft) -> Iterator[str]:
    """Whom the words say to have the votes of a draft; who reports them is none of these."""
    if not ledger_quantity(draft).startswith(VOTES):
        return
    number = draft.sentence.find(draft.anchors["number"].text)
    before = draft.sentence[: max(number, 0)]
    at = before.rfind(draft.about)
    spoke = set(_WORD.findall(draft.claimant))
    names = [draft.about] if draft.about and (
        _has(before[at + len(draft.about) :]) if at >= 0 else number < draft.sentence.find(draft.about)
    ) else []  # fmt: skip
    if (to := _GIVEN_TO.search(before)) is not None and _beside(given := before[to.end() :]):
        names += [given[one.start : one.end] for one in names_in(given)]
    yield from (name for name in names if _WORD.findall(name)[-1:] and _WORD.findall(name)[-1] not in spoke)


def _has(between: str) -> bool:
    """Whether the words between a name and a number give it the number."""
    return _beside(between) or not _WINS.isdisjoint(_WORD.findall(between.casefold()))


def _beside(between: str) -> bool:
    return not set(",.;") & set(between) and {w for w in _WORD.findall(between) if w.islower()} <= _BETWEEN
