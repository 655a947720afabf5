"""Runs of capitalised words in a text, and the town of a dateline."""

from __future__ import annotations

import re
import unicodedata

#: one word of a name, and several in a row
NAME = r"[A-Z][^\W\d_]+(?:[-’'/][^\W\d_]+)*"
RUN = re.compile(rf"{NAME}(?:[ ](?:(?:de|la|del|di|al|el|and|of)[ ])?{NAME})*")
DATELINE = re.compile(
    r"(?P<town>[A-Z][A-Z’'.-]{2,}(?: [A-Z][A-Z’'.-]+){0,2}|[A-Z]{2} [A-Z][A-Z’'.-]+"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?= \([^)]+\) \S+ [A-Z“\"])"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?=, \d{1,2} [A-Z][a-z]{2,8}\.? \([^)]+\) [—–-]))"
    r"(?:, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?)|, (?:[A-Z]\.){2,3})?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|, \d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)?\s*"
    r"(?P<by>\([^)\n]{2,40}\)\s*)?(?:—|–|--?)\s(?=[A-Z“\"‘0-9])"
)


def plain(name: str) -> str:
    """A name without accents and apostrophes.

    >>> plain("Hrodna’"), plain("Jūrmala")
    ('Hrodna', 'Jurmala')
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return letters.replace("'", "").strip()
