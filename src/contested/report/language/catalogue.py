"""A page's language: what every text of a page goes through before a reader sees it.

Texts are written in English where they arise. A catalogue (`ru.toml`) has a line for each message; a text of several
sentences is several messages. A text that no message fits stays English and is listed in `missing`: tests refuse that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from contested.ground.errors import InputError, closest
from contested.report.language.message import Message, numbers, russian

#: code -> the language by its own name
LANGUAGES: dict[str, str] = {"en": "English", "ru": "русский"}
#: numbers on the axes and in the tooltips of charts
LOCALES: dict[str, dict[str, object]] = {
    "ru": {"number": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""],
                      "percent": "\u00a0%"}},
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?:;]) (?=\S)")
#: between the parts of a list, not within brackets
_LIST = re.compile(r"; (?![^(]*\))")
_LETTER = re.compile(r"[^\W\d_]")


def language(code: str) -> str:
    """A code of `LANGUAGES`, or an error that says which there are."""
    if code not in LANGUAGES:
        known = " or ".join(LANGUAGES)
        raise InputError(f"--language: expected {known}; got {code!r}.", closest(code, list(LANGUAGES)))
    return code


class Language:
    """Texts of a page in one language.

    Parameters
    ----------
    code : str
        Of `LANGUAGES`.
    leader : str
        The contestant whose votes are examined, by whose name "the leader" goes; empty where that is no name.
    names : mapping of str to str
        Names of the program's own (a synthetic election's), which are translated too.
    proper : collection of str
        Names of the data, which stay as they are where they stand alone; unless they are words of the catalogue.
    """

    def __init__(
        self, code: str = "en", leader: str = "", names: Mapping[str, str] | None = None, proper: Iterable[str] = ()
    ) -> None:
        self.code, self.leader, self.names, self.proper = language(code), leader, names or {}, frozenset(proper)
        self.missing: set[str] = set()
        self._known: dict[str, str] = {}

    @property
    def locale(self) -> Mapping[str, object]:
        """How charts write numbers; empty for English."""
        return LOCALES.get(self.code, {})

    def __call__(self, text: str) -> str:
        """A text in this language."""
        if self.code == "en":
            return self._named(text)
        if text not in self._known:
            self._known[text] = self._translated(text)
        return self._known[text]

    def name(self, text: str) -> str:
        """A name as it stands in the data; the program's own names are translated."""
        return self(text) if text in self.names else text

    def _named(self, text: str) -> str:
        if not self.leader:
            return re.sub(r"\bfor leader\b", "for the leader", text) if "leader" in self.names else text
        own = self.leader + ("'" if self.leader.endswith("s") else "'s")
        text = re.sub(r"\b[Tt]he leader's\b", lambda _: own, text)
        return re.sub(r"\b[Tt]he leader\b", lambda _: self.leader, text)

    def _translated(self, text: str) -> str:
        if not _LETTER.search(text):
            return numbers(text)
        whole = self._one(text)
        if whole is not None:
            return whole
        if text in self.proper:
            return text
        cuts = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text) + 1]
        # fewest letters left untranslated, then fewest pieces
        best: list[tuple[int, int, list[str]]] = [(0, 0, [])]
        for end in range(1, len(cuts)):
            options = []
            for start in range(end):
                piece = text[cuts[start] : cuts[end] - 1]
                local = self._one(piece)
                if local is None and end - start > 1:
                    continue
                lost, pieces, before = best[start]
                lost += 0 if local is not None else len(piece)
                options.append((lost, pieces + 1, [*before, piece if local is None else local]))
            best.append(min(options, key=lambda o: o[:2]))
        left, _, out = best[-1]
        if left:
            self.missing.add(text)
        return " ".join(out)

    def _one(self, text: str) -> str | None:
        """A text that is one message; None if it is none."""
        if self.names.get(text):
            return self.names[text]
        exact, open_ = messages(self.code)
        if text in exact:
            return self._leader(exact[text])
        local = self._gapped(text, open_)
        if local is None and text[:1].islower():  # a title or a sentence within another
            upper = text[:1].upper() + text[1:]
            local = self._leader(exact[upper]) if upper in exact else self._gapped(upper, open_)
            return local and local[:1].lower() + local[1:]
        return local

    def _gapped(self, text: str, open_: list[Message]) -> str | None:
        """A text that is one message with gaps."""
        for message in open_:
            found = message.match(text)
            if found is not None:
                ways = {"say": self._inner, "name": self.name, "names": self._names, "within": self._within}
                return message.fill({**found.gaps, "leader": self._quoted}, ways, russian)
        return None

    @property
    def _quoted(self) -> str:
        return f"«{self.leader}»" if self.leader else "лидера"

    def _names(self, text: str) -> str:
        return ", ".join(self.name(part) for part in text.split(", "))

    def _within(self, text: str) -> str:
        forms = sections(self.code)["within"]
        return ", ".join(forms.get(part, part) for part in text.split(", "))

    def _leader(self, local: str) -> str:
        return local.replace("{leader}", self._quoted)

    def _inner(self, text: str) -> str:
        """What stands in a gap: a message, or a list of them, or a name."""
        if not _LETTER.search(text):  # a list of numbers; a comma is in the numbers themselves
            return "; ".join(map(numbers, text.split(", ")))
        parts = _LIST.split(text)
        if len(parts) > 1 and all(self._one(part) is not None for part in parts):
            return "; ".join(self._inner(part) for part in parts)
        listed = text.split(", ")
        # a gap for text would take the rest of a list of like messages with it
        if len(listed) > 1 and text not in messages(self.code)[0] and all(_like(listed[0], p) for p in listed[1:]):
            return ", ".join(self._inner(part) for part in listed)
        whole = self._one(text)
        if whole is not None:
            return whole
        for comma in ("; ", ", "):
            if comma in text:
                return comma.join(self._inner(part) for part in text.split(comma))
        return self.name(text)


def _like(first: str, other: str) -> bool:
    """Whether two parts of a list begin with a short code and end with a number: "2BL of A 4.36"."""
    return all(re.match(r"\w+ of .* [\d.]+( and \d+ more)?$", part) for part in (first, other))


@cache
def sections(code: str) -> dict[str, dict[str, str]]:
    """The catalogue of a language as it is written."""
    text = files("contested.report.language").joinpath(f"{code}.toml").read_text(encoding="utf-8")
    made: dict[str, dict[str, str]] = tomllib.loads(text)
    return made


@cache
def messages(code: str) -> tuple[dict[str, str], list[Message]]:
    """Messages without gaps, and those with gaps, the surest first."""
    entries = [pair for name, part in sections(code).items() if name != "within" for pair in part.items()]
    exact = {english: local for english, local in entries if "{" not in english}
    gapped = [Message(english, local) for english, local in entries if "{" in english]
    return exact, sorted(gapped, key=lambda m: -m.weight)
