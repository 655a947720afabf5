"""What kind of claimant a party is: a ministry, an organiser, the press. Parties of a kind bend numbers alike.

The rules read the party's name and its side, never its numbers; the first that fits decides. A name that fits none has
no type (""), and its bias is as little known before its claims as anybody's.

medics              hospitals, ambulances and health offices
state_media         agencies, channels and papers on the government's side
ministry            ministries, police, city halls and other offices of the state
rights_list         lists of names kept by rights groups, and observers of courts and stations
chronicle           histories and chronicles written later
independent_count   archives, researchers and software that count by a method
organiser           those who call, take part or strike, and their channels
press               newspapers, agencies and reporters of no side
foreign             governments and bodies of other countries
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_ANY = ("incumbent", "opposition", "independent", "media", "foreign")
#: type, sides it may stand on, and words of its names
_RULES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("medics", _ANY, r"health|hospitals?|ambulances?|medics?|doctors?|paramedics?"),
    ("state_media", ("incumbent",), r"media|tv|television|channel|tabloids?|agency|belta|sputnik|ria|tass"),
    ("ministry", ("incumbent",), r"ministry|minister|mvd|mup|police|guvd|city hall|prefecture|authorities|official|"
     r"officials|press service|government|commission|governor|mayor|committee|court|guard"),
    ("rights_list", ("independent", "opposition"), r"viasna|mediazona|ovd-info|golos|rights|lists?|observers|lawyers"),
    ("chronicle", ("independent", "media"), r"wiki|wikipedia|chronicle|dossier|site|church|archive of|akg|caption|"
     r"jugendopposition\.de|encyclop\w+"),
    ("independent_count", ("independent", "media"), r"arhiv|archive|crta|occurrence|count|counts|study|software|"
     r"researchers?|estimates?|university|institute|team"),
    ("organiser", ("opposition",), r".+"),
    ("press", ("media",), r".+"),
    ("foreign", ("foreign",), r".+"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def type_of(name: str, side: str) -> str:
    """A party's type, by its name and side.

    >>> type_of("Interior Ministry (MVD)", "incumbent"), type_of("Kommersant", "media"), type_of("X", "independent")
    ('ministry', 'press', '')
    """
    return next(_fitting(name.casefold(), side), "")


def _fitting(name: str, side: str) -> Iterator[str]:
    for kind, sides, words in _RULES:
        if side in sides and re.search(rf"(?<!\w)(?:{words})(?!\w)", name):
            yield kind
