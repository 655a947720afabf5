"""Tokens of a sentence and what each may be, by tables of closed classes and endings; no model of language.

A parser gives better tags (`parse`), in the same form, so that all rules after this one serve both.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from contested.reading.cues import forms
from contested.reading.dates import in_digits
from contested.reading.lexicon import words
from contested.reading.structure import Span

Tag = Literal[
    "DET", "PRON", "NUM", "NOUN", "PROPN", "VERB", "AUX", "ADP", "CONJ", "SCONJ", "ADV", "ADJ", "PUNCT", "POS", "TO"
]


class Token(NamedTuple):
    """One word or sign.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    text, low : str
        As it stands, and in small letters.
    tag : Tag
    dated : bool
        Whether it is a number of a date, or the end of one: "5", "th".
    """

    start: int
    end: int
    text: str
    low: str
    tag: Tag
    dated: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


#: a name with an apostrophe is one word; the country is known by its parts
_APOSTROPHE = r"\b(?:[DO]|d)['’](?!Ivoire\b)[A-Z][a-z][^\W\d_]*(?:-[^\W_]+)*"
_TOKEN = re.compile(
    _APOSTROPHE + "|"
    r"\d+-[^\W\d_]+(?:-[^\W\d_]+)*|\d+/\d+|[A-Z]\.(?=\s[A-Z])|\$?\d[\d,.]*\d%?|\$?\d%?|(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Prof|Rev|St|Jr|Sr)\."
    r"|[^\W\d_]+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+(?:-[^\W_]+)*|''|``|[^\w\s]|\w+",
)


@cache
def closed_classes() -> dict[str, Tag]:
    """Tag by word, for words that have one."""
    found: dict[str, Tag] = {}
    for line in (files("contested.reading") / "closed.txt").read_text("utf-8").splitlines():
        tag, _, words = line.partition(":")
        for word in words.split():
            found.setdefault(word, tag.strip())  # type: ignore[arg-type]
    return found


def tokens(text: str, sentence: Span) -> list[Token]:
    """The tokens of a sentence."""
    found: list[Token] = []
    known = closed_classes()
    dates = in_digits(text, sentence.start, sentence.end)
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        word = match[0]
        low = word.casefold().replace("’", "'")
        tag = "POS" if _of_many(text, match, found, sentence.start) else _tag(word, low, found, known)
        number = tag == "NUM" or (low in _ORDINAL and bool(found) and found[-1].dated)
        dated = number and any(start <= match.start() < end for start, end in dates)
        found.append(Token(match.start(), match.end(), word, low, tag, dated))
    for k, token in enumerate(found):
        if token.tag == "ADJ" and _is_head(found, k):
            found[k] = token._replace(tag="NOUN")
        elif token.low == "first" and k and k + 1 < len(found) and found[k + 1].low in _speaking():
            found[k] = token._replace(tag="ADV")  # "police first announced 60 arrests"
            found[k + 1] = found[k + 1]._replace(tag="VERB")
    return found


_ORDINAL = frozenset(["st", "nd", "rd", "th"])
#: endings of words that are adjectives before a noun and nouns before a verb: "the hospital said", "a historian said"
_EITHER = ("al", "ian", "ive", "ary", "ic", "ant")
_CHIEFS = frozenset(["general", "chief", "military"])
_ENDS = frozenset(["PUNCT", "VERB", "AUX", "SCONJ", "ADP", "CONJ", "ADV"])


def _is_head(seq: list[Token], k: int) -> bool:
    """Whether what the tables take for an adjective is the noun of its phrase: a verb or an end follows."""
    low = seq[k].low
    if not k or seq[k - 1].tag not in ("DET", "ADJ", "NOUN", "PROPN", "POS"):
        return False
    if not (low.endswith(_EITHER) or low in _CHIEFS) or low.endswith(("ical", "ical", "ional")):
        return False
    return k + 1 == len(seq) or seq[k + 1].tag in _ENDS or seq[k + 1].low in _speaking()


@cache
def _speaking() -> frozenset[str]:
    return frozenset(forms())


def _of_many(text: str, match: re.Match[str], seq: list[Token], start: int) -> bool:
    """Whether a mark is the owner's behind a plural: "the miners' union"."""
    if match[0] not in "'’" or not seq or seq[-1].end != match.start() or not seq[-1].low.endswith("s"):
        return False
    quoted = re.search(r"‘|(?:^|\s)'", text[start : match.start()]) is not None
    return not quoted and re.match(r"\s[^\W\d_]", text[match.end() : match.end() + 2]) is not None


def _tag(word: str, low: str, before: list[Token], known: dict[str, Tag]) -> Tag:
    first = word[0]
    if not (first.isalnum() or first == "$" or low in ("'s", "n't", "'re", "'ve", "'ll", "'d", "'m")):
        return "PUNCT"
    last = before[-1] if before else None
    if low == "'s":
        return "AUX" if last is not None and last.tag == "PRON" and last.low not in ("who",) else "POS"
    if re.fullmatch(_APOSTROPHE, word):
        return "PROPN"
    if low.endswith(("year-old", "year-olds")):
        return "NOUN"
    if first.isdigit() and "-" in low:
        return "ADJ"
    if first.isdigit() or (first == "$" and len(word) > 1):
        return "NUM"
    tag = known.get(low) if word != "US" else "PROPN"
    if (
        first.isupper()
        and last is not None
        and last.tag != "PUNCT"
        and (tag is None or (tag == "VERB" and len(word) > 1) or (tag == "ADJ" and last.tag == "PROPN") or low == "per")
    ):
        return "PROPN"
    if low == "that":
        return "SCONJ" if last is None or last.tag in ("VERB", "NOUN", "PRON", "PROPN", "ADV", "ADJ") else "DET"
    if low == "to" and last is not None and last.low == "according":
        return "ADP"
    if low == "one" and (last is None or last.tag in ("PUNCT", "ADP", "CONJ")):
        return "NUM"
    if low == "her" or low == "his":
        return "DET"
    if tag is not None:
        if tag == "VERB" and last is not None and _nominal(last) and not low.endswith("ed"):
            return "NOUN"
        return tag
    if first.isupper():
        return "PROPN"
    if low.endswith("ly"):
        return "ADV"
    if last is not None and (_nominal(last) or last.tag == "POS"):
        return "ADJ" if low.endswith(("ed", "ing", "al", "ous", "ive", "ful", "ic", "ary", "ian")) else "NOUN"
    if low.endswith(("ed", "ing")) and len(low) > 4:
        return "VERB"
    if last is not None and last.tag in ("TO", "AUX") and last.low in _BASE_BEHIND:
        return "VERB"
    return "ADJ" if low.endswith(("ous", "ive", "ful", "ical", "able", "ible")) else "NOUN"


_BASE_BEHIND = words("tagging.base_behind")
_DETERMINED = frozenset(["DET", "POS"])


def _nominal(last: Token) -> bool:
    """Whether a noun follows rather than a verb."""
    return (
        last.tag in _DETERMINED
        or (last.tag == "ADJ" and last.low not in ("own",))
        or (last.tag == "ADP" and last.low not in ("to", "than", "as"))
        or (last.tag == "NUM")
    )
