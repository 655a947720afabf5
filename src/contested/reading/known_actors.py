"""Actors that are known beforehand (`actors.txt`): their side, and the names by which they go in a report."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from contested.claims.claim import Side
from contested.reading.cues import forms
from contested.reading.lexicon import words


class Known(NamedTuple):
    """A row of the table.

    Parameters
    ----------
    name : str
    side : Side
        Where the country of a report is not known; `side_in` is the side elsewhere.
    sex : str
        Of a person; empty for a body.
    country : str
        Whose actor it is; empty where it is of several countries or of none.
    names : tuple of str
        By which it goes anywhere, and in `at_home` those by which it goes only in reports about its country.
    at_home : tuple of str
    """

    name: str
    side: Side
    sex: str
    country: str
    names: tuple[str, ...]
    at_home: tuple[str, ...]

    def side_in(self, home: str) -> Side:
        """The side in a report about a country: who governs one is foreign in another."""
        if not (home and self.country) or self.side not in ("incumbent", "foreign"):
            return self.side
        return "incumbent" if home == self.country else "foreign"

    def names_in(self, home: str) -> tuple[str, ...]:
        """The names by which it goes in a report about a country."""
        return self.names + self.at_home if home and home == self.country else self.names

    def is_in(self, text: str, name: str, end: int) -> bool:
        """Whether a name that ends there is this actor's, and not the beginning of a longer one: "Spring Bloc"."""
        one_word = not self.sex and name != self.name and name.isalpha() and not name.isupper()
        behind = _LONGER.match(text, end) if one_word else None
        return behind is None or (behind[1] or "").casefold() in _TIMES | forms().keys()


#: what goes on behind a word that may be a name of its own: "Spring 1944", "Vesna Ilić"
_LONGER = re.compile(r" (?:\d|([A-Z][^\W\d_]*))")
_TIMES = words("phrases.times")


@cache
def known_actors() -> tuple[Known, ...]:
    """The table."""
    lines = (files("contested.reading") / "actors.txt").read_text("utf-8").splitlines()
    rows = []
    for line in lines:
        if line and not line.startswith("#"):
            name, side, sex, country, also = (part.strip() for part in line.split("|"))
            every = [name, *(a.strip() for a in also.split(",") if a.strip())]
            anywhere = tuple(n for n in every if not n.startswith("*"))
            at_home = tuple(n[1:] for n in every if n.startswith("*"))
            rows.append(Known(name.lstrip("*"), side, sex, country, anywhere, at_home))  # type: ignore[arg-type]
    return tuple(rows)
