"""Which encoding a text has that is not UTF-8: no file says so, and a wrong one makes words that no language has.

In a wrong encoding alphabets mix inside words, signs stand inside words, or words have accented letters only: "Минск"
of Cyrillic Windows is "Ìèíñê" in Western Windows, and "São" of Western Windows is "Sгo" in Cyrillic. Encodings of one
alphabet are hardly told apart, so whoever guesses says what was taken. Leaves out: encodings of DOS and Mac, KOI8-R.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: what is tried, by what it is for
ENCODINGS = {"cp1251": "Cyrillic", "cp1252": "Western European", "cp1250": "Central European", "cp1254": "Turkish"}
#: letters of a text that are looked at
_MOST = 200_000
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN, _CYRILLIC = re.compile(r"[a-zA-Z]"), re.compile(r"[а-яёА-ЯЁЀ-ӿ]")
_ACCENTED = re.compile(r"[À-ÖØ-öø-ɏ]")
_SIGN = re.compile(r"(?<=\w)[¤¦§©«¬®°±²³¹¶·»¼½¾¿×÷ˇ˘˙˛˝](?=\w)")


def oddity(text: str) -> float:
    """How many words and signs of a text no name has, as a wrong encoding makes them: 0 for none, at most 30."""
    words = set(_WORD.findall(text[:_MOST]))
    return 20.0 * sum(map(_odd, words)) / max(len(words), 1) + min(len(_SIGN.findall(text[:_MOST])), 10)


def _odd(word: str) -> bool:
    if _LATIN.search(word):
        return _CYRILLIC.search(word) is not None
    # no language has words of three accented letters and no other
    return len(word) > 2 and _ACCENTED.search(word) is not None


def likeliest(content: bytes, among: Sequence[str] = ("cp1252", "cp1251", "cp1250", "cp1254")) -> str:
    """The encoding in which a text has the fewest odd words and unknown bytes; of equals the first."""
    texts = {encoding: content.decode(encoding, "replace") for encoding in among}
    return min(texts, key=lambda name: oddity(texts[name]) + min(texts[name].count("\ufffd"), 10))
