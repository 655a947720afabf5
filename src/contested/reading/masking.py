"""Readings with masked names: whoever is private once in a report has the same number wherever it names them.

The rules of `claims.people` find a full name in each text alone. A report names a person in full once and by the
surname afterwards ("Bondar's sister"), so surnames of its private persons are masked too, also where they are words or
stand in the genitive. Whom a report gives votes is a candidate and not private.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from contested.claims.people import People
from contested.claims.people.masking import VOTES
from contested.claims.people.names import names_in
from contested.claims.people.words import words
from contested.reading.countries import is_place
from contested.reading.drafts import Draft, Reading
from contested.reading.lexicon import words as list_of
from contested.reading.table import ledger_quantity

_APOSTROPHES = "['’ʼ`]"
_WORD = re.compile(r"[^\W\d_]+")


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
        self._again = {r.report: self._surnames(r) for r in readings}

    def masked(self, report: str, text: str) -> str:
        """A text of a report with numbers in place of the names of its private persons."""
        out = self._people.masked(text)
        for pattern, mask in self._again.get(report, ()):
            out = pattern.sub(lambda m, mask=mask: mask if m[0] != m[0].lower() else m[0], out)  # type: ignore[misc]
        return out

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

    def _surnames(self, reading: Reading) -> list[tuple[re.Pattern[str], str]]:
        """Patterns of the surnames of a report's private persons, each with what stands in its place."""
        small = {word for word in _WORD.findall(reading.text) if word.islower()}
        places = [*(d.place for d in reading.drafts), *(a.place for a in reading.acts)]
        where = {word.casefold() for place in places for word in _WORD.findall(place)}
        found: dict[str, str] = {}
        for line in _texts(reading):
            for one, mask in self._people.masks(line):
                name = one.surname
                # two capitalised words may be no person: "Watch Line", "Free Orvane"
                word = not one.sure and (name in small or is_place(name.title()))
                if len(name) > 1 and not word and name not in where | words("times"):
                    found.setdefault(name, mask)
        return [(_pattern(name), mask) for name, mask in sorted(found.items(), key=lambda item: -len(item[0]))]


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


def _candidates(reading: Reading) -> Iterator[str]:
    """Full names, as the report gives them, of whoever it says to have votes."""
    surnames = {d.about.split()[-1].casefold() for d in reading.drafts if _stands(d)}
    for surname in surnames:
        full = (
            line[one.start : one.end] for line in _texts(reading) for one in names_in(line)
            if one.surname == surname and one.given
        )  # fmt: skip
        yield from ([first] if (first := next(full, "")) else [])


def _stands(draft: Draft) -> bool:
    """Whether the words say that whoever a result seems to be about has it, and not who reports it."""
    if not draft.about or not ledger_quantity(draft).startswith(VOTES):
        return False
    if draft.about.split()[-1] in f"{draft.claimant} {draft.actor}":
        return False
    at = draft.sentence.find(draft.about)
    number = draft.sentence.find(draft.anchors["number"].text)
    if at < 0 or number < 0:
        return False
    return at > number or not _WINS.isdisjoint(_WORD.findall(draft.sentence[at:number].casefold()))
