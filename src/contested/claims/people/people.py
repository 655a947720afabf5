"""The private persons of one file: each has a number, in order of appearance, and nothing leads back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contested.claims.people import policy
from contested.claims.people.names import PersonName, all_innocent, innocent, mails_in, names_in
from contested.claims.people.words import public

MASK = "private person"
_MASKED = re.compile(r"\bprivate[ -]person[ -](\d+)", re.I)
#: texts of which it is remembered who is named in them: a table says the same again and again, and may be very long
CACHED = 100_000
#: characters; a longer text of which no name can be made is not remembered, because hardly two rows share it
CACHED_LENGTH = 100
#: where an importer read a claim: an event's number in its database
_NUMBER_OF_EVENT = re.compile(r"(?:ACLED|UCDP GED|Mass Mobilization|CCC row|GDELT)? ?[A-Z]{0,5}\d+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DIGITS = "0123456789"
#: texts that are looked at together
_TOGETHER = 64


def numbers_in(text: str) -> list[int]:
    """Numbers of masked persons in a text; they mean nothing in another file."""
    if text.isascii() and "private" not in text.lower():  # ten times as fast as the pattern
        return []
    return [int(match[1]) for match in _MASKED.finditer(text)]


def moved(text: str, by: int) -> str:
    """A text with greater numbers of masked persons."""
    return _MASKED.sub(lambda m: m[0][: m.start(1) - m.start()] + str(int(m[1]) + by), text)


class People:
    """Masks names, the same person by the same number.

    Parameters
    ----------
    places : iterable of str
        Names of places, which are no persons.
    """

    def __init__(self, places: Iterable[str] = ()) -> None:
        self._shown = policy.everybody()
        self._allowed = policy.allowed()
        self._places = {word.casefold() for place in places for word in (place, *re.split(r"[ ,;/-]+", place)) if word}
        self._officials: dict[str, set[str]] = {}
        self._persons: list[tuple[str, tuple[str, ...], int]] = []
        self._next = 1
        self._found: dict[str, tuple[PersonName, ...]] = {}
        self._done: dict[str, str] = {}
        self._ahead: set[str] = set()
        #: what stands before the digits of numbers, of events and others; few, while numbers are many
        self._before_digits = {""}

    @classmethod
    def of(cls, texts: Iterable[str], places: Iterable[str] = ()) -> People:
        """Of a file with these texts: an official in one of them is the same official in the others."""
        people = cls(places)
        people.learn(texts)
        return people

    def learn(self, texts: Iterable[str]) -> None:
        """Look through texts for officials, and for numbers that persons have already."""
        if self._shown:
            return
        for text in dict.fromkeys(texts):
            if self._is_number(text):
                continue
            self._next = max([self._next, *(n + 1 for n in numbers_in(text))])
            for one in self._names(text):
                if one.office and one.surname:
                    self._officials.setdefault(one.surname, set()).update(one.given)

    def learn_officials(self, names: Iterable[str]) -> None:
        """Names that are all those of officials or candidates."""
        for text in dict.fromkeys(names):
            for one in names_in(text):
                self._officials.setdefault(one.surname or text.casefold(), set()).update(one.given)

    def masked(self, text: str) -> str:
        """A text with a number in place of each private person's name; the same text if there is none."""
        if self._shown or not text:
            return text
        done = self._done.get(text)
        if done is None:
            if text in self._ahead or self._is_number(text):
                return text
            if innocent(text):
                done = text
                if len(text) > CACHED_LENGTH:
                    return done
            else:
                done = self._replaced(text)
            if len(self._done) < CACHED:
                self._done[text] = done
        return done

    def _is_number(self, text: str) -> bool:
        """Whether a text is the number of an event, or has no two letters: nobody is named in it."""
        before = text.rstrip(_DIGITS)
        if before != text and before in self._before_digits:
            return True
        if _NUMBER_OF_EVENT.fullmatch(text):
            self._before_digits.add(before)
            return True
        return not _LETTERS.search(text)

    def look_ahead(self, texts: Sequence[str]) -> None:
        """Look together through the long texts that `masked` is asked for next; those of before are forgotten."""
        if self._shown:
            return
        parts = (texts[k : k + _TOGETHER] for k in range(0, len(texts), _TOGETHER))
        self._ahead = {text for part in parts if all_innocent(part) for text in part}

    def masked_row(self, cells: Iterable[str]) -> tuple[str, ...]:
        """`masked` of each cell; most cells of an export stand in many rows, or are empty."""
        if self._shown:
            return tuple(cells)
        known, mask = self._done.get, self.masked
        return tuple((known(cell) or mask(cell)) if cell else cell for cell in cells)

    def masks(self, text: str) -> list[tuple[PersonName, str]]:
        """Names in a text that are masked, each with what stands in its place."""
        return [] if self._shown else [(one, f"{MASK} {self._number(one)}") for one in self._private(text)]

    def _private(self, text: str) -> list[PersonName]:
        return [one for one in self._names(text) if not self._public(one, text[one.start : one.end])]

    def _names(self, text: str) -> tuple[PersonName, ...]:
        found = self._found.get(text)
        if found is None:
            found = tuple(names_in(text))
            if len(self._found) < CACHED:
                self._found[text] = found
        return found

    def _public(self, one: PersonName, text: str) -> bool:
        if one.office or " ".join(text.split()).casefold() in self._allowed:
            return True
        whole = text.casefold()
        if whole in self._places or (not one.sure and any(w in self._places for w in whole.split())):
            return True
        if len(whole.split()) == 1 and whole in self._places:
            return True
        for known in (public().get(one.surname), self._officials.get(one.surname)):
            if known is not None and all(_fits(g, known) for g in one.given):
                return True
        return False

    def _replaced(self, text: str) -> str:
        spans = [(one.start, one.end, f"{MASK} {self._number(one)}") for one in self._private(text)]
        taken = [(start, end) for start, end, _ in spans]
        spans += [(a, b, f"{MASK}'s address") for a, b in mails_in(text) if not any(s < b and a < e for s, e in taken)]
        out, position = [], 0
        for start, end, mask in sorted(spans):
            dashed = "-" in text[start:end] or "_" in text[start:end] or "/" in text[max(0, start - 1) : end + 1]
            small = text[start:end].islower()
            out += [text[position:start], mask.replace(" ", "-") if small and dashed else mask]
            position = end
        return "".join((*out, text[position:]))

    def _number(self, one: PersonName) -> int:
        for surname, given, number in self._persons:
            same = surname == one.surname and all(
                any(_alike(a, b) for b in given) for a in one.given) if one.given and given else surname == one.surname
            if same and (one.surname or one.given == given):
                return number
        self._persons.append((one.surname, one.given, self._next))
        self._next += 1
        return self._next - 1


def _alike(a: str, b: str) -> bool:
    """Whether two given names may be one: equal, or one the initial of the other."""
    return a == b or (min(len(a), len(b)) <= 2 and (a.startswith(b) or b.startswith(a)))


def _fits(given: str, known: Iterable[str]) -> bool:
    known = list(known)
    return not known or any(_alike(given, k) for k in known)
